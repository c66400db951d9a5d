"""Corrections that move a fact, and corrections of what was withdrawn, through the one door."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.deciding.answers import Recorded
from regledger.log.envelope import Source
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario, given, step

CHEN = step("officer.appoint", officer="chen", authority="emb", name="Chen", appointed_on="2026-03-02")
INSPECTED = FOUND.but(hazards=[])
HOW: dict[str, Any] = {"reason": "Copied wrongly", "authority": "emb", "corrected_on": "2026-03-10"}


@pytest.fixture
def appointed(county: Scenario) -> tuple[Scenario, int]:
    scenario = given(county.ledger, CHEN).on("2026-03-10")
    return scenario, scenario.ledger.recorder.head().number


def name(scenario: Scenario, officer: str) -> str:
    return str(getattr(scenario.state(f"officer:{officer}"), "name", "nobody"))


def correct(scenario: Scenario, number: int, **changes: Any) -> int:
    answer = scenario.when("fact.correct", number=number, body={**CHEN.body, **changes}, **HOW).is_recorded().answer
    assert isinstance(answer, Recorded)
    return answer.numbers[0]


def withdraw(scenario: Scenario, number: int) -> Any:
    return scenario.when(
        "fact.withdraw", number=number, reason="Another county", authority="emb", withdrawn_on="2026-03-10"
    )


@pytest.fixture
def inspected(county: Scenario) -> tuple[Scenario, int]:
    """An inspection by li and wang."""
    scenario = given(county.ledger, INSPECTED).on("2026-03-10")
    return scenario, scenario.ledger.recorder.head().number


def took_part(scenario: Scenario, number: int, *officers: str) -> int:
    how = {"number": number, "body": {"officers": officers}, **HOW}
    answer = scenario.when("fact.correct", **how).is_recorded().answer
    assert isinstance(answer, Recorded)
    return answer.numbers[0]


def inspections(scenario: Scenario, *officers: str) -> list[int]:
    """For each officer, how many inspections stand."""
    stand = [scenario.ledger.standing(f"officer:{officer}") for officer in officers]
    return [sum(fact.type == "inspection.recorded" for fact in facts) for facts in stand]


def test_a_correction_may_say_who_took_part(inspected: tuple[Scenario, int]) -> None:
    """The fact leaves the one officer and comes to the other, and the history of both shows it."""
    scenario, number = inspected

    took_part(scenario, number, "li", "zhao")

    assert inspections(scenario, "li", "wang", "zhao") == [1, 0, 1]
    assert len(list(scenario.ledger.facts(tags=["officer:wang"], types=["inspection.recorded"]))) == 2
    assert number in [fact.number for fact in scenario.ledger.standing("officer:wang", known_at=number)]


def test_a_moved_fact_can_be_moved_back(inspected: tuple[Scenario, int]) -> None:
    """The later correction is found by every officer whom the fact ever named."""
    scenario, number = inspected
    took_part(scenario, number, "li", "zhao")

    took_part(scenario, number, "li", "wang")

    assert inspections(scenario, "li", "wang", "zhao") == [1, 1, 0]


def test_withdrawing_a_moved_fact_takes_it_from_both(inspected: tuple[Scenario, int]) -> None:
    """Withdrawing the original withdraws what stands in its place, whomever it named."""
    scenario, number = inspected
    took_part(scenario, number, "li", "zhao")

    withdraw(scenario, number).is_recorded()

    assert inspections(scenario, "li", "wang", "zhao") == [0, 0, 0]


def test_withdrawing_the_move_brings_it_back(inspected: tuple[Scenario, int]) -> None:
    """Withdrawing the correction alone lets the original stand again for those whom it named."""
    scenario, number = inspected
    moved = took_part(scenario, number, "li", "zhao")

    withdraw(scenario, moved).is_recorded()

    assert inspections(scenario, "li", "wang", "zhao") == [1, 1, 0]


def test_what_was_withdrawn_is_neither_corrected_nor_withdrawn_again(appointed: tuple[Scenario, int]) -> None:
    """It would change nothing, so it is refused and the remedy told."""
    scenario, number = appointed
    withdraw(scenario, number).is_recorded()

    withdraw(scenario, number).refuses("X-05", code="correction.of_withdrawn")
    scenario.when("fact.correct", number=number, body=CHEN.body, **HOW).refuses("X-05", code="correction.of_withdrawn")


def test_a_correction_has_no_field_that_nobody_reads(appointed: tuple[Scenario, int]) -> None:
    """A misspelt field of the new body is named rather than dropped."""
    scenario, number = appointed

    attempt = scenario.when("fact.correct", number=number, body={**CHEN.body, "nmae": "Chen Yi"}, **HOW)

    attempt.refuses("REF", code="correction.body_wrong").says("nmae")


def test_correcting_what_a_register_asserts_proves_nothing(county: Scenario) -> None:
    """A corrected import is asserted still: nobody judged it, and its source stays with it."""
    from regledger.deciding.asserting import assert_rows  # noqa: PLC0415
    from regledger.log.facts import NewFact  # noqa: PLC0415
    from regledger.records.authority import OfficerAppointed  # noqa: PLC0415

    ledger = county.ledger
    body = ledger.handlers.read("officer.appoint", CHEN.body)[1]
    fact = OfficerAppointed(**{field: getattr(body, field) for field in OfficerAppointed.__struct_fields__})
    source = Source(register="old", file="f" * 64, row=2, column="Name", key="17")
    [number] = assert_rows(
        ledger, [[NewFact(body=fact, source=source)]], register="old", mapping=b"{}", actor="officer:li", after=0
    )

    correct(county, number, name="Chen Yi")

    held = ledger.show("officer:chen")
    assert held is not None
    assert held.asserted
    assert name(county, "chen") == "Chen Yi"
