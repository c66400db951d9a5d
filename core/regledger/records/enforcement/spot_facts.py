"""The facts of money that officers take themselves, and of the fine of a decision on the spot (行政处罚法 Arts 67–71)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text
from regledger.records.case.facts import Fen

__all__ = ["CollectionHandedIn", "CollectionPaidIn", "CollectionTaken", "SpotGround", "SummaryPaid"]

SpotGround = Literal["small", "hard_later", "remote"]
"""Why officers take the money: a fine of a hundred yuan or less, a fine that could hardly be collected later (Art 68),
or in a remote place, on water or where traffic is poor (Art 69)."""

_TAGS = {
    "collection": "collection",
    "summary": "summary",
    "case": "case",
    "enterprise": "enterprise",
    "site": "site",
    "authority": "authority",
}


@fact("collection.taken", 1, tags={**_TAGS, "officers": "officer"}, occurred="taken_on", mends=("officers",))
class CollectionTaken(Fact, frozen=True, kw_only=True):
    """`collection.taken` v1: officers took a fine from the party on a legal day (当场收缴, Arts 68, 69)."""

    collection: Id
    summary: Id | None
    """The decision on the spot whose fine it is; None where it is that of a case."""
    case: Id | None
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    amount_fen: Fen
    ground: SpotGround
    hard_ground: Text
    """Why the fine could hardly be collected later; empty where that is not the ground."""
    difficulty: Text
    """Why the party can pay neither at the bank nor electronically; empty where that is not the ground."""
    requested: bool
    """Whether the party itself asked to pay there."""
    receipt: Code
    """The number of the receipt that the party got."""
    unified_receipt: bool
    """Whether that is the receipt of the department of finance (财政部门统一制发的专用票据, Art 70)."""
    on_water: bool
    taken_on: date


@fact("collection.handed_in", 1, tags=_TAGS, occurred="handed_in_on")
class CollectionHandedIn(Fact, frozen=True, kw_only=True):
    """`collection.handed_in` v1: the officers handed the money to their authority on a legal day (Art 71)."""

    collection: Id
    summary: Id | None
    case: Id | None
    enterprise: Id
    site: Id
    authority: Id
    ashore_on: date | None
    """When the officers reached the shore, where they took it on water."""
    handed_in_on: date


@fact("collection.paid_in", 1, tags=_TAGS, occurred="paid_in_on")
class CollectionPaidIn(Fact, frozen=True, kw_only=True):
    """`collection.paid_in` v1: the authority paid the money to the designated bank on a legal day (Art 71)."""

    collection: Id
    summary: Id | None
    case: Id | None
    enterprise: Id
    site: Id
    authority: Id
    bank: Text
    paid_in_on: date


@fact(
    "summary.paid",
    1,
    tags={"summary": "summary", "enterprise": "enterprise", "site": "site", "authority": "authority"},
    occurred="paid_on",
)
class SummaryPaid(Fact, frozen=True, kw_only=True):
    """`summary.paid` v1: the party paid the fine of a decision on the spot at the bank on a legal day (Art 67)."""

    summary: Id
    enterprise: Id
    site: Id
    authority: Id
    amount_fen: Fen
    receipt: Code
    paid_on: date
