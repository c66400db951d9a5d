"""F-06: the safety conditions of a project are reviewed by the city within 45 days, before it is built."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Attempt, Scenario, Step, given, step
from regledger_hazardous_chemicals.projects import ProjectConditions

pytestmark = pytest.mark.rule("F-06")

SUBMITTED = step(
    "project_conditions.submit",
    project="P-1",
    authority="city-bureau",
    agency="Hunan Safety Evaluation Ltd",
    argued=True,
    submitted_on="2026-01-20",
)
REVIEWED = step("project_conditions.review", project="P-1", approved=True, reviewed_on="2026-02-20")
BEGUN = step("project.begin", project="P-1", facilities_with_it=True, begun_on="2026-03-02")


@pytest.fixture
def built(levelled: Scenario, project: tuple[Step, ...]) -> Scenario:
    """A county with project P-1, whose design was approved."""
    return given(levelled.ledger, *project)


def test_a_project_whose_conditions_were_approved(built: Scenario) -> None:
    """F-06: a report in order is recorded, decided on in time, and then building may begin."""
    built.on("2026-01-20").when(SUBMITTED).then("project_conditions.submitted").quietly()
    built.on("2026-02-20").when(REVIEWED).then("project_conditions.reviewed").quietly()

    state = built.state("project_conditions:P-1")

    assert isinstance(state, ProjectConditions)
    assert (state.approved, state.reviewed_on) == (True, date(2026, 2, 20))
    built.on("2026-03-02").when(BEGUN).quietly()


@pytest.mark.parametrize("history", [(), (SUBMITTED,), (SUBMITTED, REVIEWED.but(approved=False))])
def test_a_project_that_is_begun_before(built: Scenario, history: tuple[Step, ...]) -> None:
    """F-06: building before the conditions were approved is refused: not asked for, not decided, or rejected."""
    built = given(built.ledger, *history)

    built.on("2026-03-02").when(BEGUN).refuses("F-06", code="project_conditions.not_approved")


def test_a_project_that_is_begun_before_can_be_recorded(built: Scenario) -> None:
    """What was built without the review is recorded as it happened, with the defect."""
    built.on("2026-03-02").when(BEGUN).as_it_happened("Found on site").records_defect("F-06")


@pytest.mark.parametrize("kind", ["other", "smelting"])
def test_a_project_of_another_kind(levelled: Scenario, project: tuple[Step, ...], kind: str) -> None:
    """F-06 binds projects that produce or store hazardous goods, not an office in the plant."""
    built = given(levelled.ledger, project[0].but(kind=kind), *project[1:])

    built.on("2026-03-02").when(BEGUN).quietly()


def test_after_the_new_law_it_warns(built: Scenario) -> None:
    """F-01: what Decree 591 asks was not compared with the Law of 2025, so from 2026-05-01 it warns."""
    built.on("2026-05-01").when(BEGUN.but(begun_on="2026-05-01")).warns("F-06", code="project_conditions.not_approved")


@pytest.mark.parametrize(("reviewed_on", "late"), [("2026-03-05", False), ("2026-03-06", False), ("2026-03-07", True)])
def test_forty_five_days(built: Scenario, reviewed_on: str, late: bool) -> None:
    """F-06: received on 2026-01-20, decided by 2026-03-06 at the latest; a day later is noted, and recorded."""
    attempt = given(built.ledger, SUBMITTED).on(reviewed_on).when(REVIEWED.but(reviewed_on=reviewed_on))

    if late:
        attempt.warns("F-06", code="project_conditions.decided_late").says("2026-03-06")
    else:
        attempt.quietly()


@pytest.mark.parametrize(
    ("authority", "place", "lawful"),
    [
        ("county-bureau", "land", False),
        ("city-bureau", "land", True),
        ("province-bureau", "land", True),
        ("emb", "land", True),
        ("county-bureau", "port", True),
    ],
)
def test_the_city_or_above(built: Scenario, authority: str, place: str, lawful: bool) -> None:
    """F-06: a county may not review; in a port the port authority does; of an unknown level nothing is asked."""
    attempt = built.on("2026-01-20").when(SUBMITTED.but(authority=authority, place=place))

    if lawful:
        attempt.quietly()
    else:
        attempt.refuses("F-06", code="project_conditions.not_by_the_city")


@pytest.mark.parametrize("changes", [{"argued": False}, {"agency": "  "}])
def test_a_report_that_is_not_whole(built: Scenario, changes: dict[str, Any]) -> None:
    """F-06: argument of the conditions and evaluation by an agency are both part of it."""
    built.on("2026-01-20").when(SUBMITTED.but(**changes)).refuses("F-06", code="project_conditions.incomplete")


def test_what_it_follows(built: Scenario) -> None:
    """A report names a project on record; a decision follows a report, once, and is not dated before it."""
    built.on("2026-01-20").when(SUBMITTED.but(project="P-9")).refuses("REF", code="project.unknown")
    built.on("2026-02-20").when(REVIEWED).refuses("SEQ", code="project_conditions.nothing_to_review")
    built = given(built.ledger, SUBMITTED)
    early = REVIEWED.but(reviewed_on="2026-01-19")
    built.on("2026-02-20").when(early).refuses("SEQ", code="project_conditions.nothing_to_review")
    given(built.ledger, REVIEWED).when(REVIEWED).refuses("SEQ", code="project_conditions.nothing_to_review")


def test_what_comes_next(built: Scenario) -> None:
    """F-06: the decision is owed by 2026-03-06; after a rejection a new report is."""
    built = given(built.ledger, SUBMITTED)
    [step_] = next_steps(built.ledger, "project_conditions:P-1", on=date(2026, 2, 1)).steps
    assert (step_.command, step_.due, step_.rule) == ("project_conditions.review", date(2026, 3, 6), "F-06")

    built = given(built.ledger, REVIEWED.but(approved=False))
    [step_] = next_steps(built.ledger, "project_conditions:P-1", on=date(2026, 2, 21)).steps
    assert (step_.command, step_.owner) == ("project_conditions.submit", "enterprise")


@pytest.mark.parametrize(("yuan", "lawful"), [(499_999, False), (500_000, True), (1_000_000, True), (1_000_001, False)])
def test_the_fine_once_the_limit_passed(
    county: Scenario, fined: Callable[..., Attempt], yuan: int, lawful: bool
) -> None:
    """F-06: 500,000 to 1,000,000 yuan, after an order whose limit went by (Art 76(1))."""
    attempt = fined(county, "F-06.unreviewed", yuan, refusal=True)

    if lawful:
        attempt.is_recorded()
    else:
        attempt.refuses("F-06")


def test_no_fine_before_the_limit(county: Scenario, fined: Callable[..., Attempt]) -> None:
    """F-06: without an order whose limit went by, building without the review is stopped and not fined."""
    fined(county, "F-06.unreviewed", 500_000).refuses("F-06", code="case.not_disobeyed")
