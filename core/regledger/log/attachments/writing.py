"""Writing into the folder of attachments: durably, for the owner alone, and said by name where it fails."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from regledger.errors import StoreFull
from regledger.log.attachments.errors import AttachmentsUnwritable

__all__ = ["locked", "named_errors", "placed", "removed", "synced", "written"]


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Raise what the disk raises as `StoreFull` or `AttachmentsUnwritable`."""
    try:
        yield
    except BlockingIOError:
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StoreFull(path=path) from error
        raise AttachmentsUnwritable(path=path, found=error.strerror or str(error)) from error


def placed(folder: Path) -> None:
    """Make `folder`, for its owner alone and durably, unless it is there."""
    if folder.is_dir():
        return
    # Somebody else may make it at the same moment; something else may stand in its place.
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "something else stands in its place", str(folder))
    synced(folder.parent)


def written(part: Path, pieces: Iterable[bytes]) -> tuple[str, int]:
    """Write a new file and make it durable; the SHA-256 and the size of what was written."""
    digest, size = hashlib.sha256(), 0
    with named_errors(part):
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb", buffering=0) as file:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            with named_errors(part):
                rest = memoryview(piece)
                while rest:
                    rest = rest[file.write(rest) :]
        with named_errors(part):
            os.fsync(handle)
    return digest.hexdigest(), size


def locked(folder: Path, *, alone: bool) -> int:
    """A lock on the folder itself, held until the answered handle is closed, also by a crash.

    Raises:
        BlockingIOError: `alone` is asked for, and somebody else holds it.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        import fcntl  # noqa: PLC0415 - not on every platform
    except ImportError:  # pragma: no cover
        return handle
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
    except BaseException:
        os.close(handle)
        raise
    return handle


def removed(path: Path) -> bool:
    """Remove a file, durably; whether it was there."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    synced(path.parent)
    return True


def synced(folder: Path) -> None:
    """Make the names in `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
