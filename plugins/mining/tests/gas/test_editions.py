"""Which list of criteria counts on which day, and for which trade (E-01)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from regledger.testing.scenario import Scenario, Step, given

Inspected = Callable[..., Step]


@pytest.mark.rule("E-01")
@pytest.mark.parametrize(
    ("day", "named", "right"),
    [
        ("2026-06-29", "coal-2026/8.4", "coal-2020"),
        ("2026-06-30", "coal-2026/8.4", "coal-2020"),
        ("2026-07-01", "coal-2020/8.4", "coal-2026"),
        ("2026-07-02", "coal-2020/8.4", "coal-2026"),
    ],
)
def test_an_item_of_the_other_list(mine: Scenario, inspected: Inspected, day: str, named: str, right: str) -> None:
    """Until 2026-06-30 an item of 2026 is told, and from 2026-07-01 on one of 2020, with the list that counts."""
    attempt = mine.on(day).when(inspected({}, level="major", criterion=named, on=day))

    attempt.warns("E-01", code="mining_finding.other_edition").says(f"Name the item of {right}")


@pytest.mark.rule("E-01")
@pytest.mark.parametrize(
    ("day", "named"),
    [
        ("2026-06-29", "coal-2020/8.4"),
        ("2026-06-30", "coal-2020/8.4"),
        ("2026-07-01", "coal-2026/8.4"),
        ("2026-07-02", "coal-2026/8.4"),
    ],
)
def test_an_item_of_the_list_of_the_day(mine: Scenario, inspected: Inspected, day: str, named: str) -> None:
    """An item of the list that applies on the day of the inspection is named without a word."""
    mine.on(day).when(inspected({}, level="major", criterion=named, on=day)).quietly()


@pytest.mark.rule("E-01")
def test_before_the_first_list(county: Scenario, inspected: Inspected, known: Callable[..., Step]) -> None:
    """Before 2021-01-01 no list is known here: the item's own days are told, and no list is named."""
    mine = given(county.ledger, known()).on("2020-12-31")

    mine.when(inspected({}, level="major", criterion="coal-2020/8.4", on="2020-12-31")).warns(
        "E-01", code="hazard.criterion_out_of_date"
    )


@pytest.mark.rule("E-01")
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("coal_underground", False),
        ("coal_open_pit", False),
        ("metal_underground", True),
        ("open_pit", True),
        ("tailings", True),
    ],
)
def test_coal_criteria_at_another_mine(
    county: Scenario, known: Callable[..., Step], inspected: Inspected, kind: str, told: bool
) -> None:
    """An item of the lists of coal mines is told where the site is no coal mine."""
    mine = given(county.ledger, known(kind=kind)).on("2026-07-06")
    attempt = mine.when(inspected({}, level="major", criterion="coal-2026/8.4"))

    if told:
        attempt.warns("E-01", code="mining_finding.other_trade")
    else:
        attempt.quietly()


@pytest.mark.rule("E-01")
@pytest.mark.parametrize(
    ("item", "figure", "under", "at"),
    [
        ("6.3", {"heading_lead_m": "5"}, {}, {"heading_lead_m": "4.99"}),
        ("6.3", {"face_lead_m": "3"}, {}, {"face_lead_m": "2.99"}),
        ("6.3", {"heading_lead_m": "7"}, {"disturbed_zone": 1}, {"heading_lead_m": "6.99"}),
        ("6.3", {"face_lead_m": "5"}, {"disturbed_zone": 1}, {"face_lead_m": "4.99"}),
        ("6.4", {"gas_pressure_mpa": "0.73"}, {"outburst_measures_taken": 0}, {"gas_pressure_mpa": "0.74"}),
        (
            "6.4",
            {"gas_content_cubic_metres_tonne": "7.99"},
            {"outburst_measures_taken": 0},
            {"gas_content_cubic_metres_tonne": "8"},
        ),
        (
            "6.4",
            {"gas_content_cubic_metres_tonne": "5.99"},
            {"outburst_measures_taken": 0, "structural_zone": 1},
            {"gas_content_cubic_metres_tonne": "6"},
        ),
        ("6.4", {"desorption_pa": "199"}, {"outburst_measures_taken": 0}, {"desorption_pa": "200"}),
        ("6.4", {"desorption_pa": "159"}, {"outburst_measures_taken": 0, "wet_sample": 1}, {"desorption_pa": "160"}),
        ("6.4", {"desorption_k1": "0.49"}, {"outburst_measures_taken": 0}, {"desorption_k1": "0.5"}),
        ("6.4", {"desorption_k1": "0.39"}, {"outburst_measures_taken": 0, "wet_sample": 1}, {"desorption_k1": "0.4"}),
        ("6.4", {"cuttings_kg_m": "5.99"}, {"outburst_measures_taken": 0}, {"cuttings_kg_m": "6"}),
        ("6.4", {"cuttings_l_m": "5.39"}, {"outburst_measures_taken": 0}, {"cuttings_l_m": "5.4"}),
        ("6.4", {"gas_velocity_l_min": "4.99"}, {"outburst_measures_taken": 0}, {"gas_velocity_l_min": "5"}),
        ("7.4", {"drainage_pump_ratio": "2"}, {}, {"drainage_pump_ratio": "1.99"}),
        ("8.1", {"face_air_percent": "75"}, {}, {"face_air_percent": "74.9"}),
        ("8.13", {"sections_ahead": "2"}, {}, {"sections_ahead": "1"}),
        (
            "8.16",
            {"mechanised_breakthrough_m": "50.1"},
            {"stopped_heading_ventilated": 0},
            {"mechanised_breakthrough_m": "50"},
        ),
        ("8.16", {"breakthrough_m": "20.1"}, {"stopped_heading_ventilated": 0}, {"breakthrough_m": "20"}),
        ("10.7", {"water_pillar_m": "20"}, {}, {"water_pillar_m": "19.9"}),
        ("11.7", {"headings_apart_m": "150"}, {"one_face_stopped": 0}, {"headings_apart_m": "149"}),
        ("11.7", {"face_heading_apart_m": "350"}, {"one_face_stopped": 0}, {"face_heading_apart_m": "349"}),
        ("11.7", {"faces_apart_m": "500"}, {"one_face_stopped": 0}, {"faces_apart_m": "499"}),
        ("11.7", {"relief_withdrawal_m": "300.1"}, {}, {"relief_withdrawal_m": "300"}),
        ("13.4", {"housing_deformed_mm": "50"}, {}, {"housing_deformed_mm": "51"}),
        ("13.4", {"housing_dented_mm": "5"}, {}, {"housing_dented_mm": "5.1"}),
        ("15.2", {"bench_height_percent": "200"}, {}, {"bench_height_percent": "201"}),
        ("15.2", {"berm_width_percent": "50"}, {}, {"berm_width_percent": "49"}),
        ("15.3", {"slope_accelerating_hours": "71"}, {"slope_measures_taken": 0}, {"slope_accelerating_hours": "72"}),
        ("16.1", {"supply_circuits": "2"}, {}, {"supply_circuits": "1"}),
        ("20.17", {"face_exits": "2"}, {}, {"face_exits": "1"}),
        ("20.18", {"battery_kwh": "1.99"}, {"charging_room_sensors": 0}, {"battery_kwh": "2"}),
    ],
)
def test_other_numbers_of_the_list(
    mine: Scenario,
    inspected: Inspected,
    item: str,
    figure: dict[str, str],
    under: dict[str, int],
    at: dict[str, str],
) -> None:
    """Each other number of the list of 2026 makes a major hazard on one side of it, and none on the other."""
    mine.when(inspected({**under, **figure})).quietly()
    again = inspected({**under, **at}).but(inspection="I-2")
    again.body["hazards"][0]["hazard"] = "H-2"

    mine.when(again).warns("E-01", code="hazard.classified_otherwise").says(f"coal-2026/{item}")


def test_issued_and_published(mine: Scenario) -> None:
    """TRAP-13: the list of 2026 was issued on 2026-05-24 and published on 2026-05-28; it applies from 2026-07-01 on."""
    book = mine.ledger.installation.lawbook
    order = next(one for one in book.instruments.values() if one.id == "MEM-21.2026")

    assert (order.promulgated, order.published, order.applies_from) == (
        date(2026, 5, 24),
        date(2026, 5, 28),
        date(2026, 7, 1),
    )


@pytest.mark.parametrize(("edition", "items"), [("coal-2026/", 123), ("coal-2020/", 80)])
def test_the_lists_are_whole(mine: Scenario, edition: str, items: int) -> None:
    """The list of 2026 has its 123 items of the first level; that of 2020 the 80 that its copy has."""
    codes = [code for code in mine.ledger.installation.lawbook.criteria if code.startswith(edition)]

    assert len(codes) == items
