"""Putting a major hazard on a list, and telling the public (I-09)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Protocol

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.authority import Authority
from regledger.records.hazard.state import Hazard
from regledger.records.identity.ending import stands
from regledger.records.listing.facts import Level, ListingOpened, ListingPublished
from regledger.records.listing.state import Listed, Listing
from regledger.records.period import period_in_force

__all__ = [
    "OnListing",
    "OpenListing",
    "PublishListing",
    "due_day_fits",
    "found_listing",
    "listing_reads",
    "open_listing",
    "publish_listing",
]


class OnListing(Protocol):
    """A command on one listing."""

    @property
    def listing(self) -> str:
        """The listing's id."""
        ...


def listing_reads(command: OnListing, dossier: Dossier) -> Iterator[str]:
    """The listing, then its hazard, its site and its authority."""
    yield f"listing:{command.listing}"
    listing = dossier.loaded(Listing, command.listing)
    if listing is not None:
        yield from (f"hazard:{listing.hazard}", f"site:{listing.site}", f"authority:{listing.authority}")


def found_listing(command: OnListing, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Listing | None]:
    """REF: the listing stands by the day of the act; SEQ: the hazard has not left the list at any time."""
    listing = dossier.get(Listing, command.listing)
    yield from judge.rule("REF", "listing.unknown", listing is not None, listing=command.listing)
    if listing is None:
        return None
    latest = dossier.latest(Listing, command.listing) or listing
    yield from judge.rule(
        "SEQ",
        "listing.closed_already",
        latest.delisted_on is None,
        listing=command.listing,
        delisted=latest.delisted_on,
    )
    return listing


def due_day_fits(listing: str, listed_on: date, due_on: date, judge: Judge) -> Iterator[Objection]:
    """I-09: a listed hazard is given no longer than the longest period, counted from the listing."""
    longest = period_in_force(judge, "I-09.longest", listed_on, on=listed_on)
    yield from judge.rule(
        "I-09",
        "listing.too_long",
        longest is None or due_on <= longest.day,
        listing=listing,
        due=due_on,
        longest=None if longest is None else longest.day,
        listed=listed_on,
    )


class OpenListing(Command, frozen=True, kw_only=True):
    """Put a major hazard on a list, with a leader who answers for it and a last day."""

    listing: Id
    hazard: Id
    authority: Id
    level: Level
    leader: Text
    due_on: date
    listed_on: date


def _open_reads(command: OpenListing, dossier: Dossier) -> Iterator[str]:
    yield from (f"listing:{command.listing}", f"hazard:{command.hazard}", f"listed:{command.hazard}")
    yield f"authority:{command.authority}"
    hazard = dossier.loaded(Hazard, command.hazard)
    if hazard is not None:
        yield f"site:{hazard.site}"


@handles("listing.open", OpenListing, on="listed_on", reads=_open_reads, role="approve")
def open_listing(command: OpenListing, dossier: Dossier, judge: Judge) -> Outcome:
    """I-09: a major hazard that is open and not listed, with a leader and a last day within the longest period."""
    new = not dossier.known(Listing, command.listing)
    yield from judge.rule("REF", "listing.taken", new, listing=command.listing)
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    yield from stands(f"authority:{command.authority}", authority, judge)
    hazard = dossier.get(Hazard, command.hazard)
    yield from judge.rule("REF", "hazard.unknown", hazard is not None, hazard=command.hazard)
    yield from judge.rule("I-09", "listing.no_leader", bool(command.leader.strip()), listing=command.listing)
    yield from judge.rule(
        "SEQ",
        "listing.due_before_listing",
        command.due_on >= command.listed_on,
        listing=command.listing,
        due=command.due_on,
        listed=command.listed_on,
    )
    if hazard is None:
        return
    yield from judge.rule("I-09", "listing.not_major", hazard.level == "major", hazard=command.hazard)
    yield from judge.rule(
        "SEQ", "hazard.cleared_already", hazard.cleared_on is None, hazard=hazard.hazard, cleared=hazard.cleared_on
    )
    listed = dossier.latest(Listed, command.hazard)
    other = None if listed is None else listed.listing
    yield from judge.rule("SEQ", "listing.listed_already", other is None, hazard=command.hazard, listing=other)
    # Its period is a local rule: asked last, for what uses it only warns until an authority confirms it.
    yield from due_day_fits(command.listing, command.listed_on, command.due_on, judge)
    yield ListingOpened(
        listing=command.listing,
        hazard=command.hazard,
        enterprise=hazard.enterprise,
        site=hazard.site,
        authority=command.authority,
        level=command.level,
        leader=command.leader,
        due_on=command.due_on,
        listed_on=command.listed_on,
    )


class PublishListing(Command, frozen=True, kw_only=True):
    """Record that a listing was made public."""

    listing: Id
    where: Text
    published_on: date


@handles("listing.publish", PublishListing, on="published_on", reads=listing_reads, world=True)
def publish_listing(command: PublishListing, dossier: Dossier, judge: Judge) -> Outcome:
    """I-09: within the period to publish; what is late is still to be published, so it is noted."""
    listing = yield from found_listing(command, dossier, judge)
    if listing is None:
        return
    latest = dossier.latest(Listing, command.listing) or listing
    yield from judge.rule(
        "SEQ",
        "listing.published_already",
        latest.published_on is None,
        listing=command.listing,
        published=latest.published_on,
    )
    yield from judge.rule("I-09", "listing.blank", bool(command.where.strip()), listing=command.listing, part="where")
    last = period_in_force(judge, "I-09.publish", listing.listed_on, on=listing.listed_on)
    yield from judge.note(
        "I-09",
        "listing.published_late",
        last is None or command.published_on <= last.day,
        listing=command.listing,
        published=command.published_on,
        last=None if last is None else last.day,
    )
    yield ListingPublished(
        listing=command.listing,
        hazard=listing.hazard,
        enterprise=listing.enterprise,
        site=listing.site,
        authority=listing.authority,
        where=command.where,
        published_on=command.published_on,
    )
