"""F-05: who uses a listed quantity in production has a licence to use, from the city, within 45 days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from regledger.testing.scenario import Attempt, Scenario, given, step
from regledger_hazardous_chemicals.use import SiteChemicalUse

pytestmark = pytest.mark.rule("F-05")

USE = "hazardous_chemicals_use"
RECORD = "chemical_use.record"


def used(tonnes: str = "10", listed: str = "10", **changes: Any) -> dict[str, Any]:
    """What an inspector found of one substance on 2026-04-01."""
    one = {"substance": "氯", "tonnes_a_year": tonnes, "listed_tonnes": listed}
    return {"site": "S-2", "authority": "emb", "used": [one], "found_on": "2026-04-01"} | changes


@pytest.mark.parametrize(("tonnes", "needed"), [("9.999", False), ("10", True), ("10.001", True)])
def test_the_listed_quantity(county: Scenario, tonnes: str, needed: bool) -> None:
    """F-05: at the listed quantity, not under it, a plant without a licence is one that lacks it; the finding is recorded."""
    attempt = county.on("2026-04-01").when(RECORD, **used(tonnes))

    if needed:
        attempt.warns("F-05", code="chemical_use.unlicensed").says("氯")
    else:
        attempt.quietly()
    state = county.state("site_chemical_use:S-2")
    assert isinstance(state, SiteChemicalUse)
    assert state.reached == (("氯",) if needed else ())


@pytest.mark.parametrize(("kind", "authority"), [(USE, "city"), ("hazardous_chemicals_production", "province")])
@pytest.mark.parametrize(("on", "stands"), [("2026-03-15", False), ("2026-03-16", True)])
def test_a_licence_that_stands(
    county: Scenario, licensed: Callable[..., Scenario], kind: str, authority: str, on: str, stands: bool
) -> None:
    """F-05: a licence to use, or to produce, that stands on the day is enough; one that stands from the day after is not."""
    attempt = licensed(county, kind, authority).on("2026-04-01").when(RECORD, **used(found_on=on))

    if stands:
        attempt.quietly()
    else:
        attempt.warns("F-05", code="chemical_use.unlicensed")


def test_a_licence_for_another_use(county: Scenario, licensed: Callable[..., Scenario]) -> None:
    """F-05: a licence to trade allows no use in production."""
    profile = {"stores": False, "highly_toxic": False, "explosive_precursors": False}
    told = step(
        "hazardous_chemicals_site.profile", site="S-2", authority="emb", profile=profile, profiled_on="2026-02-02"
    )
    county = licensed(given(county.ledger, told), "hazardous_chemicals_trade", "county")

    county.on("2026-04-01").when(RECORD, **used()).warns("F-05", code="chemical_use.unlicensed")


@pytest.mark.parametrize(("tonnes", "listed", "lawful"), [("0", "1", True), ("-1", "1", False), ("0", "0", False)])
def test_quantities_that_can_be_compared(county: Scenario, tonnes: str, listed: str, lawful: bool) -> None:
    """A quantity below zero, or a list that says nothing, is refused."""
    attempt = county.on("2026-04-01").when(RECORD, **used(tonnes, listed))

    if lawful:
        attempt.quietly()
    else:
        attempt.refuses("REF", code="chemical_use.quantity_wrong")


@pytest.mark.parametrize(
    ("changes", "code"), [({"site": "S-9"}, "site.unknown"), ({"authority": "nobody"}, "authority.unknown")]
)
def test_what_a_finding_names(county: Scenario, changes: dict[str, str], code: str) -> None:
    """A finding names a site and an authority that are on record."""
    county.on("2026-04-01").when(RECORD, **used("1", **changes)).refuses("REF", code=code)


@pytest.mark.parametrize("produces", [False, True])
def test_a_producer_needs_none(county: Scenario, licensed: Callable[..., Scenario], produces: bool) -> None:
    """F-05: who holds a licence to produce is told that one to use is not needed (Art 29)."""
    if produces:
        county = licensed(county, "hazardous_chemicals_production", "province")
    who = {"licence": "L-2", "enterprise": "E-1", "site": "S-2", "authority": "city", "kind": USE}

    attempt = county.on("2026-04-01").when("licence.apply", **who, applied_on="2026-04-01")

    if produces:
        attempt.warns("F-05", code="chemical_use.needless")
    else:
        attempt.quietly()


def issued(county: Scenario, on: str = "2026-03-16", left_out: str = "", authority: str = "city") -> Attempt:
    """The grant of a licence to use that was applied for on 2026-03-02."""
    who = {"licence": "L-1", "enterprise": "E-1", "site": "S-2", "authority": authority, "kind": USE}
    applied = step("licence.apply", **who, applied_on="2026-03-02")
    accepted = step("licence.accept", licence="L-1", accepted_on="2026-03-02")
    conditions = ["use_conditions", "rules", "specialists", "body", "emergency", "evaluation"]
    return (
        given(county.ledger, applied, accepted)
        .on(on)
        .when(
            "licence.issue",
            licence="L-1",
            number="湘危化使字[2026]1号",
            checkers=["li", "wang"],
            conditions_met=[one for one in conditions if one != left_out],
            decided_on=on,
            valid_from=on,
        )
    )


@pytest.mark.parametrize("left_out", ["", "use_conditions", "rules", "specialists", "body", "emergency", "evaluation"])
def test_its_conditions(county: Scenario, left_out: str) -> None:
    """D-03: each condition of Arts 28 and 30 is asked for by name."""
    attempt = issued(county, left_out=left_out)

    if left_out:
        attempt.refuses("D-03", code="licence.condition_unmet").says(left_out)
    else:
        attempt.quietly()


@pytest.mark.parametrize(("authority", "lawful"), [("county", False), ("city", True), ("province", False)])
def test_the_city_grants_it(county: Scenario, authority: str, lawful: bool) -> None:
    """D-02: the department of the city with districts grants it (Art 31), nobody below or above."""
    attempt = issued(county, authority=authority)

    if lawful:
        attempt.quietly()
    else:
        attempt.refuses("D-02", code="licence.issuer_not_competent")


@pytest.mark.parametrize(("yuan", "lawful"), [(99_999, False), (100_000, True), (200_000, True), (200_001, False)])
def test_the_fine(county: Scenario, fined: Callable[..., Attempt], yuan: int, lawful: bool) -> None:
    """F-05: using without a licence is fined 100,000 to 200,000 yuan, to the yuan (Art 77(2))."""
    attempt = fined(county, "F-05.unlicensed_use", yuan)

    if lawful:
        attempt.is_recorded()
    else:
        attempt.refuses("F-05")
