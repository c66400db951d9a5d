"""Findings of producing in spite of a major hazard, and the state of a closure (煤矿安全生产条例 Arts 49, 70)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from regledger.sectors import Judge, Kind, NextStep, RecordedFact, State

from regledger_mining.closure.facts import (
    FACTS,
    ITEMS,
    CoalClosureCompleted,
    CoalClosureDecided,
    CoalClosureItemMet,
    CoalClosureProposed,
    CoalClosurePublished,
    UnsafeProductionFound,
)

__all__ = [
    "COAL_CLOSURE",
    "SITE_UNSAFE_PRODUCTION",
    "UNSAFE_PRODUCTION",
    "CoalClosure",
    "SiteUnsafeProduction",
    "UnsafeProduction",
    "repeated",
]


class UnsafeProduction(State, frozen=True, kw_only=True):
    """One finding; read as `unsafe_production:<id>`."""

    finding: str
    site: str
    hazards: tuple[str, ...]
    found_on: date


class SiteUnsafeProduction(State, frozen=True, kw_only=True):
    """The findings at a mine, by day; read as `site_unsafe_production:<site>`."""

    findings: tuple[tuple[date, str], ...] = ()
    proposed_on: date | None = None
    """When closing the mine for them was proposed last."""


class CoalClosure(State, frozen=True, kw_only=True):
    """A closure; read as `coal_closure:<id>`."""

    closure: str
    enterprise: str
    site: str
    authority: str
    government: str
    ground: str
    proposed_on: date
    decided_on: date | None = None
    closed: bool = False
    published_on: date | None = None
    met: tuple[str, ...] = ()
    completed_on: date | None = None

    @property
    def lacking(self) -> tuple[str, ...]:
        """The items of the standard that nothing says are met, in their order."""
        return tuple(item for item in ITEMS if item not in self.met)


def repeated(days: tuple[date, ...], judge: Judge) -> tuple[date, ...]:
    """E-19: the first findings, by their days, that are enough within the window; none where they are too few."""
    ordered = sorted(days)
    asked = judge.whole("E-19.findings")
    for first, last in zip(ordered, ordered[asked - 1 :], strict=False):
        if last <= judge.deadline("E-19.window", first).day:
            return tuple(day for day in ordered if first <= day <= last)
    return ()


def _evolve(state: UnsafeProduction | None, recorded: RecordedFact) -> UnsafeProduction | None:
    match recorded.body:
        case UnsafeProductionFound() as body:
            return UnsafeProduction(finding=body.finding, site=body.site, hazards=body.hazards, found_on=body.found_on)
    return state


def _evolve_site(state: SiteUnsafeProduction | None, recorded: RecordedFact) -> SiteUnsafeProduction | None:
    held = SiteUnsafeProduction() if state is None else state
    match recorded.body:
        case UnsafeProductionFound() as body:
            found = sorted((*held.findings, (body.found_on, body.finding)))
            return msgspec.structs.replace(held, findings=tuple(found))
        case CoalClosureProposed(ground="repeated") as body:
            return msgspec.structs.replace(held, proposed_on=body.proposed_on)
    return state


def _site_steps(state: SiteUnsafeProduction, judge: Judge) -> Iterator[NextStep]:
    new = tuple(day for day, _ in state.findings if state.proposed_on is None or day > state.proposed_on)
    enough = repeated(new, judge) if new else ()
    if enough:
        yield NextStep(
            command="coal_closure.propose",
            rule="E-19",
            owner="authority",
            since=enough[-1],
            title="Propose to the government to close the mine",
            title_zh="提请人民政府予以关闭",
        )


def _evolve_closure(state: CoalClosure | None, recorded: RecordedFact) -> CoalClosure | None:
    body, replace = recorded.body, msgspec.structs.replace
    if isinstance(body, CoalClosureProposed):
        return CoalClosure(
            closure=body.closure,
            enterprise=body.enterprise,
            site=body.site,
            authority=body.authority,
            government=body.government,
            ground=body.ground,
            proposed_on=body.proposed_on,
        )
    if state is None:
        return None
    match body:
        case CoalClosureDecided():
            return replace(state, decided_on=body.decided_on, closed=body.closed)
        case CoalClosurePublished():
            return replace(state, published_on=body.published_on)
        case CoalClosureItemMet():
            return replace(state, met=tuple(dict.fromkeys((*state.met, body.item))))
        case CoalClosureCompleted():
            return replace(state, completed_on=body.completed_on)
    return state


def _closure_steps(state: CoalClosure, judge: Judge) -> Iterator[NextStep]:
    if state.decided_on is None:
        yield NextStep(command="coal_closure.decide", rule="E-19", owner="government", since=state.proposed_on)
        return
    if not state.closed:
        return
    if state.published_on is None:
        deadline = judge.deadline("E-20.publication", state.decided_on, on=state.decided_on)
        yield NextStep(
            command="coal_closure.publish",
            due=deadline.day,
            how=tuple(deadline.how()),
            rule="E-20",
            owner="authority",
            since=state.decided_on,
            title="Make the closure public",
            title_zh="关闭向社会公告",
        )
    if state.lacking:
        yield NextStep(
            command="coal_closure.meet_item",
            rule="E-19",
            owner="government",
            since=state.decided_on,
            title=f"Carry the closure out: {', '.join(state.lacking)}",
            title_zh="立即组织实施关闭",
        )
    elif state.completed_on is None:
        yield NextStep(command="coal_closure.complete", rule="E-19", owner="government", since=state.decided_on)


UNSAFE_PRODUCTION = Kind(
    name="unsafe_production", state=UnsafeProduction, evolve=_evolve, facts=(UnsafeProductionFound,)
)
SITE_UNSAFE_PRODUCTION = Kind(
    name="site_unsafe_production",
    tag="site",
    state=SiteUnsafeProduction,
    evolve=_evolve_site,
    facts=(UnsafeProductionFound, CoalClosureProposed),
    steps=_site_steps,
)
COAL_CLOSURE = Kind(name="coal_closure", state=CoalClosure, evolve=_evolve_closure, facts=FACTS, steps=_closure_steps)
