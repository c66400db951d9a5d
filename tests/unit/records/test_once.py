"""What is done once is done once, whatever day a second act is dated (SEQ)."""

from __future__ import annotations

import pytest
from regledger.ledger import Ledger
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, PAID, SERVED
from regledger.testing.rectification import CLEARED, FOUND, ORDERED, PASSED, REPORTED
from regledger.testing.scenario import COUNTY, Step, given, step

LATER = "2026-09-01"
GRANTED = (
    step(
        "licence.apply",
        licence="L-1",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        kind="trial",
        applied_on="2026-03-02",
    ),
    step("licence.accept", licence="L-1", accepted_on="2026-03-05"),
    step(
        "licence.issue",
        licence="L-1",
        number="X-1",
        checkers=["li", "wang"],
        decided_on="2026-03-20",
        valid_from="2026-03-20",
    ),
)
CASE = (FILED, NOTIFIED, DECIDED, SERVED, PAID)
CONCLUDED = step("case.conclude", case="C-1", concluded_on="2026-04-20")


@pytest.mark.parametrize(
    ("history", "again", "code"),
    [
        (CASE[:3], DECIDED.but(decided_on="2026-03-16"), "case.decided_already"),
        (CASE[:4], SERVED.but(served_on="2026-03-17"), "case.served_already"),
        ((*CASE, CONCLUDED), CONCLUDED.but(concluded_on="2026-04-10"), "case.concluded_already"),
        (
            (FOUND, ORDERED, REPORTED, PASSED.but(reinspected_on="2026-03-18"), CLEARED),
            CLEARED.but(cleared_on="2026-03-19"),
            "hazard.cleared_already",
        ),
        (GRANTED[:2], GRANTED[1].but(accepted_on="2026-03-04"), "licence.accepted_already"),
        (
            GRANTED,
            GRANTED[2].but(number="X-2", decided_on="2026-03-18", valid_from="2026-03-18"),
            "licence.issued_already",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_second_act_dated_before_the_first_is_the_second_all_the_same(
    ledger: Ledger, history: tuple[Step, ...], again: Step, code: str
) -> None:
    """SEQ: an act that was done is not done again by giving the second one an earlier day."""
    scenario = given(ledger, COUNTY, *history)

    answer = scenario.on(LATER).when(again).answer

    assert code in {one.code for one in getattr(answer, "objections", ())}


def test_a_receipt_counts_once_whatever_its_day(ledger: Ledger) -> None:
    """REF: the same receipt, dated before the payment that has it, is refused."""
    scenario = given(ledger, COUNTY, *CASE)

    scenario.on(LATER).when(PAID.but(amount_fen=100, paid_on="2026-03-25")).refuses("REF", code="case.receipt_taken")
