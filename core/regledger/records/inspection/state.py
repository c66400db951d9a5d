"""An inspection, as its record holds it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.inspection.facts import Answer, InspectionPublished, InspectionRecorded
from regledger.records.period import period_in_force

__all__ = ["INSPECTION", "Inspection"]


class Inspection(State, frozen=True, kw_only=True):
    """An inspection."""

    inspection: str
    enterprise: str
    site: str
    authority: str
    officers: tuple[str, ...]
    inspected_on: date
    asserted: bool
    checklist: str | None = None
    answers: tuple[Answer, ...] = ()
    plan: str | None = None
    draw: str | None = None
    published_on: date | None = None
    """When its result was made public."""


def _evolve(state: Inspection | None, recorded: RecordedFact) -> Inspection | None:
    match recorded.body:
        case InspectionRecorded() as body:
            return Inspection(
                inspection=body.inspection,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                officers=body.officers,
                inspected_on=body.inspected_on,
                asserted=recorded.asserted,
                checklist=body.checklist,
                answers=body.answers,
                plan=body.plan,
                draw=body.draw,
            )
        case InspectionPublished(published_on=on) if state is not None:
            return msgspec.structs.replace(state, published_on=on)
    return state


def _steps(state: Inspection, judge: Judge) -> Iterator[NextStep]:
    """The result of what was drawn by lot is made public (I-13)."""
    if state.draw is None or state.published_on is not None:
        return
    last = period_in_force(judge, "I-13.publish", state.inspected_on, on=state.inspected_on)
    if last is not None:
        yield NextStep(
            command="inspection.publish",
            due=last.day,
            how=tuple(last.how()),
            rule="I-13",
            owner="authority",
            since=state.inspected_on,
        )


INSPECTION = Kind(
    name="inspection",
    state=Inspection,
    evolve=_evolve,
    facts=(InspectionRecorded, InspectionPublished),
    steps=_steps,
)
