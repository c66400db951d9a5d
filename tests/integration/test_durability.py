"""Durability is counted, not assumed: syncs, cut write-ahead logs, full disks, read-only places."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from regledger.errors import RegledgerError, StoreFull, StoreReadOnly
from regledger.log.sqlite import SQLiteRecorder
from regledger.testing.recorder_contract import event
from regledger.testing.recorder_contract_durable import check_whole_commits
from regledger.testing.recorder_writer import commit_of

LEDGER = "01900000-0000-7000-8000-000000000001"
NOBODY = 65_534


def create(path: Path) -> SQLiteRecorder:
    return SQLiteRecorder.create(path, ledger_id=LEDGER, name="durable", zone="Asia/Shanghai")


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


# --- no room

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


def run(program: str, *arguments: Any) -> str:
    """What a program says, run in a Python of its own."""
    command = [sys.executable, "-W", "error", "-c", program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


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


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 1 MiB in memory."""
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0777", "tmpfs", str(disk)], capture_output=True, text=True, check=False
    ) if shutil.which("mount") and os.geteuid() == 0 else None  # fmt: skip
    if mounted is None or mounted.returncode:
        pytest.skip("platform: mounting a small disk takes root's rights, which are not given here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


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
from regledger.log.sqlite import SQLiteRecorder, StoreFailed
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


# --- no right to write

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
