"""Where there is no room to write, or a sync fails, that is said and nothing is half recorded."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from regledger.errors import StoreFull
from regledger.log.sqlite import SQLiteRecorder
from regledger.testing.recorder_contract_durable import check_whole_commits
from regledger.testing.recorder_writer import commit_of

from .conftest import LEDGER, create, run, small_disk

FILL = """
import json, resource, sys
from regledger.errors import StoreFull
from regledger.log.sqlite import SQLiteRecorder
from regledger.testing.recorder_writer import commit_of

acknowledged, refused = 0, 0
with SQLiteRecorder.open(sys.argv[1]) as recorder:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    while refused < 3:
        try:
            recorder.append(commit_of("w", acknowledged + refused, 9))
            acknowledged += 1
        except StoreFull as error:
            refused += 1
            message = str(error)
            assert recorder.head().number == 9 * acknowledged, "something of a refused commit shows"
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    last = recorder.append(commit_of("after", 0, 9))
print(json.dumps({"acknowledged": acknowledged, "last": last, "message": message}))
"""

MAKE = """
import resource, sys
from regledger.errors import StoreFull
from regledger.log.sqlite import SQLiteRecorder

resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, resource.RLIM_INFINITY))
try:
    SQLiteRecorder.create(sys.argv[1], ledger_id=sys.argv[2], name="full", zone="UTC")
except StoreFull:
    print("full")
"""


@pytest.mark.parametrize("limit", [100_000, 333_333])
def test_no_room_for_a_commit_is_named(tmp_path: Path, limit: int) -> None:
    """Where the file may not grow, the append says so, keeps nothing of the commit, and works once there is room."""
    path = tmp_path / "ledger.db"
    create(path).close()

    told = json.loads(run(FILL, path, limit))

    assert told["acknowledged"] > 0
    assert "no room left" in told["message"]
    with SQLiteRecorder.open(path) as recorder:
        kept = check_whole_commits(recorder)
    assert list(kept) == [*(f"commit:w-{n}" for n in range(told["acknowledged"])), "commit:after-0"]
    assert told["last"] == kept["commit:after-0"]


def test_no_room_for_a_ledger_leaves_nothing(tmp_path: Path) -> None:
    """Where there is no room to make a ledger, that is said and no file is left."""
    assert run(MAKE, tmp_path / "ledger.db", LEDGER) == "full\n"
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    """On a disk that is really full appends say so, nothing is half recorded, and freeing space is remedy enough."""
    with small_disk(tmp_path) as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(300_000))
        acknowledged = 0
        with create(disk / "ledger.db") as recorder:
            full: StoreFull | None = None
            while full is None:
                try:
                    recorder.append(commit_of("w", acknowledged, 9))
                    acknowledged += 1
                except StoreFull as error:
                    full = error
            assert "Free space" in str(full)
            assert acknowledged > 0
            assert len(check_whole_commits(recorder)) == acknowledged
            with pytest.raises(StoreFull):
                create(disk / "other.db")
            ballast.unlink()
            recorder.append(commit_of("after", 0, 9))

        assert [p.name for p in disk.iterdir()] == ["ledger.db"]
        with SQLiteRecorder.open(disk / "ledger.db") as recorder:
            assert len(check_whole_commits(recorder)) == acknowledged + 1


# --- a disk that fails

APPEND = """
import sys
from regledger.log.sqlite import SQLiteRecorder
from regledger.log.sqlite.errors import StoreFailed
from regledger.testing.recorder_writer import commit_of

with SQLiteRecorder.open(sys.argv[1]) as recorder:
    for commit in range(6):
        try:
            recorder.append(commit_of("w", commit, 2))
            print("recorded")
        except StoreFailed as error:
            print(error)
    print(recorder.head().number > 0)
"""


def test_after_a_failed_sync_nothing_is_written_until_it_is_opened_again(tmp_path: Path) -> None:
    """A commit whose sync fails is named as unknown; later ones are refused, though the disk would take them."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed (apt-get install strace)")
    path = tmp_path / "ledger.db"
    create(path).close()
    failing = [strace, "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", "trace=fdatasync,fsync"]
    failing += ["-e", "inject=fdatasync,fsync:error=EIO:when=4", sys.executable, "-W", "error", "-c", APPEND, str(path)]

    done = subprocess.run(failing, capture_output=True, text=True, check=False, timeout=60)
    if "ptrace" in done.stderr and done.returncode:
        pytest.skip(f"platform: strace may not trace here: {done.stderr.strip()}")

    assert done.returncode == 0, done.stderr
    *said, readable = done.stdout.splitlines()
    first = said.index(next(one for one in said if one != "recorded"))
    assert said[:first] == ["recorded"] * first
    assert first > 0
    assert len(said) == 6
    assert all("opened again, and nothing more is written until then" in one for one in said[first:])
    assert readable == "True"
    with SQLiteRecorder.open(path) as recorder:
        kept = check_whole_commits(recorder)
        assert list(kept)[:first] == [f"commit:w-{commit}" for commit in range(first)]
        assert len(kept) <= first + 1
        recorder.append(commit_of("after", 0, 2))
