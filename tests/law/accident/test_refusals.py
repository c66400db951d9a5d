"""What is told out of order, twice, of nobody or of nothing, on accidents, plans and duty desks."""

from __future__ import annotations

import pytest
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

from .flow import CLOSED, EDUCATED, GOV, MEASURES, PENALTY, REPLIED, REPORTED, SUBMITTED, TEAM

UP = step("accident.report_up", accident="A-1", level="city", reached_at="2026-03-02T10:50:00+08:00")
TOLD = step(
    "accident.notify", accident="A-1", recipients=["government", "police"], notified_at="2026-03-02T10:50:00+08:00"
)
MORE = step(
    "accident.supplement",
    accident="A-1",
    deaths=2,
    injuries=3,
    missing=0,
    loss_fen=300_000_000,
    ground="One died in hospital",
    changed_on="2026-03-05",
    supplemented_on="2026-03-06",
)
PUBLISHED = step("accident.publish", accident="A-1", what="report", place="website", published_on="2026-05-01")
HANDLED = step("accident.handle", accident="A-1", penalty="P-1", document="罚 3号", handled_on="2026-05-05")
PLAN = step(
    "emergency_plan.file",
    emergency_plan="EP-1",
    authority="emb",
    holder="authority",
    published=True,
    filed_on="2026-03-02",
)
DESK = step(
    "duty_desk.open", duty_desk="DD-1", authority="emb", telephone="5222111", mailbox="a@b", opened_on="2026-03-02"
)
ROSTER = step("duty_desk.roster", duty_desk="DD-1", first="2026-03-02", last="2026-03-31", rostered_on="2026-03-02")
DRILL = step("emergency_plan.drill", emergency_plan="EP-1", reported=True, result="Good", drilled_on="2026-03-03")
BAR = step(
    "principal.bar",
    barred="p-1",
    accident="A-1",
    ground="dismissal",
    since="2026-05-07",
    industry="chemicals",
    barred_on="2026-05-06",
)
INQUIRY = (GOV, REPORTED, TEAM)
ANSWERED = (*INQUIRY, SUBMITTED, PENALTY, REPLIED)
TWICE = [*TEAM.body["members"], TEAM.body["members"][0]]


@pytest.mark.parametrize(
    ("history", "act", "rule", "code"),
    [
        ((REPORTED,), REPORTED, "REF", "accident.taken"),
        ((), REPORTED.but(head_told_at="2026-03-02T07:59:00+08:00"), "SEQ", "accident.reported_before_it_happened"),
        ((), REPORTED.but(head_told_at="2026-03-02T08:51:00+08:00"), "SEQ", "accident.reported_before_it_happened"),
        ((), TOLD, "REF", "accident.unknown"),
        ((REPORTED, UP), UP.but(reached_at="2026-03-02T11:00:00+08:00"), "SEQ", "accident.level_reached"),
        ((REPORTED,), UP.but(level="county"), "SEQ", "accident.level_reached"),
        ((REPORTED,), TOLD.but(recipients=[]), "REF", "accident.nobody_told"),
        ((REPORTED,), MORE.but(changed_on="2026-03-01"), "SEQ", "accident.change_out_of_order"),
        ((REPORTED,), MORE.but(changed_on="2026-03-07"), "SEQ", "accident.change_out_of_order"),
        ((GOV, REPORTED), TEAM.but(members=TWICE), "REF", "accident.member_twice"),
        ((GOV, REPORTED), SUBMITTED, "SEQ", "accident.no_team"),
        (INQUIRY, PENALTY.but(fine_fen=0), "REF", "accident.penalty_empty"),
        ((*INQUIRY, SUBMITTED), PUBLISHED, "SEQ", "accident.nothing_to_publish"),
        (ANSWERED, HANDLED.but(case="C-none"), "REF", "accident.case_unknown"),
        (ANSWERED, HANDLED.but(penalty="P-none"), "SEQ", "accident.penalty_not_open"),
        (ANSWERED, BAR, "SEQ", "principal.barred_ahead"),
        ((), PLAN.but(holder="high_risk_unit"), "REF", "emergency_plan.holder_unclear"),
        ((PLAN,), PLAN, "REF", "emergency_plan.taken"),
        ((), DRILL, "REF", "emergency_plan.unknown"),
        ((DESK,), DESK, "REF", "duty_desk.taken"),
        ((), ROSTER, "REF", "duty_desk.unknown"),
        ((DESK,), ROSTER.but(last="2026-03-01"), "SEQ", "duty_desk.roster_empty"),
    ],
)
def test_it_is_refused_for_what_is_wrong(
    given: Scenarios, history: tuple[Step, ...], act: Step, rule: str, code: str
) -> None:
    """Each is refused by that rule alone and for that reason."""
    given(*history).on("2026-06-01").when(act).refuses(rule, code=code)


@pytest.mark.rule("C-03")
def test_other_organs_are_told_in_two_hours(given: Scenarios) -> None:
    """Two hours after the report they are told in time, a minute later it is noted."""
    late = TOLD.but(notified_at="2026-03-02T10:51:00+08:00")

    given(REPORTED).on("2026-03-03").when(TOLD).quietly()
    given(REPORTED).on("2026-03-03").when(late).warns("C-03", code="accident.told_late")


@pytest.mark.rule("C-14")
def test_a_file_is_not_closed_before_the_report(given: Scenarios) -> None:
    """Without report and reply nothing is closed, and the cause is not found."""
    attempt = given(*INQUIRY, EDUCATED).on("2026-05-25").when(CLOSED)

    attempt.refuses("SEQ", code="accident.not_replied")
    assert "accident.cause_not_found" in {one.code for one in attempt.answer.warnings}


def test_measures_and_publication_follow_the_reply(given: Scenarios) -> None:
    """After the reply both are recorded."""
    scenario = given(*ANSWERED).on("2026-06-01")

    scenario.when(PUBLISHED).quietly()
    scenario.when(MEASURES).quietly()
    scenario.when(HANDLED).quietly()


@pytest.mark.rule("C-10", "C-18")
def test_a_decision_says_why(given: Scenarios) -> None:
    """Neither an extension nor what becomes of the licences is decided without its ground."""
    more = step(
        "accident.extend_investigation", accident="A-1", government="gov", days=30, ground="", extended_on="2026-04-01"
    )
    settled = step("accident.settle_licences", accident="A-1", outcome="suspended", ground="", settled_on="2026-05-10")

    given(*INQUIRY).on("2026-04-01").when(more).refuses("C-10", code="accident.part_missing")
    given(*ANSWERED).on("2026-05-10").when(settled).refuses("C-18", code="accident.part_missing")


@pytest.mark.rule("C-15")
def test_a_conduct_is_found_with_its_findings(given: Scenarios) -> None:
    """A conduct without findings is warned of, and with them it is not."""
    found = step(
        "accident.find_conduct",
        accident="A-1",
        conduct="fleeing",
        by="principal",
        intent=True,
        verified=True,
        findings="He left by car",
        found_on="2026-04-15",
    )

    given(*INQUIRY).on("2026-04-15").when(found.but(findings=" ")).warns("C-15", code="accident.part_missing")
    given(*INQUIRY).on("2026-04-15").when(found).quietly()
