"""F-10: emergency shut-off and an independent safety system by grade and medium, and data kept for 30 days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, given
from regledger_hazardous_chemicals.sources.safeguards import SourceSafeguards

pytestmark = pytest.mark.rule("F-10")

Graded = Callable[..., Step]
GRADES = {1: ("120", 100), 2: ("42", 50), 3: ("41.6", 50), 4: ("6", 0)}
"""Tonnes of chlorine and people around that give each grade; 42 t are R 50.4, 41.6 t are R 49.92."""
RECORD = "source_safeguards.record"


def found(**changes: Any) -> dict[str, Any]:
    """What was found of the tanks M-1 on 2026-03-02: all there."""
    return {
        "source": "M-1",
        "authority": "emb",
        "tank_area": True,
        "medium": "toxic_gas",
        "emergency_shut_off": True,
        "independent_sis": True,
        "data_kept_days": 30,
        "found_on": "2026-03-02",
    } | changes


def test_tanks_with_all_of_it(county: Scenario, graded: Graded) -> None:
    """F-10: tanks of grade 1 with shut-off, system and data are recorded, and nothing is noted."""
    county = given(county.ledger, graded(*GRADES[1]))

    county.on("2026-03-02").when(RECORD, **found()).then("source_safeguards.found").quietly()

    state = county.state("source_safeguards:M-1")
    assert isinstance(state, SourceSafeguards)
    assert (state.emergency_shut_off, state.independent_sis, state.data_kept_days) == (True, True, 30)


@pytest.mark.parametrize(
    ("grade", "tank_area", "asked"), [(1, True, True), (2, True, True), (3, True, False), (2, False, False)]
)
def test_the_shut_off(county: Scenario, graded: Graded, grade: int, tank_area: bool, asked: bool) -> None:
    """F-10: tank areas of grades 1 and 2 have an emergency shut-off; grade 3, and units without tanks, need none."""
    county = given(county.ledger, graded(*GRADES[grade]))

    attempt = county.on("2026-03-02").when(RECORD, **found(emergency_shut_off=False, tank_area=tank_area))

    if asked:
        attempt.warns("F-10", code="source_safeguards.no_shut_off").says(f"grade {grade}")
    else:
        attempt.quietly()


@pytest.mark.parametrize(
    ("grade", "medium", "asked"),
    [
        (2, "toxic_gas", True),
        (2, "liquefied_gas", True),
        (2, "highly_toxic_liquid", True),
        (2, "other", False),
        (1, "other", False),
        (1, "liquefied_gas", True),
        (3, "liquefied_gas", False),
        (4, "toxic_gas", False),
    ],
)
def test_the_independent_system(county: Scenario, graded: Graded, grade: int, medium: str, asked: bool) -> None:
    """F-10: toxic gas, liquefied gas and highly toxic liquid of grades 1 and 2 have one; nothing else does."""
    county = given(county.ledger, graded(*GRADES[grade]))

    attempt = county.on("2026-03-02").when(RECORD, **found(independent_sis=False, medium=medium))

    if asked:
        attempt.warns("F-10", code="source_safeguards.no_sis").says(medium)
    else:
        attempt.quietly()


@pytest.mark.parametrize("grade", [2, 4])
@pytest.mark.parametrize(("days", "short"), [(29, True), (30, False), (31, False)])
def test_thirty_days_of_data(county: Scenario, graded: Graded, grade: int, days: int, short: bool) -> None:
    """F-10: of any grade the data reach back 30 days; 29 are noted."""
    county = given(county.ledger, graded(*GRADES[grade]))

    attempt = county.on("2026-03-02").when(RECORD, **found(data_kept_days=days))

    if short:
        attempt.warns("F-10", code="source_safeguards.data_short").says("29 days")
    else:
        attempt.quietly()


def test_a_unit_that_is_none(county: Scenario, graded: Graded) -> None:
    """Nothing is asked of what is no major hazard source, so nothing is recorded of it."""
    county = given(county.ledger, graded("1"))

    county.on("2026-03-02").when(RECORD, **found()).refuses("REF", code="major_hazard_source.none_of_that_id")
    county.when(RECORD, **found(source="M-9")).refuses("REF", code="major_hazard_source.none_of_that_id")
