"""The folder of a back-up: held by one back-up at a time, and nothing in it but what back-ups wrote.

What may lie there is known by name: from the manifest, and from the note of a run that is not finished, which is written before
anything else and goes last. Whatever neither of them names is somebody's own: the folder is refused, and nothing of it is removed.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from regledger.errors import RegledgerError, StoreFull
from regledger.log.folders import private_folder
from regledger.safekeeping.attached import digest_of, synced
from regledger.safekeeping.errors import BackupBusy, BadFile, FolderOfLedger, FolderTaken
from regledger.safekeeping.manifest import ATTACHMENTS, MANIFEST, Kept, Manifest, read_manifest

__all__ = [
    "LEDGER_PART",
    "VALUES_PART",
    "Note",
    "backup_above",
    "check_folder",
    "duplicate",
    "held_folder",
    "left_by",
    "remove_database",
    "sweep",
    "write_note",
]

LEDGER_PART, VALUES_PART = "ledger.part", "personal.part"
"""What is being written; what a kill left of the first is gone on with."""

NOTE = "unfinished.json"
_NOTE_STARTS = b'{"unfinished_backup_of":"'
_LOCK = ".lock"
_OF_DATABASE = ("", "-journal", "-wal", "-shm")
_MAKING = re.compile(rf"\.{re.escape(LEDGER_PART)}\.[0-9a-f]{{8}}(-journal|-wal|-shm)?")  # a ledger that is being made
_WRITABLE = "Make it a folder that this user may write and free some space, then run it again."
_DIGEST_FOLDER = re.compile(r"[0-9a-f]{2}")
_DIGEST_FILE = re.compile(r"(?:\.part-)?([0-9a-f]{62})")


class Note(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a run that is not finished may have written into the folder, or was about to remove from it."""

    unfinished_backup_of: str
    """The ledger's UUID."""
    files: tuple[str, ...] = ()
    """Below the folder, parted by `/`."""


def check_folder(folder: Path, own: tuple[Path, ...] = ()) -> None:
    """Raise `FolderTaken` where anything lies there that no back-up wrote; raise `BackupDamaged` for a manifest that cannot be read.

    Args:
        own: the ledger's own files and folders; `FolderOfLedger` where one of them and `folder` lie in one another.
    """
    here = folder.resolve()
    for one in own:
        if one.resolve().is_relative_to(here) or here.is_relative_to(one.resolve()):
            raise FolderOfLedger(folder=folder, file=one)
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise FolderTaken(folder=folder, found="a file")
    found = sorted(folder.iterdir())
    if all(one.name == _LOCK or _is_draft(one) for one in found):
        return
    named = _named_in(folder)
    for one in found:
        if named is None or not _ours(one, named):
            raise FolderTaken(folder=folder, found=one.name)
    for one in _inside(folder / ATTACHMENTS):
        if one.is_symlink() or named is None or not _is_attachment(one.relative_to(folder), named):
            raise FolderTaken(folder=folder, found=one.relative_to(folder).as_posix())


def left_by(folder: Path) -> Note | None:
    """The note of a run that was broken off; None where there is none that can be read."""
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        if not (folder / NOTE).is_symlink():
            return msgspec.json.decode((folder / NOTE).read_bytes(), type=Note)
    return None


def write_note(folder: Path, note: Note) -> None:
    """Put it in the place of the earlier one, durably, before any file that it names."""
    draft = folder / f".{NOTE}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with open(handle, "wb") as file:
        file.write(msgspec.json.encode(note))
        file.flush()
        os.fsync(handle)
    draft.replace(folder / NOTE)
    synced(folder)


def backup_above(path: Path) -> Path | None:
    """The folder above `path` that holds a back-up, finished or not; None where none does."""
    for folder in path.resolve().parents:
        with suppress(RegledgerError, OSError):
            if left_by(folder) is not None or ((folder / MANIFEST).is_file() and read_manifest(folder)):
                return folder
    return None


@contextmanager
def held_folder(folder: Path) -> Iterator[None]:
    """The folder, made for its owner alone where there is none, is this process's own; a crash lets go of it too.

    Raises:
        BackupBusy, StoreFull, BadFile.
    """
    try:
        private_folder(folder)
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            _lock(handle, folder)
            yield
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StoreFull(path=folder) from error
        raise BadFile(path=folder, found=error.strerror or str(error), remedy=_WRITABLE) from error


def duplicate(folder: Path, one: Kept, name: str) -> bool:
    """Write a file of an earlier back-up once more, under another name; False where it is no longer what was written."""
    draft = folder / f".{name}"
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    try:
        shutil.copyfile(folder / one.path, draft)
    except FileNotFoundError:
        return False
    if digest_of(draft) != one.sha256:
        draft.unlink()
        return False
    draft.replace(folder / name)
    return True


def remove_database(path: Path) -> None:
    """Remove an SQLite file and what lies beside it."""
    for suffix in _OF_DATABASE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def sweep(folder: Path, manifest: Manifest, note: Note) -> None:
    """Remove what the note names and the manifest does not: of an earlier back-up, and of runs that were broken off."""
    kept = {one.path for one in manifest.files}
    for path in sorted({*note.files} - kept):
        file = folder / path
        if path.startswith(f"{ATTACHMENTS}/"):
            for one in (file, file.with_name(f".part-{file.name}")):
                one.unlink(missing_ok=True)
            with suppress(OSError):
                file.parent.rmdir()
        else:
            remove_database(file)
    (folder / f".{LEDGER_PART}").unlink(missing_ok=True)
    for one in [one for one in folder.iterdir() if _MAKING.fullmatch(one.name)]:
        one.unlink(missing_ok=True)
    for name in (LEDGER_PART, VALUES_PART):
        remove_database(folder / name)
    (folder / NOTE).unlink(missing_ok=True)
    synced(folder)


def _is_draft(path: Path) -> bool:
    """Whether it is the beginning of a note: of a run that was broken off before it wrote anything else."""
    if path.name != f".{NOTE}" or path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(len(_NOTE_STARTS))
    return _NOTE_STARTS.startswith(start)


def _named_in(folder: Path) -> set[str] | None:
    """What a manifest and a note there name; None where there is neither."""
    note = left_by(folder)
    manifest = read_manifest(folder) if os.path.lexists(folder / MANIFEST) else None
    if note is None and manifest is None:
        return None
    return {*(note.files if note else ()), *(one.path for one in (manifest.files if manifest else ()))}


def _ours(path: Path, named: set[str]) -> bool:
    if path.is_symlink():
        return False
    if path.name == ATTACHMENTS:
        return path.is_dir()
    files = {MANIFEST, f".{MANIFEST}", NOTE, f".{NOTE}", _LOCK, f".{LEDGER_PART}"}
    for one in {LEDGER_PART, VALUES_PART, *(name for name in named if "/" not in name)}:
        files.update(one + suffix for suffix in _OF_DATABASE)
    return path.name in files or _MAKING.fullmatch(path.name) is not None


def _is_attachment(path: Path, named: set[str]) -> bool:
    """Of a file or folder below the folder of attachments, whether a back-up wrote it."""
    if len(path.parts) == 2:
        return _DIGEST_FOLDER.fullmatch(path.parts[1]) is not None
    match = _DIGEST_FILE.fullmatch(path.name)
    return len(path.parts) == 3 and match is not None and f"{ATTACHMENTS}/{path.parts[1]}/{match[1]}" in named


def _inside(folder: Path) -> Iterator[Path]:
    """Everything below a folder; what a link leads to is not looked into."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for one in sorted(folder.iterdir()):
        yield one
        yield from _inside(one)


def _lock(handle: int, folder: Path) -> None:
    try:
        import fcntl  # noqa: PLC0415 - not on every platform
    except ImportError:  # pragma: no cover
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupBusy(folder=folder) from None
