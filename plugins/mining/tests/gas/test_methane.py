"""Methane: eight limits, each just under, at and just over, and with what has to be done about it done (E-03)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step

Inspected = Callable[..., Step]
LIMITS: list[tuple[str, str, tuple[str, ...], tuple[str, ...], dict[str, Any]]] = [
    ("5.1", "return_methane_percent", ("0.99",), ("1.0", "1.01"), {"work_stopped": 0}),
    ("5.1", "return_methane_percent", ("0.99",), ("1.0", "1.01"), {"people_withdrawn": 0}),
    ("5.1", "return_methane_percent", ("0.99",), ("1.0", "1.01"), {"gas_treated": 0}),
    ("5.1", "return_carbon_dioxide_percent", ("1.49",), ("1.5", "1.51"), {"work_stopped": 0}),
    ("5.1", "return_carbon_dioxide_percent", ("1.49",), ("1.5", "1.51"), {"people_withdrawn": 0}),
    ("5.1", "return_carbon_dioxide_percent", ("1.49",), ("1.5", "1.51"), {"gas_treated": 0}),
    ("5.2", "face_methane_percent", ("0.99",), ("1.0", "1.01"), {"electrical_work_stopped": 0}),
    ("5.3", "blast_methane_percent", ("0.99",), ("1.0", "1.01"), {"blast_distance_m": 20, "blasted": 1}),
    ("5.3", "blast_distance_m", ("20.01",), ("20", "19.99"), {"blast_methane_percent": "1.0", "blasted": 1}),
    ("5.4", "face_methane_percent", ("1.49",), ("1.5", "1.51"), {"work_stopped": 0}),
    ("5.4", "face_methane_percent", ("1.49",), ("1.5", "1.51"), {"power_cut": 0}),
    ("5.4", "face_methane_percent", ("1.49",), ("1.5", "1.51"), {"people_withdrawn": 0}),
    ("5.4", "face_methane_percent", ("1.49",), ("1.5", "1.51"), {"gas_treated": 0}),
    ("5.4", "motor_methane_percent", ("1.49",), ("1.5", "1.51"), {"motor_distance_m": 20, "work_stopped": 0}),
    ("5.4", "motor_methane_percent", ("1.49",), ("1.5",), {"motor_distance_m": 20, "power_cut": 0}),
    ("5.4", "motor_methane_percent", ("1.49",), ("1.5",), {"motor_distance_m": 20, "people_withdrawn": 0}),
    ("5.4", "motor_methane_percent", ("1.49",), ("1.5",), {"motor_distance_m": 20, "gas_treated": 0}),
    ("5.4", "motor_distance_m", ("20.01",), ("20", "19.99"), {"motor_methane_percent": "1.5", "power_cut": 0}),
    (
        "5.5",
        "gathered_methane_percent",
        ("1.99",),
        ("2.0", "2.01"),
        {"gathered_cubic_metres": "0.51", "gathered_distance_m": 20, "work_stopped": 0},
    ),
    (
        "5.5",
        "gathered_cubic_metres",
        ("0.49", "0.5"),
        ("0.51",),
        {"gathered_methane_percent": "2.0", "gathered_distance_m": 20, "people_withdrawn": 0},
    ),
    (
        "5.5",
        "gathered_distance_m",
        ("20.01",),
        ("20", "19.99"),
        {"gathered_methane_percent": "2.0", "gathered_cubic_metres": "0.51", "power_cut": 0},
    ),
    (
        "5.5",
        "gathered_distance_m",
        ("20.01",),
        ("20",),
        {"gathered_methane_percent": "2.0", "gathered_cubic_metres": "0.51", "gas_treated": 0},
    ),
    (
        "5.6",
        "unventilated_methane_percent",
        ("2.99", "3.0"),
        ("3.01",),
        {"ventilated_again": 1, "measures_approved": 0},
    ),
    (
        "5.6",
        "unventilated_carbon_dioxide_percent",
        ("2.99", "3.0"),
        ("3.01",),
        {"ventilated_again": 1, "measures_approved": 0},
    ),
    ("5.7", "mixing_methane_percent", ("1.49", "1.5"), ("1.51",), {}),
    ("5.7", "mixing_carbon_dioxide_percent", ("1.49", "1.5"), ("1.51",), {}),
    ("5.7", "drained_road_cleared", ("1",), ("0",), {"draining_gas": 1}),
    ("5.8", "face_methane_percent", ("2.99",), ("3.0", "3.01"), {"methane_minutes": 11, "poor_gas_control": 1}),
    ("5.8", "methane_minutes", ("9.99", "10"), ("10.01",), {"face_methane_percent": "3.0", "poor_gas_control": 1}),
]
MAJOR = [(code, {**beside, figure: value}) for code, figure, _, over, beside in LIMITS for value in over]
GENERAL = [(code, {**beside, figure: value}) for code, figure, under, _, beside in LIMITS for value in under]


@pytest.mark.rule("E-03")
@pytest.mark.parametrize(("item", "figures"), MAJOR)
def test_gas_from_the_limit_on_is_a_major_hazard(
    mine: Scenario, inspected: Inspected, item: str, figures: dict[str, Any]
) -> None:
    """Gas from a limit on, and not done what has to be, is told to be major by its item where it is put as general."""
    mine.when(inspected(figures)).warns("E-03", code="hazard.classified_otherwise").says(f"coal-2026/{item}")


@pytest.mark.rule("E-03")
@pytest.mark.parametrize(("item", "figures"), MAJOR)
def test_gas_that_is_put_by_its_item(mine: Scenario, inspected: Inspected, item: str, figures: dict[str, Any]) -> None:
    """The same finding, put as the major hazard that it is, is recorded without a word."""
    mine.when(inspected(figures, level="major", criterion=f"coal-2026/{item}")).quietly()


@pytest.mark.rule("E-03")
@pytest.mark.parametrize(("item", "figures"), GENERAL)
def test_gas_below_the_limit(mine: Scenario, inspected: Inspected, item: str, figures: dict[str, Any]) -> None:
    """Gas just below a limit is general, and what is called major by the item is told that the figures do not meet it."""
    mine.when(inspected(figures)).quietly()
    again = inspected(figures, level="major", criterion=f"coal-2026/{item}").but(inspection="I-2")
    again.body["hazards"][0]["hazard"] = "H-2"

    mine.when(again).warns("E-03", code="mining_finding.figures_short")


@pytest.mark.rule("E-03")
@pytest.mark.parametrize(
    "figures",
    [
        {"return_methane_percent": "1.2", "work_stopped": 1, "people_withdrawn": 1, "gas_treated": 1},
        {"face_methane_percent": "1.2", "electrical_work_stopped": 1},
        {"blast_methane_percent": "1.2", "blast_distance_m": 5, "blasted": 0},
        {"face_methane_percent": "1.6", "work_stopped": 1, "power_cut": 1, "people_withdrawn": 1, "gas_treated": 1},
        {"unventilated_methane_percent": "3.5", "ventilated_again": 1, "measures_approved": 1},
        {"unventilated_methane_percent": "3.5", "ventilated_again": 0, "measures_approved": 0},
        {"face_methane_percent": "3.2", "methane_minutes": 12, "poor_gas_control": 0},
    ],
)
def test_gas_that_was_answered_as_it_has_to_be(mine: Scenario, inspected: Inspected, figures: dict[str, Any]) -> None:
    """Gas above a limit with work stopped, power cut and people withdrawn is no major hazard."""
    mine.when(inspected(figures)).quietly()


@pytest.mark.rule("E-03")
def test_work_after_gas_before_the_change(mine: Scenario, inspected: Inspected) -> None:
    """Until 2026-06-30 work that goes on above the limit is item 5(2) of the list of 2020."""
    figures = {"return_methane_percent": "1.0", "work_stopped": 0}

    mine.on("2026-06-30").when(inspected(figures, on="2026-06-30")).warns("E-03").says("coal-2020/5.2")


@pytest.mark.rule("E-03")
def test_what_was_not_measured(mine: Scenario, inspected: Inspected) -> None:
    """A major finding by an item without any of its figures stands on what was seen."""
    mine.when(inspected({}, level="major", criterion="coal-2026/5.3")).quietly()
