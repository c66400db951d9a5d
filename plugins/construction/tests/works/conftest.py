"""A county with works: builder E-B, contractor E-1 with a licence of the province, subcontractor E-S, supervision unit E-V."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

CONDITIONS = [
    "responsibility",
    "investment",
    "body",
    "managers",
    "special_operators",
    "training",
    "insurance",
    "premises",
    "occupational_hazards",
    "evaluation",
    "major_sources",
    "emergency",
    "other",
]
"""All thirteen of the construction safety licence."""

UNITS = tuple(
    step("enterprise.register", enterprise=one, name=name, credit_code=code, registered_on="2020-01-02")
    for one, name, code in (
        ("E-B", "Builder", "91430100MA4L3B4F0C"),
        ("E-S", "Subcontractor", "91430100MA4L5D6H0P"),
        ("E-V", "Supervision unit", "91430100MA4L7F8K03"),
    )
)
SITE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Tower on River Road",
    address="2 River Road",
    authority="emb",
    sector="construction",
    registered_on="2020-01-02",
)
LICENSED = (
    step("authority.register", authority="province", name="The province", registered_on="2020-01-02"),
    step("region.enter", region="430000", name="The province", authority="emb", entered_on="2020-01-02"),
    step("authority.locate", located="province", region="430000", authority="emb", located_on="2020-01-02"),
    step(
        "licence.apply",
        licence="L-1",
        enterprise="E-1",
        site="S-2",
        authority="province",
        kind="construction_safety",
        activity="construction",
        applied_on="2024-11-01",
    ),
    step("licence.accept", licence="L-1", accepted_on="2024-11-01"),
    step(
        "licence.check",
        licence="L-1",
        checkers=["li", "wang"],
        findings=[{"number": number, "met": True, "evidence": "Seen"} for number in range(1, 14)],
        checked_on="2024-11-10",
    ),
    step(
        "licence.issue",
        licence="L-1",
        number="湘JZ安许证字[2024]1",
        checkers=["li", "wang"],
        conditions_met=CONDITIONS,
        decided_on="2024-11-20",
        valid_from="2024-11-20",
    ),
)
"""The licence of contractor E-1, valid 2024-11-20 to 2027-11-19."""

WORKS: dict[str, Any] = {
    "works": "building",
    "builder": "E-B",
    "contractor": "E-1",
    "subcontractors": ["E-S"],
    "supervisor": "E-V",
    "contract_price_fen": 3_000_000_000,
    "investment_fen": 5_000_000_000,
    "floor_area_m2": 12_000,
    "storeys": 18,
}
"""A tower for 30,000,000 yuan."""


@pytest.fixture
def county(given: Scenarios) -> Scenario:
    """Site S-2 of contractor E-1 in this sector, with a licence that counts until 2027-11-19."""
    return given(*UNITS, SITE, *LICENSED)


@pytest.fixture
def unlicensed(given: Scenarios) -> Scenario:
    """The same, and contractor E-1 has no licence."""
    return given(*UNITS, SITE)


@pytest.fixture
def profiled() -> Callable[..., Step]:
    """Makes the step that says what is built on S-2."""

    def make(**works: Any) -> Step:
        return step(
            "construction_site.profile",
            site="S-2",
            authority="emb",
            profile=WORKS | works,
            profiled_on="2025-01-02",
        )

    return make


@pytest.fixture
def applied() -> Callable[..., Step]:
    """Makes the application for permit P-1."""

    def make(**changes: Any) -> Step:
        body = {
            "permit": "P-1",
            "enterprise": "E-B",
            "site": "S-2",
            "authority": "emb",
            "measures_shown": True,
            "applied_on": "2026-01-09",
        }
        return step("works_permit.apply", **{**body, **changes})

    return make


@pytest.fixture
def issued() -> Callable[..., Step]:
    """Makes the issue of permit P-1, on 2026-01-15 unless another day is given."""

    def make(**changes: Any) -> Step:
        body = {
            "permit": "P-1",
            "number": "430922202601150101",
            "contractor": "E-1",
            "conditions_met": ["land", "planning", "contractor", "funds_and_drawings", "measures"],
            "not_applicable": ["clearance"],
            "measures_reviewed": True,
            "issued_on": "2026-01-15",
        }
        return step("works_permit.issue", **{**body, **changes})

    return make


@pytest.fixture
def started() -> Callable[..., Step]:
    """Makes the start of works under P-1."""

    def make(**changes: Any) -> Step:
        body = {"site": "S-2", "permit": "P-1", "authority": "emb", "started_on": "2026-04-15"}
        return step("works.start", **{**body, **changes})

    return make
