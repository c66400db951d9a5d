"""Major hazards of metal and non-metal mines underground, by their figures: E-11, E-13 (矿安〔2022〕88号, 〔2024〕41号)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from regledger.testing.scenario import Scenario, Step

Figures = dict[str, str | int]
MineOf = Callable[..., Scenario]
FindingOf = Callable[..., Step]

EXITS: list[tuple[Figures, bool]] = [
    ({"surface_exits": 1}, True),
    ({"surface_exits": 2}, False),
    ({"surface_exits": 3}, False),
    ({"surface_exits": 2, "exit_spacing_m": "24"}, True),
    ({"surface_exits": 2, "exit_spacing_m": "29.9"}, True),
    ({"surface_exits": 2, "exit_spacing_m": "30"}, False),
    ({"surface_exits": 2, "exit_spacing_m": "30.1"}, False),
    ({"surface_exits": 3, "exit_spacing_m": "29.9"}, False),
    ({"wing_length_m": "1000", "wing_exits": 0}, False),
    ({"wing_length_m": "1000.1", "wing_exits": 0}, True),
    ({"wing_length_m": "1000.1", "wing_exits": 1}, False),
    ({"exits_of_level": 1}, True),
    ({"exits_of_level": 2}, False),
    ({"hoists_of_main_exit": 1, "ladderway_in_main_exit": 0}, True),
    ({"hoists_of_main_exit": 2, "ladderway_in_main_exit": 0}, False),
    ({"exits_passable": 0}, True),
    ({"exits_passable": 1}, False),
]
"""Figures of the exits, and whether they make a major hazard."""

ITEMS: list[tuple[str, Figures, bool]] = [
    ("2022/1.4", {"under_construction": 0, "drawings_age_months": "3"}, False),
    ("2022/1.4", {"under_construction": 0, "drawings_age_months": "3.1"}, True),
    ("2022/1.4", {"under_construction": 1, "drawings_age_months": "1"}, False),
    ("2022/1.4", {"under_construction": 1, "drawings_age_months": "1.1"}, True),
    ("2022/1.4", {"drawings_true": 0}, True),
    ("2022/1.7", {"main_pumps": 2}, True),
    ("2022/1.7", {"main_pumps": 3}, False),
    ("2022/1.7", {"main_pumps": 4}, False),
    ("2022/1.7", {"pump_house_exit_height_m": "6.9"}, True),
    ("2022/1.7", {"pump_house_exit_height_m": "7"}, False),
    ("2022/1.7", {"pump_house_exit_height_m": "7.1"}, False),
    ("2022/1.8", {"portal_above_flood_m": "0.9", "portal_protected_as_designed": 0}, True),
    ("2022/1.8", {"portal_above_flood_m": "1", "portal_protected_as_designed": 0}, False),
    ("2022/1.8", {"portal_above_flood_m": "0.9", "portal_protected_as_designed": 1}, False),
    ("2022/1.12", {"flood_may_pour_in": 1, "heavy_rain_or_flood": 1, "underground_withdrawn": 0}, True),
    ("2022/1.12", {"flood_may_pour_in": 1, "heavy_rain_or_flood": 1, "underground_withdrawn": 1}, False),
    ("2022/1.20", {"fan_reversal_minutes": "10"}, False),
    ("2022/1.20", {"fan_reversal_minutes": "10.1"}, True),
    ("2022/1.20", {"months_since_reversal_test": "12"}, False),
    ("2022/1.20", {"months_since_reversal_test": "12.1"}, True),
    ("2022/1.20", {"ventilation_monitored_online": 0, "months_since_ventilation_test": "12"}, False),
    ("2022/1.20", {"ventilation_monitored_online": 0, "months_since_ventilation_test": "12.1"}, True),
    ("2022/1.20", {"ventilation_monitored_online": 1, "months_since_ventilation_test": "12.1"}, False),
    ("2022/1.23", {"vehicle_people": 25}, False),
    ("2022/1.23", {"vehicle_people": 26}, True),
    ("2022/1.23", {"vehicle_people_over_rating": 1}, True),
    ("2022/1.24", {"dual_power": 0}, True),
    ("2022/1.28", {"contractors_over_limit": 0}, False),
    ("2022/1.28", {"contractors_over_limit": 1}, True),
    ("2022/1.29", {"hot_work_approved": 0}, True),
    ("2022/1.29", {"hot_work_approved": 1}, False),
    ("2022/1.30", {"year_output_over_design_percent": "19.9"}, False),
    ("2022/1.30", {"year_output_over_design_percent": "20"}, True),
    ("2022/1.30", {"month_output_of_design_year_percent": "19.9"}, False),
    ("2022/1.30", {"month_output_of_design_year_percent": "20"}, True),
    ("2022/1.31", {"positioning_installed": 0}, True),
    ("2022/1.32", {"full_time_leaders": 4}, True),
    ("2022/1.32", {"full_time_leaders": 5}, False),
    ("2024/1.1", {"combustibles_to_intake_m": "50"}, True),
    ("2024/1.1", {"combustibles_to_intake_m": "50.1"}, False),
    ("2024/1.3", {"mine_quarters_in_danger_zone": 1}, True),
    ("2024/1.4", {"red_or_orange_warning": 1, "underground_withdrawn": 0}, True),
    ("2024/1.4", {"red_or_orange_warning": 0, "underground_withdrawn": 0}, False),
    ("2024/1.4", {"red_or_orange_warning": 1, "underground_withdrawn": 1}, False),
]
"""Item, figures, and whether they make a major hazard."""


@pytest.mark.rule("E-11")
@pytest.mark.parametrize(("figures", "major"), EXITS)
def test_what_the_figures_of_the_exits_make(mine: MineOf, finding: FindingOf, figures: Figures, major: bool) -> None:
    """Fewer than two exits, two less than 30 m apart, or a wing of more than 1,000 m without one are a major hazard."""
    attempt = mine("metal_underground").on("2026-03-02").when(finding(figures))

    if major:
        attempt.warns("E-11", code="hazard.classified_otherwise").says("noncoal-2022/1.1")
    else:
        attempt.quietly()


@pytest.mark.rule("E-11")
def test_exits_that_are_found_and_called_what_they_are(mine: MineOf, finding: FindingOf) -> None:
    """Two exits 24 m apart, called a major hazard by the item of the list, are recorded without a word."""
    near = finding({"surface_exits": 2, "exit_spacing_m": "24"}, level="major", criterion="noncoal-2022/1.1")

    mine("metal_underground").on("2026-03-02").when(near).quietly()


@pytest.mark.rule("E-11")
@pytest.mark.parametrize("figures", [figures for figures, major in EXITS if not major])
def test_exits_whose_figures_do_not_meet_the_item(mine: MineOf, finding: FindingOf, figures: Figures) -> None:
    """Exits that keep to the list, called a major hazard all the same, are told so."""
    named = finding(figures, level="major", criterion="noncoal-2022/1.1")

    mine("metal_underground").on("2026-03-02").when(named).warns("E-11", code="mining_finding.figures_short")


@pytest.mark.rule("E-13")
@pytest.mark.parametrize(("item", "figures", "major"), ITEMS)
def test_what_the_figures_of_a_mine_make(
    mine: MineOf, finding: FindingOf, item: str, figures: Figures, major: bool
) -> None:
    """Each number of the list tried just below, at and above; what meets an item is told to be major by that item."""
    attempt = mine("metal_underground").on("2026-03-02").when(finding(figures))

    if major:
        attempt.warns("E-13", code="hazard.classified_otherwise").says(f"noncoal-{item}")
    else:
        attempt.quietly()


@pytest.mark.rule("E-13")
@pytest.mark.parametrize(("item", "figures"), [(item, figures) for item, figures, major in ITEMS if major])
def test_a_mine_that_is_found_to_be_as_it_is(mine: MineOf, finding: FindingOf, item: str, figures: Figures) -> None:
    """Called a major hazard by its own item each is recorded without a word."""
    named = finding(figures, level="major", criterion=f"noncoal-{item}")

    mine("metal_underground").on("2026-03-02").when(named).quietly()


@pytest.mark.rule("E-13")
@pytest.mark.parametrize(
    ("item", "day", "applies"),
    [
        ("2022/1.7", "2022-08-31", False),
        ("2022/1.7", "2022-09-01", True),
        ("2024/1.1", "2024-04-22", False),
        ("2024/1.1", "2024-04-23", True),
    ],
)
def test_from_when_the_lists_apply(mine: MineOf, finding: FindingOf, item: str, day: str, applies: bool) -> None:
    """The list of 2022 applies from 2022-09-01 and its supplement from 2024-04-23; a day before, an item is out of date."""
    figures: Figures = {"main_pumps": 2} if item == "2022/1.7" else {"combustibles_to_intake_m": "40"}
    named = finding(figures, level="major", criterion=f"noncoal-{item}", on=day)

    attempt = mine("metal_underground").on(day).when(named)

    if applies:
        attempt.quietly()
    else:
        attempt.warns("E-13", code="hazard.criterion_out_of_date")


@pytest.mark.rule("E-13")
@pytest.mark.parametrize(
    ("tonnes", "won", "major"),
    [
        ("year_tonnes", "119999.9", False),
        ("year_tonnes", "120000", True),
        ("year_tonnes", "120000.1", True),
        ("month_tonnes", "19999.9", False),
        ("month_tonnes", "20000", True),
    ],
)
def test_tonnes_against_the_design(mine: MineOf, finding: FindingOf, tonnes: str, won: str, major: bool) -> None:
    """A design of 100,000 t: 120,000 t in a year or 20,000 t in a month are a major hazard, a tenth of a tonne less is none."""
    attempt = mine("metal_underground", approved_tonnes_year=100_000).on("2026-03-02").when(finding({tonnes: won}))

    if major:
        attempt.warns("E-13", code="hazard.classified_otherwise").says("noncoal-2022/1.30", "100000 t a year")
    else:
        attempt.quietly()


@pytest.mark.rule("E-13")
def test_tonnes_that_are_called_what_they_are(mine: MineOf, finding: FindingOf) -> None:
    """120,000 t of a design of 100,000 t, called a major hazard by item 30, are recorded without a word."""
    named = finding({"year_tonnes": "120000"}, level="major", criterion="noncoal-2022/1.30")

    mine("metal_underground", approved_tonnes_year=100_000).on("2026-03-02").when(named).quietly()


@pytest.mark.parametrize(
    ("kind", "known"),
    [("metal_underground", {}), ("open_pit", {"approved_tonnes_year": 100_000})],
)
def test_tonnes_that_nothing_is_known_to_compare_with(
    mine: MineOf, finding: FindingOf, kind: str, known: dict[str, int]
) -> None:
    """Without a design, or where the list has no such item, tonnes say nothing."""
    mine(kind, **known).on("2026-03-02").when(finding({"year_tonnes": "500000"})).quietly()


@pytest.mark.rule("E-13")
@pytest.mark.parametrize(("item", "figures"), [(item, figures) for item, figures, major in ITEMS if not major])
def test_a_mine_whose_figures_do_not_meet_its_item(
    mine: MineOf, finding: FindingOf, item: str, figures: Figures
) -> None:
    """Called a major hazard by an item whose figures were measured and fall short of it, it is told so."""
    named = finding(figures, level="major", criterion=f"noncoal-{item}")

    mine("metal_underground").on("2026-03-02").when(named).warns("E-13", code="mining_finding.figures_short")
