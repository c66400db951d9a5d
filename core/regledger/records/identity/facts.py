"""What changes who or where a subject is: a new name, a succession, a region."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text

__all__ = [
    "LASTING",
    "AuthorityLocated",
    "AuthorityRenamed",
    "EnterpriseRenamed",
    "How",
    "RegionEntered",
    "SiteLaidOver",
    "SiteLocated",
    "SiteOverlayLifted",
    "SiteRenamed",
    "Subject",
    "SubjectSucceeded",
]

LASTING = ("enterprise", "site", "authority", "region")
"""Kinds of record that others can take the place of."""

How = Literal["merged", "split", "replaced", "recoded"]
"""Merged into one, split into several, replaced by another, or the same thing under another code."""

Subject = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,31}:[A-Za-z0-9_-]{1,64}$", extra={"privacy": "public"})
]
"""A whole tag, `kind:id`."""


@fact(
    "enterprise.renamed",
    1,
    tags={"enterprise": "enterprise", "credit_code": "credit_code", "authority": "authority"},
    occurred="renamed_on",
    asserted="mapped",
    mends=("credit_code",),
)
class EnterpriseRenamed(Fact, frozen=True, kw_only=True):
    """`enterprise.renamed` v1: from a legal day an enterprise has another name, another credit code, or both."""

    enterprise: Id
    name: Text
    """The whole name from that day."""
    credit_code: Id | None
    """The credit code from that day (GB 32100-2015); None where it is kept."""
    ground: Text
    document: Code | None
    """The number of the registration's or the approval's document."""
    authority: Id
    """Who enters it."""
    renamed_on: date


@fact("site.renamed", 1, tags={"site": "site", "authority": "authority"}, occurred="renamed_on", asserted="mapped")
class SiteRenamed(Fact, frozen=True, kw_only=True):
    """`site.renamed` v1: from a legal day a site has another name."""

    site: Id
    name: Text
    ground: Text
    document: Code | None
    authority: Id
    """Who enters it."""
    renamed_on: date


@fact(
    "authority.renamed",
    1,
    tags={"renamed": "authority", "authority": "authority"},
    occurred="renamed_on",
    asserted="never",
)
class AuthorityRenamed(Fact, frozen=True, kw_only=True):
    """`authority.renamed` v1: from a legal day an authority has another name; whose powers go over is `subject.succeeded`."""

    renamed: Id
    name: Text
    ground: Text
    document: Code | None
    authority: Id
    """Who enters it."""
    renamed_on: date


@fact(
    "site.laid_over",
    1,
    tags={"site": "site", "authority": "authority"},
    occurred="laid_over_on",
    asserted="mapped",
)
class SiteLaidOver(Fact, frozen=True, kw_only=True):
    """`site.laid_over` v1: from a legal day a site is under further sectors beside its lead sector."""

    site: Id
    overlays: tuple[Code, ...]
    authority: Id
    """Who enters it."""
    ground: Text
    laid_over_on: date


@fact(
    "site.overlay_lifted",
    1,
    tags={"site": "site", "authority": "authority"},
    occurred="lifted_on",
    asserted="mapped",
)
class SiteOverlayLifted(Fact, frozen=True, kw_only=True):
    """`site.overlay_lifted` v1: from a legal day a sector is no longer laid over a site."""

    site: Id
    overlay: Code
    authority: Id
    """Who enters it."""
    ground: Text
    lifted_on: date


@fact(
    "subject.succeeded",
    1,
    tags={"predecessors": "*", "successors": "*", "authority": "authority"},
    occurred="decided_on",
    effective="effective_on",
    asserted="never",
    amended="withdrawn",
)
class SubjectSucceeded(Fact, frozen=True, kw_only=True):
    """`subject.succeeded` v1: from legal day `effective_on` the successors stand in the place of the predecessors.

    One that is on both sides goes on (an absorbing merger, a part split off); every other predecessor ends.
    """

    predecessors: tuple[Subject, ...]
    successors: tuple[Subject, ...]
    how: How
    continued_by: Subject | None
    """Of several successors the one that goes on with what was open: cases, orders, licences."""
    ground: Text
    document: Code | None
    authority: Id
    """Who enters it."""
    decided_on: date
    """The day of the decision or of the registration; not in the future."""
    effective_on: date
    """The first day on which the predecessors no longer stand; it may lie ahead."""


@fact("region.entered", 1, tags={"region": "region", "authority": "authority"}, occurred="entered_on", asserted="never")
class RegionEntered(Fact, frozen=True, kw_only=True):
    """`region.entered` v1: a region is known under its code (GB/T 2260, six digits) from a legal day."""

    region: Id
    name: Text
    authority: Id
    """Who enters it."""
    entered_on: date


@fact(
    "site.located",
    1,
    tags={"site": "site", "region": "region", "authority": "authority"},
    occurred="located_on",
    asserted="mapped",
)
class SiteLocated(Fact, frozen=True, kw_only=True):
    """`site.located` v1: from a legal day a site lies in a region."""

    site: Id
    region: Id
    authority: Id
    """Who enters it."""
    located_on: date


@fact(
    "authority.located",
    1,
    tags={"located": "authority", "region": "region", "authority": "authority"},
    occurred="located_on",
    asserted="never",
)
class AuthorityLocated(Fact, frozen=True, kw_only=True):
    """`authority.located` v1: from a legal day an authority is that of a region."""

    located: Id
    region: Id
    authority: Id
    """Who enters it."""
    located_on: date
