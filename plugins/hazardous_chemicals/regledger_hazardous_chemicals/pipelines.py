"""Works that may endanger a pipeline of hazardous chemicals: notice, joint plan, guidance (Art 13(2); F-13).

The site of the works carries this sector as an overlay where a pipeline runs through it, whatever sector leads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec
from regledger.sectors import (
    Act,
    Command,
    Dossier,
    Enterprise,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    NextStep,
    Objection,
    Outcome,
    RecordedFact,
    Site,
    State,
    TagKind,
    Text,
    fact,
    handles,
    hookimpl,
)

from regledger_hazardous_chemicals.parties import PARTY_TAGS, binds, first_entered, party_reads, site_of
from regledger_hazardous_chemicals.profile import RECORD, ChemicalSite

__all__ = [
    "PIPELINE_WORK",
    "SITE_PIPELINE_WORKS",
    "BeginPipelineWork",
    "NotifyPipelineWork",
    "PipelineWork",
    "PipelineWorkBegun",
    "PipelineWorkNotified",
    "SitePipelineWorks",
    "begin_pipeline_work",
    "notify_pipeline_work",
]

NOTICE = "F-13.notice"
_TAGS = {"work": "pipeline_work", **PARTY_TAGS}


@fact("pipeline_work.notified", 1, tags={**_TAGS, "owner": "enterprise"}, occurred="notified_on")
class PipelineWorkNotified(Fact, frozen=True, kw_only=True):
    """`pipeline_work.notified` v1: the owner of a pipeline was told in writing of works near it on a legal day (Art 13(2))."""

    work: Id
    site: Id
    """Where the works are."""
    enterprise: Id
    authority: Id
    """Which entered it."""
    owner: Id
    """The enterprise to which the pipeline belongs."""
    works: Text
    joint_plan: bool
    """Whether owner and builder made an emergency plan together."""
    notified_on: date
    starts_on: date
    """The day on which the works are to start."""


@fact("pipeline_work.begun", 1, tags=_TAGS, occurred="begun_on")
class PipelineWorkBegun(Fact, frozen=True, kw_only=True):
    """`pipeline_work.begun` v1: works near a pipeline began on a legal day (Art 13(2))."""

    work: Id
    site: Id
    enterprise: Id
    authority: Id
    protected: bool
    """Whether the protective measures of the joint plan were in place."""
    guided: bool
    """Whether somebody whom the owner sent was on the spot."""
    begun_on: date


class PipelineWork(State, frozen=True, kw_only=True):
    """Works near a pipeline."""

    work: str
    site: str
    authority: str
    owner: str
    joint_plan: bool
    notified_on: date
    starts_on: date
    begun_on: date | None = None


class SitePipelineWorks(State, frozen=True, kw_only=True):
    """The works near a pipeline on a site of which its owner was told."""

    works: tuple[PipelineWork, ...]


def _evolve(state: PipelineWork | None, recorded: RecordedFact) -> PipelineWork | None:
    match recorded.body:
        case PipelineWorkNotified() as body:
            return PipelineWork(
                work=body.work,
                site=body.site,
                authority=body.authority,
                owner=body.owner,
                joint_plan=body.joint_plan,
                notified_on=body.notified_on,
                starts_on=body.starts_on,
            )
        case PipelineWorkBegun() as body if state is not None:
            return msgspec.structs.replace(state, begun_on=body.begun_on)
    return state


def _evolve_site(state: SitePipelineWorks | None, recorded: RecordedFact) -> SitePipelineWorks | None:
    one = _evolve(None, recorded)
    if one is None:
        return state
    return SitePipelineWorks(works=(*(() if state is None else state.works), one))


def _steps(state: PipelineWork, judge: Judge) -> Iterator[NextStep]:
    if state.begun_on is None and binds(NOTICE, judge):
        yield NextStep(command="pipeline_work.begin", rule="F-13", owner="enterprise", since=state.notified_on)


PIPELINE_WORK = Kind(
    name="pipeline_work",
    state=PipelineWork,
    evolve=_evolve,
    facts=(PipelineWorkNotified, PipelineWorkBegun),
    steps=_steps,
)
SITE_PIPELINE_WORKS = Kind(
    name="site_pipeline_works",
    tag="site",
    state=SitePipelineWorks,
    evolve=_evolve_site,
    facts=(PipelineWorkNotified,),
)


class NotifyPipelineWork(Command, frozen=True, kw_only=True):
    """Record the written notice to the owner of a pipeline."""

    work: Id
    site: Id
    authority: Id
    owner: Id
    works: Text
    joint_plan: bool
    notified_on: date
    starts_on: date


class BeginPipelineWork(Command, frozen=True, kw_only=True):
    """Record that works near a pipeline began."""

    work: Id
    protected: bool
    guided: bool
    begun_on: date


def _notify_reads(command: NotifyPipelineWork, dossier: Dossier) -> Iterator[str]:
    yield f"{PIPELINE_WORK.name}:{command.work}"
    yield f"enterprise:{command.owner}"
    yield from party_reads(command.site, command.authority, dossier)


@handles("pipeline_work.notify", NotifyPipelineWork, on="notified_on", reads=_notify_reads, world=True)
def notify_pipeline_work(command: NotifyPipelineWork, dossier: Dossier, judge: Judge) -> Outcome:
    """F-13: seven days before the start and with a joint plan; a notice that is late or lacks it is noted, and recorded."""
    yield from first_entered(f"pipeline_work:{command.work}", dossier.known(PipelineWork, command.work), judge)
    owner = dossier.get(Enterprise, command.owner)
    yield from judge.rule("REF", "enterprise.unknown", owner is not None, enterprise=command.owner)
    site = yield from site_of(command.site, command.authority, dossier, judge)
    if site is None:
        return
    if binds(NOTICE, judge):
        last = _last_notice(command.starts_on, judge)
        yield from judge.note(
            "F-13",
            "pipeline_work.notified_late",
            command.notified_on <= last,
            work=command.work,
            starts=command.starts_on,
            notified=command.notified_on,
            last=last,
        )
        yield from judge.note("F-13", "pipeline_work.no_joint_plan", command.joint_plan, work=command.work)
    yield PipelineWorkNotified(
        work=command.work,
        site=command.site,
        enterprise=site.enterprise,
        authority=command.authority,
        owner=command.owner,
        works=command.works,
        joint_plan=command.joint_plan,
        notified_on=command.notified_on,
        starts_on=command.starts_on,
    )


def _last_notice(start: date, judge: Judge) -> date:
    """The last day for the notice of works that start on `start`."""
    return judge.deadline(NOTICE, start, backward=True).day


def _begin_reads(command: BeginPipelineWork, dossier: Dossier) -> Iterator[str]:
    yield f"{PIPELINE_WORK.name}:{command.work}"
    state = dossier.loaded(PipelineWork, command.work)
    if state is not None:
        yield from party_reads(state.site, state.authority, dossier)


@handles("pipeline_work.begin", BeginPipelineWork, on="begun_on", reads=_begin_reads, world=True)
def begin_pipeline_work(command: BeginPipelineWork, dossier: Dossier, judge: Judge) -> Outcome:
    """F-13: not before the seven days are over, and with plan, protection and somebody of the owner's on the spot."""
    state = dossier.get(PipelineWork, command.work)
    subject = f"pipeline_work:{command.work}"
    yield from judge.rule("REF", "record.unknown", state is not None, subject=subject)
    if state is None:
        return
    final = dossier.latest(PipelineWork, command.work) or state
    yield from judge.rule("SEQ", "pipeline_work.begun_already", final.begun_on is None, work=command.work)
    site = yield from site_of(state.site, state.authority, dossier, judge)
    if site is None:
        return
    if binds(NOTICE, judge):
        last = _last_notice(command.begun_on, judge)
        yield from judge.rule(
            "F-13",
            "pipeline_work.begun_early",
            state.notified_on <= last,
            work=command.work,
            notified=state.notified_on,
            last=last,
        )
        sound = state.joint_plan and command.protected
        yield from judge.rule("F-13", "pipeline_work.unprotected", sound, work=command.work)
        yield from judge.rule("F-13", "pipeline_work.unguided", command.guided, work=command.work, owner=state.owner)
    yield PipelineWorkBegun(
        work=command.work,
        site=state.site,
        enterprise=site.enterprise,
        authority=state.authority,
        protected=command.protected,
        guided=command.guided,
        begun_on=command.begun_on,
    )


# ── works of other sectors ───────────────────────────────────────────────────────────────────────────────


STARTS = {"project.begin": "begun_on", "works.start": "started_on", "works_permit.issue": "start_on"}
"""Command that lets works start, of the core or of the construction sector → its field with their first day."""


def _start(act: Act) -> tuple[tuple[str, ...], date] | None:
    """The sites of works that an act lets start, and their first day; None for any other act."""
    day = getattr(act.command, STARTS[act.name], None) if act.name in STARTS else None
    return None if day is None else (tuple(one.site for one in act.dossier.all(Site)), day)


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`pipeline_work.notified` and `.begun`."""
    return [PipelineWorkNotified, PipelineWorkBegun]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """Works are a subject of their own."""
    return [TagKind("pipeline_work", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """Works near a pipeline, one by one and by site."""
    return [PIPELINE_WORK, SITE_PIPELINE_WORKS]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`pipeline_work.notify` and `.begin`."""
    return [notify_pipeline_work, begin_pipeline_work]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """Whether a pipeline runs through the site of works, and of which works its owner was told."""
    start = _start(act)
    for site in () if start is None else start[0]:
        yield f"{RECORD}:{site}"
        yield f"{SITE_PIPELINE_WORKS.name}:{site}"


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-13: no works start, and no permit names their start, on a pipeline's site before its owner had seven days' notice."""
    start = _start(act)
    if start is None or not binds(NOTICE, judge):
        return
    sites, day = start
    last = _last_notice(day, judge)
    for site in sites:
        profile = act.dossier.get(ChemicalSite, site)
        held = act.dossier.get(SitePipelineWorks, site)
        crossed = profile is not None and profile.pipeline
        told = held is not None and any(one.notified_on <= last for one in held.works)
        yield from judge.rule(
            "F-13", "pipeline_work.not_notified", told or not crossed, site=site, starts=day, last=last
        )
