"""A county with a coal mine in this sector, and the authorities of city and province, in memory for each test."""

from __future__ import annotations

import pytest
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

MINE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="No. 1 mine",
    address="2 River Road",
    authority="emb",
    sector="mining",
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


@pytest.fixture
def county(given: Scenarios) -> Scenario:
    """Site S-2 of enterprise E-1, a mine, and site S-1 in no sector, since 2020-01-02; its profile is not given yet."""
    return given(*AUTHORITIES, MINE)
