"""Supervision of a major hazard by listing (I-09): opened, published, extended, escalated, closed."""

from __future__ import annotations

from datetime import date

import pytest
from regledger.history.due import due
from regledger.testing.rectification import FOUND, ITEM, ORDERED, PLAN
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios

LISTED = step(
    "listing.open",
    listing="L-1",
    hazard="H-2",
    authority="emb",
    level="county",
    leader="Deputy county head",
    due_on="2026-12-31",
    listed_on="2026-03-05",
)
PUBLISHED = step("listing.publish", listing="L-1", where="County website", published_on="2026-03-12")
LOOP = (
    ORDERED.but(items=[ITEM | {"hazard": "H-2", "plan": PLAN}]),
    step("hazard.report_rectified", hazard="H-2", rectifier="p-7", evidence="Photo", reported_on="2026-03-18"),
    step(
        "hazard.reinspect",
        hazard="H-2",
        officers=["li", "wang"],
        result="passed",
        findings="Looked",
        reinspected_on="2026-03-20",
    ),
)
CLEARED = step("hazard.clear", hazard="H-2", cleared_on="2026-03-20")
CLOSED = step("listing.close", listing="L-1", acceptance="Accepted by the experts", delisted_on="2026-03-21")


def owed(scenario: Scenario, command: str, until: str = "2027-12-31") -> list[str]:
    """The last days that wait for `command`, on the day of the clock."""
    listed = due(scenario.ledger, until=date.fromisoformat(until)).due
    return [one.due.isoformat() for one in listed if one.command == command]


@pytest.mark.rule("I-09")
def test_only_a_major_hazard_is_listed(given: Scenarios) -> None:
    """A major hazard is put on the list; a general one of the same inspection is not."""
    scenario = given(FOUND).on("2026-03-05")

    scenario.when(LISTED.but(hazard="H-1")).refuses("I-09", code="listing.not_major")
    scenario.when(LISTED).is_recorded().then("listing.opened").quietly()


@pytest.mark.rule("I-09")
def test_a_listing_names_its_leader(given: Scenarios) -> None:
    """A listing without a leader who answers for it is refused."""
    scenario = given(FOUND).on("2026-03-05")

    scenario.when(LISTED.but(leader=" ")).refuses("I-09", code="listing.no_leader")


@pytest.mark.rule("I-09")
@pytest.mark.parametrize(("due_on", "fits"), [("2027-03-05", True), ("2027-03-06", False)])
def test_a_listed_hazard_has_one_year_at_most(given: Scenarios, due_on: str, fits: bool) -> None:
    """The last day of a listing is at most one year after it; the local rule warns until it is confirmed."""
    attempt = given(FOUND).on("2026-03-05").when(LISTED.but(due_on=due_on))

    if fits:
        attempt.quietly()
    else:
        attempt.warns("I-09", code="listing.too_long")


@pytest.mark.rule("I-09")
@pytest.mark.parametrize(("published", "late"), [("2026-03-12", False), ("2026-03-13", True)])
def test_a_listing_is_published_in_five_working_days(given: Scenarios, published: str, late: bool) -> None:
    """Listed on Thu 2026-03-05, published by Thu 2026-03-12; what is late is noted and stands."""
    attempt = given(FOUND, LISTED).on(published).when(PUBLISHED.but(published_on=published))

    if late:
        attempt.warns("I-09", code="listing.published_late")
    else:
        attempt.quietly()


@pytest.mark.rule("I-09")
def test_a_listing_is_to_be_published_and_an_open_major_hazard_to_be_listed(given: Scenarios) -> None:
    """`due` says by when to list a major hazard that stays open, and then by when to publish the listing."""
    found = given(FOUND).on("2026-03-02")
    listed = given(FOUND, LISTED).on("2026-03-05")
    published = given(FOUND, LISTED, PUBLISHED).on("2026-03-12")

    assert owed(found, "listing.open") == ["2026-04-01"]
    assert (owed(listed, "listing.open"), owed(listed, "listing.publish")) == ([], ["2026-03-12"])
    assert (owed(published, "listing.publish"), owed(published, "listing.close")) == ([], ["2026-12-31"])


@pytest.mark.rule("I-09")
def test_a_hazard_leaves_the_list_after_its_acceptance(given: Scenarios) -> None:
    """Delisted once it is cleared, not while it only passed its re-inspection."""
    passed = given(FOUND, LISTED, *LOOP).on("2026-03-21")
    cleared = given(FOUND, LISTED, *LOOP, CLEARED).on("2026-03-21")

    passed.when(CLOSED).refuses("I-09", code="listing.not_accepted")
    cleared.when(CLOSED).then("listing.closed").quietly()
    cleared.when(CLOSED).refuses("SEQ", code="listing.closed_already")


@pytest.mark.rule("I-09")
@pytest.mark.parametrize(("due_on", "fits"), [("2027-03-05", True), ("2027-03-06", False)])
def test_more_time_ends_one_year_after_the_listing(given: Scenarios, due_on: str, fits: bool) -> None:
    """An extension counts its longest period from the listing, not from itself."""
    extend = step("listing.extend", listing="L-1", due_on=due_on, reason="Parts abroad", decided_on="2026-11-02")
    attempt = given(FOUND, LISTED).on("2026-11-02").when(extend)

    if fits:
        attempt.quietly()
    else:
        attempt.warns("I-09", code="listing.too_long")


@pytest.mark.rule("I-09")
def test_a_listing_that_outlasts_its_last_day_goes_to_a_higher_list(given: Scenarios) -> None:
    """`due` asks for it from the day after; the same or a lower list is refused."""
    escalate = step(
        "listing.escalate",
        listing="L-1",
        level="city",
        leader="Deputy mayor",
        reason="Not removed in time",
        escalated_on="2027-01-04",
    )
    scenario = given(FOUND, LISTED).on("2027-01-04")

    assert owed(scenario, "listing.escalate") == ["2027-01-01"]
    scenario.when(escalate.but(level="county")).refuses("I-09", code="listing.not_higher")
    scenario.when(escalate.but(leader="")).refuses("I-09", code="listing.no_leader")
    scenario.when(escalate).quietly()
    assert owed(scenario, "listing.escalate") == []


@pytest.mark.rule("I-09")
def test_a_listing_is_opened_once_for_a_hazard_that_is_open(given: Scenarios) -> None:
    """A second listing, a cleared hazard, an unknown hazard or authority and a past last day are refused."""
    scenario = given(FOUND, LISTED).on("2026-03-05")
    cleared = given(FOUND, *LOOP, CLEARED).on("2026-03-21")

    scenario.when(LISTED).refuses("REF", "SEQ")
    scenario.when(LISTED.but(listing="L-2")).refuses("SEQ", code="listing.listed_already")
    scenario.when(LISTED.but(listing="L-2", hazard="H-9", authority="none")).refuses("REF", code="hazard.unknown")
    cleared.when(LISTED.but(listed_on="2026-03-21")).refuses("SEQ", code="hazard.cleared_already")
    cleared.when(LISTED.but(listed_on="2026-03-21", due_on="2026-03-20")).refuses("SEQ")
