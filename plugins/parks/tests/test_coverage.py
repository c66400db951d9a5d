"""Who supervises a site of a park on every day, in every role (H-03)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

from .county import COVERAGE, FIRE, ORGANS, PARK, PLANT, PROFILE, TENANCY, TENANT, assigned

HISTORY = (*ORGANS, PARK, PLANT, PROFILE)
CHECK = step(
    "park_coverage.check",
    check="C-1",
    park="P-1",
    enterprise="E-1",
    site="S-2",
    authority="emb",
    first="2026-01-01",
    last="2026-03-31",
    covered=True,
    checked_on="2026-04-01",
)


def gaps(scenario: Scenario, check: str = "C-1") -> list[tuple[str, date, date, int]]:
    """The gaps of a check: role, first and last day, and how many."""
    found: Any = scenario.state(f"park_coverage:{check}")
    return [(gap.role, gap.first, gap.last, gap.days) for gap in found.gaps]


@pytest.mark.rule("H-03")
def test_three_days_without_a_park_officer(given: Scenarios) -> None:
    """H-03: the officer left on 2026-03-02 and the successor came on 03-06: three days are named, and owed to the committee."""
    scenario = given(*HISTORY, *COVERAGE).on("2026-04-01")

    scenario.when(CHECK).warns("H-03", code="park_coverage.gap").says("2026-03-03 to 2026-03-05 (3 d)", "park_officer")

    assert gaps(scenario) == [("park_officer", date(2026, 3, 3), date(2026, 3, 5), 3)]
    steps = [one for one in next_steps(scenario.ledger, "site_coverage:S-2").steps if one.rule == "H-03"]
    assert [one.command for one in steps] == ["matter.raise"]


@pytest.mark.rule("H-03")
@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-01-01", "2026-03-02", 0),
        ("2026-01-01", "2026-03-03", 1),
        ("2026-03-05", "2026-03-31", 1),
        ("2026-03-06", "2026-03-31", 0),
    ],
)
def test_a_gap_counts_so_far_as_it_lies_in_the_days(given: Scenarios, first: str, last: str, days: int) -> None:
    """H-03: the last day of the old officer and the first of the new one are covered, the days between are not."""
    scenario = given(*HISTORY, *COVERAGE).on("2026-04-01")

    attempt = scenario.when(CHECK.but(first=first, last=last))

    if days:
        attempt.warns("H-03", code="park_coverage.gap").says(f"({days} d)")
    else:
        attempt.quietly()
    assert sum(gap[3] for gap in gaps(scenario)) == days


@pytest.mark.rule("H-03")
def test_a_site_without_a_comprehensive_regulator(given: Scenarios) -> None:
    """H-03: Art 10 asks for the comprehensive regulator, so a site that is called covered without one is refused."""
    scenario = given(*HISTORY, *(one for one in COVERAGE if one.body.get("assignment") != "A-1")).on("2026-04-01")

    scenario.when(CHECK.but(first="2026-03-06")).refuses("H-03", code="park_coverage.gap").says("comprehensive")
    scenario.when(CHECK.but(first="2026-03-06", covered=False)).quietly()

    assert gaps(scenario) == [("comprehensive", date(2026, 3, 6), date(2026, 3, 31), 26)]
    steps = [one for one in next_steps(scenario.ledger, "site_coverage:S-2").steps if one.rule == "H-03"]
    assert [one.command for one in steps] == ["supervision.assign"]


@pytest.mark.rule("H-03")
def test_a_lead_that_ended_leaves_a_gap(given: Scenarios) -> None:
    """H-03: from the first assignment on the lead of the registration counts no more; after its end nobody leads."""
    led = assigned("A-5", "lead", "emb", valid_to="2026-03-30")
    scenario = given(*HISTORY, *COVERAGE, led).on("2026-04-01")

    scenario.when(CHECK.but(first="2026-03-06", last="2026-03-30")).quietly()
    scenario.when(CHECK.but(check="C-2", first="2026-03-06")).refuses("H-03").says(
        "lead", "2026-03-31 to 2026-03-31 (1 d)"
    )


@pytest.mark.rule("H-03")
def test_what_is_covered_is_not_called_a_gap(given: Scenarios) -> None:
    """H-03: a check that says there is a gap where there is none is refused."""
    scenario = given(*HISTORY, *COVERAGE).on("2026-04-01")

    scenario.when(CHECK.but(first="2026-03-06", covered=False)).refuses("H-03", code="park_coverage.no_gap_after_all")
    scenario.when(CHECK.but(check="C-2", first="2026-03-05", covered=False)).quietly()


@pytest.mark.rule("H-03")
def test_who_is_over_the_enterprise_counts_for_its_site(given: Scenarios) -> None:
    """H-03: with nobody over the site, those over its enterprise count, but not with another lead than the site's."""
    over = {"subject": "enterprise:E-1"}
    history = [one.but(**over) if one.command == "supervision.assign" else one for one in COVERAGE]
    scenario = given(*HISTORY, FIRE, *history).on("2026-04-01")

    scenario.when(CHECK.but(first="2026-03-06")).quietly()
    scenario.when(assigned("A-5", "lead", "fire", **over)).is_recorded()
    scenario.when(CHECK.but(check="C-2", first="2026-03-06")).refuses("H-03", code="park_coverage.two_leads").says(
        "emb, fire"
    )


@pytest.mark.rule("H-03")
def test_days_before_the_site_was_there_are_no_gap(given: Scenarios) -> None:
    """H-03: a site is supervised from the day of its registration on."""
    later = PLANT.but(site="S-3", registered_on="2026-03-30")
    roles = [
        assigned(f"B-{number}", role, by, subject="site:S-3", valid_from="2026-03-30", assigned_on="2026-03-30", **who)
        for number, (role, by, who) in enumerate(
            (
                ("comprehensive", "emb", {}),
                ("township", "zone", {"officer": "sun"}),
                ("grid", "zone", {"officer": "gu"}),
            )
        )
    ]
    scenario = given(*HISTORY, *COVERAGE, later, *roles).on("2026-04-01")

    scenario.when(CHECK.but(site="S-3")).quietly()

    assert scenario.state("park_coverage:C-1").first == date(2026, 3, 30)  # type: ignore[union-attr]


def test_what_a_check_names(given: Scenarios) -> None:
    """REF: a taken id, an unknown park, site or authority, another's site, and days that run backwards are refused."""
    scenario = given(*HISTORY, TENANT, *COVERAGE, CHECK.but(first="2026-03-06")).on("2026-04-01")

    scenario.when(CHECK.but(first="2026-03-06")).refuses("REF", code="record.taken")
    for changes in ({"park": "P-9"}, {"site": "S-9"}, {"authority": "nobody"}):
        scenario.when(CHECK.but(check="C-2", **changes)).refuses("REF", code="record.unknown")
    scenario.when(CHECK.but(check="C-2", first="2026-03-06", enterprise="E-2")).refuses(
        "REF", code="parks.site_of_another"
    )
    scenario.when(CHECK.but(check="C-2", first="2026-03-31", last="2026-03-30")).refuses(
        "REF", code="parks.dates_reversed"
    )
    scenario.when(CHECK.but(check="C-2", first="2026-03-31", last="2026-03-31")).quietly()


@pytest.mark.rule("H-03")
def test_who_is_over_the_tenants_own_site_is_over_the_tenant(given: Scenarios) -> None:
    """H-03: the lead with which the tenant's site was registered counts, and nobody's of an unknown site does."""
    hall = PLANT.but(site="S-3", enterprise="E-2", name="Hall 3")
    comprehensive = assigned("A-1", "comprehensive", "emb", subject="site:S-3")
    scenario = given(*HISTORY, TENANT, hall, comprehensive).on("2026-01-05")

    scenario.when(TENANCY.but(tenant_site="S-3")).quietly()
    scenario.when(TENANCY.but(tenancy="T-2")).warns("H-03", code="tenancy.tenant_not_supervised")
    scenario.when(TENANCY.but(tenancy="T-3", tenant_site="S-9")).refuses("REF", code="record.unknown")


@pytest.mark.rule("H-03")
@pytest.mark.parametrize("lacking", ["lead", "comprehensive", ""])
def test_a_tenant_comes_under_supervision_when_it_comes(given: Scenarios, lacking: str) -> None:
    """H-03: a tenant over whom nobody has a role on the day that it comes is told, role by role."""
    roles = [
        assigned(f"A-{role}", role, "emb", subject="enterprise:E-2")
        for role in ("lead", "comprehensive")
        if role != lacking
    ]
    scenario = given(*HISTORY, TENANT, *roles).on("2026-01-05")

    attempt = scenario.when(TENANCY)

    if lacking:
        attempt.warns("H-03", code="tenancy.tenant_not_supervised").says(lacking)
    else:
        attempt.quietly()
