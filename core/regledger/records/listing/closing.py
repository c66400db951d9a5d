"""What becomes of a listed hazard: more time, a higher list, acceptance and delisting (I-09)."""

from __future__ import annotations

from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Text
from regledger.records.hazard.state import Hazard
from regledger.records.listing.facts import LEVELS, Level, ListingClosed, ListingEscalated, ListingExtended
from regledger.records.listing.opening import due_day_fits, found_listing, listing_reads

__all__ = [
    "CloseListing",
    "EscalateListing",
    "ExtendListing",
    "close_listing",
    "escalate_listing",
    "extend_listing",
]


class ExtendListing(Command, frozen=True, kw_only=True):
    """Give a listed hazard more time."""

    listing: Id
    due_on: date
    reason: Text
    decided_on: date


@handles("listing.extend", ExtendListing, on="decided_on", reads=listing_reads, role="approve")
def extend_listing(command: ExtendListing, dossier: Dossier, judge: Judge) -> Outcome:
    """I-09: to a later day, with a reason, and never past the longest period from the listing."""
    listing = yield from found_listing(command, dossier, judge)
    if listing is None:
        return
    yield from judge.rule("I-09", "listing.blank", bool(command.reason.strip()), listing=command.listing, part="reason")
    yield from judge.rule(
        "SEQ",
        "listing.not_later",
        command.due_on > listing.due_on,
        listing=command.listing,
        due=listing.due_on,
        new=command.due_on,
    )
    yield from due_day_fits(command.listing, listing.listed_on, command.due_on, judge)
    yield ListingExtended(
        listing=command.listing,
        hazard=listing.hazard,
        enterprise=listing.enterprise,
        site=listing.site,
        authority=listing.authority,
        due_on=command.due_on,
        reason=command.reason,
        decided_on=command.decided_on,
    )


class EscalateListing(Command, frozen=True, kw_only=True):
    """Move a listed hazard to a higher list."""

    listing: Id
    level: Level
    leader: Text
    reason: Text
    escalated_on: date


@handles("listing.escalate", EscalateListing, on="escalated_on", reads=listing_reads, role="approve")
def escalate_listing(command: EscalateListing, dossier: Dossier, judge: Judge) -> Outcome:
    """I-09: to a higher list than the one it stands on, with a leader of that list and a reason."""
    listing = yield from found_listing(command, dossier, judge)
    if listing is None:
        return
    yield from judge.rule("I-09", "listing.no_leader", bool(command.leader.strip()), listing=command.listing)
    yield from judge.rule("I-09", "listing.blank", bool(command.reason.strip()), listing=command.listing, part="reason")
    yield from judge.rule(
        "I-09",
        "listing.not_higher",
        LEVELS.index(command.level) > LEVELS.index(listing.level),
        listing=command.listing,
        level=listing.level,
        new=command.level,
    )
    yield ListingEscalated(
        listing=command.listing,
        hazard=listing.hazard,
        enterprise=listing.enterprise,
        site=listing.site,
        authority=listing.authority,
        level=command.level,
        leader=command.leader,
        reason=command.reason,
        escalated_on=command.escalated_on,
    )


class CloseListing(Command, frozen=True, kw_only=True):
    """Take a hazard off the list."""

    listing: Id
    acceptance: Text
    delisted_on: date


@handles("listing.close", CloseListing, on="delisted_on", reads=listing_reads, role="review")
def close_listing(command: CloseListing, dossier: Dossier, judge: Judge) -> Outcome:
    """I-09: only after the hazard was cleared, and with the acceptance named."""
    listing = yield from found_listing(command, dossier, judge)
    if listing is None:
        return
    hazard = dossier.get(Hazard, listing.hazard)
    yield from judge.rule(
        "I-09",
        "listing.not_accepted",
        hazard is not None and hazard.cleared_on is not None,
        listing=command.listing,
        hazard=listing.hazard,
    )
    yield from judge.rule(
        "I-09", "listing.blank", bool(command.acceptance.strip()), listing=command.listing, part="acceptance"
    )
    yield ListingClosed(
        listing=command.listing,
        hazard=listing.hazard,
        enterprise=listing.enterprise,
        site=listing.site,
        authority=listing.authority,
        acceptance=command.acceptance,
        delisted_on=command.delisted_on,
    )
