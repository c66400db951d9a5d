"""Suits: in time, answered in fifteen days, and the remedies that a decision prints (A-52, A-53, A-54)."""

from __future__ import annotations

import pytest
from regledger.history.steps import next_steps
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.review import (
    ACCEPTED,
    APPLIED,
    BINDING,
    EVIDENCE,
    NOTIFIED_SUIT,
    RECEIVED,
    RULED,
    SUED,
    TAKEN,
)
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

RULING = (*BINDING, APPLIED, ACCEPTED, RULED, RECEIVED)
IN_COURT = (*RULING, SUED, TAKEN, NOTIFIED_SUIT)
MINING = DECIDED.but(basis="矿山安全法(2009) Art 40")


@pytest.mark.rule("A-52")
def test_a_direct_suit_has_six_months(given: Scenarios) -> None:
    """Served on 2026-03-18, the last day is Fri 2026-09-18; on the next day the court takes nothing."""
    taken = TAKEN.but(accepted_on="2026-09-21")

    given(*BINDING, SUED.but(filed_on="2026-09-18")).on("2026-09-21").when(taken).quietly()
    scenario = given(*BINDING, SUED.but(filed_on="2026-09-19")).on("2026-09-21")
    scenario.when(taken).refuses("A-52", code="suit.filed_late")


@pytest.mark.rule("A-52")
def test_after_reconsideration_there_are_fifteen_days(given: Scenarios) -> None:
    """Received on Mon 2026-05-25, the last day is Tue 2026-06-09."""
    given(*RULING, SUED).on("2026-06-12").when(TAKEN).quietly()

    late = given(*RULING, SUED.but(filed_on="2026-06-10")).on("2026-06-12").when(TAKEN)
    late.refuses("A-52", code="suit.filed_late")


@pytest.mark.rule("A-52")
def test_without_a_ruling_there_are_fifteen_days_from_the_end_of_its_period(given: Scenarios) -> None:
    """Due on Mon 2026-06-15: whoever sues on that day is early, until Tue 2026-06-30 in time, then late."""
    silent = (*BINDING, APPLIED, ACCEPTED)
    taken = TAKEN.but(accepted_on="2026-07-02")

    given(*silent, SUED.but(filed_on="2026-06-15")).on("2026-07-02").when(taken).refuses(
        "SEQ", code="suit.during_reconsideration"
    )
    given(*silent, SUED.but(filed_on="2026-06-30")).on("2026-07-02").when(taken).quietly()
    given(*silent, SUED.but(filed_on="2026-07-01")).on("2026-07-02").when(taken).refuses("A-52", code="suit.filed_late")


@pytest.mark.rule("A-52")
def test_who_was_not_told_sues_within_a_year(given: Scenarios) -> None:
    """A decision that is not known to tell of remedies can be sued against until 2027-03-18."""
    untold = (FILED, NOTIFIED, DECIDED.but(remedies=None), SERVED)
    taken = TAKEN.but(accepted_on="2027-03-19")

    late = given(*untold, SUED.but(filed_on="2027-03-19")).on("2027-03-19").when(taken)
    late.refuses("A-52", code="suit.filed_late")
    given(*untold, SUED.but(filed_on="2027-03-18")).on("2027-03-19").when(taken).quietly()


@pytest.mark.rule("A-52")
def test_after_five_years_no_suit_is_taken(given: Scenarios) -> None:
    """Decided on 2026-03-17, the fifth year ends on 2031-03-17, whatever kept the party from suing."""
    late = SUED.but(delay_ground="In hospital abroad")
    taken = TAKEN.but(accepted_on="2031-03-18")

    given(*BINDING, late.but(filed_on="2031-03-18")).on("2031-03-18").when(taken).refuses("A-52", code="suit.barred")
    given(*BINDING, late.but(filed_on="2031-03-17")).on("2031-03-18").when(taken).quietly()


@pytest.mark.rule("A-52")
def test_next_shows_until_when_to_sue(given: Scenarios) -> None:
    """After the ruling the step ends on Tue 2026-06-09."""
    steps = next_steps(given(*RULING).on("2026-06-01").ledger, "case:C-1").steps
    found = next(one for one in steps if one.command == "suit.file")

    assert (str(found.due), found.rule, found.owner) == ("2026-06-09", "A-52", "party")


@pytest.mark.rule("A-53")
def test_trap_14_evidence_reaches_the_court_in_fifteen_days_not_ten(given: Scenarios) -> None:
    """Complaint received on Mon 2026-06-15: until Tue 2026-06-30 it is in time, also after the old ten days; then none."""
    given(*IN_COURT).on("2026-06-26").when(EVIDENCE.but(submitted_on="2026-06-26")).quietly()
    given(*IN_COURT).on("2026-06-30").when(EVIDENCE).quietly()

    scenario = given(*IN_COURT).on("2026-07-01")
    late = scenario.when(EVIDENCE.but(submitted_on="2026-07-01"))
    late.refuses("A-53", code="suit.evidence_late")
    scenario.when(EVIDENCE.but(submitted_on="2026-07-01")).as_it_happened("Sent late").records_defect("A-53")


@pytest.mark.rule("A-53")
def test_evidence_and_norms_are_both_handed_in(given: Scenarios) -> None:
    """Without one of them the answer is refused; the step names the last day."""
    scenario = given(*IN_COURT).on("2026-06-30")
    owed = next(one for one in next_steps(scenario.ledger, "case:C-1").steps if one.command == "suit.answer")

    assert (str(owed.due), owed.rule, owed.owner) == ("2026-06-30", "A-53", "authority")
    scenario.when(EVIDENCE.but(norms=" ")).refuses("A-53", code="suit.evidence_missing")
    scenario.when(EVIDENCE.but(evidence="")).refuses("A-53", code="suit.evidence_missing")
    scenario.when(EVIDENCE).quietly()


@pytest.mark.rule("A-54")
def test_trap_05_under_the_mining_law_a_reviewer_chooses_the_remedies(given: Scenarios) -> None:
    """Its 15 days stand against 60 days and six months, so such a decision waits for legal review; others do not."""
    review = step(
        "case.review_legally",
        case="C-1",
        reviewer="wang",
        result="passed",
        opinion="Print 60 days and six months",
        reviewed_on="2026-03-16",
    )
    unsigned = given(FILED, NOTIFIED).on("2026-03-17")

    unsigned.when(MINING).refuses("A-54", code="case.remedies_unsigned")
    given(FILED, NOTIFIED, review).on("2026-03-17").when(MINING).quietly()
    unsigned.when(DECIDED).quietly()
