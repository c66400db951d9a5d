"""The facts of a stop for rectification of a coal mine (责令停产整顿; 煤矿安全生产条例 Arts 48, 49, 64)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.sectors import Code, Fact, Id, Text, fact

__all__ = [
    "FACTS",
    "STAGES",
    "CoalStoppageAcceptanceHeld",
    "CoalStoppageApplied",
    "CoalStoppageOrdered",
    "CoalStoppagePublished",
    "CoalStoppageResumed",
    "CoalStoppageSigned",
    "Stage",
]

TAGS = {"stoppage": "coal_stoppage", "enterprise": "enterprise", "site": "site", "authority": "authority"}

Stage = Literal["department", "bureau", "government"]
"""本部门主要负责人签字, 矿山安全监察机构审核同意, 本级人民政府主要负责人批准 (Art 48)."""
STAGES: tuple[Stage, ...] = ("department", "bureau", "government")
"""In the order of Art 48."""


@fact("coal_stoppage.ordered", 1, tags=TAGS, occurred="ordered_on")
class CoalStoppageOrdered(Fact, frozen=True, kw_only=True):
    """`coal_stoppage.ordered` v1: a coal mine was ordered on a legal day to stop for rectification (Art 64)."""

    stoppage: Id
    enterprise: Id
    site: Id
    authority: Id
    """The department that ordered it and holds the acceptance."""
    content: Text
    """What has to be rectified."""
    finish_by: date
    """The last legal day for it."""
    basis: Text
    document: Code
    ordered_on: date


@fact("coal_stoppage.published", 1, tags=TAGS, occurred="published_on")
class CoalStoppagePublished(Fact, frozen=True, kw_only=True):
    """`coal_stoppage.published` v1: the stop, or the resumption, was made public on a legal day (Art 49)."""

    stoppage: Id
    enterprise: Id
    site: Id
    authority: Id
    what: Literal["stop", "resumption"]
    place: Text
    """Where it can be read."""
    published_on: date


@fact("coal_stoppage.applied", 1, tags=TAGS, occurred="applied_on")
class CoalStoppageApplied(Fact, frozen=True, kw_only=True):
    """`coal_stoppage.applied` v1: the department received on a legal day the application to resume (Art 48)."""

    stoppage: Id
    enterprise: Id
    site: Id
    authority: Id
    plan: Text
    """The plan of rectification (整改方案)."""
    evidence: Text
    """What shows that it was carried out."""
    applied_on: date


@fact(
    "coal_stoppage.acceptance_held",
    1,
    tags={**TAGS, "officers": "officer"},
    occurred="accepted_on",
    mends=("officers",),
)
class CoalStoppageAcceptanceHeld(Fact, frozen=True, kw_only=True):
    """`coal_stoppage.acceptance_held` v1: the acceptance was finished on a legal day, passed or failed (Art 48)."""

    stoppage: Id
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    result: Literal["passed", "failed"]
    findings: Text
    accepted_on: date


@fact("coal_stoppage.signed", 1, tags={**TAGS, "by": "authority"}, occurred="signed_on")
class CoalStoppageSigned(Fact, frozen=True, kw_only=True):
    """`coal_stoppage.signed` v1: one of the three signatures of the resumption was given on a legal day (Art 48)."""

    stoppage: Id
    enterprise: Id
    site: Id
    authority: Id
    stage: Stage
    by: Id
    """Whose head or body signed."""
    principal: bool
    """Whether it was the principal head (主要负责人)."""
    document: Code
    signed_on: date


@fact("coal_stoppage.resumed", 1, tags=TAGS, occurred="resumed_on")
class CoalStoppageResumed(Fact, frozen=True, kw_only=True):
    """`coal_stoppage.resumed` v1: the mine went on producing from a legal day, with all three signatures (Art 48)."""

    stoppage: Id
    enterprise: Id
    site: Id
    authority: Id
    resumed_on: date


FACTS: tuple[type[Fact], ...] = (
    CoalStoppageOrdered,
    CoalStoppagePublished,
    CoalStoppageApplied,
    CoalStoppageAcceptanceHeld,
    CoalStoppageSigned,
    CoalStoppageResumed,
)
