"""The facts of what is inspected by plan and by lot: annual plans, random draws, schemes of a visit (B-22, I-13, I-14, J-02)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Sha256, Text

__all__ = [
    "Apart",
    "Assigned",
    "DrawAnnounced",
    "DrawMade",
    "PlanApproved",
    "PlanDrawnUp",
    "PlanPublished",
    "PlanUnit",
    "SchemeApproved",
    "Weight",
]

Weight = Literal["key", "general"]
"""重点检查 or 一般检查."""


class PlanUnit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One site of an annual plan."""

    site: Id
    weight: Weight
    grade: Text
    """Its class and grade of risk, such as `红` or `B`."""
    visits: int = 1
    """How often it is to be inspected in the year."""
    reason: Text = ""
    """Why more often than the cap allows."""


@fact("plan.drawn_up", 1, tags={"plan": "plan", "authority": "authority", "units.site": "site"}, occurred="drawn_up_on")
class PlanDrawnUp(Fact, frozen=True, kw_only=True):
    """`plan.drawn_up` v1: an annual inspection plan by class and grade was drawn up (安全生产法(2021) Art 62)."""

    plan: Id
    authority: Id
    year: int
    units: tuple[PlanUnit, ...]
    drawn_up_on: date


@fact("plan.approved", 1, tags={"plan": "plan", "authority": "authority"}, occurred="approved_on")
class PlanApproved(Fact, frozen=True, kw_only=True):
    """`plan.approved` v1: the head approved an annual inspection plan; it is followed from that day on."""

    plan: Id
    authority: Id
    year: int
    approver: Text
    """By office."""
    document: Text
    approved_on: date


@fact("plan.published", 1, tags={"plan": "plan", "authority": "authority"}, occurred="published_on")
class PlanPublished(Fact, frozen=True, kw_only=True):
    """`plan.published` v1: an approved plan was made public on a legal day."""

    plan: Id
    authority: Id
    where: Text
    published_on: date


class Apart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An officer who may not inspect a site, for an interest in it."""

    officer: Id
    site: Id


@fact(
    "draw.announced",
    1,
    tags={"draw": "draw", "authority": "authority", "plan": "plan", "operation": "operation"},
    occurred="announced_on",
)
class DrawAnnounced(Fact, frozen=True, kw_only=True):
    """`draw.announced` v1: the pools and the seed of a random draw were published, before it is made (双随机; I-13)."""

    draw: Id
    authority: Id
    plan: Id | None = None
    operation: Id | None = None
    """The joint operation of several authorities for which is drawn."""
    objects: tuple[Id, ...]
    """The sites that can be drawn."""
    officers: tuple[Id, ...]
    """Those who can be drawn to inspect them."""
    apart: tuple[Apart, ...] = ()
    seed: Code
    take: int
    """How many sites are drawn."""
    team: int
    """How many officers for each."""
    pool_digest: Sha256
    """Over both pools and who is kept apart, as `regledger.records.planning.lot` counts it."""
    announced_on: date


class Assigned(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One site that was drawn, and the officers drawn for it."""

    site: Id
    officers: tuple[Id, ...]


@fact(
    "draw.made",
    1,
    tags={"draw": "draw", "authority": "authority", "assigned.site": "site"},
    occurred="drawn_on",
)
class DrawMade(Fact, frozen=True, kw_only=True):
    """`draw.made` v1: sites and officers were drawn; whoever has the announced inputs gets the same again."""

    draw: Id
    authority: Id
    pool_digest: Sha256
    seed: Code
    assigned: tuple[Assigned, ...]
    drawn_on: date


@fact(
    "scheme.approved",
    1,
    tags={
        "inspection": "inspection",
        "enterprise": "enterprise",
        "site": "site",
        "authority": "authority",
        "plan": "plan",
        "draw": "draw",
    },
    occurred="approved_on",
)
class SchemeApproved(Fact, frozen=True, kw_only=True):
    """`scheme.approved` v1: the scheme of one visit (现场检查方案) was approved before it (J-02)."""

    inspection: Id
    """The inspection that is to be made by it."""
    enterprise: Id
    site: Id
    authority: Id
    plan: Id | None = None
    draw: Id | None = None
    officers: tuple[Id, ...]
    content: Text
    approver: Text
    visit_on: date
    approved_on: date
