"""The state of tenancies: one edge, and all of a site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from regledger.sectors import Judge, Kind, NextStep, RecordedFact, State

from regledger_parks.tenancy.facts import (
    Lack,
    TenanciesReviewed,
    TenancyChecked,
    TenancyEnded,
    TenancyEntered,
    TenancyLack,
    TenancyRenewed,
)

__all__ = ["SITE_TENANCIES", "TENANCY", "SiteTenancies", "Tenancy"]


class Tenancy(State, frozen=True, kw_only=True):
    """An edge from landlord to tenant; read as `tenancy:<tenancy>`."""

    tenancy: str
    park: str
    site: str
    landlord: str
    tenant: str
    qualified: bool
    agreement: str | None
    agreed_to: date | None
    last_check: date | None
    next_check_by: date
    entered_on: date
    ended_on: date | None = None

    def lacks(self, day: date) -> Iterator[TenancyLack]:
        """What it lacks on `day`; the last day of an agreement and of a check belong to them."""
        if not self.qualified:
            yield "tenant_unqualified"
        if not self.agreement:
            yield "agreement_missing"
        elif self.agreed_to is not None and day > self.agreed_to:
            yield "agreement_expired"
        if day > self.next_check_by:
            yield "check_overdue"


class SiteTenancies(State, frozen=True, kw_only=True):
    """The tenancies of a site; read as `site_tenancies:<site>`."""

    tenancies: tuple[Tenancy, ...] = ()
    lacks: tuple[Lack, ...] = ()
    """What the last review found."""
    reviewed_on: date | None = None

    @property
    def standing(self) -> tuple[Tenancy, ...]:
        """Those that have not ended."""
        return tuple(one for one in self.tenancies if one.ended_on is None)


Edge = TenancyEntered | TenancyRenewed | TenancyChecked | TenancyEnded


def _evolve(state: Tenancy | None, recorded: RecordedFact) -> Tenancy | None:
    body, replace = recorded.body, msgspec.structs.replace
    if isinstance(body, TenancyEntered):
        return Tenancy(
            tenancy=body.tenancy,
            park=body.park,
            site=body.site,
            landlord=body.landlord,
            tenant=body.tenant,
            qualified=body.qualified,
            agreement=body.agreement,
            agreed_to=body.agreed_to,
            last_check=None,
            next_check_by=body.next_check_by,
            entered_on=body.entered_on,
        )
    if state is None:
        return None
    match body:
        case TenancyRenewed():
            return replace(state, agreement=body.agreement, agreed_to=body.agreed_to)
        case TenancyChecked():
            return replace(state, last_check=body.checked_on, next_check_by=body.next_check_by)
        case TenancyEnded():
            return replace(state, ended_on=body.ended_on)
    return state


def _evolve_site(state: SiteTenancies | None, recorded: RecordedFact) -> SiteTenancies | None:
    body = recorded.body
    if isinstance(body, TenanciesReviewed):
        return msgspec.structs.replace(state or SiteTenancies(), lacks=body.lacks, reviewed_on=body.reviewed_on)
    if not isinstance(body, Edge):
        return state
    held = state or SiteTenancies()
    known = next((one for one in held.tenancies if one.tenancy == body.tenancy), None)
    one = _evolve(known, recorded)
    others = tuple(each for each in held.tenancies if each.tenancy != body.tenancy)
    if one is None:
        return state
    return msgspec.structs.replace(held, tenancies=(*others, one))


def _steps(state: Tenancy, judge: Judge) -> Iterator[NextStep]:
    del judge  # agreement and check say until when they count
    if state.ended_on is not None:
        return
    if state.agreed_to is not None or not state.agreement:
        how = () if state.agreed_to is None else (f"the agreement lasts until {state.agreed_to}",)
        yield NextStep(
            command="tenancy.renew",
            rule="H-11",
            owner="enterprise",
            since=state.entered_on,
            due=state.agreed_to,
            how=how,
            title="Make the safety agreement",
            title_zh="签订安全生产管理协议",
        )
    yield NextStep(
        command="tenancy.check",
        rule="H-11",
        owner="enterprise",
        since=state.last_check or state.entered_on,
        due=state.next_check_by,
        how=(f"the landlord looks again by {state.next_check_by}",),
        title="Look at the tenant's safety",
        title_zh="对承租单位定期进行安全检查",
    )


def _site_steps(state: SiteTenancies, judge: Judge) -> Iterator[NextStep]:
    standing = {one.tenancy: one for one in state.standing}
    for lack in state.lacks:
        edge = standing.get(lack.tenancy)
        if edge is not None and lack.lack in edge.lacks(judge.day):
            yield NextStep(
                command="order.issue",
                rule="H-11",
                owner="authority",
                since=state.reviewed_on,
                title=f"Order to correct tenancy {lack.tenancy}: {lack.lack}",
                title_zh="责令限期改正",
            )


EDGE = (TenancyEntered, TenancyRenewed, TenancyChecked, TenancyEnded)
TENANCY = Kind(name="tenancy", state=Tenancy, evolve=_evolve, facts=EDGE, steps=_steps)
SITE_TENANCIES = Kind(
    name="site_tenancies",
    tag="site",
    state=SiteTenancies,
    evolve=_evolve_site,
    facts=(*EDGE, TenanciesReviewed),
    steps=_site_steps,
)
