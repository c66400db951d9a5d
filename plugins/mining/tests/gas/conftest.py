"""Coal mine S-2, and inspections of it that find one thing each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, given, step

PROFILE: dict[str, Any] = {
    "kind": "coal_underground",
    "approved_tonnes_year": 300_000,
    "approved_faces": 3,
    "face_people": 24,
    "heading_people": 18,
    "shift_people": 100,
    "gas": "high",
}


def profile(**changes: Any) -> Step:
    """What is known of the mine."""
    return step(
        "mining_site.profile",
        site="S-2",
        authority="emb",
        profile={**PROFILE, **changes},
        profiled_on="2020-01-02",
    )


def inspection(figures: dict[str, Any], *, level: str = "general", criterion: str | None = None, on: str) -> Step:
    """An inspection of the mine that found one thing, with its figures."""
    found = {
        "hazard": "H-1",
        "level": level,
        "criterion": criterion,
        "description": "工作面",
        "basis": "煤矿安全生产条例 Art 36",
        "measured": [{"name": name, "value": str(value), "unit": "-"} for name, value in figures.items()],
    }
    return step(
        "inspection.record",
        inspection="I-1",
        enterprise="E-1",
        site="S-2",
        authority="emb",
        officers=["li", "wang"],
        certificates_shown=True,
        place="Face 2101",
        content="Gas and output",
        unit_signature="signed",
        hazards=[found],
        inspected_on=on,
    )


@pytest.fixture
def known() -> Callable[..., Step]:
    """Makes profiles of the mine."""
    return profile


@pytest.fixture
def mine(county: Scenario) -> Scenario:
    """The mine with its profile, on 2026-07-06, when the criteria of 2026 apply."""
    return given(county.ledger, profile()).on("2026-07-06")


@pytest.fixture
def inspected() -> Callable[..., Step]:
    """Makes inspections of 2026-07-06 that found one thing."""

    def made(figures: dict[str, Any], *, on: str = "2026-07-06", **put: Any) -> Step:
        return inspection(figures, on=on, **put)

    return made
