"""Folders for their owner alone."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

__all__ = ["private_folder"]


def private_folder(path: Path) -> None:
    """Make a folder and those above it that are not there, each for its owner alone; one that is there stays as it is."""
    if path.is_dir():
        return
    # `mkdir(parents=True)` would make those above it for everybody.
    if path.parent != path:
        private_folder(path.parent)
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    if not path.is_dir():
        raise NotADirectoryError(20, "something else stands in its place", str(path))
