"""What figures of a finding in a park say, beside the site's own sector (H-08, H-09, H-11, H-12)."""

from __future__ import annotations

import pytest
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario, Step

RULES = {"1": "H-11", "2": "H-09", "3": "H-12", "4": "H-08"}


def found(figures: dict[str, str], criterion: str | None = None) -> Step:
    """An inspection of the plant that found a general hazard with these figures."""
    measured = [{"name": name, "value": value, "unit": "1"} for name, value in figures.items()]
    hazard = {**FOUND.body["hazards"][0], "measured": measured, "criterion": criterion}
    return FOUND.but(site="S-2", hazards=[hazard])


@pytest.mark.rule("H-08", "H-09", "H-11", "H-12")
@pytest.mark.parametrize(
    ("item", "figures", "met"),
    [
        ("1", {"tenants_without_agreement": "1"}, True),
        ("1", {"tenants_without_agreement": "0"}, False),
        ("1", {"tenants_not_checked": "1"}, True),
        ("1", {"tenants_not_checked": "0"}, False),
        ("2", {"rescue_teams": "0", "part_time_rescuers": "0"}, True),
        ("2", {"rescue_teams": "0", "part_time_rescuers": "1"}, False),
        ("2", {"rescue_teams": "1", "part_time_rescuers": "0"}, False),
        ("3", {"equipment_unregistered": "1"}, True),
        ("3", {"equipment_unregistered": "0"}, False),
        ("3", {"equipment_uninspected": "1"}, True),
        ("3", {"equipment_uninspected": "0"}, False),
        ("4", {"vehicles_unannounced": "1"}, True),
        ("4", {"vehicles_unannounced": "0"}, False),
    ],
)
def test_what_figures_meet(park: Scenario, item: str, figures: dict[str, str], met: bool) -> None:
    """One tenant, piece or vehicle is enough, none is not; who names the item is told nothing."""
    park.on("2026-03-02")
    rule, code = RULES[item], f"parks-2026/{item}"

    unnamed = park.when(found(figures))

    if met:
        unnamed.warns(rule, code="hazard.classified_otherwise").says(code, "parks")
        named = found(figures, code)
        park.when(named.but(inspection="I-2", hazards=[{**named.body["hazards"][0], "hazard": "H-9"}])).quietly()
    else:
        unnamed.quietly()
