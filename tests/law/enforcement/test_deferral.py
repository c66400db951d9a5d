"""Paying later or in parts: A-27."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.steps import next_steps
from regledger.testing.enforcement import APPLIED, ASKED, DEFERRED, OWED_FEN, UNPAID, URGED, URGING_PROVED
from regledger.testing.penalty import FINE_FEN, PAID
from regledger.testing.scenarios import Scenarios


@pytest.mark.rule("A-27")
def test_a_deferral_follows_the_party_s_application(given: Scenarios) -> None:
    """What nobody asked for is not deferred; the same after an application is."""
    given(*UNPAID).on("2026-03-27").when(DEFERRED).refuses("A-27", code="deferral.not_asked")

    given(*UNPAID, ASKED).on("2026-03-27").when(DEFERRED).then("deferral.granted").quietly()


@pytest.mark.rule("A-27")
def test_an_application_names_the_hardship(given: Scenarios) -> None:
    """A blank one is none."""
    given(*UNPAID).on("2026-03-25").when(ASKED.but(hardship=" ")).refuses("A-27", code="deferral.no_hardship")

    given(*UNPAID).on("2026-03-25").when(ASKED).then("deferral.asked")


@pytest.mark.rule("A-27")
@pytest.mark.parametrize("last", [2_999_999, 3_000_001])
def test_the_parts_are_what_is_left_of_the_fine(given: Scenarios, last: int) -> None:
    """One fen more or less is refused; the whole is in the test above."""
    parts = [{"due_on": "2026-06-30", "amount_fen": 2_000_000}, {"due_on": "2026-09-30", "amount_fen": last}]

    given(*UNPAID, ASKED).on("2026-03-27").when(DEFERRED.but(instalments=parts)).refuses(
        "A-27", code="deferral.parts_misfit"
    )


@pytest.mark.rule("A-27")
def test_a_refusal_answers_an_application_with_reasons(given: Scenarios) -> None:
    """Without reasons, or without an application, there is nothing to refuse."""
    refused = {"case": "C-1", "refused_on": "2026-03-27"}

    given(*UNPAID).on("2026-03-27").when("deferral.refuse", reasons="Profitable", **refused).refuses("A-27")
    asked = given(*UNPAID, ASKED).on("2026-03-27")
    asked.when("deferral.refuse", reasons="", **refused).refuses("A-27", code="deferral.no_ground")
    asked.when("deferral.refuse", reasons="Profitable", **refused).then("deferral.refused")
    asked.when(DEFERRED).refuses("A-27", code="deferral.not_asked")


@pytest.mark.rule("A-27")
def test_the_days_of_the_parts_are_in_order(given: Scenarios) -> None:
    """Parts that do not end the deferral are no parts of it, and a deferral ends after it begins."""
    asked = given(*UNPAID, ASKED).on("2026-03-27")

    asked.when(DEFERRED.but(until="2026-10-01")).refuses("SEQ", code="deferral.days_misfit")
    asked.when(DEFERRED.but(until="2026-03-27", instalments=[])).refuses("SEQ", code="deferral.ends_before")


@pytest.mark.rule("A-27")
def test_the_next_part_is_due_from_the_party(given: Scenarios) -> None:
    """Each part has its last day; what was paid takes the first part away."""
    scenario = given(*UNPAID, ASKED, DEFERRED)

    def due(day: str) -> list[date | None]:
        found = next_steps(scenario.ledger, "case:C-1", on=date.fromisoformat(day)).steps
        return [one.due for one in found if one.rule == "A-27" and one.owner == "party"]

    before = due("2026-04-10")
    scenario.on("2026-06-30").when(PAID.but(amount_fen=2_000_000, paid_on="2026-06-30")).quietly()

    assert before == [date(2026, 6, 30)]
    assert due("2026-07-01") == [date(2026, 9, 30)]


@pytest.mark.rule("A-25")
def test_no_surcharge_grows_while_a_deferral_runs(given: Scenarios) -> None:
    """On the last day of the deferral the fine alone is owed, on the next day three per cent more."""
    scenario = given(*UNPAID, ASKED, DEFERRED)
    concluded = {"case": "C-1"}

    scenario.on("2026-09-30").when(PAID.but(paid_on="2026-09-30")).quietly()
    scenario.when("case.conclude", concluded_on="2026-09-30", **concluded).then("case.concluded")
    late = given(*UNPAID, ASKED, DEFERRED).on("2026-10-01")
    late.when(PAID.but(paid_on="2026-10-01")).warns("A-22")
    late.when("case.conclude", concluded_on="2026-10-01", **concluded).refuses("A-25", code="case.surcharge_unpaid")


@pytest.mark.rule("A-27")
@pytest.mark.rule("A-56")
def test_the_period_to_go_to_the_court_begins_after_the_deferral(given: Scenarios) -> None:
    """Deferred until 2026-09-30, later than the period to sue, the three months run from 2026-10-01 to 2026-12-30."""
    urged = URGED.but(served_on="2026-10-05", perform_by="2026-10-30", amount_fen=FINE_FEN * 115 // 100)
    proved = URGING_PROVED.but(served_on="2026-10-05")
    scenario = given(*UNPAID, ASKED, DEFERRED, urged, proved)

    late = APPLIED.but(amount_fen=OWED_FEN, applied_on="2026-12-31")
    scenario.on("2026-12-31").when(late).refuses("A-56", code="enforcement.too_late")
    scenario.on("2026-12-30").when(late.but(applied_on="2026-12-30")).then("enforcement.applied")


def test_what_is_done_once_or_paid_is_not_deferred(given: Scenarios) -> None:
    """A deferral dated before the one that stands is a second one; a paid fine is not deferred; a part is a sum."""
    deferred = given(*UNPAID, ASKED, DEFERRED).on("2026-12-01")
    parts = [{"due_on": "2026-06-30", "amount_fen": 0}, {"due_on": "2026-09-30", "amount_fen": FINE_FEN}]
    paid = PAID.but(paid_on="2026-03-26")

    deferred.when(DEFERRED.but(granted_on="2026-03-26")).refuses("A-27", code="deferral.not_asked")
    given(*UNPAID, paid).on("2026-03-27").when(ASKED.but(asked_on="2026-03-27")).refuses(
        "SEQ", code="enforcement.nothing_owed"
    )
    given(*UNPAID, ASKED, paid).on("2026-03-27").when(DEFERRED.but(instalments=[])).refuses(
        "SEQ", code="enforcement.nothing_owed"
    )
    given(*UNPAID, ASKED).on("2026-03-27").when(DEFERRED.but(instalments=parts)).refuses(
        "A-27", code="deferral.parts_misfit"
    )
