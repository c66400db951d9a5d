"""Hearings on licences, and who may not apply: D-14, D-15."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.history.steps import next_steps
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

APPLIED = step(
    "licence.apply",
    licence="L-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    kind="permit",
    applied_on="2026-02-26",
)
ACCEPTED = step("licence.accept", licence="L-1", receipt="RC-1", accepted_on="2026-02-26")
CHECKED = step("licence.check", licence="L-1", checkers=["li", "wang"], affects_others=True, checked_on="2026-02-27")
TOLD = step("licence.tell_hearing", licence="L-1", interests="The neighbours to the north", told_on="2026-03-02")
REQUESTED = step("licence.request_hearing", licence="L-1", by="affected", requested_on="2026-03-09")
CALLED = step(
    "licence.call_hearing",
    licence="L-1",
    chair="zhao",
    place="Town hall",
    hearing_on="2026-03-20",
    notified_on="2026-03-11",
)
HELD = step("licence.hold_hearing", licence="L-1", public=True, record_signed=True, held_on="2026-03-20")
BEFORE = (APPLIED, ACCEPTED, CHECKED)


def issued(on: str, **changes: Any) -> Step:
    """A grant on a day."""
    body = {"licence": "L-1", "number": "N-1", "checkers": ["li", "wang"], "decided_on": on, "valid_from": on}
    return step("licence.issue", **{**body, **changes})


@pytest.mark.rule("D-15")
def test_those_affected_are_told_before_the_decision(given: Scenarios) -> None:
    """Where the check found others' interests touched, a grant waits until they were told and the period is over."""
    given(*BEFORE).on("2026-03-10").when(issued("2026-03-10")).refuses("D-15", code="licence.hearing_not_told")
    told = given(*BEFORE, TOLD).on("2026-03-10")
    told.when(issued("2026-03-09")).refuses("D-15", code="licence.hearing_window_open")
    told.when(issued("2026-03-10")).quietly()
    given(*BEFORE).on("2026-03-02").when(TOLD.but(interests=" ")).refuses("D-15", code="licence.interests_not_named")


@pytest.mark.rule("D-15")
def test_a_hearing_is_asked_for_within_five_working_days(given: Scenarios) -> None:
    """Told on Mon 2026-03-02 it may be asked for until Mon 2026-03-09."""
    given(*BEFORE, TOLD).on("2026-03-09").when(REQUESTED).quietly()
    given(*BEFORE, TOLD).on("2026-03-10").when(REQUESTED.but(requested_on="2026-03-10")).refuses(
        "D-15", code="licence.hearing_requested_late"
    )


@pytest.mark.rule("D-15")
def test_a_hearing_is_told_seven_working_days_before(given: Scenarios) -> None:
    """For Fri 2026-03-20 the last day to tell of it is Wed 2026-03-11; its chair checked nothing."""
    scenario = given(*BEFORE, TOLD, REQUESTED).on("2026-03-12")
    scenario.when(CALLED.but(notified_on="2026-03-12")).refuses("D-15", code="licence.hearing_notice_short")
    scenario.when(CALLED.but(chair="li")).refuses("D-15", code="licence.hearing_chair_checked")
    scenario.when(CALLED).quietly()


@pytest.mark.rule("D-15")
def test_a_hearing_is_held_within_twenty_working_days(given: Scenarios) -> None:
    """Asked for on Mon 2026-03-09 it is held by Tue 2026-04-07; later is refused while a day in time is left."""
    scenario = given(*BEFORE, TOLD, REQUESTED).on("2026-03-11")
    steps = next_steps(scenario.ledger, "licence:L-1", on=date(2026, 3, 11)).steps
    assert [one.due for one in steps if one.command == "licence.call_hearing"] == [date(2026, 4, 7)]

    scenario.when(CALLED.but(hearing_on="2026-04-08")).refuses("D-15", code="licence.hearing_too_late")
    scenario.when(CALLED.but(hearing_on="2026-04-07")).quietly()
    late = given(*BEFORE, TOLD, REQUESTED).on("2026-04-03")
    late.when(CALLED.but(hearing_on="2026-04-20", notified_on="2026-04-03")).warns("D-15")


@pytest.mark.rule("D-15")
def test_after_a_hearing_the_decision_rests_on_its_record(given: Scenarios) -> None:
    """It is held in public with a signed record, before the decision, which rests on it."""
    scenario = given(*BEFORE, TOLD, REQUESTED, CALLED).on("2026-03-25")
    scenario.when(issued("2026-03-25", on_hearing_record=True)).refuses("D-15", code="licence.hearing_not_held")
    scenario.when(HELD.but(public=False)).refuses("D-15", code="licence.hearing_not_public")
    scenario.when(HELD.but(record_signed=False)).refuses("D-15", code="licence.hearing_unsigned")
    scenario.when(HELD).quietly()
    scenario.when(issued("2026-03-25")).refuses("D-15", code="licence.not_on_hearing_record")
    scenario.when(issued("2026-03-25", on_hearing_record=True)).quietly()


REFUSED = step(
    "licence.refuse",
    licence="L-1",
    ground="false_papers",
    reasons="The evaluation report is forged",
    remedies_told=True,
    refused_on="2024-03-04",
)
EARLY = (APPLIED.but(applied_on="2024-02-26"), ACCEPTED.but(accepted_on="2024-02-26"))


@pytest.mark.rule("D-14")
def test_false_papers_keep_an_applicant_away_for_a_year(given: Scenarios) -> None:
    """Refused on 2024-03-04: an application of 2025-03-04 is refused, one of the next day and one of another kind are not."""
    again = APPLIED.but(licence="L-2", applied_on="2025-03-04")
    scenario = given(*EARLY, REFUSED).on("2025-03-05")

    scenario.when(again).refuses("D-14", code="licence.applicant_banned")
    scenario.when(again.but(licence="L-3", kind="other")).quietly()
    scenario.when(again.but(applied_on="2025-03-05")).quietly()
    plain = given(*EARLY, REFUSED.but(ground="conditions")).on("2025-03-05")
    plain.when(again).quietly()


@pytest.mark.rule("D-14")
def test_deceit_keeps_an_applicant_away_for_three_years(given: Scenarios) -> None:
    """Annulled on 2023-05-04: an application of 2026-05-04 is refused, one of the next day is not."""
    history = (
        APPLIED.but(applied_on="2023-02-27"),
        ACCEPTED.but(accepted_on="2023-02-27"),
        issued("2023-04-03"),
        step("licence.find_deceit", licence="L-1", finding="A bribe", found_on="2023-05-04"),
        step(
            "licence.annul",
            licence="L-1",
            ground="deceit",
            reasons="A bribe",
            harms_public=False,
            annulled_on="2023-05-04",
        ),
    )
    again = APPLIED.but(licence="L-2", applied_on="2026-05-04")
    scenario = given(*history).on("2026-05-05")

    scenario.when(again).refuses("D-14", code="licence.applicant_banned")
    scenario.when(again.but(applied_on="2026-05-05")).quietly()
