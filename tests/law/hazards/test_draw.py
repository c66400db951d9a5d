"""The random draw of sites and officers (I-13): announced, made, inspected, published."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from regledger.history.due import due
from regledger.records.planning.facts import Apart
from regledger.records.planning.lot import drawn, pool_digest
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

from .test_planning import APPROVED, FORM, PLANNED, SCHEME, SITES

OFFICERS = ["li", "wang", "zhao"]
OBJECTS = ["S-1", "S-2", "S-3", "S-4", "S-5"]
ANNOUNCED = step(
    "draw.announce",
    draw="D-1",
    authority="emb",
    objects=OBJECTS,
    officers=OFFICERS,
    seed="20260210-382915",
    take=2,
    announced_on="2026-02-10",
)
MADE = step("draw.make", draw="D-1", drawn_on="2026-02-11")
FOLLOWS = drawn("20260210-382915", OBJECTS, OFFICERS, (), take=2, team=2)
ASSIGNED = [{"site": one.site, "officers": list(one.officers)} for one in FOLLOWS]
FIRST = FOLLOWS[0]
BEFORE = (*SITES, ANNOUNCED, MADE)
NO_PLAN: dict[str, Any] = {"plan": None, "draw": "D-1", "site": FIRST.site}
DRAWN_VISIT = FOUND.but(hazards=[], **FORM, **NO_PLAN, officers=["li", "wang", "zhao"], inspected_on="2026-02-27")
DAY = {"started_at": "2026-02-27T09:00:00+08:00", "ended_at": "2026-02-27T10:00:00+08:00"}
VISIT = DRAWN_VISIT.but(**DAY)
PREPARED = SCHEME.but(**NO_PLAN, visit_on="2026-02-27", approved_on="2026-02-26")


def owed(scenario: Scenario, command: str) -> list[str]:
    """The last days that wait for `command`."""
    return [one.due.isoformat() for one in due(scenario.ledger, until=date(2026, 12, 31)).due if one.command == command]


def test_anybody_can_draw_again_from_the_published_inputs() -> None:
    """The sites with the lowest SHA-256 of `seed|site`, for each the officers with the lowest of `seed|site|officer`."""

    def place(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    sites = sorted(OBJECTS, key=lambda one: place(f"20260210-382915|{one}"))[:2]

    assert [one.site for one in FOLLOWS] == sites
    assert [one.officers for one in FOLLOWS] == [
        tuple(sorted(OFFICERS, key=lambda one, site=site: place(f"20260210-382915|{site}|{one}"))[:2])  # type: ignore[misc]
        for site in sites
    ]
    assert drawn("20260210-382915", OBJECTS[::-1], OFFICERS[::-1], (), take=2, team=2) == FOLLOWS


def test_who_is_kept_apart_is_never_drawn_for_that_site() -> None:
    """An officer with an interest in a site is passed over there, and not elsewhere; the pool's digest tells of it."""
    site, officer = FIRST.site, FIRST.officers[0]
    apart = (Apart(officer=officer, site=site),)

    again = drawn("20260210-382915", OBJECTS, OFFICERS, apart, take=2, team=2)

    assert officer not in again[0].officers
    assert again[1] == FOLLOWS[1]
    assert pool_digest(OBJECTS, OFFICERS, apart) != pool_digest(OBJECTS, OFFICERS, ())


@pytest.mark.rule("I-13")
def test_what_is_drawn_follows_from_what_was_announced(given: Scenarios) -> None:
    """Another site or officer, or another pool, is refused; what follows is recorded, given or drawn here."""
    scenario = given(*SITES, ANNOUNCED).on("2026-02-11")
    other = [ASSIGNED[1], ASSIGNED[0]]

    scenario.when(MADE.but(assigned=other)).refuses("REF", code="draw.does_not_follow")
    scenario.when(MADE.but(pool_digest="0" * 64)).refuses("REF", code="draw.pool_differs")
    scenario.when(MADE.but(assigned=ASSIGNED)).quietly()
    scenario.when(MADE).refuses("SEQ", code="draw.made_already")
    given(*SITES, ANNOUNCED).on("2026-02-11").when(MADE).then("draw.made")


@pytest.mark.rule("I-13")
@pytest.mark.parametrize(("on", "early"), [("2026-02-11", False), ("2026-02-10", True)])
def test_a_seed_is_published_before_the_draw(given: Scenarios, on: str, early: bool) -> None:
    """The day after the announcement is the first; on the same day it is warned of."""
    attempt = given(*SITES, ANNOUNCED).on(on).when(MADE.but(drawn_on=on))

    if early:
        attempt.warns("I-13", code="draw.not_announced_beforehand")
    else:
        attempt.quietly()


@pytest.mark.rule("I-13")
def test_a_pool_leaves_the_key_units_of_the_plan_out(given: Scenarios) -> None:
    """Key units are inspected by plan; a pool that holds one is warned of."""
    scenario = given(*SITES, PLANNED, APPROVED).on("2026-02-10")

    scenario.when(ANNOUNCED.but(plan="P-1", objects=["S-3", "S-4", "S-5"])).warns("I-13", code="draw.key_unit_in_pool")
    scenario.when(ANNOUNCED.but(draw="D-2", plan="P-1", objects=["S-4", "S-5"])).quietly()


@pytest.mark.rule("I-13")
def test_a_pool_can_give_every_site_its_officers(given: Scenarios) -> None:
    """Where conflicts of interest leave too few officers for a site it is warned of."""
    scenario = given(*SITES).on("2026-02-10")
    apart = [{"officer": "li", "site": "S-1"}, {"officer": "wang", "site": "S-1"}]

    scenario.when(ANNOUNCED.but(apart=apart)).warns("I-13", code="draw.team_unfilled")
    scenario.when(ANNOUNCED.but(draw="D-2", apart=apart[:1])).quietly()


@pytest.mark.rule("A-01")
def test_two_officers_are_drawn_for_a_site(given: Scenarios) -> None:
    """A team of one is refused, one of two is announced."""
    scenario = given(*SITES).on("2026-02-10")

    scenario.when(ANNOUNCED.but(team=1)).refuses("A-01", code="draw.team_too_small")
    scenario.when(ANNOUNCED.but(team=2)).quietly()


def test_a_draw_takes_from_pools_of_what_is_known(given: Scenarios) -> None:
    """More than the pool has, an id twice, and unknown sites and officers are refused."""
    scenario = given(*SITES).on("2026-02-10")

    scenario.when(ANNOUNCED.but(take=6)).refuses("REF", code="draw.takes_too_many")
    scenario.when(ANNOUNCED.but(objects=[*OBJECTS, "S-1"])).refuses("REF", code="draw.pool_repeats")
    scenario.when(ANNOUNCED.but(objects=[*OBJECTS, "S-9"], officers=[*OFFICERS, "nn"])).refuses("REF")


@pytest.mark.rule("I-13")
def test_an_inspection_by_lot_is_of_what_was_drawn_by_whom(given: Scenarios) -> None:
    """A site that was not drawn is refused, other officers are warned of."""
    scenario = given(*BEFORE, PREPARED).on("2026-02-27")
    missed = next(one for one in OBJECTS if one not in {each.site for each in FOLLOWS})
    replaced = [one for one in OFFICERS if one != FIRST.officers[0]]

    given(*BEFORE, PREPARED.but(site=missed)).on("2026-02-27").when(VISIT.but(site=missed)).refuses(
        "REF", code="inspection.not_drawn"
    )
    given(*BEFORE, PREPARED).on("2026-02-27").when(VISIT.but(officers=replaced)).warns(
        "I-13", code="inspection.other_officers"
    )
    scenario.when(VISIT).quietly()


@pytest.mark.rule("I-13")
@pytest.mark.parametrize(("published", "late"), [("2026-03-26", False), ("2026-03-27", True)])
def test_the_result_is_published_in_twenty_working_days(given: Scenarios, published: str, late: bool) -> None:
    """Inspected on Fri 2026-02-27, with a make-up day on Sat 2026-02-28: by Thu 2026-03-26, and a late one is noted."""
    scenario = given(*BEFORE, PREPARED, VISIT).on("2026-02-27")
    publish = step("inspection.publish", inspection="I-1", where="County website", published_on=published)

    assert owed(scenario, "inspection.publish") == ["2026-03-26"]
    attempt = scenario.on(published).when(publish)
    if late:
        attempt.warns("I-13", code="inspection.published_late")
    else:
        attempt.quietly()
    assert owed(scenario, "inspection.publish") == []
