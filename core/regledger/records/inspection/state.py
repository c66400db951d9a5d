"""An inspection, as its record holds it."""

from __future__ import annotations

from datetime import date

from regledger.deciding.kinds import Kind, State
from regledger.log.facts import RecordedFact
from regledger.records.inspection.facts import Answer, InspectionRecorded

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
            )
    return state


INSPECTION = Kind(name="inspection", state=Inspection, evolve=_evolve, facts=(InspectionRecorded,))
