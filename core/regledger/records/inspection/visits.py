"""The visits to an enterprise, and of those that a plan asks for which were made (B-22, I-14)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.inspection.facts import InspectionRecorded
from regledger.records.planning.facts import PlanApproved, PlanDrawnUp, PlanUnit

__all__ = ["PLAN_VISITS", "VISITS", "PlanVisits", "Visit", "Visits"]


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One inspection of an enterprise."""

    inspection: str
    authority: str
    on: date
    routine: bool
    """By plan or by lot, and for no other occasion."""


class Visits(State, frozen=True, kw_only=True):
    """Every inspection of an enterprise."""

    visits: tuple[Visit, ...]

    def routine(self, authority: str, year: int) -> int:
        """How many routine visits of that authority it had in that year."""
        return sum(one.routine and one.authority == authority and one.on.year == year for one in self.visits)


class PlanVisits(State, frozen=True, kw_only=True):
    """What a plan asks for, and the visits that were made by it."""

    plan: str
    authority: str
    year: int
    units: tuple[PlanUnit, ...]
    approved: bool = False
    visited: tuple[str, ...] = ()
    """The site of each visit."""

    def left(self, weight: str) -> tuple[str, ...]:
        """The sites of that weight that have not had all their visits."""
        return tuple(
            unit.site for unit in self.units if unit.weight == weight and self.visited.count(unit.site) < unit.visits
        )


def _evolve(state: Visits | None, recorded: RecordedFact) -> Visits | None:
    match recorded.body:
        case InspectionRecorded() as body:
            visit = Visit(
                inspection=body.inspection,
                authority=body.authority,
                on=body.inspected_on,
                routine=body.occasion is None and (body.plan is not None or body.draw is not None),
            )
            return Visits(visits=(*(() if state is None else state.visits), visit))
    return state


def _evolve_plan(state: PlanVisits | None, recorded: RecordedFact) -> PlanVisits | None:
    replace = msgspec.structs.replace
    match recorded.body:
        case PlanDrawnUp() as body:
            return PlanVisits(plan=body.plan, authority=body.authority, year=body.year, units=body.units)
        case PlanApproved() if state is not None:
            return replace(state, approved=True)
        case InspectionRecorded(site=site) if state is not None:
            return replace(state, visited=(*state.visited, site))
    return state


def _steps(state: PlanVisits, judge: Judge) -> Iterator[NextStep]:
    """The visits that an approved plan still asks for, by the end of its year (B-22); key units first (I-14)."""
    # No visit of a later year is made by it any more (B-22).
    if not state.approved or judge.day.year > state.year:
        return
    last = date(state.year, 12, 31)
    for weight, rule, zh in (
        ("key", "I-14", "重点检查单位尚未检查"),
        ("general", "B-22", "计划内一般检查单位尚未检查"),
    ):
        left = state.left(weight)
        if left:
            yield NextStep(
                command="inspection.record",
                due=last,
                rule=rule,
                owner="authority",
                title=f"{len(left)} {weight} units of the plan are not inspected yet",
                title_zh=zh,
            )


VISITS = Kind(name="visits", tag="enterprise", state=Visits, evolve=_evolve, facts=(InspectionRecorded,))
PLAN_VISITS = Kind(
    name="plan_visits",
    tag="plan",
    state=PlanVisits,
    evolve=_evolve_plan,
    facts=(PlanDrawnUp, PlanApproved, InspectionRecorded),
    steps=_steps,
)
