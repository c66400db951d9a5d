"""How long the licence of a contractor is taken in after an accident with deaths (G-19)."""

from __future__ import annotations

import pytest
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import Attempt, Scenario, given, step

ACCIDENT = step(
    "accident.receive_report",
    accident="A-1",
    enterprise="E-1",
    site="S-2",
    authority="emb",
    happened_at="2026-02-25T08:00:00+08:00",
    head_told_at="2026-02-25T08:10:00+08:00",
    profile="Tower, 80 workers",
    scene="Floor 7, 08:00",
    course="A scaffold gave way",
    measures="Works stopped",
    deaths=1,
    injuries=0,
    missing=0,
    loss_fen=300_000_000,
    received_at="2026-02-25T08:50:00+08:00",
)


def suspended(county: Scenario, deaths: int, until: str) -> Attempt:
    """Licence L-1 is taken in on 2026-03-18 after an accident with so many deaths."""
    case = (FILED.but(site="S-2"), NOTIFIED, DECIDED)
    county = given(county.ledger, ACCIDENT.but(deaths=deaths), *case).on("2026-03-18")
    return county.when(
        "licence.suspend", licence="L-1", case="C-1", conditions=[3], decided_on="2026-03-18", until=until
    )


@pytest.mark.rule("G-19")
@pytest.mark.parametrize(
    ("deaths", "until", "warned"),
    [
        (1, "2026-04-16", True),
        (1, "2026-04-17", False),
        (1, "2026-05-17", False),
        (1, "2026-05-18", True),
        (2, "2026-05-18", True),
        (3, "2026-05-17", False),
        (3, "2026-06-16", False),
        (3, "2026-06-17", True),
        (9, "2026-06-17", True),
        (10, "2026-06-16", False),
        (10, "2026-07-16", False),
        (10, "2026-07-17", True),
        (0, "2026-12-31", False),
    ],
)
def test_the_days_follow_from_the_grade(county: Scenario, deaths: int, until: str, warned: bool) -> None:
    """30 to 60 days after a general accident with deaths, 60 to 90 after a larger, 90 to 120 after a major one; from memory."""
    attempt = suspended(county, deaths, until)

    found = {one.code for one in attempt.is_recorded().answer.warnings}

    assert ("works_licence.suspended_off_range" in found) == warned
