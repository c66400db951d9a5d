"""Properties of working-day periods, through `submit`: they end where a naive count over the published holidays ends."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from regledger.deciding.answers import Recorded, Refused
from regledger.history.steps import next_steps
from regledger.installation import Installation
from regledger.sectors.loading import Sectors
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.scenario import Attempt, Scenario
from regledger.testing.scenarios import Scenarios

SCENARIOS = Scenarios(Installation(Sectors()))
SMALL = 1_000_000
"""Fen: a fine that gives no right to a hearing."""
DAYS = st.dates(date(2022, 2, 1), date(2026, 6, 30))
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def naive(start: date, length: int) -> date:
    """The day on which `length` days worked have passed after `start`, one day after the other."""
    day = start
    while length:
        day += timedelta(days=1)
        length -= chinese_calendar.is_workday(day)
    return day


def decided(on: date) -> Scenario:
    """A case of a small fine that was decided on `on`, seen long afterwards."""
    before = (on - timedelta(days=number) for number in (20, 19, 18, 10))
    act, found, filed, told = (day.isoformat() for day in before)
    history = (
        FILED.but(act_on=act, discovered_on=found, opened_on=filed),
        NOTIFIED.but(fine_fen=SMALL, hearing_right_told=False, served_on=told),
        DECIDED.but(fine_fen=SMALL, decided_on=on.isoformat()),
    )
    return SCENARIOS(*history).on("2026-11-20")


def late(attempt: Attempt) -> set[str]:
    """The codes by which a service was refused."""
    answer = attempt.answer
    return {one.code for one in answer.objections} if isinstance(answer, Refused) else set()


@pytest.mark.rule("A-20")
@FEW
@given(on=DAYS)
def test_seven_working_days_to_serve_are_counted_over_the_published_holidays(on: date) -> None:
    """A-20, X-01: service on the last day of the naive count is recorded, and on the day after it is late."""
    scenario, last = decided(on), naive(on, 7)

    after = scenario.when(SERVED.but(served_on=(last + timedelta(days=1)).isoformat()))
    in_time = scenario.when(SERVED.but(served_on=last.isoformat()))

    assert late(after) == {"case.served_late"}
    assert isinstance(in_time.answer, Recorded)
    assert not in_time.answer.defects


@pytest.mark.rule("A-22")
@FEW
@given(on=DAYS)
def test_fifteen_days_to_pay_run_through_every_holiday(on: date) -> None:
    """A-22, X-02: the day of receipt is not counted, every day after it is, and a last day that is a holiday stands."""
    scenario = decided(on)
    scenario.when(SERVED.but(served_on=on.isoformat())).is_recorded()

    asked = next_steps(scenario.ledger, "case:C-1", on=on)

    assert {one.due for one in asked.steps if one.command == "case.pay"} == {on + timedelta(days=15)}
