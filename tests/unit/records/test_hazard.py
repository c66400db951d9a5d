"""The hazard loop: I-02 to I-08 and I-11, through the one door."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.deciding.judge import Judge
from regledger.ledger import Ledger
from regledger.testing.rectification import FOUND, ITEM, ORDERED, PASSED, PLAN, REPORTED
from regledger.testing.scenario import COUNTY, Scenario, Step, given, step


def ordered(ledger: Ledger) -> Scenario:
    """A county with hazard H-1 ordered to be rectified by 2026-03-30."""
    return given(ledger, COUNTY, FOUND, ORDERED)


def reinspect(result: str, day: str, **changes: Any) -> Step:
    """A re-inspection of H-1."""
    return PASSED.but(result=result, reinspected_on=day, **changes)


def test_a_hazard_runs_through_the_whole_loop(ledger: Ledger) -> None:
    """I-11: found, ordered, reported, re-inspected, cleared; each a fact."""
    scenario = given(ledger, COUNTY, FOUND, ORDERED, REPORTED, reinspect("passed", "2026-03-20"))

    scenario.on("2026-03-20").when("hazard.clear", hazard="H-1", cleared_on="2026-03-20").then(
        "hazard.cleared"
    ).quietly()


def test_a_hazard_without_a_passed_re_inspection_is_not_cleared(ledger: Ledger) -> None:
    """I-11: a hazard without a passed re-inspection is not cleared, and nothing is recorded."""
    scenario = given(ledger, COUNTY, FOUND, ORDERED, REPORTED)

    attempt = scenario.on("2026-03-18").when("hazard.clear", hazard="H-1", cleared_on="2026-03-18")

    attempt.refuses("I-11", code="hazard.no_passed_reinspection").says("H-1")


def test_a_new_report_makes_the_old_re_inspection_worthless(ledger: Ledger) -> None:
    """I-11: what passed before a new report proves nothing about it."""
    again = step("hazard.report_rectified", hazard="H-1", rectifier="p-7", evidence="New", reported_on="2026-03-22")
    scenario = given(ledger, COUNTY, FOUND, ORDERED, REPORTED, reinspect("passed", "2026-03-20"), again)

    attempt = scenario.on("2026-03-23").when("hazard.clear", hazard="H-1", cleared_on="2026-03-23")

    attempt.refuses("I-11")


def test_a_failed_re_inspection_does_not_clear(ledger: Ledger) -> None:
    """I-11: a failed re-inspection is not a passed one."""
    scenario = given(ledger, COUNTY, FOUND, ORDERED, REPORTED, reinspect("failed", "2026-03-20"))

    attempt = scenario.on("2026-03-21").when("hazard.clear", hazard="H-1", cleared_on="2026-03-21")

    attempt.refuses("I-11", code="hazard.failed_reinspection").says("2026-03-20")


def test_who_rectified_does_not_verify(ledger: Ledger) -> None:
    """I-11: verifier and rectifier are different persons."""
    report = step("hazard.report_rectified", hazard="H-1", rectifier="li", evidence="Done", reported_on="2026-03-18")
    scenario = given(ledger, COUNTY, FOUND, ORDERED, report).on("2026-03-20")

    scenario.when(reinspect("passed", "2026-03-20")).refuses("I-11", code="hazard.verified_by_rectifier")
    scenario.when(reinspect("passed", "2026-03-20", officers=["wang", "zhao", "li"])).refuses("I-11", "A-01")


@pytest.mark.parametrize(
    "change",
    [{"responsible": {"value": " "}}, {"duty": ""}, {"measure": ""}],
)
def test_a_hazard_is_fixed_in_person_duty_and_measure(ledger: Ledger, change: dict[str, Any]) -> None:
    """I-03: an item without its person, duty or measure is refused, and says which."""
    attempt = given(ledger, COUNTY, FOUND).on("2026-03-03").when(ORDERED.but(items=[ITEM | change]))

    attempt.refuses("I-03", code="order.item_not_fixed").says(next(iter(change)))


@pytest.mark.parametrize(("due", "lawful"), [("2026-03-02", False), ("2026-03-03", True)])
def test_a_last_day_can_be_kept(ledger: Ledger, due: str, lawful: bool) -> None:
    """I-03: the last day is the day of the order or later."""
    attempt = given(ledger, COUNTY, FOUND).on("2026-03-03").when(ORDERED.but(items=[ITEM | {"due_on": due}]))

    if lawful:
        attempt.is_recorded()
    else:
        attempt.refuses("I-03", code="order.due_before_issue")


def test_an_order_by_one_qualified_officer_is_refused(ledger: Ledger) -> None:
    """A-01: an order is signed by two qualified officers."""
    attempt = given(ledger, COUNTY, FOUND).on("2026-03-03").when(ORDERED.but(officers=["li", "zhao"]))

    attempt.refuses("A-01")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"remedies": {"review_to": "", "suit_to": "County court"}}, "order.remedy_missing"),
        ({"items": [ITEM | {"basis": ""}]}, "order.basis_missing"),
    ],
)
def test_an_order_says_all_it_must(ledger: Ledger, change: dict[str, Any], code: str) -> None:
    """I-04 (transcription): basis and remedies are stated; until confirmed the rule warns."""
    attempt = given(ledger, COUNTY, FOUND).on("2026-03-03").when(ORDERED.but(**change))

    attempt.warns("I-04", code=code)


def test_a_confirmed_rule_refuses_from_its_day_on(ledger: Ledger) -> None:
    """I-04: once an authority has confirmed the text, the same order is refused."""
    confirm = step("rule.confirm", rule="I-04", authority="emb", document="应急〔2020〕9号", confirmed_on="2026-03-03")
    scenario = given(ledger, COUNTY, FOUND, confirm)

    scenario.on("2026-03-03").when(ORDERED.but(items=[ITEM | {"basis": ""}])).refuses("I-04")


@pytest.mark.parametrize("missing", sorted(PLAN))
def test_the_plan_of_a_major_hazard_has_six_elements(ledger: Ledger, missing: str) -> None:
    """I-02 (SECONDARY): each of the six elements of a major-hazard plan is asked for; until confirmed it warns."""
    item = ITEM | {"hazard": "H-2", "plan": PLAN | {missing: ""}}

    attempt = given(ledger, COUNTY, FOUND).on("2026-03-03").when(ORDERED.but(items=[item]))

    attempt.warns("I-02").says(missing)


def test_a_whole_plan_is_quiet(ledger: Ledger) -> None:
    """I-02: six elements are enough, and a general hazard needs no plan."""
    item = ITEM | {"hazard": "H-2", "plan": PLAN}

    given(ledger, COUNTY, FOUND).on("2026-03-03").when(ORDERED.but(items=[ITEM, item])).quietly()


@pytest.mark.parametrize(
    ("major", "consent", "lawful"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_consent_to_resume_is_for_major_hazards(ledger: Ledger, major: bool, consent: bool, lawful: bool) -> None:
    """I-05: consent to resume is asked exactly where a hazard is major."""
    attempt = (
        given(ledger, COUNTY, FOUND)
        .on("2026-03-02")
        .when(
            "measure.order",
            measure="M-1",
            hazards=["H-2" if major else "H-1"],
            what=["stop_production" if major else "eliminate_now"],
            basis="安全生产法 Art 65",
            officers=["li", "wang"],
            consent_to_resume=consent,
            ordered_on="2026-03-02",
        )
    )

    if lawful:
        attempt.is_recorded()
    else:
        attempt.refuses("I-05")


def test_a_stop_for_a_major_hazard_ends_by_consent_alone(ledger: Ledger) -> None:
    """I-05: production resumes only when the department consents."""
    stop = step(
        "measure.order",
        measure="M-1",
        hazards=["H-2"],
        what=["stop_production"],
        basis="安全生产法 Art 65",
        officers=["li", "wang"],
        consent_to_resume=True,
        ordered_on="2026-03-02",
    )
    applied = step("measure.apply_resumption", measure="M-1", evidence="A valve", applied_on="2026-03-18")
    reviewed = step(
        "measure.review_resumption",
        measure="M-1",
        officers=["li", "wang"],
        result="passed",
        findings="It closes",
        reviewed_on="2026-03-19",
    )
    scenario = given(ledger, COUNTY, FOUND, stop, applied, reviewed).on("2026-03-20")

    scenario.when("measure.lift", measure="M-1", lifted_on="2026-03-20").refuses("I-05")
    scenario.when("measure.lift", measure="M-1", consent_by="li", lifted_on="2026-03-20").is_recorded()


@pytest.mark.parametrize(("day", "late"), [("2026-03-20", False), ("2026-03-21", True)])
def test_more_time_is_asked_for_in_time(ledger: Ledger, day: str, late: bool) -> None:
    """I-06 (FROM MEMORY): ten days before the last day 2026-03-30 is 2026-03-20; later warns."""
    attempt = (
        ordered(ledger)
        .on(day)
        .when(
            "order.request_extension",
            hazard="H-1",
            reason="Parts are late",
            interim_measures="Guard posted",
            asked_due_on="2026-04-20",
            requested_on=day,
        )
    )

    if late:
        attempt.warns("I-06", code="extension.asked_late").says("2026-03-20")
    else:
        attempt.quietly()


def test_an_extension_answers_a_request_and_moves_the_last_day(ledger: Ledger) -> None:
    """I-06: without a request there is no extension; with one the last day moves."""
    asked = step(
        "order.request_extension",
        hazard="H-1",
        reason="Parts are late",
        interim_measures="Guard posted",
        asked_due_on="2026-04-20",
        requested_on="2026-03-18",
    )
    scenario = ordered(ledger).on("2026-03-18")
    extend = step("order.extend", hazard="H-1", due_on="2026-04-20", approver="li", decided_on="2026-03-19")

    scenario.on("2026-03-19").when(extend).refuses("SEQ", code="extension.not_asked")
    given(ledger, asked).on("2026-03-19").when(extend).quietly()

    assert str(getattr(scenario.state("hazard:H-1"), "due_on", "")) == "2026-04-20"
    assert str(getattr(scenario.state("hazard:H-1", on="2026-03-18"), "due_on", "")) == "2026-03-30"


@pytest.mark.parametrize(("day", "late"), [("2026-03-28", False), ("2026-03-29", True)])
def test_re_inspection_follows_within_ten_days(ledger: Ledger, day: str, late: bool) -> None:
    """I-07 (FROM MEMORY): ten days after the report of 2026-03-18 is 2026-03-28; later warns."""
    attempt = given(ledger, COUNTY, FOUND, ORDERED, REPORTED).on(day).when(reinspect("passed", day))

    if late:
        attempt.warns("I-07").says("2026-03-28")
    else:
        attempt.quietly()


@pytest.mark.parametrize(("day", "late"), [("2026-03-27", False), ("2026-03-28", True)])
def test_an_unrectified_hazard_is_escalated_within_five_working_days(ledger: Ledger, day: str, late: bool) -> None:
    """I-08: five working days after Friday 2026-03-20 is Friday 2026-03-27; later is noted, never refused."""
    scenario = given(ledger, COUNTY, FOUND, ORDERED, REPORTED, reinspect("failed", "2026-03-20"))

    attempt = scenario.on(day).when("hazard.escalate", hazard="H-1", escalation="case", escalated_on=day)

    if late:
        attempt.warns("I-08", code="hazard.escalated_late").says("2026-03-27")
    else:
        attempt.quietly()


def test_not_escalating_needs_its_reason(ledger: Ledger) -> None:
    """I-08: silence is not allowed."""
    scenario = given(ledger, COUNTY, FOUND, ORDERED, REPORTED, reinspect("failed", "2026-03-20")).on("2026-03-23")
    none = step("hazard.escalate", hazard="H-1", escalation="none", escalated_on="2026-03-23")

    scenario.when(none).refuses("I-08", code="hazard.escalation_unreasoned")
    reasoned = step(
        "hazard.escalate", hazard="H-1", escalation="none", reason="Parts arrive on Monday", escalated_on="2026-03-23"
    )
    scenario.when(reasoned).quietly()


def test_an_escalation_follows_a_failed_re_inspection(ledger: Ledger) -> None:
    """SEQ: nothing is escalated that nobody found unrectified."""
    attempt = given(ledger, COUNTY, FOUND, ORDERED, REPORTED).on("2026-03-19")

    attempt.when("hazard.escalate", hazard="H-1", escalation="case", escalated_on="2026-03-19").refuses("SEQ")


def test_the_name_of_the_responsible_person_is_not_in_the_log(ledger: Ledger) -> None:
    """The person who rectifies is a commitment in the fact, and readable through the personal store."""
    ordered(ledger)

    fact = next(ledger.facts(types=["order.issued"]))
    item = next(iter(getattr(fact.body, "items", ())))

    assert "张三".encode() not in fact.data
    assert ledger.personal._reveal(item.responsible) == "张三"


def test_next_steps_say_what_is_missing_and_by_when(ledger: Ledger) -> None:
    """`next`: after the report comes re-inspection, with its last day and how it was reached."""
    given(ledger, COUNTY, FOUND, ORDERED, REPORTED)
    held, kind = ledger.show("hazard:H-1"), ledger.kinds.named("hazard")
    assert held is not None
    assert kind is not None
    assert kind.steps is not None

    judge = Judge(ledger.law(), on=date(2026, 3, 19), zone=ledger.zone)
    steps = {one.command: one for one in kind.steps(held.state, judge)}

    assert str(steps["hazard.reinspect"].due) == "2026-03-28"
    assert steps["hazard.reinspect"].how
    assert steps["hazard.clear"].missing == ("hazard.no_passed_reinspection",)
