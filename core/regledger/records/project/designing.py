"""Before the building: a project is registered, evaluated, its design handed in and reviewed (安全生产法 Arts 31–33; B-11)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Literal, Protocol

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id
from regledger.records.enterprise import Site
from regledger.records.identity.heirs import heir_reads
from regledger.records.parties import parties_stand
from regledger.records.project.facts import (
    ProjectDesignReviewed,
    ProjectDesignSubmitted,
    ProjectEvaluated,
    ProjectKind,
    ProjectRegistered,
)
from regledger.records.project.state import Project

__all__ = [
    "evaluate_project",
    "of_project",
    "project_reads",
    "register_project",
    "review_design",
    "submit_design",
]


class OnProject(Protocol):
    """A command on a project."""

    @property
    def project(self) -> str:
        """Its id."""
        ...


class RegisterProject(Command, frozen=True, kw_only=True):
    """Enter a project to build, rebuild or extend."""

    project: Id
    enterprise: Id
    site: Id
    authority: Id
    kind: ProjectKind
    work: Literal["new", "rebuilt", "extended"]
    registered_on: date


class EvaluateProject(Command, frozen=True, kw_only=True):
    """Record that the safety of a project was evaluated."""

    project: Id
    report: Code
    evaluated_on: date


class SubmitDesign(Command, frozen=True, kw_only=True):
    """Record that the design of the safety facilities was handed in."""

    project: Id
    design: Code
    submitted_on: date


class ReviewDesign(Command, frozen=True, kw_only=True):
    """Decide on the design of the safety facilities."""

    project: Id
    approved: bool
    reviewed_on: date


def project_reads(command: OnProject, dossier: Dossier) -> Iterator[str]:
    """The project, then its enterprise and its site, which leads to the sectors to ask."""
    yield f"project:{command.project}"
    state = dossier.loaded(Project, command.project)
    if state is not None:
        yield f"enterprise:{state.enterprise}"
        yield f"site:{state.site}"


def of_project(command: OnProject, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Project | None]:
    """REF, SEQ: the project is on record, and was on the day of the act; returns it."""
    known = dossier.known(Project, command.project)
    yield from judge.rule("REF", "project.unknown", known, project=command.project)
    state = dossier.get(Project, command.project)
    begun = not known or state is not None
    yield from judge.rule("SEQ", "project.not_yet", begun, project=command.project, day=judge.day)
    return state


def _register_reads(command: RegisterProject, dossier: Dossier) -> Iterator[str]:
    yield f"project:{command.project}"
    yield f"enterprise:{command.enterprise}"
    yield f"site:{command.site}"
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)
    yield f"authority:{command.authority}"


@handles("project.register", RegisterProject, on="registered_on", reads=_register_reads, world=True)
def register_project(command: RegisterProject, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the id is taken, or enterprise, site or authority is unknown."""
    free = not dossier.known(Project, command.project)
    yield from judge.rule("REF", "project.taken", free, project=command.project)
    yield from parties_stand(command, dossier, judge)
    yield ProjectRegistered(
        project=command.project,
        enterprise=command.enterprise,
        site=command.site,
        authority=command.authority,
        kind=command.kind,
        work=command.work,
        registered_on=command.registered_on,
    )


@handles("project.evaluate", EvaluateProject, on="evaluated_on", reads=project_reads, world=True)
def evaluate_project(command: EvaluateProject, dossier: Dossier, judge: Judge) -> Outcome:
    """B-11: before the building begins; later is noted, for it is owed still."""
    state = yield from of_project(command, dossier, judge)
    if state is None:
        return
    final = dossier.latest(Project, command.project) or state
    yield from judge.rule("SEQ", "project.evaluated_already", final.evaluated_on is None, project=command.project)
    told = bool(command.report.strip())
    yield from judge.rule("REF", "project.part_blank", told, project=command.project, part="report")
    in_time = state.begun_on is None or not state.high_risk
    yield from judge.note("B-11", "project.evaluated_late", in_time, project=command.project)
    yield ProjectEvaluated(
        project=command.project,
        enterprise=state.enterprise,
        site=state.site,
        authority=state.authority,
        report=command.report,
        evaluated_on=command.evaluated_on,
    )


@handles("project.submit_design", SubmitDesign, on="submitted_on", reads=project_reads, world=True)
def submit_design(command: SubmitDesign, dossier: Dossier, judge: Judge) -> Outcome:
    """B-11: the design of a high-risk project follows its evaluation."""
    state = yield from of_project(command, dossier, judge)
    if state is None:
        return
    told = bool(command.design.strip())
    yield from judge.rule("REF", "project.part_blank", told, project=command.project, part="design")
    evaluated = state.evaluated_on is not None or not state.high_risk
    yield from judge.rule("B-11", "project.not_evaluated", evaluated, project=command.project)
    yield ProjectDesignSubmitted(
        project=command.project,
        enterprise=state.enterprise,
        site=state.site,
        authority=state.authority,
        design=command.design,
        submitted_on=command.submitted_on,
    )


@handles("project.review_design", ReviewDesign, on="reviewed_on", reads=project_reads, role="approve")
def review_design(command: ReviewDesign, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: of a design that waits; B-11: none is approved that was not evaluated."""
    state = yield from of_project(command, dossier, judge)
    if state is None:
        return
    final = dossier.latest(Project, command.project) or state
    waits = state.submitted_on is not None and final.submitted_on is not None
    yield from judge.rule("SEQ", "project.no_design_waits", waits, project=command.project)
    evaluated = state.evaluated_on is not None or not state.high_risk or not command.approved
    yield from judge.rule("B-11", "project.not_evaluated", evaluated, project=command.project)
    yield ProjectDesignReviewed(
        project=command.project,
        enterprise=state.enterprise,
        site=state.site,
        authority=state.authority,
        design=state.design or "-",
        approved=command.approved,
        reviewed_on=command.reviewed_on,
    )
