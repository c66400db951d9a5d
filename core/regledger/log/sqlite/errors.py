"""SQLite's refusals, said as regledger's named errors."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from regledger.errors import LedgerMissing, NotALedger, RegledgerError, StoreBusy, StoreFull, StoreReadOnly

__all__ = ["CopyUnfinished", "FormatOlder", "StoreFailed", "named", "named_errors"]

_ROOM = 256 * 1024
"""Bytes left on a disk below which a failed write is for want of room: SQLite says only "disk I/O error"."""


class StoreFailed(RegledgerError):
    """{path} could not be read or written: {found}. Check the disk and its folder, then run "regledger doctor"."""


class FormatOlder(RegledgerError):
    """{path} is of format {found} and this release needs {needed}. Nothing was changed. Keep a copy of the file, then bring it up to date with "regledger upgrade --ledger sqlite:///{path}"."""


class CopyUnfinished(RegledgerError):
    """{path} cannot be read where it lies: its folder is read-only, and {wal} beside it holds facts that are not in the file yet. Copy both files into a folder that you may write, and name the copy."""


@contextmanager
def named_errors(path: Path, waited: float) -> Iterator[None]:
    """Raise what SQLite raises as `StoreFull`, `StoreReadOnly`, `StoreBusy`, `NotALedger` or `StoreFailed`."""
    try:
        yield
    except sqlite3.Error as error:
        raise named(error, path, waited) from error


def named(error: sqlite3.Error, path: Path, waited: float) -> Exception:
    """The error that says what `error` means for the ledger at `path`."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return error
    kind = code & 0xFF
    if kind == sqlite3.SQLITE_FULL or (kind == sqlite3.SQLITE_IOERR and _no_room(path)):
        return StoreFull(path=path)
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy(path=path, waited=waited)
    if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return NotALedger(path=path, found=f"its content is damaged ({error})")
    if not path.exists():
        return LedgerMissing(path=path, url=f"sqlite:///{path}")
    if kind in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return StoreReadOnly(path=path, found=_locked_part(path) or str(error))
    return StoreFailed(path=path, found=str(error))


def _locked_part(path: Path) -> str | None:
    if os.statvfs(path.parent).f_flag & os.ST_RDONLY:
        return "its disk is mounted read-only"
    if not os.access(path.parent, os.W_OK | os.X_OK):
        return "its folder is read-only"
    # A reader without the right to write may leave a -wal or -shm of its own behind.
    for part in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        if part.exists() and not os.access(part, os.W_OK):
            return f"{part.name} is read-only"
    return None


def _no_room(path: Path) -> bool:
    disk = os.statvfs(path.parent)
    if disk.f_bavail * disk.f_frsize < _ROOM:
        return True
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:  # pragma: no cover
        return False
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    files = (path, Path(f"{path}-wal"), Path(f"{path}-shm"))
    largest = max((file.stat().st_size for file in files if file.exists()), default=0)
    return limit != resource.RLIM_INFINITY and limit - largest < _ROOM
