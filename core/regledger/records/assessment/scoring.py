"""How a formula scores a unit: pure, so that anybody gets the same points from the same facts (I-21)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from regledger.clock import to_micros
from regledger.clock import zone as zone_named
from regledger.log.facts import Fact
from regledger.records.assessment.countable import Done
from regledger.records.assessment.facts import Condition, FormulaStated, Indicator, Score, VetoFound

__all__ = ["CENT", "EVER", "Punctual", "counted", "end_of", "scored", "vetoed"]

CENT = Decimal("0.01")
"""Points are rounded half up to a hundredth."""

Punctual = Callable[[str], bool]
"""Whether a record, as `kind:id`, was reported or answered by its last day."""


EVER = 2**62
"""Later than anything is recorded, in microseconds since 1970."""


def end_of(day: date | None, zone: str) -> int:
    """The first microsecond since 1970 after `day` in `zone`; `EVER` where there is no such day."""
    if day is None:
        return EVER
    return to_micros(datetime.combine(day + timedelta(days=1), time(), zone_named(zone)))


def counted(
    done: Iterable[Done],
    name: str | None,
    unit: str,
    year: int,
    until: int,
    *,
    unit_field: str | None = None,
    where: Sequence[Condition] = (),
) -> tuple[Done, ...]:
    """The facts called `name` of a year about `unit`, recorded before `until` or correcting what was.

    Args:
        done: what is on record about the unit.
        until: microseconds since 1970.
        unit_field: the field that has to name the unit; any of its tags where it is None.
        where: what else has to hold.
    """
    return tuple(
        one
        for one in done
        if one.name == name
        and one.on.year == year
        and (one.corrects or one.recorded_at < until)
        and _names(one.body, unit, unit_field)
        and all(_value(one.body, asked.field) == asked.value for asked in where)
    )


def scored(indicator: Indicator, done: Iterable[Done], unit: str, year: int, until: int, punctual: Punctual) -> Score:
    """What `indicator` gives, with every fact that was counted."""
    done = tuple(done)
    found = counted(done, indicator.fact, unit, year, until, unit_field=indicator.unit_field, where=indicator.where)
    if indicator.in_time:
        found = tuple(one for one in found if all(map(punctual, records_of(one))))
    of = counted(done, indicator.of, unit, year, until, unit_field=indicator.unit_field) if indicator.of else ()
    most = Decimal(indicator.points)
    if indicator.by == "deduct":
        points = max(Decimal(0), most - indicator.each * len(found))
    elif indicator.by == "share":
        points = most * _met(found, of) / len(_asked(of)) if of else most
    else:
        points = most * min(len(found), indicator.target) / indicator.target if indicator.target else most
    return Score(
        indicator=indicator.indicator,
        points=points.quantize(CENT, ROUND_HALF_UP),
        facts=tuple(one.number for one in found),
        of=tuple(one.number for one in of),
    )


def vetoed(formula: FormulaStated, done: Iterable[Done], unit: str, year: int, until: int) -> tuple[VetoFound, ...]:
    """The vetoes of `formula` that the facts raise."""
    done = tuple(done)
    raised = []
    for veto in formula.vetoes:
        found = counted(done, veto.fact, unit, year, until, unit_field=veto.unit_field, where=veto.where)
        if found and len(found) >= veto.from_:
            raised.append(VetoFound(veto=veto.veto, facts=tuple(one.number for one in found)))
    return tuple(raised)


def _met(found: Iterable[Done], of: Iterable[Done]) -> int:
    """How many of the records that were asked of were met: what is done twice on one makes up for no other."""
    found, asked = tuple(found), _asked(of)
    named = {record for one in found for record in records_of(one)}
    return len(named & asked) if named else min(len(found), len(asked))


def _asked(of: Iterable[Done]) -> frozenset[str]:
    """The records of facts; a fact that names none counts for itself."""
    return frozenset(record for one in of for record in (records_of(one) or (f"#{one.number}",)))


def records_of(one: Done) -> tuple[str, ...]:
    """The hazards and matters that a fact is about, as `kind:id`."""
    tags = type(one.body).__fact__.tags_of(one.body)
    return tuple(tag for tag in tags if tag.startswith(("hazard:", "matter:")))


def _names(body: Fact, unit: str, field: str | None) -> bool:
    if field is not None:
        named = getattr(body, field, None)
        return unit in named if isinstance(named, tuple) else named == unit
    return f"authority:{unit}" in type(body).__fact__.tags_of(body)


def _value(body: Fact, field: str) -> str:
    found = getattr(body, field, "")
    return str(found).lower() if isinstance(found, bool) else str(found)
