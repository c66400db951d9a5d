"""Tip-offs and petitions: once is once, whatever the dates; a late extension is none; blank texts say nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from regledger.history.steps import next_steps
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

from .test_petitions import ANSWER, ASK, EXTEND, HANDLE, PETITION, REVIEW
from .test_tipoffs import ACCEPTED, CONFIRMED, FIRE, PAID, RECEIVED, REWARDED, VERIFIED

REPLIED = step("tipoff.reply", tipoff="T-1", replied_on="2026-03-09")
FORWARDED = step("tipoff.forward", tipoff="T-1", to="fire", ground="Fire matter", forwarded_on="2026-03-04")
TAKEN = (RECEIVED, ACCEPTED)
REWARD = (*TAKEN, VERIFIED, REWARDED)


@pytest.mark.parametrize(
    ("history", "act", "on", "code"),
    [
        ((RECEIVED,), ACCEPTED, "accepted_on", "tipoff.answered_already"),
        ((FIRE, RECEIVED), FORWARDED, "forwarded_on", "tipoff.answered_already"),
        (TAKEN, VERIFIED, "verified_on", "tipoff.not_to_verify"),
        ((*TAKEN, VERIFIED), REPLIED, "replied_on", "tipoff.replied_already"),
        ((*TAKEN, VERIFIED), REWARDED, "rewarded_on", "tipoff.rewarded_already"),
        (REWARD, PAID, "paid_on", "tipoff.no_reward_to_pay"),
        ((PETITION,), ANSWER, "answered_on", "petition.answered_already"),
        ((PETITION,), HANDLE, "handled_on", "petition.handled_already"),
        ((PETITION, HANDLE), ASK, "asked_on", "petition.no_review_open"),
        ((PETITION, HANDLE, ASK), REVIEW, "reviewed_on", "petition.no_review_asked"),
    ],
)
def test_a_second_time_dated_before_the_first_is_the_second_time(
    given: Scenarios, history: tuple[Step, ...], act: Step, on: str, code: str
) -> None:
    """What was done once is not done again under an earlier date."""
    scenario = given(*history, act)
    before = str(date.fromisoformat(act.body[on]) - timedelta(days=1))

    scenario.when(act.but(**{on: before})).refuses("SEQ", code=code)


@pytest.mark.rule("I-19")
def test_a_period_is_extended_while_it_runs(given: Scenarios) -> None:
    """The 60th day is the last on which the period can be extended."""
    given(PETITION).on("2026-05-01").when(EXTEND.but(extended_on="2026-05-01")).quietly()
    given(PETITION).on("2026-05-02").when(EXTEND.but(extended_on="2026-05-02")).refuses(
        "I-19", code="petition.extended_late"
    )


@pytest.mark.rule("I-19")
def test_extensions_add_up_whatever_their_dates(given: Scenarios) -> None:
    """Thirty days are all there are, also where the last of them are dated before the others."""
    given(PETITION, EXTEND).when(EXTEND.but(days=1, extended_on="2026-04-19")).refuses(
        "I-19", code="petition.extended_too_far"
    )


@pytest.mark.parametrize(
    ("history", "act", "part"),
    [
        ((PETITION,), ANSWER, "how"),
        ((PETITION,), EXTEND, "ground"),
        ((PETITION,), HANDLE, "opinion"),
        ((PETITION, HANDLE, ASK), REVIEW, "opinion"),
    ],
)
def test_a_blank_text_says_nothing(given: Scenarios, history: tuple[Step, ...], act: Step, part: str) -> None:
    """A step whose text is blank is refused."""
    scenario = given(*history).on("2026-07-01")

    scenario.when(act.but(**{part: " "})).refuses("REF", code="petition.part_missing")


def test_a_petition_goes_on_as_a_tip_off_of_its_own_authority(given: Scenarios) -> None:
    """It is not routed to a tip-off that somebody else received."""
    asking = PETITION.but(asks_investigation=True)
    scenario = given(FIRE, asking, RECEIVED.but(authority="fire"), RECEIVED.but(tipoff="T-2")).on("2026-03-05")
    route = step("petition.route", petition="X-1", tipoff="T-1", routed_on="2026-03-05")

    scenario.when(route).refuses("REF", code="petition.tipoff_of_another")
    scenario.when(route.but(tipoff="T-2")).quietly()


def test_a_verification_names_a_hazard_on_record(given: Scenarios) -> None:
    """A hazard that nobody recorded is no result."""
    given(*TAKEN).on("2026-03-06").when(VERIFIED.but(hazard="H-none")).refuses("REF", code="tipoff.hazard_unknown")


@pytest.mark.rule("B-31")
def test_a_reward_waits_for_nobody_where_nobody_is_named(given: Scenarios) -> None:
    """A reward is a step where there is an informant; without one it may still be granted to who comes forward."""
    nobody = RECEIVED.but(informant=None, contact=None)
    named, unnamed = (given(CONFIRMED, told, ACCEPTED, VERIFIED) for told in (RECEIVED, nobody))

    assert "tipoff.reward" in {one.command for one in next_steps(named.ledger, "tipoff:T-1").steps}
    assert "tipoff.reward" not in {one.command for one in next_steps(unnamed.ledger, "tipoff:T-1").steps}
    unnamed.on("2026-04-10").when(REWARDED).quietly()
