"""The facts of what was registered and preserved in advance (先行登记保存, 行政处罚法 Art 56)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Id, Text
from regledger.records.approval import Approval

__all__ = ["Disposal", "Item", "PreservationDisposed", "PreservationOrdered"]

Disposal = Literal["recorded", "appraised", "constrained", "confiscation", "transferred", "released"]
"""Evidence was taken by recording or copying; sent to be appraised; sealed or seized; proposed for confiscation; sent on to
the competent authority; given back."""

_TAGS = {
    "preservation": "preservation",
    "case": "case",
    "enterprise": "enterprise",
    "site": "site",
    "authority": "authority",
}


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a list of things."""

    name: Text
    quantity: Text
    """Number and unit, such as `12 boxes`."""


@fact(
    "preservation.ordered",
    1,
    tags={**_TAGS, "officers": "officer"},
    occurred="ordered_on",
    mends=("officers",),
)
class PreservationOrdered(Fact, frozen=True, kw_only=True):
    """`preservation.ordered` v1: evidence that may be lost was registered and preserved on a legal day (Art 56)."""

    preservation: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    items: tuple[Item, ...]
    place: Text
    ground: Text
    """Why it may be lost or hard to obtain later."""
    officers: tuple[Id, ...]
    approval: Approval | None
    list_given: bool
    """Whether the party was given notice and list."""
    ordered_on: date


@fact("preservation.disposed", 1, tags=_TAGS, occurred="disposed_on")
class PreservationDisposed(Fact, frozen=True, kw_only=True):
    """`preservation.disposed` v1: it was decided on a legal day what becomes of what was preserved (处理决定书)."""

    preservation: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    disposal: Disposal
    reasons: Text
    disposed_on: date
