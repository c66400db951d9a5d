"""What F-02, F-07 and F-08 ask for before a licence to produce is granted, by whom (D-02) and under which conditions (D-03)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from regledger.sectors import Refused
from regledger.testing.scenario import Attempt, Scenario, given, step

IDENTIFY = "major_hazard_source.identify"
Tanks = dict[str, Any]


EVALUATED = step(
    "safety_evaluation.file",
    evaluation="V-1",
    enterprise="E-1",
    site="S-2",
    authority="county",
    agency="Hunan Safety Evaluation Ltd",
    rectification="All nine points carried out",
    evaluated_on="2026-01-12",
    filed_on="2026-01-20",
)


def applied(county: Scenario, *, kind: str = "hazardous_chemicals_production", site: str = "S-2") -> Scenario:
    """The county after a licence L-1 was applied for and the application accepted."""
    return given(
        county.ledger,
        EVALUATED,
        step(
            "licence.apply",
            licence="L-1",
            enterprise="E-1",
            site=site,
            authority="province",
            kind=kind,
            applied_on="2026-03-02",
        ),
        step("licence.accept", licence="L-1", accepted_on="2026-03-03"),
    )


CONDITIONS = [
    "responsibility",
    "investment",
    "body",
    "managers",
    "special_operators",
    "training",
    "insurance",
    "premises",
    "occupational_hazards",
    "evaluation",
    "major_sources",
    "emergency",
    "other",
]
"""The thirteen of 安全生产许可证条例 Art 6."""


def granted(county: Scenario, *, conditions: Sequence[str] = CONDITIONS) -> Attempt:
    """The grant of L-1 on 2026-03-16."""
    return county.on("2026-03-16").when(
        "licence.issue",
        licence="L-1",
        number="(湘)WH安许证字[2026]001号",
        checkers=["li", "wang"],
        conditions_met=list(conditions),
        decided_on="2026-03-16",
        valid_from="2026-03-16",
    )


def confirm(rule: str) -> Any:
    """The authority confirms `rule` on 2026-03-02."""
    return step("rule.confirm", rule=rule, authority="emb", document="GB 18218-2018", confirmed_on="2026-03-02")


def test_a_plant_that_nobody_looked_at(county: Scenario) -> None:
    """F-07: a licence for a site where no unit was identified is granted with a warning that names the site."""
    granted(applied(county)).warns("F-07", code="major_hazard_source.none_identified").says("site S-2", "licence L-1")


def test_a_plant_that_nobody_looked_at_once_the_rule_is_confirmed(county: Scenario) -> None:
    """F-07: with the rule confirmed the same grant is refused, and nothing is recorded."""
    county = given(applied(county).ledger, confirm("F-07"))

    granted(county).refuses("F-07", code="major_hazard_source.none_identified")


@pytest.mark.parametrize(("day", "lawful"), [("2026-03-16", True), ("2026-03-17", False)])
def test_identified_by_the_day_of_the_grant(county: Scenario, tanks: Tanks, day: str, lawful: bool) -> None:
    """F-07: an identification on the day of the grant counts, one of the day after does not, though it is on record."""
    county = given(applied(county).ledger, confirm("F-07"), step(IDENTIFY, **(tanks | {"identified_on": day})))

    attempt = granted(county)

    if lawful:
        attempt.quietly()
    else:
        attempt.refuses("F-07")


def test_a_plant_without_a_major_hazard_source(county: Scenario, tanks: Tanks) -> None:
    """F-07: units that turned out to be none are enough: they were looked at."""
    small = tanks | {"quantities": [{"substance": "氯", "tonnes": "1"}]}
    county = given(applied(county).ledger, confirm("F-07"), confirm("F-08"), step(IDENTIFY, **small))

    granted(county).quietly()


def test_a_source_without_its_grade(county: Scenario, tanks: Tanks) -> None:
    """F-08: one unit that is not graded is objected to by name, however many are; graded anew, it no longer is."""
    methanol = tanks | {"source": "M-2", "quantities": [{"substance": "甲醇", "tonnes": "600"}]}
    graded = methanol | {"quantities": [{"substance": "甲醇", "tonnes": "600", "classes": ["W5.3"]}]}
    county = given(applied(county).ledger, step(IDENTIFY, **tanks), step(IDENTIFY, **methanol), confirm("F-08"))

    granted(county).refuses("F-08", code="major_hazard_source.not_graded").says("M-2")
    granted(given(county.ledger, step(IDENTIFY, **graded))).quietly()


def test_a_licence_of_another_kind(county: Scenario) -> None:
    """F-07 binds this sector's licence; another kind for the same site is granted without a word."""
    granted(applied(county, kind="waste_water"), conditions=()).quietly()


def test_a_site_of_no_sector(county: Scenario) -> None:
    """The sector has no say in a site that names it neither as lead nor as overlay."""
    granted(applied(county, site="S-1")).quietly()


def test_an_overlay_has_a_say(county: Scenario) -> None:
    """F-02, F-07: the sector is asked for a site that it is only laid over."""
    depot = step(
        "site.register",
        site="S-3",
        enterprise="E-1",
        name="Depot",
        address="3 River Road",
        authority="emb",
        sector="general",
        overlays=["hazardous_chemicals"],
        registered_on="2020-01-02",
    )

    attempt = granted(applied(given(county.ledger, depot), site="S-3"))

    attempt.warns("F-02", "F-07")


@pytest.mark.parametrize(("authority", "lawful"), [("province", True), ("city", False), ("county", False)])
def test_who_licenses_production(county: Scenario, tanks: Tanks, authority: str, lawful: bool) -> None:
    """D-02: the province issues a licence to produce; city and county are told so and are refused."""
    asked = step(
        "licence.apply",
        licence="L-1",
        enterprise="E-1",
        site="S-2",
        authority=authority,
        kind="hazardous_chemicals_production",
        applied_on="2026-03-02",
    )
    accepted = step("licence.accept", licence="L-1", accepted_on="2026-03-03")
    county = given(county.ledger, EVALUATED, step(IDENTIFY, **tanks), asked, accepted)

    if lawful:
        granted(county).quietly()
    else:
        granted(county).refuses("D-02").says("province")


@pytest.mark.parametrize("left_out", CONDITIONS)
def test_a_condition_that_is_not_met(county: Scenario, tanks: Tanks, left_out: str) -> None:
    """D-03: each of the thirteen conditions is asked for by name, and cites its own item of Art 6."""
    county = given(applied(county).ledger, step(IDENTIFY, **tanks))

    attempt = granted(county, conditions=[one for one in CONDITIONS if one != left_out])

    attempt.refuses("D-03", code="licence.condition_unmet")
    assert isinstance(attempt.answer, Refused)
    [objection] = attempt.answer.objections
    assert objection.article == f"安全生产许可证条例(2014) Art 6({CONDITIONS.index(left_out) + 1})"


@pytest.mark.parametrize(("filed_on", "warned"), [("2026-03-16", False), ("2026-03-17", True)])
def test_an_evaluation_is_on_file_by_the_day_of_the_grant(
    county: Scenario, tanks: Tanks, filed_on: str, warned: bool
) -> None:
    """F-02: filed on the day of the grant it counts; filed a day later it does not, though the report is older."""
    filed = EVALUATED.but(evaluation="V-2", site="S-4", filed_on=filed_on)
    plant = step(
        "site.register",
        site="S-4",
        enterprise="E-1",
        name="Second plant",
        address="4 River Road",
        authority="emb",
        sector="hazardous_chemicals",
        registered_on="2020-01-02",
    )
    county = given(county.ledger, plant, step(IDENTIFY, **(tanks | {"site": "S-4"})), filed)

    attempt = granted(applied(county, site="S-4"))

    if warned:
        attempt.warns("F-02", code="safety_evaluation.none_filed").says("site S-4")
    else:
        attempt.quietly()
