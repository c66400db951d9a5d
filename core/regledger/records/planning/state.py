"""Plans, draws and schemes as their records hold them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.planning.facts import (
    Apart,
    Assigned,
    DrawAnnounced,
    DrawMade,
    PlanApproved,
    PlanDrawnUp,
    PlanPublished,
    PlanUnit,
    SchemeApproved,
)

__all__ = [
    "AUTHORITY_PLANS",
    "DRAW",
    "PLAN",
    "SCHEME",
    "SITE_PLANS",
    "AuthorityPlans",
    "Draw",
    "Plan",
    "Scheme",
    "SitePlans",
]


class Plan(State, frozen=True, kw_only=True):
    """An annual inspection plan."""

    plan: str
    authority: str
    year: int
    units: tuple[PlanUnit, ...]
    drawn_up_on: date
    approved_on: date | None = None
    published_on: date | None = None

    def unit(self, site: str) -> PlanUnit | None:
        """The entry of a site."""
        return next((one for one in self.units if one.site == site), None)


class SitePlans(State, frozen=True, kw_only=True):
    """The plans in which a site stands."""

    plans: tuple[tuple[str, str, int], ...]
    """Plan, authority and year of each."""


class AuthorityPlans(State, frozen=True, kw_only=True):
    """The approved plans of an authority."""

    authority: str
    plans: tuple[tuple[int, str], ...]
    """Year and plan of each."""

    def of(self, year: int) -> str | None:
        """The plan of that year."""
        return next((plan for one, plan in self.plans if one == year), None)


class Draw(State, frozen=True, kw_only=True):
    """A random draw, and the inputs from which it follows."""

    draw: str
    authority: str
    plan: str | None
    objects: tuple[str, ...]
    officers: tuple[str, ...]
    apart: tuple[Apart, ...]
    seed: str
    take: int
    team: int
    pool_digest: str
    announced_on: date
    drawn_on: date | None = None
    assigned: tuple[Assigned, ...] = ()

    def team_of(self, site: str) -> tuple[str, ...] | None:
        """The officers drawn for a site; None where it was not drawn."""
        return next((one.officers for one in self.assigned if one.site == site), None)


class Scheme(State, frozen=True, kw_only=True):
    """The scheme of one visit."""

    inspection: str
    site: str
    authority: str
    officers: tuple[str, ...]
    visit_on: date
    approved_on: date


def _evolve_plan(state: Plan | None, recorded: RecordedFact) -> Plan | None:
    match recorded.body:
        case PlanDrawnUp() as body:
            return Plan(
                plan=body.plan,
                authority=body.authority,
                year=body.year,
                units=body.units,
                drawn_up_on=body.drawn_up_on,
            )
        case PlanApproved(approved_on=on) if state is not None:
            return msgspec.structs.replace(state, approved_on=on)
        case PlanPublished(published_on=on) if state is not None:
            return msgspec.structs.replace(state, published_on=on)
    return state


def _evolve_site(state: SitePlans | None, recorded: RecordedFact) -> SitePlans | None:
    match recorded.body:
        case PlanDrawnUp() as body:
            plans = () if state is None else state.plans
            return SitePlans(plans=(*plans, (body.plan, body.authority, body.year)))
    return state


def _evolve_authority(state: AuthorityPlans | None, recorded: RecordedFact) -> AuthorityPlans | None:
    match recorded.body:
        case PlanApproved() as body:
            plans = () if state is None else state.plans
            return AuthorityPlans(authority=body.authority, plans=(*plans, (body.year, body.plan)))
    return state


def _evolve_draw(state: Draw | None, recorded: RecordedFact) -> Draw | None:
    match recorded.body:
        case DrawAnnounced() as body:
            return Draw(
                draw=body.draw,
                authority=body.authority,
                plan=body.plan,
                objects=body.objects,
                officers=body.officers,
                apart=body.apart,
                seed=body.seed,
                take=body.take,
                team=body.team,
                pool_digest=body.pool_digest,
                announced_on=body.announced_on,
            )
        case DrawMade() as body if state is not None:
            return msgspec.structs.replace(state, drawn_on=body.drawn_on, assigned=body.assigned)
    return state


def _evolve_scheme(state: Scheme | None, recorded: RecordedFact) -> Scheme | None:
    match recorded.body:
        case SchemeApproved() as body:
            return Scheme(
                inspection=body.inspection,
                site=body.site,
                authority=body.authority,
                officers=body.officers,
                visit_on=body.visit_on,
                approved_on=body.approved_on,
            )
    return state


def _plan_steps(state: Plan, judge: Judge) -> Iterator[NextStep]:
    # A plan whose year is over, such as one in the place of which another was approved, waits for nobody.
    if state.approved_on is None and judge.day.year <= state.year:
        yield NextStep(command="plan.approve", rule="I-14", owner="authority", since=state.drawn_up_on)
    elif state.approved_on is not None and state.published_on is None:
        yield NextStep(command="plan.publish", rule="B-22", owner="authority", since=state.approved_on)


def _draw_steps(state: Draw, judge: Judge) -> Iterator[NextStep]:
    if state.drawn_on is None:
        yield NextStep(command="draw.make", rule="I-13", owner="authority", since=state.announced_on)


PLAN = Kind(
    name="plan",
    state=Plan,
    evolve=_evolve_plan,
    facts=(PlanDrawnUp, PlanApproved, PlanPublished),
    steps=_plan_steps,
)
SITE_PLANS = Kind(name="site_plans", tag="site", state=SitePlans, evolve=_evolve_site, facts=(PlanDrawnUp,))
AUTHORITY_PLANS = Kind(
    name="authority_plans", tag="authority", state=AuthorityPlans, evolve=_evolve_authority, facts=(PlanApproved,)
)
DRAW = Kind(name="draw", state=Draw, evolve=_evolve_draw, facts=(DrawAnnounced, DrawMade), steps=_draw_steps)
SCHEME = Kind(name="scheme", tag="inspection", state=Scheme, evolve=_evolve_scheme, facts=(SchemeApproved,))
