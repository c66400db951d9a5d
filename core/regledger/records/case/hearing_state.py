"""The hearing of a case, as far as it has come; read as `case_hearing:<case>`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.case.hearing_facts import HearingHeld, HearingNotified, HearingRequested, HearingWaived

__all__ = ["CASE_HEARING", "CaseHearing"]


class CaseHearing(State, frozen=True, kw_only=True):
    """The hearing of one case."""

    case: str
    requested_on: date
    notified_on: date | None = None
    hearing_on: date | None = None
    chair: str = ""
    held_on: date | None = None
    turnout: str = ""
    waived_on: date | None = None

    @property
    def over(self) -> bool:
        """Whether it was held, ended because the party stayed away, or given up."""
        return self.held_on is not None or self.waived_on is not None


def _evolve(state: CaseHearing | None, recorded: RecordedFact) -> CaseHearing | None:
    body = recorded.body
    if isinstance(body, HearingRequested):
        return CaseHearing(case=body.case, requested_on=body.requested_on)
    if state is None:
        return None
    replace = msgspec.structs.replace
    match body:
        case HearingNotified():
            return replace(state, notified_on=body.notified_on, hearing_on=body.hearing_on, chair=body.chair)
        case HearingHeld():
            return replace(state, held_on=body.held_on, turnout=body.turnout)
        case HearingWaived():
            return replace(state, waived_on=body.waived_on)
    return state


def _steps(state: CaseHearing, judge: Judge) -> Iterator[NextStep]:
    if state.over:
        return
    if state.hearing_on is None:
        yield NextStep(command="hearing.notify", rule="A-16", owner="authority", since=state.requested_on)
        return
    yield NextStep(command="hearing.hold", due=state.hearing_on, rule="A-17", owner="authority")


CASE_HEARING = Kind(
    name="case_hearing",
    tag="case",
    state=CaseHearing,
    evolve=_evolve,
    facts=(HearingRequested, HearingNotified, HearingHeld, HearingWaived),
    steps=_steps,
)
