"""F-12: what the police fines, and between which sums."""

from __future__ import annotations

import pytest
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import Scenario, Step, given

YUAN = 100
CASE = FILED.but(site="S-2", hazards=["H-1"], act_on="2026-04-06", discovered_on="2026-04-07", opened_on="2026-04-08")
NOTICE = NOTIFIED.but(served_on="2026-04-13", fine_fen=500_000 * YUAN)


def decided(offence: str, yuan: int) -> Step:
    """The decision of a fine on 2026-04-21."""
    return DECIDED.but(offence=offence, fine_fen=yuan * YUAN, decided_on="2026-04-21")


@pytest.fixture
def refused(county: Scenario) -> Scenario:
    """H-1 was ordered to be rectified by 2026-03-30, nobody did, and a case was opened."""
    hazard = FOUND.body["hazards"][:1]
    return given(county.ledger, FOUND.but(site="S-2", hazards=hazard), ORDERED, CASE, NOTICE).on("2026-04-21")


@pytest.mark.rule("F-12")
@pytest.mark.parametrize(
    ("offence", "yuan", "theirs"),
    [
        ("F-12.not_recorded", 50_000, True),
        ("F-12.loss_not_reported", 50_000, True),
        ("F-12.illegal_sale", 200_000, False),
    ],
)
def test_whose_fine_it_is(refused: Scenario, offence: str, yuan: int, theirs: bool) -> None:
    """Art 81(1) is the police's, Art 84(1) the emergency department's: the first is told to whoever decides it."""
    attempt = refused.when(decided(offence, yuan))

    if theirs:
        attempt.warns("F-12", code="controlled_flow.fine_of_the_police").says("emb", offence)
    else:
        attempt.quietly()


@pytest.mark.rule("F-12")
def test_a_notice_is_told_as_well(refused: Scenario) -> None:
    """The authority hears of it before it decides."""
    notice = NOTIFIED.but(offence="F-12.not_recorded", fine_fen=50_000 * YUAN, served_on="2026-04-14")

    refused.when(notice).warns("F-12", code="controlled_flow.fine_of_the_police")


def test_a_loss_that_was_not_reported(refused: Scenario) -> None:
    """Where it was refused after an order it is fined with 10,000 to 50,000 yuan, to the yuan."""
    low = refused.when(decided("F-12.loss_not_reported", 9_999))
    high = refused.when(decided("F-12.loss_not_reported", 50_001))

    low.refuses("F-12", code="case.fine_below_range")
    high.refuses("F-12", code="case.fine_above_range")


def test_the_range_of_what_is_not_recorded(refused: Scenario) -> None:
    """What is not recorded is fined in the same range where it was refused."""
    refused.when(decided("F-12.not_recorded", 9_999)).refuses("A-32", code="case.fine_below_range")
    refused.when(decided("F-12.not_recorded", 50_001)).refuses("A-34", code="case.fine_above_range")
