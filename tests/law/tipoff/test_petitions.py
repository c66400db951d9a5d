"""Petitions: told in 15 days, handled in 60, and what asks to investigate goes on as a tip-off."""

from __future__ import annotations

import pytest
from regledger.history.due import due
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

from .test_tipoffs import RECEIVED

PETITION = step(
    "petition.receive",
    petition="X-1",
    authority="emb",
    petitioner={"value": "赵六"},
    subject="Noise of the plant",
    received_on="2026-03-02",
)
ANSWER = step("petition.answer", petition="X-1", how="We look into it", answered_on="2026-03-17")
HANDLE = step("petition.handle", petition="X-1", opinion="Measured, within limits", handled_on="2026-05-01")
EXTEND = step("petition.extend", petition="X-1", days=30, ground="Two measurements", extended_on="2026-04-20")
ASK = step("petition.ask_review", petition="X-1", asked_on="2026-05-31")
REVIEW = step("petition.review", petition="X-1", opinion="Upheld", reviewed_on="2026-06-30")


@pytest.mark.rule("I-19")
def test_the_petitioner_is_told_in_15_days(given: Scenarios) -> None:
    """The 15th day is in time and the step is due on it; the next day is noted."""
    found = {one.command: str(one.due) for one in due(given(PETITION).on("2026-05-01").ledger, ["petition:X-1"]).due}

    assert found == {"petition.answer": "2026-03-17", "petition.handle": "2026-05-01"}
    given(PETITION).on("2026-03-17").when(ANSWER).quietly()
    given(PETITION).on("2026-03-18").when(ANSWER.but(answered_on="2026-03-18")).warns(
        "I-19", code="petition.answered_late"
    )


@pytest.mark.rule("I-19")
def test_an_organ_objects_within_five_working_days(given: Scenarios) -> None:
    """To what another organ sent."""
    sent = PETITION.but(forwarded=True)
    objection = step("petition.object", petition="X-1", ground="Of the environment bureau", objected_on="2026-03-09")

    given(sent).on("2026-03-09").when(objection).quietly()
    given(sent).on("2026-03-10").when(objection.but(objected_on="2026-03-10")).refuses(
        "I-19", code="petition.objected_late"
    )


@pytest.mark.rule("I-19")
def test_what_asks_to_investigate_goes_on_as_a_tip_off(given: Scenarios) -> None:
    """It gets no opinion; what asks nothing of the kind is not routed."""
    route = step("petition.route", petition="X-1", tipoff="T-1", routed_on="2026-03-05")
    asks = PETITION.but(asks_investigation=True)

    given(asks, RECEIVED).on("2026-03-05").when(route).quietly()
    given(PETITION, RECEIVED).on("2026-03-05").when(route).refuses("I-19", code="petition.asks_no_investigation")
    given(asks).on("2026-05-01").when(HANDLE).refuses("I-19", code="petition.to_be_routed")
    given(PETITION).on("2026-05-01").when(HANDLE).quietly()


@pytest.mark.rule("I-19")
def test_a_petition_is_handled_in_60_days_and_30_more(given: Scenarios) -> None:
    """A late opinion is noted; a longer extension is refused."""
    given(PETITION).on("2026-05-02").when(HANDLE.but(handled_on="2026-05-02")).warns(
        "I-19", code="petition.handled_late"
    )
    given(PETITION).on("2026-04-20").when(EXTEND.but(days=31)).refuses("I-19", code="petition.extended_too_far")
    given(PETITION, EXTEND).on("2026-05-31").when(HANDLE.but(handled_on="2026-05-31")).quietly()
    given(PETITION, EXTEND).on("2026-06-01").when(HANDLE.but(handled_on="2026-06-01")).warns("I-19")


@pytest.mark.rule("I-19")
def test_an_opinion_is_reviewed_twice_at_most(given: Scenarios) -> None:
    """Each review is asked for within 30 days and decided within 30 days."""
    handled = given(PETITION, HANDLE).on("2026-06-01")
    again = ASK.but(asked_on="2026-07-30")

    handled.when(ASK.but(asked_on="2026-06-01")).refuses("I-19", code="petition.review_asked_late")
    given(PETITION, HANDLE, ASK).on("2026-06-30").when(REVIEW).quietly()
    given(PETITION, HANDLE, ASK).on("2026-07-01").when(REVIEW.but(reviewed_on="2026-07-01")).warns(
        "I-19", code="petition.reviewed_late"
    )
    twice = given(PETITION, HANDLE, ASK, REVIEW, again, REVIEW.but(reviewed_on="2026-08-29")).on("2026-09-01")
    twice.when(ASK.but(asked_on="2026-09-01")).refuses("SEQ", code="petition.no_review_open")
