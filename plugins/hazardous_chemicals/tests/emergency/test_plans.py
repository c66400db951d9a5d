"""F-21: an emergency plan is filed with the city's department, within twenty working days."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, given, step

PUBLISHED = step("chemical_plan.publish", plan="P-1", site="S-2", authority="emb", published_on="2026-03-02")
FILED = step("chemical_plan.file", plan="P-1", authority="city", receipt="430900-2026-7", filed_on="2026-03-10")


@pytest.mark.rule("F-21")
@pytest.mark.parametrize(("authority", "refused"), [("county", True), ("city", False), ("province", True)])
def test_filed_with_the_city(county: Scenario, authority: str, refused: bool) -> None:
    """Art 70: neither the county nor the province takes the city's place."""
    attempt = given(county.ledger, PUBLISHED).on("2026-03-10").when(FILED.but(authority=authority))

    if refused:
        attempt.refuses("F-21", code="chemical_plan.not_with_city").says(authority, "city")
    else:
        attempt.then("chemical_plan.filed").quietly()


@pytest.mark.rule("F-21")
def test_an_authority_of_which_nothing_says_its_level(county: Scenario) -> None:
    """Without a region nobody can say whether it is the city's: that is noted."""
    attempt = given(county.ledger, PUBLISHED).on("2026-03-10").when(FILED.but(authority="emb"))

    attempt.warns("F-21", code="chemical_plan.level_unknown")


@pytest.mark.rule("F-21")
@pytest.mark.parametrize(("level", "refused"), [("county", True), ("city", False)])
def test_a_level_that_was_registered(county: Scenario, level: str, refused: bool) -> None:
    """The level of an authority counts as it was registered."""
    other = step("authority.register", authority="b", name="Bureau", level=level, registered_on="2020-01-02")

    attempt = given(county.ledger, other, PUBLISHED).on("2026-03-10").when(FILED.but(authority="b"))

    if refused:
        attempt.refuses("F-21")
    else:
        attempt.quietly()


@pytest.mark.rule("F-21")
@pytest.mark.parametrize(("day", "refused"), [("2026-04-30", True), ("2026-05-01", False)])
def test_after_the_new_law_it_only_warns(county: Scenario, day: str, refused: bool) -> None:
    """F-01: with whom a plan is filed was not compared with the new Law, so from 2026-05-01 on it warns."""
    county = given(county.ledger, PUBLISHED.but(published_on="2026-04-27")).on(day)

    attempt = county.when(FILED.but(authority="county", filed_on=day))

    if refused:
        attempt.refuses("F-21")
    else:
        attempt.warns("F-21", code="chemical_plan.not_with_city")


@pytest.mark.rule("F-21")
@pytest.mark.parametrize(("day", "warned"), [("2026-03-27", False), ("2026-03-30", False), ("2026-03-31", True)])
def test_filed_in_time(county: Scenario, day: str, warned: bool) -> None:
    """Twenty working days after Mon 2026-03-02 end on Mon 2026-03-30."""
    attempt = given(county.ledger, PUBLISHED).on(day).when(FILED.but(filed_on=day))

    if warned:
        attempt.warns("F-21", code="chemical_plan.filed_late").says("2026-03-30")
    else:
        attempt.quietly()


@pytest.mark.rule("F-21")
def test_the_filing_is_owed_until_it_is_done(county: Scenario) -> None:
    """The enterprise owes the filing with its last day; once it is done nothing is owed."""
    county = given(county.ledger, PUBLISHED)
    [owed] = next_steps(county.ledger, "chemical_plan:P-1", on=date(2026, 3, 31)).steps
    county = given(county.ledger, FILED)

    assert (owed.command, owed.due, owed.rule) == ("chemical_plan.file", date(2026, 3, 30), "F-21")
    assert next_steps(county.ledger, "chemical_plan:P-1", on=date(2026, 3, 31)).steps == ()


@pytest.mark.parametrize(
    ("change", "rule", "code"),
    [
        ({"plan": "P-9"}, "REF", "chemical_plan.unknown"),
        ({"authority": "nobody"}, "REF", "authority.unknown"),
        ({"filed_on": "2026-03-01"}, "SEQ", "chemical_plan.filed_before_published"),
    ],
)
def test_what_is_no_filing(county: Scenario, change: dict[str, str], rule: str, code: str) -> None:
    """A plan that was published is filed, afterwards, with somebody on record."""
    county = given(county.ledger, PUBLISHED).on("2026-03-10")

    county.when(FILED.but(**change)).refuses(rule, code=code)


def test_a_plan_that_is_filed_on_its_day(county: Scenario) -> None:
    """A plan may be filed on the day on which it was published."""
    given(county.ledger, PUBLISHED).on("2026-03-10").when(FILED.but(filed_on="2026-03-02")).quietly()


def test_a_plan_is_published_and_filed_once(county: Scenario) -> None:
    """A new plan has an id of its own."""
    county = given(county.ledger, PUBLISHED, FILED)

    county.when(PUBLISHED).refuses("REF", code="record.taken")
    county.when(PUBLISHED.but(plan="P-2", site="S-9")).refuses("REF", code="site.unknown")
    county.when(FILED).refuses("REF", code="chemical_plan.filed_twice")
