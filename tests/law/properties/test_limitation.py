"""Limitation through `submit`: an act is discovered within two years of its end, or five where it did harm (A-29)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from regledger.deciding.answers import Refused
from regledger.installation import Installation
from regledger.sectors.loading import Sectors
from regledger.testing.penalty import FILED
from regledger.testing.scenarios import Scenarios

SCENARIOS = Scenarios(Installation(Sectors()))
FIRST, LAST = date(2021, 9, 1), date(2024, 12, 31)
FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _years_after(day: date, years: int) -> date:
    """The same day of a later year; of a 29 February without one, 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@pytest.mark.rule("A-29")
@FEW
@example(act=date(2024, 3, 10), harm=False, off=0)
@example(act=date(2024, 3, 10), harm=False, off=1)
@example(act=date(2024, 3, 10), harm=True, off=0)
@example(act=date(2024, 3, 10), harm=True, off=1)
@example(act=date(2024, 2, 29), harm=False, off=0)
@example(act=date(2024, 2, 29), harm=False, off=1)
@given(act=st.dates(FIRST, LAST), harm=st.booleans(), off=st.integers(-3, 3))
def test_an_act_is_barred_from_the_day_after_its_anniversary(act: date, harm: bool, off: int) -> None:
    """`off` days from the last day of two years, or of five with harm: recorded up to it, refused by A-29 after it."""
    discovered = _years_after(act, 5 if harm else 2) + timedelta(days=off)
    filed = FILED.but(
        act_on=act.isoformat(),
        discovered_on=discovered.isoformat(),
        opened_on=discovered.isoformat(),
        harms_life=harm,
    )

    answer = SCENARIOS().on(discovered.isoformat()).when(filed).answer

    refused_by = {one.rule for one in answer.objections} if isinstance(answer, Refused) else set()
    assert refused_by == ({"A-29"} if off > 0 else set())


@pytest.mark.rule("A-29")
@FEW
@given(act=st.dates(FIRST, LAST), days=st.integers(731, 1826))
def test_harm_alone_keeps_an_act_open_after_two_years(act: date, days: int) -> None:
    """Between two years and five the same act is barred without harm, and open with it."""
    discovered = act + timedelta(days=days)
    if not _years_after(act, 2) < discovered <= _years_after(act, 5):
        return
    filed = FILED.but(act_on=act.isoformat(), discovered_on=discovered.isoformat(), opened_on=discovered.isoformat())
    scenario = SCENARIOS().on(discovered.isoformat())

    scenario.when(filed.but(harms_life=False)).refuses("A-29", code="case.time_barred")
    scenario.when(filed.but(harms_life=True)).is_recorded()
