"""Fines by the day: B-32."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.steps import next_steps
from regledger.testing.penalty import DECIDED, FILED, FINE_FEN, NOTIFIED, PAID, SERVED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

FINED = (FILED, NOTIFIED, DECIDED, SERVED)
DAILY = step(
    "daily.impose",
    case="C-1",
    ordered_on="2026-03-20",
    refused_on="2026-03-30",
    fine_fen=10 * FINE_FEN,
    number="(湘)应急罚〔2026〕9号",
    reasons="The alarm was still off",
    told_on="2026-04-01",
    decided_on="2026-04-10",
)


@pytest.mark.rule("B-32")
@pytest.mark.parametrize("days", [9, 11])
def test_each_day_costs_the_original_fine(given: Scenarios, days: int) -> None:
    """Ordered on the 20th and found refused on the 30th: ten days from the 21st, not nine and not eleven."""
    fined = given(*FINED).on("2026-04-10")

    fined.when(DAILY.but(fine_fen=days * FINE_FEN)).refuses("B-32", code="daily.fine_wrong")
    fined.when(DAILY).then("daily.imposed").quietly()


@pytest.mark.rule("B-32")
def test_the_refusal_is_found_after_the_order(given: Scenarios) -> None:
    """On the day of the order nothing is refused yet; one day later one day is counted."""
    fined = given(*FINED).on("2026-04-10")

    fined.when(DAILY.but(refused_on="2026-03-20", fine_fen=0)).refuses("B-32", code="daily.not_refused")
    fined.when(DAILY.but(refused_on="2026-03-21", fine_fen=FINE_FEN)).then("daily.imposed")


@pytest.mark.rule("B-32")
def test_who_was_not_fined_yet_is_not_fined_by_the_day(given: Scenarios) -> None:
    """Ordered, fined, and refusing: a refusal before the first fine is none of these."""
    before = DAILY.but(ordered_on="2026-03-10", refused_on="2026-03-16", fine_fen=6 * FINE_FEN)
    after = before.but(refused_on="2026-03-17", fine_fen=7 * FINE_FEN)
    fined = given(*FINED).on("2026-04-10")

    fined.when(before).refuses("B-32", code="daily.not_fined")
    fined.when(after).then("daily.imposed")


@pytest.mark.rule("B-32")
def test_no_day_is_fined_twice(given: Scenarios) -> None:
    """A second count begins with the day after the last one."""
    fined = given(*FINED, DAILY).on("2026-04-20")
    again = DAILY.but(
        number="(湘)应急罚〔2026〕10号",
        ordered_on="2026-03-29",
        refused_on="2026-04-08",
        told_on="2026-04-13",
        decided_on="2026-04-20",
    )

    fined.when(again).refuses("B-32", code="daily.counted_twice")
    fined.when(again.but(ordered_on="2026-03-30", refused_on="2026-04-09")).then("daily.imposed")


@pytest.mark.rule("B-32")
def test_the_order_that_is_named_is_the_one_that_was_given(given: Scenarios) -> None:
    """Its day is the day from which it is counted; an unknown one is refused."""
    scenario = given(FOUND, ORDERED, *FINED).on("2026-04-10")
    named = DAILY.but(order="R-1")

    scenario.when(named).refuses("B-32", code="daily.order_misfit")
    scenario.when(DAILY.but(order="R-9")).refuses("REF", code="daily.order_unknown")
    fitting = named.but(ordered_on="2026-03-03", refused_on="2026-03-30", fine_fen=27 * FINE_FEN)
    scenario.when(fitting).then("daily.imposed")


def test_a_fine_by_the_day_is_told_beforehand(given: Scenarios) -> None:
    """On the day of the decision it is too late, and no day is counted that has not passed."""
    fined = given(*FINED).on("2026-04-10")

    fined.when(DAILY.but(told_on="2026-04-10")).refuses("A-14", code="daily.not_told")
    ahead = DAILY.but(decided_on="2026-03-29", told_on="2026-03-28")
    fined.when(ahead).refuses("SEQ", code="daily.counted_ahead")
    fined.when(DAILY.but(reasons=" ")).refuses("B-32", code="enforcement.part_missing")


SERVED_DAILY = step("daily.serve", case="C-1", number="(湘)应急罚〔2026〕9号", served_on="2026-04-13")
PAID_DAILY = step(
    "daily.pay",
    case="C-1",
    number="(湘)应急罚〔2026〕9号",
    amount_fen=10 * FINE_FEN,
    receipt="R-9",
    paid_on="2026-04-28",
)


@pytest.mark.rule("A-22")
def test_a_fine_by_the_day_is_served_and_paid(given: Scenarios) -> None:
    """Served once, in seven working days; paid in fifteen days, once and not a fen too much; a day later it is noted."""
    imposed = given(*FINED, DAILY)
    late = PAID_DAILY.but(paid_on="2026-04-29")

    imposed.on("2026-04-22").when(SERVED_DAILY.but(served_on="2026-04-22")).refuses("A-20", code="case.served_late")
    imposed.on("2026-04-21").when(SERVED_DAILY).quietly()
    imposed.when(SERVED_DAILY).refuses("SEQ", code="daily.served_already")
    imposed.on("2026-04-29").when(PAID_DAILY.but(number="9")).refuses("REF", code="daily.unknown")
    imposed.when(PAID_DAILY.but(amount_fen=10 * FINE_FEN + 1)).refuses("A-22", code="daily.overpaid")
    imposed.when(late.but(amount_fen=1)).warns("A-22", code="daily.paid_late")
    imposed.when(PAID_DAILY.but(amount_fen=1)).refuses("REF", code="case.receipt_taken")
    imposed.when(PAID_DAILY.but(amount_fen=10 * FINE_FEN - 1, receipt="R-10")).quietly()


@pytest.mark.rule("J-09")
def test_a_case_ends_when_the_fines_by_the_day_are_paid_too(given: Scenarios) -> None:
    """The first fine alone does not end it, and what waits is next."""
    concluded = step("case.conclude", case="C-1", concluded_on="2026-04-28")
    imposed = given(*FINED, PAID, DAILY, SERVED_DAILY).on("2026-04-28")

    waits = [(one.command, one.due) for one in next_steps(imposed.ledger, "case:C-1").steps if one.rule == "A-22"]
    imposed.when(concluded).refuses("J-09", code="case.daily_unpaid")
    imposed.when(PAID_DAILY).quietly()
    imposed.when(concluded).then("case.concluded")

    assert waits == [("daily.pay", date(2026, 4, 28))]
