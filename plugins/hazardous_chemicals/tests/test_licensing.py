"""What F-07 and F-08 ask for before the sector's licence is granted."""

from __future__ import annotations

from typing import Any

import pytest
from regledger.testing.scenario import Attempt, Scenario, given, step

IDENTIFY = "major_hazard_source.identify"
Tanks = dict[str, Any]


def applied(county: Scenario, *, kind: str = "hazardous_chemicals_production", site: str = "S-2") -> Scenario:
    """The county after a licence L-1 was applied for and the application accepted."""
    return given(
        county.ledger,
        step(
            "licence.apply",
            licence="L-1",
            enterprise="E-1",
            site=site,
            authority="emb",
            kind=kind,
            applied_on="2026-03-02",
        ),
        step("licence.accept", licence="L-1", accepted_on="2026-03-03"),
    )


def granted(county: Scenario) -> Attempt:
    """The grant of L-1 on 2026-03-16."""
    return county.on("2026-03-16").when(
        "licence.issue",
        licence="L-1",
        number="(湘)WH安许证字[2026]001号",
        checkers=["li", "wang"],
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
    granted(applied(county, kind="waste_water")).quietly()


def test_a_site_of_no_sector(county: Scenario) -> None:
    """The sector has no say in a site that names it neither as lead nor as overlay."""
    granted(applied(county, site="S-1")).quietly()


def test_an_overlay_has_a_say(county: Scenario) -> None:
    """F-07: the sector is asked for a site that it is only laid over."""
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

    granted(applied(given(county.ledger, depot), site="S-3")).warns("F-07")
