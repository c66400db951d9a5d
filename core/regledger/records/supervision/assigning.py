"""Assigning roles over enterprises, sites and key projects, and the rounds of grid officers (B-01 to B-05)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.tags import split_tag
from regledger.log.text import Code, Id, Tag, Text
from regledger.records.authority import Authority, Officer, authority_stands
from regledger.records.presence import filled, readable, records_known
from regledger.records.supervision.facts import (
    PatrolRecorded,
    SupervisionAssigned,
    SupervisionEnded,
    SupervisionRole,
)
from regledger.records.supervision.state import (
    Assignment,
    Capacity,
    Designation,
    EnterpriseSupervision,
    Patrol,
    ProjectSupervision,
    SiteSupervision,
    Supervised,
)

__all__ = [
    "AssignSupervision",
    "EndSupervision",
    "RecordPatrol",
    "assign_supervision",
    "end_supervision",
    "record_patrol",
]

_SHAPES: dict[str, type[Supervised]] = {
    "enterprise": EnterpriseSupervision,
    "site": SiteSupervision,
    "key_project": ProjectSupervision,
}


def _subject_reads(subject: str) -> Iterator[str]:
    kind, id_ = split_tag(subject)
    if kind in _SHAPES:
        yield f"{kind}_supervision:{id_}"


def _supervised(subject: str, dossier: Dossier, *, later: bool = False) -> Supervised | None:
    kind, id_ = split_tag(subject)
    if kind not in _SHAPES:
        return None
    return dossier.latest(_SHAPES[kind], id_) if later else dossier.get(_SHAPES[kind], id_)


def _subject_stands(subject: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    found = _supervised(subject, dossier)
    yield from judge.rule("REF", "supervision.unknown", found is not None, kind="subject", id=subject)
    ended = found is not None and found.ended_on is not None
    yield from judge.rule("SEQ", "supervision.ended_already", not ended, kind="subject", id=subject)


class AssignSupervision(Command, frozen=True, kw_only=True):
    """Give an authority a role over an enterprise, a site or a key project."""

    assignment: Id
    subject: Tag
    role: SupervisionRole
    authority: Id
    officer: Id | None = None
    duty: Code | None = None
    unclear: bool = False
    """Whether the sector is new or its supervision unclear."""
    designation: Id | None = None
    document: Text
    valid_from: date
    valid_to: date | None = None
    assigned_on: date


def _assign_reads(command: AssignSupervision, dossier: Dossier) -> Iterator[str]:
    yield f"assignment:{command.assignment}"
    yield from _subject_reads(command.subject)
    yield f"authority:{command.authority}"
    yield f"capacity:{command.authority}"
    if command.officer is not None:
        yield f"officer:{command.officer}"
    if command.designation is not None:
        yield f"sector_designation:{command.designation}"


@handles("supervision.assign", AssignSupervision, on="assigned_on", reads=_assign_reads, role="approve", shared=True)
def assign_supervision(command: AssignSupervision, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where another has the role on one of the days (B-02), or an unclear sector is nobody's by designation (B-03)."""
    free = not dossier.known(Assignment, command.assignment)
    yield from judge.rule("REF", "supervision.taken", free, kind="assignment", id=command.assignment)
    yield from _subject_stands(command.subject, dossier, judge)
    yield from authority_stands(command.authority, dossier, judge)
    yield from judge.rule(
        "SEQ",
        "supervision.ends_before_it_begins",
        command.valid_to is None or command.valid_from <= command.valid_to,
        id=command.assignment,
        first=command.valid_from,
        last=command.valid_to,
    )
    yield from filled(f"assignment:{command.assignment}", judge, document=command.document)
    yield from _alone(command, dossier, judge)
    yield from _designated(command, dossier, judge)
    yield from _able(command, dossier, judge)
    yield SupervisionAssigned(
        assignment=command.assignment,
        subject=command.subject,
        role=command.role,
        authority=command.authority,
        officer=command.officer,
        duty=command.duty,
        designation=command.designation,
        document=command.document,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        assigned_on=command.assigned_on,
    )


def _alone(command: AssignSupervision, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """B-02: one comprehensive and one sector regulator at a time; SEQ: nor has anybody else's role two holders."""
    found = _supervised(command.subject, dossier, later=True)
    others = () if found is None else found.assignments
    other = next(
        (one for one in others if one.role == command.role and one.overlaps(command.valid_from, command.valid_to)), None
    )
    yield from judge.rule(
        "B-02" if command.role in ("lead", "comprehensive") else "SEQ",
        "supervision.overlaps",
        other is None,
        subject=command.subject,
        role=command.role,
        other="" if other is None else other.assignment,
        holder="" if other is None else other.authority,
    )


def _designated(command: AssignSupervision, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """B-03: over an unclear sector the lead is the department that the government designated, from the day it did."""
    if command.designation is None and not (command.unclear and command.role == "lead"):
        return
    found = None if command.designation is None else dossier.latest(Designation, command.designation)
    fits = found is not None and found.department == command.authority and found.valid_from <= command.valid_from
    yield from judge.rule(
        "B-03",
        "supervision.not_designated",
        fits,
        subject=command.subject,
        authority=command.authority,
        first=command.valid_from,
    )


def _able(command: AssignSupervision, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    authority, capacity = dossier.get(Authority, command.authority), dossier.latest(Capacity, command.authority)
    local = command.role in ("township", "grid")
    placed = authority is not None and (authority.level is not None or authority.form is not None)
    yield from judge.rule(
        "B-04",
        "supervision.not_local",
        not (local and placed)
        or (authority is not None and (authority.level == "township" or authority.form == "zone")),
        authority=command.authority,
        role=command.role,
    )
    yield from judge.note(
        "B-04",
        "supervision.no_safety_body",
        not (local and placed) or (capacity is not None and bool(capacity.body)),
        authority=command.authority,
    )
    if command.role == "grid":
        officer = None if command.officer is None else dossier.get(Officer, command.officer)
        known = officer is not None and officer.authority == command.authority
        yield from judge.rule(
            "REF",
            "supervision.no_grid_officer",
            known,
            officer=command.officer or "nobody",
            authority=command.authority,
        )
    listed = None if capacity is None else capacity.list_on(command.valid_from)
    department = authority is not None and authority.form == "department"
    yield from judge.note(
        "B-01",
        "supervision.no_duty_list",
        listed is not None or not department,
        authority=command.authority,
        day=command.valid_from,
    )
    yield from judge.note(
        "B-05",
        "supervision.duty_not_listed",
        listed is None or command.duty is None or command.duty in listed.codes,
        authority=command.authority,
        duty=command.duty,
        day=command.valid_from,
    )


class EndSupervision(Command, frozen=True, kw_only=True):
    """End an assignment with its last legal day."""

    assignment: Id
    reason: Text
    valid_to: date
    ended_on: date


def _end_reads(command: EndSupervision, dossier: Dossier) -> Iterator[str]:
    yield f"assignment:{command.assignment}"


@handles("supervision.end", EndSupervision, on="ended_on", reads=_end_reads, role="approve", shared=True)
def end_supervision(command: EndSupervision, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where it is unknown, or was ended already, or would then last longer."""
    found = dossier.latest(Assignment, command.assignment)
    yield from judge.rule("REF", "supervision.unknown", found is not None, kind="assignment", id=command.assignment)
    if found is None:
        return
    standing = found.ended_on is None and (found.valid_to is None or command.valid_to < found.valid_to)
    yield from judge.rule("SEQ", "supervision.ended_already", standing, kind="assignment", id=command.assignment)
    yield from filled(f"assignment:{command.assignment}", judge, reason=command.reason)
    yield SupervisionEnded(
        assignment=command.assignment,
        subject=found.subject,
        authority=found.authority,
        reason=command.reason,
        valid_to=command.valid_to,
        ended_on=command.ended_on,
    )


class RecordPatrol(Command, frozen=True, kw_only=True):
    """Record the round of a grid officer."""

    patrol: Id
    subject: Tag
    authority: Id
    officer: Id
    found: Text = ""
    matter: Id | None = None
    referral: Id | None = None
    patrolled_on: date


def _patrol_reads(command: RecordPatrol, dossier: Dossier) -> Iterator[str]:
    yield f"patrol:{command.patrol}"
    yield from _subject_reads(command.subject)
    yield f"authority:{command.authority}"
    yield f"officer:{command.officer}"
    yield from readable(_passed_on(command), dossier)


def _passed_on(command: RecordPatrol) -> tuple[str, ...]:
    named = (("matter", command.matter), ("referral", command.referral))
    return tuple(f"{kind}:{id_}" for kind, id_ in named if id_ is not None)


@handles("patrol.record", RecordPatrol, on="patrolled_on", reads=_patrol_reads, world=True)
def record_patrol(command: RecordPatrol, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the officer is not the grid officer of the subject that day; warns of a finding that goes nowhere (B-04)."""
    free = not dossier.known(Patrol, command.patrol)
    yield from judge.rule("REF", "supervision.taken", free, kind="patrol", id=command.patrol)
    yield from _subject_stands(command.subject, dossier, judge)
    yield from authority_stands(command.authority, dossier, judge)
    officer = dossier.get(Officer, command.officer)
    yield from judge.rule("REF", "officer.unknown", officer is not None, officer=command.officer)
    yield from judge.rule(
        "REF",
        "supervision.no_grid_officer",
        officer is None or officer.authority == command.authority,
        officer=command.officer,
        authority=command.authority,
    )
    yield from records_known(_passed_on(command), dossier, judge)
    subject = _supervised(command.subject, dossier)
    grid = [
        one.officer
        for one in (() if subject is None else subject.assignments)
        if one.role == "grid" and one.covers(command.patrolled_on)
    ]
    yield from judge.rule(
        "B-04",
        "patrol.not_the_grid_officer",
        command.officer in grid,
        officer=command.officer,
        subject=command.subject,
        day=command.patrolled_on,
    )
    passed_on = not command.found.strip() or bool(_passed_on(command))
    yield from judge.note("B-04", "patrol.finding_goes_nowhere", passed_on, patrol=command.patrol)
    yield PatrolRecorded(
        patrol=command.patrol,
        subject=command.subject,
        authority=command.authority,
        officer=command.officer,
        found=command.found,
        matter=command.matter,
        referral=command.referral,
        patrolled_on=command.patrolled_on,
    )
