"""The user's own file on its way in: opened, looked at and read once."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from regledger.log.attachments.errors import FileChanged, FileUnreadable
from regledger.log.attachments.media import HEAD, media_type_of

__all__ = ["Incoming", "plain_blocks", "reading"]


class Incoming:
    """A file being read; `digest` and `media_type` are whole once its blocks were taken."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self.file = file
        self.digest = hashlib.sha256()
        self.media_type = ""
        self._length = 0
        self._mark = self._now()

    def take(self, size: int) -> bytes:
        """The next `size` bytes; fewer only at the end."""
        try:
            block = self.file.read(size)
        except OSError as error:
            raise FileUnreadable(path=self.path, found=error.strerror or str(error)) from None
        if not self._length:
            self.media_type = media_type_of(block[:HEAD], self.path.name)
        self._length += len(block)
        self.digest.update(block)
        return block

    def check_unchanged(self) -> None:
        """Raise `FileChanged` unless all of it was read as it was when it was opened."""
        now = self._now()
        if now != self._mark or now[0] != self._length:
            raise FileChanged(path=self.path)

    def _now(self) -> tuple[int, int]:
        found = os.fstat(self.file.fileno())
        return found.st_size, found.st_mtime_ns


@contextmanager
def reading(path: Path) -> Iterator[Incoming]:
    """Open a file that is to be attached; raises `FileUnreadable`."""
    try:
        # Without O_NONBLOCK opening a pipe would wait for its writer.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        known = {errno.ENOENT: "there is no such file", errno.EACCES: "this user may not read it"}
        number = error.errno if isinstance(error, OSError) else None
        raise FileUnreadable(path=path, found=known.get(number or 0, str(error))) from None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            told = "it is a folder" if stat.S_ISDIR(found.st_mode) else "it is no regular file"
            raise FileUnreadable(path=path, found=told)
        if not found.st_size:
            raise FileUnreadable(path=path, found="it is empty")
        with os.fdopen(handle, "rb", closefd=False) as file:
            yield Incoming(path, file)
    finally:
        os.close(handle)


def plain_blocks(file: Incoming, size: int) -> Iterator[bytes]:
    """The file in blocks of `size` bytes, only the last one shorter and none empty."""
    while block := file.take(size):
        yield block
