"""The window to go to the court and what happens there: A-56, A-57."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.due import due
from regledger.history.steps import next_steps
from regledger.testing.enforcement import (
    ACCEPTED,
    APPLIED,
    OWED_FEN,
    PERMITTED,
    UNPAID,
    URGED,
    URGING_PROVED,
    WEIGHED,
)
from regledger.testing.penalty import PAID
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

READY = (*UNPAID, URGED, URGING_PROVED, WEIGHED)
REFUSED = step("court.refuse", case="C-1", document="(2026)湘行审1号", ground="No basis", refused_on="2026-09-25")
OBJECTED = step(
    "court.object", case="C-1", court="Intermediate court", reasons="The basis is named", objected_on="2026-10-12"
)


@pytest.mark.rule("A-56")
def test_the_window_opens_after_the_period_to_sue(given: Scenarios) -> None:
    """Served on 2026-03-18, the party can sue until 2026-09-18; on the next day the court is asked."""
    ready = given(*READY)

    ready.on("2026-09-18").when(APPLIED.but(applied_on="2026-09-18")).refuses("A-56", code="enforcement.too_early")
    ready.on("2026-09-19").when(APPLIED.but(applied_on="2026-09-19")).then("enforcement.applied").quietly()


@pytest.mark.rule("A-56")
def test_the_window_closes_after_three_months(given: Scenarios) -> None:
    """2026-12-18 is the last day; later only a stated good cause makes it a warning."""
    ready = given(*READY)
    late = APPLIED.but(applied_on="2026-12-19")

    ready.on("2026-12-19").when(late).refuses("A-56", code="enforcement.too_late")
    ready.when(late.but(good_cause="The court was closed by a flood")).warns("A-56", code="enforcement.too_late")
    given(*READY).on("2026-12-18").when(APPLIED.but(applied_on="2026-12-18")).quietly()


@pytest.mark.rule("A-56")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sealed": False}, "enforcement.unsigned"),
        ({"head": " "}, "enforcement.unsigned"),
        ({"materials": ["application", "decision", "subject"]}, "enforcement.material_missing"),
        ({"amount_fen": OWED_FEN - 1}, "enforcement.amount_wrong"),
    ],
)
def test_an_application_is_whole(given: Scenarios, change: dict[str, object], code: str) -> None:
    """Signed, sealed, with the four papers and the sum that is owed."""
    ready = given(*READY).on("2026-09-21")

    ready.when(APPLIED.but(**change)).refuses("A-56", code=code)
    ready.when(APPLIED).quietly()


@pytest.mark.rule("A-56")
def test_a_decision_under_review_is_not_enforced(given: Scenarios) -> None:
    """While a suit is under way the court is not asked; after it the judgment is executed, in no window of these."""
    accepted = step("case.accept_review", case="C-1", kind="suit", accepted_on="2026-09-10")
    sued = given(*READY, accepted).on("2026-12-19")

    sued.when(APPLIED.but(applied_on="2026-12-19")).refuses("A-56", code="enforcement.review_open")
    sued.when("case.close_review", case="C-1", kind="suit", closed_on="2026-12-19").is_recorded()
    sued.when(APPLIED.but(applied_on="2026-12-19")).quietly()


@pytest.mark.rule("A-56")
def test_the_last_day_to_apply_is_due(given: Scenarios) -> None:
    """From the day after the period to sue, with its owner; before that it waits."""
    ready = given(*READY)

    def applying(day: str) -> list[tuple[date | None, str, int]]:
        found = next_steps(ready.ledger, "case:C-1", on=date.fromisoformat(day)).steps
        return [(one.due, one.owner, len(one.missing)) for one in found if one.command == "enforcement.apply"]

    assert applying("2026-09-18") == [(date(2026, 12, 18), "authority", 1)]
    assert applying("2026-09-19") == [(date(2026, 12, 18), "authority", 0)]


@pytest.mark.rule("A-57")
def test_what_the_court_has_to_do_is_due_from_the_court(given: Scenarios) -> None:
    """Five working days to accept, seven to rule, the make-up day of 2026-09-20 and the holidays of October among them."""
    asked = given(*READY, APPLIED)
    accepted = given(*READY, APPLIED, ACCEPTED)

    def of(scenario: Scenario, day: date) -> list[tuple[str, date, str]]:
        found = due(scenario.ledger, ("case:C-1",), on=day, until=date(2026, 12, 31)).due
        return [(one.command, one.due, one.owner) for one in found if one.rule == "A-57"]

    assert of(asked, date(2026, 9, 22)) == [("court.accept", date(2026, 9, 29), "court")]
    assert of(accepted, date(2026, 9, 28)) == [("court.rule", date(2026, 10, 12), "court")]


@pytest.mark.rule("A-57")
def test_a_late_court_is_noted(given: Scenarios) -> None:
    """A day late it warns, and hinders nothing; heard parties give the court thirty days."""
    asked = given(*READY, APPLIED)
    asked.on("2026-09-30").when(ACCEPTED.but(accepted_on="2026-09-30")).warns("A-57", code="court.accepted_late")
    given(*READY, APPLIED).on("2026-09-29").when(ACCEPTED.but(accepted_on="2026-09-29")).quietly()
    late = PERMITTED.but(ruled_on="2026-10-13")

    given(*READY, APPLIED, ACCEPTED).on("2026-10-13").when(late).warns("A-57", code="court.ruled_late")
    given(*READY, APPLIED, ACCEPTED).on("2026-10-13").when(late.but(heard=True)).quietly()
    given(*READY, APPLIED, ACCEPTED).on("2026-10-12").when(late.but(ruled_on="2026-10-12")).quietly()
    beyond = late.but(heard=True, ruled_on="2026-10-25")
    given(*READY, APPLIED, ACCEPTED).on("2026-10-25").when(beyond).warns("A-57", code="court.ruled_late")


@pytest.mark.rule("A-57")
def test_a_refusal_has_a_ground(given: Scenarios) -> None:
    """The court says why it does not accept, or does not permit."""
    asked = given(*READY, APPLIED).on("2026-09-30")

    asked.when(REFUSED.but(ground="")).refuses("A-57", code="enforcement.part_missing")
    asked.when(REFUSED).then("court.refused")
    accepted = given(*READY, APPLIED, ACCEPTED).on("2026-09-30")
    accepted.when(PERMITTED.but(permitted=False)).refuses("A-57", code="enforcement.part_missing")
    accepted.when(PERMITTED.but(permitted=False, ground="Obviously no basis")).then("court.ruled")


@pytest.mark.rule("A-57")
def test_the_authority_objects_in_fifteen_days(given: Scenarios) -> None:
    """Refused on 2026-09-25, the fifteenth day is Sat 2026-10-10, a make-up working day; on Sunday it is late."""
    refused = given(*READY, APPLIED, REFUSED)
    late = OBJECTED.but(objected_on="2026-10-11")

    refused.on("2026-10-11").when(late).refuses("A-57", code="court.objected_late")
    refused.when(late).as_it_happened("posted late").records_defect("A-57")
    in_time = given(*READY, APPLIED, REFUSED).on("2026-10-10")
    in_time.when(OBJECTED.but(objected_on="2026-10-10")).then("court.objected").quietly()


@pytest.mark.rule("A-57")
def test_a_refusal_starts_the_authority_s_clock(given: Scenarios) -> None:
    """The right to object is shown while it lasts, and no longer."""
    refused = given(*READY, APPLIED, ACCEPTED, PERMITTED.but(permitted=False, ground="No basis"))

    def objecting(day: str) -> list[date | None]:
        found = next_steps(refused.ledger, "case:C-1", on=date.fromisoformat(day)).steps
        return [one.due for one in found if one.command == "court.object"]

    assert objecting("2026-10-01") == [date(2026, 10, 15)]
    assert objecting("2026-10-16") == []


def test_the_court_s_steps_follow_their_order(given: Scenarios) -> None:
    """Nothing is accepted that was not asked, ruled that was not accepted, objected to that was not refused."""
    ready = given(*READY).on("2026-10-15")

    ready.when(ACCEPTED).refuses("SEQ", code="court.not_asked")
    ready.when(PERMITTED).refuses("SEQ", code="court.not_accepted")
    ready.when(OBJECTED).refuses("SEQ", code="court.not_refused")
    ready.when(REFUSED).refuses("SEQ", code="court.not_asked")
    permitted = given(*READY, APPLIED, ACCEPTED, PERMITTED).on("2026-10-15")
    permitted.when(ACCEPTED).refuses("SEQ", code="court.accepted_already")
    permitted.when(PERMITTED).refuses("SEQ", code="court.ruled_already")
    permitted.when(APPLIED.but(applied_on="2026-10-15")).refuses("SEQ", code="enforcement.applied_already")


@pytest.mark.rule("J-09")
def test_a_case_before_the_court_is_concluded_when_it_was_carried_out(given: Scenarios) -> None:
    """While the court has not finished the case stays open, and afterwards it ends whatever was recovered."""
    finished = step(
        "enforcement.finish", case="C-1", recovered_fen=OWED_FEN, document="(2026)湘执1号", finished_on="2026-11-30"
    )
    concluded = step("case.conclude", case="C-1", concluded_on="2026-12-01")
    ruled = given(*READY, APPLIED, ACCEPTED, PERMITTED).on("2026-12-01")

    ruled.when(concluded).refuses("J-09", "A-25", code="case.enforcement_open")
    ruled.when(finished).then("enforcement.finished")
    ruled.when(concluded).then("case.concluded")
    given(*READY, APPLIED, ACCEPTED).on("2026-12-01").when(finished).refuses("SEQ", code="enforcement.not_permitted")


@pytest.mark.rule("J-09")
def test_a_fine_that_nobody_enforces_keeps_the_case_open(given: Scenarios) -> None:
    """Unpaid and without a step to the court the case is not closed; paid in full it is."""
    concluded = step("case.conclude", case="C-1", remitted_ground="Hardship, minutes 4", concluded_on="2026-05-20")
    unpaid = given(*UNPAID).on("2026-05-20")

    unpaid.when(concluded).refuses("J-09", code="case.fine_unpaid")
    unpaid.when(PAID.but(paid_on="2026-05-20")).warns("A-22")
    unpaid.when(concluded).then("case.concluded")


def test_what_is_done_once_is_not_done_again_by_an_older_date(given: Scenarios) -> None:
    """An acceptance, a ruling and an application dated before those that stand are the second ones all the same."""
    permitted = given(*READY, APPLIED, ACCEPTED, PERMITTED).on("2026-12-01")

    permitted.when(ACCEPTED.but(accepted_on="2026-09-22")).refuses("SEQ", code="court.accepted_already")
    permitted.when(PERMITTED.but(ruled_on="2026-09-25")).refuses("SEQ", code="court.ruled_already")
    permitted.when(APPLIED.but(applied_on="2026-09-19")).refuses("SEQ", code="enforcement.applied_already")
    permitted.when(REFUSED.but(refused_on="2026-09-22")).refuses("SEQ", code="court.not_asked")


def test_what_the_court_recovered_is_paid(given: Scenarios) -> None:
    """It counts as a payment, and is no more than what is owed."""
    finished = step(
        "enforcement.finish", case="C-1", recovered_fen=OWED_FEN, document="(2026)湘执1号", finished_on="2026-11-30"
    )
    permitted = given(*READY, APPLIED, ACCEPTED, PERMITTED).on("2026-11-30")

    permitted.when(finished.but(recovered_fen=OWED_FEN + 1)).refuses("SEQ", code="enforcement.recovered_too_much")
    permitted.when(finished).then("enforcement.finished")
    permitted.when(PAID.but(paid_on="2026-11-30", amount_fen=1)).refuses("A-22", code="case.overpaid")
    permitted.when(finished.but(recovered_fen=0)).refuses("SEQ", code="enforcement.ended_already")
