"""A construction site in the county, and dangerous works on it, step by step."""

from __future__ import annotations

import pytest
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

SITE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Station square, plot 3",
    address="3 Station Road",
    authority="emb",
    sector="construction",
    registered_on="2020-01-02",
)


@pytest.fixture
def works(given: Scenarios) -> Scenario:
    """Site S-2 of enterprise E-1 in this sector, of which nothing more is known."""
    return given(SITE)


@pytest.fixture
def pit() -> Step:
    """A pit of 5 m, declared over-scale on 2026-03-02."""
    return step(
        "dangerous_works.declare",
        works="W-1",
        site="S-2",
        enterprise="E-1",
        authority="emb",
        kind="foundation_pit",
        part="Pit of block A, axes 1 to 9",
        figures=[{"name": "pit_depth_m", "value": "5"}],
        declared="over_scale",
        declared_on="2026-03-02",
    )


@pytest.fixture
def planned() -> Step:
    """Its plan, signed by both and with calculations on 2026-03-04."""
    return step(
        "dangerous_works.plan",
        works="W-1",
        plan="Pit support, edition 1",
        technical_head="p-1",
        chief_supervisor="p-2",
        calculations=True,
        planned_on="2026-03-04",
    )


@pytest.fixture
def reviewed() -> Step:
    """Five experts passed it on 2026-03-09."""
    return step(
        "dangerous_works.review",
        works="W-1",
        experts=["x-1", "x-2", "x-3", "x-4", "x-5"],
        result="passed",
        report="Report 7",
        reviewed_on="2026-03-09",
    )


@pytest.fixture
def started() -> Step:
    """Started on 2026-03-16, watched by p-3."""
    return step("dangerous_works.start", works="W-1", watcher="p-3", started_on="2026-03-16")


@pytest.fixture
def exempt() -> Step:
    """The profile of S-2 as relief works, which the Decree does not bind."""
    return step(
        "construction_site.profile",
        site="S-2",
        authority="emb",
        profile={"works": "relief", "builder": "E-1"},
        profiled_on="2026-03-01",
    )
