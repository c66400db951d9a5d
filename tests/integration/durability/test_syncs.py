"""Durability is counted, not assumed: syncs for each commit, and write-ahead logs cut anywhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from regledger.log.sqlite import SQLiteRecorder
from regledger.testing.recorder_contract_durable import check_whole_commits
from regledger.testing.recorder_writer import commit_of

from .conftest import create

# --- syncs


def syncs_before_each_acknowledgement(folder: Path, commits: int) -> list[list[str]]:
    """The files synced by a writer, in order, before each of its acknowledgements."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed (apt-get install strace)")
    create(folder / "ledger.db").close()
    trace = folder / "trace"
    watch = [strace, "-f", "-y", "-e", "trace=fsync,fdatasync,write", "-o", str(trace), sys.executable]
    writer = "regledger.testing.recorder_writer"
    opener = "regledger.log.sqlite:SQLiteRecorder.open"
    done = subprocess.run(
        [*watch, "-m", writer, opener, str(folder / "ledger.db"), "w", "2", str(commits)],
        input="go\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "ptrace" in done.stderr and done.returncode:
        pytest.skip(f"platform: strace may not trace here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    counted: list[list[str]] = []
    synced: list[str] = []
    for line in trace.read_text().splitlines():
        if sync := re.search(r"f(?:data)?sync\(\d+<([^>]+)>\)\s+= 0", line):
            synced.append(Path(sync[1]).name)
        elif re.search(r'write\(1<[^>]*>, "ready\\n"', line):
            synced = []
        elif re.search(r'write\(1<[^>]*>, "\d+ \d+\\n"', line):
            counted.append(synced)
            synced = []
    return counted


def test_each_acknowledged_commit_is_one_sync(tmp_path: Path) -> None:
    """A commit is acknowledged after exactly one sync of the write-ahead log; the log's first one also syncs its head."""
    counted = syncs_before_each_acknowledgement(tmp_path, 40)

    assert len(counted) == 40
    assert counted[0].count("ledger.db-wal") == 2
    assert counted[1:] == [["ledger.db-wal"]] * 39


def test_a_checkpoint_adds_syncs_and_takes_none_away(tmp_path: Path) -> None:
    """Over checkpoints every acknowledgement still follows a sync of the log, and the database is synced too."""
    counted = syncs_before_each_acknowledgement(tmp_path, 600)

    assert len(counted) == 600
    assert all("ledger.db-wal" in synced for synced in counted)
    assert any("ledger.db" in synced for synced in counted)
    assert sum(map(len, counted)) < 620


# --- the write-ahead log, cut


@pytest.fixture
def torn(tmp_path: Path) -> tuple[Path, bytes]:
    """A database and its write-ahead log of 60 commits, as a power cut would leave them."""
    with create(tmp_path / "whole.db") as recorder:
        for commit in range(60):
            recorder.append(commit_of("w", commit, 1 + commit % 4))
        shutil.copy(tmp_path / "whole.db", tmp_path / "torn.db")
        return tmp_path / "torn.db", Path(f"{recorder.path}-wal").read_bytes()


def reopened(database: Path, wal: bytes, folder: Path) -> int:
    """Reopen a copy of `database` with `wal`; assert whole commits, in order, and that it can go on; answer how many."""
    folder.mkdir()
    path = folder / "ledger.db"
    shutil.copy(database, path)
    Path(f"{path}-wal").write_bytes(wal)
    with SQLiteRecorder.open(path) as recorder:
        kept = check_whole_commits(recorder)
        assert list(kept) == [f"commit:w-{commit}" for commit in range(len(kept))]
        last = recorder.head().number
        assert recorder.append(commit_of("after", 0, 2)) == last + 2
        check_whole_commits(recorder)
    return len(kept)


def test_a_log_cut_anywhere_keeps_whole_commits(torn: tuple[Path, bytes], tmp_path: Path) -> None:
    """With the log cut at every frame's end, and within every frame, just the commits that were whole are there."""
    database, wal = torn
    frame = 24 + int.from_bytes(wal[8:12], "big")
    frames = (len(wal) - 32) // frame
    assert frames >= 100
    whole = 0
    for number in range(frames + 1):
        end = 32 + number * frame
        if number:
            # Bytes 4 to 8 of a frame's head are not 0 in the last frame of a commit.
            whole += wal[end - frame + 4 : end - frame + 8] != bytes(4)
        assert reopened(database, wal[:end], tmp_path / f"end{number}") == whole
        within = end + 1 + (number * 977) % (frame - 1)
        if within < len(wal):
            assert reopened(database, wal[:within], tmp_path / f"within{number}") == whole
    assert whole == 60


def test_a_damaged_frame_ends_the_log(torn: tuple[Path, bytes], tmp_path: Path) -> None:
    """A frame that was written wrongly, as a torn page is, ends the log at the commit before it."""
    database, wal = torn
    frame = 24 + int.from_bytes(wal[8:12], "big")
    kept = []
    for number in range(0, (len(wal) - 32) // frame, 7):
        damaged = bytearray(wal)
        damaged[32 + number * frame + 2_000] ^= 0xFF
        kept.append(reopened(database, bytes(damaged), tmp_path / f"damaged{number}"))

    assert kept == sorted(kept)
    assert kept[0] == 0
    assert 45 < kept[-1] < 60
