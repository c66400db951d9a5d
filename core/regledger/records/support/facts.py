"""The facts of an enterprise's own responsibility, and of what supports it (企业主体责任, 政策激励; S5)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text

__all__ = [
    "AdviceGiven",
    "CommitmentPublished",
    "Count",
    "IncentiveGranted",
    "IncentiveKind",
    "IncentiveWithdrawn",
    "OutreachHeld",
    "SelfFound",
    "SelfInspectionReported",
    "TrainingHeld",
]

Count = Annotated[int, msgspec.Meta(ge=0, le=10**6)]
IncentiveKind = Literal["model", "subsidy", "insurance", "credit", "commendation"]
"""示范企业, 资金扶持, 保险费率, 信贷支持, 表彰."""


class SelfFound(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hazard that the enterprise found itself."""

    description: Text
    level: Literal["general", "major"]
    rectified_on: date | None = None
    """None while it is open."""


@fact(
    "self_inspection.reported",
    1,
    tags={"self_inspection": "self_inspection", "enterprise": "enterprise", "site": "site"},
    occurred="reported_on",
)
class SelfInspectionReported(Fact, frozen=True, kw_only=True):
    """`self_inspection.reported` v1: an enterprise reported what it found and put right itself (自查自改)."""

    self_inspection: Id
    enterprise: Id
    site: Id
    first_day: date
    last_day: date
    led_by: Text
    """The post of who led it."""
    found: tuple[SelfFound, ...]
    reported_on: date


@fact(
    "commitment.published",
    1,
    tags={"commitment": "commitment", "enterprise": "enterprise"},
    occurred="published_on",
)
class CommitmentPublished(Fact, frozen=True, kw_only=True):
    """`commitment.published` v1: an enterprise published what it undertakes for safety (安全承诺公告)."""

    commitment: Id
    enterprise: Id
    content: Text
    place: Text
    valid_to: date
    published_on: date


@fact("training.held", 1, tags={"training": "training", "enterprise": "enterprise"}, occurred="held_on")
class TrainingHeld(Fact, frozen=True, kw_only=True):
    """`training.held` v1: an enterprise trained its people (安全培训)."""

    training: Id
    enterprise: Id
    topic: Text
    persons: Count
    hours: Count
    held_on: date


@fact(
    "incentive.granted",
    1,
    tags={"incentive": "incentive", "enterprise": "enterprise", "authority": "authority"},
    occurred="granted_on",
)
class IncentiveGranted(Fact, frozen=True, kw_only=True):
    """`incentive.granted` v1: an enterprise was made a model, or given another incentive (示范企业, 政策激励)."""

    incentive: Id
    enterprise: Id
    authority: Id
    kind: IncentiveKind
    what: Text
    document: Code
    valid_from: date
    valid_to: date
    granted_on: date


@fact(
    "incentive.withdrawn",
    1,
    tags={"incentive": "incentive", "enterprise": "enterprise", "authority": "authority"},
    occurred="withdrawn_on",
)
class IncentiveWithdrawn(Fact, frozen=True, kw_only=True):
    """`incentive.withdrawn` v1: an incentive was taken back."""

    incentive: Id
    enterprise: Id
    authority: Id
    reason: Text
    withdrawn_on: date


@fact("outreach.held", 1, tags={"authority": "authority", "enterprises": "enterprise"}, occurred="held_on")
class OutreachHeld(Fact, frozen=True, kw_only=True):
    """`outreach.held` v1: an authority told the public or enterprises about safety (宣传教育)."""

    authority: Id
    enterprises: tuple[Id, ...]
    topic: Text
    place: Text
    audience: Count
    held_on: date


@fact(
    "advice.given",
    1,
    tags={"authority": "authority", "enterprise": "enterprise", "site": "site", "advisers": "officer"},
    occurred="given_on",
    mends=("advisers",),
)
class AdviceGiven(Fact, frozen=True, kw_only=True):
    """`advice.given` v1: advisers visited an enterprise to help, which is no inspection (指导服务)."""

    authority: Id
    enterprise: Id
    site: Id
    advisers: tuple[Id, ...]
    topics: Text
    advice: Text
    given_on: date
