"""Coal mine S-2 with outbursts, coal mine S-4 in the open, metal mine S-5 and quarry S-3."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios


def mine(site: str, kind: str, **known: Any) -> tuple[Step, Step]:
    """A site of the sector, and what is known of it."""
    return (
        step(
            "site.register",
            site=site,
            enterprise="E-1",
            name=f"Mine {site}",
            address="2 River Road",
            authority="emb",
            sector="mining",
            registered_on="2020-01-02",
        ),
        step(
            "mining_site.profile", site=site, authority="emb", profile={"kind": kind, **known}, profiled_on="2020-01-02"
        ),
    )


@pytest.fixture
def mines(given: Scenarios) -> Scenario:
    """The four mines, on 2026-03-02."""
    dangers = {"gas": "outburst", "combustion": "easy", "hydrology": "complex", "rock_burst": True}
    return given(
        *mine("S-2", "coal_underground", **dangers, beneath_structures=True),
        *mine("S-3", "open_pit"),
        *mine("S-4", "coal_open_pit"),
        *mine("S-5", "metal_underground"),
    ).on("2026-03-02")
