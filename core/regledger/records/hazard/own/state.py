"""A hazard of an enterprise's own finding, and what its ledger owes in statistics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.hazard.own.facts import (
    OwnHazardEliminated,
    OwnHazardEntered,
    OwnHazardFound,
    OwnHazardReported,
    OwnHazardTold,
)
from regledger.records.period import period_in_force

__all__ = ["OWN_HAZARD", "OwnHazard"]


class OwnHazard(State, frozen=True, kw_only=True):
    """A hazard that an enterprise found itself."""

    own_hazard: str
    enterprise: str
    site: str
    level: str
    description: str
    found_on: date
    due_on: date
    told_on: date | None = None
    reported_on: date | None = None
    reported_to: str | None = None
    congress_told: bool = False
    entered_on: date | None = None
    eliminated_on: date | None = None

    @property
    def authority(self) -> str | None:
        """To whom it was reported, who supervises it from then on."""
        return self.reported_to


def _evolve(state: OwnHazard | None, recorded: RecordedFact) -> OwnHazard | None:
    replace = msgspec.structs.replace
    match recorded.body:
        case OwnHazardFound() as body:
            return OwnHazard(
                own_hazard=body.own_hazard,
                enterprise=body.enterprise,
                site=body.site,
                level=body.level,
                description=body.description,
                found_on=body.found_on,
                due_on=body.due_on,
            )
        case OwnHazardTold(told_on=on) if state is not None:
            return replace(state, told_on=on)
        case OwnHazardReported() as body if state is not None:
            return replace(
                state,
                reported_on=body.reported_on,
                reported_to=body.authority,
                congress_told=body.congress_told,
            )
        case OwnHazardEntered(entered_on=on) if state is not None:
            return replace(state, entered_on=on)
        case OwnHazardEliminated(eliminated_on=on) if state is not None:
            return replace(state, eliminated_on=on)
    return state


def _steps(state: OwnHazard, judge: Judge) -> Iterator[NextStep]:
    if state.told_on is None:
        yield NextStep(command="own_hazard.tell", rule="B-15", owner="enterprise", since=state.found_on)
    if state.level == "major" and state.reported_on is None:
        last = period_in_force(judge, "B-15.report", state.found_on, on=state.found_on)
        yield NextStep(
            command="own_hazard.report",
            due=None if last is None else last.day,
            how=() if last is None else tuple(last.how()),
            rule="B-15",
            owner="enterprise",
            since=state.found_on,
            title="Report the major hazard to the department and the workers' congress",
            title_zh="报告重大事故隐患排查治理情况",
        )
    if state.reported_on is not None and state.entered_on is None:
        last = period_in_force(judge, "B-15.enter", state.reported_on, on=state.reported_on)
        yield NextStep(
            command="own_hazard.enter",
            due=None if last is None else last.day,
            how=() if last is None else tuple(last.how()),
            rule="B-15",
            owner="authority",
            since=state.reported_on,
            title="Enter the reported major hazard in the department's system",
            title_zh="重大事故隐患纳入信息系统",
        )
    if state.eliminated_on is None:
        yield NextStep(
            command="own_hazard.eliminate", due=state.due_on, rule="B-16", owner="enterprise", since=state.found_on
        )


OWN_HAZARD = Kind(
    name="own_hazard",
    state=OwnHazard,
    evolve=_evolve,
    facts=(OwnHazardFound, OwnHazardTold, OwnHazardReported, OwnHazardEntered, OwnHazardEliminated),
    steps=_steps,
)
