"""The state of a stop for rectification, and of all stops of a mine (煤矿安全生产条例 Arts 48, 49)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from regledger.sectors import Judge, Kind, NextStep, RecordedFact, State

from regledger_mining.stoppage.facts import (
    FACTS,
    STAGES,
    CoalStoppageAcceptanceHeld,
    CoalStoppageApplied,
    CoalStoppageOrdered,
    CoalStoppagePublished,
    CoalStoppageResumed,
    CoalStoppageSigned,
)

__all__ = ["COAL_STOPPAGE", "SITE_STOPPAGES", "CoalStoppage", "SiteStoppages"]


class CoalStoppage(State, frozen=True, kw_only=True):
    """A stop for rectification; read as `coal_stoppage:<id>`."""

    stoppage: str
    enterprise: str
    site: str
    authority: str
    ordered_on: date
    finish_by: date
    applied_on: date | None = None
    """The last application."""
    accepted_on: date | None = None
    """When the acceptance after it was finished."""
    passed: bool = False
    signatures: tuple[tuple[str, date], ...] = ()
    """Stage and day, since the acceptance that was passed."""
    resumed_on: date | None = None
    published_on: date | None = None
    """When the stop was made public."""
    resumption_published_on: date | None = None

    @property
    def lacking(self) -> tuple[str, ...]:
        """The signatures that are not there yet, in their order."""
        given = {stage for stage, _ in self.signatures}
        return tuple(stage for stage in STAGES if stage not in given)

    @property
    def last_signed_on(self) -> date | None:
        """The day of the last signature, or of the acceptance that was passed."""
        return self.signatures[-1][1] if self.signatures else self.accepted_on


class SiteStoppages(State, frozen=True, kw_only=True):
    """The stops of a mine; read as `site_stoppages:<site>`."""

    stoppages: tuple[tuple[str, date, date | None], ...]
    """Id, the day of the order, and that of the resumption."""

    def standing_on(self, day: date) -> tuple[str, ...]:
        """The ids of those that were ordered by `day` and not ended."""
        return tuple(id for id, since, until in self.stoppages if since <= day and (until is None or day < until))


def _evolve(state: CoalStoppage | None, recorded: RecordedFact) -> CoalStoppage | None:
    body, replace = recorded.body, msgspec.structs.replace
    if isinstance(body, CoalStoppageOrdered):
        return CoalStoppage(
            stoppage=body.stoppage,
            enterprise=body.enterprise,
            site=body.site,
            authority=body.authority,
            ordered_on=body.ordered_on,
            finish_by=body.finish_by,
        )
    if state is None:
        return None
    match body:
        case CoalStoppagePublished(what="stop"):
            return replace(state, published_on=body.published_on)
        case CoalStoppagePublished():
            return replace(state, resumption_published_on=body.published_on)
        case CoalStoppageApplied():
            # What was accepted or signed before a new application proves nothing about it.
            return replace(state, applied_on=body.applied_on, accepted_on=None, passed=False, signatures=())
        case CoalStoppageAcceptanceHeld():
            passed = body.result == "passed"
            return replace(state, accepted_on=body.accepted_on, passed=passed, signatures=())
        case CoalStoppageSigned():
            return replace(state, signatures=(*state.signatures, (body.stage, body.signed_on)))
        case CoalStoppageResumed():
            return replace(state, resumed_on=body.resumed_on)
    return state


def _evolve_site(state: SiteStoppages | None, recorded: RecordedFact) -> SiteStoppages | None:
    held = () if state is None else state.stoppages
    match recorded.body:
        case CoalStoppageOrdered() as body:
            return SiteStoppages(stoppages=(*held, (body.stoppage, body.ordered_on, None)))
        case CoalStoppageResumed() as body:
            ended = ((id, since, body.resumed_on if id == body.stoppage else until) for id, since, until in held)
            return SiteStoppages(stoppages=tuple(ended))
    return state


def _publication(since: date, title: str, title_zh: str, judge: Judge) -> NextStep:
    deadline = judge.deadline("E-20.publication", since, on=since)
    return NextStep(
        command="coal_stoppage.publish",
        due=deadline.day,
        how=tuple(deadline.how()),
        rule="E-20",
        owner="authority",
        since=since,
        title=title,
        title_zh=title_zh,
    )


def _steps(state: CoalStoppage, judge: Judge) -> Iterator[NextStep]:
    if state.published_on is None:
        yield _publication(state.ordered_on, "Make the stop public", "停产整顿向社会公告", judge)
    if state.resumed_on is not None:
        if state.resumption_published_on is None:
            yield _publication(state.resumed_on, "Make the resumption public", "恢复生产向社会公告", judge)
    elif state.applied_on is None or (state.accepted_on is not None and not state.passed):
        yield NextStep(
            command="coal_stoppage.apply",
            rule="E-20",
            owner="enterprise",
            since=state.ordered_on,
            title_zh="申请恢复生产",
        )
    elif state.accepted_on is None:
        deadline = judge.deadline("E-20.acceptance", state.applied_on, on=state.applied_on)
        yield NextStep(
            command="coal_stoppage.accept",
            due=deadline.day,
            how=tuple(deadline.how()),
            rule="E-20",
            owner="authority",
            since=state.applied_on,
            title="Finish the acceptance",
            title_zh="组织验收完毕",
        )
    elif state.lacking:
        yield NextStep(
            command="coal_stoppage.sign",
            rule="E-20",
            owner="government" if state.lacking[0] == "government" else "authority",
            since=state.last_signed_on,
            title=f"Sign at the stage {state.lacking[0]}",
            title_zh="签字、审核同意、批准",
        )
    else:
        yield NextStep(
            command="coal_stoppage.resume",
            rule="E-20",
            owner="enterprise",
            since=state.last_signed_on,
            title_zh="恢复生产",
        )


COAL_STOPPAGE = Kind(name="coal_stoppage", state=CoalStoppage, evolve=_evolve, facts=FACTS, steps=_steps)
SITE_STOPPAGES = Kind(
    name="site_stoppages",
    tag="site",
    state=SiteStoppages,
    evolve=_evolve_site,
    facts=(CoalStoppageOrdered, CoalStoppageResumed),
)
