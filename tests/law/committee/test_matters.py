"""Matters: what is raised is assigned, answered and settled, or it shows as late (I-20)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.governance import GOVERNED, owed
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

RAISED = step(
    "matter.raise", matter="MT-1", authority="emb", subject="site:S-1", ground="No grid officer", raised_on="2026-03-02"
)
ASSIGNED = step("matter.assign", matter="MT-1", owner="hcb", due_on="2026-03-31", assigned_on="2026-03-03")
ANSWERED = step("matter.answer", matter="MT-1", answer="Officer named", answered_on="2026-03-30")
ESCALATED = step(
    "matter.escalate", matter="MT-1", to="gov", reason="No answer", due_on="2026-04-20", escalated_on="2026-04-01"
)
SETTLED = step("matter.settle", matter="MT-1", by="gov", finding="Looked at the roster", settled_on="2026-04-02")


@pytest.mark.rule("I-20")
def test_a_matter_never_stays_silently_open(given: Scenarios) -> None:
    """Each stage of a matter owes a step with a last day, until it is settled."""
    county = given(GOVERNED, RAISED)
    assert owed(county, "matter:MT-1", "2026-03-02") == {"matter.assign": date(2026, 3, 16)}
    county = given(GOVERNED, RAISED, ASSIGNED)
    assert owed(county, "matter:MT-1", "2026-03-31") == {"matter.answer": date(2026, 3, 31)}
    assert owed(county, "matter:MT-1", "2026-04-01")["matter.escalate"] == date(2026, 4, 8)
    county = given(GOVERNED, RAISED, ASSIGNED, ANSWERED)
    assert list(owed(county, "matter:MT-1", "2026-04-01")) == ["matter.settle"]
    county = given(GOVERNED, RAISED, ASSIGNED, ANSWERED, SETTLED)
    assert owed(county, "matter:MT-1", "2026-04-03") == {"matter.reopen": None}


@pytest.mark.rule("I-20")
def test_the_last_day_has_not_passed(given: Scenarios) -> None:
    """An owner is given the day of assigning at the earliest."""
    county = given(GOVERNED, RAISED).on("2026-03-03")
    county.when(ASSIGNED.but(due_on="2026-03-02")).refuses("I-20", code="matter.due_passed")
    county.when(ASSIGNED.but(due_on="2026-03-03")).quietly()


@pytest.mark.rule("I-20")
def test_assigning_late_is_noted(given: Scenarios) -> None:
    """Ten working days after it was raised is in time; the day after is noted."""
    late = ASSIGNED.but(assigned_on="2026-03-17")
    given(GOVERNED, RAISED).on("2026-03-17").when(late).warns("I-20", code="matter.assigned_late")
    given(GOVERNED, RAISED).on("2026-03-16").when(ASSIGNED.but(assigned_on="2026-03-16")).quietly()


@pytest.mark.rule("I-20")
def test_answering_late_is_noted(given: Scenarios) -> None:
    """The last day is in time; the day after is recorded and noted."""
    county = given(GOVERNED, RAISED, ASSIGNED).on("2026-04-01")
    county.when(ANSWERED.but(answered_on="2026-04-01")).warns("I-20", code="matter.answered_late")
    given(GOVERNED, RAISED, ASSIGNED).on("2026-03-31").when(ANSWERED.but(answered_on="2026-03-31")).quietly()


@pytest.mark.rule("I-20")
def test_a_late_matter_goes_above_its_owner(given: Scenarios) -> None:
    """On its last day it is not overdue; the day after it goes to another body, never to its owner."""
    county = given(GOVERNED, RAISED, ASSIGNED).on("2026-04-01")
    county.when(ESCALATED.but(escalated_on="2026-03-31")).refuses("SEQ", code="matter.not_overdue")
    county.when(ESCALATED.but(to="hcb")).refuses("I-20", code="matter.escalated_to_owner")
    county.when(ESCALATED).quietly()


@pytest.mark.rule("I-20")
def test_the_owner_does_not_settle_its_own_matter(given: Scenarios) -> None:
    """Another finds it settled, and says what was found."""
    county = given(GOVERNED, RAISED, ASSIGNED, ANSWERED).on("2026-04-02")
    county.when(SETTLED.but(by="hcb")).refuses("I-20", code="matter.settled_by_owner")
    county.when(SETTLED.but(finding=" ")).refuses("I-20", code="matter.settled_without_finding")
    county.when(SETTLED).quietly()
    county.when(SETTLED).refuses("SEQ", code="matter.settled_already")


def test_a_matter_is_answered_before_it_is_settled(given: Scenarios) -> None:
    """Unanswered it can only be dropped, with the reason; settled it can be reopened."""
    county = given(GOVERNED, RAISED, ASSIGNED).on("2026-04-02")
    reopen = step("matter.reopen", matter="MT-1", reason="It came back", due_on="2026-05-01", reopened_on="2026-04-02")
    county.when(SETTLED).refuses("SEQ", code="matter.unanswered")
    county.when(reopen).refuses("SEQ", code="matter.not_settled")
    county.when(SETTLED.but(result="dropped", finding="The site has closed")).is_recorded()
    county.when(reopen).is_recorded()


def test_what_a_matter_names_is_on_record(given: Scenarios) -> None:
    """An unknown subject, an unknown owner and a matter that nobody raised are refused."""
    county = given(GOVERNED).on("2026-03-03")
    for subject in ("site:S-9", "nothing:X", "leadership:gov"):
        county.when(RAISED.but(subject=subject)).refuses("REF", code="record.unknown")
    county.when(ASSIGNED).refuses("REF", code="record.unknown")
    county.when(RAISED).is_recorded()
    county.when(RAISED).refuses("REF", code="record.taken")
    county.when(ASSIGNED.but(owner="nobody")).refuses("REF", code="authority.unknown")
    county.when(ANSWERED.but(answered_on="2026-03-03")).refuses("SEQ", code="matter.unassigned")


@pytest.mark.rule("I-20")
def test_an_answer_is_given_once_and_can_be_sent_back(given: Scenarios) -> None:
    """A second answer is refused until the first was sent back; then it is owed by the new last day."""
    back = step("matter.reopen", matter="MT-1", reason="No proof", due_on="2026-04-20", reopened_on="2026-04-01")
    again = ANSWERED.but(answered_on="2026-04-20")
    county = given(GOVERNED, RAISED, ASSIGNED, ANSWERED).on("2026-04-20")

    county.when(again).refuses("SEQ", code="matter.answered_already")
    county.when(ANSWERED.but(answered_on="2026-03-20")).refuses("SEQ", code="matter.answered_already")
    county.when(back).quietly()
    assert owed(county, "matter:MT-1", "2026-04-01") == {"matter.answer": date(2026, 4, 20)}
    county.when(again).quietly()


@pytest.mark.rule("I-20")
def test_escalating_late_is_noted(given: Scenarios) -> None:
    """Five working days after its last day, counted over the holiday of April, is in time; the day after warns."""
    county = given(GOVERNED, RAISED, ASSIGNED).on("2026-04-09")
    county.when(ESCALATED.but(escalated_on="2026-04-09")).warns("I-20", code="matter.escalated_late")
    county = given(GOVERNED, RAISED, ASSIGNED).on("2026-04-08")
    county.when(ESCALATED.but(escalated_on="2026-04-08")).quietly()
