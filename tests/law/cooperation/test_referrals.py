"""Referrals and assistance between authorities (A-47)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.steps import next_steps
from regledger.testing.delegation import ORGANS
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

NOTED = step(
    "referral.note", referral="R-1", finder="emb", subject="site:S-1", issue="Exit blocked", noted_on="2026-03-02"
)
SENT = step(
    "referral.send",
    referral="R-1",
    addressee="fire",
    record="Transfer record 12",
    accept_by="2026-03-09",
    answer_by="2026-03-20",
    sent_on="2026-03-03",
)
ACCEPTED = step("referral.accept", referral="R-1", by="fire", accepted_on="2026-03-09")
ANSWERED = step("referral.answer", referral="R-1", by="fire", handling="Cleared", answered_on="2026-03-20")


@pytest.mark.rule("A-47")
def test_a_problem_of_another_stays_open_until_it_is_answered(given: Scenarios) -> None:
    """Next says at every stage what is owed, and by when."""
    scenario = given(ORGANS, NOTED).on("2026-03-03")
    found = []

    for act in (SENT, ACCEPTED, ANSWERED):
        found += [(one.command, one.due) for one in next_steps(scenario.ledger, "referral:R-1").steps]
        scenario.on("2026-03-20").when(act).quietly()

    assert found == [
        ("referral.send", None),
        ("referral.accept", date(2026, 3, 9)),
        ("referral.answer", date(2026, 3, 20)),
    ]
    assert next_steps(scenario.ledger, "referral:R-1").steps == ()


@pytest.mark.rule("A-47")
def test_a_transfer_has_a_record_and_another_addressee(given: Scenarios) -> None:
    """Without a record, or to the finder itself, it is refused."""
    scenario = given(ORGANS, NOTED).on("2026-03-03")

    scenario.when(SENT.but(record=" ")).refuses("A-47", code="referral.no_record")
    scenario.when(SENT.but(addressee="emb")).refuses("A-47", code="referral.to_itself")


@pytest.mark.rule("A-47")
def test_only_the_addressee_handles_it_and_late_warns(given: Scenarios) -> None:
    """Another is refused; a day after the last one warns, and is recorded."""
    scenario = given(ORGANS, NOTED, SENT).on("2026-03-21")

    scenario.when(ACCEPTED.but(by="emb")).refuses("A-47", code="referral.not_the_addressee")
    scenario.when(ACCEPTED.but(accepted_on="2026-03-10")).warns("A-47", code="referral.late")
    scenario.when(ANSWERED.but(answered_on="2026-03-21")).warns("A-47", code="referral.late")


@pytest.mark.rule("A-47")
def test_what_is_within_its_competence_is_not_declined(given: Scenarios) -> None:
    """An authority that is not competent declines with a ground, and is not asked again."""
    declined = step(
        "referral.decline",
        referral="R-1",
        by="fire",
        within_competence=False,
        ground="A matter of building law",
        declined_on="2026-03-05",
    )
    scenario = given(ORGANS, NOTED, SENT).on("2026-03-06")

    scenario.when(declined.but(within_competence=True)).refuses("A-47", code="referral.own_competence")
    scenario.when(declined).quietly()
    scenario.when(SENT.but(sent_on="2026-03-06")).refuses("A-47", code="referral.declined_before")
    scenario.when(SENT.but(addressee="gov", sent_on="2026-03-06")).quietly()


@pytest.mark.rule("A-47")
def test_help_within_competence_is_given(given: Scenarios) -> None:
    """It is denied only where it lies outside the competence of the organ asked."""
    asked = step(
        "assistance.request",
        assistance="AS-1",
        asking="emb",
        asked="fire",
        matter="Expert on exits",
        answer_by="2026-03-10",
        requested_on="2026-03-02",
    )
    denied = step(
        "assistance.answer",
        assistance="AS-1",
        given=False,
        within_competence=True,
        answer="No time",
        answered_on="2026-03-05",
    )
    scenario = given(ORGANS, asked).on("2026-03-06")

    assert [one.due for one in next_steps(scenario.ledger, "assistance:AS-1").steps] == [date(2026, 3, 10)]
    scenario.when(denied).refuses("A-47", code="assistance.denied")
    scenario.when(denied.but(within_competence=False)).quietly()
    scenario.when(denied.but(given=True)).refuses("SEQ")
