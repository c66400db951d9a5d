"""The grade of a park, and what it lets in (H-01, H-02)."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario
from regledger.testing.scenarios import Scenarios

from .county import ADMITTED, GRADED, ORGANS, PARK, PLANT, PROFILE, PROJECT

SCORE = GRADED.but(scored_on="2024-03-01")
AGAIN = {"rectify_by": "2024-09-01"}


@pytest.mark.rule("H-01")
@pytest.mark.parametrize(
    ("score", "grade"),
    [("0", "A"), ("59.9", "A"), ("60", "B"), ("69.9", "B"), ("70", "C"), ("84.9", "C"), ("85", "D"), ("100", "D")],
)
def test_the_grade_is_that_of_the_score(park: Scenario, score: str, grade: str) -> None:
    """H-01: below 60 is A, from 60 B, from 70 C, from 85 D; what the assessors call it is kept to where it is the same."""
    given = SCORE.but(score=score, claimed_grade=grade, **AGAIN)
    high = ("H-08",) if grade in "AB" else ()

    park.on("2024-03-01").when(given).warns(*high)

    assert park.state("park:P-1").grade == grade  # type: ignore[union-attr]


@pytest.mark.rule("H-01")
@pytest.mark.parametrize(("score", "claimed"), [("69.9", "C"), ("70", "B"), ("84.9", "D"), ("85", "C")])
def test_a_grade_that_the_score_does_not_give_is_told(park: Scenario, score: str, claimed: str) -> None:
    """H-01: a grade claimed beside the score is told, and the one of the score is recorded."""
    attempt = park.on("2024-03-01").when(SCORE.but(score=score, claimed_grade=claimed, **AGAIN))

    attempt.is_recorded().says(f"is called grade {claimed}")
    assert ("H-01", "park.grade_differs") in {(one.rule, one.code) for one in attempt.answer.warnings}


@pytest.mark.rule("H-01")
@pytest.mark.parametrize(("score", "told"), [("59.9", ["H-01", "H-08"]), ("60", ["H-08"])])
def test_a_park_of_grade_a_is_given_a_day(park: Scenario, score: str, told: list[str]) -> None:
    """H-01: under grade A nothing says by when the park has to be better; under B nothing has to."""
    park.on("2024-03-01").when(SCORE.but(score=score)).warns(*told)


@pytest.mark.rule("H-01")
def test_the_next_assessment_is_owed(park: Scenario) -> None:
    """H-01: by the day on which a grade runs out, and under grade A by the one set to be better by."""
    assert owed(park) == [("park.score", None)]

    park.on("2024-03-01").when(SCORE).quietly()
    assert owed(park) == [("park.score", date(2027, 12, 31))]
    park.when(SCORE.but(score="50", **AGAIN)).is_recorded()
    assert owed(park) == [("park.score", date(2024, 9, 1))]


def owed(scenario: Scenario) -> list[tuple[str, date | None]]:
    """What park P-1 owes next under H-01, with the last day."""
    steps = next_steps(scenario.ledger, "park:P-1").steps
    return [(one.command, one.due) for one in steps if one.rule == "H-01"]


def test_a_score_is_not_corrected_beside_its_grade(park: Scenario) -> None:
    """What follows from a score cannot be corrected apart from it: the assessment is withdrawn, and entered anew."""
    number = park.on("2024-03-01").when(SCORE).recorded.numbers[0]
    act = {"number": number, "reason": "A slip", "authority": "emb"}

    park.when("fact.correct", body={"score": "50"}, corrected_on="2024-03-01", **act).refuses("X-05")
    park.when("fact.withdraw", withdrawn_on="2024-03-01", **act).is_recorded()


def test_what_no_assessment_says(park: Scenario) -> None:
    """REF: no park, no authority, a score beyond the full one or below nothing, and days that run backwards are refused."""
    park.on("2024-03-01")

    park.when(SCORE.but(park="P-9")).refuses("REF", code="record.unknown")
    park.when(SCORE.but(authority="nobody")).refuses("REF", code="record.unknown")
    park.when(SCORE.but(score="100.1")).refuses("REF", code="park.score_impossible")
    park.when(SCORE.but(score="-1", **AGAIN)).refuses("REF", code="park.score_impossible")
    park.when(SCORE.but(valid_to="2024-02-29")).refuses("REF", code="parks.dates_reversed")
    park.when(SCORE.but(valid_to="2024-03-01")).quietly()


def test_there_were_no_grades_before_the_guideline(given: Scenarios) -> None:
    """REF: an assessment of a day on which nothing said how parks are graded is refused."""
    scenario = given(*ORGANS, PARK)

    scenario.on("2026-03-02").when(SCORE.but(scored_on="2019-08-11")).refuses("REF")
    scenario.when(SCORE.but(scored_on="2019-08-11")).says("nothing says how parks were graded")


@pytest.mark.rule("H-02")
@pytest.mark.parametrize(
    ("score", "purpose", "review", "code"),
    [
        ("59.9", "production", "R-1", "park.project_forbidden"),
        ("59.9", "safety_rectification", None, ""),
        ("59.9", "environmental_rectification", None, ""),
        ("60", "production", None, "park.project_restricted"),
        ("60", "production", "R-1", ""),
        ("60", "safety_rectification", None, ""),
        ("69.9", "production", None, "park.project_restricted"),
        ("70", "production", None, ""),
        ("85", "production", None, ""),
    ],
)
def test_what_each_grade_lets_in(given: Scenarios, score: str, purpose: str, review: str | None, code: str) -> None:
    """H-02: A rectification alone, B what was reviewed, C and D everything; the same when the project is registered."""
    history = (*ORGANS, PARK, PLANT, PROFILE, GRADED.but(score=score, **AGAIN))
    admit = ADMITTED.but(purpose=purpose, review=review)
    scenario = given(*history).on("2026-03-02")

    admitted = scenario.when(admit)
    registered = scenario.when(PROJECT)

    for attempt in (admitted, registered):
        if code:
            attempt.warns("H-02", code=code)
        else:
            attempt.quietly()


@pytest.mark.rule("H-02")
@pytest.mark.parametrize(("valid_to", "told"), [("2026-03-01", True), ("2026-03-02", False), ("2026-03-03", False)])
def test_a_grade_that_ran_out_lets_nothing_in(given: Scenarios, valid_to: str, told: bool) -> None:
    """H-02: on the last day of a grade it counts; on the day after the park has none, and that is told."""
    scenario = given(*ORGANS, PARK, PLANT, PROFILE, GRADED.but(valid_to=valid_to)).on("2026-03-02")

    attempt = scenario.when(PROJECT)

    if told:
        attempt.warns("H-02", code="park.not_graded")
    else:
        attempt.quietly()


@pytest.mark.rule("H-02")
def test_the_gate_stands_at_each_step_of_a_project(given: Scenarios) -> None:
    """H-02: the review of its design and the begin of the building are asked as the registration is; turning it down is not."""
    history = (*ORGANS, PARK, PLANT, PROFILE, GRADED, PROJECT)
    scenario = given(*history, GRADED.but(score="50", scored_on="2026-03-03", **{"rectify_by": "2026-09-01"}))
    scenario.on("2026-03-04").when(
        "project.evaluate", project="PR-1", report="EV-1", evaluated_on="2026-03-04"
    ).is_recorded()
    scenario.when("project.submit_design", project="PR-1", design="D-1", submitted_on="2026-03-04").is_recorded()

    review = {"project": "PR-1", "reviewed_on": "2026-03-05"}
    scenario.on("2026-03-05").when("project.review_design", approved=False, **review).quietly()
    scenario.when("project.submit_design", project="PR-1", design="D-2", submitted_on="2026-03-05").is_recorded()
    scenario.when("project.review_design", approved=True, **review).warns("H-02", code="park.project_forbidden")
    scenario.when("project.begin", project="PR-1", begun_on="2026-03-05").warns("H-02", code="park.project_forbidden")


@pytest.mark.rule("H-02")
def test_what_is_no_matter_of_the_grade(given: Scenarios) -> None:
    """H-02 asks nothing of a project without dangerous goods, nor of a site outside any park."""
    scenario = given(*ORGANS, PARK, PLANT, PROFILE, GRADED.but(score="50", **AGAIN)).on("2026-03-02")

    scenario.when(PROJECT.but(kind="other")).quietly()
    scenario.when(PROJECT.but(project="PR-2", site="S-1")).quietly()
    scenario.when(ADMITTED.but(project="PR-3", hazardous=False)).quietly()
