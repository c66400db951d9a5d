"""The record of dangerous works: their state, what is next on them, and all of a site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from regledger.sectors import Judge, Kind, NextStep, RecordedFact, State

from regledger_construction.dangerous_works.classifier import Scale, WorksKind
from regledger_construction.dangerous_works.facts import (
    DangerousWorksAccepted,
    DangerousWorksDeclared,
    DangerousWorksPlanned,
    DangerousWorksReviewed,
    DangerousWorksStarted,
    DangerousWorksWatched,
    Result,
)

__all__ = ["DANGEROUS_WORKS", "SITE_DANGEROUS_WORKS", "DangerousWorks", "SiteDangerousWorks", "evolved"]


class DangerousWorks(State, frozen=True, kw_only=True):
    """Dangerous works, as far as they have come."""

    works: str
    site: str
    enterprise: str
    authority: str
    kind: WorksKind
    part: str
    declared: Scale
    scale: Scale
    declared_on: date
    planned_on: date | None = None
    """The day of the plan that counts: the last one."""
    signatories: tuple[str, ...] = ()
    """Who signed that plan."""
    reviewed_on: date | None = None
    result: Result | None = None
    started_on: date | None = None
    watched_on: date | None = None
    """The day of the last entry of the site watch."""
    accepted_on: date | None = None

    @property
    def passed(self) -> bool:
        """Whether experts passed the plan that counts, amended since where they asked for that."""
        if self.result == "passed_after_amendment":
            return self.amended
        return self.result == "passed"

    @property
    def amended(self) -> bool:
        """Whether a plan was signed since the experts looked at it, or on that day."""
        return self.planned_on is not None and self.reviewed_on is not None and self.planned_on >= self.reviewed_on


class SiteDangerousWorks(State, frozen=True, kw_only=True):
    """The dangerous works of a site, by id; those on neither list are left out."""

    works: tuple[DangerousWorks, ...] = ()
    dangerous_under_way: int = 0
    """How many started and are not accepted, over-scale ones too."""
    over_scale_under_way: int = 0


def evolved(state: DangerousWorks | None, recorded: RecordedFact) -> DangerousWorks | None:
    """The state after a fact of the same works."""
    body = recorded.body
    if isinstance(body, DangerousWorksDeclared):
        return DangerousWorks(
            works=body.works,
            site=body.site,
            enterprise=body.enterprise,
            authority=body.authority,
            kind=body.kind,
            part=body.part,
            declared=body.declared,
            scale=body.scale,
            declared_on=body.declared_on,
        )
    if state is None:
        return None
    replace = msgspec.structs.replace
    match body:
        case DangerousWorksPlanned():
            signed = tuple(one for one in (body.technical_head, body.chief_supervisor) if one is not None)
            # A plan after one that failed is another plan, and experts have not looked at it.
            failed = state.result == "failed"
            return replace(
                state,
                planned_on=body.planned_on,
                signatories=signed,
                reviewed_on=None if failed else state.reviewed_on,
                result=None if failed else state.result,
            )
        case DangerousWorksReviewed():
            return replace(state, reviewed_on=body.reviewed_on, result=body.result)
        case DangerousWorksStarted():
            return replace(state, started_on=body.started_on)
        case DangerousWorksWatched():
            return replace(state, watched_on=body.watched_on)
        case DangerousWorksAccepted():
            return replace(state, accepted_on=body.accepted_on)
    return state


def _evolve_site(state: SiteDangerousWorks | None, recorded: RecordedFact) -> SiteDangerousWorks | None:
    id_ = getattr(recorded.body, "works", None)
    known = () if state is None else state.works
    before = next((one for one in known if one.works == id_), None)
    after = evolved(before, recorded)
    if after is None or after.scale == "none":
        return state
    works = tuple(sorted((*(one for one in known if one.works != id_), after), key=lambda one: one.works))
    under_way = [one for one in works if one.started_on is not None and one.accepted_on is None]
    return SiteDangerousWorks(
        works=works,
        dangerous_under_way=len(under_way),
        over_scale_under_way=sum(one.scale == "over_scale" for one in under_way),
    )


def _steps(state: DangerousWorks, judge: Judge) -> Iterator[NextStep]:
    if state.scale == "none" or state.accepted_on is not None:
        return
    if state.started_on is not None:
        yield NextStep(command="dangerous_works.accept", rule="G-09", owner="enterprise", since=state.started_on)
        return
    over = state.scale == "over_scale"
    if state.planned_on is None or state.result == "failed":
        yield _plan(state.declared_on)
        return
    if over and state.result is None:
        yield NextStep(
            command="dangerous_works.review",
            rule="G-09",
            owner="enterprise",
            since=state.planned_on,
            title="Have experts look at the plan",
            title_zh="组织专家论证专项施工方案",
        )
        return
    if over and not state.passed:
        yield _plan(state.reviewed_on)
        return
    yield NextStep(command="dangerous_works.start", rule="G-09", owner="enterprise", since=state.planned_on)


def _plan(since: date | None) -> NextStep:
    return NextStep(
        command="dangerous_works.plan",
        rule="G-09",
        owner="enterprise",
        since=since,
        title="Have a plan of the works signed",
        title_zh="编制并签认专项施工方案",
    )


_FACTS = (
    DangerousWorksDeclared,
    DangerousWorksPlanned,
    DangerousWorksReviewed,
    DangerousWorksStarted,
    DangerousWorksWatched,
    DangerousWorksAccepted,
)

DANGEROUS_WORKS = Kind(name="dangerous_works", state=DangerousWorks, evolve=evolved, facts=_FACTS, steps=_steps)
SITE_DANGEROUS_WORKS = Kind(
    name="site_dangerous_works", tag="site", state=SiteDangerousWorks, evolve=_evolve_site, facts=_FACTS
)
