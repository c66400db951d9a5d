"""Reconsideration: asked for in time, taken, answered, ruled on (A-48, A-50, A-51)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.history.steps import Step, next_steps
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, SERVED
from regledger.testing.review import ACCEPTED, ANSWERED, APPLIED, BINDING, COPIED, RECEIVED, REVOKED, RULED
from regledger.testing.scenario import Scenario
from regledger.testing.scenarios import Scenarios

UNDER_WAY = (*BINDING, APPLIED, ACCEPTED)
SMALL = (FILED, NOTIFIED.but(fine_fen=300_000), DECIDED.but(fine_fen=300_000), SERVED, APPLIED)
LARGER = (FILED, NOTIFIED.but(fine_fen=300_001), DECIDED.but(fine_fen=300_001), SERVED, APPLIED)
SIMPLE = ACCEPTED.but(procedure="simple")
AGAIN: dict[str, Any] = {
    "case": "C-1",
    "number": "(湘)应急罚〔2026〕9号",
    "fine_fen": 5_000_000,
    "reasons": "The alarm was off for nine days",
    "basis": "安全生产法(2021) Art 99",
    "remedies": "Reconsideration within 60 days, or a suit within six months",
    "remade_on": "2026-06-01",
}


def _step(scenario: Scenario, command: str) -> Step | None:
    steps = next_steps(scenario.ledger, "case:C-1").steps
    return next((one for one in steps if one.command == command), None)


@pytest.mark.rule("A-48")
def test_an_application_is_taken_for_sixty_days(given: Scenarios) -> None:
    """The sixtieth day is Sun 2026-05-17, so Mon 2026-05-18 is the last; on the next day nobody may take it."""
    late = APPLIED.but(applied_on="2026-05-19")
    taken = ACCEPTED.but(accepted_on="2026-05-19")

    given(*BINDING, late).on("2026-05-19").when(taken).refuses("A-48", code="reconsideration.asked_late")
    given(*BINDING, APPLIED.but(applied_on="2026-05-18")).on("2026-05-19").when(taken).quietly()


@pytest.mark.rule("A-48")
def test_who_was_kept_from_asking_asks_later(given: Scenarios) -> None:
    """A proper reason for the delay opens the window again."""
    late = APPLIED.but(applied_on="2026-05-19", delay_ground="The flood of 2026-05-10 cut the township off")

    given(*BINDING, late).on("2026-05-19").when(ACCEPTED.but(accepted_on="2026-05-19")).quietly()


@pytest.mark.rule("A-48")
def test_who_was_not_told_has_a_year(given: Scenarios) -> None:
    """A decision that is not known to tell of remedies can be reconsidered until Thu 2027-03-18, and not on the next day."""
    untold = (FILED, NOTIFIED, DECIDED.but(remedies=None), SERVED)
    taken = ACCEPTED.but(accepted_on="2027-03-19")

    late = given(*untold, APPLIED.but(applied_on="2027-03-19")).on("2027-03-19").when(taken)
    late.refuses("A-48", code="reconsideration.asked_late")
    given(*untold, APPLIED.but(applied_on="2027-03-18")).on("2027-03-19").when(taken).quietly()


@pytest.mark.rule("A-48")
def test_after_five_years_nothing_is_taken(given: Scenarios) -> None:
    """Decided on 2026-03-17, the fifth year ends on 2031-03-17, whatever kept the party from asking."""
    late = APPLIED.but(delay_ground="Never told of it")
    last, over = late.but(applied_on="2031-03-17"), late.but(applied_on="2031-03-18")
    taken = ACCEPTED.but(accepted_on="2031-03-18")

    given(*BINDING, over).on("2031-03-18").when(taken).refuses("A-48", code="reconsideration.barred")
    given(*BINDING, last).on("2031-03-18").when(taken).quietly()


@pytest.mark.rule("A-48")
def test_next_shows_the_party_until_when(given: Scenarios) -> None:
    """The step carries the last day, is the party's, and is gone on the day after."""
    scenario = given(*BINDING)
    found = _step(scenario.on("2026-05-18"), "reconsideration.apply")

    assert found is not None
    assert (str(found.due), found.rule, found.owner) == ("2026-05-18", "A-48", "party")
    assert _step(scenario.on("2026-05-19"), "reconsideration.apply") is None


@pytest.mark.rule("A-50")
def test_silence_takes_an_application(given: Scenarios) -> None:
    """Asked on Mon 2026-04-13, it is rejected by Mon 2026-04-20; on the next day it counts as taken since then."""
    scenario = given(*BINDING, APPLIED).on("2026-04-21")
    rejected = {"case": "C-1", "reasons": "No interest in the matter"}

    scenario.when("reconsideration.reject", **rejected, rejected_on="2026-04-21").refuses(
        "A-50", code="reconsideration.rejected_late"
    )
    scenario.when(ACCEPTED.but(accepted_on="2026-04-21")).refuses("A-50", code="reconsideration.taken_by_silence")
    scenario.when("reconsideration.reject", case="C-1", reasons=" ", rejected_on="2026-04-20").refuses(
        "A-50", code="reconsideration.rejected_unreasoned"
    )
    scenario.when("reconsideration.reject", **rejected, rejected_on="2026-04-20").quietly()


@pytest.mark.rule("A-50")
def test_a_small_sum_is_reconsidered_simply(given: Scenarios) -> None:
    """3,000 yuan are simple; one fen more is not, unless the parties agree."""
    given(*SMALL).on("2026-04-15").when(SIMPLE).quietly()
    scenario = given(*LARGER).on("2026-04-15")

    scenario.when(SIMPLE).refuses("A-50", code="reconsideration.not_simple")
    scenario.when(SIMPLE.but(agreed=True)).quietly()


@pytest.mark.rule("A-50")
def test_the_copy_comes_within_seven_working_days(given: Scenarios) -> None:
    """Accepted on Wed 2026-04-15, the copy of Fri 2026-04-24 is in time, that of Mon 2026-04-27 late."""
    given(*UNDER_WAY).on("2026-04-24").when(COPIED.but(received_on="2026-04-24")).quietly()

    late = given(*UNDER_WAY).on("2026-04-27").when(COPIED.but(received_on="2026-04-27"))
    late.warns("A-50", code="reconsideration.forwarded_late")


@pytest.mark.rule("A-50")
def test_the_copy_comes_within_three_working_days_in_the_simple_procedure(given: Scenarios) -> None:
    """Accepted on Wed 2026-04-15, the copy of Mon 2026-04-20 is in time, that of Tue 2026-04-21 late."""
    given(*SMALL, SIMPLE).on("2026-04-20").when(COPIED).quietly()

    late = given(*SMALL, SIMPLE).on("2026-04-21").when(COPIED.but(received_on="2026-04-21"))
    late.warns("A-50", code="reconsideration.forwarded_late")


@pytest.mark.rule("A-50")
def test_the_authority_answers_within_ten_working_days(given: Scenarios) -> None:
    """The copy of Mon 2026-04-20 is answered by Thu 2026-05-07, past the holiday; with evidence and basis."""
    scenario = given(*UNDER_WAY, COPIED).on("2026-05-08")
    owed = _step(scenario, "reconsideration.answer")

    assert owed is not None
    assert (str(owed.due), owed.owner) == ("2026-05-07", "authority")
    scenario.when(ANSWERED.but(answered_on="2026-05-08")).refuses("A-50", code="reconsideration.answered_late")
    scenario.when(ANSWERED.but(evidence=" ")).refuses("A-50", code="reconsideration.answer_empty")
    scenario.when(ANSWERED.but(answered_on="2026-05-07")).quietly()


@pytest.mark.rule("A-50")
def test_the_authority_answers_within_five_working_days_in_the_simple_procedure(given: Scenarios) -> None:
    """The copy of Mon 2026-04-20 is answered by Mon 2026-04-27."""
    scenario = given(*SMALL, SIMPLE, COPIED).on("2026-04-28")

    scenario.when(ANSWERED).refuses("A-50", code="reconsideration.answered_late")
    scenario.when(ANSWERED.but(answered_on="2026-04-27")).quietly()


@pytest.mark.rule("A-50")
def test_a_ruling_comes_within_sixty_days(given: Scenarios) -> None:
    """The sixtieth day is Sun 2026-06-14, so Mon 2026-06-15 is in time, and the next day late."""
    given(*UNDER_WAY).on("2026-06-15").when(RULED.but(decided_on="2026-06-15")).quietly()

    late = given(*UNDER_WAY).on("2026-06-16").when(RULED.but(decided_on="2026-06-16"))
    late.warns("A-50", code="reconsideration.decided_late")


@pytest.mark.rule("A-50")
def test_a_simple_ruling_comes_within_thirty_days(given: Scenarios) -> None:
    """Accepted on 2026-04-15, it is due on Fri 2026-05-15."""
    given(*SMALL, SIMPLE).on("2026-05-15").when(RULED.but(decided_on="2026-05-15")).quietly()

    late = given(*SMALL, SIMPLE).on("2026-05-16").when(RULED.but(decided_on="2026-05-16"))
    late.warns("A-50", code="reconsideration.decided_late")


@pytest.mark.rule("A-50")
def test_the_ordinary_period_is_extended_by_thirty_days_once(given: Scenarios) -> None:
    """From Mon 2026-06-15 to Wed 2026-07-15 at most, before it ends, approved; then the ruling has until that day."""
    extension = {"case": "C-1", "approver": "Head of the reconsideration office"}
    scenario = given(*UNDER_WAY).on("2026-06-16")
    command = "reconsideration.extend"

    scenario.when(command, **extension, until="2026-07-15", extended_on="2026-06-16").refuses(
        "A-50", code="reconsideration.extended_too_late"
    )
    scenario.when(command, **extension, until="2026-07-16", extended_on="2026-06-15").refuses(
        "A-50", code="reconsideration.extended_too_far"
    )
    scenario.when(command, case="C-1", approver="", until="2026-07-15", extended_on="2026-06-15").refuses(
        "A-50", code="reconsideration.extension_unapproved"
    )
    scenario.when(command, **extension, until="2026-07-15", extended_on="2026-06-15").quietly()
    scenario.on("2026-07-15").when(RULED.but(decided_on="2026-07-15")).quietly()


@pytest.mark.rule("A-50")
def test_the_simple_period_is_not_extended(given: Scenarios) -> None:
    """Thirty days stay thirty days."""
    attempt = given(*SMALL, SIMPLE).on("2026-05-15")

    attempt.when(
        "reconsideration.extend", case="C-1", approver="Head", until="2026-05-20", extended_on="2026-05-15"
    ).refuses("A-50", code="reconsideration.simple_not_extended")


@pytest.mark.rule("A-51")
def test_reconsideration_makes_nothing_worse(given: Scenarios) -> None:
    """The fine may stay or fall; one fen more is refused, unless a third party asked for the opposite."""
    changed = RULED.but(result="changed", flaw="inappropriate")
    more = changed.but(fine_fen=5_000_001)
    scenario = given(*UNDER_WAY).on("2026-05-20")

    scenario.when(more).refuses("A-51", code="reconsideration.worse")
    given(*UNDER_WAY).on("2026-05-20").when(more.but(opposed=True)).quietly()
    scenario.when(changed.but(fine_fen=5_000_000)).quietly()


@pytest.mark.rule("A-51")
def test_the_same_penalty_needs_a_new_ground(given: Scenarios) -> None:
    """After a revocation for the facts the same fine is refused; with new facts, or lower, it is made."""
    scenario = given(*UNDER_WAY, REVOKED, RECEIVED).on("2026-06-01")

    scenario.when("case.remake", **AGAIN).refuses("A-51", code="case.remade_the_same")
    scenario.when("case.remake", **AGAIN | {"new_ground": "A second log of the alarm"}).quietly()
    given(*UNDER_WAY, REVOKED, RECEIVED).on("2026-06-01").when(
        "case.remake", **AGAIN | {"fine_fen": 4_999_999}
    ).quietly()


@pytest.mark.rule("A-51")
def test_what_fell_for_its_procedure_is_made_again(given: Scenarios) -> None:
    """The same fine on the same facts is lawful then; and nothing is made again that was upheld."""
    procedural = REVOKED.but(flaw="procedure")

    given(*UNDER_WAY, procedural, RECEIVED).on("2026-06-01").when("case.remake", **AGAIN).quietly()
    given(*UNDER_WAY, RULED, RECEIVED).on("2026-06-01").when("case.remake", **AGAIN).refuses(
        "SEQ", code="case.nothing_to_remake"
    )


@pytest.mark.rule("A-51")
def test_next_asks_for_the_decision_that_was_ordered(given: Scenarios) -> None:
    """An order to decide again is a step of the authority until it is done."""
    scenario = given(*UNDER_WAY, REVOKED, RECEIVED).on("2026-06-01")
    owed = _step(scenario, "case.remake")

    assert owed is not None
    assert (owed.rule, owed.owner) == ("A-51", "authority")
    scenario.when("case.remake", **AGAIN | {"new_ground": "A second log of the alarm"}).quietly()
    assert _step(scenario, "case.remake") is None
