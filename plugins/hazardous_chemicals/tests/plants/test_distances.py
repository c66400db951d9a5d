"""F-14: a plant or major-source store that lies too near is noted, and handed to the city's department."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from regledger.testing.looking import next_steps
from regledger.testing.scenario import Scenario, Step, given, step
from regledger_hazardous_chemicals.distances import SiteDistances

pytestmark = pytest.mark.rule("F-14")

SCHOOL = step(
    "distance.measure",
    site="S-2",
    authority="emb",
    installation="production",
    place="public_facility",
    protected="River School",
    metres="299.9",
    required_metres="300",
    standard="GB/T 37243-2019",
    measured_on="2026-03-02",
)
REFERRED = step("distance.refer", site="S-2", authority="emb", to="city-bureau", referred_on="2026-03-05")


def owed(county: Scenario, on: date) -> list[str]:
    """What comes next on the distances of S-2."""
    return [one.command for one in next_steps(county.ledger, "site_distances:S-2", on=on).steps]


@pytest.mark.parametrize(("metres", "short"), [("299.9", True), ("300", False), ("300.1", False)])
def test_what_the_standard_asks(county: Scenario, metres: str, short: bool) -> None:
    """F-14: a plant at the distance that the standard asks for keeps it; under it is noted, and recorded."""
    attempt = county.on("2026-03-02").when(SCHOOL.but(metres=metres))

    if short:
        attempt.warns("F-14", code="distance.short").says("River School", "300 m")
    else:
        attempt.then("distance.measured").quietly()
    state = county.state("site_distances:S-2")
    assert isinstance(state, SiteDistances)
    assert state.short == (("River School",) if short else ())


@pytest.mark.parametrize(("tonnes", "bound"), [("4.999", False), ("5", True)])
def test_a_store(county: Scenario, graded: Callable[..., Step], tonnes: str, bound: bool) -> None:
    """F-14: Art 19 binds a store once it is a major hazard source, at 5 t of chlorine."""
    county = given(county.ledger, graded(tonnes))

    attempt = county.on("2026-03-02").when(SCHOOL.but(installation="storage"))

    if bound:
        attempt.warns("F-14", code="distance.short")
    else:
        attempt.quietly()


@pytest.mark.parametrize("filling", [True, False])
def test_a_filling_station(county: Scenario, filling: bool) -> None:
    """F-14: filling stations for vehicles are left out."""
    profile = {"stores": True, "highly_toxic": False, "explosive_precursors": False, "filling_station": filling}
    told = step(
        "hazardous_chemicals_site.profile", site="S-2", authority="emb", profile=profile, profiled_on="2026-02-02"
    )

    attempt = given(county.ledger, told).on("2026-03-02").when(SCHOOL)

    if filling:
        attempt.quietly()
    else:
        attempt.warns("F-14", code="distance.short")


@pytest.mark.parametrize(
    ("to", "lawful"), [("county-bureau", False), ("city-bureau", True), ("province-bureau", True), ("emb", True)]
)
def test_to_whom_it_is_handed(levelled: Scenario, to: str, lawful: bool) -> None:
    """F-14: to the department of the city or one above, not to a county's; of an unknown level nothing is asked."""
    levelled.on("2026-03-02").when(SCHOOL).is_recorded()

    attempt = levelled.on("2026-03-05").when(REFERRED.but(to=to))

    if lawful:
        attempt.then("distance.referred").quietly()
    else:
        attempt.refuses("F-14", code="distance.referred_elsewhere")


def test_what_comes_next(levelled: Scenario) -> None:
    """F-14: what is short is handed on, until it is kept or was handed on; something more that is short is handed on anew."""
    levelled.on("2026-03-02").when(SCHOOL).is_recorded()
    assert owed(levelled, date(2026, 3, 3)) == ["distance.refer"]

    given(levelled.ledger, REFERRED)
    assert owed(levelled, date(2026, 3, 6)) == []

    levelled.on("2026-03-09").when(SCHOOL.but(metres="250", measured_on="2026-03-09")).is_recorded()
    assert owed(levelled, date(2026, 3, 9)) == []

    levelled.on("2026-03-10").when(SCHOOL.but(protected="Hospital", measured_on="2026-03-10")).is_recorded()
    assert owed(levelled, date(2026, 3, 10)) == ["distance.refer"]

    given(
        levelled.ledger,
        SCHOOL.but(protected="Hospital", metres="400", measured_on="2026-03-11"),
        SCHOOL.but(metres="400", measured_on="2026-03-11"),
    )
    assert owed(levelled, date(2026, 3, 12)) == []


@pytest.mark.parametrize(
    ("changes", "lawful"),
    [({"metres": "0", "required_metres": "0"}, True), ({"metres": "-1"}, False), ({"required_metres": "-1"}, False)],
)
def test_a_distance_is_not_negative(county: Scenario, changes: dict[str, Any], lawful: bool) -> None:
    """Distances are metres from zero on."""
    attempt = county.on("2026-03-02").when(SCHOOL.but(**({"metres": "400"} | changes)))

    if lawful:
        attempt.quietly()
    else:
        attempt.refuses("REF", code="distance.negative")


def test_what_it_names(levelled: Scenario) -> None:
    """Only what was found short is handed on, to an authority on record."""
    levelled.on("2026-03-05").when(REFERRED).refuses("SEQ", code="distance.nothing_short")
    levelled.on("2026-03-05").when(SCHOOL).is_recorded()
    levelled.when(REFERRED.but(to="nobody")).refuses("REF", code="authority.unknown")
    levelled.when(SCHOOL.but(site="S-9")).refuses("REF", code="site.unknown")
