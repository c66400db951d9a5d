"""Powers transferred to townships, and how they differ from delegation (A-43, TRAP-04)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.history.steps import next_steps
from regledger.testing.delegation import EMPOWERED, ORGANS
from regledger.testing.scenario import step
from regledger.testing.scenarios import Scenarios


@pytest.mark.rule("A-43")
def test_the_province_transfers_powers_to_a_township(given: Scenarios) -> None:
    """A published decision of the province for a township is recorded, and it may count from its publication."""
    scenario = given(ORGANS).on("2026-02-01")

    scenario.when(EMPOWERED.but(valid_from="2026-02-01")).quietly()


@pytest.mark.rule("A-43")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"province": "gov"}, "empowerment.not_of_the_province"),
        ({"township": "fire"}, "empowerment.no_township"),
        ({"valid_from": "2026-01-31"}, "empowerment.not_public"),
        ({"matters": []}, "empowerment.not_public"),
    ],
)
def test_anything_else_transfers_nothing(given: Scenarios, changes: dict[str, Any], code: str) -> None:
    """Another organ, another addressee, an earlier first day or an empty list is refused."""
    scenario = given(ORGANS).on("2026-02-01")

    scenario.when(EMPOWERED.but(**changes)).refuses("A-43", code=code)


@pytest.mark.rule("A-43")
def test_an_evaluation_comes_by_its_day(given: Scenarios) -> None:
    """On the last day it is quiet, the day after it warns, and next shows the day before that."""
    scenario = given(ORGANS, EMPOWERED).on("2027-02-02")
    evaluated = step(
        "empowerment.evaluate",
        empowerment="P-1",
        capable=True,
        result="Staff and cases suffice",
        evaluate_by="2028-02-01",
        evaluated_on="2027-02-02",
    )

    due = [one for one in next_steps(scenario.ledger, "empowerment:P-1").steps if one.rule == "A-43"]

    assert [one.due for one in due] == [date(2027, 2, 1)]
    scenario.when(evaluated.but(evaluate_by=None)).refuses("A-43", code="empowerment.no_next_evaluation")
    scenario.when(evaluated).warns("A-43", code="empowerment.evaluated_late")
    scenario.when(evaluated.but(evaluated_on="2027-02-01")).quietly()


@pytest.mark.rule("A-43")
def test_powers_that_a_township_cannot_carry_go_back_once(given: Scenarios) -> None:
    """Without a next evaluation where it is unable; then the end is the next step, and it ends once."""
    unable = step(
        "empowerment.evaluate", empowerment="P-1", capable=False, result="No staff", evaluated_on="2026-12-01"
    )
    ended = step("empowerment.end", empowerment="P-1", reason="No staff", ended_on="2026-12-31")
    scenario = given(ORGANS, EMPOWERED, unable).on("2026-12-31")

    commands = [one.command for one in next_steps(scenario.ledger, "empowerment:P-1").steps]

    assert commands == ["empowerment.end"]
    scenario.when(ended).quietly()
    scenario.when(ended).refuses("SEQ", code="supervision.ended_already")
