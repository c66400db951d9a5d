"""The three simultaneities: B-11."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from regledger.history.steps import next_steps
from regledger.testing.scenario import Step, step
from regledger.testing.scenarios import Scenarios

REGISTERED = step(
    "project.register",
    project="P-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    kind="hazardous_goods",
    work="new",
    registered_on="2026-01-05",
)
EVALUATED = step("project.evaluate", project="P-1", report="PJ-1", evaluated_on="2026-01-12")
SUBMITTED = step("project.submit_design", project="P-1", design="D-1", submitted_on="2026-01-19")
APPROVED = step("project.review_design", project="P-1", approved=True, reviewed_on="2026-02-02")
BEGUN = step("project.begin", project="P-1", begun_on="2026-02-09")
COMPLETED = step("project.complete", project="P-1", by_design=True, completed_on="2026-04-01")
ACCEPTED = step("project.accept", project="P-1", passed=True, accepted_on="2026-04-15")
VERIFIED = step(
    "project.verify_acceptance", project="P-1", officers=["li", "wang"], in_order=True, verified_on="2026-04-20"
)
USED = step("project.put_into_use", project="P-1", used_on="2026-05-06")
ORDER = (EVALUATED, SUBMITTED, APPROVED, BEGUN, COMPLETED, ACCEPTED, VERIFIED, USED)


@pytest.mark.rule("B-11")
def test_a_high_risk_project_goes_from_evaluation_to_use(given: Scenarios) -> None:
    """Evaluated, designed, reviewed, built, accepted, used: each the next step, and recorded without an objection."""
    scenario = given(REGISTERED)
    for one in ORDER:
        day = next(value for name, value in one.body.items() if name.endswith("_on"))
        told = {each.command for each in next_steps(scenario.ledger, "project:P-1", on=date.fromisoformat(day)).steps}
        assert one.command in told
        scenario.on(day).when(one).quietly()


@pytest.mark.rule("B-11")
def test_a_step_that_is_left_out_stops_the_next(given: Scenarios) -> None:
    """No design before the evaluation, no building before approval, no use before acceptance; building off the design is not passed."""
    on = "2026-05-06"
    given(REGISTERED).on(on).when(SUBMITTED).refuses("B-11", code="project.not_evaluated")
    given(REGISTERED, EVALUATED, SUBMITTED).on(on).when(BEGUN).refuses("B-11", code="project.design_not_approved")
    rejected = APPROVED.but(approved=False)
    given(REGISTERED, EVALUATED, SUBMITTED, rejected).on(on).when(BEGUN).refuses("B-11")
    built = (REGISTERED, EVALUATED, SUBMITTED, APPROVED, BEGUN)
    given(*built).on(on).when(COMPLETED.but(by_design=False)).refuses("B-11", code="project.not_by_design")
    given(*built, COMPLETED).on(on).when(USED).refuses("B-11", code="project.used_before_acceptance")
    failed = ACCEPTED.but(passed=False)
    given(*built, COMPLETED, failed).on(on).when(USED).refuses("B-11", code="project.used_before_acceptance")
    given(*built).on(on).when(BEGUN).refuses("SEQ", code="project.begun_already")


@pytest.mark.rule("B-11")
def test_any_project_has_its_safety_facilities_with_the_main_work(given: Scenarios) -> None:
    """A project of no high risk needs no review, and its safety facilities all the same."""
    plain = REGISTERED.but(kind="other")
    scenario = given(plain).on("2026-05-06")
    scenario.when(BEGUN.but(facilities_with_it=False)).refuses("B-11", code="project.facilities_left_out")
    scenario.when(BEGUN).quietly()
    scenario.when(COMPLETED).quietly()
    scenario.when(USED.but(facilities_in_use=False)).refuses("B-11", code="project.facilities_left_out")
    scenario.when(USED).quietly()


@pytest.mark.rule("B-11")
def test_use_before_acceptance_is_recorded_as_it_happened(given: Scenarios) -> None:
    """What already happened is recorded with its defect."""
    built = (REGISTERED, EVALUATED, SUBMITTED, APPROVED, BEGUN, COMPLETED)

    given(*built).on("2026-05-06").when(USED).as_it_happened("seen at an inspection").records_defect("B-11")


@pytest.mark.rule("B-11")
def test_what_was_left_out_before_the_building_is_made_good(given: Scenarios) -> None:
    """Built without evaluation and design: each is owed still, and once they are there and it is built by them it is accepted."""
    scenario = given(REGISTERED).on("2026-05-01")
    scenario.when(BEGUN).as_it_happened("seen at an inspection").records_defect("B-11")
    late = (
        EVALUATED.but(evaluated_on="2026-02-10"),
        SUBMITTED.but(submitted_on="2026-02-11"),
        APPROVED.but(reviewed_on="2026-03-02"),
    )

    scenario.when(COMPLETED).refuses("B-11", code="project.not_by_design")
    for one in late:
        assert [each.command for each in next_steps(scenario.ledger, "project:P-1").steps] == [one.command]
        scenario.when(one).is_recorded()
    scenario.when(COMPLETED).is_recorded()


@pytest.mark.rule("B-11")
def test_an_evaluation_after_the_building_began_is_noted(given: Scenarios) -> None:
    """Before the building it is in time, after it began it is late and recorded all the same."""
    given(REGISTERED).on("2026-02-09").when(EVALUATED).quietly()
    begun = given(REGISTERED).on("2026-02-10")
    begun.when(BEGUN).as_it_happened("seen at an inspection").records_defect("B-11")
    begun.when(EVALUATED.but(evaluated_on="2026-02-10")).warns("B-11", code="project.evaluated_late")


@pytest.mark.rule("B-11")
def test_what_was_not_built_by_its_design_is_completed_anew(given: Scenarios) -> None:
    """It is not passed as it stands; rebuilt by the design it is."""
    scenario = given(REGISTERED, EVALUATED, SUBMITTED, APPROVED, BEGUN).on("2026-05-01")
    scenario.when(COMPLETED.but(by_design=False)).as_it_happened("found").records_defect("B-11")
    told = [one.command for one in next_steps(scenario.ledger, "project:P-1").steps]

    assert told == ["project.complete"]
    scenario.when(ACCEPTED).refuses("B-11", code="project.not_by_design")
    scenario.when(COMPLETED.but(completed_on="2026-04-10")).is_recorded()
    scenario.when(COMPLETED.but(completed_on="2026-04-11")).refuses("SEQ", code="project.completed_already")
    scenario.when(ACCEPTED).is_recorded()


@pytest.mark.parametrize(
    ("history", "act", "on", "code"),
    [
        ((), EVALUATED, "evaluated_on", "project.evaluated_already"),
        (ORDER[:5], ACCEPTED, "accepted_on", "project.accepted_already"),
        (ORDER[:6], VERIFIED, "verified_on", "project.verified_already"),
    ],
)
def test_a_step_of_a_project_is_done_once(
    given: Scenarios, history: tuple[Step, ...], act: Step, on: str, code: str
) -> None:
    """A second time is refused, also under an earlier date."""
    scenario = given(REGISTERED, *history, act)
    before = str(date.fromisoformat(act.body[on]) - timedelta(days=1))

    scenario.when(act.but(**{on: before})).refuses("SEQ", code=code)


@pytest.mark.parametrize(("history", "act", "part"), [((), EVALUATED, "report"), ((EVALUATED,), SUBMITTED, "design")])
def test_a_paper_of_a_project_has_a_number(given: Scenarios, history: tuple[Step, ...], act: Step, part: str) -> None:
    """A report or a design without its number is refused."""
    given(REGISTERED, *history).on("2026-02-01").when(act.but(**{part: " "})).refuses("REF", code="project.part_blank")
