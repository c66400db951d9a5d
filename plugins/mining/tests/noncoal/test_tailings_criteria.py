"""Major hazards of tailings ponds, by their figures: E-15 (矿安〔2022〕88号, 〔2024〕41号)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, given, step

Figures = dict[str, str | int]
MineOf = Callable[..., Scenario]
FindingOf = Callable[..., Step]

SHORT_BEACH: Figures = {"freeboard_below_design_m": "0.1", "dry_beach_below_design_m": "0.1"}

ITEMS: list[tuple[str, Figures, bool]] = [
    ("2022/3.1", {"undesigned_works_on_pond": 1}, True),
    ("2022/3.2", {"dam_long_cracks": 1, "dam_high_seepage": 1}, True),
    ("2022/3.2", {"dam_long_cracks": 1, "dam_high_seepage": 0}, False),
    ("2022/3.3", {"outer_slope_steeper_than_design": 1}, True),
    ("2022/3.4", {"dam_over_design_m": "0"}, False),
    ("2022/3.4", {"dam_over_design_m": "0.1"}, True),
    ("2022/3.4", {"volume_over_design_10k_m3": "0.1"}, True),
    ("2022/3.5", {"rise_over_design_m_year": "0"}, False),
    ("2022/3.5", {"rise_over_design_m_year": "0.1"}, True),
    ("2022/3.7", {"phreatic_depth_below_limit_m": "0"}, False),
    ("2022/3.7", {"phreatic_depth_below_limit_m": "0.1"}, True),
    ("2022/3.8", {"flood_routed_before_season": 0}, True),
    ("2022/3.8", SHORT_BEACH, True),
    ("2022/3.8", SHORT_BEACH | {"freeboard_below_design_m": "0"}, False),
    ("2022/3.8", SHORT_BEACH | {"dry_beach_below_design_m": "0"}, False),
    ("2022/3.8", {"freeboard_below_design_m": "0.1", "flood_width_below_design_m": "0.1"}, True),
    ("2022/3.9", {"drainage_blocked_or_leaning": 1, "drainage_capacity_as_designed": 0}, True),
    ("2022/3.9", {"drainage_blocked_or_leaning": 1, "drainage_capacity_as_designed": 1}, False),
    ("2022/3.13", {"pond_monitoring_as_designed": 0}, True),
    ("2022/3.15", {"safety_factor_of_standard": "0.979"}, True),
    ("2022/3.15", {"safety_factor_of_standard": "0.98"}, False),
    ("2022/3.15", {"safety_factor_of_standard": "0.981"}, False),
    ("2022/3.16", {"pond_grade": 2, "emergency_road_in_order": 0}, True),
    ("2022/3.16", {"pond_grade": 3, "emergency_road_in_order": 0}, True),
    ("2022/3.16", {"pond_grade": 4, "emergency_road_in_order": 0}, False),
    ("2022/3.16", {"pond_grade": 3, "emergency_road_in_order": 1}, False),
    ("2022/3.16", {"pond_above_dwellings": 1, "emergency_road_in_order": 0}, True),
    ("2022/3.17", {"pond_mined_again": 1, "mining_again_approved": 0}, True),
    ("2022/3.17", {"pond_mined_again": 1, "mining_again_approved": 1}, False),
    ("2022/3.18", {"kept_as_a_pond": 0}, True),
    ("2024/3.1", {"seal_in_shaft_or_chute": 1}, True),
    ("2024/3.2", {"red_or_orange_warning": 1, "pond_withdrawn": 0}, True),
    ("2024/3.2", {"red_or_orange_warning": 1, "pond_withdrawn": 1}, False),
]
"""Item, figures, and whether they make a major hazard."""


@pytest.mark.rule("E-15")
@pytest.mark.parametrize(("item", "figures", "major"), ITEMS)
def test_what_the_figures_of_a_pond_make(
    mine: MineOf, finding: FindingOf, item: str, figures: Figures, major: bool
) -> None:
    """Each number of the list tried just below, at and above; what meets an item is told to be major by that item."""
    attempt = mine("tailings").on("2026-03-02").when(finding(figures))

    if major:
        attempt.warns("E-15", code="hazard.classified_otherwise").says(f"noncoal-{item}")
    else:
        attempt.quietly()


@pytest.mark.rule("E-15")
@pytest.mark.parametrize(("item", "figures"), [(item, figures) for item, figures, major in ITEMS if major])
def test_a_pond_that_is_found_to_be_as_it_is(mine: MineOf, finding: FindingOf, item: str, figures: Figures) -> None:
    """Called a major hazard by its own item each is recorded without a word."""
    named = finding(figures, level="major", criterion=f"noncoal-{item}")

    mine("tailings").on("2026-03-02").when(named).quietly()


@pytest.mark.rule("E-15")
@pytest.mark.parametrize(
    ("figure", "found", "major"),
    [
        ("dam_height_m", "80", False),
        ("dam_height_m", "80.1", True),
        ("stored_10k_m3", "900", False),
        ("stored_10k_m3", "900.1", True),
    ],
)
def test_dam_and_tailings_against_the_design(
    mine: MineOf, finding: FindingOf, figure: str, found: str, major: bool
) -> None:
    """A design of 80 m and 9 million cubic metres: at it there is no hazard, a tenth above it is a major one."""
    pond = mine("tailings", design_dam_height_m="80", design_volume_10k_m3="900")

    attempt = pond.on("2026-03-02").when(finding({figure: found}))

    if major:
        attempt.warns("E-15", code="hazard.classified_otherwise").says("noncoal-2022/3.4")
    else:
        attempt.quietly()


@pytest.mark.rule("E-15")
@pytest.mark.parametrize(
    ("volume", "above_dwellings", "road", "major"),
    [("1000", False, 0, True), ("999.9", False, 0, False), ("999.9", True, 0, True), ("1000", False, 1, False)],
)
def test_a_graded_pond_without_its_emergency_road(
    mine: MineOf, finding: FindingOf, volume: str, above_dwellings: bool, road: int, major: bool
) -> None:
    """A pond that was graded 3, or lies above dwellings, needs its emergency road; one of grade 4 elsewhere does not."""
    graded: dict[str, Any] = {"volume_10k_m3": volume, "dam_height_m": "30", "above_dwellings": above_dwellings}
    pond = given(
        mine("tailings").ledger,
        step("tailings_pond.grade", site="S-2", authority="emb", graded_on="2026-01-12", **graded),
    )

    attempt = pond.on("2026-03-02").when(finding({"emergency_road_in_order": road}))

    if major:
        attempt.warns("E-15", code="hazard.classified_otherwise").says("noncoal-2022/3.16")
    else:
        attempt.quietly()


@pytest.mark.rule("E-15")
@pytest.mark.parametrize(("item", "figures"), [(item, figures) for item, figures, major in ITEMS if not major])
def test_a_pond_whose_figures_do_not_meet_its_item(
    mine: MineOf, finding: FindingOf, item: str, figures: Figures
) -> None:
    """Called a major hazard by an item whose figures were measured and fall short of it, it is told so."""
    named = finding(figures, level="major", criterion=f"noncoal-{item}")

    mine("tailings").on("2026-03-02").when(named).warns("E-15", code="mining_finding.figures_short")
