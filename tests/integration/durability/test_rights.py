"""Where there is no right to write, what may be read is read, and the rest is named."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from regledger.errors import RegledgerError, StoreReadOnly
from regledger.log.sqlite import SQLiteRecorder
from regledger.testing.recorder_contract import event

from .conftest import LEDGER, NOBODY, create, run, small_disk

AS_NOBODY = """
import json, os, resource, sys
from contextlib import suppress
from regledger.errors import RegledgerError
from regledger.log.sqlite import SQLiteRecorder
from regledger.testing.recorder_contract import event

path, folder, nobody = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.chdir("/")
with suppress(PermissionError):  # root writes where nobody else may
    os.setgid(nobody)
    os.setuid(nobody)
said = {}


def tell(name, work):
    try:
        said[name] = work()
    except RegledgerError as error:
        said[name] = f"{type(error).__name__}: {error}"


def use(work):
    with SQLiteRecorder.open(path) as recorder:
        return work(recorder)


tell("read", lambda: use(lambda recorder: [e.position for e in recorder.stored()]))
tell("append", lambda: use(lambda recorder: recorder.append([event()])))
tell("create", lambda: SQLiteRecorder.create(f"{folder}/new.db", ledger_id=sys.argv[4], name="n", zone="UTC").close())
print(json.dumps(said))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can reach, with a ledger of one fact; pytest's own are closed to others."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with create(folder / "ledger.db") as recorder:
            recorder.append([event()])
        (folder / "ledger.db").chmod(0o666)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o700)


def as_nobody(folder: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(run(AS_NOBODY, folder / "ledger.db", folder, NOBODY, LEDGER))
    return said


def test_a_ledger_may_be_shared(open_folder: Path) -> None:
    """Who may write file and folder may read, append and create: the refusals below are for their own reasons."""
    assert as_nobody(open_folder) == {"read": [1], "append": 2, "create": None}


def test_a_read_only_file_is_named(open_folder: Path) -> None:
    """A file that may not be written is read; appending names it as read-only."""
    (open_folder / "ledger.db").chmod(0o444)

    said = as_nobody(open_folder)

    assert said["read"] == [1]
    assert re.fullmatch(
        r"StoreReadOnly: .*ledger\.db cannot be written: ledger\.db is read-only\. Nothing was .*", said["append"]
    )


def test_a_read_only_folder_is_named(open_folder: Path) -> None:
    """In a folder that may not be written the ledger is read; nothing is appended or made, and the folder is named."""
    open_folder.chmod(0o555)

    said = as_nobody(open_folder)

    assert said["read"] == [1]
    assert re.match("StoreReadOnly: .* its folder is read-only", said["append"])
    assert said["create"].startswith("StoreReadOnly: ")
    assert [p.name for p in open_folder.iterdir()] == ["ledger.db"]


def test_a_copy_that_was_taken_in_mid_work_says_what_to_do(open_folder: Path) -> None:
    """A read-only folder with a -wal that holds facts, and no -shm, is not read past them: both files are to be copied."""
    with SQLiteRecorder.open(open_folder / "ledger.db") as recorder:
        recorder.append([event()])
        copied = {part: Path(f"{recorder.path}{part}").read_bytes() for part in ("", "-wal")}
    for part, content in copied.items():
        Path(f"{open_folder}/ledger.db{part}").write_bytes(content)
        Path(f"{open_folder}/ledger.db{part}").chmod(0o444)
    open_folder.chmod(0o555)

    said = as_nobody(open_folder)

    assert re.match(r"CopyUnfinished: .* ledger\.db-wal .* Copy both files into a folder", said["read"])
    elsewhere = open_folder / "elsewhere"
    open_folder.chmod(0o777)
    elsewhere.mkdir(mode=0o777)
    elsewhere.chmod(0o777)
    for part, content in copied.items():
        Path(f"{elsewhere}/ledger.db{part}").write_bytes(content)
        Path(f"{elsewhere}/ledger.db{part}").chmod(0o666)
    assert as_nobody(elsewhere)["read"] == [1, 2]


def test_an_empty_log_beside_a_copy_is_no_hindrance(open_folder: Path) -> None:
    """A -wal without content, such as a killed reader leaves, holds no fact, so the copy is read."""
    Path(f"{open_folder}/ledger.db-wal").touch(0o444)
    open_folder.chmod(0o555)

    assert as_nobody(open_folder)["read"] == [1]


WATCH = """
import os, sys
from regledger.log.sqlite import SQLiteRecorder

os.chdir("/")
os.setgid(int(sys.argv[2]))
os.setuid(int(sys.argv[2]))
with SQLiteRecorder.open(sys.argv[1]) as recorder:
    for _ in sys.stdin:
        print([e.position for e in recorder.stored()], flush=True)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="platform: becoming another user takes root's rights")
def test_a_ledger_that_is_written_after_all_is_followed(open_folder: Path) -> None:
    """Who may not write, and opened a quiet ledger as a copy, still reads what its owner records meanwhile."""
    open_folder.chmod(0o555)
    command = [sys.executable, "-W", "error", "-c", WATCH, str(open_folder / "ledger.db"), str(NOBODY)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None

        def read() -> str:
            reader.stdin.write("read\n")
            return reader.stdout.readline().strip()

        assert read() == "[1]"
        with SQLiteRecorder.open(open_folder / "ledger.db") as owner:
            owner.append([event()])
            assert read() == "[1, 2]"
            owner.append([event()])
            assert read() == "[1, 2, 3]"
        assert read() == "[1, 2, 3]"
        with SQLiteRecorder.open(open_folder / "ledger.db") as owner:
            owner.append([event()])
        assert read() == "[1, 2, 3, 4]"
        reader.stdin.close()
        assert reader.wait(10) == 0


def test_an_unreadable_file_is_named(open_folder: Path) -> None:
    """A ledger that may not be read is named as such, not as something that is no ledger."""
    (open_folder / "ledger.db").chmod(0o000)

    assert "cannot even be read" in as_nobody(open_folder)["read"]


def test_a_read_only_disk_is_readable(tmp_path: Path) -> None:
    """A ledger on a disk mounted read-only is read and searched; appending names the disk."""
    with small_disk(tmp_path) as disk:
        with create(disk / "ledger.db") as recorder:
            recorder.append([event("site:1")])
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

        with SQLiteRecorder.open(disk / "ledger.db") as recorder:
            assert [e.position for e in recorder.stored()] == [1]
            assert [e.position for e in recorder.search("site:1")] == [1]
            with pytest.raises(StoreReadOnly, match="mounted read-only"):
                recorder.append([event()])
        with pytest.raises(StoreReadOnly):
            create(disk / "new.db")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A ledger in a folder that is not there is refused with that reason."""
    with pytest.raises(RegledgerError, match="folder does not exist"):
        create(tmp_path / "none" / "ledger.db")
