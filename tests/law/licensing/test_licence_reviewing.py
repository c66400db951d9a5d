"""Taking an application in and deciding on it: D-02, D-03, D-04, D-06, D-07, D-08, D-17."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.history.steps import next_steps
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

# Mon 2026-03-02: five working days end on Mon 2026-03-09.
APPLIED = step(
    "licence.apply",
    licence="L-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    kind="permit",
    applied_on="2026-03-02",
)
ACCEPTED = step("licence.accept", licence="L-1", receipt="RC-1", accepted_on="2026-03-02")
GENERAL = APPLIED.but(track="general")
JOINT = APPLIED.but(track="joint")


def issued(on: str, **changes: Any) -> Step:
    """A grant on a day."""
    body = {"licence": "L-1", "number": "N-1", "checkers": ["li", "wang"], "decided_on": on, "valid_from": on}
    return step("licence.issue", **{**body, **changes})


def refused(on: str, **changes: Any) -> Step:
    """A refusal on a day."""
    body = {"licence": "L-1", "ground": "conditions", "reasons": "No alarm", "remedies_told": True, "refused_on": on}
    return step("licence.refuse", **{**body, **changes})


def asked(on: str, **changes: Any) -> Step:
    """What is missing, told on a day."""
    return step("licence.ask_completion", **{"licence": "L-1", "missing": ["The plan"], "asked_on": on, **changes})


def due(scenario: Scenario, command: str, on: str) -> date | None:
    """The last day of a step on the licence, as `next` shows it."""
    steps = next_steps(scenario.ledger, "licence:L-1", on=date.fromisoformat(on)).steps
    return next(one.due for one in steps if one.command == command)


def commands(scenario: Scenario, on: str) -> set[str]:
    """The steps on the licence."""
    return {one.command for one in next_steps(scenario.ledger, "licence:L-1", on=date.fromisoformat(on)).steps}


@pytest.mark.rule("D-06")
def test_what_is_missing_is_told_within_five_working_days(given: Scenarios) -> None:
    """On the fifth working day it may still be asked for; on the sixth the application stands as accepted."""
    given(APPLIED).on("2026-03-09").when(asked("2026-03-09")).is_recorded()
    given(APPLIED).on("2026-03-10").when(asked("2026-03-10")).refuses("D-06", code="licence.completion_late")


@pytest.mark.rule("D-06")
def test_what_is_missing_is_told_once_and_by_name(given: Scenarios) -> None:
    """A second list is refused, and so is an empty one; after it was handed in the application is accepted."""
    given(APPLIED, asked("2026-03-03")).on("2026-03-04").when(asked("2026-03-04")).refuses(
        "D-06", code="licence.completion_asked_twice"
    )
    given(APPLIED).on("2026-03-03").when(asked("2026-03-03", missing=[])).refuses("D-06", code="licence.nothing_named")
    late = ACCEPTED.but(accepted_on="2026-03-20")
    waiting = given(APPLIED, asked("2026-03-03")).on("2026-03-20")
    waiting.when(late).refuses("SEQ", code="licence.completion_waits")
    waiting.when("licence.complete", licence="L-1", completed_on="2026-03-19").is_recorded()
    waiting.when(late).quietly()


@pytest.mark.rule("D-06")
def test_who_is_turned_away_gets_a_paper_with_the_reason(given: Scenarios) -> None:
    """Not taking an application needs reasons, a stamped receipt, and where to go instead."""
    body = {
        "licence": "L-1",
        "ground": "not_competent",
        "reasons": "The city decides",
        "refer_to": "emb",
        "receipt": "RC-2",
        "declined_on": "2026-03-03",
    }
    scenario = given(APPLIED).on("2026-03-03")
    for changes, code in (
        ({"reasons": " "}, "licence.declined_without_reasons"),
        ({"receipt": "-"}, "licence.declined_without_receipt"),
        ({"refer_to": None}, "licence.not_sent_on"),
        ({"ground": "incomplete"}, "licence.declined_unasked"),
    ):
        scenario.when("licence.decline", **{**body, **changes}).refuses("D-06", code=code)
    scenario.when("licence.decline", **body).quietly()
    assert commands(scenario, "2026-03-03") == set()


@pytest.mark.rule("D-06")
def test_the_receipt_is_owed_until_it_is_handed_over(given: Scenarios) -> None:
    """An acceptance without a receipt leaves a step open; handing it over closes it."""
    scenario = given(APPLIED, ACCEPTED.but(receipt=None)).on("2026-03-03")
    assert "licence.hand_receipt" in commands(scenario, "2026-03-03")

    scenario.when("licence.hand_receipt", licence="L-1", receipt="RC-1", handed_on="2026-03-03").quietly()

    assert "licence.hand_receipt" not in commands(scenario, "2026-03-03")


@pytest.mark.rule("D-04")
def test_the_review_of_a_work_safety_licence_lasts_45_days(given: Scenarios) -> None:
    """It is due on calendar day 45, and late on any reading after working day 45 (Fri 2026-05-08)."""
    scenario = given(APPLIED, ACCEPTED)

    assert due(scenario, "licence.issue", "2026-03-03") == date(2026, 4, 16)
    scenario.on("2026-05-09").when(issued("2026-05-08")).quietly()
    given(APPLIED, ACCEPTED).on("2026-05-09").when(issued("2026-05-09")).warns("D-04", code="licence.granted_late")


@pytest.mark.rule("D-04")
def test_a_refusal_gives_reasons_and_remedies(given: Scenarios) -> None:
    """In writing with reasons, and with reconsideration and suit told."""
    scenario = given(APPLIED, ACCEPTED).on("2026-03-20")
    scenario.when(refused("2026-03-20", reasons="")).refuses("D-04", code="licence.refused_without_reasons")
    scenario.when(refused("2026-03-20", remedies_told=False)).refuses("D-04", code="licence.remedies_not_told")
    scenario.when(refused("2026-03-20")).quietly()
    scenario.when(issued("2026-03-20")).refuses("SEQ", code="licence.application_over")


@pytest.mark.rule("D-07")
def test_two_check_the_substance_and_a_trade_licence_on_the_spot(given: Scenarios) -> None:
    """One checker is too few; for a trade licence papers are not enough."""
    body: dict[str, Any] = {"licence": "L-1", "checkers": ["li", "wang"], "on_site": True, "checked_on": "2026-03-05"}
    scenario = given(APPLIED.but(track="trade"), ACCEPTED).on("2026-03-05")
    scenario.when("licence.check", **{**body, "checkers": ["li"]}).refuses("D-07", code="licence.too_few_checkers")
    scenario.when("licence.check", **{**body, "on_site": False}).refuses("D-07", code="licence.not_on_site")
    scenario.when("licence.check", **body).quietly()


@pytest.mark.rule("D-08")
@pytest.mark.parametrize(
    ("application", "last", "after", "consent"),
    [(GENERAL, "2026-03-30", "2026-03-31", "organ"), (JOINT, "2026-05-08", "2026-05-09", "government")],
)
def test_a_permit_is_decided_in_its_period(
    given: Scenarios, application: Step, last: str, after: str, consent: str
) -> None:
    """20 working days, jointly 45; on the last day in time, on the next late; extended in time by the right head."""
    extension = step("licence.extend_period", licence="L-1", consent=consent, reason="Tests", extended_on=last)
    scenario = given(application, ACCEPTED)
    assert due(scenario, "licence.issue", "2026-03-03") == date.fromisoformat(last)

    given(application, ACCEPTED).on(after).when(issued(last)).quietly()
    given(application, ACCEPTED).on(after).when(issued(after)).warns("D-08", code="licence.decided_late")
    other = "government" if consent == "organ" else "organ"
    scenario.on(after)
    scenario.when(extension.but(consent=other)).refuses("D-08", code="licence.consent_of_another")
    scenario.when(extension.but(reason=" ")).refuses("D-08", code="licence.extension_without_reason")
    scenario.when(extension.but(extended_on=after)).refuses("D-08", code="licence.extended_late")
    scenario.when(extension).quietly()
    scenario.when(extension).refuses("D-08", code="licence.extended_already")
    scenario.when(issued(after)).quietly()


@pytest.mark.rule("D-08")
def test_the_extension_is_ten_and_fifteen_working_days(given: Scenarios) -> None:
    """From Mon 2026-03-30 ten working days are to Tue 2026-04-14; a special law's period is not extended."""
    longer = step("licence.extend_period", licence="L-1", consent="organ", reason="Tests", extended_on="2026-03-20")
    scenario = given(GENERAL, ACCEPTED, longer)
    given(APPLIED, ACCEPTED).on("2026-03-20").when(longer).refuses("D-08", code="licence.period_not_extendable")

    assert due(scenario, "licence.issue", "2026-03-21") == date(2026, 4, 14)


@pytest.mark.rule("D-08")
def test_expert_review_is_not_counted_where_it_was_told_in_writing(given: Scenarios) -> None:
    """Ten working days of expert review move the last day by ten; untold, they are refused."""
    begin = step(
        "licence.exclude_time",
        licence="L-1",
        step="expert_review",
        needed=10,
        notified_on="2026-03-09",
        begun_on="2026-03-09",
    )
    scenario = given(GENERAL, ACCEPTED).on("2026-03-20")
    scenario.when(begin.but(notified_on=None)).refuses("D-08", code="licence.time_not_told")
    scenario.when(begin).quietly()
    assert due(scenario, "licence.issue", "2026-03-10") is None
    scenario.when(issued("2026-03-20")).refuses("D-08", code="licence.time_still_excluded")
    scenario.when("licence.resume_time", licence="L-1", ended_on="2026-03-20").quietly()

    assert due(scenario, "licence.issue", "2026-03-21") == date(2026, 4, 14)


@pytest.mark.rule("D-08")
def test_a_licence_is_handed_over_within_ten_working_days(given: Scenarios) -> None:
    """Granted on Mon 2026-03-16 it is due on Mon 2026-03-30; the next day is noted."""
    granted = (APPLIED, ACCEPTED, issued("2026-03-16"))
    scenario = given(*granted)
    assert due(scenario, "licence.deliver", "2026-03-17") == date(2026, 3, 30)

    scenario.on("2026-03-30").when("licence.deliver", licence="L-1", delivered_on="2026-03-30").quietly()
    given(*granted).on("2026-03-31").when("licence.deliver", licence="L-1", delivered_on="2026-03-31").warns(
        "D-08", code="licence.delivered_late"
    )


@pytest.mark.rule("D-17")
@pytest.mark.parametrize(
    ("track", "last", "after"),
    [
        ("trade", "2026-04-01", "2026-04-02"),
        ("construction_permit", "2026-03-09", "2026-03-10"),
        ("toxic_purchase", "2026-03-05", "2026-03-06"),
    ],
)
def test_the_county_s_permits_have_periods_of_their_own(given: Scenarios, track: str, last: str, after: str) -> None:
    """30, 7 and 3 days from the papers: in time on the last day, late on the next."""
    seen = step("licence.check", licence="L-1", checkers=["li", "wang"], on_site=True, checked_on="2026-03-03")
    history = (APPLIED.but(track=track), ACCEPTED, seen)
    assert due(given(*history), "licence.issue", "2026-03-03") == date.fromisoformat(last)

    given(*history).on(after).when(issued(last)).quietly()
    given(*history).on(after).when(issued(after)).warns("D-17", code="licence.decided_late")


PROVINCE = (
    step("region.enter", region="430000", name="湖南省", authority="emb", entered_on="2020-01-02"),
    step("region.enter", region="430922", name="桃江县", authority="emb", entered_on="2020-01-02"),
)
ALL_MET = [{"number": number, "met": True, "evidence": "seen"} for number in range(1, 14)]


def mine(given: Scenarios, findings: list[dict[str, Any]], region: str = "430000") -> Scenario:
    """A quarry's application, checked, at an authority of a region."""
    located = step("authority.locate", located="emb", region=region, authority="emb", located_on="2020-01-03")
    check = step("licence.check", licence="L-1", checkers=["li", "wang"], findings=findings, checked_on="2026-03-05")
    return given(*PROVINCE, located, APPLIED.but(activity="mine"), ACCEPTED, check).on("2026-03-20")


@pytest.mark.rule("D-03")
def test_a_work_safety_licence_takes_all_thirteen_conditions(given: Scenarios) -> None:
    """Thirteen found met: granted. One not looked at, or one unmet: refused. A finding without evidence is none."""
    mine(given, ALL_MET).when(issued("2026-03-20")).is_recorded()
    mine(given, ALL_MET[:12]).when(issued("2026-03-20")).refuses("D-03", code="licence.condition_not_checked")
    unmet = [*ALL_MET[:12], {"number": 13, "met": False, "evidence": "seen"}]
    mine(given, unmet).when(issued("2026-03-20")).refuses("D-03", code="licence.condition_found_unmet")
    body = {"licence": "L-1", "checkers": ["li", "wang"], "checked_on": "2026-03-05"}
    given(APPLIED, ACCEPTED).on("2026-03-05").when(
        "licence.check", **body, findings=[{"number": 1, "met": True, "evidence": " "}]
    ).refuses("D-03", code="licence.finding_without_evidence")


@pytest.mark.rule("D-02")
def test_the_province_issues_a_mine_s_licence(given: Scenarios) -> None:
    """An authority of the province grants it; one of the county may not."""
    mine(given, ALL_MET).when(issued("2026-03-20")).quietly()
    located = step("authority.locate", located="emb", region="430922", authority="emb", located_on="2020-01-03")
    check = step("licence.check", licence="L-1", checkers=["li", "wang"], findings=ALL_MET, checked_on="2026-03-05")
    history = (*PROVINCE, located, APPLIED.but(activity="mine"), ACCEPTED, check)
    given(*history).on("2026-03-20").when(issued("2026-03-20")).refuses("D-02", code="licence.issuer_not_competent")
