"""Attaching under kill -9, on a full disk and with large files: no fact without its file, and little memory."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from regledger.deciding.answers import Recorded, Submission
from regledger.deciding.attaching import Wish, attach
from regledger.errors import StoreFull
from regledger.ledger import Installation, Ledger
from regledger.log.attachments.checking import check, sweep
from regledger.sectors.loading import Sectors

from .conftest import run, small_disk

FULL = os.environ.get("REGLEDGER_FAULTS") == "full"
KILLS = 25 if FULL else 5
MIB = 1 << 20
BY = Submission(command="attachment.add", body={}, actor="officer:li")
AUTHORITY = Submission(
    command="authority.register", body={"authority": "emb", "name": "Bureau", "registered_on": "2026-01-04"}
)

ATTACH = """
import itertools, os, sys
from datetime import date
from pathlib import Path
from regledger.deciding.answers import Submission
from regledger.deciding.attaching import Wish, attach
from regledger.ledger import Installation, Ledger
from regledger.sectors.loading import Sectors

url, folder, first = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
by = Submission(command="attachment.add", body={}, actor="officer:li")
with Ledger.open(url, installation=Installation(Sectors())) as ledger:
    for index in itertools.count(first):
        path = folder / f"{index % 7}.bin"
        path.write_bytes(os.urandom(200_000 + index))
        owner = "person:p1" if index % 2 else None
        answer = attach(ledger, path, Wish(subject="authority:emb", added_on=date(2026, 3, 2), owner=owner), by)
        print(answer.numbers[0], flush=True)
"""

MEMORY = """
import resource, sys
from datetime import date
from pathlib import Path
from regledger.deciding.answers import Submission
from regledger.deciding.attaching import Wish, attach
from regledger.ledger import Installation, Ledger
from regledger.log.attachments.checking import check
from regledger.log.attachments.giving import _give
from regledger.sectors.loading import Sectors

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

by = Submission(command="attachment.add", body={}, actor="officer:li")
folder, owner = Path(sys.argv[2]), sys.argv[3] or None
def work(name):
    wish = Wish(subject="authority:emb", added_on=date(2026, 3, 2), owner=owner)
    number = attach(ledger, folder / name, wish, by).numbers[0]
    _give(ledger, ledger.at(number).body, folder / f"{name}.out")
    assert list(check(ledger)) == []

with Ledger.open(sys.argv[1], installation=Installation(Sectors())) as ledger:
    work("small")
    before = peak()
    work("large")
    print(peak() - before)
"""


def url_of(folder: Path) -> str:
    url = f"sqlite:///{folder}/county.db"
    with Ledger.create(url, installation=Installation(Sectors())) as ledger:
        assert isinstance(ledger.submit(AUTHORITY), Recorded)
    return url


def opened(url: str) -> Ledger:
    return Ledger.open(url, installation=Installation(Sectors()))


def test_a_killed_writer_leaves_no_fact_without_its_file(tmp_path: Path) -> None:
    """Killed at any moment, again and again: what was acknowledged is there and whole, and what is left over is swept."""
    url, acknowledged = url_of(tmp_path), 0
    chance = random.Random(11)

    for turn in range(KILLS):
        command = [sys.executable, "-c", ATTACH, url, str(tmp_path), str(turn * 1000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            acknowledged = int(writer.stdout.readline())
            time.sleep(chance.random() * 0.3)
            writer.send_signal(signal.SIGKILL)
            acknowledged = max([acknowledged, *map(int, writer.stdout.read().split())])

    with opened(url) as ledger:
        added = sum(1 for _ in ledger.facts(types=["attachment.added"]))
        assert acknowledged <= ledger.recorder.head().number
        assert list(check(ledger)) == []
        sweep(ledger, older_than=-60)
        assert list(check(ledger)) == []
        assert len(list(ledger.attachments.files())) == added >= KILLS
        assert list(ledger.attachments.parts()) == []


@pytest.mark.parametrize("owner", ["", "person:p1"], ids=["public", "personal"])
def test_a_large_file_takes_little_memory(tmp_path: Path, owner: str) -> None:
    """Attaching, checking and giving back hundreds of MiB takes no more memory than a small file, within 24 MiB."""
    url = url_of(tmp_path)
    size = (1024 if FULL else 120) * MIB
    (tmp_path / "small").write_bytes(b"x" * 3 * MIB)
    with (tmp_path / "large").open("wb") as file:
        file.truncate(size)
        file.write(b"head")

    more = int(run(MEMORY, url, tmp_path, owner))

    assert more < 24 * MIB
    assert (tmp_path / "large.out").stat().st_size == size
    with (tmp_path / "large.out").open("rb") as file:
        assert file.read(4) == b"head"


def test_a_full_disk_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    """No fact, no file and no half of one; once there is room the same file is attached."""
    with small_disk(tmp_path) as disk:
        url = url_of(disk)
        path = tmp_path / "film.bin"
        path.write_bytes(os.urandom(2 * MIB))
        with opened(url) as ledger:
            head = ledger.recorder.head().number

            with pytest.raises(StoreFull, match="Free space"):
                attach(ledger, path, Wish(subject="authority:emb", added_on=date(2026, 3, 2)), BY)

            assert ledger.recorder.head().number == head
            assert [one for one in ledger.attachments.folder.rglob("*") if one.is_file()] == []
            path.write_bytes(os.urandom(100_000))
            answer = attach(ledger, path, Wish(subject="authority:emb", added_on=date(2026, 3, 2)), BY)
            assert isinstance(answer, Recorded)
            assert list(check(ledger)) == []


LIMITED = """
import resource, sys
from datetime import date
from pathlib import Path
from regledger.deciding.answers import Submission
from regledger.deciding.attaching import Wish, attach
from regledger.errors import StoreFull
from regledger.ledger import Installation, Ledger
from regledger.sectors.loading import Sectors

with Ledger.open(sys.argv[1], installation=Installation(Sectors())) as ledger:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, resource.RLIM_INFINITY))
    try:
        by = Submission(command="attachment.add", body={}, actor="officer:li")
        attach(ledger, Path(sys.argv[2]), Wish(subject="authority:emb", added_on=date(2026, 3, 2)), by)
    except StoreFull as error:
        print("full", [str(one) for one in ledger.attachments.folder.rglob("*") if one.is_file()])
"""


def test_a_file_that_may_not_grow_is_named(tmp_path: Path) -> None:
    """A quota in the middle of a file is said as a full disk is, and nothing of the file is left."""
    url = url_of(tmp_path)
    (tmp_path / "film.bin").write_bytes(bytes(4 * MIB))

    assert run(LIMITED, url, tmp_path / "film.bin") == "full []\n"


SYNCS = ("fsync", "fdatasync", "rename", "renameat", "renameat2")


def test_a_file_is_durable_before_its_fact(tmp_path: Path) -> None:
    """The kernel sees the file synced, named, its folder synced, and only then a write to the log."""
    if shutil.which("strace") is None:
        pytest.skip("platform: strace, which shows the order of writes, is not there")
    url = url_of(tmp_path)
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff" + bytes(5000))
    program = ATTACH.replace("itertools.count(first)", "[1]").replace("index % 2", "False")
    trace = tmp_path / "trace"

    command = ["strace", "-f", "-y", "-e", f"trace={','.join((*SYNCS, 'pwrite64'))}", "-o", str(trace), sys.executable]
    done = subprocess.run(
        [*command, "-c", program, url, str(tmp_path), "1"], capture_output=True, text=True, check=False
    )
    if "ptrace" in done.stderr and done.returncode:
        pytest.skip(f"platform: strace may not trace here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr

    lines = trace.read_text(errors="replace").splitlines()

    def first(*words: str) -> int:
        return next(index for index, line in enumerate(lines) if all(word in line for word in words))

    synced, named = first("fsync(", "/.part-"), first("rename", "/.part-")
    folder = next(i for i, line in enumerate(lines) if i > named and "fsync(" in line and ".attachments/" in line)
    recorded = next(i for i, line in enumerate(lines) if i > synced and "county.db-wal" in line)
    assert synced < named < folder < recorded
