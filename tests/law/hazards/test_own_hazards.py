"""The enterprise's own hazards: ledger, notice to staff, report, removal, statistics (B-15, B-16, I-02, I-12)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.due import due
from regledger.testing.rectification import PLAN
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

LEDGER = step(
    "hazard_ledger.open",
    enterprise="E-1",
    grading="Risk grading rules 2025",
    investigation="Hazard rules 2025",
    opened_on="2025-12-01",
)
OWN = step(
    "own_hazard.record",
    own_hazard="O-1",
    enterprise="E-1",
    site="S-1",
    level="major",
    description="No cut-off valve",
    measure="Fit one",
    duty="Head of works",
    due_on="2026-03-30",
    found_on="2026-03-02",
)
TOLD = step("own_hazard.tell", own_hazard="O-1", means="Notice board", told_on="2026-03-03")
REPORTED = step(
    "own_hazard.report", own_hazard="O-1", authority="emb", congress_told=True, plan=PLAN, reported_on="2026-03-05"
)
ENTERED = step("own_hazard.enter", own_hazard="O-1", entered_on="2026-03-12")
GONE = step("own_hazard.eliminate", own_hazard="O-1", evidence="Photo 3", eliminated_on="2026-03-30")
STATISTICS = step(
    "hazard_statistics.report",
    enterprise="E-1",
    year=2026,
    quarter=1,
    general_found=4,
    general_cleared=3,
    major_found=1,
    major_cleared=1,
    signed=True,
    reported_on="2026-04-15",
)


def owed(scenario: Scenario, rule: str, until: str = "2027-12-31") -> list[tuple[str, str]]:
    """The steps of `rule` that wait, with their last days."""
    listed = due(scenario.ledger, until=date.fromisoformat(until)).due
    return [(one.command, one.due.isoformat()) for one in listed if one.rule == rule]


@pytest.mark.rule("B-15")
@pytest.mark.parametrize("part", ["grading", "investigation"])
def test_an_enterprise_sets_up_both_systems(given: Scenarios, part: str) -> None:
    """A ledger without the document of risk grading, or of the search for hazards, is refused."""
    scenario = given().on("2025-12-01")

    scenario.when(LEDGER.but(**{part: " "})).refuses("B-15", code="hazard_ledger.no_system")
    scenario.when(LEDGER).then("hazard_ledger.opened").quietly()


@pytest.mark.rule("B-15")
def test_a_hazard_is_recorded_in_a_ledger(given: Scenarios) -> None:
    """Without a ledger the record is refused, with one it is taken; what happened can be recorded with its defect."""
    without, kept = given().on("2026-03-02"), given(LEDGER).on("2026-03-02")

    without.when(OWN).refuses("B-15", code="own_hazard.no_ledger")
    kept.when(OWN).then("own_hazard.found").quietly()
    without.when(OWN).as_it_happened("Found before the ledger").records_defect("B-15", code="own_hazard.no_ledger")


@pytest.mark.rule("B-15")
@pytest.mark.parametrize("part", ["description", "measure", "duty"])
def test_a_ledger_is_truthful(given: Scenarios, part: str) -> None:
    """A blank description, measure or duty is refused."""
    given(LEDGER).on("2026-03-02").when(OWN.but(**{part: ""})).refuses("B-15", code="own_hazard.blank")


@pytest.mark.rule("B-15")
def test_the_staff_are_told_before_a_hazard_is_closed(given: Scenarios) -> None:
    """A hazard of which the staff were not told is not closed."""
    general = OWN.but(level="general")

    given(LEDGER, general).on("2026-03-30").when(GONE).refuses("B-15", code="own_hazard.staff_not_told")
    given(LEDGER, general, TOLD).on("2026-03-30").when(GONE).quietly()


@pytest.mark.rule("B-15")
def test_a_major_hazard_is_reported_before_it_is_closed(given: Scenarios) -> None:
    """A major hazard that nobody reported is not closed; a general one needs no report."""
    given(LEDGER, OWN, TOLD).on("2026-03-30").when(GONE).refuses("B-15", code="own_hazard.not_reported")
    given(LEDGER, OWN, TOLD, REPORTED).on("2026-03-30").when(GONE).quietly()


@pytest.mark.rule("B-15")
def test_the_workers_congress_is_told_as_well(given: Scenarios) -> None:
    """A report to the department alone is refused."""
    scenario = given(LEDGER, OWN).on("2026-03-05")

    scenario.when(REPORTED.but(congress_told=False)).refuses("B-15", code="own_hazard.congress_not_told")
    scenario.when(REPORTED).quietly()


@pytest.mark.rule("B-15")
@pytest.mark.parametrize(("reported", "late"), [("2026-03-05", False), ("2026-03-06", True)])
def test_a_major_hazard_is_reported_in_time(given: Scenarios, reported: str, late: bool) -> None:
    """Found on Mon 2026-03-02, reported by Thu 2026-03-05 (3 working days); a late report is noted."""
    attempt = given(LEDGER, OWN).on(reported).when(REPORTED.but(reported_on=reported))

    if late:
        attempt.warns("B-15", code="own_hazard.reported_late")
    else:
        attempt.quietly()


@pytest.mark.rule("B-15")
@pytest.mark.parametrize(("entered", "late"), [("2026-03-12", False), ("2026-03-13", True)])
def test_the_department_enters_what_was_reported(given: Scenarios, entered: str, late: bool) -> None:
    """Reported on Thu 2026-03-05, entered by Thu 2026-03-12 (5 working days); a late entry is noted."""
    scenario = given(LEDGER, OWN, REPORTED).on(entered)

    attempt = scenario.when(ENTERED.but(entered_on=entered))

    if late:
        attempt.warns("B-15", code="own_hazard.entered_late")
    else:
        attempt.quietly()
    given(LEDGER, OWN).on(entered).when(ENTERED).refuses("SEQ", code="own_hazard.not_reported_yet")


@pytest.mark.rule("B-15")
def test_due_says_who_owes_the_report_and_the_entry(given: Scenarios) -> None:
    """First the enterprise its report, then the department its entry, then neither."""
    found = given(LEDGER, OWN, TOLD).on("2026-03-03")
    reported = given(LEDGER, OWN, TOLD, REPORTED).on("2026-03-05")
    entered = given(LEDGER, OWN, TOLD, REPORTED, ENTERED).on("2026-03-12")

    assert owed(found, "B-15") == [("own_hazard.report", "2026-03-05")]
    assert owed(reported, "B-15") == [("own_hazard.enter", "2026-03-12")]
    assert owed(entered, "B-15") == []


@pytest.mark.rule("B-16")
@pytest.mark.parametrize(("gone", "late"), [("2026-03-30", False), ("2026-03-31", True)])
def test_a_hazard_is_removed_in_time(given: Scenarios, gone: str, late: bool) -> None:
    """On its last day it is in time; a day later it is noted, and due says the day."""
    scenario = given(LEDGER, OWN, TOLD, REPORTED).on(gone)

    assert owed(scenario, "B-16") == [("own_hazard.eliminate", "2026-03-30")]
    attempt = scenario.when(GONE.but(eliminated_on=gone))
    if late:
        attempt.warns("B-16", code="own_hazard.eliminated_late")
    else:
        attempt.quietly()
    assert owed(scenario, "B-16") == []


@pytest.mark.rule("B-16")
def test_a_hazard_is_removed_by_measures(given: Scenarios) -> None:
    """A removal that nothing shows is refused."""
    scenario = given(LEDGER, OWN, TOLD, REPORTED).on("2026-03-30")

    scenario.when(GONE.but(evidence=" ")).refuses("B-16", code="own_hazard.no_measures")
    scenario.when(GONE).quietly()


@pytest.mark.rule("I-02")
@pytest.mark.parametrize("element", sorted(PLAN))
def test_a_reported_plan_has_six_elements(given: Scenarios, element: str) -> None:
    """A report whose plan lacks one of them is warned of, for that text is known from excerpts."""
    scenario = given(LEDGER, OWN).on("2026-03-05")

    scenario.when(REPORTED.but(plan=PLAN | {element: ""})).warns("I-02", code="order.plan_incomplete")


@pytest.mark.rule("I-12")
@pytest.mark.parametrize(("reported", "late"), [("2026-04-15", False), ("2026-04-16", True)])
def test_statistics_of_a_quarter_come_by_the_fifteenth(given: Scenarios, reported: str, late: bool) -> None:
    """The first quarter is reported by 15 April; a late report is noted."""
    attempt = given(LEDGER).on(reported).when(STATISTICS.but(reported_on=reported))

    if late:
        attempt.warns("I-12", code="statistics.late")
    else:
        attempt.quietly()


@pytest.mark.rule("I-12")
@pytest.mark.parametrize(("reported", "late"), [("2027-01-31", False), ("2027-02-01", True)])
def test_statistics_of_a_year_come_by_the_end_of_january(given: Scenarios, reported: str, late: bool) -> None:
    """The year 2026 is reported by 31 January 2027; a late report is noted."""
    attempt = given(LEDGER).on(reported).when(STATISTICS.but(quarter=None, reported_on=reported))

    if late:
        attempt.warns("I-12", code="statistics.late")
    else:
        attempt.quietly()


@pytest.mark.rule("I-12")
def test_statistics_are_signed_and_due_by_their_periods(given: Scenarios) -> None:
    """Unsigned ones are warned of; every period since the ledger was opened waits until it is reported."""
    scenario = given(LEDGER).on("2026-04-10")

    assert owed(scenario, "I-12") == [
        ("hazard_statistics.report", "2026-01-15"),
        ("hazard_statistics.report", "2026-01-31"),
        ("hazard_statistics.report", "2026-04-15"),
    ]
    scenario.when(STATISTICS.but(signed=False, reported_on="2026-04-10", year=2025, quarter=4)).warns("I-12")
    scenario.when(STATISTICS.but(reported_on="2026-04-10")).quietly()
    assert owed(scenario, "I-12") == [("hazard_statistics.report", "2026-01-31")]


def test_statistics_count_what_ended_and_add_up(given: Scenarios) -> None:
    """A period that runs, one reported before, more cleared than found, and no ledger are refused."""
    scenario = given(LEDGER, STATISTICS).on("2026-06-30")
    second = STATISTICS.but(quarter=2, reported_on="2026-06-30")

    scenario.when(second).refuses("SEQ", code="statistics.too_early")
    scenario.when(STATISTICS.but(reported_on="2026-06-30", quarter=1)).refuses(
        "SEQ", code="statistics.reported_already"
    )
    given(LEDGER).on("2026-04-15").when(STATISTICS.but(general_cleared=5)).refuses("REF")
    given().on("2026-04-15").when(STATISTICS).refuses("REF", code="hazard_ledger.missing")
