"""Loops that are not closed: hazards, listings and matters that were found and are not concluded, by age (S3, S8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from regledger.clock import When, day_of, from_micros
from regledger.history.population import population

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Loop", "LoopList", "loops"]

LOOPS: dict[str, tuple[str, str, str, str]] = {
    "hazard": ("found_on", "cleared_on", "due_on", "description"),
    "own_hazard": ("found_on", "eliminated_on", "due_on", "description"),
    "listing": ("listed_on", "delisted_on", "due_on", "hazard"),
    "matter": ("raised_on", "settled_on", "due_on", "ground"),
}
"""Kind → the fields that say since when, until when, by when, and what it is."""


class Loop(msgspec.Struct, frozen=True, kw_only=True):
    """One record that was found and is not concluded."""

    subject: str
    since: date
    age: int
    """Calendar days from `since`, which is not counted."""
    due: date | None
    """Its last day, where it has one."""
    overdue: int
    """Calendar days past that day; 0 where it has not passed."""
    level: str
    """`general`, `major`, or what its kind has; empty where it has none."""
    authority: str
    enterprise: str
    site: str
    what: str
    asserted: bool
    """True where only a register says that it was found."""


class LoopList(msgspec.Struct, frozen=True, kw_only=True):
    """Open loops, oldest first."""

    on: When
    known_at: int
    older: int
    loops: tuple[Loop, ...]


def loops(ledger: Ledger, *, on: When | None = None, known_at: int | None = None, older: int = 0) -> LoopList:
    """What is found and not concluded on a day (today unless given), oldest first.

    Args:
        ledger: where.
        on: E, the day on which it is judged.
        known_at: K, a number; the head where it is None.
        older: only those of at least so many calendar days.
    """
    at = from_micros(ledger.clock()) if on is None else on
    known = ledger.recorder.head().number if known_at is None else known_at
    day = day_of(at, ledger.zone)
    kinds = [kind.name for kind in ledger.kinds if kind.name in LOOPS]
    found: Iterator[Loop] = (
        loop
        for member in population(ledger, *kinds, on=at, known_at=known)
        if (loop := _loop(member.subject, member.held.state, member.held.asserted, day)) is not None
    )
    listed = sorted((one for one in found if one.age >= older), key=lambda one: (one.since, one.subject))
    return LoopList(on=at, known_at=known, older=older, loops=tuple(listed))


def _loop(subject: str, state: Any, asserted: bool, day: date) -> Loop | None:
    begun, ended, last, what = LOOPS[subject.partition(":")[0]]
    since, due = getattr(state, begun, None), getattr(state, last, None)
    # Where a kind says otherwise since when it stands, nobody can tell its age.
    if not isinstance(since, date) or getattr(state, ended, None) is not None:
        return None
    return Loop(
        subject=subject,
        since=since,
        age=(day - since).days,
        due=due if isinstance(due, date) else None,
        overdue=max(0, (day - due).days) if isinstance(due, date) else 0,
        level=_text(state, "level"),
        authority=_text(state, "authority"),
        enterprise=_text(state, "enterprise"),
        site=_text(state, "site"),
        what=_text(state, what),
        asserted=asserted,
    )


def _text(state: Any, field: str) -> str:
    value = getattr(state, field, None)
    return value if isinstance(value, str) else ""
