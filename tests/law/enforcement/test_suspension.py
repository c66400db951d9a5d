"""Suspending execution and ending it: A-62."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.steps import next_steps
from regledger.testing.enforcement import SUSPENDED, UNPAID, URGED
from regledger.testing.penalty import FINE_FEN, PAID
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

HALTED = (*UNPAID, URGED, SUSPENDED)
RESUMED = step("enforcement.resume", case="C-1", reasons="A new order came in", resumed_on="2026-10-20")
ENDED = step(
    "enforcement.end", case="C-1", ground="organisation_ended", reasons="Struck off, no assets", ended_on="2026-10-20"
)
GIVEN_UP = step(
    "enforcement.give_up",
    case="C-1",
    social_harm=False,
    unable=True,
    reasons="No assets in three years",
    ended_on="2029-09-22",
)
CONCLUDED = step("case.conclude", case="C-1", concluded_on="2029-09-22")


@pytest.mark.rule("A-62")
def test_a_loss_hard_to_repair_suspends_where_the_public_is_not_harmed(given: Scenarios) -> None:
    """The same ground is refused where it harms the public interest."""
    lossy = SUSPENDED.but(ground="irreparable_loss", reasons="The furnace would burst")
    urged = given(*UNPAID, URGED).on("2026-09-21")

    urged.when(lossy.but(harms_public=True)).refuses("A-62", code="enforcement.suspension_harms")
    urged.when(SUSPENDED.but(reasons=" ")).refuses("A-62", code="enforcement.part_missing")
    urged.when(lossy).then("enforcement.suspended").quietly()


@pytest.mark.rule("A-62")
def test_execution_is_given_up_after_three_full_years(given: Scenarios) -> None:
    """Suspended on 2026-09-21, the three years end with 2029-09-21; on the next day it is given up, and the case ends."""
    halted = given(*HALTED)

    early = GIVEN_UP.but(ended_on="2029-09-21")
    halted.on("2029-09-21").when(early).refuses("A-62", code="enforcement.three_years_open")
    halted.on("2029-09-22").when(GIVEN_UP).then("enforcement.ended").quietly()
    halted.when(CONCLUDED).then("case.concluded")


@pytest.mark.rule("A-62")
@pytest.mark.parametrize("change", [{"social_harm": True}, {"unable": False}])
def test_who_can_pay_or_does_harm_is_not_let_go(given: Scenarios, change: dict[str, bool]) -> None:
    """All three together: three years, no obvious harm to society, and a party that truly cannot."""
    halted = given(*HALTED).on("2029-09-22")

    halted.when(GIVEN_UP.but(**change)).refuses("A-62", code="enforcement.not_to_be_given_up")
    halted.when(GIVEN_UP).then("enforcement.ended")


@pytest.mark.rule("A-62")
def test_a_resumption_ends_the_three_years(given: Scenarios) -> None:
    """What was resumed is not given up, though three years have passed since it was first suspended."""
    resumed = given(*HALTED, RESUMED).on("2029-09-22")

    resumed.when(GIVEN_UP).refuses("SEQ", code="enforcement.not_suspended")
    given(*HALTED).on("2026-10-20").when(RESUMED.but(reasons="")).refuses("A-62", code="enforcement.part_missing")
    again = given(*HALTED, RESUMED, SUSPENDED.but(suspended_on="2027-01-04")).on("2029-09-22")
    again.when(GIVEN_UP).refuses("A-62", code="enforcement.three_years_open")


@pytest.mark.rule("A-62")
def test_execution_ends_on_a_ground_that_the_record_bears(given: Scenarios) -> None:
    """No decision is said to be revoked that stands; the end of the organisation is stated with its reasons."""
    urged = given(*UNPAID, URGED).on("2026-10-20")

    urged.when(ENDED.but(ground="annulled")).refuses("A-62", code="enforcement.not_annulled")
    urged.when(ENDED.but(reasons="")).refuses("A-62", code="enforcement.part_missing")
    urged.when(ENDED).then("enforcement.ended")
    urged.when(ENDED).refuses("SEQ", code="enforcement.ended_already")


@pytest.mark.rule("A-62")
@pytest.mark.rule("J-09")
def test_an_ended_execution_ends_the_case(given: Scenarios) -> None:
    """Nothing was paid, and the case is concluded all the same."""
    concluded = CONCLUDED.but(concluded_on="2026-10-20")
    unpaid = given(*UNPAID, URGED).on("2026-10-20")

    unpaid.when(concluded).refuses("J-09", "A-25", code="case.fine_unpaid")
    unpaid.when(ENDED).is_recorded()
    unpaid.when(concluded).then("case.concluded")


@pytest.mark.rule("A-62")
def test_what_is_suspended_waits_for_its_resumption(given: Scenarios) -> None:
    """Going on is always next, giving up waits for the three years."""
    halted = given(*HALTED)

    def waiting(day: str) -> dict[str, bool]:
        found = next_steps(halted.ledger, "case:C-1", on=date.fromisoformat(day)).steps
        return {one.command: one.possible for one in found if one.rule == "A-62"}

    assert waiting("2029-09-21") == {"enforcement.resume": True, "enforcement.give_up": False}
    assert waiting("2029-09-22") == {"enforcement.resume": True, "enforcement.give_up": True}


def test_suspension_follows_its_order(given: Scenarios) -> None:
    """Not before urging, not twice, not after the end; only what is suspended is resumed."""
    halted = given(*HALTED).on("2026-10-20")

    given(*UNPAID).on("2026-09-21").when(SUSPENDED).refuses("SEQ", code="urging.missing")
    halted.when(SUSPENDED.but(suspended_on="2026-10-20")).refuses("SEQ", code="enforcement.suspended_already")
    given(*UNPAID, URGED).on("2026-10-20").when(RESUMED).refuses("SEQ", code="enforcement.not_suspended")
    ended = given(*UNPAID, URGED, ENDED).on("2026-10-20")
    ended.when(SUSPENDED.but(suspended_on="2026-10-20")).refuses("SEQ", code="enforcement.ended_already")


def test_a_payment_during_suspension_counts(given: Scenarios) -> None:
    """The party may pay at any time."""
    given(*HALTED).on("2026-10-20").when(PAID.but(amount_fen=FINE_FEN, paid_on="2026-10-20")).warns("A-22")


def test_nothing_is_suspended_twice_or_for_nothing(given: Scenarios) -> None:
    """By no older date, and not after everything was paid; what was resumed is not resumed again."""
    halted = given(*HALTED).on("2026-12-01")
    done = given(*UNPAID, URGED).on("2026-09-21")

    halted.when(SUSPENDED.but(suspended_on="2026-09-10")).refuses("SEQ", code="enforcement.suspended_already")
    halted.when(RESUMED).is_recorded()
    halted.when(RESUMED.but(resumed_on="2026-10-10")).refuses("SEQ", code="enforcement.not_suspended")
    done.when(PAID.but(amount_fen=2 * FINE_FEN, paid_on="2026-09-21")).warns("A-22")
    done.when(SUSPENDED).refuses("SEQ", code="enforcement.nothing_owed")
