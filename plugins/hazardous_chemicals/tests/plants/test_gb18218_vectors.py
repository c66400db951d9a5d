"""F-07, F-08: the test vectors of the catalogue, entered as an authority enters them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from regledger.testing.scenario import Scenario
from regledger_hazardous_chemicals.record import MajorHazardSource

pytestmark = pytest.mark.rule("F-07", "F-08")

VECTORS = {
    "chlorine_and_ammonia": ([("氯", "3", []), ("氨", "5", [])], 1, "1.1", "3.4", 4),
    "liquefied_petroleum_gas": ([("液化石油气", "120", [])], 100, "2.4", "7.2", 4),
    "chlorine": ([("氯", "60", [])], 50, "12", "72", 2),
    "methanol": ([("甲醇", "600", ["W5.3"])], 0, "1.2", "0.6", 4),
    "phosgene": ([("光气", "2", [])], 100, "6.666666", "266.666666", 1),
    "r_of_exactly_50": ([("氯", "62.5", [])], 1, "12.5", "50", 2),
}
"""Name → quantities with their classes, people within 500 m, S, R and grade (appendix T3)."""


@pytest.mark.parametrize("vector", VECTORS)
def test_a_vector_of_the_catalogue(county: Scenario, tanks: dict[str, Any], vector: str) -> None:
    """S, R and grade are those of the catalogue; a claim of them is taken, another grade or none is objected to."""
    quantities, people, total, risk, grade = VECTORS[vector]
    unit = tanks | {
        "quantities": [{"substance": name, "tonnes": tonnes, "classes": of} for name, tonnes, of in quantities],
        "people_within_500_m": people,
    }
    county.on("2026-03-02")

    county.when("major_hazard_source.identify", **unit, claimed_grade=grade).quietly()

    state = county.state("major_hazard_source:M-1")
    assert isinstance(state, MajorHazardSource)
    assert (state.S, state.R, state.grade) == (Decimal(total), Decimal(risk), grade)
    other = grade - 1 or 2
    county.when("major_hazard_source.identify", **unit, claimed_grade=other).warns(
        "F-08", code="major_hazard_source.grade_differs"
    )
    county.when("major_hazard_source.identify", **unit, claimed_major=False).warns(
        "F-07", code="major_hazard_source.claimed_not_to_be"
    )


@pytest.mark.parametrize(("tonnes", "grade"), [("62.499", 3), ("62.5", 2), ("62.501", 2)])
def test_just_under_at_and_over_r_50(county: Scenario, tanks: dict[str, Any], tonnes: str, grade: int) -> None:
    """F-08: grade 2 begins at R of exactly 50."""
    quantities = [{"substance": "氯", "tonnes": tonnes}]

    county.on("2026-03-02").when(
        "major_hazard_source.identify",
        **(tanks | {"quantities": quantities, "people_within_500_m": 1, "claimed_grade": grade}),
    ).quietly()
