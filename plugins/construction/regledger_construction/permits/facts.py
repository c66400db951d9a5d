"""The facts of construction permits and of the works under them (建筑法 Arts 7–11; 建设工程安全生产管理条例 Arts 10, 11)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from regledger.sectors import Code, Fact, Id, Text, fact

__all__ = [
    "FACTS",
    "Basis",
    "Condition",
    "Conditional",
    "DemolitionFiled",
    "DemolitionPaper",
    "Fen",
    "PermitApplied",
    "PermitExtended",
    "PermitIssued",
    "PermitVerified",
    "SafetyMeasuresFiled",
    "SuspensionReported",
    "WorksResumed",
    "WorksStarted",
    "WorksSuspended",
]

Basis = Literal["permit", "start_report"]
"""A construction permit (施工许可证), or the approval of a start report in its place (开工报告, 建筑法 Art 7)."""

Condition = Literal["land", "planning", "clearance", "contractor", "funds_and_drawings", "measures"]
"""The conditions of 建筑法 Art 8: land approved, planning permit, progress of clearance, contractor chosen, funds with drawings and
papers, measures for quality and safety."""

Conditional = Literal["planning", "clearance"]
"""Those of them that hold only where the law asks for a planning permit, or something has to be cleared."""

DemolitionPaper = Literal["qualification", "description", "scheme", "waste"]
"""What is filed before a demolition (393 Art 11): proof of the contractor's grade, description of the buildings and of what is
endangered beside them, the scheme, measures for stacking and clearing waste."""

Fen = Annotated[int, msgspec.Meta(ge=0, le=10**15)]
"""Money in whole fen."""

_TAGS = {"permit": "works_permit", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("works_permit.applied", 1, tags=_TAGS, occurred="applied_on", asserted="mapped")
class PermitApplied(Fact, frozen=True, kw_only=True):
    """`works_permit.applied` v1: a builder applied for a construction permit, or for approval of its start report, on a legal day."""

    permit: Id
    enterprise: Id
    """The builder (建设单位)."""
    site: Id
    authority: Id
    basis: Basis
    measures_shown: bool
    """Whether the papers on safety measures were handed in (393 Art 10)."""
    applied_on: date


@fact("works_permit.issued", 1, tags={**_TAGS, "contractor": "enterprise"}, occurred="issued_on", asserted="mapped")
class PermitIssued(Fact, frozen=True, kw_only=True):
    """`works_permit.issued` v1: the permit was issued, or the start report approved, on a legal day (建筑法 Arts 7, 8)."""

    permit: Id
    enterprise: Id
    site: Id
    authority: Id
    basis: Basis
    number: Code
    contractor: Id
    """The main contractor."""
    conditions_met: tuple[Condition, ...]
    not_applicable: tuple[Conditional, ...]
    measures_reviewed: bool
    """Whether it was looked at if there are measures for safe works (393 Art 42)."""
    review_fee_fen: Fen
    """What was charged for that look, in fen; the regulation allows nothing."""
    start_on: date | None
    """The scheduled first day of the works, of an approved start report."""
    issued_on: date


@fact("works_permit.extended", 1, tags=_TAGS, occurred="extended_on", asserted="mapped")
class PermitExtended(Fact, frozen=True, kw_only=True):
    """`works_permit.extended` v1: the time to start was extended on a legal day (建筑法 Art 9)."""

    permit: Id
    enterprise: Id
    site: Id
    authority: Id
    reason: Text
    until: date
    """The new last day to start."""
    requested_on: date
    extended_on: date


@fact("works_permit.verified", 1, tags=_TAGS, occurred="verified_on")
class PermitVerified(Fact, frozen=True, kw_only=True):
    """`works_permit.verified` v1: the issuer verified the permit before works go on, on a legal day (核验, 建筑法 Art 10)."""

    permit: Id
    enterprise: Id
    site: Id
    authority: Id
    verified_on: date


@fact(
    "safety_measures.filed",
    1,
    tags={"permit": "works_permit", "site": "site", "authority": "authority"},
    occurred="filed_on",
    asserted="mapped",
)
class SafetyMeasuresFiled(Fact, frozen=True, kw_only=True):
    """`safety_measures.filed` v1: the safety measures of works by start report were filed on a legal day (393 Art 10)."""

    permit: Id
    site: Id
    authority: Id
    filed_on: date


@fact(
    "demolition.filed",
    1,
    tags={"site": "site", "contractor": "enterprise", "authority": "authority"},
    occurred="filed_on",
    asserted="mapped",
)
class DemolitionFiled(Fact, frozen=True, kw_only=True):
    """`demolition.filed` v1: the papers of a demolition were filed on a legal day (393 Art 11)."""

    site: Id
    contractor: Id
    authority: Id
    qualified: bool
    """Whether the contractor holds the grade that the demolition asks for."""
    papers: tuple[DemolitionPaper, ...]
    start_on: date
    """The planned first day."""
    filed_on: date


@fact(
    "works.started",
    1,
    tags={"site": "site", "permit": "works_permit", "authority": "authority"},
    occurred="started_on",
    asserted="mapped",
)
class WorksStarted(Fact, frozen=True, kw_only=True):
    """`works.started` v1: works began on a legal day, as the authority was told or found (开工)."""

    site: Id
    permit: Id | None
    """The permit under which they began; None where there is none."""
    authority: Id
    started_on: date


_GOING_ON = {"permit": "works_permit", "site": "site", "authority": "authority"}


@fact("works.suspended", 1, tags=_GOING_ON, occurred="suspended_on", asserted="mapped")
class WorksSuspended(Fact, frozen=True, kw_only=True):
    """`works.suspended` v1: works under a permit were broken off on a legal day (中止施工, 建筑法 Art 10)."""

    permit: Id
    site: Id
    authority: Id
    reason: Text
    suspended_on: date


@fact("works.suspension_reported", 1, tags=_GOING_ON, occurred="reported_on", asserted="mapped")
class SuspensionReported(Fact, frozen=True, kw_only=True):
    """`works.suspension_reported` v1: the builder reported to the issuer that works were broken off, on a legal day (建筑法 Art 10)."""

    permit: Id
    site: Id
    authority: Id
    reported_on: date


@fact("works.resumed", 1, tags=_GOING_ON, occurred="resumed_on", asserted="mapped")
class WorksResumed(Fact, frozen=True, kw_only=True):
    """`works.resumed` v1: works that were broken off went on, on a legal day (恢复施工, 建筑法 Art 10)."""

    permit: Id
    site: Id
    authority: Id
    reported: bool
    """Whether that was reported to the issuer."""
    resumed_on: date


FACTS: tuple[type[Fact], ...] = (
    PermitApplied,
    PermitIssued,
    PermitExtended,
    PermitVerified,
    SafetyMeasuresFiled,
    DemolitionFiled,
    WorksStarted,
    WorksSuspended,
    SuspensionReported,
    WorksResumed,
)
