"""The commands on tenancies (H-11; H-03 where a tenant comes into the park)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Literal

from regledger.sectors import (
    Authority,
    Code,
    Command,
    Dossier,
    Enterprise,
    EnterpriseSupervision,
    Id,
    Judge,
    Objection,
    Outcome,
    Site,
    SiteSupervision,
    Text,
    handles,
)

from regledger_parks.park.state import Park
from regledger_parks.presence import on_record, site_of, vacant
from regledger_parks.tenancy.facts import (
    Lack,
    TenanciesReviewed,
    TenancyChecked,
    TenancyEnded,
    TenancyEntered,
    TenancyRenewed,
)
from regledger_parks.tenancy.state import SiteTenancies, Tenancy

__all__ = ["check_tenancy", "end_tenancy", "enter_tenancy", "renew_tenancy", "review_tenancies"]


_STATUTE: tuple[Literal["lead", "comprehensive"], ...] = ("lead", "comprehensive")
"""The roles over every enterprise that 安全生产法 Art 10 asks for."""


class EnterTenancy(Command, frozen=True, kw_only=True):
    """Enter that a part of a site is let."""

    tenancy: Id
    park: Id
    site: Id
    landlord: Id
    tenant: Id
    authority: Id
    premises: Text
    qualified: bool = True
    agreement: Code | None = None
    agreed_to: date | None = None
    next_check_by: date
    tenant_site: Id | None = None
    """The site that the tenant itself has there, where one is registered: who is over it is over the tenant."""
    entered_on: date


def _enter_reads(command: EnterTenancy, dossier: Dossier) -> Iterator[str]:
    del dossier
    yield f"tenancy:{command.tenancy}"
    yield f"park:{command.park}"
    yield f"site:{command.site}"
    yield f"enterprise:{command.landlord}"
    yield f"enterprise:{command.tenant}"
    yield f"enterprise_supervision:{command.tenant}"
    yield f"authority:{command.authority}"
    if command.tenant_site is not None:
        yield f"site_supervision:{command.tenant_site}"


@handles("tenancy.enter", EnterTenancy, on="entered_on", reads=_enter_reads, world=True)
def enter_tenancy(command: EnterTenancy, dossier: Dossier, judge: Judge) -> Outcome:
    """The letting is as it is and is entered; H-11 notes what it lacks, H-03 a tenant over whom nobody has a role."""
    yield from vacant(f"tenancy:{command.tenancy}", dossier.known(Tenancy, command.tenancy), judge)
    yield from on_record(f"park:{command.park}", dossier.get(Park, command.park), judge)
    site = dossier.get(Site, command.site)
    yield from on_record(f"site:{command.site}", site, judge)
    if site is not None:
        yield from site_of(command.landlord, site, judge)
    for one in dict.fromkeys((command.landlord, command.tenant)):
        yield from on_record(f"enterprise:{one}", dossier.get(Enterprise, one), judge)
    yield from on_record(f"authority:{command.authority}", dossier.get(Authority, command.authority), judge)
    another = command.tenant != command.landlord
    yield from judge.rule("REF", "tenancy.to_itself", another, tenancy=command.tenancy, landlord=command.landlord)
    edge = {"tenancy": command.tenancy, "tenant": command.tenant}
    yield from judge.note("H-11", "tenancy.no_agreement", command.agreement is not None, **edge)
    yield from judge.note("H-11", "tenancy.tenant_unqualified", command.qualified, **edge)
    there = None if command.tenant_site is None else dossier.latest(SiteSupervision, command.tenant_site)
    if command.tenant_site is not None:
        yield from on_record(f"site:{command.tenant_site}", there, judge)
    over = (dossier.latest(EnterpriseSupervision, command.tenant), there)
    for role in _STATUTE:
        held = any(one is not None and one.holders(role, command.entered_on) for one in over)
        yield from judge.note(
            "H-03",
            "tenancy.tenant_not_supervised",
            held,
            tenant=command.tenant,
            role=role,
            day=command.entered_on,
        )
    yield TenancyEntered(
        tenancy=command.tenancy,
        park=command.park,
        site=command.site,
        landlord=command.landlord,
        tenant=command.tenant,
        authority=command.authority,
        premises=command.premises,
        qualified=command.qualified,
        agreement=command.agreement,
        agreed_to=command.agreed_to,
        next_check_by=command.next_check_by,
        entered_on=command.entered_on,
    )


class RenewTenancy(Command, frozen=True, kw_only=True):
    """Enter a safety agreement of a tenancy."""

    tenancy: Id
    authority: Id
    agreement: Code
    agreed_to: date | None = None
    renewed_on: date


class CheckTenancy(Command, frozen=True, kw_only=True):
    """Enter that the landlord looked at the tenant's safety."""

    tenancy: Id
    authority: Id
    problems: Text = ""
    urged: bool = False
    next_check_by: date
    checked_on: date


class EndTenancy(Command, frozen=True, kw_only=True):
    """Enter that the tenant is no longer there."""

    tenancy: Id
    authority: Id
    ended_on: date


OnTenancy = RenewTenancy | CheckTenancy | EndTenancy


def _reads(command: OnTenancy, dossier: Dossier) -> Iterator[str]:
    yield f"tenancy:{command.tenancy}"
    yield f"authority:{command.authority}"
    state = dossier.loaded(Tenancy, command.tenancy)
    if state is not None:
        yield f"site:{state.site}"


def _of(command: OnTenancy, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Tenancy | None]:
    state = dossier.get(Tenancy, command.tenancy)
    yield from on_record(f"tenancy:{command.tenancy}", state, judge)
    yield from on_record(f"authority:{command.authority}", dossier.get(Authority, command.authority), judge)
    if state is not None:
        yield from judge.rule("REF", "tenancy.ended_already", state.ended_on is None, tenancy=command.tenancy)
    return state


@handles("tenancy.renew", RenewTenancy, on="renewed_on", reads=_reads, world=True)
def renew_tenancy(command: RenewTenancy, dossier: Dossier, judge: Judge) -> Outcome:
    """H-11: one that has not run out on the day it is shown."""
    state = yield from _of(command, dossier, judge)
    if state is None:
        return
    counts = command.agreed_to is None or command.renewed_on <= command.agreed_to
    yield from judge.rule(
        "H-11", "tenancy.agreement_counts_no_more", counts, tenancy=command.tenancy, day=command.renewed_on
    )
    yield TenancyRenewed(
        tenancy=command.tenancy,
        site=state.site,
        landlord=state.landlord,
        tenant=state.tenant,
        authority=command.authority,
        agreement=command.agreement,
        agreed_to=command.agreed_to,
        renewed_on=command.renewed_on,
    )


@handles("tenancy.check", CheckTenancy, on="checked_on", reads=_reads, world=True)
def check_tenancy(command: CheckTenancy, dossier: Dossier, judge: Judge) -> Outcome:
    """H-11: in time by the agreement or the landlord's rules, and what was found was urged to be put right."""
    state = yield from _of(command, dossier, judge)
    if state is None:
        return
    yield from judge.note(
        "H-11",
        "tenancy.checked_late",
        command.checked_on <= state.next_check_by,
        tenancy=command.tenancy,
        last=state.next_check_by,
    )
    urged = command.urged or not command.problems.strip()
    yield from judge.rule("H-11", "tenancy.not_urged", urged, tenancy=command.tenancy, tenant=state.tenant)
    yield from judge.rule(
        "REF",
        "parks.dates_reversed",
        command.checked_on <= command.next_check_by,
        subject=f"tenancy:{command.tenancy}",
        first=command.checked_on,
        last=command.next_check_by,
    )
    yield TenancyChecked(
        tenancy=command.tenancy,
        site=state.site,
        landlord=state.landlord,
        tenant=state.tenant,
        authority=command.authority,
        problems=command.problems,
        urged=command.urged,
        next_check_by=command.next_check_by,
        checked_on=command.checked_on,
    )


@handles("tenancy.end", EndTenancy, on="ended_on", reads=_reads, world=True)
def end_tenancy(command: EndTenancy, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where it is unknown or has ended."""
    state = yield from _of(command, dossier, judge)
    if state is None:
        return
    yield TenancyEnded(
        tenancy=command.tenancy,
        site=state.site,
        landlord=state.landlord,
        tenant=state.tenant,
        authority=command.authority,
        ended_on=command.ended_on,
    )


class ReviewTenancies(Command, frozen=True, kw_only=True):
    """Look at every tenancy of a site, and say which edges lack something."""

    site: Id
    landlord: Id
    authority: Id
    lacking: tuple[Id, ...] = ()
    reviewed_on: date


def _review_reads(command: ReviewTenancies, dossier: Dossier) -> Iterator[str]:
    del dossier
    yield f"site:{command.site}"
    yield f"site_tenancies:{command.site}"
    yield f"authority:{command.authority}"


@handles("tenancies.review", ReviewTenancies, on="reviewed_on", reads=_review_reads, world=True)
def review_tenancies(command: ReviewTenancies, dossier: Dossier, judge: Judge) -> Outcome:
    """H-11: one finding for each edge that lacks something, and none for any other."""
    site = dossier.get(Site, command.site)
    yield from on_record(f"site:{command.site}", site, judge)
    if site is not None:
        yield from site_of(command.landlord, site, judge)
    yield from on_record(f"authority:{command.authority}", dossier.get(Authority, command.authority), judge)
    held = dossier.get(SiteTenancies, command.site)
    edges = () if held is None else held.standing
    lacks = tuple(
        Lack(tenancy=edge.tenancy, tenant=edge.tenant, lack=lack)
        for edge in edges
        for lack in edge.lacks(command.reviewed_on)
    )
    for edge in edges:
        own = ", ".join(lack.lack for lack in lacks if lack.tenancy == edge.tenancy)
        said = edge.tenancy in command.lacking
        names = {"tenancy": edge.tenancy, "tenant": edge.tenant}
        yield from judge.rule("H-11", "tenancy.lack_not_told", said or not own, lacks=own, **names)
        yield from judge.rule("H-11", "tenancy.lacks_nothing", bool(own) or not said, **names)
    for one in command.lacking:
        known = any(edge.tenancy == one for edge in edges)
        yield from judge.rule("REF", "tenancy.not_of_site", known, tenancy=one, site=command.site)
    yield TenanciesReviewed(
        site=command.site,
        landlord=command.landlord,
        authority=command.authority,
        tenancies=len(edges),
        lacks=lacks,
        reviewed_on=command.reviewed_on,
    )
