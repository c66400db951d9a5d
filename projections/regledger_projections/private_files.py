"""Files and folders that are their owner's alone, as the ledger is whose facts are in them."""

from __future__ import annotations

from pathlib import Path

__all__ = ["private_file", "private_folder"]


def private_folder(path: Path) -> None:
    """Make a folder, and those above it, with mode 0700; one that is there keeps its mode."""
    for folder in (*reversed(path.parents), path):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)


def private_file(path: Path) -> None:
    """Make an empty file with mode 0600, unless it is there."""
    if not path.exists():
        path.touch(mode=0o600)
