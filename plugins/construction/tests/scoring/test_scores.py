"""JGJ 59-2011: what the sub-tables of a site come to, and the rule of zero (G-18)."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

SITE = step(
    "site.register",
    site="S-2",
    enterprise="E-1",
    name="Tower on River Road",
    address="2 River Road",
    authority="emb",
    sector="construction",
    registered_on="2020-01-02",
)
TABLES = (
    "safety_management",
    "civilised_site",
    "scaffold",
    "foundation_pit",
    "formwork",
    "high_work",
    "power",
    "hoist",
    "tower_crane",
    "tools",
)
SCORE = step(
    "works_score.record",
    score="SC-1",
    site="S-2",
    enterprise="E-1",
    authority="emb",
    grade="excellent",
    scored_on="2026-03-02",
)


def sheet(points: str, **others: Any) -> list[dict[str, Any]]:
    """Every sub-table with the same points; `others` by sub-table, None leaves one out."""
    given = {table: {"points": points} for table in TABLES} | others
    return [{"table": table, **one} for table, one in given.items() if one is not None]


@pytest.fixture
def site(given: Scenarios) -> Scenario:
    """Site S-2 of enterprise E-1 in this sector."""
    return given(SITE).on("2026-03-02")


@pytest.mark.rule("G-18")
@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ("80", "excellent"),
        ("79.999999999", "qualified"),
        ("70", "qualified"),
        ("69.999999999", "unqualified"),
        ("100", "excellent"),
        ("0", "unqualified"),
    ],
)
@pytest.mark.parametrize("claimed", ["excellent", "qualified", "unqualified"])
def test_the_grade_of_a_total(site: Scenario, points: str, grade: str, claimed: str) -> None:
    """From 80 it is excellent, from 70 qualified, below that unqualified; another grade that was written down warns."""
    attempt = site.when(SCORE.but(tables=sheet(points), grade=claimed))

    attempt.quietly() if claimed == grade else attempt.warns("G-18", code="works_score.grade_differs")
    assert site.state("works_score:SC-1").grade == grade


@pytest.mark.rule("G-18")
@pytest.mark.parametrize(("formwork", "grade"), [("0", "unqualified"), ("1", "excellent")])
def test_82_with_a_sub_table_of_zero_is_unqualified(site: Scenario, formwork: str, grade: str) -> None:
    """One sub-table that counts for nothing makes the whole site unqualified, whatever its total."""
    others = {"points": "91.2"}
    tables = sheet("91.2", formwork={"points": formwork}, tools=others)

    site.when(SCORE.but(tables=tables, grade=grade)).quietly()
    found = site.state("works_score:SC-1")

    assert found.total >= 82
    assert found.zero == (("formwork",) if formwork == "0" else ())


@pytest.mark.rule("G-18")
@pytest.mark.parametrize(
    ("one", "voided"),
    [
        ({"points": "85", "assurance": "40"}, False),
        ({"points": "85", "assurance": "39.9"}, True),
        ({"points": "85", "assurance": "60", "assurance_zero": True}, True),
        ({"points": "85"}, False),
    ],
)
def test_assurance_items_void_a_sub_table(site: Scenario, one: dict[str, Any], voided: bool) -> None:
    """Below 40 points of assurance items together, or one of them without points, a sub-table counts for nothing."""
    grade = "unqualified" if voided else "excellent"

    attempt = site.when(SCORE.but(tables=sheet("90", scaffold=one), grade=grade))

    attempt.warns("G-18", code="works_score.sub_table_voided") if voided else attempt.quietly()
    assert site.state("works_score:SC-1").zero == (("scaffold",) if voided else ())


@pytest.mark.rule("G-18")
def test_a_sub_table_that_does_not_apply_is_left_out(site: Scenario) -> None:
    """The total is that of the sub-tables that were gone through, by their weights."""
    tables = sheet("80", foundation_pit=None, civilised_site={"points": "90"})

    site.when(SCORE.but(tables=tables)).quietly()

    # (75 · 80 + 15 · 90) / 90
    assert str(site.state("works_score:SC-1").total) == "81.666666"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tables": []}, "works_score.empty"),
        (
            {"tables": [{"table": "power", "points": "80"}, {"table": "power", "points": "90"}]},
            "works_score.table_twice",
        ),
        ({"tables": [{"table": "power", "points": "100.1"}]}, "works_score.points_out_of_range"),
        ({"tables": [{"table": "power", "points": "-0.1"}]}, "works_score.points_out_of_range"),
        ({"site": "S-9"}, "site.unknown"),
        ({"inspection": "I-9"}, "works_score.of_another_inspection"),
    ],
)
def test_a_sheet_that_cannot_be_added_up(site: Scenario, change: dict[str, Any], code: str) -> None:
    """REF: nothing, a sub-table twice, points outside 0 to 100, and what is unknown are refused."""
    body = {"tables": sheet("80")} | change

    site.when(SCORE.but(**body)).refuses("REF", code=code)


def test_a_score_is_written_once(site: Scenario) -> None:
    """REF: another sheet takes another id."""
    site.when(SCORE.but(tables=sheet("80"))).is_recorded()

    site.when(SCORE.but(tables=sheet("90"))).refuses("REF", code="works_score.taken")


@pytest.mark.rule("G-18")
@pytest.mark.parametrize(
    ("points", "grade", "risk"), [("80", "excellent", 4), ("70", "qualified", 3), ("69", "unqualified", 2)]
)
def test_the_risk_follows_from_the_last_score(site: Scenario, points: str, grade: str, risk: int) -> None:
    """`site.assess` adds up the sub-tables of the last score; a site that was never scored has none."""
    assess = step("site.assess", site="S-2", authority="emb", assessed_on="2026-03-02")
    site.when(assess).refuses("REF", code="site.no_assessment")

    site.when(SCORE.but(tables=sheet(points), grade=grade)).is_recorded()
    site.when(assess).then("site.assessed")

    assert site.state("site:S-2").risk.grade == risk


def test_a_score_of_an_inspection_of_that_site(site: Scenario) -> None:
    """A score names the inspection during which it was made, of the same site."""
    inspection = step(
        "inspection.record",
        inspection="I-1",
        enterprise="E-1",
        site="S-2",
        authority="emb",
        officers=["li", "wang"],
        certificates_shown=True,
        place="Whole site",
        content="JGJ 59",
        unit_signature="signed",
        inspected_on="2026-03-02",
    )
    site.when(inspection).is_recorded()

    site.when(SCORE.but(tables=sheet("80"), inspection="I-1")).quietly()
