"""The facts of a construction project and its safety facilities (安全生产法 Arts 31–34)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id

__all__ = [
    "ProjectAcceptanceVerified",
    "ProjectAccepted",
    "ProjectBegun",
    "ProjectCompleted",
    "ProjectDesignReviewed",
    "ProjectDesignSubmitted",
    "ProjectEvaluated",
    "ProjectKind",
    "ProjectPutIntoUse",
    "ProjectRegistered",
]

_TAGS = {"project": "project", "enterprise": "enterprise", "site": "site", "authority": "authority"}

ProjectKind = Literal["mine", "smelting", "hazardous_goods", "other"]
"""What is built (安全生产法 Art 32): 矿山, 金属冶炼, 用于生产、储存、装卸危险物品; the three are high-risk."""


@fact("project.registered", 1, tags=_TAGS, occurred="registered_on")
class ProjectRegistered(Fact, frozen=True, kw_only=True):
    """`project.registered` v1: a project to build, rebuild or extend became known on a legal day (安全生产法 Art 31)."""

    project: Id
    enterprise: Id
    site: Id
    authority: Id
    """Who reviews the design of its safety facilities."""
    kind: ProjectKind
    work: Literal["new", "rebuilt", "extended"]
    registered_on: date


@fact("project.evaluated", 1, tags=_TAGS, occurred="evaluated_on")
class ProjectEvaluated(Fact, frozen=True, kw_only=True):
    """`project.evaluated` v1: its safety was evaluated by a legal day (安全生产法 Art 32)."""

    project: Id
    enterprise: Id
    site: Id
    authority: Id
    report: Code
    evaluated_on: date


@fact("project.design_submitted", 1, tags=_TAGS, occurred="submitted_on")
class ProjectDesignSubmitted(Fact, frozen=True, kw_only=True):
    """`project.design_submitted` v1: the design of its safety facilities was handed in on a legal day (安全生产法 Art 33)."""

    project: Id
    enterprise: Id
    site: Id
    authority: Id
    design: Code
    submitted_on: date


@fact("project.design_reviewed", 1, tags=_TAGS, occurred="reviewed_on")
class ProjectDesignReviewed(Fact, frozen=True, kw_only=True):
    """`project.design_reviewed` v1: the department decided on the design on a legal day (安全生产法 Art 33)."""

    project: Id
    enterprise: Id
    site: Id
    authority: Id
    design: Code
    approved: bool
    reviewed_on: date


@fact("project.begun", 1, tags=_TAGS, occurred="begun_on")
class ProjectBegun(Fact, frozen=True, kw_only=True):
    """`project.begun` v1: building began on a legal day, the safety facilities with the main work (安全生产法 Arts 31, 34)."""

    project: Id
    enterprise: Id
    site: Id
    authority: Id
    facilities_with_it: bool
    begun_on: date


@fact("project.completed", 1, tags=_TAGS, occurred="completed_on")
class ProjectCompleted(Fact, frozen=True, kw_only=True):
    """`project.completed` v1: building was completed on a legal day (安全生产法 Art 34)."""

    project: Id
    enterprise: Id
    site: Id
    authority: Id
    by_design: bool
    """Whether it was built by the approved design."""
    completed_on: date


@fact("project.accepted", 1, tags=_TAGS, occurred="accepted_on")
class ProjectAccepted(Fact, frozen=True, kw_only=True):
    """`project.accepted` v1: the builder's acceptance of the safety facilities was held on a legal day (安全生产法 Art 34(2))."""

    project: Id
    enterprise: Id
    site: Id
    authority: Id
    passed: bool
    accepted_on: date


@fact(
    "project.acceptance_verified", 1, tags={**_TAGS, "officers": "officer"}, occurred="verified_on", mends=("officers",)
)
class ProjectAcceptanceVerified(Fact, frozen=True, kw_only=True):
    """`project.acceptance_verified` v1: the department looked at the acceptance and its result on a legal day (安全生产法 Art 34(2))."""

    project: Id
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    in_order: bool
    verified_on: date


@fact("project.put_into_use", 1, tags=_TAGS, occurred="used_on")
class ProjectPutIntoUse(Fact, frozen=True, kw_only=True):
    """`project.put_into_use` v1: production or use began on a legal day, the safety facilities with it (安全生产法 Arts 31, 34)."""

    project: Id
    enterprise: Id
    site: Id
    authority: Id
    facilities_in_use: bool
    used_on: date
