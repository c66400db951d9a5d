"""The facts of tenancies: who let what to whom, under which agreement, and when the landlord last looked (安全生产法 Art 49)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec
from regledger.sectors import Code, Fact, Id, Text, fact

__all__ = [
    "Lack",
    "TenanciesReviewed",
    "TenancyChecked",
    "TenancyEnded",
    "TenancyEntered",
    "TenancyLack",
    "TenancyRenewed",
]

TenancyLack = Literal["agreement_missing", "agreement_expired", "check_overdue", "tenant_unqualified"]

_TAGS = {
    "tenancy": "tenancy",
    "site": "site",
    "landlord": "enterprise",
    "tenant": "enterprise",
    "authority": "authority",
}


@fact("tenancy.entered", 1, tags={**_TAGS, "park": "park"}, occurred="entered_on", asserted="mapped")
class TenancyEntered(Fact, frozen=True, kw_only=True):
    """`tenancy.entered` v1: a part of a site is let to another enterprise (安全生产法 Art 49): an edge from landlord to tenant."""

    tenancy: Id
    park: Id
    site: Id
    """The landlord's."""
    landlord: Id
    tenant: Id
    authority: Id
    """Who entered it."""
    premises: Text
    qualified: bool
    """Whether the tenant has safe conditions and the qualification that its trade asks for."""
    agreement: Code | None
    """The safety agreement, or the lease that has its terms; None where there is none."""
    agreed_to: date | None
    """The last legal day of the agreement; None where it has no end, or there is none."""
    next_check_by: date
    """By when the landlord looks for the first time, by the agreement or its own rules."""
    entered_on: date


@fact("tenancy.renewed", 1, tags=_TAGS, occurred="renewed_on")
class TenancyRenewed(Fact, frozen=True, kw_only=True):
    """`tenancy.renewed` v1: landlord and tenant made a safety agreement, or made it anew."""

    tenancy: Id
    site: Id
    landlord: Id
    tenant: Id
    authority: Id
    agreement: Code
    agreed_to: date | None
    renewed_on: date


@fact("tenancy.checked", 1, tags=_TAGS, occurred="checked_on")
class TenancyChecked(Fact, frozen=True, kw_only=True):
    """`tenancy.checked` v1: the landlord looked at the tenant's safety (定期进行安全检查)."""

    tenancy: Id
    site: Id
    landlord: Id
    tenant: Id
    authority: Id
    """To whom it was shown."""
    problems: Text
    """What was found; empty where nothing was."""
    urged: bool
    """Whether the landlord urged the tenant to put it right."""
    next_check_by: date
    checked_on: date


@fact("tenancy.ended", 1, tags=_TAGS, occurred="ended_on")
class TenancyEnded(Fact, frozen=True, kw_only=True):
    """`tenancy.ended` v1: the tenant is no longer there."""

    tenancy: Id
    site: Id
    landlord: Id
    tenant: Id
    authority: Id
    ended_on: date


class Lack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one edge lacks."""

    tenancy: Id
    tenant: Id
    lack: TenancyLack


@fact(
    "tenancies.reviewed",
    1,
    tags={"site": "site", "landlord": "enterprise", "authority": "authority", "lacks.tenancy": "tenancy"},
    occurred="reviewed_on",
    amended="withdrawn",
)
class TenanciesReviewed(Fact, frozen=True, kw_only=True):
    """`tenancies.reviewed` v1: every tenancy of a site was looked at; each edge that lacks something is one finding."""

    site: Id
    landlord: Id
    authority: Id
    tenancies: int
    """How many edges there were."""
    lacks: tuple[Lack, ...]
    reviewed_on: date
