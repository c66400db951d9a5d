"""Notice, statement and decision: A-14, A-15, A-16, A-18, A-19, A-30."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.deciding.asserting import assert_rows
from regledger.ledger import Ledger
from regledger.log.envelope import Source
from regledger.log.facts import NewFact
from regledger.records.case.facts import CaseNoticeServed, CaseOpened, CaseStatementMade
from regledger.testing.penalty import DECIDED, FILED, FINE_FEN, NOTIFIED
from regledger.testing.scenario import COUNTY, Scenario, given, step

LATER = "2026-09-01"
STATED = step("case.make_statement", case="C-1", kind="statement", made_on="2026-03-10")
WAIVED = step("case.make_statement", case="C-1", kind="waiver", hearing_waived=True, made_on="2026-03-09")
REGISTER = Source(register="old", file="0" * 64, row=2, column="notice", key="C-1")


def asserted(ledger: Ledger, body: CaseNoticeServed | CaseOpened | CaseStatementMade) -> None:
    """Record `body` as an old register has it."""
    head = ledger.recorder.head().number
    assert_rows(
        ledger,
        [[NewFact(body=body, source=REGISTER)]],
        register="old",
        mapping=b"mapping",
        actor="officer:clerk",
        after=head,
    )


def test_a_decision_after_notice_and_window_is_recorded(ledger: Ledger) -> None:
    """A-14, A-16: told, not answered, decided on the day after the hearing could last be asked for."""
    given(ledger, COUNTY, FILED, NOTIFIED).on("2026-03-17").when(DECIDED).then("case.decided").quietly()


# ── A-14 ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_decision_without_prior_notice(ledger: Ledger) -> None:
    """A-14: a penalty decision without prior notice is refused, and nothing is recorded."""
    given(ledger, COUNTY, FILED).on("2026-03-17").when(DECIDED).refuses("A-14", code="case.notice_missing")


def test_a_later_notice_does_not_help(ledger: Ledger) -> None:
    """A-14: a decision dated before the notice is refused."""
    given(ledger, COUNTY, FILED, NOTIFIED).on(LATER).when(DECIDED.but(decided_on="2026-03-08")).refuses("A-14")


def test_a_decision_cannot_be_recorded_as_it_happened(ledger: Ledger) -> None:
    """A-14: deciding is the authority's own act; what the law forbids it is refused whatever is said."""
    given(ledger, COUNTY, FILED).on(LATER).when(DECIDED).as_it_happened("old habit").refuses("A-14", "SEQ")


def test_a_notice_that_a_register_asserts_is_no_notice(ledger: Ledger) -> None:
    """A-14: nobody judged it, so no decision can rely on it; a notice recorded here puts that right."""
    scenario = given(ledger, COUNTY, FILED).on(LATER)
    asserted(
        ledger,
        CaseNoticeServed(
            case="C-1",
            enterprise="E-1",
            site="S-1",
            authority="emb",
            fine_fen=FINE_FEN,
            facts="-",
            basis="-",
            hearing_right_told=True,
            new_facts="",
            served_on=date(2026, 3, 9),
        ),
    )

    scenario.when(DECIDED).refuses("A-14", code="case.notice_only_asserted")
    given(ledger, NOTIFIED).on(LATER).when(DECIDED).then("case.decided")


def test_a_filing_that_a_register_asserts_is_no_filing(ledger: Ledger) -> None:
    """A-04: a case known only from a register cannot be decided here."""
    scenario = given(ledger, COUNTY).on(LATER)
    filed = FILED.body
    asserted(
        ledger,
        CaseOpened(
            case="C-1",
            enterprise="E-1",
            site="S-1",
            authority="emb",
            act=filed["act"],
            act_on=date(2026, 2, 25),
            discovered_on=date(2026, 2, 26),
            harms_life=False,
            inspections=(),
            hazards=(),
            opened_on=date(2026, 3, 2),
        ),
    )

    given(ledger, NOTIFIED)

    scenario.on(LATER).when(DECIDED).refuses("A-04", code="case.filing_only_asserted")


def test_the_party_can_speak_before_the_decision(ledger: Ledger) -> None:
    """A-14: a decision on the day of the notice is refused, on the next day it is not."""
    told = NOTIFIED.but(hearing_right_told=False, fine_fen=10_000)
    scenario = given(ledger, COUNTY, FILED, told).on(LATER)
    decided = DECIDED.but(fine_fen=10_000)

    scenario.when(decided.but(decided_on="2026-03-09")).refuses("A-14", code="case.not_heard")
    scenario.when(decided.but(decided_on="2026-03-10")).is_recorded()


def test_a_waiver_spares_the_wait_and_not_the_notice(ledger: Ledger) -> None:
    """A-14: a party that waives can be decided upon the same day; without a notice there is nothing to waive."""
    scenario = given(ledger, COUNTY, FILED).on(LATER)
    scenario.when(WAIVED).refuses("SEQ", code="case.statement_before_notice")

    given(ledger, NOTIFIED, WAIVED).on(LATER).when(DECIDED.but(decided_on="2026-03-09")).then("case.decided")


def test_a_waiver_that_a_register_asserts_is_no_waiver(ledger: Ledger) -> None:
    """A-14, A-16: nobody judged it, so the party's time to speak and to ask for a hearing runs on."""
    scenario = given(ledger, COUNTY, FILED, NOTIFIED).on(LATER)
    asserted(
        ledger,
        CaseStatementMade(
            case="C-1",
            enterprise="E-1",
            site="S-1",
            authority="emb",
            kind="waiver",
            hearing_waived=True,
            text=None,
            made_on=date(2026, 3, 9),
        ),
    )

    scenario.when(DECIDED.but(decided_on="2026-03-09")).refuses("A-14", "A-16", code="case.not_heard")


def test_a_waiver_of_an_earlier_notice_does_not_cover_a_later_one(ledger: Ledger) -> None:
    """A-14: what was waived before the last notice was served does not count for it."""
    again = NOTIFIED.but(served_on="2026-03-12")

    given(ledger, COUNTY, FILED, NOTIFIED, WAIVED, again).on(LATER).when(DECIDED.but(decided_on="2026-03-12")).refuses(
        "A-14", "A-16"
    )


def test_the_fine_is_not_above_what_was_told(ledger: Ledger) -> None:
    """A-14: one fen above the notice is refused, the told fine and less are not."""
    scenario = given(ledger, COUNTY, FILED, NOTIFIED).on(LATER)

    scenario.when(DECIDED.but(fine_fen=FINE_FEN + 1)).refuses("A-14", code="case.fine_above_notice").says("50,000.01")
    scenario.when(DECIDED.but(fine_fen=FINE_FEN - 1)).is_recorded()


def test_the_fine_is_not_raised_because_of_the_defence(ledger: Ledger) -> None:
    """A-14: after a statement a new notice is not higher, unless it names new facts."""
    scenario = given(ledger, COUNTY, FILED, NOTIFIED, STATED).on(LATER)
    higher = NOTIFIED.but(fine_fen=FINE_FEN + 1, served_on="2026-03-12")

    scenario.when(higher).refuses("A-14", code="case.raised_after_defence")
    scenario.when(higher.but(fine_fen=FINE_FEN)).is_recorded()
    scenario.when(higher.but(new_facts="A second alarm was off")).is_recorded()


def test_a_party_that_said_nothing_may_be_told_of_more(ledger: Ledger) -> None:
    """A-14: without a defence a higher notice is no answer to one."""
    higher = NOTIFIED.but(fine_fen=FINE_FEN + 1, served_on="2026-03-12")

    given(ledger, COUNTY, FILED, NOTIFIED).on(LATER).when(higher).then("case.notice_served").quietly()


@pytest.mark.parametrize("part", ["facts", "basis"])
def test_a_notice_says_why(ledger: Ledger, part: str) -> None:
    """A-14: a notice without facts or basis is refused; as it happened, the decision that relies on it says so."""
    scenario = given(ledger, COUNTY, FILED).on(LATER)
    bare = NOTIFIED.but(**{part: " "})
    scenario.when(bare).refuses("A-14", code="case.notice_part_missing").says(part)

    scenario.when(bare).as_it_happened("served by the township").records_defect("A-14")

    scenario.when(DECIDED).warns("A-14", code="defect.relied_on")


def test_a_decision_that_does_not_answer_the_defence_warns(ledger: Ledger) -> None:
    """A-14: what the review of a statement found is said in the decision."""
    scenario = given(ledger, COUNTY, FILED, NOTIFIED, STATED).on(LATER)

    scenario.when(DECIDED).warns("A-14", code="case.statement_unanswered")


def test_a_decision_that_answers_the_defence_does_not_warn(ledger: Ledger) -> None:
    """A-14: with the review said, nothing is left to warn of."""
    scenario = given(ledger, COUNTY, FILED, NOTIFIED, STATED).on(LATER)

    scenario.when(DECIDED.but(review="The alarm log contradicts it")).then("case.decided").quietly()


def test_what_a_party_says_is_kept_as_personal(ledger: Ledger) -> None:
    """DESIGN §2: the text of a statement is not in the log."""
    said = STATED.but(text={"value": "陈某某说警报已修复"})

    given(ledger, COUNTY, FILED, NOTIFIED, said)

    stored = next(ledger.recorder.stored(after=ledger.recorder.head().number - 1))
    assert "陈某某".encode() not in stored.event.data
    assert b"commitment" in stored.event.data


#


@pytest.mark.parametrize(("fine", "warned"), [(4_999_999, False), (5_000_000, True)])
def test_a_large_fine_needs_the_hearing_told(ledger: Ledger, fine: int, warned: bool) -> None:
    """A-15: from 50,000 yuan, a figure from memory, so it warns."""
    attempt = given(ledger, COUNTY, FILED).on(LATER).when(NOTIFIED.but(fine_fen=fine, hearing_right_told=False))

    if warned:
        attempt.warns("A-15", code="case.hearing_right_not_told").says("50,000.00")
    else:
        attempt.then("case.notice_served").quietly()


def test_a_confirmed_figure_refuses(ledger: Ledger) -> None:
    """A-15: once an authority has confirmed it, notice and decision without the hearing told are refused."""
    confirmed = step(
        "rule.confirm", rule="A-15", authority="emb", document="湘应急〔2026〕1号", confirmed_on="2026-03-03"
    )
    untold = NOTIFIED.but(hearing_right_told=False)
    scenario = given(ledger, COUNTY, FILED, confirmed).on(LATER)

    scenario.when(untold).refuses("A-15")
    scenario.when(untold).as_it_happened("served so").records_defect("A-15")
    scenario.when(DECIDED).refuses("A-15")


@pytest.mark.parametrize(("day", "open_still"), [("2026-03-16", True), ("2026-03-17", False)])
def test_no_decision_while_a_hearing_can_be_asked_for(ledger: Ledger, day: str, open_still: bool) -> None:
    """A-16: told on Mon 2026-03-09, five working days end on Mon 2026-03-16."""
    attempt = given(ledger, COUNTY, FILED, NOTIFIED).on(LATER).when(DECIDED.but(decided_on=day))

    if open_still:
        attempt.refuses("A-16", code="case.hearing_window_open").says("2026-03-16")
    else:
        attempt.then("case.decided").quietly()


def test_giving_up_the_statement_is_not_giving_up_the_hearing(ledger: Ledger) -> None:
    """A-16: only an express waiver of the hearing closes its window early."""
    early = DECIDED.but(decided_on="2026-03-11", review="-")
    scenario = given(ledger, COUNTY, FILED, NOTIFIED, WAIVED.but(hearing_waived=False)).on(LATER)

    scenario.when(early).refuses("A-16")
    given(ledger, WAIVED.but(made_on="2026-03-10")).on(LATER).when(early).then("case.decided")


# ── A-18 ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("part", ["reasons", "basis", "bank"])
def test_a_decision_says_all_it_must(ledger: Ledger, part: str) -> None:
    """A-18: reasons, basis and the collecting bank stand in the decision."""
    given(ledger, COUNTY, FILED, NOTIFIED).on(LATER).when(DECIDED.but(**{part: ""})).refuses(
        "A-18", code="case.decision_part_missing"
    ).says(part)


def test_a_decision_tells_of_the_surcharge(ledger: Ledger) -> None:
    """A-18: without it the bank may add none, so the decision is refused."""
    given(ledger, COUNTY, FILED, NOTIFIED).on(LATER).when(DECIDED.but(surcharge_told=False)).refuses(
        "A-18", code="case.surcharge_not_told"
    )


def test_a_decision_without_a_fine_needs_no_bank(ledger: Ledger) -> None:
    """A-18: a warning collects nothing."""
    given(ledger, COUNTY, FILED, NOTIFIED).on(LATER).when(DECIDED.but(fine_fen=0, bank="", surcharge_told=False)).then(
        "case.decided"
    ).quietly()


# ── A-19 ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("day", "late"), [("2026-05-31", False), ("2026-06-01", True)])
def test_ninety_days_to_decide(ledger: Ledger, day: str, late: bool) -> None:
    """A-19: filed on 2026-03-02 the last day is Sun 2026-05-31, and it does not roll over."""
    attempt = given(ledger, COUNTY, FILED, NOTIFIED).on(LATER).when(DECIDED.but(decided_on=day))

    if late:
        attempt.refuses("A-19", code="case.decided_late").says("2026-05-31")
    else:
        attempt.then("case.decided").quietly()


def test_a_late_decision_on_a_stated_ground_warns(ledger: Ledger) -> None:
    """A-19: Art 60 lets other provisions say otherwise; the ground is stated and the overrun stays visible."""
    late = DECIDED.but(decided_on="2026-06-01", late_ground="Extended by the head of the bureau")

    given(ledger, COUNTY, FILED, NOTIFIED).on(LATER).when(late).warns("A-19", code="case.decided_late")


# ── A-30, SEQ ────────────────────────────────────────────────────────────────────────────────────────────


def try_second(scenario: Scenario, fine_fen: int = FINE_FEN) -> None:
    """Decide the second case; A-30 refuses a fine."""
    scenario.on(LATER).when(DECIDED.but(case="C-2", number="4", fine_fen=fine_fen)).refuses(
        "A-30", code="case.fined_already"
    ).says("C-1")


def test_one_act_is_fined_once(ledger: Ledger) -> None:
    """A-30: a second case on the same act of the same day gets no fine; another measure than a fine may stand."""
    scenario = given(ledger, COUNTY, FILED, NOTIFIED, DECIDED, FILED.but(case="C-2"), NOTIFIED.but(case="C-2"))

    try_second(scenario)
    scenario.when(DECIDED.but(case="C-2", number="4", fine_fen=0)).then("case.decided")


def test_two_cases_on_one_act_wait_for_the_first_decision(ledger: Ledger) -> None:
    """A-30: a second case that is not decided has fined nobody, so the first decision stands."""
    second = (FILED.but(case="C-2"), NOTIFIED.but(case="C-2"))

    given(ledger, COUNTY, FILED, NOTIFIED, second).on(LATER).when(DECIDED).then("case.decided").quietly()


def test_another_act_is_another_fine(ledger: Ledger) -> None:
    """A-30: an act of another day is not the same act."""
    other = FILED.but(case="C-2", act_on="2026-02-24")
    scenario = given(ledger, COUNTY, FILED, NOTIFIED, DECIDED, other, NOTIFIED.but(case="C-2")).on(LATER)

    scenario.when(DECIDED.but(case="C-2", number="4")).then("case.decided").quietly()


def test_a_case_is_decided_once(ledger: Ledger) -> None:
    """SEQ: after its decision neither decision, notice nor statement follows."""
    scenario = given(ledger, COUNTY, FILED, NOTIFIED, DECIDED).on(LATER)

    for again in (
        DECIDED.but(decided_on="2026-03-18"),
        NOTIFIED.but(served_on="2026-03-18"),
        STATED.but(made_on="2026-03-18"),
    ):
        scenario.when(again).refuses("SEQ", code="case.decided_already")
