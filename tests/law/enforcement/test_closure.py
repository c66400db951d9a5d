"""Proposing to close a unit: the count of penalties, the other grounds, and what the government answers (B-33)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.history.judging import Onlooker
from regledger.history.steps import next_steps
from regledger.records.enforcement.closure_state import CLOSURE, Closure
from regledger.testing.decision import HEAVY, SPOT, STOPPED
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

GOVERNMENT = step(
    "authority.register",
    authority="gov",
    name="People's Government of the county",
    level="county",
    form="government",
    registered_on="2020-01-02",
)
MAJOR = FOUND.but(inspected_on="2025-06-02")
"""H-2 is a major hazard, and stays open."""
PROPOSED = step(
    "closure.propose",
    closure="X-1",
    enterprise="E-1",
    site="S-1",
    authority="emb",
    government="gov",
    ground="repeated_penalties",
    findings="The store has no cut-off valve since June 2025",
    document="望应急〔2026〕40号",
    proposed_on="2026-12-01",
)
ANSWERED = step(
    "closure.answer",
    closure="X-1",
    closed=True,
    document="望政〔2026〕9号",
    reasons="The conditions of safe production are lacking",
    answered_on="2026-12-10",
)


def punished(*days: str, **changes: Any) -> list[Step]:
    """A penalty on the spot for another act on each of these days."""
    return [
        SPOT.but(
            summary=f"D-{number}", act=f"Sign {number} was missing", number=f"当{number}", decided_on=day, **changes
        )
        for number, day in enumerate(days, 1)
    ]


def owed(scenario: Scenario) -> set[str]:
    """The commands of the steps on the unit's closure that are open."""
    return {one.command for one in next_steps(scenario.ledger, "penalties:E-1").steps if one.rule == "B-33"}


@pytest.mark.rule("B-33")
@pytest.mark.parametrize(("third", "enough"), [("2026-07-09", True), ("2026-07-10", False)])
def test_three_penalties_within_180_days(given: Scenarios, third: str, enough: bool) -> None:
    """The first on 2026-01-10, the third on day 180 counts and on day 181 not; the step comes and goes with it."""
    scenario = given(GOVERNMENT, MAJOR, punished("2026-01-10", "2026-03-05", third)).on("2026-12-01")

    assert owed(scenario) == ({"closure.propose"} if enough else set())
    if enough:
        scenario.when(PROPOSED).quietly()
        assert owed(scenario) == set()
    else:
        scenario.when(PROPOSED).refuses("B-33", code="closure.too_few_penalties")


@pytest.mark.rule("B-33")
@pytest.mark.parametrize(("fourth", "enough"), [("2026-08-04", True), ("2026-08-05", False)])
def test_four_penalties_within_a_year(given: Scenarios, fourth: str, enough: bool) -> None:
    """From 2025-08-04 to the same day of the next year four are enough; a day later they are not."""
    days = ("2025-08-04", "2025-12-01", "2026-03-10", fourth)
    scenario = given(GOVERNMENT, MAJOR, punished(*days)).on("2026-12-01")

    if enough:
        scenario.when(PROPOSED).quietly()
    else:
        scenario.when(PROPOSED).refuses("B-33", code="closure.too_few_penalties")


@pytest.mark.rule("B-33")
def test_only_penalties_under_the_law_on_work_safety_count(given: Scenarios) -> None:
    """Three penalties on another basis are none of this law."""
    days = ("2026-01-10", "2026-03-05", "2026-04-01")
    scenario = given(GOVERNMENT, MAJOR, punished(*days, basis="消防法(2021) Art 60")).on("2026-12-01")

    scenario.when(PROPOSED).refuses("B-33", code="closure.too_few_penalties")


@pytest.mark.rule("B-33")
def test_without_a_major_hazard_no_count_closes_a_unit(given: Scenarios) -> None:
    """Three penalties alone owe no proposal, and bear none out."""
    scenario = given(GOVERNMENT, punished("2026-01-10", "2026-03-05", "2026-04-01")).on("2026-12-01")

    assert owed(scenario) == set()
    scenario.when(PROPOSED).refuses("B-33", code="closure.no_major_hazard")


@pytest.mark.rule("B-33")
def test_it_is_proposed_to_a_government(given: Scenarios) -> None:
    """A department closes nobody."""
    history = (GOVERNMENT, MAJOR, punished("2026-01-10", "2026-03-05", "2026-04-01"))
    scenario = given(history).on("2026-12-01")
    scenario.when(
        "authority.register",
        authority="dep",
        name="Housing Bureau",
        level="county",
        form="department",
        registered_on="2026-01-02",
    ).is_recorded()

    scenario.when(PROPOSED.but(government="dep")).refuses("B-33", code="closure.not_to_government")
    scenario.when(PROPOSED).quietly()


@pytest.mark.rule("B-33")
@pytest.mark.parametrize("ground", ["unfit_after_stop", "stop_refused"])
def test_a_stop_for_rectification_stands_behind_two_grounds(given: Scenarios, ground: str) -> None:
    """Unfit after a stop, or a refused stop, names the case in which production was stopped."""
    scenario = given(GOVERNMENT, HEAVY, STOPPED).on("2026-12-01")
    proposed = PROPOSED.but(ground=ground)

    scenario.when(proposed).refuses("B-33", code="closure.no_stop_decision")
    scenario.when(proposed.but(basis=["case:C-1"])).quietly()


@pytest.mark.rule("B-33")
@pytest.mark.parametrize(("deaths", "grade", "grave"), [(9, "larger", False), (10, "major", True)])
def test_a_grave_accident_is_named(given: Scenarios, deaths: int, grade: str, grave: bool) -> None:
    """The third ground names an accident of the unit that was graded as major or worse."""
    accident = step(
        "accident.receive_report",
        accident="A-1",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        happened_at="2026-03-02T08:00:00+08:00",
        head_told_at="2026-03-02T08:10:00+08:00",
        profile="Chlor-alkali plant, 80 staff",
        scene="Store 2, 08:00",
        course="A valve burst",
        measures="Store emptied",
        deaths=deaths,
        injuries=0,
        missing=0,
        loss_fen=1,
        received_at="2026-03-02T08:50:00+08:00",
    )
    scenario = given(GOVERNMENT, accident).on("2026-03-03")
    scenario.when("accident.grade", accident="A-1", grade=grade, graded_on="2026-03-03").is_recorded()

    attempt = scenario.on("2026-12-01").when(PROPOSED.but(ground="accident_unfit", basis=["accident:A-1"]))

    if grave:
        attempt.quietly()
    else:
        attempt.refuses("B-33", code="closure.no_grave_accident")


@pytest.mark.rule("B-33")
def test_the_government_answers_and_the_unit_is_shut(given: Scenarios) -> None:
    """The answer is owed by the government; after a closure the unit is shut down, and its principal is barred for five years."""
    history = (GOVERNMENT, MAJOR, punished("2026-01-10", "2026-03-05", "2026-04-01"), PROPOSED)
    scenario = given(history).on("2026-12-20")
    asked = next_steps(scenario.ledger, "closure:X-1").steps

    scenario.when(ANSWERED).quietly()

    then = next_steps(scenario.ledger, "closure:X-1").steps
    assert [(one.command, one.owner) for one in asked] == [("closure.answer", "government")]
    assert [(one.command, one.owner) for one in then] == [("enterprise.shut_down", "authority")]
    scenario.when(ANSWERED).refuses("SEQ", code="closure.answered_already")
    held = scenario.state("closure:X-1")
    assert isinstance(held, Closure)
    assert CLOSURE.derived is not None
    barred = CLOSURE.derived(held, Onlooker(scenario.ledger, on=date(2026, 12, 20), known_at=None))
    assert str(barred["principal_barred_until"]) == "2031-12-10"
