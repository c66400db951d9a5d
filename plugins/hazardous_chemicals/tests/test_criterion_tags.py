"""Hazards are found by their criterion, though no entry carries a tag for it."""

from __future__ import annotations

from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario, given


def test_a_hazard_is_found_by_the_criterion_that_makes_it_major(county: Scenario) -> None:
    """The major hazard of the inspection is; the general one, and one of another sector's criterion, are not."""
    hazards = [*FOUND.body["hazards"], {**FOUND.body["hazards"][1], "hazard": "H-3", "criterion": "mining-2020/5"}]
    given(county.ledger, FOUND.but(hazards=hazards))

    found = list(county.ledger.facts(tags=["hazard_criterion:hazchem-2017_5"]))

    assert [tag for one in found for tag in one.tags if tag.startswith("hazard:")] == ["hazard:H-2"]
    assert list(county.ledger.facts(tags=["hazard_criterion:mining-2020_5"])) == []
