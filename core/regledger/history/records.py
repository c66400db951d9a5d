"""The records of a subject as of any day and as known at any number: what `show` and `next` stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from regledger.clock import When
from regledger.deciding.kinds import Held, Kind, State, fold
from regledger.log.facts import RecordedFact
from regledger.log.tags import split_tag
from regledger.log.withdrawal import FactWithdrawn

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Absence", "Folded", "absence", "folded", "tag_of"]


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """A subject: its standing facts, and the records that they fold to."""

    subject: str
    facts: list[RecordedFact]
    records: list[tuple[Kind[State], Held[State]]]
    """The record of the subject's own kind first, then what sectors keep of it besides; empty where nothing founds one."""


class Absence(msgspec.Struct, frozen=True, kw_only=True):
    """That a subject is no record on a day, as known at a number, and why."""

    why: Literal["not_on_that_day", "not_yet_known", "withdrawn", "only_named"]
    text: str
    by: int | None = None
    """The withdrawal that took it away."""


_WITHDRAWN = FactWithdrawn.__fact__.name


def folded(ledger: Ledger, subject: str, *, on: When | None = None, known_at: int | None = None) -> Folded:
    """`subject` at (`on`, `known_at`); no facts where nothing stands then. Arguments as for `standing`."""
    name = split_tag(subject)[0]
    facts = ledger.standing(tag_of(ledger, subject), on=on, known_at=known_at)
    own = [kind for kind in ledger.kinds if kind.name == name]
    beside = [kind for kind in ledger.kinds if kind.name != name and kind.tagged == name]
    records = [(kind, held) for kind in (*own, *beside) if (held := fold(kind, facts)) is not None]
    return Folded(subject=subject, facts=facts, records=records)


def absence(ledger: Ledger, found: Folded, *, on: When | None = None, known_at: int | None = None) -> Absence | None:
    """Why `found`, folded at (`on`, `known_at`), is no record then; None where it is one.

    A subject of a kind that nothing installed folds is on record where any fact about it stands.
    """
    if _founded(ledger, found):
        return None
    if _founded(ledger, folded(ledger, found.subject, known_at=known_at)):
        return Absence(why="not_on_that_day", text=f"not on record on {on or 'that day'}")
    known = ledger.recorder.head().number if known_at is None else known_at
    withdrawals = ledger.facts(tags=[tag_of(ledger, found.subject)], types=[_WITHDRAWN], until=known)
    for one in reversed(list(withdrawals)):
        if _founded(ledger, folded(ledger, found.subject, known_at=one.number - one.commit.index - 1)):
            return Absence(why="withdrawn", by=one.number, text=f"withdrawn by #{one.number}")
    if any(True for _ in ledger.facts(tags=[tag_of(ledger, found.subject)], until=known, limit=1)):
        return Absence(why="only_named", text="not on record: other facts name it, none enters it")
    return Absence(why="not_yet_known", text=f"not yet on record at #{known}")


def _founded(ledger: Ledger, found: Folded) -> bool:
    name = split_tag(found.subject)[0]
    if ledger.kinds.named(name) is None:
        return bool(found.facts)
    return any(kind.name == name for kind, _ in found.records)


def tag_of(ledger: Ledger, subject: str) -> str:
    """The tag by which the facts of `subject` are found: the subject itself, unless its kind is kept under another."""
    name, id_ = split_tag(subject)
    kind = ledger.kinds.named(name)
    return subject if kind is None else kind.tag_of(id_)
