"""Tip-offs: taken up or forwarded, verified, rewarded; who told it stays hidden."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

RECEIVED = step(
    "tipoff.receive",
    tipoff="T-1",
    authority="emb",
    enterprise="E-1",
    channel="telephone",
    subject="Alarms switched off at night",
    informant={"value": "王五"},
    contact={"value": "13900000000"},
    received_on="2026-03-02",
)
ACCEPTED = step("tipoff.accept", tipoff="T-1", own_matter=True, accepted_on="2026-03-03")
VERIFIED = step(
    "tipoff.verify",
    tipoff="T-1",
    officers=["li", "wang"],
    result="true",
    material="Alarms were off",
    rectification=True,
    signed_by="Head Zhou",
    verified_on="2026-03-06",
)
REWARDED = step("tipoff.reward", tipoff="T-1", fine_fen=3_000_000, reward_fen=450_000, rewarded_on="2026-04-10")
PAID = step(
    "tipoff.pay_reward",
    tipoff="T-1",
    reward_fen=450_000,
    voucher="V-9",
    recipient={"value": "王五"},
    paid_on="2026-04-15",
)
FIRE = step("authority.register", authority="fire", name="Fire brigade", registered_on="2020-01-02")
CONFIRMED = step("rule.confirm", rule="B-31", authority="emb", document="青应急〔2026〕1号", confirmed_on="2026-01-05")


@pytest.mark.rule("B-30")
def test_what_is_another_departments_matter_is_forwarded(given: Scenarios) -> None:
    """It is not taken up, and goes to another department with the ground."""
    scenario = given(FIRE, RECEIVED).on("2026-03-03")
    forward = step("tipoff.forward", tipoff="T-1", to="fire", ground="Fire exits", forwarded_on="2026-03-03")

    scenario.when(ACCEPTED.but(own_matter=False)).refuses("B-30", code="tipoff.of_another")
    scenario.when(forward.but(to="emb")).refuses("B-30", code="tipoff.forwarded_nowhere")
    scenario.when(forward).quietly()
    scenario.when(ACCEPTED).refuses("SEQ", code="tipoff.answered_already")
    given(RECEIVED).on("2026-03-03").when(ACCEPTED).quietly()


@pytest.mark.rule("B-30")
def test_a_verification_is_written_and_signed(given: Scenarios) -> None:
    """A material, the head's signature where something is put right, and the government where somebody died."""
    scenario = given(RECEIVED, ACCEPTED).on("2026-03-06")
    deadly = given(RECEIVED.but(deaths=True), ACCEPTED).on("2026-03-06")

    scenario.when(VERIFIED.but(material=" ")).refuses("B-30", code="tipoff.no_material")
    scenario.when(VERIFIED.but(signed_by="")).refuses("B-30", code="tipoff.unsigned")
    scenario.when(VERIFIED.but(officers=["li"])).refuses("A-01")
    deadly.when(VERIFIED).refuses("B-30", code="tipoff.deaths_by_department")
    deadly.when(VERIFIED.but(organised_by="government")).quietly()
    scenario.when(VERIFIED.but(signed_by="", rectification=False)).quietly()


@pytest.mark.rule("B-31")
@pytest.mark.parametrize(
    ("fine", "insider", "right"),
    [
        (0, False, 300_000),
        (2_000_000, False, 300_000),
        (2_000_100, False, 300_015),
        (200_000_000, False, 30_000_000),
        (200_000_100, False, 30_000_000),
        (3_000_000, True, 540_000),
    ],
)
def test_the_reward_is_15_parts_of_the_fine(given: Scenarios, fine: int, insider: bool, right: int) -> None:
    """Between 3,000 and 300,000 yuan, a fifth more for an insider; another sum is warned of, once confirmed refused."""

    def granted(sum_: int, *history: Step) -> Any:
        told = (*history, RECEIVED.but(insider=insider), ACCEPTED, VERIFIED)
        return given(*told).on("2026-04-10").when(REWARDED.but(fine_fen=fine, reward_fen=sum_))

    granted(right).quietly()
    granted(right + 1).warns("B-31", code="tipoff.reward_wrong")
    granted(right - 1, CONFIRMED).refuses("B-31", code="tipoff.reward_wrong")


@pytest.mark.rule("B-31")
@pytest.mark.parametrize(("grade", "each"), [("general", 3), ("larger", 4), ("major", 5), ("particularly_major", 6)])
def test_concealed_deaths_are_rewarded_each(given: Scenarios, grade: str, each: int) -> None:
    """30,000 to 60,000 yuan for each, 300,000 at most."""

    def granted(deaths: int, yuan: int) -> Any:
        body = {"concealed_deaths": deaths, "grade": grade, "reward_fen": yuan * 100}
        return given(RECEIVED, ACCEPTED, VERIFIED).on("2026-04-10").when(REWARDED.but(fine_fen=0, **body))

    granted(1, each * 10_000).quietly()
    granted(20, 300_000).quietly()
    granted(1, each * 10_000 + 1).warns("B-31")


@pytest.mark.rule("B-31")
def test_only_what_proved_true_is_rewarded(given: Scenarios) -> None:
    """The right is verified: what was not found true is refused; what is paid is what was granted, once."""
    untrue = given(RECEIVED, ACCEPTED, VERIFIED.but(result="untrue")).on("2026-04-10")
    paying = given(RECEIVED, ACCEPTED, VERIFIED, REWARDED).on("2026-04-15")

    untrue.when(REWARDED).refuses("B-31", code="tipoff.not_verified")
    paying.when(PAID.but(reward_fen=1)).refuses("B-31", code="tipoff.paid_otherwise")
    paying.when(PAID).quietly()
    paying.when(PAID).refuses("SEQ", code="tipoff.no_reward_to_pay")


def _whole(given: Scenarios) -> Scenario:
    reply = step("tipoff.reply", tipoff="T-1", replied_on="2026-03-20")
    return given(RECEIVED, ACCEPTED, VERIFIED, reply, REWARDED, PAID)


@pytest.mark.rule("B-30")
def test_who_told_it_stands_in_no_fact_and_no_state(given: Scenarios) -> None:
    """Neither name nor number of the informant is in the log, from intake to payment."""
    ledger = _whole(given).ledger
    head = ledger.recorder.head().number

    shown = [repr(ledger.at(number)) for number in range(1, head + 1)]
    shown.append(repr(ledger.show("tipoff:T-1")))
    assert not [one for one in shown if "王五" in one or "13900000000" in one]
