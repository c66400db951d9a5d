"""Suspected crimes: the team, the head, the police, and what the court makes of a fine (A-44, A-45, B-43)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from regledger.history.steps import next_steps
from regledger.testing.decision import PROPOSED, SENT, TRANSFERRED
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

NOON = "2026-03-24T12:00:00+08:00"
ANSWERED = step("transfer.answer", transfer="T-1", answer="filed", document="No. 9", answered_on="2026-03-23")
CONTESTED = step(
    "transfer.contest", transfer="T-1", kind="reconsideration", reasons="See annex", contested_on="2026-03-26"
)
HANDED = step("transfer.hand_over", transfer="T-1", items="Logs of the alarm", handed_over_on="2026-03-26")
JUDGED = step(
    "transfer.judge",
    transfer="T-1",
    convicted=True,
    criminal_fine_fen=3_000_000,
    document="Judgment 12",
    judged_on="2026-04-20",
)
UNDER_WAY = (FILED, NOTIFIED, PROPOSED, TRANSFERRED)


def owed(scenario: Scenario) -> dict[str, date | None]:
    """The steps on the transfer, with their last days."""
    return {one.command: one.due for one in next_steps(scenario.ledger, "transfer:T-1").steps if one.rule == "A-44"}


@pytest.mark.rule("A-44")
def test_two_officers_report_in_writing(given: Scenarios) -> None:
    """One officer named twice is no team; without a report nothing is proposed."""
    scenario = given(FILED).on("2026-03-16")

    scenario.when(PROPOSED.but(team=["li", "li"])).refuses("A-44", code="transfer.team_too_small")
    scenario.when(PROPOSED.but(report="")).refuses("A-44", code="transfer.report_missing")
    scenario.when(PROPOSED).quietly()


@pytest.mark.rule("A-44")
def test_the_head_decides_in_three_days(given: Scenarios) -> None:
    """Reported on the 16th, decided on the 19th; a day later it is still decided, and warns."""
    scenario = given(FILED, PROPOSED).on("2026-03-20T10:00:00+08:00")

    assert owed(scenario) == {"transfer.decide": date(2026, 3, 19)}
    late = TRANSFERRED.but(decided_at="2026-03-20T09:00:00+08:00")
    scenario.when(late).warns("A-44", code="transfer.decided_late")
    given(FILED, PROPOSED).on("2026-03-19T12:00:00+08:00").when(TRANSFERRED).quietly()


@pytest.mark.rule("A-44")
def test_it_goes_to_the_police_within_24_hours(given: Scenarios) -> None:
    """At the same hour of the next day it is in time, a minute later it warns."""
    scenario = given(FILED, PROPOSED, TRANSFERRED).on("2026-03-20T12:00:00+08:00")

    (step_,) = next_steps(scenario.ledger, "transfer:T-1").steps
    assert step_.due_at == datetime.fromisoformat("2026-03-20T10:00:00+08:00")
    scenario.when(SENT.but(sent_at="2026-03-20T10:01:00+08:00")).warns("A-44", code="transfer.sent_late")
    given(FILED, PROPOSED, TRANSFERRED).on("2026-03-20T12:00:00+08:00").when(SENT).quietly()


@pytest.mark.rule("A-44")
def test_its_papers_go_with_it(given: Scenarios) -> None:
    """Without the list of items it is refused, without an appraisal it warns."""
    scenario = given(FILED, PROPOSED, TRANSFERRED).on("2026-03-20T12:00:00+08:00")

    scenario.when(SENT.but(papers=["letter", "report"])).refuses("A-44", code="transfer.paper_missing")
    scenario.when(SENT.but(papers=["letter", "report", "items"])).warns("A-44", code="transfer.no_appraisal")


@pytest.mark.rule("A-44")
def test_the_police_answer_in_three_days(given: Scenarios) -> None:
    """Sent on the 20th they answer until the 23rd; later it warns."""
    scenario = given(FILED, PROPOSED, TRANSFERRED, SENT).on("2026-03-24")

    assert owed(scenario) == {"transfer.answer": date(2026, 3, 23)}
    scenario.when(ANSWERED.but(answered_on="2026-03-24")).warns("A-44", code="transfer.answered_late")
    given(FILED, PROPOSED, TRANSFERRED, SENT).on("2026-03-24").when(ANSWERED).quietly()


@pytest.mark.rule("A-44")
def test_a_refusal_is_contested_in_three_days(given: Scenarios) -> None:
    """Reconsideration has a last day, supervision by the prosecutor has none."""
    history = (FILED, PROPOSED, TRANSFERRED, SENT, ANSWERED.but(answer="not_filed"))
    scenario = given(*history).on("2026-03-27")

    assert owed(scenario) == {"transfer.contest": date(2026, 3, 26)}
    late = CONTESTED.but(contested_on="2026-03-27")
    scenario.when(late).refuses("A-44", code="transfer.contested_late")
    scenario.when(late.but(kind="supervision")).quietly()
    given(*history).on("2026-03-27").when(CONTESTED).quietly()


@pytest.mark.rule("A-44")
def test_property_is_handed_over_in_three_days(given: Scenarios) -> None:
    """Filed on the 23rd it is handed over until the 26th; later it warns."""
    history = (FILED, PROPOSED, TRANSFERRED, SENT, ANSWERED)
    scenario = given(*history).on("2026-03-27")

    assert owed(scenario) == {"transfer.hand_over": date(2026, 3, 26)}
    scenario.when(HANDED.but(handed_over_on="2026-03-27")).warns("A-44", code="transfer.handed_over_late")
    given(*history).on("2026-03-27").when(HANDED).quietly()


@pytest.mark.rule("A-44")
def test_a_fine_does_not_take_the_place_of_a_transfer(given: Scenarios) -> None:
    """Approved and not sent, no fine; where the head declined the transfer, it is decided."""
    scenario = given(*UNDER_WAY).on("2026-03-24")
    decision = DECIDED.but(decided_on="2026-03-24")

    scenario.when(decision).refuses("A-44", code="case.fine_instead_of_transfer")
    declined = given(FILED, NOTIFIED, PROPOSED, TRANSFERRED.but(approved=False)).on("2026-03-24")
    declined.when(decision).quietly()


@pytest.mark.rule("A-45")
def test_what_the_court_fined_is_not_fined_again(given: Scenarios) -> None:
    """While the court has it a fine warns; after a criminal fine it is refused, after none it is not."""
    decision = DECIDED.but(decided_on="2026-04-21")
    history = (*UNDER_WAY, SENT, ANSWERED)

    given(*history).on("2026-04-21").when(decision).warns("A-45", code="case.fine_while_pending")
    given(*history, JUDGED).on("2026-04-21").when(decision).refuses("A-45", code="case.fined_by_court")
    acquitted = JUDGED.but(convicted=False, criminal_fine_fen=0)
    given(*history, acquitted).on("2026-04-21").when(decision).quietly()


@pytest.mark.rule("A-45")
def test_an_earlier_fine_is_credited(given: Scenarios) -> None:
    """Fined 50,000 yuan before, of a criminal fine of 30,000 everything is credited; a fen less is refused."""
    scenario = given(FILED, NOTIFIED, DECIDED, PROPOSED, TRANSFERRED, SENT, ANSWERED).on("2026-04-20")

    scenario.when(JUDGED.but(credited_fen=2_999_999)).refuses("A-45", code="transfer.credit_wrong")
    scenario.when(JUDGED.but(credited_fen=3_000_000)).quietly()


@pytest.mark.rule("B-43")
@pytest.mark.parametrize("lacks", [{"order_basis": ""}, {"order_content": " "}, {"order_due_on": None}])
def test_a_charge_of_refusing_rests_on_a_clear_order(given: Scenarios, lacks: dict[str, object]) -> None:
    """Without basis, content or limit it is refused; another crime needs no order."""
    scenario = given(FILED).on("2026-03-16")

    scenario.when(PROPOSED.but(**lacks)).refuses("B-43", code="transfer.order_too_vague")
    scenario.when(PROPOSED.but(article="134", **lacks)).quietly()


@pytest.mark.rule("B-43")
def test_an_order_is_disobeyed_when_its_limit_has_passed(given: Scenarios) -> None:
    """On its last day it is not yet, on the next it is."""
    scenario = given(FILED).on("2026-03-16")

    scenario.when(PROPOSED.but(proposed_on="2026-03-15")).refuses("B-43", code="transfer.not_yet_disobeyed")
    scenario.when(PROPOSED).quietly()


@pytest.mark.rule("A-44")
def test_what_the_police_return_is_the_authoritys_again(given: Scenarios) -> None:
    """Handed over it is the fourth outcome; returned, it is open once more and decided."""
    scenario = given(*UNDER_WAY, SENT).on("2026-03-20T12:00:00+08:00")
    assert getattr(scenario.state("case:C-1"), "outcome", "") == "transferred"

    back = given(*UNDER_WAY, SENT, ANSWERED.but(answer="returned")).on("2026-03-24")
    assert getattr(back.state("case:C-1"), "outcome", "") is None
    back.when(DECIDED.but(decided_on="2026-03-24")).quietly()
