"""The record of a construction permit, with the steps that come next; and what is known of the works of a site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec
from regledger.sectors import Fact, Judge, Kind, NextStep, RecordedFact, State

from regledger_construction.permits.facts import (
    Basis,
    DemolitionFiled,
    PermitApplied,
    PermitExtended,
    PermitIssued,
    PermitVerified,
    SafetyMeasuresFiled,
    SuspensionReported,
    WorksResumed,
    WorksStarted,
    WorksSuspended,
)

__all__ = ["SITE_WORKS", "WORKS_PERMIT", "Filing", "Pause", "SiteWorks", "WorksPermit", "evolve", "last_start"]


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which works rest."""

    since: date
    reported_on: date | None = None
    verified_on: date | None = None
    """When the issuer verified the permit after it began."""
    until: date | None = None
    """The day on which works went on; None while they rest."""


class WorksPermit(State, frozen=True, kw_only=True):
    """A construction permit, or an approved start report; also while it is applied for."""

    permit: str
    enterprise: str
    """The builder."""
    site: str
    authority: str
    basis: Basis
    measures_shown: bool = False
    applied_on: date | None = None
    """None where a register tells of the permit and not of its application."""
    number: str | None = None
    contractor: str | None = None
    issued_on: date | None = None
    start_on: date | None = None
    """The scheduled first day of works by start report."""
    extensions: tuple[date, ...] = ()
    """The last days to start that were granted, in their order."""
    measures_filed_on: date | None = None
    started_on: date | None = None
    pauses: tuple[Pause, ...] = ()

    @property
    def pause(self) -> Pause | None:
        """The time of rest that lasts."""
        return next((one for one in self.pauses if one.until is None), None)


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """The papers of a demolition."""

    contractor: str
    qualified: bool
    start_on: date
    filed_on: date


class SiteWorks(State, frozen=True, kw_only=True):
    """What began on a site, and which demolitions were filed; read as `site_works:<site>`."""

    started_on: tuple[date, ...] = ()
    demolitions: tuple[Filing, ...] = ()
    """In the order of their filing."""


def evolve(state: WorksPermit | None, recorded: RecordedFact) -> WorksPermit | None:
    """The permit after one more standing fact."""
    replace = msgspec.structs.replace
    match recorded.body:
        case PermitApplied() as body if state is None:
            return WorksPermit(
                permit=body.permit,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                basis=body.basis,
                measures_shown=body.measures_shown,
                applied_on=body.applied_on,
            )
        case PermitIssued() as body:
            founded = state or WorksPermit(
                permit=body.permit,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                basis=body.basis,
            )
            return replace(
                founded,
                number=body.number,
                contractor=body.contractor,
                issued_on=body.issued_on,
                start_on=body.start_on,
            )
    return None if state is None else _gone_on(state, recorded)


def _gone_on(state: WorksPermit, recorded: RecordedFact) -> WorksPermit:
    replace = msgspec.structs.replace
    match recorded.body:
        case PermitExtended() as body:
            return replace(state, extensions=(*state.extensions, body.until))
        case SafetyMeasuresFiled() as body:
            return replace(state, measures_filed_on=body.filed_on)
        case WorksStarted() as body:
            return replace(state, started_on=state.started_on or body.started_on)
        case WorksSuspended() as body:
            return replace(state, pauses=(*state.pauses, Pause(since=body.suspended_on)))
        case SuspensionReported() as body:
            return _paused(state, reported_on=body.reported_on)
        case PermitVerified() as body:
            return _paused(state, verified_on=body.verified_on)
        case WorksResumed() as body:
            return _paused(state, until=body.resumed_on)
    return state


def _paused(state: WorksPermit, **changes: date) -> WorksPermit:
    pauses = tuple(one if one.until else msgspec.structs.replace(one, **changes) for one in state.pauses)
    return msgspec.structs.replace(state, pauses=pauses)


def _evolve_site(state: SiteWorks | None, recorded: RecordedFact) -> SiteWorks | None:
    before = state or SiteWorks()
    match recorded.body:
        case DemolitionFiled() as body:
            new = Filing(
                contractor=body.contractor, qualified=body.qualified, start_on=body.start_on, filed_on=body.filed_on
            )
            return msgspec.structs.replace(before, demolitions=(*before.demolitions, new))
        case WorksStarted() as body:
            return msgspec.structs.replace(before, started_on=(*before.started_on, body.started_on))
    return state


def last_start(permit: WorksPermit, judge: Judge) -> date | None:
    """The last day to start under a permit, after which it lapsed by itself; None while it is not issued.

    Three months from the issue, or as it was extended (建筑法 Art 9); of a start report six months from the scheduled
    day (Art 11).
    """
    if permit.issued_on is None:
        return None
    if permit.basis == "start_report":
        return judge.deadline("G-04.start", permit.start_on or permit.issued_on, on=permit.issued_on).day
    if permit.extensions:
        return permit.extensions[-1]
    return judge.deadline("G-01.start", permit.issued_on, on=permit.issued_on).day


def _steps(state: WorksPermit, judge: Judge) -> Iterator[NextStep]:
    if state.issued_on is None:
        if state.applied_on is not None:
            decide = judge.deadline("G-01.decision", state.applied_on, on=state.applied_on)
            yield NextStep(
                command="works_permit.issue",
                due=decide.day,
                how=tuple(decide.how()),
                rule="G-01",
                owner="authority",
                since=state.applied_on,
            )
        return
    if state.basis == "start_report" and state.measures_filed_on is None:
        file = judge.deadline("G-05.measures_filing", state.issued_on, on=state.issued_on)
        yield NextStep(
            command="safety_measures.file",
            due=file.day,
            how=tuple(file.how()),
            rule="G-05",
            owner="enterprise",
            since=state.issued_on,
        )
    if state.started_on is None:
        yield NextStep(
            command="works.start",
            due=last_start(state, judge),
            rule="G-04" if state.basis == "start_report" else "G-01",
            owner="enterprise",
            since=state.issued_on,
        )
    pause = state.pause
    if pause is None:
        return
    if pause.reported_on is None:
        report = judge.deadline("G-04.report", pause.since, on=pause.since)
        yield NextStep(
            command="works.report_suspension",
            due=report.day,
            how=tuple(report.how()),
            rule="G-04",
            owner="enterprise",
            since=pause.since,
        )
    yield NextStep(command="works.resume", rule="G-04", owner="enterprise", since=pause.since)


def _derived(state: WorksPermit, judge: Judge) -> Mapping[str, int | str | date]:
    last = None if state.started_on is not None else last_start(state, judge)
    return {} if last is None else {"last_day_to_start": last, "lapsed": int(last < judge.day)}


_FACTS: tuple[type[Fact], ...] = (
    PermitApplied,
    PermitIssued,
    PermitExtended,
    PermitVerified,
    SafetyMeasuresFiled,
    WorksStarted,
    WorksSuspended,
    SuspensionReported,
    WorksResumed,
)
WORKS_PERMIT = Kind(name="works_permit", state=WorksPermit, evolve=evolve, facts=_FACTS, steps=_steps, derived=_derived)
SITE_WORKS = Kind(
    name="site_works", tag="site", state=SiteWorks, evolve=_evolve_site, facts=(DemolitionFiled, WorksStarted)
)
