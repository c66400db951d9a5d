"""Landlords and tenants of a park: agreement and check of every tenancy (H-11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regledger.sectors import Fact, Handler, ImportMapping, Kind, ReadModel, TagKind, hookimpl

from regledger_parks.tenancy.facts import (
    TenanciesReviewed,
    TenancyChecked,
    TenancyEnded,
    TenancyEntered,
    TenancyRenewed,
)
from regledger_parks.tenancy.letting import (
    check_tenancy,
    end_tenancy,
    enter_tenancy,
    renew_tenancy,
    review_tenancies,
)
from regledger_parks.tenancy.read_model import Tenancies
from regledger_parks.tenancy.state import SITE_TENANCIES, TENANCY

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """What happens to a tenancy, and reviews of all of a site."""
    return [TenancyEntered, TenancyRenewed, TenancyChecked, TenancyEnded, TenanciesReviewed]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A tenancy is a subject of its own."""
    return [TagKind("tenancy", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One tenancy, and all of a site."""
    return [TENANCY, SITE_TENANCIES]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """What is done to a tenancy, and the review of all of a site."""
    return [enter_tenancy, renew_tenancy, check_tenancy, end_tenancy, review_tenancies]


@hookimpl
def regledger_import_mappings() -> Sequence[ImportMapping]:
    """`parks:tenants`: a park's register of tenants."""
    return [
        ImportMapping.from_package(
            "regledger_parks",
            "data/tenants.toml",
            name="tenants",
            title="Register of tenants",
            title_zh="园区厂中厂承租企业台账",
        )
    ]


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`tenancies`: one row an edge."""
    return [Tenancies()]
