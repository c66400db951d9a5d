"""The building and after it: begun, completed, accepted, looked at, put into use (安全生产法 Arts 31, 34; B-11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id
from regledger.records.authority import Officer, officer_reads
from regledger.records.project.designing import of_project, project_reads
from regledger.records.project.facts import (
    ProjectAcceptanceVerified,
    ProjectAccepted,
    ProjectBegun,
    ProjectCompleted,
    ProjectPutIntoUse,
)
from regledger.records.project.state import Project

__all__ = ["accept_project", "begin_project", "complete_project", "put_into_use", "verify_acceptance"]


class BeginProject(Command, frozen=True, kw_only=True):
    """Record that building began."""

    project: Id
    facilities_with_it: bool = True
    """Whether the safety facilities are built with the main work."""
    begun_on: date


class CompleteProject(Command, frozen=True, kw_only=True):
    """Record that building was completed."""

    project: Id
    by_design: bool
    completed_on: date


class AcceptProject(Command, frozen=True, kw_only=True):
    """Record the builder's acceptance of the safety facilities."""

    project: Id
    passed: bool
    accepted_on: date


class VerifyAcceptance(Command, frozen=True, kw_only=True):
    """Record that the department looked at the acceptance and its result."""

    project: Id
    officers: tuple[Id, ...]
    in_order: bool
    verified_on: date


class PutIntoUse(Command, frozen=True, kw_only=True):
    """Record that production or use began."""

    project: Id
    facilities_in_use: bool = True
    used_on: date


@handles("project.begin", BeginProject, on="begun_on", reads=project_reads, world=True)
def begin_project(command: BeginProject, dossier: Dossier, judge: Judge) -> Outcome:
    """B-11: with the safety facilities; a high-risk project once it was evaluated and its design approved."""
    state = yield from of_project(command, dossier, judge)
    if state is None:
        return
    final = dossier.latest(Project, command.project) or state
    yield from judge.rule("SEQ", "project.begun_already", final.begun_on is None, project=command.project)
    evaluated = state.evaluated_on is not None or not state.high_risk
    yield from judge.rule("B-11", "project.not_evaluated", evaluated, project=command.project)
    approved = state.approved is not None or not state.high_risk
    yield from judge.rule("B-11", "project.design_not_approved", approved, project=command.project)
    yield from judge.rule("B-11", "project.facilities_left_out", command.facilities_with_it, project=command.project)
    yield ProjectBegun(
        project=command.project,
        enterprise=state.enterprise,
        site=state.site,
        authority=state.authority,
        facilities_with_it=command.facilities_with_it,
        begun_on=command.begun_on,
    )


@handles("project.complete", CompleteProject, on="completed_on", reads=project_reads, world=True)
def complete_project(command: CompleteProject, dossier: Dossier, judge: Judge) -> Outcome:
    """B-11: a high-risk project is built by its approved design."""
    state = yield from of_project(command, dossier, judge)
    if state is None:
        return
    final = dossier.latest(Project, command.project) or state
    yield from judge.rule("SEQ", "project.not_begun", state.begun_on is not None, project=command.project)
    yield from judge.rule(
        "SEQ", "project.completed_already", final.completed_on is None or not final.by_design, project=command.project
    )
    fits = (command.by_design and state.approved is not None) or not state.high_risk
    yield from judge.rule("B-11", "project.not_by_design", fits, project=command.project, design=state.approved or "-")
    yield ProjectCompleted(
        project=command.project,
        enterprise=state.enterprise,
        site=state.site,
        authority=state.authority,
        by_design=command.by_design,
        completed_on=command.completed_on,
    )


@handles("project.accept", AcceptProject, on="accepted_on", reads=project_reads, world=True)
def accept_project(command: AcceptProject, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: after completion; B-11: what was not built by the approved design is not passed."""
    state = yield from of_project(command, dossier, judge)
    if state is None:
        return
    yield from judge.rule("SEQ", "project.not_completed", state.completed_on is not None, project=command.project)
    final = dossier.latest(Project, command.project) or state
    yield from judge.rule("SEQ", "project.accepted_already", final.accepted_on is None, project=command.project)
    fits = state.by_design or not state.high_risk or not command.passed
    yield from judge.rule("B-11", "project.not_by_design", fits, project=command.project, design=state.approved or "-")
    yield ProjectAccepted(
        project=command.project,
        enterprise=state.enterprise,
        site=state.site,
        authority=state.authority,
        passed=command.passed,
        accepted_on=command.accepted_on,
    )


def _verify_reads(command: VerifyAcceptance, dossier: Dossier) -> Iterator[str]:
    yield from project_reads(command, dossier)
    yield from officer_reads(command.officers)


@handles("project.verify_acceptance", VerifyAcceptance, on="verified_on", reads=_verify_reads, world=True)
def verify_acceptance(command: VerifyAcceptance, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: of an acceptance that was passed; REF: by officers on record."""
    state = yield from of_project(command, dossier, judge)
    if state is None:
        return
    final = dossier.latest(Project, command.project) or state
    yield from judge.rule("SEQ", "project.verified_already", final.verified_on is None, project=command.project)
    yield from judge.rule("SEQ", "project.not_accepted", state.accepted_on is not None, project=command.project)
    for one in dict.fromkeys(command.officers):
        yield from judge.rule("REF", "officer.unknown", dossier.get(Officer, one) is not None, officer=one)
    yield from judge.rule("REF", "project.nobody_looked", bool(command.officers), project=command.project)
    yield ProjectAcceptanceVerified(
        project=command.project,
        enterprise=state.enterprise,
        site=state.site,
        authority=state.authority,
        officers=command.officers,
        in_order=command.in_order,
        verified_on=command.verified_on,
    )


@handles("project.put_into_use", PutIntoUse, on="used_on", reads=project_reads, world=True)
def put_into_use(command: PutIntoUse, dossier: Dossier, judge: Judge) -> Outcome:
    """B-11: with the safety facilities in use; a high-risk project once they passed the acceptance."""
    state = yield from of_project(command, dossier, judge)
    if state is None:
        return
    final = dossier.latest(Project, command.project) or state
    yield from judge.rule("SEQ", "project.used_already", final.used_on is None, project=command.project)
    yield from judge.rule("SEQ", "project.not_completed", state.completed_on is not None, project=command.project)
    passed = state.accepted_on is not None or not state.high_risk
    yield from judge.rule("B-11", "project.used_before_acceptance", passed, project=command.project)
    yield from judge.rule("B-11", "project.facilities_left_out", command.facilities_in_use, project=command.project)
    yield ProjectPutIntoUse(
        project=command.project,
        enterprise=state.enterprise,
        site=state.site,
        authority=state.authority,
        facilities_in_use=command.facilities_in_use,
        used_on=command.used_on,
    )
