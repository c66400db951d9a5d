"""G-04: works broken off, and start reports (建筑法 Arts 10, 11); G-05 for the filing of their measures (393 Art 10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, Step, given, step

Make = Callable[..., Step]

SUSPENDED = step("works.suspend", permit="P-1", reason="No money", suspended_on="2025-03-01")
REPORTED = step("works.report_suspension", permit="P-1", reported_on="2025-03-20")
RESUMED = step("works.resume", permit="P-1", reported=True, resumed_on="2026-03-02")
VERIFIED = step("works_permit.verify", permit="P-1", verified_on="2026-03-01")
FILED = step("safety_measures.file", permit="P-1", filed_on="2026-01-30")


@pytest.fixture
def resting(county: Scenario, applied: Make, issued: Make, started: Make) -> Scenario:
    """Works of permit P-1 that began on 2025-02-03 and rest since 2025-03-01."""
    begun = (applied(applied_on="2025-01-09"), issued(issued_on="2025-01-15"), started(started_on="2025-02-03"))
    return given(county.ledger, *begun, SUSPENDED)


@pytest.fixture
def approved(county: Scenario, applied: Make, issued: Make) -> Scenario:
    """A start report, approved on 2026-01-15 for works that are to begin on 2026-02-01."""
    return given(county.ledger, applied(basis="start_report"), issued(start_on="2026-02-01"))


@pytest.mark.rule("G-04")
@pytest.mark.parametrize(("day", "late"), [("2025-03-31", False), ("2025-04-01", False), ("2025-04-02", True)])
def test_the_month_to_report(resting: Scenario, day: str, late: bool) -> None:
    """That works rest is reported within a month; later is noted, for it is owed still."""
    attempt = resting.on(day).when(REPORTED.but(reported_on=day))

    if late:
        attempt.warns("G-04", code="works.suspension_reported_late").says("2025-04-01")
    else:
        attempt.quietly()


@pytest.mark.rule("G-04")
def test_what_is_next_while_works_rest(resting: Scenario) -> None:
    """The report is due within a month, and then nothing but the resumption is open."""
    owed = [one for one in next_steps(resting.ledger, "works_permit:P-1").steps if one.rule == "G-04"]
    after = given(resting.ledger, REPORTED)
    left = [one.command for one in next_steps(after.ledger, "works_permit:P-1").steps if one.rule == "G-04"]

    assert [(one.command, one.due) for one in owed] == [
        ("works.report_suspension", date(2025, 4, 1)),
        ("works.resume", None),
    ]
    assert left == ["works.resume"]


@pytest.mark.rule("G-04")
@pytest.mark.parametrize(
    ("day", "blocked"), [("2026-02-28", False), ("2026-03-01", False), ("2026-03-02", True), ("2027-01-04", True)]
)
def test_a_year_of_rest(resting: Scenario, day: str, blocked: bool) -> None:
    """After a full year works go on only once the issuer verified the permit."""
    attempt = given(resting.ledger, REPORTED).on(day).when(RESUMED.but(resumed_on=day))

    if blocked:
        attempt.refuses("G-04", code="works.not_verified").says("2026-03-01")
    else:
        attempt.quietly()


@pytest.mark.rule("G-04")
def test_a_year_of_rest_with_the_permit_verified(resting: Scenario) -> None:
    """Verified, works go on after more than a year."""
    given(resting.ledger, REPORTED, VERIFIED).on("2026-03-02").when(RESUMED).quietly()


@pytest.mark.rule("G-04")
@pytest.mark.parametrize("told", [True, False])
def test_going_on_is_reported(resting: Scenario, told: bool) -> None:
    """The issuer is told that works go on."""
    attempt = given(resting.ledger, REPORTED).on("2025-06-02").when(RESUMED.but(resumed_on="2025-06-02", reported=told))

    if told:
        attempt.quietly()
    else:
        attempt.warns("G-04", code="works.resumption_not_reported")


@pytest.mark.rule("G-04")
@pytest.mark.parametrize(("day", "lapsed"), [("2026-07-31", False), ("2026-08-01", False), ("2026-08-02", True)])
def test_six_months_past_the_scheduled_start(approved: Scenario, started: Make, day: str, lapsed: bool) -> None:
    """A start report for 2026-02-01 is approved anew where works begin after 2026-08-01."""
    attempt = given(approved.ledger, FILED).on(day).when(started(started_on=day))

    if lapsed:
        attempt.refuses("G-04", code="works.start_report_lapsed").says("2026-08-01")
    else:
        attempt.quietly()


@pytest.mark.rule("G-05")
@pytest.mark.parametrize(("day", "late"), [("2026-01-29", False), ("2026-01-30", False), ("2026-01-31", True)])
def test_the_measures_of_works_by_start_report(approved: Scenario, day: str, late: bool) -> None:
    """They are filed within 15 days of the approval; later is noted, for they are owed still."""
    attempt = approved.on(day).when(FILED.but(filed_on=day))

    if late:
        attempt.warns("G-05", code="safety_measures.filed_late").says("2026-01-30")
    else:
        attempt.quietly()


@pytest.mark.rule("G-05")
def test_the_filing_is_next(approved: Scenario) -> None:
    """It is a step with its last day until it is done."""
    [owed] = [one for one in next_steps(approved.ledger, "works_permit:P-1").steps if one.rule == "G-05"]
    after = given(approved.ledger, FILED)

    assert (owed.command, owed.due) == ("safety_measures.file", date(2026, 1, 30))
    assert not [one for one in next_steps(after.ledger, "works_permit:P-1").steps if one.rule == "G-05"]


def test_a_start_report_without_a_day(county: Scenario, applied: Make, issued: Make) -> None:
    """The approval of a start report says when works are to begin."""
    county = given(county.ledger, applied(basis="start_report"))

    county.on("2026-01-15").when(issued()).refuses("SEQ", code="works_permit.not_scheduled")


def test_measures_are_filed_of_a_start_report(county: Scenario, applied: Make, issued: Make) -> None:
    """Those of a permit were reviewed before it was issued."""
    county = given(county.ledger, applied(), issued())

    county.on("2026-01-30").when(FILED).refuses("SEQ", code="safety_measures.no_start_report")


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (SUSPENDED, "works.suspended_already"),
        (SUSPENDED.but(permit="P-9"), "works_permit.unknown"),
        (REPORTED.but(permit="P-9"), "works_permit.unknown"),
        (RESUMED.but(permit="P-9"), "works_permit.unknown"),
        (FILED.but(permit="P-9"), "works_permit.unknown"),
    ],
)
def test_what_does_not_fit_the_rest(resting: Scenario, what: Step, code: str) -> None:
    """Works rest once until they go on, and permits are on record."""
    resting.on("2026-03-02").when(what).refuses("SEQ" if code.startswith("works.") else "REF", code=code)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (SUSPENDED, "works.not_started"),
        (REPORTED, "works.not_suspended"),
        (RESUMED, "works.not_suspended"),
        (VERIFIED, "works.not_suspended"),
    ],
)
def test_works_that_do_not_rest(county: Scenario, applied: Make, issued: Make, what: Step, code: str) -> None:
    """What has not begun cannot rest, and what does not rest is neither reported, verified nor gone on with."""
    begun = (applied(applied_on="2025-01-09"), issued(issued_on="2025-01-15"))

    given(county.ledger, *begun).on("2026-03-02").when(what).refuses("SEQ", code=code)
