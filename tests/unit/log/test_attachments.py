"""The folder of attachments: each file once, under its digest, whole, durable, for its owner alone."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from regledger.log.attachments import Attachments, Lock
from regledger.log.attachments.errors import (
    AttachmentAltered,
    AttachmentMissing,
    AttachmentsBusy,
    AttachmentsUnwritable,
    FileChanged,
    FileUnreadable,
)
from regledger.log.attachments.reading import plain_blocks, reading
from regledger.log.attachments.stream import CHUNK
from regledger.log.stores import NoFolder

LOCK = Lock(bytes(range(32)), "person:p1")
PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 20


@pytest.fixture
def store(tmp_path: Path) -> Attachments:
    return Attachments(tmp_path / "county.db")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(PHOTO)
    return path


def nothing_named() -> Callable[[str], bool]:
    return frozenset[str]().__contains__


def put(store: Attachments, path: Path, lock: Lock | None = None) -> str:
    with store.attaching(), store.staged(path, lock) as staged:
        store.keep(staged)
    return staged.digest


def everything(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_public_file_lies_under_its_own_digest(store: Attachments, photo: Path) -> None:
    """Whoever knows SHA-256 can check it, in a folder and a file that nobody else may read."""
    digest = put(store, photo)

    assert digest == hashlib.sha256(PHOTO).hexdigest()
    assert store.path_of(digest) == store.folder / digest[:2] / digest[2:]
    assert store.path_of(digest).read_bytes() == PHOTO
    assert b"".join(store.plain(digest)) == PHOTO
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (store.folder, store.path_of(digest).parent)]
    assert (modes, stat.S_IMODE(store.path_of(digest).stat().st_mode)) == ([0o700, 0o700], 0o600)


def test_the_same_file_is_kept_once(store: Attachments, photo: Path, tmp_path: Path) -> None:
    """Two files of the same content, whatever their names, are one."""
    other = tmp_path / "other.dat"
    other.write_bytes(PHOTO)

    digests = {put(store, photo), put(store, other), put(store, photo)}

    assert len(digests) == 1
    assert [digest for digest, _ in store.files()] == [*digests]
    assert len(everything(store.folder)) == 1


def test_a_personal_file_lies_encrypted(store: Attachments, photo: Path) -> None:
    """Nothing of it can be read without its key; its digest is that of what lies there and says nothing of its content."""
    digest = put(store, photo, LOCK)

    kept = store.path_of(digest).read_bytes()
    assert PHOTO[3:40] not in kept
    assert digest == hashlib.sha256(kept).hexdigest() != hashlib.sha256(PHOTO).hexdigest()
    assert b"".join(store.plain(digest, LOCK)) == PHOTO
    with pytest.raises(AttachmentAltered, match="does not open under the key of person:p1"):
        b"".join(store.plain(digest, Lock(bytes(32), "person:p1")))


def test_a_personal_file_is_known_again(store: Attachments, photo: Path, tmp_path: Path) -> None:
    """The same plain file under the same key is found among others; another file, or one under another key, is not."""
    other = tmp_path / "other.jpg"
    other.write_bytes(PHOTO[:-1] + b"?")
    digests = [put(store, other, LOCK), first := put(store, photo, LOCK), "0" * 64]

    with store.attaching(), store.staged(photo, LOCK) as again:
        assert again.digest != first
        assert store.twin(again, digests) == first
    with store.attaching(), store.staged(photo, Lock(bytes(32), "person:p1")) as stranger:
        assert store.twin(stranger, digests) is None


def test_a_file_that_is_not_kept_leaves_nothing(store: Attachments, photo: Path) -> None:
    """What was staged and not kept, because it is refused or something fails, is gone."""
    with store.attaching():
        with store.staged(photo) as staged:
            assert [staged.part] == list(store.parts()) == everything(store.folder)
        with pytest.raises(ZeroDivisionError), store.staged(photo):
            _ = 1 // 0

    assert everything(store.folder) == []


def test_attaching_it_again_mends_a_damaged_file(store: Attachments, photo: Path) -> None:
    """What lies under a digest is whole after somebody attached the original once more."""
    digest = put(store, photo)
    store.path_of(digest).write_bytes(b"rot")
    assert store.verify(digest).startswith("altered")

    put(store, photo)

    assert store.verify(digest) == ""


def unreadable(folder: Path) -> dict[str, Path]:
    (folder / "empty").touch()
    (folder / "a_folder").mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "dangling").symlink_to(folder / "nowhere")
    return {
        "it is empty": folder / "empty",
        "it is a folder": folder / "a_folder",
        "it is no regular file": folder / "pipe",
        "there is no such file": folder / "dangling",
        "no regular file": Path("/dev/zero"),
        "embedded null": folder / "nul\0",
    }


def test_what_is_no_file_with_content_is_named(store: Attachments, tmp_path: Path) -> None:
    """An empty file, a folder, a pipe, a device, a file that is not there: each is said, and none blocks or is kept."""
    for found, path in unreadable(tmp_path).items():
        with pytest.raises(FileUnreadable, match=found), store.attaching(), store.staged(path):
            pass

    assert everything(store.folder) == []


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"x")


MEDDLING: dict[str, Callable[[Path], object]] = {
    "grown": grow,
    "cut": lambda path: os.truncate(path, CHUNK),
    "rewritten": lambda path: path.write_bytes(b"y" * 3 * CHUNK),
    "touched": lambda path: os.utime(path, ns=(0, 0)),
}


@pytest.mark.parametrize("how", MEDDLING)
def test_a_file_that_changes_between_two_reads_is_named(tmp_path: Path, how: str) -> None:
    """Whatever somebody does to a file that is being read, its size or its time tells."""
    path = tmp_path / "live.bin"
    path.write_bytes(bytes(3 * CHUNK))

    with reading(path) as file:
        blocks = plain_blocks(file, CHUNK)
        next(blocks)
        MEDDLING[how](path)
        assert sum(map(len, blocks)) >= 0

        with pytest.raises(FileChanged, match=r"live\.bin changed"):
            file.check_unchanged()


@pytest.mark.parametrize("lock", [None, LOCK], ids=["public", "personal"])
def test_a_file_that_changes_meanwhile_is_not_kept(store: Attachments, tmp_path: Path, lock: Lock | None) -> None:
    """A file to which somebody writes all the time is neither kept as it was nor as a mixture."""
    path = tmp_path / "live.bin"
    path.write_bytes(bytes(20 * CHUNK))  # long enough for the writer to be heard on a busy machine
    over = threading.Event()

    def write() -> None:
        with path.open("r+b") as file:
            while not over.is_set():
                file.seek(0)
                file.write(os.urandom(8))
                file.flush()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with pytest.raises(FileChanged), store.attaching(), store.staged(path, lock):
            pass
    finally:
        over.set()
        writer.join()

    assert everything(store.folder) == []


def test_a_folder_that_cannot_be_written_is_named(store: Attachments, photo: Path) -> None:
    """Something else in the folder's place is said by name."""
    store.folder.write_text("in the way")

    with pytest.raises(AttachmentsUnwritable, match="Make it a folder"), store.attaching():
        pass


def test_a_ledger_without_a_folder_says_so() -> None:
    """A store whose URL names no folder keeps no attachment."""
    with (
        pytest.raises(NoFolder, match="names no folder for attachments"),
        Attachments(None, "postgresql://h/d").attaching(),
    ):
        pass


def test_what_is_no_digest_leads_to_no_file(store: Attachments) -> None:
    """A path dressed up as a digest is not followed."""
    for digest in ("../../etc/passwd", "AB" * 32, "", "0" * 63, "0" * 64 + "\n"):
        with pytest.raises(AttachmentMissing):
            store.path_of(digest)


def flip(path: Path) -> None:
    kept = bytearray(path.read_bytes())
    kept[len(kept) // 2] ^= 1
    path.write_bytes(kept)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a flipped bit": flip,
    "a cut end": lambda path: os.truncate(path, path.stat().st_size - 1),
    "a longer end": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "another file": lambda path: path.write_bytes(b"another"),
}


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("lock", [None, LOCK], ids=["public", "personal"])
def test_nothing_of_a_damaged_file_is_given_out(store: Attachments, photo: Path, how: str, lock: Lock | None) -> None:
    """Before the first byte is given the whole file is compared with its digest."""
    digest = put(store, photo, lock)
    DAMAGE[how](store.path_of(digest))

    with pytest.raises(AttachmentAltered, match="was altered"):
        next(store.plain(digest, lock))
    assert store.verify(digest).startswith("altered: it has SHA-256")


def test_a_missing_file_is_named(store: Attachments, photo: Path) -> None:
    """What is gone is said to be missing, and no fact may name it."""
    digest = put(store, photo)
    store.erase([digest])

    with pytest.raises(AttachmentMissing, match=digest):
        next(store.plain(digest))
    with pytest.raises(AttachmentMissing, match="nothing was recorded"):
        store.require(digest, len(PHOTO), personal=False)
    assert (store.verify(digest), store.size_of(digest)) == ("missing", None)


def test_a_fact_may_name_only_what_lies_there(store: Attachments, photo: Path) -> None:
    """Of the size that it tells, and encrypted where it says that the file is personal."""
    plain, locked = put(store, photo), put(store, photo, LOCK)
    size = store.path_of(locked).stat().st_size

    store.require(plain, len(PHOTO), personal=False)
    store.require(locked, size, personal=True)

    with pytest.raises(AttachmentAltered, match="bytes, not 7"):
        store.require(plain, 7, personal=False)
    with pytest.raises(AttachmentAltered, match="not encrypted"):
        store.require(plain, len(PHOTO), personal=True)


# ── sweeping ─────────────────────────────────────────────────────────────────────────────────────────────


def test_only_old_orphans_are_swept(store: Attachments, tmp_path: Path) -> None:
    """What no fact names goes once it is old, and so does what a crash left half written; all else stays."""
    digests = []
    for name in ("named", "old", "young"):
        (tmp_path / name).write_bytes(name.encode())
        digests.append(put(store, tmp_path / name))
    part = store.folder / ".part-0123456789abcdef"
    part.write_bytes(b"half")
    for path in (store.path_of(digests[0]), store.path_of(digests[1]), part):
        os.utime(path, (1_000_000, 1_000_000))

    removed = store.sweep(lambda: lambda digest: digest == digests[0], older_than=3600)

    assert sorted(removed) == sorted([part, store.path_of(digests[1])])
    assert {digest for digest, _ in store.files()} == {digests[0], digests[2]}


def test_nothing_is_swept_while_somebody_attaches(store: Attachments, photo: Path) -> None:
    """From before a file is put until its fact is recorded a sweep is refused, in another process too, and then goes on."""
    put(store, photo)
    sweep = (
        "import sys, pathlib; from regledger.log.attachments import Attachments; "
        "Attachments(pathlib.Path(sys.argv[1])).sweep(lambda: lambda _: False, older_than=-9)"
    )
    command = [sys.executable, "-c", sweep, str(store.folder.with_name("county.db"))]

    with store.attaching(), store.attaching():
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        with pytest.raises(AttachmentsBusy):
            store.sweep(nothing_named, older_than=-9)

    assert "AttachmentsBusy" in done.stderr
    assert len(store.sweep(nothing_named, older_than=-9)) == 1


def test_an_old_orphan_that_is_attached_again_is_young(store: Attachments, photo: Path) -> None:
    """Neither putting it once more nor naming it in a fact leaves it to the next sweep."""
    digest = put(store, photo)
    for touch in (lambda: put(store, photo), lambda: store.require(digest, len(PHOTO), personal=False)):
        os.utime(store.path_of(digest), (1_000_000, 1_000_000))
        touch()

        assert store.sweep(nothing_named, older_than=3600) == []


def test_sweeping_what_was_never_made_makes_nothing(store: Attachments) -> None:
    """A ledger without attachments has no folder for them, before and after."""
    assert store.sweep(nothing_named, older_than=0) == []
    assert (list(store.files()), list(store.parts()), store.folder.exists()) == ([], [], False)


# ── size ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lock", [None, LOCK], ids=["public", "personal"])
def test_a_large_file_takes_little_memory(store: Attachments, tmp_path: Path, lock: Lock | None) -> None:
    """Fifty chunks are put, verified and read back in the memory of a few."""
    path = tmp_path / "film.bin"
    with path.open("wb") as file:
        file.truncate(50 * CHUNK + 1)
    put(store, tmp_path / "film.bin", lock)  # what is imported on the way is not counted

    tracemalloc.start()
    try:
        digest = put(store, path, lock)
        length = sum(map(len, store.plain(digest, lock)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert length == 50 * CHUNK + 1
    assert peak < 8 * CHUNK
