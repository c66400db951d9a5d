"""Registering a park, and its grade, overall evaluation, plan and drills (H-01, H-04, H-07, H-10)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from decimal import Decimal
from typing import Protocol

from regledger.sectors import (
    Authority,
    Capacity,
    Code,
    Command,
    Dossier,
    Id,
    Judge,
    Objection,
    Outcome,
    Text,
    handles,
)

from regledger_parks.park.facts import (
    GRADES,
    Grade,
    ParkChanged,
    ParkDrilled,
    ParkEvaluated,
    ParkKind,
    ParkPlanMade,
    ParkRegistered,
    ParkScored,
)
from regledger_parks.park.state import Park, high_risk
from regledger_parks.presence import filled, on_record, vacant

__all__ = [
    "change_park",
    "drill_park",
    "evaluate_park",
    "make_plan",
    "of_park",
    "park_command_reads",
    "register_park",
    "score_park",
]


class OnPark(Protocol):
    """A command on a park, by an authority."""

    @property
    def park(self) -> str:
        """Its id."""
        ...

    @property
    def authority(self) -> str:
        """Who acts."""
        ...


def park_command_reads(command: OnPark, dossier: Dossier) -> Iterator[str]:
    """The park and the authority that acts."""
    yield f"park:{command.park}"
    yield f"authority:{command.authority}"


def of_park(command: OnPark, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Park | None]:
    """REF: park and authority are on record; returns the park."""
    state = dossier.get(Park, command.park)
    yield from on_record(f"park:{command.park}", state, judge)
    yield from on_record(f"authority:{command.authority}", dossier.get(Authority, command.authority), judge)
    return state


class RegisterPark(Command, frozen=True, kw_only=True):
    """Enter a park with the authority that manages it."""

    park: Id
    name: Text
    authority: Id
    kind: ParkKind
    market_regulator: Id | None = None
    registered_on: date


def _register_reads(command: RegisterPark, dossier: Dossier) -> Iterator[str]:
    yield from park_command_reads(command, dossier)
    yield f"capacity:{command.authority}"
    if command.market_regulator is not None:
        yield f"authority:{command.market_regulator}"


@handles("park.register", RegisterPark, on="registered_on", reads=_register_reads, world=True)
def register_park(command: RegisterPark, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the id is taken or an authority is unknown; H-04 notes a park whose agency has named no safety body."""
    yield from vacant(f"park:{command.park}", dossier.known(Park, command.park), judge)
    for one in dict.fromkeys((command.authority, command.market_regulator)):
        if one is not None:
            yield from on_record(f"authority:{one}", dossier.get(Authority, one), judge)
    yield from filled(f"park:{command.park}", judge, name=command.name)
    capacity = dossier.get(Capacity, command.authority)
    named = capacity is not None and bool(capacity.body)
    yield from judge.note("H-04", "park.no_safety_body", named, park=command.park, authority=command.authority)
    yield ParkRegistered(
        park=command.park,
        name=command.name,
        authority=command.authority,
        kind=command.kind,
        market_regulator=command.market_regulator,
        registered_on=command.registered_on,
    )


class ScorePark(Command, frozen=True, kw_only=True):
    """Enter the score of a park; the grade follows from it."""

    park: Id
    authority: Id
    score: Decimal
    claimed_grade: Grade | None = None
    valid_to: date
    rectify_by: date | None = None
    scored_on: date


_FLOORS = ("H-01.grade_b_from", "H-01.grade_c_from", "H-01.grade_d_from")


@handles("park.score", ScorePark, on="scored_on", reads=park_command_reads, world=True)
def score_park(command: ScorePark, dossier: Dossier, judge: Judge) -> Outcome:
    """The grade is the one that the score gives; one claimed otherwise, a high-risk park without a day to be better by, and
    an overall evaluation that has run out are objected to (H-01, H-07)."""
    state = yield from of_park(command, dossier, judge)
    known = judge.law.has(_FLOORS[0], on=judge.day)
    yield from judge.rule("REF", "park.no_guideline", known, park=command.park, day=judge.day)
    if not known:
        return
    full = judge.whole("H-01.full_score")
    fits = 0 <= command.score <= full
    yield from judge.rule("REF", "park.score_impossible", fits, park=command.park, score=str(command.score), full=full)
    valid = command.scored_on <= command.valid_to
    yield from judge.rule(
        "REF",
        "parks.dates_reversed",
        valid,
        subject=f"park:{command.park}",
        first=command.scored_on,
        last=command.valid_to,
    )
    grade = GRADES[sum(command.score >= judge.whole(floor) for floor in _FLOORS)]
    yield from judge.rule(
        "H-01",
        "park.grade_differs",
        command.claimed_grade in (None, grade),
        park=command.park,
        score=str(command.score),
        grade=grade,
        claimed=command.claimed_grade,
    )
    gravest = grade == GRADES[0]
    yield from judge.rule(
        "H-01", "park.no_day_to_rectify", not gravest or command.rectify_by is not None, park=command.park
    )
    if state is not None:
        yield from _evaluation_stands(state, judge)
        enclosed = state.kind != "chemical" or state.enclosed_on is not None or not high_risk(grade, judge)
        yield from judge.note("H-08", "park.not_enclosed", enclosed, park=command.park, grade=grade)
    yield ParkScored(
        park=command.park,
        authority=command.authority,
        score=command.score,
        grade=grade,
        claimed_grade=command.claimed_grade,
        valid_to=command.valid_to,
        rectify_by=command.rectify_by,
        scored_on=command.scored_on,
    )


def _evaluation_stands(state: Park, judge: Judge) -> Iterator[Objection]:
    if state.kind != "chemical" or not judge.law.has("H-07.interval", on=judge.day):
        return
    since = state.evaluated_on or state.registered_on
    last = judge.deadline("H-07.interval", since).day
    yield from judge.rule(
        "H-07", "park.evaluation_run_out", judge.day <= last, park=state.park, before=since, last=last
    )
    yield from judge.rule(
        "H-07", "park.changed_since", state.changed_on is None, park=state.park, changed=state.changed_on
    )


class EvaluatePark(Command, frozen=True, kw_only=True):
    """Enter the overall evaluation of a park's safety risk."""

    park: Id
    authority: Id
    report: Code
    evaluated_on: date


@handles("park.evaluate", EvaluatePark, on="evaluated_on", reads=park_command_reads, world=True)
def evaluate_park(command: EvaluatePark, dossier: Dossier, judge: Judge) -> Outcome:
    """H-07: within the interval since the one before, or since the park was registered; later is noted."""
    state = yield from of_park(command, dossier, judge)
    yield from filled(f"park:{command.park}", judge, report=command.report)
    if state is not None and state.kind == "chemical" and judge.law.has("H-07.interval", on=judge.day):
        since = state.evaluated_on or state.registered_on
        last = judge.deadline("H-07.interval", since).day
        yield from judge.note(
            "H-07", "park.evaluated_late", command.evaluated_on <= last, park=command.park, before=since, last=last
        )
    yield ParkEvaluated(
        park=command.park, authority=command.authority, report=command.report, evaluated_on=command.evaluated_on
    )


class ChangePark(Command, frozen=True, kw_only=True):
    """Enter a major change of a park: its bounds, its industries, a large plant."""

    park: Id
    authority: Id
    what: Text
    changed_on: date


@handles("park.change", ChangePark, on="changed_on", reads=park_command_reads, world=True)
def change_park(command: ChangePark, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the park is unknown or nothing says what changed; an evaluation is owed from then on (H-07)."""
    yield from of_park(command, dossier, judge)
    yield from filled(f"park:{command.park}", judge, what=command.what)
    yield ParkChanged(park=command.park, authority=command.authority, what=command.what, changed_on=command.changed_on)


class MakePlan(Command, frozen=True, kw_only=True):
    """Enter the emergency plan of a park."""

    park: Id
    authority: Id
    plan: Code
    made_on: date


@handles("park.make_plan", MakePlan, on="made_on", reads=park_command_reads, world=True)
def make_plan(command: MakePlan, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the park is unknown or the plan has no number."""
    yield from of_park(command, dossier, judge)
    yield from filled(f"park:{command.park}", judge, plan=command.plan)
    yield ParkPlanMade(park=command.park, authority=command.authority, plan=command.plan, made_on=command.made_on)


class DrillPark(Command, frozen=True, kw_only=True):
    """Enter a drill of a park's emergency plan."""

    park: Id
    authority: Id
    drilled_on: date


@handles("park.drill", DrillPark, on="drilled_on", reads=park_command_reads, world=True)
def drill_park(command: DrillPark, dossier: Dossier, judge: Judge) -> Outcome:
    """H-10: a drill is one of the park's plan, and follows the one before, or the plan, within the interval."""
    state = yield from of_park(command, dossier, judge)
    if state is None:
        return
    planned = state.plan_made_on is not None
    yield from judge.rule("H-10", "park.drilled_without_plan", planned, park=command.park)
    since = state.drilled_on or state.plan_made_on
    if since is not None and judge.law.has("H-10.drill_interval", on=judge.day):
        last = judge.deadline("H-10.drill_interval", since).day
        yield from judge.note(
            "H-10", "park.drilled_late", command.drilled_on <= last, park=command.park, before=since, last=last
        )
    yield ParkDrilled(park=command.park, authority=command.authority, plan=state.plan, drilled_on=command.drilled_on)
