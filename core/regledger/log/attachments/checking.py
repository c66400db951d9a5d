"""Whether what lies in the folder of attachments is what the log says: every defect, with the fact that names it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from regledger.log.attachments.added import AttachmentAdded
from regledger.log.attachments.store import age_of
from regledger.log.facts import RecordedFact

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["MOMENT", "Checked", "Defect", "Wrong", "check", "erase_files", "sample", "sweep"]

MOMENT = 3_600.0
"""Seconds for which a file that no fact names is left alone: its fact may be on its way."""

HASHED = 16 << 20
"""Bytes of a file up to which a sample reads it whole; of a longer one it looks at the size."""

_TYPES = [AttachmentAdded.__fact__.name]

Wrong = Literal["missing", "altered", "wrong size", "unreadable", "not erased", "orphan"]


class Defect(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with one file."""

    wrong: Wrong
    digest: str
    number: int | None
    """The fact that names it; None for an orphan, which no fact does."""
    found: str


class Checked:
    """How much a check has looked at so far."""

    def __init__(self) -> None:
        self.facts = 0
        self.files = 0
        self.bytes = 0


def check(ledger: Ledger, done: Checked | None = None) -> Iterator[Defect]:
    """Every defect of every attachment, in the order of the facts, and then what no fact names; reads every file whole.

    A file of a subject that was erased is gone, and that is no defect; one that is still there is.
    """
    done = done or Checked()
    seen: dict[bytes, Defect | None] = {}
    for fact, body in _added(ledger):
        done.facts += 1
        key = bytes.fromhex(body.digest)
        if key not in seen:
            done.files += 1
            done.bytes += body.size
            seen[key] = _defect(ledger, fact.number, body, whole=True)
        found = seen[key]
        if found is not None:
            yield msgspec.structs.replace(found, number=fact.number)
    for digest, path in _orphans(ledger, lambda digest: bytes.fromhex(digest) in seen or _is_named(ledger, digest)):
        yield Defect(wrong="orphan", digest=digest, number=None, found=f"no fact names {path}")


def sample(ledger: Ledger, most: int = 20) -> tuple[int, list[Defect]]:
    """Look at up to `most` attachments, chosen at random; how many were looked at, and their defects.

    Reads a file whole where it is not large, else only whether it is there with its size.
    """
    head = ledger.recorder.head().number
    chosen: dict[int, AttachmentAdded] = {}
    for start in (0, *(random.randrange(head + 1) for _ in range(most - 1))):
        chosen |= {fact.number: body for fact, body in _added(ledger, after=start, limit=1)}
    found = [_defect(ledger, number, body, whole=body.size <= HASHED) for number, body in sorted(chosen.items())]
    return len(chosen), [one for one in found if one is not None]


def sweep(ledger: Ledger, *, older_than: float = MOMENT) -> list[Path]:
    """Remove what no fact names and what erased subjects left behind; which files.

    Args:
        older_than: seconds since they were put there, for those that no fact names.

    Raises:
        AttachmentsBusy: somebody attaches at this moment.
    """
    erased: set[str] = set()

    def is_named() -> Callable[[str], bool]:
        for _, body in _added(ledger):
            if body.owner is not None and body.digest not in erased and ledger.personal.erased(body.owner):
                erased.add(body.digest)
        return lambda digest: _is_named(ledger, digest)

    removed = ledger.attachments.sweep(is_named, older_than=older_than)
    left = [ledger.attachments.path_of(digest) for digest in sorted(erased)]
    left = [path for path in left if path.exists()]
    ledger.attachments.erase(erased)
    return [*removed, *left]


def _is_named(ledger: Ledger, digest: str) -> bool:
    """Whether any fact names that file, also one that only a sector declares."""
    return any(True for _ in ledger.facts(tags=[f"attachment:{digest}"], limit=1))


def erase_files(ledger: Ledger, owner: str) -> None:
    """Remove the personal files of a subject whose key was destroyed. Again is no harm."""
    files = {body.digest for _, body in _added(ledger, tag=owner) if body.owner == owner}
    ledger.attachments.erase(sorted(files))


def _defect(ledger: Ledger, number: int, body: AttachmentAdded, *, whole: bool) -> Defect | None:
    store = ledger.attachments
    size = store.size_of(body.digest)

    def of(wrong: Wrong, found: str) -> Defect:
        return Defect(wrong=wrong, digest=body.digest, number=number, found=found)

    if body.owner is not None and ledger.personal.erased(body.owner):
        return None if size is None else of("not erased", f"{body.owner} was erased, and the file is still there")
    if size is None:
        return of("missing", "there is no such file")
    if size != body.size:
        return of("wrong size", f"it has {size} bytes, and {body.size} were attached")
    found = store.verify(body.digest) if whole else ""
    wrong = found.split(maxsplit=1)[0].rstrip(":") if found else ""
    return of("altered" if wrong == "altered" else "unreadable", found) if found else None


def _orphans(ledger: Ledger, named: Callable[[str], bool]) -> Iterator[tuple[str, Path]]:
    if ledger.beside is None:
        return
    store = ledger.attachments
    for digest, path in store.files():
        if age_of(path) >= MOMENT and not named(digest):
            yield digest, path
    for path in store.parts():
        if age_of(path) >= MOMENT:
            yield "", path


def _added(
    ledger: Ledger, *, tag: str = "", after: int = 0, limit: int | None = None
) -> Iterator[tuple[RecordedFact, AttachmentAdded]]:
    """The facts that name a file, withdrawn and corrected ones too: what was attached is kept for them."""
    for fact in ledger.facts(tags=[tag] if tag else (), types=_TYPES, after=after, limit=limit):
        if isinstance(fact.body, AttachmentAdded):
            yield fact, fact.body
