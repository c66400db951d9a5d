"""Whose plan, draw and scheme a visit follows, and when nobody waits for it any more (B-22, I-09, I-12, I-13, J-02)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from regledger.history.steps import next_steps
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import Scenario, Step, step
from regledger.testing.scenarios import Scenarios

from .test_draw import ANNOUNCED, MADE, PREPARED
from .test_draw import BEFORE as DRAWN
from .test_draw import VISIT as DRAWN_VISIT
from .test_listing import LISTED, PUBLISHED
from .test_own_hazards import LEDGER
from .test_planning import APPROVED, BEFORE, FIRE, PLANNED, SCHEME, SITES, VISIT

SAFETY = FIRE.but(authority="safety", name="Safety Bureau")
SECOND = step(
    "enterprise.register",
    enterprise="E-2",
    name="湘江新材料有限公司",
    credit_code="91430100MA4L110J01",
    registered_on="2021-01-02",
)


def succeeded(before: str, after: str, on: str) -> Step:
    """That one subject stands in the place of another from a day."""
    return step(
        "subject.succeed",
        predecessors=[before],
        successors=[after],
        how="replaced",
        ground="Reform",
        authority="emb",
        decided_on=on,
        effective_on=on,
    )


def waiting(scenario: Scenario, subject: str, on: str) -> list[str]:
    """What waits for a subject on a day."""
    return [one.command for one in next_steps(scenario.ledger, subject, on=date.fromisoformat(on)).steps]


@pytest.mark.rule("I-13")
def test_an_authority_inspects_what_it_drew_itself(given: Scenarios) -> None:
    """By the draw of another it is warned of; by that of the authority in whose place it stands it is not."""
    prepared = PREPARED.but(authority="safety")
    visit = DRAWN_VISIT.but(authority="safety")
    reform = succeeded("authority:emb", "authority:safety", "2026-02-12")

    given(DRAWN, SAFETY, prepared).on("2026-02-27").when(visit).warns("I-13", code="inspection.draw_of_another")
    given(DRAWN, SAFETY, reform, prepared).on("2026-02-27").when(visit).quietly()


@pytest.mark.rule("B-22")
def test_a_successor_goes_on_with_the_plan(given: Scenarios) -> None:
    """The plan of another authority is refused, that of a predecessor is followed."""
    scheme, visit = SCHEME.but(authority="safety"), VISIT.but(authority="safety")
    reform = succeeded("authority:emb", "authority:safety", "2026-01-12")

    given(BEFORE, SAFETY, scheme).on("2026-03-02").when(visit).refuses("B-22", code="inspection.plan_of_another")
    given(BEFORE, SAFETY, reform, scheme).on("2026-03-02").when(visit).quietly()


@pytest.mark.rule("B-22")
def test_a_draw_is_from_the_own_plan(given: Scenarios) -> None:
    """Another authority does not draw by the plan."""
    announced = ANNOUNCED.but(plan="P-1", objects=["S-4", "S-5"])

    given(BEFORE, FIRE).on("2026-02-10").when(announced.but(authority="fire")).refuses(
        "B-22", code="inspection.plan_of_another"
    )
    given(BEFORE).on("2026-02-10").when(announced).quietly()


@pytest.mark.rule("J-02")
@pytest.mark.parametrize("change", [{"visit_on": "2026-03-03"}, {"officers": ["li", "zhao"]}, {"authority": "fire"}])
def test_a_visit_follows_its_scheme(given: Scenarios, change: dict[str, Any]) -> None:
    """On its day, with its officers, by its authority; otherwise it is warned of."""
    before = (BEFORE, FIRE)
    approved = SCHEME.but(**{"approved_on": "2026-02-26", **change})

    given(before, SCHEME).on("2026-03-02").when(VISIT).quietly()
    if "officers" in change:
        # Zhao's certificate ends in February, so the scheme for him is of an earlier day.
        approved = approved.but(visit_on="2026-02-27")
    given(before, approved).on("2026-03-02").when(VISIT).warns("J-02", code="inspection.scheme_not_followed")


@pytest.mark.parametrize(
    "change",
    [{"seed": " "}, {"apart": [{"officer": "ghost", "site": "S-1"}]}, {"apart": [{"officer": "li", "site": "S-9"}]}],
)
def test_what_a_draw_announces_is_of_its_pools(given: Scenarios, change: dict[str, Any]) -> None:
    """A blank seed, and somebody kept apart who is in no pool, are refused."""
    given(SITES).on("2026-02-10").when(ANNOUNCED.but(**change)).refuses("REF")
    given(SITES).on("2026-02-10").when(ANNOUNCED.but(apart=[{"officer": "li", "site": "S-1"}])).quietly()


@pytest.mark.rule("B-22", "I-14")
def test_nobody_waits_for_the_plan_of_a_year_that_is_over(given: Scenarios) -> None:
    """On its last day visits are left and a second plan waits for approval; on the next day neither can be done."""
    scenario = given(BEFORE, PLANNED.but(plan="P-2")).on("2026-01-05")

    assert "inspection.record" in waiting(scenario, "plan_visits:P-1", "2026-12-31")
    assert waiting(scenario, "plan:P-2", "2026-12-31") == ["plan.approve"]
    assert waiting(scenario, "plan_visits:P-1", "2027-01-01") == []
    assert waiting(scenario, "plan:P-2", "2027-01-01") == []


@pytest.mark.rule("I-14")
def test_a_plan_older_than_its_figures_is_not_held_to_them(given: Scenarios) -> None:
    """Of 2020, when I-14 had no value, a plan can be entered and a draw made."""
    old = PLANNED.but(year=2020, drawn_up_on="2020-02-01")
    scenario = given(SITES, old, APPROVED.but(approved_on="2020-02-10")).on("2020-03-01")

    scenario.when(ANNOUNCED.but(announced_on="2020-02-28")).quietly()
    scenario.when(MADE.but(drawn_on="2020-02-29")).quietly()


@pytest.mark.rule("I-09")
def test_above_the_highest_list_there_is_none(given: Scenarios) -> None:
    """A listing of the city that is overdue goes higher, one of the province has nowhere to go."""
    for level, higher in (("city", True), ("province", False)):
        listing = LISTED.but(level=level, due_on="2026-04-01")
        scenario = given(FOUND, listing, PUBLISHED).on("2026-04-02")

        assert ("listing.escalate" in waiting(scenario, "listing:L-1", "2026-04-02")) is higher


@pytest.mark.rule("I-09")
def test_a_listing_older_than_its_figures_can_be_entered(given: Scenarios) -> None:
    """Of 2020, when I-09 had no value."""
    found = FOUND.but(inspected_on="2020-05-01", hazards=FOUND.body["hazards"][1:])
    scenario = given(found).on("2020-06-01")

    scenario.when(LISTED.but(listed_on="2020-05-05", due_on="2020-12-31")).quietly()
    scenario.when(PUBLISHED.but(published_on="2020-05-20")).quietly()


@pytest.mark.rule("I-12")
def test_an_enterprise_that_ended_owes_no_statistics_of_later_periods(given: Scenarios) -> None:
    """Merged on 2026-04-01 it still owes the first quarter; merged on its last day it owes that neither."""
    for on, owed in (("2026-04-01", 1), ("2026-03-31", 0)):
        merged = succeeded("enterprise:E-1", "enterprise:E-2", on)
        scenario = given(LEDGER.but(opened_on="2026-01-05"), SECOND, merged).on("2026-12-31")

        assert len(waiting(scenario, "hazard_ledger:E-1", "2026-12-31")) == owed
