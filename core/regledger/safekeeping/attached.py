"""The folder of attachments: what lies in it under its digest, copied by what is missing.

Files lie as `ab/cdef…`, each under the SHA-256 of its own bytes, and are never written again; so a file that is there
with its size need not be copied, and whether it is whole can be asked of the file alone.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Container, Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from regledger.errors import StoreFull
from regledger.log.folders import private_folder
from regledger.safekeeping.errors import BadFile
from regledger.safekeeping.progress import Progress, Tell, nobody

__all__ = ["Taken", "altered", "copy_attachments", "digest_of", "files_in", "remove_attachments", "synced"]

_INNER, _REST = re.compile(r"[0-9a-f]{2}"), re.compile(r"[0-9a-f]{62}")
_BLOCK = 1 << 20
_WRITABLE = "Make its folder writable and run it again; what was copied stays."


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a folder's attachments."""

    digests: tuple[str, ...]
    """Those that lie in the copy now, of those that the original has."""
    damaged: tuple[str, ...] = ()
    """Those that were not copied, for the original's own bytes are no longer those of their digest."""


def files_in(folder: Path) -> dict[str, Path]:
    """Digest → file, in order of the digests; half-written ones are left out."""
    found: dict[str, Path] = {}
    for inner in _sorted(folder):
        if _INNER.fullmatch(inner.name) and inner.is_dir():
            found |= {inner.name + file.name: file for file in _sorted(inner) if _REST.fullmatch(file.name)}
    return found


def copy_attachments(
    source: Path,
    target: Path,
    tell: Tell = nobody,
    *,
    only: Container[str] | None = None,
    without: Container[str] = frozenset(),
    anew: bool = False,
) -> Taken:
    """Copy to folder `target` every attachment of folder `source` that it lacks, each whole and durable or not at all.

    Args:
        only: digests of those that are to be copied; all unless given.
        without: digests of those that are not to be copied.
        anew: what lies in `target` already is read too, and replaced where its bytes are no longer those of its digest.
    """
    files = {
        digest: file
        for digest, file in files_in(source).items()
        if digest not in without and (only is None or digest in only)
    }
    taken: list[str] = []
    damaged: list[str] = []
    made: set[Path] = set()
    for number, (digest, file) in enumerate(files.items(), 1):
        place = target / digest[:2] / digest[2:]
        try:
            there = _size(place) == file.stat().st_size and (not anew or digest_of(place) == digest)
            whole = there or _copied(file, place, digest)
        except FileNotFoundError:  # swept or erased meanwhile
            continue
        (taken if whole else damaged).append(digest)
        made.add(place.parent)
        tell(Progress(stage="attachments", done=number, of=len(files)))
    for folder in sorted(made):
        if folder.is_dir():
            synced(folder)
    return Taken(digests=tuple(taken), damaged=tuple(damaged))


def remove_attachments(folder: Path, digests: Iterable[str]) -> None:
    """Remove these from `folder`, durably; what is not there is no error."""
    for digest in digests:
        place = folder / digest[:2] / digest[2:]
        try:
            place.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise BadFile(path=place, found=error.strerror or str(error), remedy=_WRITABLE) from error
        synced(place.parent)


def altered(folder: Path, digests: Iterable[str]) -> list[str]:
    """Those of `digests` whose files in `folder` are missing or no longer have the bytes that they are named by."""
    return [digest for digest in digests if digest_of(folder / digest[:2] / digest[2:]) != digest]


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def synced(path: Path) -> None:
    """Make a file durable, or what was renamed in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copied(source: Path, place: Path, digest: str) -> bool:
    """Whether the file had the bytes that its digest says, and so was copied."""
    with source.open("rb") as file:
        try:
            private_folder(place.parent)
            part = place.with_name(f".part-{place.name}")  # what a kill left of it is written over by the next run
            try:
                handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                found = hashlib.sha256()
                with open(handle, "wb") as copy:
                    while block := file.read(_BLOCK):
                        found.update(block)
                        copy.write(block)
                    copy.flush()
                    os.fsync(handle)
                if found.hexdigest() != digest:
                    return False
                part.replace(place)
            finally:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise StoreFull(path=place) from error
            raise BadFile(path=place, found=error.strerror or str(error), remedy=_WRITABLE) from error
    return True


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _sorted(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
