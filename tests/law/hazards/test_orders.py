"""What an order, a report and what follows them may not hide (I-03, I-07, I-08, I-11, B-25)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.due import due
from regledger.history.steps import next_steps
from regledger.testing.penalty import FILED
from regledger.testing.rectification import FOUND, ITEM, ORDERED, PASSED, REPORTED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

FAILED = PASSED.but(result="failed")
ESCALATED = step("hazard.escalate", hazard="H-1", escalation="case", escalated_on="2026-03-23")
OLD = FOUND.but(inspected_on="2020-05-01", hazards=[FOUND.body["hazards"][0]])
OLD_ORDER = ORDERED.but(items=[ITEM | {"due_on": "2020-06-01"}], issued_on="2020-05-02", review_days=60, suit_months=6)


def test_an_order_names_a_hazard_once(given: Scenarios) -> None:
    """Two items for one hazard would leave open which of the last days counts."""
    given(FOUND).on("2026-03-03").when(ORDERED.but(items=[ITEM, ITEM | {"due_on": "2026-04-30"}])).refuses(
        "REF", code="order.hazard_twice"
    )


@pytest.mark.parametrize(("funds", "sound"), [(0, True), (-1, False)])
def test_funds_are_no_less_than_nothing(given: Scenarios, funds: int, sound: bool) -> None:
    """A sum below zero is refused."""
    attempt = given(FOUND).on("2026-03-03").when(ORDERED.but(items=[ITEM | {"funds_fen": funds}]))

    if sound:
        attempt.quietly()
    else:
        attempt.refuses("REF", code="order.funds_unsound")


@pytest.mark.rule("B-25")
@pytest.mark.parametrize("part", ["description", "basis"])
def test_a_finding_says_what_it_is_and_what_it_offends(given: Scenarios, part: str) -> None:
    """A record with a blank problem is none."""
    found = FOUND.body["hazards"][0]

    given().on("2026-03-02").when(FOUND.but(hazards=[found | {part: " "}])).refuses("B-25", code="hazard.part_missing")
    given().on("2026-03-02").when(FOUND.but(hazards=[found])).quietly()


@pytest.mark.rule("I-07")
def test_a_second_report_does_not_begin_the_period_again(given: Scenarios) -> None:
    """Reported on 2026-03-18 and once more on 2026-03-27, it is re-inspected by 2026-03-28."""
    again = REPORTED.but(reported_on="2026-03-27")
    history = (FOUND, ORDERED, REPORTED, again)

    given(history).on("2026-03-28").when(PASSED.but(reinspected_on="2026-03-28")).quietly()
    given(history).on("2026-03-29").when(PASSED.but(reinspected_on="2026-03-29")).warns(
        "I-07", code="hazard.reinspected_late"
    )


@pytest.mark.rule("I-11")
def test_nobody_who_ever_rectified_verifies(given: Scenarios) -> None:
    """A second report that names another rectifier does not make the first one a stranger."""
    by_li = REPORTED.but(rectifier="li")
    by_other = REPORTED.but(rectifier="p-8", reported_on="2026-03-19")

    given(FOUND, ORDERED, by_li, by_other).on("2026-03-20").when(PASSED).refuses(
        "I-11", code="hazard.verified_by_rectifier"
    )
    given(FOUND, ORDERED, REPORTED, by_other).on("2026-03-20").when(PASSED).quietly()


def test_a_case_that_nobody_filed_is_pointed_out(given: Scenarios) -> None:
    """A failed re-inspection can be followed up in a case that is filed later; until then that is said."""
    history = (FOUND, ORDERED, REPORTED, FAILED)

    given(history).on("2026-03-23").when(ESCALATED.but(case="C-9")).warns("REF", code="hazard.case_unknown")
    given(history, FILED).on("2026-03-23").when(ESCALATED.but(case="C-1")).quietly()


@pytest.mark.rule("I-08")
def test_a_step_older_than_its_figure_is_not_held_to_it(given: Scenarios) -> None:
    """Of 2020, when the figures of I-04 and I-08 had no value, an order and what follows it can be entered."""
    report = REPORTED.but(reported_on="2020-05-20")
    failed = FAILED.but(reinspected_on="2020-05-22")

    scenario = given(OLD, OLD_ORDER, report, failed).on("2020-06-30")

    found = next_steps(scenario.ledger, "hazard:H-1", on=date(2020, 5, 22)).steps
    assert ("hazard.escalate", None) in [(one.command, one.due) for one in found]
    scenario.when(ESCALATED.but(escalated_on="2020-06-20")).quietly()


def test_a_last_day_at_the_end_of_the_calendar_stops_nobody_else(given: Scenarios) -> None:
    """What is due on 9999-12-31 starts no period, and the county's list of what is due is still told."""
    far = ORDERED.but(items=[ITEM | {"due_on": "9999-12-31"}])

    scenario = given(FOUND, far).on("2026-03-10")

    assert due(scenario.ledger, until=date(2026, 12, 31)).due
