"""Every record of a kind that fits conditions, as of any day and as known at any number (`regledger list`)."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import msgspec

from regledger.clock import When, day_of, from_micros
from regledger.errors import RegledgerError
from regledger.history.bodies import plain
from regledger.history.conditions import Condition
from regledger.history.judging import Onlooker
from regledger.history.population import population

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["KindUnknown", "Listed", "Row", "listed"]


class KindUnknown(RegledgerError):
    """There is no kind of record called {name!r}. {remedy}"""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One record."""

    subject: str
    state: dict[str, Any]
    """Its fields, and what follows from them on the day; never a personal value."""
    asserted: bool
    """True where only a register asserts it."""
    defects: int
    """How many objections its facts were recorded with."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """The records of a kind."""

    kind: str
    on: When
    known_at: int
    fields: tuple[str, ...]
    """The names of their fields, those that follow from the day last."""
    rows: tuple[Row, ...]


def listed(
    ledger: Ledger,
    kind: str,
    where: Sequence[Condition] = (),
    *,
    on: When | None = None,
    known_at: int | None = None,
) -> Listed:
    """Every record of `kind` for which all of `where` hold, by id.

    Args:
        on: E; today where it is None.
        known_at: K, a number; the head where it is None.

    Raises:
        KindUnknown: nothing installed has such a kind.
        BadCondition: a condition names a field that the kind has not, or compares it with what it cannot be.
    """
    found = ledger.kinds.named(kind)
    if found is None:
        names = sorted(one.name for one in ledger.kinds)
        near = get_close_matches(kind, names, n=3)
        remedy = f"Did you mean {' or '.join(near)}?" if near else f"Name one of {', '.join(names)}."
        raise KindUnknown(name=kind, remedy=remedy)
    at = from_micros(ledger.clock()) if on is None else on
    known = ledger.recorder.head().number if known_at is None else known_at
    judge = Onlooker(ledger, on=at, known_at=known)
    erased = ledger.personal.erasures.everyone()
    fields = list(found.state.__struct_fields__)
    rows: list[Row] = []
    for member in population(ledger, kind, on=day_of(at, ledger.zone) if on is None else at, known_at=known):
        state = plain(member.held.state, erased)
        if found.derived is not None:
            state |= plain(dict(found.derived(member.held.state, judge.of_record(member.held.state))))
            fields += [name for name in state if name not in fields]
        for one in where:
            one.check([*fields, *state])
        if all(one.holds(state) for one in where):
            row = Row(
                subject=member.subject, state=state, asserted=member.held.asserted, defects=len(member.held.defects)
            )
            rows.append(row)
    for one in where:
        one.check(fields)
    return Listed(kind=kind, on=at, known_at=known, fields=tuple(fields), rows=tuple(rows))
