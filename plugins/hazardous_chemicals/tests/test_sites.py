"""What is known of a site, and what follows from it: custody (F-03), findings (F-20), risk, documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from regledger.testing.looking import document_fields
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import Scenario, Step, given, step
from regledger_hazardous_chemicals.profile import ChemicalSite

Tanks = dict[str, Any]
PLAIN: dict[str, Any] = {"stores": True, "highly_toxic": False, "explosive_precursors": False}


def profiled(**profile: Any) -> Any:
    """What is known of the chlorine plant."""
    return step(
        "hazardous_chemicals_site.profile",
        site="S-2",
        authority="emb",
        profile=PLAIN | profile,
        profiled_on="2026-03-02",
    )


# ── F-03 ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("F-03")
@pytest.mark.parametrize(
    ("profile", "warned"),
    [
        ({}, False),
        ({"highly_toxic": True}, True),
        ({"highly_toxic": True, "double_custody": True}, False),
        ({"highly_toxic": True, "stores": False}, False),
    ],
)
def test_double_custody_of_highly_toxic_chemicals(county: Scenario, profile: dict[str, bool], warned: bool) -> None:
    """F-03: who stores highly toxic chemicals has double custody; the profile is recorded as the site is, with a warning."""
    attempt = county.on("2026-03-02").when(profiled(**profile)).then("hazardous_chemicals_site.profiled")

    if warned:
        attempt.warns("F-03", code="hazardous_chemicals_site.single_custody").says("site S-2")
    else:
        attempt.quietly()


@pytest.mark.rule("F-03")
@pytest.mark.parametrize(("tonnes", "warned"), [("4.9", False), ("5", True)])
def test_double_custody_of_a_major_hazard_source(county: Scenario, tanks: Tanks, tonnes: str, warned: bool) -> None:
    """F-03: so has who stores a quantity that makes a major hazard source; 5 t of chlorine do, 4.9 t do not."""
    unit = tanks | {"quantities": [{"substance": "氯", "tonnes": tonnes}]}
    county = given(county.ledger, step("major_hazard_source.identify", **unit))

    attempt = county.on("2026-03-02").when(profiled())

    if warned:
        attempt.warns("F-03")
    else:
        attempt.quietly()


# ── F-20 ─────────────────────────────────────────────────────────────────────────────────────────────────


def found(stored: str | None, level: str = "general", criterion: str | None = None, site: str = "S-2") -> Any:
    """An inspection that measured what is in store."""
    measured = [] if stored is None else [{"name": "stored_tonnes", "value": stored, "unit": "t"}]
    hazard = {"hazard": "H-1", "level": level, "description": "Tank", "basis": "Art 24", "measured": measured}
    return FOUND.but(site=site, hazards=[hazard | ({"criterion": criterion} if criterion else {})])


@pytest.mark.rule("F-20")
@pytest.mark.parametrize(("stored", "major"), [("90", False), ("90.001", True)])
def test_more_in_store_than_is_licensed(county: Scenario, stored: str, major: bool) -> None:
    """F-20: `regledger_classify` makes it item 20, and so a major hazard; the last licensed tonne does not."""
    county = given(county.ledger, profiled(licensed_tonnes="90")).on("2026-03-02")

    attempt = county.when(found(stored))

    if major:
        attempt.warns("F-20", code="hazard.classified_otherwise").says(
            "hazchem-2017/20", "90.001 t", "90 t are licensed"
        )
    else:
        attempt.quietly()


def test_what_was_put_as_item_20(county: Scenario) -> None:
    """A finding that is put as what the figures make of it is not objected to."""
    county = given(county.ledger, profiled(licensed_tonnes="90")).on("2026-03-02")

    county.when(found("91", "major", "hazchem-2017/20")).quietly()


@pytest.mark.parametrize(("profile", "stored"), [(None, "91"), ({}, "91"), ({"licensed_tonnes": "90"}, None)])
def test_what_the_figures_do_not_say(county: Scenario, profile: dict[str, str] | None, stored: str | None) -> None:
    """Without a profile, a licensed quantity or a figure the sector says nothing."""
    county = county if profile is None else given(county.ledger, profiled(**profile))

    county.on("2026-03-02").when(found(stored)).quietly()


# ── risk ─────────────────────────────────────────────────────────────────────────────────────────────────

ASSESS = step("site.assess", site="S-2", authority="emb", assessed_on="2026-03-02")


def test_a_site_without_a_profile_is_not_assessed(county: Scenario) -> None:
    """`regledger_risk`: of a site that nothing is known of no grade can be said."""
    county.on("2026-03-02").when(ASSESS).refuses("REF", code="site.no_assessment")


@pytest.mark.parametrize(
    ("profile", "source", "score", "grade"),
    [
        ({}, None, "100", 4),
        ({"distance_kept": False}, None, "90", 4),
        ({"distance_kept": False, "key_chemicals": 1}, None, "89.9", 3),
        ({"distance_kept": False, "key_processes": 2, "key_chemicals": 10}, "60", "77.0", 3),
        ({"distance_kept": False, "key_processes": 9, "inhalation_toxics": 1}, "4", "78", 3),
        ({"distance_kept": False, "key_processes": 9, "explosives": 9}, "4", "75", 3),
        ({"distance_kept": False, "key_processes": 9, "explosives": 9}, "5", "71", 2),
        ({"distance_kept": False, "key_processes": 9, "explosives": 9}, "10", "69", 2),
        ({"distance_kept": False, "key_processes": 9, "explosives": 9}, "60", "67", 2),
        ({"distance_kept": False, "key_processes": 9, "explosives": 9}, "100", "65", 2),
    ],
)
def test_the_points_of_a_site(
    county: Scenario, tanks: Tanks, profile: dict[str, Any], source: str | None, score: str, grade: int
) -> None:
    """Points come off for the gravest source, chemicals, processes and distance, each up to its most; 90 and 75 are floors."""
    county = given(county.ledger, profiled(**profile))
    if source is not None:
        people = {"people_within_500_m": 10 if source == "5" else 50}
        unit = tanks | people | {"quantities": [{"substance": "氯", "tonnes": source}]}
        county = given(county.ledger, step("major_hazard_source.identify", **unit))

    number = county.on("2026-03-02").when(ASSESS).then("site.assessed").recorded.numbers[0]

    fact = county.ledger.at(number)
    assert fact is not None
    body: Any = fact.body
    assert (body.score, body.grade, body.formula) == (Decimal(score), grade, "YJ-19-2018/part")


def test_the_gravest_source_counts(county: Scenario, tanks: Tanks) -> None:
    """Of two sources, of grades 2 and 4, the first takes its 8 points off, and the other none."""
    small = tanks | {"source": "M-2", "quantities": [{"substance": "氯", "tonnes": "5"}]}
    both = (step("major_hazard_source.identify", **one) for one in (tanks, small))
    county = given(county.ledger, profiled(), *both)

    number = county.on("2026-03-02").when(ASSESS).recorded.numbers[0]

    fact = county.ledger.at(number)
    assert fact is not None
    body: Any = fact.body
    assert body.score == Decimal(92)


@pytest.mark.parametrize(("floor", "grade"), [('"65"', 2), ('"65.1"', 1)])
def test_a_red_site(county: Scenario, tanks: Tanks, packed: Callable[..., Step], floor: str, grade: int) -> None:
    """What is remembered of the guide takes 35 points at most; where a law pack sets the floor of orange above 65, that is red."""
    worst = {"distance_kept": False, "key_processes": 9, "explosives": 9}
    unit = tanks | {"quantities": [{"substance": "氯", "tonnes": "100"}]}
    pack = packed("YJ-19.orange_minimum", floor)
    county = given(county.ledger, pack, profiled(**worst), step("major_hazard_source.identify", **unit))

    number = county.on("2026-03-02").when(ASSESS).recorded.numbers[0]

    fact = county.ledger.at(number)
    assert fact is not None
    body: Any = fact.body
    assert (body.score, body.grade) == (Decimal(65), grade)


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────


def test_an_order_says_what_the_site_may_store(county: Scenario) -> None:
    """`regledger_document_fields`: the document of an order carries three fields of the profile."""
    county = given(county.ledger, profiled(licensed_tonnes="90"), FOUND.but(site="S-2"), ORDERED)

    made = document_fields(county.ledger, "order:R-1", on=date(2026, 3, 3))

    fields = {one.name: one.value for one in made.fields}
    assert (fields["licensed_tonnes"], fields["highly_toxic"], fields["explosive_precursors"]) == ("90", False, False)


def test_the_profile_is_read_back(county: Scenario) -> None:
    """`regledger_site_profiles`: what was entered is the record of the site."""
    county = given(county.ledger, profiled(licensed_tonnes="90", key_processes=2))

    assert county.state("hazardous_chemicals_site:S-2") == ChemicalSite(
        **PLAIN, licensed_tonnes=Decimal(90), key_processes=2
    )
