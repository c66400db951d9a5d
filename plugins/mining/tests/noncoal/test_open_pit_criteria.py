"""Major hazards of metal and non-metal open pits, by their figures: E-14 (矿安〔2022〕88号, 〔2024〕41号)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from regledger.testing.scenario import Scenario, Step

Figures = dict[str, str | int]
MineOf = Callable[..., Scenario]
FindingOf = Callable[..., Step]

ITEMS: list[tuple[str, Figures, bool]] = [
    ("2022/2.1", {"goaf_explored": 0}, True),
    ("2022/2.2", {"pit_banned_equipment_in_use": 1}, True),
    ("2022/2.3", {"mined_top_down_in_benches": 0}, True),
    ("2022/2.3", {"mined_top_down_in_benches": 1}, False),
    ("2022/2.4", {"working_slope_over_design_degrees": "0"}, False),
    ("2022/2.4", {"working_slope_over_design_degrees": "0.1"}, True),
    ("2022/2.4", {"final_bench_over_design_m": "0"}, False),
    ("2022/2.4", {"final_bench_over_design_m": "0.1"}, True),
    ("2022/2.6", {"slope_stability_analysed": 0}, True),
    ("2022/2.7", {"pit_slope_height_m": "199.9", "pit_slope_monitored_online": 0}, False),
    ("2022/2.7", {"pit_slope_height_m": "200", "pit_slope_monitored_online": 0}, True),
    ("2022/2.7", {"pit_slope_height_m": "200.1", "pit_slope_monitored_online": 0}, True),
    ("2022/2.7", {"pit_slope_height_m": "200", "pit_slope_monitored_online": 1}, False),
    ("2022/2.7", {"dump_slope_height_m": "199.9", "dump_slope_monitored": 0}, False),
    ("2022/2.7", {"dump_slope_height_m": "200", "dump_slope_monitored": 0}, True),
    ("2022/2.8", {"slope_toe_heaves": 1, "slope_cracks_widen_fast": 1}, True),
    ("2022/2.8", {"slope_toe_heaves": 1, "slope_cracks_widen_fast": 0}, False),
    ("2022/2.9", {"road_gradient_over_design_percent": "10"}, False),
    ("2022/2.9", {"road_gradient_over_design_percent": "10.1"}, True),
    ("2022/2.11", {"dump_ground_gradient": "0.2", "dump_measures_as_designed": 0}, False),
    ("2022/2.11", {"dump_ground_gradient": "0.201", "dump_measures_as_designed": 0}, True),
    ("2022/2.11", {"dump_ground_gradient": "0.201", "dump_measures_as_designed": 1}, False),
    ("2022/2.11", {"crowded_place_in_dump_heights": "2", "dump_measures_as_designed": 0}, True),
    ("2022/2.11", {"crowded_place_in_dump_heights": "2.1", "dump_measures_as_designed": 0}, False),
    ("2022/2.13", {"dump_mined_without_leave": 1}, True),
    ("2024/2.1", {"pit_quarters_in_danger_zone": 1}, True),
    ("2024/2.2", {"red_or_orange_warning": 1, "pit_withdrawn": 0}, True),
    ("2024/2.2", {"red_or_orange_warning": 1, "pit_withdrawn": 1}, False),
]
"""Item, figures, and whether they make a major hazard."""


@pytest.mark.rule("E-14")
@pytest.mark.parametrize(("item", "figures", "major"), ITEMS)
def test_what_the_figures_of_a_pit_make(
    mine: MineOf, finding: FindingOf, item: str, figures: Figures, major: bool
) -> None:
    """Each number of the list tried just below, at and above; what meets an item is told to be major by that item."""
    attempt = mine("open_pit").on("2026-03-02").when(finding(figures))

    if major:
        attempt.warns("E-14", code="hazard.classified_otherwise").says(f"noncoal-{item}")
    else:
        attempt.quietly()


@pytest.mark.rule("E-14")
@pytest.mark.parametrize(("item", "figures"), [(item, figures) for item, figures, major in ITEMS if major])
def test_a_pit_that_is_found_to_be_as_it_is(mine: MineOf, finding: FindingOf, item: str, figures: Figures) -> None:
    """Called a major hazard by its own item each is recorded without a word."""
    named = finding(figures, level="major", criterion=f"noncoal-{item}")

    mine("open_pit").on("2026-03-02").when(named).quietly()


@pytest.mark.rule("E-14")
@pytest.mark.parametrize(("item", "figures"), [(item, figures) for item, figures, major in ITEMS if not major])
def test_a_pit_whose_figures_do_not_meet_its_item(
    mine: MineOf, finding: FindingOf, item: str, figures: Figures
) -> None:
    """Called a major hazard by an item whose figures were measured and fall short of it, it is told so."""
    named = finding(figures, level="major", criterion=f"noncoal-{item}")

    mine("open_pit").on("2026-03-02").when(named).warns("E-14", code="mining_finding.figures_short")
