"""Safety-condition review of projects that produce or store hazardous chemicals (安全条件审查; F-06)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Literal

import msgspec
from regledger.sectors import (
    Act,
    Authority,
    Command,
    Dossier,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    NextStep,
    Objection,
    Outcome,
    Project,
    RecordedFact,
    State,
    Text,
    fact,
    handles,
    hookimpl,
)

from regledger_hazardous_chemicals.parties import AT_LEAST_CITY, PARTY_TAGS, binds, party_reads, site_of

__all__ = [
    "PROJECT_CONDITIONS",
    "ProjectConditions",
    "ProjectConditionsReviewed",
    "ProjectConditionsSubmitted",
    "ReviewProjectConditions",
    "SubmitProjectConditions",
    "review_project_conditions",
    "submit_project_conditions",
]

REVIEW = "F-06.review"
_TAGS = {"project": "project", **PARTY_TAGS}


@fact("project_conditions.submitted", 1, tags=_TAGS, occurred="submitted_on")
class ProjectConditionsSubmitted(Fact, frozen=True, kw_only=True):
    """`project_conditions.submitted` v1: the report on a project's safety conditions was received on a legal day (Art 12(2))."""

    project: Id
    site: Id
    enterprise: Id
    authority: Id
    """Which reviews it: a city's department or one above; for a port the port authority."""
    agency: Text
    """The qualified agency that evaluated its safety."""
    argued: bool
    """Whether the argument of the safety conditions (安全条件论证) is part of it."""
    place: Literal["land", "port"]
    submitted_on: date


@fact("project_conditions.reviewed", 1, tags=_TAGS, occurred="reviewed_on")
class ProjectConditionsReviewed(Fact, frozen=True, kw_only=True):
    """`project_conditions.reviewed` v1: the authority decided on a project's safety conditions on a legal day (Art 12(2))."""

    project: Id
    site: Id
    enterprise: Id
    authority: Id
    approved: bool
    reviewed_on: date


class ProjectConditions(State, frozen=True, kw_only=True):
    """How far the review of a project's safety conditions is."""

    project: str
    site: str
    authority: str
    submitted_on: date
    """The day of the report that was received last."""
    reviewed_on: date | None = None
    """The day of the decision on it."""
    approved: bool = False


def _evolve(state: ProjectConditions | None, recorded: RecordedFact) -> ProjectConditions | None:
    match recorded.body:
        case ProjectConditionsSubmitted() as body:
            return ProjectConditions(
                project=body.project, site=body.site, authority=body.authority, submitted_on=body.submitted_on
            )
        case ProjectConditionsReviewed() as body if state is not None:
            return msgspec.structs.replace(state, reviewed_on=body.reviewed_on, approved=body.approved)
    return state


def _steps(state: ProjectConditions, judge: Judge) -> Iterator[NextStep]:
    if state.reviewed_on is None and binds(REVIEW, judge, on=state.submitted_on):
        last = judge.deadline(REVIEW, state.submitted_on, on=state.submitted_on)
        yield NextStep(
            command="project_conditions.review",
            rule="F-06",
            owner="authority",
            since=state.submitted_on,
            due=last.day,
            how=tuple(last.how()),
        )
    elif state.reviewed_on is not None and not state.approved:
        yield NextStep(command="project_conditions.submit", rule="F-06", owner="enterprise", since=state.reviewed_on)


PROJECT_CONDITIONS = Kind(
    name="project_conditions",
    tag="project",
    state=ProjectConditions,
    evolve=_evolve,
    facts=(ProjectConditionsSubmitted, ProjectConditionsReviewed),
    steps=_steps,
)


class SubmitProjectConditions(Command, frozen=True, kw_only=True):
    """Record that the report on a project's safety conditions was received."""

    project: Id
    authority: Id
    agency: Text
    argued: bool
    place: Literal["land", "port"] = "land"
    submitted_on: date


class ReviewProjectConditions(Command, frozen=True, kw_only=True):
    """Decide on the safety conditions of a project."""

    project: Id
    approved: bool
    reviewed_on: date


def _submit_reads(command: SubmitProjectConditions, dossier: Dossier) -> Iterator[str]:
    yield f"project:{command.project}"
    project = dossier.loaded(Project, command.project)
    if project is not None:
        yield from party_reads(project.site, command.authority, dossier)


@handles("project_conditions.submit", SubmitProjectConditions, on="submitted_on", reads=_submit_reads, world=True)
def submit_project_conditions(command: SubmitProjectConditions, dossier: Dossier, judge: Judge) -> Outcome:
    """F-06: argued and evaluated, and handed to a city's department or one above; in a port to the port authority."""
    project = dossier.get(Project, command.project)
    yield from judge.rule("REF", "project.unknown", project is not None, project=command.project)
    if project is None:
        return
    site = yield from site_of(project.site, command.authority, dossier, judge)
    if site is None:
        return
    asked = binds(REVIEW, judge)
    whole = command.argued and bool(command.agency.strip())
    yield from judge.rule("F-06", "project_conditions.incomplete", whole or not asked, project=command.project)
    authority = dossier.get(Authority, command.authority)
    level = None if authority is None else authority.level
    high = command.place == "port" or level is None or level in AT_LEAST_CITY
    yield from judge.rule(
        "F-06",
        "project_conditions.not_by_the_city",
        high or not asked,
        project=command.project,
        authority=command.authority,
        level=level,
    )
    yield ProjectConditionsSubmitted(
        project=command.project,
        site=project.site,
        enterprise=site.enterprise,
        authority=command.authority,
        agency=command.agency,
        argued=command.argued,
        place=command.place,
        submitted_on=command.submitted_on,
    )


def _review_reads(command: ReviewProjectConditions, dossier: Dossier) -> Iterator[str]:
    yield f"{PROJECT_CONDITIONS.name}:{command.project}"
    state = dossier.loaded(ProjectConditions, command.project)
    if state is not None:
        yield from party_reads(state.site, state.authority, dossier)


@handles("project_conditions.review", ReviewProjectConditions, on="reviewed_on", reads=_review_reads, world=True)
def review_project_conditions(command: ReviewProjectConditions, dossier: Dossier, judge: Judge) -> Outcome:
    """F-06: decided within 45 days of receipt; a decision that is late is noted, and has to be taken still."""
    state = dossier.get(ProjectConditions, command.project)
    final = dossier.latest(ProjectConditions, command.project)
    waiting = state is not None and final is not None and final.reviewed_on is None
    yield from judge.rule("SEQ", "project_conditions.nothing_to_review", waiting, project=command.project)
    if state is None:
        return
    site = yield from site_of(state.site, state.authority, dossier, judge)
    if site is None:
        return
    if binds(REVIEW, judge, on=state.submitted_on):
        last = judge.deadline(REVIEW, state.submitted_on, on=state.submitted_on).day
        yield from judge.note(
            "F-06",
            "project_conditions.decided_late",
            command.reviewed_on <= last,
            project=command.project,
            received=state.submitted_on,
            last=last,
            decided=command.reviewed_on,
        )
    yield ProjectConditionsReviewed(
        project=command.project,
        site=state.site,
        enterprise=site.enterprise,
        authority=state.authority,
        approved=command.approved,
        reviewed_on=command.reviewed_on,
    )


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`project_conditions.submitted` and `.reviewed`."""
    return [ProjectConditionsSubmitted, ProjectConditionsReviewed]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """The review of a project."""
    return [PROJECT_CONDITIONS]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`project_conditions.submit` and `.review`."""
    return [submit_project_conditions, review_project_conditions]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The review of a project that is begun."""
    if act.name == "project.begin":
        yield f"{PROJECT_CONDITIONS.name}:{act.command.project}"


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-06: a project that produces or stores hazardous goods is not begun before its safety conditions were approved."""
    project = act.dossier.get(Project, act.command.project) if act.name == "project.begin" else None
    if project is None or project.kind != "hazardous_goods" or not binds(REVIEW, judge):
        return
    conditions = act.dossier.get(ProjectConditions, act.command.project)
    approved = conditions is not None and conditions.approved
    yield from judge.rule("F-06", "project_conditions.not_approved", approved, project=act.command.project)
