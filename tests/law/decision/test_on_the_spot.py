"""Decisions made on the spot (A-01, A-09, A-10, A-30, A-31, A-49)."""

from __future__ import annotations

import pytest
from regledger.history.steps import next_steps
from regledger.testing.decision import SPOT
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

SUIT = step("summary.accept_review", summary="D-1", kind="suit", accepted_on="2026-04-01")
ACCEPTED = SUIT.but(kind="reconsideration", accepted_on="2026-03-10")
ENDED = step("summary.close_review", summary="D-1", kind="reconsideration", closed_on="2026-03-31")


@pytest.mark.rule("A-09")
@pytest.mark.parametrize(("party", "most"), [("unit", 300_000), ("citizen", 20_000)])
def test_a_fine_on_the_spot_is_small(given: Scenarios, party: str, most: int) -> None:
    """Up to 3,000 yuan for a unit and 200 for a citizen; one fen more is refused."""
    scenario = given().on("2026-03-04")
    spot = SPOT.but(party=party, person={"value": "张三"} if party == "citizen" else None)

    scenario.when(spot.but(fine_fen=most + 1)).refuses("A-09", code="summary.fine_over_limit")
    scenario.when(spot.but(fine_fen=most)).quietly()


@pytest.mark.rule("A-09")
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"facts_certain": False}, "summary.facts_uncertain"),
        ({"basis": " "}, "summary.facts_uncertain"),
        ({"sanction": "warning"}, "summary.warning_with_fine"),
        ({"fine_fen": 0}, "summary.warning_with_fine"),
    ],
)
def test_only_what_is_certain_is_punished_on_the_spot(given: Scenarios, changed: dict[str, object], code: str) -> None:
    """Without certain facts or a basis it is refused; a warning has no sum, a fine has one."""
    scenario = given().on("2026-03-04")

    scenario.when(SPOT.but(**changed)).refuses("A-09", code=code)
    scenario.when(SPOT.but(sanction="warning", fine_fen=0)).quietly()


@pytest.mark.rule("A-10")
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"certificates_shown": False}, "summary.certificate_not_shown"),
        ({"place": ""}, "summary.part_missing"),
        ({"remedies": " "}, "summary.part_missing"),
        ({"handing": "none"}, "summary.not_handed_over"),
    ],
)
def test_the_paper_is_whole_and_handed_over(given: Scenarios, changed: dict[str, object], code: str) -> None:
    """What it lacks is refused; a refusal to sign is noted and lawful."""
    scenario = given().on("2026-03-04")

    scenario.when(SPOT.but(**changed)).refuses("A-10", code=code)
    scenario.when(SPOT.but(handing="refusal_noted")).quietly()


@pytest.mark.rule("A-10")
def test_the_decision_is_filed_with_the_authority(given: Scenarios) -> None:
    """It is owed until it is filed, and filed once."""
    scenario = given(SPOT).on("2026-03-05")
    filed = step("summary.file", summary="D-1", filed_on="2026-03-05")

    owed = [(one.command, one.rule) for one in next_steps(scenario.ledger, "summary:D-1").steps]
    assert ("summary.file", "A-10") in owed
    scenario.when(filed).quietly()
    assert "summary.file" not in [one.command for one in next_steps(scenario.ledger, "summary:D-1").steps]
    scenario.when(filed).refuses("SEQ", code="summary.filed_already")


@pytest.mark.rule("A-49")
def test_trap_09_reconsideration_comes_before_a_suit(given: Scenarios) -> None:
    """TRAP-09: the paper says so, and no suit is accepted while none was ended."""
    scenario = given().on("2026-03-04")

    scenario.when(SPOT.but(review_first_told=False)).refuses("A-49", code="summary.review_first_not_told")
    scenario.when(SPOT).quietly()
    scenario.on("2026-04-01").when(SUIT).refuses("A-49", code="summary.suit_before_review")
    given(SPOT, ACCEPTED).on("2026-04-01").when(SUIT).refuses("A-49", code="summary.suit_before_review")
    given(SPOT, ACCEPTED, ENDED).on("2026-04-01").when(SUIT).quietly()


@pytest.mark.rule("A-01")
def test_two_officers_punish_on_the_spot(given: Scenarios) -> None:
    """One alone is refused."""
    scenario = given().on("2026-03-04")

    scenario.when(SPOT.but(officers=["li"])).refuses("A-01", code="officers.too_few")
    scenario.when(SPOT).quietly()


@pytest.mark.rule("A-30")
def test_what_was_fined_on_the_spot_is_not_fined_so_again(given: Scenarios) -> None:
    """The same act of the same day is fined once; a citizen's fine is another party's."""
    scenario = given(SPOT).on("2026-03-04")
    again = SPOT.but(summary="D-2", number="当2026002")

    scenario.when(again).refuses("A-30", code="summary.fined_already")
    scenario.when(again.but(sanction="warning", fine_fen=0)).quietly()


@pytest.mark.rule("A-31")
def test_on_the_spot_correction_is_ordered_too(given: Scenarios) -> None:
    """Without it, it warns."""
    given().on("2026-03-04").when(SPOT.but(correction="")).warns("A-31", code="summary.no_order_to_correct")
    given().on("2026-03-04").when(SPOT).quietly()
