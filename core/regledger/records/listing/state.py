"""A listing, and of each hazard whether it is listed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.hazard.facts import HazardCleared, HazardFound
from regledger.records.listing.facts import (
    LEVELS,
    Level,
    ListingClosed,
    ListingEscalated,
    ListingExtended,
    ListingOpened,
    ListingPublished,
)
from regledger.records.period import period_in_force

__all__ = ["LISTED", "LISTING", "Listed", "Listing"]


class Listing(State, frozen=True, kw_only=True):
    """The supervision of one major hazard by listing."""

    listing: str
    hazard: str
    enterprise: str
    site: str
    authority: str
    level: Level
    leader: str
    listed_on: date
    due_on: date
    """The last legal day, extensions counted."""
    published_on: date | None = None
    escalated_on: date | None = None
    """Since the last day was set."""
    delisted_on: date | None = None


class Listed(State, frozen=True, kw_only=True):
    """Whether a hazard is listed, and whether it should be."""

    hazard: str
    authority: str
    level: str
    found_on: date
    cleared_on: date | None = None
    listing: str | None = None
    """The listing that is open."""


def _evolve(state: Listing | None, recorded: RecordedFact) -> Listing | None:
    replace = msgspec.structs.replace
    match recorded.body:
        case ListingOpened() as body:
            return Listing(
                listing=body.listing,
                hazard=body.hazard,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                level=body.level,
                leader=body.leader,
                listed_on=body.listed_on,
                due_on=body.due_on,
            )
        case ListingPublished(published_on=on) if state is not None:
            return replace(state, published_on=on)
        case ListingExtended(due_on=due) if state is not None:
            return replace(state, due_on=due, escalated_on=None)
        case ListingEscalated() as body if state is not None:
            return replace(state, level=body.level, leader=body.leader, escalated_on=body.escalated_on)
        case ListingClosed(delisted_on=on) if state is not None:
            return replace(state, delisted_on=on)
    return state


def _evolve_listed(state: Listed | None, recorded: RecordedFact) -> Listed | None:
    replace = msgspec.structs.replace
    match recorded.body:
        case HazardFound() as body:
            return Listed(hazard=body.hazard, authority=body.authority, level=body.level, found_on=body.found_on)
        case HazardCleared(cleared_on=on) if state is not None:
            return replace(state, cleared_on=on)
        case ListingOpened(listing=listing) if state is not None:
            return replace(state, listing=listing)
        case ListingClosed() if state is not None:
            return replace(state, listing=None)
    return state


def _steps(state: Listing, judge: Judge) -> Iterator[NextStep]:
    if state.delisted_on is not None:
        return
    if state.published_on is None:
        last = period_in_force(judge, "I-09.publish", state.listed_on, on=state.listed_on)
        yield NextStep(
            command="listing.publish",
            due=None if last is None else last.day,
            how=() if last is None else tuple(last.how()),
            rule="I-09",
            owner="authority",
            since=state.listed_on,
        )
    if judge.day > state.due_on and state.escalated_on is None and state.level != LEVELS[-1]:
        yield NextStep(
            command="listing.escalate",
            due=state.due_on + timedelta(days=1),
            rule="I-09",
            owner="authority",
            since=state.due_on,
            title="The listed hazard outlasted its last day",
            title_zh="挂牌督办逾期",
        )
    yield NextStep(command="listing.close", due=state.due_on, rule="I-09", owner="authority", since=state.listed_on)


def _listed_steps(state: Listed, judge: Judge) -> Iterator[NextStep]:
    """A major hazard that stays open is proposed for listing (I-09)."""
    if state.level != "major" or state.cleared_on is not None or state.listing is not None:
        return
    last = period_in_force(judge, "I-09.propose", state.found_on, on=state.found_on)
    if last is not None:
        yield NextStep(
            command="listing.open",
            due=last.day,
            how=tuple(last.how()),
            rule="I-09",
            owner="authority",
            since=state.found_on,
            title="List the major hazard for supervision",
            title_zh="重大事故隐患挂牌督办",
        )


LISTING = Kind(
    name="listing",
    state=Listing,
    evolve=_evolve,
    facts=(ListingOpened, ListingPublished, ListingExtended, ListingEscalated, ListingClosed),
    steps=_steps,
)
LISTED = Kind(
    name="listed",
    tag="hazard",
    state=Listed,
    evolve=_evolve_listed,
    facts=(HazardFound, HazardCleared, ListingOpened, ListingClosed),
    steps=_listed_steps,
)
