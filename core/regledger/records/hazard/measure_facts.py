"""The facts of measures on the spot, of resuming after them, and of cutting off power or explosives (安全生产法 Arts 65(3), 70)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.clock import Instant
from regledger.log.facts import Fact, fact
from regledger.log.text import Id, Text
from regledger.records.approval import Approval

__all__ = [
    "MeasureDefied",
    "MeasureLifted",
    "MeasureOrdered",
    "Residents",
    "ResumptionApplied",
    "ResumptionReviewed",
    "Supply",
    "SupplyCutOrdered",
    "SupplyRestored",
    "What",
]

What = Literal["eliminate_now", "withdraw", "stop_production", "stop_use"]


@fact(
    "measure.ordered",
    1,
    tags={
        "measure": "measure",
        "hazards": "hazard",
        "enterprise": "enterprise",
        "site": "site",
        "authority": "authority",
    },
    occurred="ordered_on",
    asserted="mapped",
)
class MeasureOrdered(Fact, frozen=True, kw_only=True):
    """`measure.ordered` v1: a measure on the spot was ordered for hazards of one site."""

    measure: Id
    hazards: tuple[Id, ...]
    enterprise: Id
    site: Id
    authority: Id
    what: tuple[What, ...]
    basis: Text
    officers: tuple[Id, ...]
    consent_to_resume: bool
    """Whether resuming needs the department's consent: for major hazards only (安全生产法 Art 65(3))."""
    ordered_on: date


@fact(
    "measure.lifted",
    1,
    tags={"measure": "measure", "enterprise": "enterprise", "site": "site", "authority": "authority"},
    occurred="lifted_on",
    asserted="mapped",
)
class MeasureLifted(Fact, frozen=True, kw_only=True):
    """`measure.lifted` v1: a measure on the spot ended; with the department's consent where it needed one."""

    measure: Id
    enterprise: Id
    site: Id
    authority: Id
    consent_by: Id | None
    lifted_on: date


Supply = Literal["power", "explosives"]
"""供电 or 民用爆炸物品."""
Residents = Literal["none", "spared", "cut_off"]
"""Whether people who live there lose water, power, heat or gas: nobody lives there, they are left out, or they lose it."""

_TAGS = {"measure": "measure", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("measure.defied", 1, tags={**_TAGS, "officers": "officer"}, occurred="found_on", mends=("officers",))
class MeasureDefied(Fact, frozen=True, kw_only=True):
    """`measure.defied` v1: officers found on a legal day that the enterprise did not obey a measure in force (拒不执行)."""

    measure: Id
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    description: Text
    found_on: date


@fact("measure.resumption_applied", 1, tags=_TAGS, occurred="applied_on")
class ResumptionApplied(Fact, frozen=True, kw_only=True):
    """`measure.resumption_applied` v1: the enterprise asked on a legal day to resume, its hazard rectified (恢复生产申请)."""

    measure: Id
    enterprise: Id
    site: Id
    authority: Id
    evidence: Text
    """What shows that the hazard is rectified."""
    applied_on: date


@fact(
    "measure.resumption_reviewed", 1, tags={**_TAGS, "officers": "officer"}, occurred="reviewed_on", mends=("officers",)
)
class ResumptionReviewed(Fact, frozen=True, kw_only=True):
    """`measure.resumption_reviewed` v1: officers reviewed on the spot, on a legal day, whether the enterprise may resume."""

    measure: Id
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    result: Literal["passed", "failed", "hopeless"]
    """`hopeless` where no safe conditions can be reached: closure is proposed."""
    findings: Text
    reviewed_on: date


@fact("supply.cut_ordered", 1, tags={**_TAGS, "officers": "officer"}, occurred="ordered_at", mends=("officers",))
class SupplyCutOrdered(Fact, frozen=True, kw_only=True):
    """`supply.cut_ordered` v1: a supplier was told in writing to stop power or explosives, at an instant (安全生产法 Art 70)."""

    measure: Id
    enterprise: Id
    site: Id
    authority: Id
    supply: Supply
    supplier: Text
    officers: tuple[Id, ...]
    danger: Text
    """The real danger of an accident."""
    safety: Text
    """How the cut-off itself is kept safe."""
    residents: Residents
    emergency: bool
    approval: Approval | None
    in_writing: bool
    enterprise_told_at: Instant | None
    cut_from: Instant
    ordered_at: Instant


@fact("supply.restored", 1, tags=_TAGS, occurred="restored_on")
class SupplyRestored(Fact, frozen=True, kw_only=True):
    """`supply.restored` v1: the supplier was told on a legal day to supply again (Art 70)."""

    measure: Id
    enterprise: Id
    site: Id
    authority: Id
    supply: Supply
    restored_on: date
