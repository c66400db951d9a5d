"""What is recorded of dangerous works: declared, planned, reviewed, started, watched, accepted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec
from regledger.sectors import Code, Fact, Id, Text, fact

from regledger_construction.dangerous_works.classifier import Scale, WorksKind

__all__ = [
    "DangerousWorksAccepted",
    "DangerousWorksDeclared",
    "DangerousWorksPlanned",
    "DangerousWorksReviewed",
    "DangerousWorksStarted",
    "DangerousWorksWatched",
    "Result",
    "WorksFigure",
]

Result = Literal["passed", "passed_after_amendment", "failed"]
"""What the experts conclude: 通过, 修改后通过, 不通过."""

_TAGS = {"works": "dangerous_works", "site": "site"}


class WorksFigure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One figure of the design; what is only looked at is 1 for yes and 0 for no."""

    name: Code
    """Such as `pit_depth_m`: it ends in its unit."""
    value: Decimal


@fact(
    "dangerous_works.declared",
    1,
    tags={**_TAGS, "enterprise": "enterprise", "authority": "authority"},
    occurred="declared_on",
    amended="withdrawn",
)
class DangerousWorksDeclared(Fact, frozen=True, kw_only=True):
    """`dangerous_works.declared` v1: the contractor declared works with their figures on a legal day (393 Art 26).

    What they are is worked out of the figures; what the contractor calls them is kept beside it.
    """

    works: Id
    site: Id
    enterprise: Id
    """The contractor that carries them out."""
    authority: Id
    kind: WorksKind
    part: Text
    """Which part of the works, in words."""
    figures: tuple[WorksFigure, ...]
    declared: Scale
    """What the contractor calls them."""
    scale: Scale
    """What the lists make of the figures; as declared before the lists applied."""
    declared_on: date


@fact("dangerous_works.planned", 1, tags=_TAGS, occurred="planned_on", amended="withdrawn")
class DangerousWorksPlanned(Fact, frozen=True, kw_only=True):
    """`dangerous_works.planned` v1: a plan was signed on a legal day, the first one or one amended since (393 Art 26)."""

    works: Id
    site: Id
    plan: Text
    """Title and edition of the plan."""
    technical_head: Id | None
    """Surrogate id of the contractor's technical head who signed; None where that is missing."""
    chief_supervisor: Id | None
    """Surrogate id of the chief supervision engineer who signed."""
    calculations: bool
    """Whether the results of safety calculations are attached."""
    planned_on: date
    """The day of the last signature."""


@fact("dangerous_works.reviewed", 1, tags=_TAGS, occurred="reviewed_on", amended="withdrawn")
class DangerousWorksReviewed(Fact, frozen=True, kw_only=True):
    """`dangerous_works.reviewed` v1: experts looked at the plan on a legal day (393 Art 26; Order 37 of 2018, from memory)."""

    works: Id
    site: Id
    experts: tuple[Id, ...]
    """Surrogate ids."""
    result: Result
    report: Text
    """Number or title of their report."""
    reviewed_on: date


@fact("dangerous_works.started", 1, tags=_TAGS, occurred="started_on", amended="withdrawn")
class DangerousWorksStarted(Fact, frozen=True, kw_only=True):
    """`dangerous_works.started` v1: the works were started on a legal day (393 Art 26)."""

    works: Id
    site: Id
    watcher: Id | None
    """Surrogate id of who of the full-time safety staff watches them; None where nobody was named."""
    started_on: date


@fact("dangerous_works.watched", 1, tags=_TAGS, occurred="watched_on", amended="withdrawn")
class DangerousWorksWatched(Fact, frozen=True, kw_only=True):
    """`dangerous_works.watched` v1: an entry of the site watch of a legal day was shown (393 Art 26)."""

    works: Id
    site: Id
    watcher: Id
    full_time: bool
    """Whether that is one of the full-time safety staff."""
    found: Text
    """What the watch wrote down."""
    watched_on: date


@fact("dangerous_works.accepted", 1, tags=_TAGS, occurred="accepted_on", amended="withdrawn")
class DangerousWorksAccepted(Fact, frozen=True, kw_only=True):
    """`dangerous_works.accepted` v1: the works were accepted on a legal day, and end (Order 37 of 2018, from memory)."""

    works: Id
    site: Id
    technical_head: Id | None
    """Surrogate id of the technical head of the project who signed."""
    chief_supervisor: Id | None
    accepted_on: date
