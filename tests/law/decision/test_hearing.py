"""The hearing: asked for, told of, held, and what the decision makes of it (A-15, A-16, A-17)."""

from __future__ import annotations

import pytest
from regledger.testing.decision import ASKED, CALLED, DISCUSSED, HEARD, HEAVY, REVIEWED, STOP_TOLD, STOPPED
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenarios import Scenarios


@pytest.mark.rule("A-16")
def test_a_hearing_is_asked_for_within_five_working_days(given: Scenarios) -> None:
    """Told on Mon 2026-03-02, asked for on Mon 2026-03-09 is in time; on the next day it is late."""
    told = STOP_TOLD.but(served_on="2026-03-02")
    scenario = given(FILED, told).on("2026-03-10")

    scenario.when(ASKED.but(requested_on="2026-03-10")).refuses("A-16", code="hearing.requested_late")
    scenario.when(ASKED.but(requested_on="2026-03-09")).quietly()


@pytest.mark.rule("A-16")
def test_no_decision_before_the_window_has_closed(given: Scenarios) -> None:
    """On the last day of the five working days it is refused, on the next it is made."""
    scenario = given(FILED, NOTIFIED).on("2026-03-17")

    scenario.when(DECIDED.but(decided_on="2026-03-16")).refuses("A-16", code="case.hearing_window_open")
    scenario.when(DECIDED).quietly()


@pytest.mark.rule("A-16")
def test_the_hearing_is_told_of_seven_working_days_before(given: Scenarios) -> None:
    """For Fri 2026-03-27 the last day is Wed 2026-03-18."""
    scenario = given(FILED, STOP_TOLD, ASKED).on("2026-03-19")

    scenario.when(CALLED.but(notified_on="2026-03-19")).refuses("A-16", code="hearing.notice_short")
    scenario.when(CALLED).quietly()


@pytest.mark.rule("A-16")
def test_the_hearing_is_held_on_the_day_that_was_told(given: Scenarios) -> None:
    """The day before it is refused."""
    scenario = given(FILED, STOP_TOLD, ASKED, CALLED).on("2026-03-27")

    scenario.when(HEARD.but(held_on="2026-03-26")).refuses("A-16", code="hearing.before_its_day")
    scenario.when(HEARD).quietly()


@pytest.mark.rule("A-17")
def test_who_investigated_does_not_chair(given: Scenarios) -> None:
    """Officer li investigated; wang did not."""
    scenario = given(FILED.but(investigators=["li"]), STOP_TOLD, ASKED).on("2026-03-18")

    scenario.when(CALLED.but(chair="li")).refuses("A-17", code="hearing.chair_investigated")
    scenario.when(CALLED).quietly()


@pytest.mark.rule("A-17")
def test_a_hearing_is_public_or_it_is_said_why_not(given: Scenarios) -> None:
    """Behind closed doors only for a secret or for privacy."""
    scenario = given(FILED, STOP_TOLD, ASKED).on("2026-03-18")
    closed = CALLED.but(public=False)

    scenario.when(closed).refuses("A-17", code="hearing.closed_without_ground")
    scenario.when(CALLED.but(place=" ")).refuses("A-17", code="hearing.place_missing")
    scenario.when(closed.but(closed_ground="Trade secret: the process")).quietly()


@pytest.mark.rule("A-17")
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"agents": 3}, "hearing.too_many_agents"),
        ({"signature": "none"}, "hearing.record_unsigned"),
        ({"record": ""}, "hearing.record_unsigned"),
    ],
)
def test_two_agents_and_a_signed_record(given: Scenarios, changed: dict[str, object], code: str) -> None:
    """A third agent, or a record without signature or note, is refused; two agents and a noted refusal are lawful."""
    scenario = given(FILED, STOP_TOLD, ASKED, CALLED).on("2026-03-27")

    scenario.when(HEARD.but(**changed)).refuses("A-17", code=code)
    scenario.when(HEARD.but(signature="refusal_noted")).quietly()


@pytest.mark.rule("A-17")
def test_the_decision_weighs_the_record(given: Scenarios) -> None:
    """After a hearing it says what it made of the record."""
    scenario = given(*HEAVY).on("2026-04-01")

    scenario.when(STOPPED.but(hearing_findings="")).refuses("A-17", code="case.hearing_not_weighed")
    scenario.when(STOPPED).quietly()


@pytest.mark.rule("A-15")
def test_a_hearing_asked_for_in_time_is_held_first(given: Scenarios) -> None:
    """It is not passed over; once it is taken back, the decision is made."""
    review, discussion = (REVIEWED, DISCUSSED)
    scenario = given(FILED, STOP_TOLD, ASKED, review, discussion).on("2026-04-01")
    unheard = STOPPED.but(hearing_findings="")

    scenario.when(unheard).refuses("A-15", code="case.hearing_not_held")
    scenario.when("hearing.waive", case="C-1", waived_on="2026-04-01").quietly()
    scenario.when(unheard).quietly()


@pytest.mark.rule("A-15")
def test_heavy_penalties_give_a_right_to_a_hearing(given: Scenarios) -> None:
    """A stop of production without that right is refused, a warning of the same notice is not."""
    scenario = given(FILED).on("2026-03-09")
    untold = NOTIFIED.but(fine_fen=100, hearing_right_told=False)

    scenario.when(untold.but(sanctions=["fine", "stop"])).refuses("A-15", code="case.hearing_right_not_told_for")
    scenario.when(untold.but(sanctions=["fine", "warning"])).quietly()


@pytest.mark.rule("A-15")
def test_a_large_fine_gives_a_right_to_a_hearing(given: Scenarios) -> None:
    """From 50,000 yuan on, which is from memory and warns; one fen below nothing is asked."""
    untold = NOTIFIED.but(hearing_right_told=False)

    given(FILED).on("2026-03-09").when(untold).warns("A-15", code="case.hearing_right_not_told")
    given(FILED).on("2026-03-09").when(untold.but(fine_fen=4_999_999)).quietly()


@pytest.mark.rule("A-13")
def test_after_a_hearing_the_decision_is_reviewed(given: Scenarios) -> None:
    """Without a passed review, with one that was returned, or with one of before the hearing, no decision is made."""
    before = [one for one in HEAVY if one is not REVIEWED]
    code = "case.not_reviewed"

    given(*before).on("2026-04-01").when(STOPPED).refuses("A-13", code=code)
    for wrong in (REVIEWED.but(result="returned"), REVIEWED.but(reviewed_on="2026-03-26")):
        given(*before, wrong).on("2026-04-01").when(STOPPED).refuses("A-13", code=code)
    given(*before, REVIEWED.but(reviewed_on="2026-03-27")).on("2026-04-01").when(STOPPED).quietly()


@pytest.mark.rule("A-13")
def test_public_interest_asks_for_a_review(given: Scenarios) -> None:
    """Where the decision says so, it waits for a passed review."""
    scenario = given(FILED, NOTIFIED).on("2026-03-17")
    decision = DECIDED.but(review_grounds=["public_interest"])

    scenario.when(decision).refuses("A-13", code="case.not_reviewed")
    scenario.when(REVIEWED.but(reviewed_on="2026-03-17")).quietly()
    scenario.when(decision).quietly()


@pytest.mark.rule("A-13")
def test_a_first_reviewer_is_qualified(given: Scenarios) -> None:
    """Who reviews for the first time has passed the national examination; a review gives its opinion."""
    scenario = given(FILED, NOTIFIED).on("2026-03-30")
    first = REVIEWED.but(first_time=True)

    scenario.when(first.but(qualified=False)).refuses("A-13", code="case.reviewer_unqualified")
    scenario.when(REVIEWED.but(opinion=" ")).refuses("A-13", code="case.opinion_missing")
    scenario.when(first).quietly()


@pytest.mark.rule("A-12")
def test_the_leaders_discuss_a_stop_of_production(given: Scenarios) -> None:
    """Without their discussion since the hearing it is refused."""
    before = HEAVY[:-1]

    given(*before).on("2026-04-01").when(STOPPED).refuses("A-12", code="case.not_discussed")
    early = DISCUSSED.but(discussed_on="2026-03-26")
    given(*before, early).on("2026-04-01").when(STOPPED).refuses("A-12", code="case.not_discussed")
    given(*before, DISCUSSED).on("2026-04-01").when(STOPPED).quietly()


@pytest.mark.rule("A-12")
def test_a_serious_case_is_discussed_by_two_leaders_with_a_record(given: Scenarios) -> None:
    """One leader alone is refused, and so is a discussion without a record; a case that is not serious needs none."""
    scenario = given(FILED, NOTIFIED).on("2026-03-31")

    scenario.when(DISCUSSED.but(leaders=["li", "li"])).refuses("A-12", code="case.discussed_by_too_few")
    scenario.when(DISCUSSED.but(record="")).refuses("A-12", code="case.discussion_unrecorded")
    scenario.when(DECIDED.but(serious=True, decided_on="2026-03-31")).refuses("A-12", code="case.not_discussed")
    scenario.when(DISCUSSED).quietly()
    scenario.when(DECIDED.but(serious=True, decided_on="2026-03-31")).quietly()
