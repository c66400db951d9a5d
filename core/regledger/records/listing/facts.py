"""The facts of supervising a major hazard by listing it (挂牌督办; I-09)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.log.facts import Fact, fact
from regledger.log.text import Id, Text

__all__ = [
    "LEVELS",
    "Level",
    "ListingClosed",
    "ListingEscalated",
    "ListingExtended",
    "ListingOpened",
    "ListingPublished",
]

Level = Literal["township", "county", "city", "province"]
"""Whose list it stands on."""
LEVELS: tuple[Level, ...] = ("township", "county", "city", "province")
"""From the lowest to the highest."""

TAGS = {
    "listing": "listing",
    "hazard": "hazard",
    "enterprise": "enterprise",
    "site": "site",
    "authority": "authority",
}


@fact("listing.opened", 1, tags=TAGS, occurred="listed_on")
class ListingOpened(Fact, frozen=True, kw_only=True):
    """`listing.opened` v1: a major hazard was put on a list for supervision on a legal day (安全生产法(2021) Art 41)."""

    listing: Id
    hazard: Id
    enterprise: Id
    site: Id
    authority: Id
    """Who lists and supervises."""
    level: Level
    leader: Text
    """The leader who answers for it, by office."""
    due_on: date
    """The last day to be rid of the hazard."""
    listed_on: date


@fact("listing.published", 1, tags=TAGS, occurred="published_on")
class ListingPublished(Fact, frozen=True, kw_only=True):
    """`listing.published` v1: the listing was made public on a legal day."""

    listing: Id
    hazard: Id
    enterprise: Id
    site: Id
    authority: Id
    where: Text
    published_on: date


@fact("listing.extended", 1, tags=TAGS, occurred="decided_on")
class ListingExtended(Fact, frozen=True, kw_only=True):
    """`listing.extended` v1: more time was given for a listed hazard, until a new legal day."""

    listing: Id
    hazard: Id
    enterprise: Id
    site: Id
    authority: Id
    due_on: date
    reason: Text
    decided_on: date


@fact("listing.escalated", 1, tags=TAGS, occurred="escalated_on")
class ListingEscalated(Fact, frozen=True, kw_only=True):
    """`listing.escalated` v1: a listed hazard that outlasted its last day went on a higher list, under another leader."""

    listing: Id
    hazard: Id
    enterprise: Id
    site: Id
    authority: Id
    level: Level
    leader: Text
    reason: Text
    escalated_on: date


@fact("listing.closed", 1, tags=TAGS, occurred="delisted_on")
class ListingClosed(Fact, frozen=True, kw_only=True):
    """`listing.closed` v1: a hazard left the list after its acceptance (摘牌)."""

    listing: Id
    hazard: Id
    enterprise: Id
    site: Id
    authority: Id
    acceptance: Text
    """Who accepted the rectification, and on what ground."""
    delisted_on: date
