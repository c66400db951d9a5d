"""The facts of the hazard loop."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Personal, Text

__all__ = [
    "Escalation",
    "HazardCleared",
    "HazardEscalated",
    "HazardFound",
    "HazardRectifiedOnSpot",
    "HazardReinspected",
    "HazardReported",
    "Level",
    "Measured",
    "OrderExtended",
    "OrderExtensionRefused",
    "OrderExtensionRequested",
    "OrderIssued",
    "OrderItem",
    "Plan",
    "Remedies",
]

Level = Literal["general", "major"]
"""一般 or 重大 (安全生产法 Art 118)."""

Escalation = Literal["case", "stop", "daily_penalty", "power_cut", "closure", "transfer", "none"]
"""What follows an unrectified hazard (安全生产法 Arts 70, 99–102, 112, 113); `none` needs its reason."""


class Measured(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One figure that an inspector measured or counted."""

    name: Code
    """As the sector calls it, such as `methane`."""
    value: Decimal
    unit: Code
    """Such as `%`, `t` or `box`."""


@fact(
    "hazard.found",
    1,
    tags={
        "hazard": "hazard",
        "inspection": "inspection",
        "enterprise": "enterprise",
        "site": "site",
        "authority": "authority",
    },
    occurred="found_on",
    asserted="mapped",
)
class HazardFound(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """`hazard.found` v1: an inspection found a hazard on a legal day."""

    hazard: Id
    inspection: Id
    enterprise: Id
    site: Id
    authority: Id
    level: Level
    criterion: Code | None
    """The criterion, with its version, that makes it a major hazard (I-01)."""
    description: Text
    basis: Text
    """The law or standard it offends."""
    measured: tuple[Measured, ...] = ()
    """Since 0.3.0, and left out where there is none, as entries of before have none."""
    found_on: date


@fact(
    "hazard.rectified_on_spot",
    1,
    tags={
        "hazard": "hazard",
        "inspection": "inspection",
        "enterprise": "enterprise",
        "site": "site",
        "officers": "officer",
    },
    occurred="rectified_on",
    mends=("officers",),
)
class HazardRectifiedOnSpot(Fact, frozen=True, kw_only=True):
    """`hazard.rectified_on_spot` v1: a hazard was removed before the eyes of the officers who found it (当场整改; I-03)."""

    hazard: Id
    inspection: Id
    enterprise: Id
    site: Id
    officers: tuple[Id, ...]
    """Those who saw that it is gone; none of them removed it (I-11)."""
    rectifier: Id
    """Surrogate id of who removed it; never a name."""
    evidence: Text
    rectified_on: date


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The six elements of a plan for a major hazard (Order 16 (2007) Art 15; I-02)."""

    goals: Text = ""
    measures: Text = ""
    funds: Text = ""
    bodies: Text = ""
    time_limit: Text = ""
    emergency: Text = ""
    """Safety measures and emergency plan."""

    def missing(self) -> tuple[str, ...]:
        """The elements that are blank."""
        return tuple(field for field in self.__struct_fields__ if not str(getattr(self, field)).strip())


class Remedies(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the party may turn (行政复议法 Art 20, 行政诉讼法 Art 46)."""

    review_to: Text
    suit_to: Text


class OrderItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One hazard to be rectified: by whom, under which duty, until when (I-03)."""

    hazard: Id
    measure: Text
    basis: Text
    responsible: Personal
    """The person who rectifies."""
    duty: Text
    """The post that answers for it."""
    due_on: date
    supervising_officer: Id
    funds_fen: int | None = None
    plan: Plan | None = None


@fact(
    "order.issued",
    1,
    tags={
        "order": "order",
        "items.hazard": "hazard",
        "inspection": "inspection",
        "enterprise": "enterprise",
        "site": "site",
        "authority": "authority",
    },
    occurred="issued_on",
    asserted="mapped",
)
class OrderIssued(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """`order.issued` v1: an order to rectify within a time limit (责令限期整改指令书) was issued on a legal day."""

    order: Id
    inspection: Id
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    items: tuple[OrderItem, ...]
    remedies: Remedies
    review_days: int | None = None
    """The period for reconsideration as the order says it; this and what follows since 0.3.0."""
    suit_months: int | None = None
    """The period for suit as the order says it."""
    safety: Text | None = None
    """What the order says of safety while the hazard is being removed; None where that is the sentence of the form."""
    on_site: Personal | None = None
    """Who answers on the site and took the order."""
    witness: Personal | None = None
    sealed: bool = True
    issued_on: date


@fact(
    "order.extension_requested",
    1,
    tags={"order": "order", "hazard": "hazard", "enterprise": "enterprise", "site": "site"},
    occurred="requested_on",
    asserted="mapped",
)
class OrderExtensionRequested(Fact, frozen=True, kw_only=True):
    """`order.extension_requested` v1: the enterprise asked for more time for one hazard."""

    order: Id
    hazard: Id
    enterprise: Id
    site: Id
    reason: Text
    interim_measures: Text
    asked_due_on: date
    requested_on: date


@fact(
    "order.extended",
    1,
    tags={"order": "order", "hazard": "hazard", "enterprise": "enterprise", "site": "site"},
    occurred="decided_on",
    asserted="mapped",
)
class OrderExtended(Fact, frozen=True, kw_only=True):
    """`order.extended` v1: the authority gave more time for one hazard, until a new legal day."""

    order: Id
    hazard: Id
    enterprise: Id
    site: Id
    due_on: date
    approver: Id
    decided_on: date


@fact(
    "order.extension_refused",
    1,
    tags={"order": "order", "hazard": "hazard", "enterprise": "enterprise", "site": "site"},
    occurred="decided_on",
)
class OrderExtensionRefused(Fact, frozen=True, kw_only=True):
    """`order.extension_refused` v1: the authority gave no more time for one hazard; its last day stays."""

    order: Id
    hazard: Id
    enterprise: Id
    site: Id
    reason: Text
    approver: Id
    decided_on: date


@fact(
    "hazard.reported",
    1,
    tags={"hazard": "hazard", "order": "order", "enterprise": "enterprise", "site": "site"},
    occurred="reported_on",
    asserted="mapped",
)
class HazardReported(Fact, frozen=True, kw_only=True):
    """`hazard.reported` v1: the enterprise reported a hazard as rectified and asked for re-inspection."""

    hazard: Id
    order: Id
    enterprise: Id
    site: Id
    rectifier: Id
    """Surrogate id of who rectified; never a name."""
    evidence: Text
    reported_on: date


@fact(
    "hazard.reinspected",
    1,
    tags={"hazard": "hazard", "order": "order", "enterprise": "enterprise", "site": "site", "officers": "officer"},
    occurred="reinspected_on",
    asserted="mapped",
    mends=("officers",),
)
class HazardReinspected(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """`hazard.reinspected` v1: officers looked whether a hazard was rectified (整改复查)."""

    hazard: Id
    order: Id
    enterprise: Id
    site: Id
    officers: tuple[Id, ...]
    result: Literal["passed", "failed"]
    findings: Text
    unit_signature: Literal["signed", "refused"] | None = None
    """Whether the unit signed the record of the re-inspection; None where nothing is said of it. Since 0.3.0."""
    refusal_noted: bool = False
    reinspected_on: date


@fact(
    "hazard.escalated",
    1,
    tags={"hazard": "hazard", "case": "case", "enterprise": "enterprise", "site": "site"},
    occurred="escalated_on",
    asserted="mapped",
)
class HazardEscalated(Fact, frozen=True, kw_only=True):
    """`hazard.escalated` v1: what the authority chose after a failed re-inspection (I-08)."""

    hazard: Id
    enterprise: Id
    site: Id
    escalation: Escalation
    reason: Text
    case: Id | None = None
    escalated_on: date


@fact(
    "hazard.cleared",
    1,
    tags={"hazard": "hazard", "enterprise": "enterprise", "site": "site", "authority": "authority"},
    occurred="cleared_on",
    asserted="mapped",
)
class HazardCleared(Fact, frozen=True, kw_only=True):
    """`hazard.cleared` v1: a hazard was closed after a passed re-inspection (销号; I-11)."""

    hazard: Id
    enterprise: Id
    site: Id
    authority: Id
    cleared_on: date
