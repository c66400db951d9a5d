"""A unit's assessment as of any day and any moment of knowledge: each point with the facts that it counts (I-21)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

import msgspec

from regledger.clock import When, day_of, from_micros
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import State
from regledger.errors import RegledgerError
from regledger.records.assessment.concluding import grade_of, in_time
from regledger.records.assessment.countable import Done, Work
from regledger.records.assessment.facts import AssessmentConcluded, FormulaStated, Score
from regledger.records.assessment.scoring import end_of, scored, vetoed
from regledger.records.assessment.state import Assessment, Formula, Target, UnitTargets

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Assessed", "Counted", "Item", "NothingToAssess", "Recorded", "assess"]


class NothingToAssess(RegledgerError):
    """Unit {unit} has no targets for {year} on that day. Set them with target.set."""


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """One fact that was counted."""

    number: int
    fact: str
    on: date
    about: tuple[str, ...]
    """Its tags."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator, and how it came to its points."""

    indicator: str
    title: str
    by: str
    points: Decimal | None
    """None where it is judged and nobody did yet."""
    most: int
    counted: tuple[Counted, ...] = ()
    of: tuple[Counted, ...] = ()
    """For a share: all of which it is one."""
    assessor: str = ""
    ground: str = ""


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """The result that is on record, beside what is computed now."""

    assessment: str
    points: Decimal
    grade: str
    as_of: date | None
    known_at: int
    concluded_on: date
    settled_on: date | None
    same: bool
    """Whether points, grade and every counted fact are what is computed now."""


class Assessed(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's assessment for a year."""

    unit: str
    year: int
    target: str
    formula: str
    version: int
    title: str
    as_of: date | None
    known_at: int
    items: tuple[Item, ...]
    vetoes: tuple[Item, ...]
    points: Decimal
    grade: str
    complete: bool
    """Whether every judged indicator was judged."""
    recorded: Recorded | None


def assess(ledger: Ledger, unit: str, year: int, *, on: When | None = None, known_at: int | None = None) -> Assessed:
    """Compute the assessment of `unit` for `year` from the log.

    Args:
        on: E, as of which the facts stand; today where it is None.
        known_at: K, a number; the head where it is None.

    Raises:
        NothingToAssess: the unit has no targets for that year.
    """
    on = from_micros(ledger.clock()) if on is None else on
    known_at = ledger.recorder.head().number if known_at is None else known_at
    day = day_of(on, ledger.zone)
    targets = _state(ledger, f"unit_targets:{unit}", UnitTargets, on, known_at)
    target_id = None if targets is None else targets.of(unit, year)
    target = None if target_id is None else _state(ledger, f"target:{target_id}", Target, on, known_at)
    formula = None if target is None else _state(ledger, f"formula:{target.formula}", Formula, on, known_at)
    version = None if formula is None or target is None else formula.version(target.version)
    if target is None or version is None:
        raise NothingToAssess(unit=unit, year=year)
    result = None
    if target.assessment is not None:
        result = _state(ledger, f"assessment:{target.assessment}", Assessment, on, known_at)
    work = _state(ledger, f"work:{unit}", Work, on, known_at)
    as_of = None if result is None else result.result.as_of
    done = () if work is None else work.done
    until = end_of(as_of, ledger.zone)

    def punctual(tag: str) -> bool:
        held = ledger.show(tag, on=on, known_at=known_at)
        return held is not None and in_time(held.state)

    scores = {
        one.indicator: scored(one, done, unit, year, until, punctual)
        for one in version.indicators
        if one.by != "judged"
    }
    vetoes = vetoed(version, done, unit, year, until)
    items = tuple(_items(version, scores, done, None if result is None else result.result))
    points = sum((one.points for one in items if one.points is not None), Decimal(0))
    judge = Judge(ledger.law(known_at, on=day), on=on, zone=ledger.zone)
    grade = grade_of(points, bool(vetoes), judge, date(year, 12, 31))
    titles = {one.veto: one.title for one in version.vetoes}
    return Assessed(
        unit=unit,
        year=year,
        target=target.target,
        formula=target.formula,
        version=target.version,
        title=version.title,
        as_of=as_of,
        known_at=known_at,
        items=items,
        vetoes=tuple(
            Item(
                indicator=one.veto,
                title=titles[one.veto],
                by="veto",
                points=None,
                most=0,
                counted=_counted(one.facts, done),
            )
            for one in vetoes
        ),
        points=points,
        grade=grade,
        complete=all(one.points is not None for one in items),
        recorded=None if result is None else _recorded(result, scores, points, grade),
    )


def _items(
    version: FormulaStated, scores: dict[str, Score], done: tuple[Done, ...], result: AssessmentConcluded | None
) -> list[Item]:
    judged = {} if result is None else {one.indicator: one for one in result.judged}
    items = []
    for one in version.indicators:
        said = judged.get(one.indicator)
        score = scores.get(one.indicator)
        items.append(
            Item(
                indicator=one.indicator,
                title=one.title,
                by=one.by,
                points=score.points if score is not None else None if said is None else said.points,
                most=one.points,
                counted=() if score is None else _counted(score.facts, done),
                of=() if score is None else _counted(score.of, done),
                assessor="" if said is None else said.assessor,
                ground="" if said is None else said.ground,
            )
        )
    return items


def _counted(numbers: tuple[int, ...], done: tuple[Done, ...]) -> tuple[Counted, ...]:
    by_number = {one.number: one for one in done}
    found = [by_number[number] for number in numbers]
    return tuple(
        Counted(
            number=one.number,
            fact=one.name,
            on=one.on,
            about=tuple(sorted(set(type(one.body).__fact__.tags_of(one.body)))),
        )
        for one in found
    )


def _recorded(result: Assessment, scores: dict[str, Score], points: Decimal, grade: str) -> Recorded:
    then = {one.indicator: one for one in result.result.scores if one.indicator in scores}
    return Recorded(
        assessment=result.assessment,
        points=result.points,
        grade=result.grade,
        as_of=result.result.as_of,
        known_at=result.result.known_at,
        concluded_on=result.concluded_on,
        settled_on=result.settled_on,
        same=then == scores and (result.points, result.grade) == (points, grade),
    )


S = TypeVar("S", bound=State)


def _state(ledger: Ledger, subject: str, kind: type[S], on: When, known_at: int) -> S | None:
    held = ledger.show(subject, on=on, known_at=known_at)
    return held.state if held is not None and isinstance(held.state, kind) else None
