"""The demo's folder: what the demo put there, so that a later demo replaces that and nothing of the reader's."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import msgspec

__all__ = ["LEDGER", "DemoFolderTaken", "make", "seal"]

MARK = ".regledger-demo"
LEDGER = "county.db"
_OWN = frozenset(
    {MARK, "serve.log", f"{LEDGER}.journal", f"{LEDGER}.personal.lock", f"{LEDGER}.streams"}
    | {
        f"{LEDGER}{part}{of}"
        for part in ("", ".personal", ".keys", ".index")
        for of in ("", "-wal", "-shm", "-journal")
    }
)

_UNREADABLE = -1


class DemoFolderTaken(click.ClickException):
    """The demo's folder holds something that the demo did not make."""

    exit_code = 3

    def __init__(self, folder: Path, found: str, remedy: str = "Name another folder.") -> None:
        super().__init__(f"{folder} {found}; nothing was changed. {remedy}")


class _Made(msgspec.Struct, frozen=True, kw_only=True):
    """What the mark says of a demo."""

    inputs: dict[str, str]
    """Input file → its SHA-256 in hex."""
    head: int | None = None
    """The last fact of the ledger when the story ended; None where it did not."""


def make(folder: Path, files: Mapping[str, bytes], *, again: bool) -> None:
    """An empty folder with the story's input `files`; an earlier demo's goes, with what was added to it where `again`.

    Raises:
        DemoFolderTaken: it holds something that would be lost.
    """
    if folder.exists():
        if any(folder.iterdir()):
            if not (folder / MARK).is_file():
                raise DemoFolderTaken(folder, "is there and is not an earlier demo")
            added = [] if again else list(_added(folder))
            if added:
                raise DemoFolderTaken(
                    folder,
                    f"is an earlier demo to which something was added ({', '.join(added)})",
                    "Name another folder, or pass --again to lose that.",
                )
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    inputs = {}
    for name, text in files.items():
        (folder / name).write_bytes(text)
        inputs[name] = hashlib.sha256(text).hexdigest()
    (folder / MARK).write_bytes(msgspec.json.encode(_Made(inputs=inputs)))


def seal(folder: Path) -> None:
    """Note how far the ledger came: what is recorded after that is the reader's."""
    made = msgspec.structs.replace(_made(folder), head=_head(folder))
    (folder / MARK).write_bytes(msgspec.json.encode(made))


def _added(folder: Path) -> Iterator[str]:
    made = _made(folder)
    for entry in sorted(folder.iterdir()):
        if entry.name in made.inputs:
            if not entry.is_file() or hashlib.sha256(entry.read_bytes()).hexdigest() != made.inputs[entry.name]:
                yield f"{entry.name} was changed"
        elif entry.name not in _OWN:
            yield entry.name
    head = _head(folder)
    if head == _UNREADABLE:
        yield f"{LEDGER} cannot be read"
    elif head is not None and head != made.head:
        left = "the story did not end" if made.head is None else f"the demo left it at #{made.head}"
        yield f"{LEDGER} is at #{head}, {left}"


def _made(folder: Path) -> _Made:
    try:
        return msgspec.json.decode((folder / MARK).read_bytes(), type=_Made)
    except msgspec.DecodeError:
        return _Made(inputs={})


def _head(folder: Path) -> int | None:
    from regledger.errors import RegledgerError  # noqa: PLC0415 - help needs none of it
    from regledger.ledger import Ledger  # noqa: PLC0415

    if not (folder / LEDGER).exists():
        return None
    try:
        with Ledger.open(f"sqlite:///{folder / LEDGER}") as ledger:
            return ledger.recorder.head().number
    except RegledgerError:
        return _UNREADABLE
