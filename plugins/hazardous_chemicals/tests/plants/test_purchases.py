"""F-16: purchases from unlicensed suppliers are found here and fined by the market-regulation authority."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Attempt, Scenario, Step, given, step
from regledger_hazardous_chemicals.purchases import SitePurchases

pytestmark = pytest.mark.rule("F-16")

OFFENCE = "F-16.unlicensed_purchase"
BOUGHT = step(
    "purchase.record",
    site="S-2",
    authority="emb",
    supplier="Roadside Chemicals",
    product="Methanol",
    licence="湘危化经字[2023]7号",
    licence_valid_to="2026-03-02",
    purchased_on="2026-03-02",
    found_on="2026-03-10",
)
UNLICENSED = BOUGHT.but(licence=None, licence_valid_to=None)
REFERRED = step("purchase.refer", site="S-2", authority="emb", to="market", referred_on="2026-03-12")


@pytest.fixture
def market(county: Scenario) -> Scenario:
    """The county with its market-regulation authority."""
    registered = step("authority.register", authority="market", name="Market regulation", registered_on="2020-01-02")
    return given(county.ledger, registered)


def owed(county: Scenario) -> list[str]:
    """What comes next on the purchases of S-2."""
    return [one.command for one in next_steps(county.ledger, "site_purchases:S-2", on=date(2026, 3, 20)).steps]


@pytest.mark.parametrize(
    ("changes", "lawful"),
    [
        ({"licence_valid_to": "2026-03-01"}, False),
        ({"licence_valid_to": "2026-03-02"}, True),
        ({"licence_valid_to": "2026-03-03"}, True),
        ({"licence_valid_to": None}, True),
        ({"licence": None}, False),
    ],
)
def test_a_licence_on_the_day_of_the_purchase(market: Scenario, changes: dict[str, Any], lawful: bool) -> None:
    """F-16: the supplier's licence stands on the day of the purchase, its last day too; otherwise it is noted and handed on."""
    attempt = market.on("2026-03-10").when(BOUGHT.but(**changes))

    if lawful:
        attempt.then("purchase.found").quietly()
    else:
        attempt.warns("F-16", code="purchase.unlicensed").says("Roadside Chemicals")
    assert owed(market) == ([] if lawful else ["purchase.refer"])


def test_it_is_handed_on(market: Scenario) -> None:
    """F-16: the market-regulation authority gets it; a lawful purchase that is found since changes nothing of that."""
    market.on("2026-03-10").when(UNLICENSED).is_recorded()
    given(market.ledger, BOUGHT)
    assert owed(market) == ["purchase.refer"]

    market.on("2026-03-12").when(REFERRED).then("purchase.referred").quietly()

    given(market.ledger, BOUGHT.but(found_on="2026-03-13"))
    state = market.state("site_purchases:S-2")
    assert isinstance(state, SitePurchases)
    assert (state.waiting, state.referred_to) == (False, ("market",))
    assert owed(market) == []


def test_it_is_not_handed_to_oneself(market: Scenario) -> None:
    """F-16: who found it does not hand it to itself."""
    market.on("2026-03-10").when(UNLICENSED).is_recorded()

    market.on("2026-03-12").when(REFERRED.but(to="emb")).refuses("F-16", code="purchase.referred_to_itself")


@pytest.mark.parametrize("history", [(), (BOUGHT,)])
def test_there_is_something_to_hand_on(market: Scenario, history: tuple[Step, ...]) -> None:
    """Only a purchase from an unlicensed supplier is handed on, to an authority on record and from one."""
    county = given(market.ledger, *history)

    county.on("2026-03-12").when(REFERRED).refuses("SEQ", code="purchase.nothing_to_refer")


def test_what_it_names(market: Scenario) -> None:
    """Authorities are on record, and what was found was bought before."""
    market.on("2026-03-10").when(UNLICENSED).is_recorded()

    market.on("2026-03-12").when(REFERRED.but(to="nobody")).refuses("REF", code="authority.unknown")
    market.when(BOUGHT.but(authority="nobody")).refuses("REF", code="authority.unknown")
    market.when(BOUGHT.but(found_on="2026-03-01")).refuses("SEQ", code="record.too_early")
    market.when(BOUGHT.but(found_on="2026-03-02")).quietly()


@pytest.mark.parametrize(("history", "lawful"), [((), False), ((REFERRED,), True)])
def test_who_fines_it(market: Scenario, fined: Callable[..., Attempt], history: tuple[Step, ...], lawful: bool) -> None:
    """F-16: the authority to which it was handed fines it; here that is emb, which got it from the grid's office."""
    other = step("authority.register", authority="office", name="Grid office", registered_on="2020-01-02")
    county = given(market.ledger, other)
    county.on("2026-03-10").when(UNLICENSED.but(authority="office")).is_recorded()
    county = given(county.ledger, *(one.but(authority="office", to="emb") for one in history))

    attempt = fined(county, OFFENCE, 100_000)

    if lawful:
        attempt.is_recorded()
    else:
        attempt.refuses("F-16", code="purchase.not_competent")


@pytest.mark.parametrize(("yuan", "lawful"), [(99_999, False), (100_000, True), (200_000, True), (200_001, False)])
def test_the_fine(market: Scenario, fined: Callable[..., Attempt], yuan: int, lawful: bool) -> None:
    """F-16: 100,000 to 200,000 yuan, to the yuan (Art 83)."""
    market.on("2026-03-10").when(UNLICENSED.but(authority="market")).is_recorded()
    county = given(market.ledger, REFERRED.but(authority="market", to="emb"))

    attempt = fined(county, OFFENCE, yuan)

    if lawful:
        attempt.is_recorded()
    else:
        attempt.refuses("F-16")


def test_another_offence(county: Scenario, fined: Callable[..., Attempt]) -> None:
    """F-16: what is fined for something else is nobody's but the authority's of the case."""
    fined(county, "F-15.not_registered", 50_000).is_recorded()
