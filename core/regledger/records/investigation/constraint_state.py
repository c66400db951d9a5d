"""The state of a sealing or seizure, and its clocks: 24 hours, 30 days, 30 more, without the time of testing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from regledger.clock import day_of
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.calendar import Deadline
from regledger.log.facts import RecordedFact
from regledger.records.investigation.constraint_facts import (
    ConstraintExtended,
    ConstraintImposed,
    ConstraintLifted,
    ConstraintMadeGood,
    ConstraintResolved,
    ConstraintTested,
)
from regledger.records.period import period_in_force

__all__ = ["CONSTRAINT", "Constraint", "last_day", "make_good_due"]


class Constraint(State, frozen=True, kw_only=True):
    """A sealing or seizure."""

    constraint: str
    case: str | None
    enterprise: str
    site: str
    authority: str
    imposed_at: datetime
    approved: bool
    """Whether a head approved it, before or since."""
    extended_days: int = 0
    """Calendar days added by the one extension."""
    tested_days: int = 0
    """Calendar days of testing of which the party was told in writing; they do not count."""
    tests: tuple[tuple[date, date], ...] = ()
    """First and last day of each test, whether it counts or not."""
    ended_on: date | None = None
    """The day on which it was lifted, or what it held was disposed of."""


def _evolve(state: Constraint | None, recorded: RecordedFact) -> Constraint | None:
    if isinstance(body := recorded.body, ConstraintImposed):
        return Constraint(
            constraint=body.constraint,
            case=body.case,
            enterprise=body.enterprise,
            site=body.site,
            authority=body.authority,
            imposed_at=body.imposed_at,
            approved=body.approval is not None,
        )
    if state is None:
        return None
    replace = msgspec.structs.replace
    match recorded.body:
        case ConstraintMadeGood():
            return replace(state, approved=True)
        case ConstraintExtended() as body:
            return replace(state, extended_days=state.extended_days + body.days)
        case ConstraintTested() as body:
            days = max(0, (body.ended_on - body.started_on).days + 1) if body.told_in_writing else 0
            tests = (*state.tests, (body.started_on, body.ended_on))
            return replace(state, tested_days=state.tested_days + days, tests=tests)
        case ConstraintLifted() as body:
            return replace(state, ended_on=body.lifted_on)
        case ConstraintResolved() as body:
            return replace(state, ended_on=body.resolved_on)
    return state


def last_day(state: Constraint, judge: Judge) -> tuple[date | None, tuple[str, ...]]:
    """A-59: the last day of it, 30 calendar days after it was imposed, with the extension and without testing; and how."""
    start = day_of(state.imposed_at, judge.zone)
    period = period_in_force(judge, "A-59.period", start, on=start)
    if period is None:
        return None, ()
    how = list(period.how())
    for days, why in ((state.extended_days, "extended by"), (state.tested_days, "testing not counted:")):
        if days:
            how.append(f"{why} {days} calendar days")
    return period.day + timedelta(days=state.extended_days + state.tested_days), tuple(how)


def make_good_due(state: Constraint, judge: Judge) -> Deadline | None:
    """A-58: the last instant to report an urgent measure and to make good its approval, 24 hours on."""
    return period_in_force(judge, "A-58.report", state.imposed_at, on=day_of(state.imposed_at, judge.zone))


def _steps(state: Constraint, judge: Judge) -> Iterator[NextStep]:
    if state.ended_on is not None:
        return
    if not state.approved:
        last = make_good_due(state, judge)
        yield NextStep(
            command="constraint.make_good",
            due=None if last is None else last.day,
            due_at=None if last is None else last.instant,
            how=() if last is None else tuple(last.how()),
            rule="A-58",
            owner="authority",
            since=state.imposed_at,
            title="Report to a head of the authority and make good the approval",
            title_zh="二十四小时内报告并补办批准手续",
        )
    day, how = last_day(state, judge)
    yield NextStep(
        command="constraint.lift",
        due=day,
        how=how,
        rule="A-59",
        owner="authority",
        since=day_of(state.imposed_at, judge.zone),
        title="Lift it, or decide what becomes of the things",
        title_zh="作出查封、扣押处理决定或者解除",
    )


CONSTRAINT = Kind(
    name="constraint",
    state=Constraint,
    evolve=_evolve,
    facts=(
        ConstraintImposed,
        ConstraintMadeGood,
        ConstraintExtended,
        ConstraintTested,
        ConstraintLifted,
        ConstraintResolved,
    ),
    steps=_steps,
)
