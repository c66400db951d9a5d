"""The air that miners work in, how often it is tested, and what a breach costs (E-09)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED
from regledger.testing.scenario import Scenario, Step, given

Inspected = Callable[..., Step]
YUAN = 100
LIMITS: list[tuple[str, str, tuple[str, ...], tuple[str, ...], dict[str, Any]]] = [
    ("22.2-oxygen", "intake_oxygen_percent", ("20.1", "20"), ("19.9",), {}),
    ("22.2-carbon-dioxide", "intake_carbon_dioxide_percent", ("0.49", "0.5"), ("0.51",), {}),
    ("22.3", "air_celsius", ("27.9", "28"), ("28.1", "28.6"), {"heat_protection": 0}),
    ("16.1", "dust_tests_month", ("3", "2"), ("1", "0"), {}),
    ("16.2", "tnt_tests_month", ("2", "1"), ("0",), {}),
    ("16.3", "radioactive_tests_month", ("4", "3"), ("2",), {}),
    ("16.4", "toxic_tests_month", ("2", "1"), ("0",), {}),
    ("16.4", "surface_toxic_tests_quarter", ("2", "1"), ("0",), {}),
    ("16.5", "respirable_dust_tests_quarter", ("2", "1"), ("0",), {}),
]


@pytest.mark.rule("E-09")
@pytest.mark.parametrize(
    ("item", "figures"), [(item, {**beside, name: value}) for item, name, _, bad, beside in LIMITS for value in bad]
)
def test_air_beyond_a_limit(mine: Scenario, inspected: Inspected, item: str, figures: dict[str, Any]) -> None:
    """Air beyond a limit, or tested too seldom, is a general hazard by its article, and told where none is named."""
    mine.when(inspected(figures)).warns("E-09", code="hazard.classified_otherwise").says(item)
    again = inspected(figures, criterion=f"mine-air-1996/{item}").but(inspection="I-2")
    again.body["hazards"][0]["hazard"] = "H-2"

    mine.when(again).quietly()


@pytest.mark.rule("E-09")
@pytest.mark.parametrize(
    ("item", "figures"), [(item, {**beside, name: value}) for item, name, good, _, beside in LIMITS for value in good]
)
def test_air_within_its_limits(mine: Scenario, inspected: Inspected, item: str, figures: dict[str, Any]) -> None:
    """Air at a limit or within it breaches nothing, and who names the article is told."""
    mine.when(inspected(figures)).quietly()
    again = inspected(figures, criterion=f"mine-air-1996/{item}").but(inspection="I-2")
    again.body["hazards"][0]["hazard"] = "H-2"

    mine.when(again).warns("E-09", code="mining_finding.figures_short")


@pytest.mark.rule("E-09")
def test_heat_with_protection(mine: Scenario, inspected: Inspected) -> None:
    """Above 28 °C with cooling or other protection nothing is breached."""
    mine.when(inspected({"air_celsius": "31", "heat_protection": 1})).quietly()


@pytest.mark.parametrize("level", ["major", "general"])
def test_bad_air_beside_a_major_hazard(mine: Scenario, inspected: Inspected, level: str) -> None:
    """What is major by another item stays so, whatever general limit its figures break beside it."""
    named = "coal-2026/8.4" if level == "major" else "mine-air-1996/22.2-oxygen"

    mine.when(inspected({"intake_oxygen_percent": "19.9"}, level=level, criterion=named)).quietly()


@pytest.mark.rule("E-09")
@pytest.mark.parametrize("kind", ["coal_underground", "metal_underground"])
def test_the_air_of_every_mine(county: Scenario, known: Callable[..., Step], inspected: Inspected, kind: str) -> None:
    """The limits are those of coal and other mines alike."""
    mine = given(county.ledger, known(kind=kind)).on("2026-07-06")

    mine.when(inspected({"intake_oxygen_percent": "19.9"})).warns("E-09")


@pytest.mark.rule("E-09")
@pytest.mark.parametrize("offence", ["E-09.air_not_kept", "E-09.air_not_tested"])
@pytest.mark.parametrize(("yuan", "refused"), [(19_999, False), (20_000, False), (20_001, True)])
def test_the_fine_for_air(county: Scenario, offence: str, yuan: int, refused: bool) -> None:
    """Up to 20,000 yuan may be fined; one yuan more is refused."""
    case = FILED.but(site="S-2", act="Air not tested")
    county = given(county.ledger, case, NOTIFIED).on("2026-03-17")
    attempt = county.when(DECIDED.but(offence=offence, fine_fen=yuan * YUAN))

    if refused:
        attempt.refuses("E-09", code="case.fine_above_range").says("20,000")
    else:
        attempt.is_recorded()
