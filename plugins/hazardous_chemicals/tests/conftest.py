"""A county with a chlorine plant in this sector, and the authorities of city and province, in memory for each test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

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
AUTHORITIES = tuple(
    each
    for authority, region in (("county", "430922"), ("city", "430900"), ("province", "430000"))
    for each in (
        step("authority.register", authority=authority, name=f"The {authority}", registered_on="2020-01-02"),
        step("region.enter", region=region, name=f"The {authority}", authority="emb", entered_on="2020-01-02"),
        step("authority.locate", located=authority, region=region, authority="emb", located_on="2020-01-02"),
    )
)
"""One of each level, by the code of its region (GB/T 2260)."""


def pack(parameter: str, value: str, *, since: str = "2026-01-05") -> Step:
    """A law pack of the county's, in force from a day on, with one value in the place of the sector's."""
    text = f"""
[pack]
id = "pack"
version = 1
title = "A value of the county's own"
title_zh = "县定数值"
issuer = "The county"
citation = {{ instrument = "Order", edition = "2026", article = "Art 1" }}

[[amendment]]
parameter = "{parameter}"
[[amendment.value]]
value = {value}
valid_from = {since}
citation = {{ instrument = "Order", edition = "2026", article = "Art 1" }}
status = "VERIFIED"
known_from = 2026-01-05
"""
    return step(
        "law_pack.load", authority="emb", text=text, applies_from=since, document="Order", loaded_on="2026-01-05"
    )


@pytest.fixture
def packed() -> Callable[..., Step]:
    """Makes law packs of one value."""
    return pack


@pytest.fixture
def county(given: Scenarios) -> Scenario:
    """Site S-2 of enterprise E-1 in this sector, and site S-1 in none, since 2020-01-02."""
    return given(*AUTHORITIES, PLANT)


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


@pytest.fixture
def report() -> dict[str, Any]:
    """The report of a safety evaluation of the plant, filed with its rectification."""
    return {
        "evaluation": "V-1",
        "enterprise": "E-1",
        "site": "S-2",
        "authority": "county",
        "agency": "Hunan Safety Evaluation Ltd",
        "rectification": "All nine points carried out",
        "evaluated_on": "2023-03-01",
        "filed_on": "2023-03-10",
    }
