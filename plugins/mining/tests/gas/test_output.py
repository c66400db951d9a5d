"""What a coal mine may produce, and with how many people (E-02, TRAP-12)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from regledger.testing.scenario import Scenario, Step, given, step

Inspected = Callable[..., Step]


def shown(period: str, tonnes: str, **changes: Any) -> Step:
    """What the books of the mine show of a period."""
    body = {"site": "S-2", "enterprise": "E-1", "source": "Output ledger", "seen_on": "2027-01-11"}
    return step("mine_output.record", **{**body, "period": period, "tonnes": tonnes, **changes})


@pytest.mark.rule("E-02")
@pytest.mark.parametrize(
    ("figures", "item"),
    [
        ({"year_tonnes": "330001"}, "4.1"),
        ({"quarter_tonnes": "90001"}, "4.1"),
        ({"quarter_tonnes": "95000"}, "4.1"),
        ({"producing_levels": 3}, "4.2"),
        ({"producing_faces": 4}, "4.2"),
        ({"people_at_face": 29}, "4.3"),
        ({"people_at_face": 26, "people_limit": 21}, "4.3"),
        ({"people_in_heading": 22}, "4.3"),
        ({"people_under_ground": 121}, "4.3"),
        ({"rock_burst_people_limit_kept": 0}, "4.3"),
    ],
)
def test_above_capacity_is_a_major_hazard(
    mine: Scenario, inspected: Inspected, figures: dict[str, Any], item: str
) -> None:
    """Just over 110 % a year, 30 % a quarter or 120 % of a head-count limit is major; so are 95,000 t of 300,000."""
    mine.when(inspected(figures)).warns("E-02", code="hazard.classified_otherwise").says(f"coal-2026/{item}")
    again = inspected(figures, level="major", criterion=f"coal-2026/{item}").but(inspection="I-2")
    again.body["hazards"][0]["hazard"] = "H-2"

    mine.when(again).quietly()


@pytest.mark.rule("E-02")
@pytest.mark.parametrize(
    ("figures", "item"),
    [
        ({"year_tonnes": "329999"}, "4.1"),
        ({"year_tonnes": "330000"}, "4.1"),
        ({"quarter_tonnes": "89999", "underground": 1}, "4.1"),
        ({"quarter_tonnes": "90000"}, "4.1"),
        ({"producing_levels": 2}, "4.2"),
        ({"producing_faces": 3}, "4.2"),
    ],
)
def test_within_capacity(mine: Scenario, inspected: Inspected, figures: dict[str, Any], item: str) -> None:
    """At the number of the list and just under it output is general, and who calls it major by the item is told."""
    mine.when(inspected(figures)).quietly()
    again = inspected(figures, level="major", criterion=f"coal-2026/{item}").but(inspection="I-2")
    again.body["hazards"][0]["hazard"] = "H-2"

    mine.when(again).warns("E-02", code="mining_finding.figures_short")


@pytest.mark.rule("E-02")
@pytest.mark.parametrize(("tonnes", "told"), [("66000001", True), ("66000000", False)])
def test_one_tonne_of_a_great_mine(
    county: Scenario, known: Callable[..., Step], inspected: Inspected, tonnes: str, told: bool
) -> None:
    """Of sixty million tonnes approved one tonne above 110 % counts as well."""
    mine = given(county.ledger, known(approved_tonnes_year=60_000_000)).on("2026-07-06")
    attempt = mine.when(inspected({"year_tonnes": tonnes}))

    if told:
        attempt.warns("E-02").says("year_output_percent is 110.000002 (more than 110)")
    else:
        attempt.quietly()


@pytest.mark.rule("E-02")
@pytest.mark.parametrize("tonnes", ["9" * 28, f"{'9' * 28}.{'9' * 40}"])
def test_the_greatest_figure(mine: Scenario, inspected: Inspected, tonnes: str) -> None:
    """A slip of the pen of any length is weighed like every figure."""
    mine.when(inspected({"year_tonnes": tonnes})).warns("E-02")


@pytest.mark.rule("E-02")
def test_a_quarter_of_an_open_pit(county: Scenario, known: Callable[..., Step], inspected: Inspected) -> None:
    """The quarter counts under ground alone: of an open pit it makes no major hazard, and the year does."""
    pit = given(county.ledger, known(kind="coal_open_pit")).on("2026-07-06")

    pit.when(inspected({"quarter_tonnes": "95000"})).quietly()
    again = inspected({"year_tonnes": "330001"}).but(inspection="I-2")
    again.body["hazards"][0]["hazard"] = "H-2"

    pit.when(again).warns("E-02")


def test_what_is_no_coal_mine(county: Scenario, known: Callable[..., Step], inspected: Inspected) -> None:
    """The tonnes of a pond are not weighed by the list of coal mines."""
    other = given(county.ledger, known(kind="tailings")).on("2026-07-06")

    other.when(inspected({"year_tonnes": "999999"})).quietly()


@pytest.mark.rule("E-02")
@pytest.mark.parametrize(
    ("day", "figures", "item"),
    [
        ("2026-06-30", {"month_tonnes": "30001"}, "coal-2020/4.1"),
        ("2026-06-30", {"month_tonnes": "30000"}, ""),
        ("2026-06-30", {"quarter_tonnes": "95000"}, ""),
        ("2026-06-30", {"year_tonnes": "330000"}, "coal-2020/4.1"),
        ("2026-06-30", {"year_tonnes": "329999"}, ""),
        ("2026-06-30", {"people_under_ground": 120}, "coal-2020/4.6"),
        ("2026-06-30", {"planned_tonnes_year": "300001"}, "coal-2020/4.2"),
        ("2026-06-30", {"planned_tonnes_year": "300000"}, ""),
        ("2026-07-01", {"month_tonnes": "30001"}, ""),
        ("2026-07-01", {"quarter_tonnes": "90001"}, "coal-2026/4.1"),
        ("2026-07-01", {"quarter_tonnes": "90000"}, ""),
        ("2026-07-01", {"year_tonnes": "330000"}, ""),
        ("2026-07-01", {"year_tonnes": "330001"}, "coal-2026/4.1"),
    ],
)
def test_trap_12_monthly_became_quarterly(
    mine: Scenario, inspected: Inspected, day: str, figures: dict[str, Any], item: str
) -> None:
    """TRAP-12: above 10 % a month until 2026-06-30, above 30 % a quarter from 2026-07-01 on; 10 % over a year itself counted."""
    attempt = mine.on(day).when(inspected(figures, on=day))

    if item:
        attempt.warns("E-02").says(item)
    else:
        attempt.quietly()


@pytest.mark.rule("E-02")
@pytest.mark.parametrize(
    ("period", "tonnes", "item"),
    [
        ("2026-Q3", "95000", "coal-2026/4.1"),
        ("2026-Q3", "90001", "coal-2026/4.1"),
        ("2026-Q3", "90000", ""),
        ("2026-Q2", "95000", ""),
        ("2026-06", "30001", "coal-2020/4.1"),
        ("2026-06", "30000", ""),
        ("2026-07", "30001", ""),
        ("2026", "330001", "coal-2026/4.1"),
        ("2026", "330000", ""),
        ("2025", "330000", "coal-2020/4.1"),
        ("2025", "329999", ""),
    ],
)
def test_output_that_books_show(mine: Scenario, period: str, tonnes: str, item: str) -> None:
    """What the books show is recorded, and told where it is above the capacity by the list of the period's last day."""
    attempt = mine.on("2027-01-11").when(shown(period, tonnes))

    if item:
        attempt.warns("E-02", code="mine_output.over_capacity").says(item)
    else:
        attempt.quietly()


@pytest.mark.rule("E-02")
@pytest.mark.parametrize("approved", [None, 0])
def test_output_without_a_known_capacity(county: Scenario, known: Callable[..., Step], approved: int | None) -> None:
    """Where the approved capacity is not known, output is recorded and the gap is told."""
    mine = given(county.ledger, known(approved_tonnes_year=approved)).on("2027-01-11")

    mine.when(shown("2026", "1")).warns("E-02", code="mine_output.capacity_unknown")


def test_output_of_what_is_no_coal_mine(county: Scenario, known: Callable[..., Step]) -> None:
    """The output of another mine is recorded, and not weighed by the list of coal mines."""
    mine = given(county.ledger, known(kind="metal_underground")).on("2027-01-11")

    mine.when(shown("2026", "999999")).quietly()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"period": "2026-Q5"}, "mine_output.period_wrong"),
        ({"period": "2026-13"}, "mine_output.period_wrong"),
        ({"tonnes": "-1"}, "mine_output.tonnes_wrong"),
        ({"site": "S-9"}, "mine_output.site_unknown"),
    ],
)
def test_output_that_cannot_be_recorded(mine: Scenario, changes: dict[str, Any], code: str) -> None:
    """A period that is none, tonnes below nothing and a site that does not stand are refused."""
    mine.on("2027-01-11").when(shown("2026", "300000").but(**changes)).refuses("REF", code=code)


def test_output_as_it_was_last_shown(mine: Scenario) -> None:
    """Of a period the last that was shown counts; periods stand in their order."""
    for period, tonnes in (("2026-Q3", "60000"), ("2026-Q1", "50000"), ("2026-Q3", "61000.5")):
        mine.on("2027-01-11").when(shown(period, tonnes)).then("mine_output.recorded")

    state: Any = mine.state("mine_outputs:S-2")
    assert state.outputs == (("2026-Q1", Decimal(50000)), ("2026-Q3", Decimal("61000.5")))


@pytest.mark.rule("E-02")
@pytest.mark.parametrize(("tonnes", "told"), [("90001", True), ("90000", False)])
def test_output_that_is_corrected(mine: Scenario, tonnes: str, told: bool) -> None:
    """Tonnes that are put in the place of others are weighed as well."""
    recorded = mine.on("2027-01-11").when(shown("2026-Q3", "80000")).recorded
    attempt = mine.when(
        "fact.correct",
        number=recorded.numbers[0],
        body={"tonnes": tonnes},
        reason="A figure was misread",
        authority="emb",
        corrected_on="2027-01-11",
    )

    if told:
        attempt.warns("E-02", code="mine_output.over_capacity").says("coal-2026/4.1")
    else:
        attempt.quietly()
