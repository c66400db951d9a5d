"""After the conclusion of a government inspection: thirty days to object, thirty to decide (I-18)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.governance import GOVERNED, owed
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios

OPENED = step(
    "oversight.open",
    oversight="OV-1",
    government="gov",
    authority="gov",
    content="安全生产责任落实",
    plan="督查方案",
    subjects=["hcb"],
    inspectors=["sun"],
    opened_on="2026-03-02",
)
CONCLUDED = step(
    "oversight.conclude",
    oversight="OV-1",
    conclusion="责任清单未公开",
    corrections=[{"subject": "hcb", "asked": "公开责任清单", "due_on": "2026-04-30"}],
    officials=["sun"],
    concluded_on="2026-03-10",
)
RECEIVED = step("oversight.feed_back", oversight="OV-1", subject="hcb", received_on="2026-03-12")
OBJECTED = step(
    "oversight.object", oversight="OV-1", subject="hcb", grounds="It was published", objected_on="2026-04-10"
)
REVIEWED = step(
    "oversight.review",
    oversight="OV-1",
    subject="hcb",
    reviewers=["qian"],
    result="upheld",
    reasons="It was not",
    reviewed_on="2026-05-08",
)
RECTIFIED = step(
    "oversight.report_rectified", oversight="OV-1", subject="hcb", report="Published", rectified_on="2026-04-30"
)
VERIFIED = step(
    "oversight.verify", oversight="OV-1", subject="hcb", result="passed", findings="Seen", verified_on="2026-05-06"
)


@pytest.mark.rule("I-18")
def test_an_objection_within_thirty_days(given: Scenarios) -> None:
    """The thirtieth day after receipt is in time, the next is not."""
    county = given(GOVERNED, OPENED, CONCLUDED, RECEIVED).on("2026-04-12")
    county.when(OBJECTED.but(objected_on="2026-04-12")).refuses("I-18", code="oversight.objected_late")
    given(GOVERNED, OPENED, CONCLUDED, RECEIVED).on("2026-04-11").when(OBJECTED.but(objected_on="2026-04-11")).quietly()


@pytest.mark.rule("I-18")
def test_a_decision_within_thirty_days(given: Scenarios) -> None:
    """The thirtieth day is in time; a later decision is recorded and noted."""
    county = given(GOVERNED, OPENED, CONCLUDED, RECEIVED, OBJECTED)
    assert owed(county, "oversight:OV-1", "2026-04-10")["oversight.review"] == date(2026, 5, 10)
    county.on("2026-05-11").when(REVIEWED.but(reviewed_on="2026-05-11")).warns("I-18", code="oversight.reviewed_late")
    county = given(GOVERNED, OPENED, CONCLUDED, RECEIVED, OBJECTED)
    county.on("2026-05-10").when(REVIEWED.but(reviewed_on="2026-05-10")).quietly()


@pytest.mark.rule("I-18")
def test_who_concluded_does_not_review(given: Scenarios) -> None:
    """An official of the conclusion is recused; another is not."""
    county = given(GOVERNED, OPENED, CONCLUDED, RECEIVED, OBJECTED).on("2026-05-08")
    county.when(REVIEWED.but(reviewers=["qian", "sun"])).refuses("I-18", code="oversight.reviewer_not_recused")
    county.when(REVIEWED).quietly()


@pytest.mark.rule("I-18")
def test_what_is_asked_is_put_right_in_time(given: Scenarios) -> None:
    """The last day of the conclusion is in time; a day later is noted; a check that fails owes another report."""
    county = given(GOVERNED, OPENED, CONCLUDED, RECEIVED)
    assert owed(county, "oversight:OV-1", "2026-03-12")["oversight.report_rectified"] == date(2026, 4, 30)
    county.on("2026-05-06").when(RECTIFIED.but(rectified_on="2026-05-01")).warns(
        "I-18", code="oversight.rectified_late"
    )
    county = given(GOVERNED, OPENED, CONCLUDED, RECEIVED).on("2026-05-06")
    county.when(VERIFIED).refuses("SEQ", code="oversight.nothing_reported")
    county.when(RECTIFIED).quietly()
    county.when(VERIFIED.but(result="failed")).is_recorded()
    county.when(VERIFIED).refuses("SEQ", code="oversight.nothing_reported")


@pytest.mark.rule("I-18")
def test_clues_go_to_who_investigates_them(given: Scenarios) -> None:
    """Duty crimes to the supervisory organ, others to the judicial organs."""
    county = given(GOVERNED, OPENED).on("2026-03-09")
    clue = step(
        "oversight.hand_over_clue",
        oversight="OV-1",
        clue="duty",
        organ="supervisory",
        recipient="县监察委员会",
        handed_on="2026-03-09",
    )
    county.when(clue.but(organ="judicial")).refuses("I-18", code="oversight.wrong_organ")
    county.when(clue.but(clue="other")).refuses("I-18", code="oversight.wrong_organ")
    county.when(clue).quietly()
    county.when(clue.but(clue="other", organ="judicial", recipient="县公安局")).quietly()


def test_steps_follow_their_order(given: Scenarios) -> None:
    """Feedback follows the conclusion, an objection the receipt, a decision the objection."""
    county = given(GOVERNED, OPENED).on("2026-05-08")
    county.when(RECEIVED).refuses("SEQ", code="oversight.not_concluded")
    county.when(CONCLUDED).is_recorded()
    county.when(OBJECTED).refuses("SEQ", code="oversight.not_received")
    county.when(RECEIVED.but(subject="qinghe")).refuses("REF", code="oversight.no_subject")
    county.when(RECEIVED).is_recorded()
    county.when(RECEIVED).refuses("SEQ", code="oversight.received_already")
    county.when(REVIEWED).refuses("SEQ", code="oversight.nothing_to_review")
    county.when(OBJECTED).is_recorded()
    county.when(OBJECTED).refuses("SEQ", code="oversight.objected_already")


@pytest.mark.rule("I-18")
def test_a_late_objection_is_owed_no_decision(given: Scenarios) -> None:
    """It can be recorded as it happened; only one that came in time is owed a decision."""
    late = given(GOVERNED, OPENED, CONCLUDED, RECEIVED).on("2026-04-12")
    late.when(OBJECTED.but(objected_on="2026-04-12")).as_it_happened("It came by post").records_defect("I-18")
    timely = given(GOVERNED, OPENED, CONCLUDED, RECEIVED, OBJECTED.but(objected_on="2026-04-11"))

    assert "oversight.review" not in owed(late, "oversight:OV-1", "2026-04-13")
    assert owed(timely, "oversight:OV-1", "2026-04-13")["oversight.review"] == date(2026, 5, 11)


@pytest.mark.rule("I-18")
def test_a_step_after_the_conclusion_is_done_once_whatever_its_day(given: Scenarios) -> None:
    """An earlier day makes no second receipt, objection or decision."""
    county = given(GOVERNED, OPENED, CONCLUDED, RECEIVED, OBJECTED, REVIEWED).on("2026-05-20")
    county.when(RECEIVED.but(received_on="2026-03-11")).refuses("SEQ", code="oversight.received_already")
    county.when(OBJECTED.but(objected_on="2026-04-09")).refuses("SEQ", code="oversight.objected_already")
    county.when(REVIEWED.but(reviewed_on="2026-05-07")).refuses("SEQ", code="oversight.nothing_to_review")


@pytest.mark.rule("I-18")
def test_somebody_inspects_and_concludes(given: Scenarios) -> None:
    """Without inspectors nothing begins; without those who concluded nobody could be told from the reviewers."""
    given(GOVERNED).on("2026-03-02").when(OPENED.but(inspectors=[])).refuses("REF", code="record.blank")
    county = given(GOVERNED, OPENED).on("2026-03-10")
    county.when(CONCLUDED.but(officials=[])).refuses("REF", code="record.blank")
    county.when(CONCLUDED).quietly()


@pytest.mark.rule("I-18")
def test_an_older_conclusion_has_no_period_of_the_regulation(given: Scenarios) -> None:
    """Received before the regulation of 2021 it is objected to and reviewed at any time, and next can be asked."""
    opened = OPENED.but(opened_on="2020-12-01")
    concluded = CONCLUDED.but(corrections=[], concluded_on="2020-12-10")
    old = (GOVERNED, opened, concluded, RECEIVED.but(received_on="2021-01-31"))
    young = (GOVERNED, opened, concluded, RECEIVED.but(received_on="2021-02-01"))
    late = OBJECTED.but(objected_on="2021-03-10")

    given(*young).on("2021-03-10").when(late).refuses("I-18", code="oversight.objected_late")
    county = given(*old).on("2021-03-10")
    assert owed(county, "oversight:OV-1", "2021-02-01") == {}
    county.when(late).quietly()
    assert "oversight.review" in owed(county, "oversight:OV-1", "2021-03-10")
    early = given(*old, OBJECTED.but(objected_on="2021-01-31"))
    assert owed(early, "oversight:OV-1", "2021-01-31") == {"oversight.review": None}
    early.on("2021-06-01").when(REVIEWED.but(reviewed_on="2021-06-01")).quietly()
