"""The facts of sealing and seizure (查封, 扣押; 行政强制法 Arts 18-19, 24-28)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.clock import Instant
from regledger.log.facts import Fact, fact
from regledger.log.text import Id, Text
from regledger.records.approval import Approval
from regledger.records.investigation.preservation_facts import Item

__all__ = [
    "ConstraintExtended",
    "ConstraintImposed",
    "ConstraintKind",
    "ConstraintLifted",
    "ConstraintMadeGood",
    "ConstraintResolved",
    "ConstraintTested",
    "LiftGround",
    "OnSite",
    "Resolution",
]

Extension = Annotated[int, msgspec.Meta(ge=1, le=3660)]
"""Calendar days added; what no calendar holds is no extension, whatever the law allows."""

ConstraintKind = Literal["seal", "seize"]
"""查封 or 扣押."""
LiftGround = Literal["no_violation", "irrelevant", "decided", "expired", "not_needed"]
"""The five grounds of Art 28."""
Resolution = Literal["confiscated", "destroyed", "transferred"]
"""没收, 销毁 (Art 27), or handed over with a case that is one for the police (Art 21)."""

_TAGS = {
    "constraint": "constraint",
    "case": "case",
    "enterprise": "enterprise",
    "site": "site",
    "authority": "authority",
}


class OnSite(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What Art 18 asks to be done on the spot."""

    certificates_shown: bool
    party_present: bool
    witness_present: bool = False
    """Where the party did not come."""
    told: bool
    """Reasons, basis, rights and remedies."""
    heard: bool
    """The party's statement and defence."""
    record_signed: bool
    """The record, by party and officers; by witness and officers where the party did not come."""
    refusal_noted: bool = False

    def missing(self) -> tuple[str, ...]:
        """What was not done."""
        present = self.party_present or self.witness_present
        signed = self.record_signed or self.refusal_noted
        done = {
            "certificates_shown": self.certificates_shown,
            "party_or_witness": present,
            "told": self.told or not self.party_present,
            "heard": self.heard or not self.party_present,
            "record_signed": signed,
        }
        return tuple(part for part, there in done.items() if not there)


@fact("constraint.imposed", 1, tags={**_TAGS, "officers": "officer"}, occurred="imposed_at", mends=("officers",))
class ConstraintImposed(Fact, frozen=True, kw_only=True):
    """`constraint.imposed` v1: things or places were sealed or seized at an instant (查封扣押决定书)."""

    constraint: Id
    case: Id | None
    """The case it serves; None where it was imposed on inspection (安全生产法 Art 65(4))."""
    enterprise: Id
    site: Id
    authority: Id
    kind: ConstraintKind
    items: tuple[Item, ...]
    basis: Text
    grounds: Text
    officers: tuple[Id, ...]
    on_site: OnSite
    urgent: bool
    """Whether it was imposed on the spot before any approval (Art 19)."""
    approval: Approval | None
    decision_handed_over: bool
    list_copies: int
    imposed_at: Instant


@fact("constraint.made_good", 1, tags=_TAGS, occurred="approved_at")
class ConstraintMadeGood(Fact, frozen=True, kw_only=True):
    """`constraint.made_good` v1: an urgent measure was reported, and its approval made good, each at an instant (Art 19)."""

    constraint: Id
    case: Id | None
    enterprise: Id
    site: Id
    authority: Id
    approver: Id
    reported_at: Instant
    approved_at: Instant


@fact("constraint.extended", 1, tags=_TAGS, occurred="decided_on")
class ConstraintExtended(Fact, frozen=True, kw_only=True):
    """`constraint.extended` v1: sealing or seizure was extended once, on a legal day (Art 25)."""

    constraint: Id
    case: Id | None
    enterprise: Id
    site: Id
    authority: Id
    reason: Text
    told_in_writing: bool
    approval: Approval | None
    days: Extension
    """Calendar days added."""
    decided_on: date


@fact("constraint.tested", 1, tags=_TAGS, occurred="ended_on")
class ConstraintTested(Fact, frozen=True, kw_only=True):
    """`constraint.tested` v1: what was sealed or seized was tested from one legal day to another (检测期间, Art 25(3))."""

    constraint: Id
    case: Id | None
    enterprise: Id
    site: Id
    authority: Id
    told_in_writing: bool
    """Whether the party was told the period in writing; only then it does not count."""
    started_on: date
    ended_on: date


@fact("constraint.lifted", 1, tags=_TAGS, occurred="lifted_on")
class ConstraintLifted(Fact, frozen=True, kw_only=True):
    """`constraint.lifted` v1: sealing or seizure was lifted and the things given back, on a legal day (Art 28)."""

    constraint: Id
    case: Id | None
    enterprise: Id
    site: Id
    authority: Id
    ground: LiftGround
    lifted_on: date


@fact("constraint.resolved", 1, tags=_TAGS, occurred="resolved_on")
class ConstraintResolved(Fact, frozen=True, kw_only=True):
    """`constraint.resolved` v1: what was sealed or seized was confiscated, destroyed or handed over, on a legal day (Art 27)."""

    constraint: Id
    case: Id | None
    enterprise: Id
    site: Id
    authority: Id
    resolution: Resolution
    basis: Text
    resolved_on: date
