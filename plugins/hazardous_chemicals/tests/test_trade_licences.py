"""F-04: licences to trade: county or city, within 30 days, for three years, under the conditions of Art 34."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.sectors import Licence
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Attempt, Scenario, given, step

pytestmark = pytest.mark.rule("F-04")

CONDITIONS = ["premises", "staff", "rules", "safety_staff", "emergency", "other"]
SHOP: dict[str, Any] = {"stores": False, "highly_toxic": False, "explosive_precursors": False}
"""A paint shop without a store."""


def profiled(**profile: Any) -> Any:
    """What is known of site S-2."""
    return step(
        "hazardous_chemicals_site.profile",
        site="S-2",
        authority="emb",
        profile=SHOP | {"double_custody": True} | profile,
        profiled_on="2026-02-02",
    )


def applied(county: Scenario, authority: str, *before: Any, kind: str = "hazardous_chemicals_trade") -> Scenario:
    """The county after a licence L-1 for S-2 was applied for at an authority on 2026-03-02, and accepted."""
    who = {"licence": "L-1", "enterprise": "E-1", "site": "S-2", "authority": authority, "kind": kind}
    return given(
        county.ledger,
        *before,
        step("licence.apply", **who, applied_on="2026-03-02"),
        step("licence.accept", licence="L-1", accepted_on="2026-03-02"),
    )


def granted(county: Scenario, on: str = "2026-03-16", conditions: list[str] = CONDITIONS) -> Attempt:
    """The grant of L-1."""
    return county.on(on).when(
        "licence.issue",
        licence="L-1",
        number="湘危化经字[2026]1号",
        checkers=["li", "wang"],
        conditions_met=conditions,
        decided_on=on,
        valid_from=on,
    )


@pytest.mark.parametrize(
    ("profile", "competent"),
    [
        ({}, "county"),
        ({"stores": True}, "city"),
        ({"highly_toxic": True}, "city"),
        ({"explosive_precursors": True}, "city"),
    ],
)
def test_county_or_city(county: Scenario, profile: dict[str, bool], competent: str) -> None:
    """D-02, F-04: a store, highly toxic chemicals or explosive precursors make it a matter of the city; else the county's."""
    other = {"county": "city", "city": "county"}[competent]
    who = {"enterprise": "E-1", "site": "S-2", "kind": "hazardous_chemicals_trade", "applied_on": "2026-03-02"}

    right = applied(county, competent, profiled(**profile))
    right.on("2026-03-02").when("licence.apply", licence="L-2", authority=other, **who).warns("D-02").says(competent)
    given(right.ledger, step("licence.accept", licence="L-2", accepted_on="2026-03-02"))
    right.on("2026-03-16").when(
        "licence.issue",
        licence="L-2",
        number="2",
        checkers=["li", "wang"],
        conditions_met=CONDITIONS,
        decided_on="2026-03-16",
        valid_from="2026-03-16",
    ).refuses("D-02", code="licence.issuer_not_competent")

    granted(right).quietly()


@pytest.mark.parametrize(
    ("authority", "rules"), [("county", ["F-04"]), ("city", ["F-04"]), ("province", ["D-02", "F-04"])]
)
def test_a_site_that_nothing_is_known_of(county: Scenario, authority: str, rules: list[str]) -> None:
    """F-04: without a profile county and city may both issue, the province may not; that it lacks is said."""
    who = {"enterprise": "E-1", "site": "S-2", "kind": "hazardous_chemicals_trade", "applied_on": "2026-03-02"}

    attempt = county.on("2026-03-02").when("licence.apply", licence="L-1", authority=authority, **who)

    attempt.warns(*rules, code="hazardous_chemicals_site.not_profiled").says("site S-2")


@pytest.mark.parametrize("left_out", CONDITIONS)
def test_a_condition_that_is_not_met(county: Scenario, left_out: str) -> None:
    """D-03: each condition of Art 34 is asked for by name."""
    county = applied(county, "county", profiled())

    attempt = granted(county, conditions=[one for one in CONDITIONS if one != left_out])

    attempt.refuses("D-03", code="licence.condition_unmet").says(left_out)


@pytest.mark.parametrize(("day", "late"), [("2026-04-14", False), ("2026-04-15", True)])
def test_thirty_days_on_any_reading(county: Scenario, day: str, late: bool) -> None:
    """F-04 in the place of D-04: 30 working days after Mon 2026-03-02 end on Tue 04-14; on the next day the grant is late."""
    attempt = granted(applied(county, "county", profiled()), day)

    if late:
        attempt.warns("D-04", code="licence.granted_late").says("2026-04-14")
    else:
        attempt.quietly()


def test_the_common_period_for_a_licence_to_produce(county: Scenario) -> None:
    """D-04: `next` counts 30 calendar days for a licence to trade, and 45 for one to produce."""

    def last(licence: str) -> date | None:
        steps = next_steps(county.ledger, f"licence:{licence}", on=date(2026, 3, 3)).steps
        return next(one.due for one in steps if one.command == "licence.issue")

    county = applied(county, "county", profiled())
    who = {"enterprise": "E-1", "site": "S-2", "authority": "province", "kind": "hazardous_chemicals_production"}
    county = given(county.ledger, step("licence.apply", licence="L-2", **who, applied_on="2026-03-02"))

    assert (last("L-1"), last("L-2")) == (date(2026, 4, 1), date(2026, 4, 16))


def test_its_term(county: Scenario) -> None:
    """F-04: a licence to trade holds for three years (Order 55, from memory)."""
    county = applied(county, "county", profiled())

    granted(county).quietly()

    state = county.state("licence:L-1", on="2026-03-16")
    assert isinstance(state, Licence)
    assert state.valid_to == date(2029, 3, 15)
