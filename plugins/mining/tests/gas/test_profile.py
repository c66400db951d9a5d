"""What is known of a mine."""

from __future__ import annotations

from typing import Any

from regledger.testing.scenario import Scenario

PROFILE = {"site": "S-2", "authority": "emb", "profiled_on": "2026-03-02"}


def test_what_a_mine_may_produce_is_known(county: Scenario) -> None:
    """A mine's profile says what it is and how much it may produce a year."""
    profile = {"kind": "coal_underground", "approved_tonnes_year": 300_000, "gas": "high"}

    county.on("2026-03-02").when("mining_site.profile", **PROFILE, profile=profile).quietly()

    held: Any = county.state("mining_site:S-2")
    assert (held.kind, held.approved_tonnes_year, held.gas, held.rock_burst) == (
        "coal_underground",
        300_000,
        "high",
        False,
    )


def test_a_site_of_no_mine_has_no_such_profile(county: Scenario) -> None:
    """Only a site of the sector has its profile."""
    profile = {"kind": "tailings"}

    county.on("2026-03-02").when(
        "mining_site.profile", site="S-1", authority="emb", profiled_on="2026-03-02", profile=profile
    ).refuses("REF", code="site.of_other_sectors")
