"""Payment, the surcharge for paying late, and what suspends it (A-22, A-25, A-26)."""

from __future__ import annotations

import pytest
from regledger.history.steps import next_steps
from regledger.testing.penalty import DECIDED, FILED, FINE_FEN, NOTIFIED, PAID, SERVED
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

OWED = (FILED, NOTIFIED, DECIDED, SERVED)
CONCLUDED = step("case.conclude", case="C-1", concluded_on="2026-04-20")
ACCEPTED = step("case.accept_review", case="C-1", kind="reconsideration", accepted_on="2026-04-05")
ENDED = step("case.close_review", case="C-1", kind="reconsideration", closed_on="2026-05-10")


def late(day: str, surcharge_fen: int) -> Step:
    """The fine with that surcharge, paid on `day`."""
    return PAID.but(paid_on=day, amount_fen=FINE_FEN + surcharge_fen)


@pytest.mark.rule("A-22")
def test_the_fine_is_paid_within_fifteen_days(given: Scenarios) -> None:
    """Received on 2026-03-18, the last day is 2026-04-02, as the step says; the day after it is warned of."""
    due = {one.command: one.due for one in next_steps(given(OWED).on("2026-03-20").ledger, "case:C-1").steps}

    assert str(due["case.pay"]) == "2026-04-02"
    given(OWED).on("2026-04-03").when(PAID).quietly()
    given(OWED).on("2026-04-03").when(PAID.but(paid_on="2026-04-03")).warns("A-22", code="case.paid_late")


@pytest.mark.rule("A-22")
def test_who_decides_does_not_collect(given: Scenarios) -> None:
    """The authority takes no money; the bank and electronic payment do."""
    scenario = given(OWED).on("2026-04-02")

    scenario.when(PAID.but(collector="authority")).refuses("A-22", code="case.collected_by_authority")
    scenario.when(PAID.but(collector="electronic")).quietly()


@pytest.mark.rule("A-25")
def test_a_late_fine_costs_three_per_cent_a_day(given: Scenarios) -> None:
    """Twelve days late, 18,000 yuan stand open beside the fine; one fen more than both is no debt, one fen less keeps the case open."""
    scenario = given(OWED).on("2026-04-20")

    scenario.when(late("2026-04-14", 1_800_001)).refuses("A-22", code="case.overpaid")
    scenario.when(late("2026-04-14", 1_799_999)).warns("A-22")
    scenario.when(CONCLUDED).refuses("A-25", code="case.surcharge_unpaid")
    scenario.when(late("2026-04-14", 0).but(amount_fen=1, receipt="R-2")).warns("A-22")
    scenario.when(CONCLUDED).is_recorded()


@pytest.mark.rule("A-25")
@pytest.mark.parametrize(
    ("day", "surcharge"), [("2026-05-05", 4_950_000), ("2026-05-06", FINE_FEN), ("2026-09-30", FINE_FEN)]
)
def test_the_surcharge_never_exceeds_the_fine(given: Scenarios, day: str, surcharge: int) -> None:
    """On day 33 it is 99 per cent; from day 34 on it is the fine and grows no more."""
    scenario = given(OWED).on("2026-10-10")
    conclude = CONCLUDED.but(concluded_on="2026-10-01")

    scenario.when(late(day, surcharge - 1)).warns("A-22")
    scenario.when(conclude).refuses("A-25", code="case.surcharge_unpaid")
    scenario.when(PAID.but(paid_on=day, amount_fen=2, receipt="R-2")).refuses("A-22", code="case.overpaid")
    scenario.when(PAID.but(paid_on=day, amount_fen=1, receipt="R-2")).warns("A-22")
    scenario.when(conclude).is_recorded()


@pytest.mark.rule("A-26")
def test_days_of_a_review_cost_nothing(given: Scenarios) -> None:
    """Late since 2026-04-03, in review from 04-05 to 05-10: on 05-11 three days count, and 4,500 yuan are owed."""
    scenario = given(OWED, ACCEPTED).on("2026-05-20")
    owed = {one.command: one.rule for one in next_steps(scenario.ledger, "case:C-1").steps}

    assert owed["case.close_review"] == "A-26"
    scenario.when(ENDED).is_recorded()
    scenario.when(late("2026-05-11", 450_001)).refuses("A-22", code="case.overpaid")
    scenario.when(late("2026-05-11", 450_000)).warns("A-22")
    scenario.when(CONCLUDED.but(concluded_on="2026-05-12")).is_recorded()
