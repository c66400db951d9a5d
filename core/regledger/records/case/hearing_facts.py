"""The facts of a hearing (听证, 行政处罚法 Arts 63-65)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Id, Text

__all__ = ["HearingHeld", "HearingNotified", "HearingRequested", "HearingWaived", "Signature", "Turnout"]

Turnout = Literal["present", "absent", "left"]
"""Whether the party was there: to the end, without good reason not at all, or it left before the end (Art 64(6))."""

Signature = Literal["signed", "refusal_noted", "none"]
"""Of the record: checked and signed by the party, its refusal noted by the chair, or neither (Art 64(8))."""

_TAGS = {"case": "case", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("hearing.requested", 1, tags=_TAGS, occurred="requested_on")
class HearingRequested(Fact, frozen=True, kw_only=True):
    """`hearing.requested` v1: the party asked for a hearing on a legal day (Art 64(1))."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    requested_on: date


@fact("hearing.notified", 1, tags={**_TAGS, "chair": "officer"}, occurred="notified_on", mends=("chair",))
class HearingNotified(Fact, frozen=True, kw_only=True):
    """`hearing.notified` v1: the party was told on a legal day of time and place of its hearing (Art 64(2))."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    hearing_on: date
    place: Text
    chair: Id
    """The officer who chairs it."""
    public: bool
    closed_ground: Text
    """The secret or the privacy for which it is not public; empty where it is."""
    notified_on: date


@fact("hearing.held", 1, tags={**_TAGS, "chair": "officer"}, occurred="held_on", mends=("chair",))
class HearingHeld(Fact, frozen=True, kw_only=True):
    """`hearing.held` v1: the hearing took place on a legal day, or ended because the party stayed away (Art 64)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    chair: Id
    turnout: Turnout
    agents: Annotated[int, msgspec.Meta(ge=0, le=1000)]
    """Persons who acted for the party."""
    record: Text
    """What the record says, or where it lies."""
    signature: Signature
    held_on: date


@fact("hearing.waived", 1, tags=_TAGS, occurred="waived_on")
class HearingWaived(Fact, frozen=True, kw_only=True):
    """`hearing.waived` v1: the party took its request for a hearing back on a legal day."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    waived_on: date
