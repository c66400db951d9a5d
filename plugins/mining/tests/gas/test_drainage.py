"""Gas drainage: three tables, each band at its ends and on both sides of what it asks (E-04)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from regledger.testing.scenario import Scenario, Step

Inspected = Callable[..., Step]
DESORBABLE = [
    (("0", "999.9", "1000"), "8"),
    (("1000.1", "2499.9", "2500"), "7"),
    (("2500.1", "3999.9", "4000"), "6"),
    (("4000.1", "5999.9", "6000"), "5.5"),
    (("6000.1", "7999.9", "8000"), "5"),
    (("8000.1", "9999.9", "10000"), "4.5"),
    (("10000.1", "12000"), "4"),
]
"""Daily output of the face, in tonnes, of each band; the most desorbable gas, in m³/t."""
FACE = [
    (("5", "9.99"), "20"),
    (("10", "19.99"), "30"),
    (("20", "39.99"), "40"),
    (("40", "69.99"), "50"),
    (("70", "99.99"), "60"),
    (("100", "150"), "70"),
]
"""Gas emission of the face, in m³/min; the least drainage, in percent."""
MINE = [
    (("0", "19.99"), "25"),
    (("20", "39.99"), "35"),
    (("40", "79.99"), "40"),
    (("80", "159.99"), "45"),
    (("160", "299.99"), "50"),
    (("300", "499.99"), "55"),
    (("500", "900"), "60"),
]
"""Gas emission of the mine, in m³/min; the least drainage, in percent."""
TABLES = [
    ("face_tonnes_day", "desorbable_cubic_metres_tonne", DESORBABLE, "0.01"),
    ("face_emission_cubic_metres_minute", "face_drainage_percent", FACE, "-0.01"),
    ("mine_emission_cubic_metres_minute", "mine_drainage_percent", MINE, "-0.01"),
]


def nudged(limit: str, by: str) -> str:
    """A number just beyond `limit`, or within it."""
    return f"{float(limit) + float(by):.2f}"


CASES = [
    (
        {of: band, figure: limit},
        {of: band, figure: nudged(limit, beyond)},
        {of: band, figure: nudged(limit, f"{-float(beyond)}")},
    )
    for of, figure, bands, beyond in TABLES
    for ends, limit in bands
    for band in ends
]


@pytest.mark.rule("E-04")
@pytest.mark.parametrize(("at", "beyond", "within"), CASES)
def test_drainage_by_the_tables(
    mine: Scenario, inspected: Inspected, at: dict[str, str], beyond: dict[str, str], within: dict[str, str]
) -> None:
    """What a table asks is kept at its number and within it; just beyond it is a major hazard."""
    mine.when(inspected(beyond)).warns("E-04", code="hazard.classified_otherwise").says("coal-2026/5.9")
    for number, figures in enumerate((at, within), start=2):
        kept = inspected(figures).but(inspection=f"I-{number}")
        kept.body["hazards"][0]["hazard"] = f"H-{number}"
        mine.when(kept).quietly()


@pytest.mark.rule("E-04")
@pytest.mark.parametrize(("percent", "met"), [("19.99", True), ("20", False)])
def test_drainage_that_is_put_by_its_item(mine: Scenario, inspected: Inspected, percent: str, met: bool) -> None:
    """A major finding by item 5(9) is recorded where its figures are below the table, and told where they are not."""
    figures = {"face_emission_cubic_metres_minute": "5", "face_drainage_percent": percent}
    attempt = mine.when(inspected(figures, level="major", criterion="coal-2026/5.9"))

    if met:
        attempt.quietly()
    else:
        attempt.warns("E-04", code="mining_finding.figures_short")


@pytest.mark.rule("E-04")
def test_a_face_with_little_gas(mine: Scenario, inspected: Inspected) -> None:
    """Of a face below 5 m³/min no rate is asked."""
    figures = {"face_emission_cubic_metres_minute": "4.99", "face_drainage_percent": "0"}

    mine.when(inspected(figures)).quietly()


@pytest.mark.rule("E-04")
def test_the_tables_before_the_change(mine: Scenario, inspected: Inspected) -> None:
    """The tables are of the list of 2026: until 2026-06-30 they classify nothing."""
    figures = {"mine_emission_cubic_metres_minute": "500", "mine_drainage_percent": "59.99"}

    mine.on("2026-06-30").when(inspected(figures, on="2026-06-30")).quietly()
