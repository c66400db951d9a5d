"""The facts of producing in spite of a major hazard, and of closing a coal mine (煤矿安全生产条例 Arts 64, 70)."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from regledger.sectors import Code, Fact, Id, Text, fact

__all__ = [
    "FACTS",
    "ITEMS",
    "CoalClosureCompleted",
    "CoalClosureDecided",
    "CoalClosureItemMet",
    "CoalClosureProposed",
    "CoalClosurePublished",
    "Ground",
    "Item",
    "UnsafeProductionFound",
]

Ground = Literal["unlicensed", "repeated", "untreatable"]
"""Art 70(1) to (3); what 安全生产法 says beside them is proposed with `closure.propose` of the core."""

Item = Literal["licences", "explosives", "power", "shafts", "labour", "marker", "papers", "other"]
"""The eight items of the closure standard, in the order of Art 70."""
ITEMS: tuple[Item, ...] = get_args(Item)

TAGS = {"closure": "coal_closure", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact(
    "unsafe_production.found",
    1,
    tags={
        "finding": "unsafe_production",
        "hazards": "hazard",
        "enterprise": "enterprise",
        "site": "site",
        "authority": "authority",
        "officers": "officer",
    },
    occurred="found_on",
    mends=("officers",),
)
class UnsafeProductionFound(Fact, frozen=True, kw_only=True):
    """`unsafe_production.found` v1: officers found on a legal day that a coal mine produced in spite of a major hazard (Art 64)."""

    finding: Id
    hazards: tuple[Id, ...]
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    description: Text
    """Where and how it produced."""
    found_on: date


@fact("coal_closure.proposed", 1, tags={**TAGS, "government": "authority"}, occurred="proposed_on")
class CoalClosureProposed(Fact, frozen=True, kw_only=True):
    """`coal_closure.proposed` v1: a government was asked on a legal day to close a coal mine (Art 70)."""

    closure: Id
    enterprise: Id
    site: Id
    authority: Id
    government: Id
    ground: Ground
    findings: Text
    expert_opinion: Text
    """The conclusion of the experts whom the local government called in; empty for another ground."""
    document: Code
    proposed_on: date


@fact("coal_closure.decided", 1, tags={**TAGS, "government": "authority"}, occurred="decided_on")
class CoalClosureDecided(Fact, frozen=True, kw_only=True):
    """`coal_closure.decided` v1: the government decided on a legal day whether the mine is closed (Art 70)."""

    closure: Id
    enterprise: Id
    site: Id
    authority: Id
    government: Id
    closed: bool
    reasons: Text
    document: Code
    decided_on: date


@fact("coal_closure.published", 1, tags=TAGS, occurred="published_on")
class CoalClosurePublished(Fact, frozen=True, kw_only=True):
    """`coal_closure.published` v1: the closure was made public on a legal day (Art 49)."""

    closure: Id
    enterprise: Id
    site: Id
    authority: Id
    place: Text
    published_on: date


@fact("coal_closure.item_met", 1, tags=TAGS, occurred="met_on")
class CoalClosureItemMet(Fact, frozen=True, kw_only=True):
    """`coal_closure.item_met` v1: one item of the closure standard was found to be met on a legal day (Art 70)."""

    closure: Id
    enterprise: Id
    site: Id
    authority: Id
    item: Item
    evidence: Text
    met_on: date


@fact("coal_closure.completed", 1, tags=TAGS, occurred="completed_on")
class CoalClosureCompleted(Fact, frozen=True, kw_only=True):
    """`coal_closure.completed` v1: the mine was closed on a legal day, with all items of the standard met (Art 70)."""

    closure: Id
    enterprise: Id
    site: Id
    authority: Id
    completed_on: date


FACTS: tuple[type[Fact], ...] = (
    CoalClosureProposed,
    CoalClosureDecided,
    CoalClosurePublished,
    CoalClosureItemMet,
    CoalClosureCompleted,
)
