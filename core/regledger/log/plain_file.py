"""Opening a file that anybody may have put something else in the place of."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

__all__ = ["open_plain"]


def open_plain(path: Path, flags: int, mode: int = 0o600) -> int:
    """The descriptor of a regular file; as `os.open`, but nothing else is opened and nothing is waited for.

    Raises:
        OSError: it cannot be opened, or it is a pipe, a folder or a device.
    """
    # Without O_NONBLOCK opening a pipe would wait for whoever holds its other end.
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0), mode)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
    return handle
