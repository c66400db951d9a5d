"""A county with a chlorine plant in this sector, on a new ledger for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from regledger.testing.scenario import COUNTY, Scenario, county_ledger, given, step

PLANT = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Chlorine plant",
    address="2 River Road",
    authority="emb",
    sector="hazardous_chemicals",
    registered_on="2020-01-02",
)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Scenario]:
    """Site S-2 of enterprise E-1 in this sector, and site S-1 in none, since 2020-01-02."""
    with county_ledger(tmp_path) as ledger:
        yield given(ledger, COUNTY, PLANT)


@pytest.fixture
def tanks() -> dict[str, Any]:
    """60 t of chlorine with 50 people around: S = 12, R = 72, grade 2."""
    return {
        "source": "M-1",
        "enterprise": "E-1",
        "site": "S-2",
        "unit": "Liquid chlorine tanks",
        "quantities": [{"substance": "氯", "tonnes": "60"}],
        "people_within_500_m": 50,
        "identified_on": "2026-03-02",
    }
