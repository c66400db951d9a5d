"""The state of a park, and what it owes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec
from regledger.sectors import Judge, Kind, NextStep, RecordedFact, State

from regledger_parks.park.facts import (
    ClusterAssessed,
    ClusterNamed,
    Grade,
    ParkChanged,
    ParkDrilled,
    ParkEnclosed,
    ParkEvaluated,
    ParkKind,
    ParkLineDrawn,
    ParkPlanMade,
    ParkRegistered,
    ParkScored,
    ProjectAdmitted,
)

__all__ = ["PARK", "Admission", "Cluster", "Park", "high_risk"]


class Cluster(msgspec.Struct, frozen=True, kw_only=True):
    """Sites of a park whose risks are controlled together."""

    cluster: str
    sites: tuple[str, ...]
    named_on: date
    assessed_on: date | None = None
    domino: bool = False


class Admission(msgspec.Struct, frozen=True, kw_only=True):
    """What a project was let in for."""

    project: str
    purpose: str
    review: str | None
    admitted_on: date


class Park(State, frozen=True, kw_only=True):
    """A park; read as `park:<park>`."""

    park: str
    name: str
    authority: str
    """Its management agency."""
    kind: ParkKind
    market_regulator: str | None
    registered_on: date
    score: Decimal | None = None
    grade: Grade | None = None
    """As it was last assessed, whether that still counts or not; `grade_on` minds the day."""
    scored_on: date | None = None
    valid_to: date | None = None
    rectify_by: date | None = None
    evaluated_on: date | None = None
    changed_on: date | None = None
    """The first change since the last overall evaluation."""
    contour: Decimal | None = None
    line_drawn_on: date | None = None
    plan: str = ""
    plan_made_on: date | None = None
    drilled_on: date | None = None
    enclosed_on: date | None = None
    clusters: tuple[Cluster, ...] = ()
    admissions: tuple[Admission, ...] = ()

    def grade_on(self, day: date) -> Grade | None:
        """The grade that counts on `day`; None where there is none, or it ran out."""
        return self.grade if self.valid_to is not None and day <= self.valid_to else None

    def admission(self, project: str) -> Admission | None:
        """What `project` was let in for last."""
        return next((one for one in reversed(self.admissions) if one.project == project), None)

    def cluster(self, cluster: str) -> Cluster | None:
        """The cluster of that code."""
        return next((one for one in self.clusters if one.cluster == cluster), None)


def _evolve(state: Park | None, recorded: RecordedFact) -> Park | None:
    body, replace = recorded.body, msgspec.structs.replace
    if isinstance(body, ParkRegistered):
        return Park(
            park=body.park,
            name=body.name,
            authority=body.authority,
            kind=body.kind,
            market_regulator=body.market_regulator,
            registered_on=body.registered_on,
        )
    if state is None:
        return None
    match body:
        case ParkScored():
            return replace(
                state,
                score=body.score,
                grade=body.grade,
                scored_on=body.scored_on,
                valid_to=body.valid_to,
                rectify_by=body.rectify_by,
            )
        case ParkEvaluated():
            return replace(state, evaluated_on=body.evaluated_on, changed_on=None)
        case ParkChanged():
            return replace(state, changed_on=state.changed_on or body.changed_on)
        case ParkLineDrawn():
            return replace(state, contour=body.contour, line_drawn_on=body.drawn_on)
        case ParkPlanMade():
            return replace(state, plan=body.plan, plan_made_on=body.made_on)
        case ParkDrilled():
            return replace(state, drilled_on=body.drilled_on)
        case ParkEnclosed():
            return replace(state, enclosed_on=body.enclosed_on)
        case ClusterNamed():
            return _with(state, Cluster(cluster=body.cluster, sites=body.sites, named_on=body.named_on))
        case ClusterAssessed():
            found = state.cluster(body.cluster)
            if found is None:
                return state
            return _with(state, replace(found, assessed_on=body.assessed_on, domino=body.domino))
        case ProjectAdmitted():
            one = Admission(
                project=body.project, purpose=body.purpose, review=body.review, admitted_on=body.admitted_on
            )
            return replace(state, admissions=(*state.admissions, one))
    return state


def high_risk(grade: str | None, judge: Judge) -> bool:
    """Whether `grade` is one of those under which projects are forbidden or restricted (H-02)."""
    named = ("H-02.forbidden", "H-02.restricted")
    return grade is not None and grade in [
        judge.law.value(one, on=judge.day) for one in named if judge.law.has(one, on=judge.day)
    ]


def _with(state: Park, cluster: Cluster) -> Park:
    others = tuple(one for one in state.clusters if one.cluster != cluster.cluster)
    return msgspec.structs.replace(state, clusters=(*others, cluster))


def _steps(state: Park, judge: Judge) -> Iterator[NextStep]:
    yield from _graded(state, judge)
    yield from _evaluated(state, judge)
    if state.kind == "chemical" and state.line_drawn_on is None:
        yield NextStep(command="park.draw_line", rule="H-06", owner="authority", since=state.registered_on)
    yield from _drilled(state, judge)
    if state.kind == "chemical" and high_risk(state.grade_on(judge.day), judge) and state.enclosed_on is None:
        yield NextStep(command="park.enclose", rule="H-08", owner="authority", since=state.scored_on)
    for one in state.clusters:
        if one.assessed_on is None:
            yield NextStep(
                command="park.assess_cluster",
                rule="H-05",
                owner="government",
                since=one.named_on,
                title=f"Assess what an accident does within cluster {one.cluster}",
                title_zh="开展区域安全风险评估和多米诺效应分析",
            )


def _graded(state: Park, judge: Judge) -> Iterator[NextStep]:
    del judge  # the assessors set these days
    if state.rectify_by is not None:
        how: tuple[str, ...] = (f"the assessment of {state.scored_on} asks for it by {state.rectify_by}",)
        yield NextStep(
            command="park.score",
            rule="H-01",
            owner="authority",
            since=state.scored_on,
            due=state.rectify_by,
            how=how,
            title="Rectify, and be assessed again",
            title_zh="限期整改并重新评估",
        )
    elif state.kind == "chemical" or state.scored_on is not None:
        how = () if state.valid_to is None else (f"the grade counts until {state.valid_to}",)
        yield NextStep(
            command="park.score",
            rule="H-01",
            owner="authority",
            since=state.scored_on or state.registered_on,
            due=state.valid_to,
            how=how,
        )


def _evaluated(state: Park, judge: Judge) -> Iterator[NextStep]:
    if state.kind != "chemical" and state.evaluated_on is None:
        return
    if state.changed_on is not None:
        yield NextStep(command="park.evaluate", rule="H-07", owner="authority", since=state.changed_on)
        return
    since = state.evaluated_on or state.registered_on
    if not judge.law.has("H-07.interval", on=judge.day):
        return
    last = judge.deadline("H-07.interval", since)
    yield NextStep(
        command="park.evaluate", rule="H-07", owner="authority", since=since, due=last.day, how=tuple(last.how())
    )


def _drilled(state: Park, judge: Judge) -> Iterator[NextStep]:
    if state.plan_made_on is None:
        yield NextStep(command="park.make_plan", rule="H-10", owner="authority", since=state.registered_on)
        return
    since = state.drilled_on or state.plan_made_on
    if not judge.law.has("H-10.drill_interval", on=judge.day):
        return
    last = judge.deadline("H-10.drill_interval", since)
    yield NextStep(
        command="park.drill", rule="H-10", owner="authority", since=since, due=last.day, how=tuple(last.how())
    )


PARK = Kind(
    name="park",
    state=Park,
    evolve=_evolve,
    facts=(
        ParkRegistered,
        ParkScored,
        ParkEvaluated,
        ParkChanged,
        ParkLineDrawn,
        ParkPlanMade,
        ParkDrilled,
        ParkEnclosed,
        ClusterNamed,
        ClusterAssessed,
        ProjectAdmitted,
    ),
    steps=_steps,
)
