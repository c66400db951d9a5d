"""Who supervises a subject, by role and day; and what an authority says it has to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

import msgspec

from regledger.deciding.kinds import Kind, State
from regledger.log.facts import Fact, RecordedFact
from regledger.records.authority import AuthorityRegistered
from regledger.records.enterprise import EnterpriseRegistered, SiteRegistered
from regledger.records.identity.facts import SubjectSucceeded
from regledger.records.supervision.facts import (
    DutyItem,
    DutyListPublished,
    KeyProjectEnded,
    KeyProjectRegistered,
    PatrolRecorded,
    SafetyBodyNamed,
    SectorDesignated,
    SupervisionAssigned,
    SupervisionEnded,
    SupervisionRole,
)

__all__ = [
    "KINDS",
    "Assignment",
    "Capacity",
    "Designation",
    "DutyList",
    "EnterpriseSupervision",
    "KeyProject",
    "Patrol",
    "ProjectSupervision",
    "SiteSupervision",
    "Supervised",
]

_ONE = timedelta(days=1)


class Assignment(State, frozen=True, kw_only=True):
    """A role over one subject, from its first to its last legal day."""

    assignment: str
    subject: str
    role: SupervisionRole
    authority: str
    officer: str | None
    valid_from: date
    valid_to: date | None
    ended_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` lies in it."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def overlaps(self, first: date, last: date | None) -> bool:
        """Whether it has a day in common with `first` to `last`; it has none itself where it ended before it began."""
        if self.valid_to is not None and self.valid_to < self.valid_from:
            return False
        return (last is None or self.valid_from <= last) and (self.valid_to is None or first <= self.valid_to)


class Supervised(State, frozen=True, kw_only=True):
    """A subject with the roles over it."""

    subject: str
    name: str
    since: date
    """The first day on which it is to be supervised."""
    ended_on: date | None = None
    """The first day on which it no longer is."""
    enterprise: str | None = None
    lead: str | None = None
    """The lead authority with which a site was registered; it counts until another is assigned."""
    heirs: tuple[str, ...] = ()
    """Who stands in its place from `ended_on` on, each as `kind:id`."""
    assignments: tuple[Assignment, ...] = ()

    def holders(self, role: SupervisionRole, day: date) -> tuple[str, ...]:
        """The authorities that have `role` over it on `day`."""
        own = [one for one in self.assignments if one.role == role]
        held = tuple(one.authority for one in own if one.covers(day))
        first = min((one.valid_from for one in own), default=None)
        registered = role == "lead" and self.lead is not None and (first is None or day < first)
        return (*held, self.lead) if registered and self.lead is not None else held

    @property
    def turns(self) -> set[date]:
        """The days on which who supervises it may change."""
        ends = {one.valid_to + _ONE for one in self.assignments if one.valid_to is not None}
        return {self.since, *(one.valid_from for one in self.assignments), *ends}


class EnterpriseSupervision(Supervised, frozen=True, kw_only=True):
    """An enterprise; read as `enterprise_supervision:<enterprise>`."""


class SiteSupervision(Supervised, frozen=True, kw_only=True):
    """A site; read as `site_supervision:<site>`."""


class ProjectSupervision(Supervised, frozen=True, kw_only=True):
    """A key project; read as `key_project_supervision:<key project>`."""


V = TypeVar("V", bound=Supervised)


def _supervised(kind: str, shape: type[V]) -> Callable[[V | None, RecordedFact], V | None]:
    def evolve(state: V | None, recorded: RecordedFact) -> V | None:
        body = recorded.body
        founded = _founded(kind, body)
        if founded is not None:
            return shape(**founded)
        if state is None:
            return None
        match body:
            case SupervisionAssigned():
                one = _assigned(body)
                others = (held for held in state.assignments if held.assignment != one.assignment)
                return msgspec.structs.replace(state, assignments=(*others, one))
            case SupervisionEnded():
                return msgspec.structs.replace(
                    state,
                    assignments=tuple(
                        msgspec.structs.replace(one, valid_to=body.valid_to)
                        if one.assignment == body.assignment
                        else one
                        for one in state.assignments
                    ),
                )
            case SubjectSucceeded() if state.subject in body.predecessors and state.subject not in body.successors:
                return msgspec.structs.replace(state, ended_on=body.effective_on, heirs=body.successors)
            case KeyProjectEnded():
                return msgspec.structs.replace(state, ended_on=body.ended_on)
        return state

    return evolve


def _founded(kind: str, body: object) -> dict[str, Any] | None:
    match body:
        case EnterpriseRegistered() if kind == "enterprise":
            return {"subject": f"enterprise:{body.enterprise}", "name": body.name, "since": body.registered_on}
        case SiteRegistered() if kind == "site":
            return {
                "subject": f"site:{body.site}",
                "name": body.name,
                "since": body.registered_on,
                "enterprise": body.enterprise,
                "lead": body.authority,
            }
        case KeyProjectRegistered() if kind == "key_project":
            subject = f"key_project:{body.key_project}"
            return {"subject": subject, "name": body.name, "since": body.registered_on, "enterprise": body.enterprise}
    return None


def _assigned(body: SupervisionAssigned) -> Assignment:
    return Assignment(
        assignment=body.assignment,
        subject=body.subject,
        role=body.role,
        authority=body.authority,
        officer=body.officer,
        valid_from=body.valid_from,
        valid_to=body.valid_to,
    )


def _assignment(state: Assignment | None, recorded: RecordedFact) -> Assignment | None:
    match recorded.body:
        case SupervisionAssigned() as body:
            return _assigned(body)
        case SupervisionEnded() as body if state is not None:
            return msgspec.structs.replace(state, valid_to=body.valid_to, ended_on=body.ended_on)
    return state


class KeyProject(State, frozen=True, kw_only=True):
    """A key project."""

    key_project: str
    name: str
    enterprise: str | None
    registered_on: date
    ended_on: date | None = None


def _key_project(state: KeyProject | None, recorded: RecordedFact) -> KeyProject | None:
    match recorded.body:
        case KeyProjectRegistered() as body:
            return KeyProject(
                key_project=body.key_project,
                name=body.name,
                enterprise=body.enterprise,
                registered_on=body.registered_on,
            )
        case KeyProjectEnded() as body if state is not None:
            return msgspec.structs.replace(state, ended_on=body.ended_on)
    return state


class DutyList(State, frozen=True, kw_only=True):
    """One version of a list of powers and duties."""

    duty_list: str
    authority: str
    version: str
    items: tuple[DutyItem, ...]
    valid_from: date

    @property
    def codes(self) -> frozenset[str]:
        """Of its items."""
        return frozenset(one.code for one in self.items)


class Capacity(State, frozen=True, kw_only=True):
    """What an authority has published and named; read as `capacity:<authority>`."""

    authority: str
    lists: tuple[DutyList, ...] = ()
    body: str = ""
    """Its safety body."""
    staff: int = 0
    named_on: date | None = None
    """From when it has one."""

    def list_on(self, day: date) -> DutyList | None:
        """The list that counts on `day`: the newest by its first day."""
        begun = [one for one in self.lists if one.valid_from <= day]
        return max(begun, key=lambda one: one.valid_from, default=None)


def _listed(body: DutyListPublished) -> DutyList:
    return DutyList(
        duty_list=body.duty_list,
        authority=body.authority,
        version=body.version,
        items=body.items,
        valid_from=body.valid_from,
    )


def _duty_list(state: DutyList | None, recorded: RecordedFact) -> DutyList | None:
    return _listed(recorded.body) if isinstance(recorded.body, DutyListPublished) else state


def _capacity(state: Capacity | None, recorded: RecordedFact) -> Capacity | None:
    match recorded.body:
        case AuthorityRegistered() as body:
            return Capacity(authority=body.authority)
        case DutyListPublished() as body if state is not None:
            return msgspec.structs.replace(state, lists=(*state.lists, _listed(body)))
        case SafetyBodyNamed() as body if state is not None:
            return msgspec.structs.replace(
                state, body=body.body, staff=body.staff, named_on=state.named_on or body.named_on
            )
    return state


class Designation(State, frozen=True, kw_only=True):
    """A department that a government made competent for a sector."""

    designation: str
    government: str
    department: str
    business: str
    valid_from: date


def _designation(state: Designation | None, recorded: RecordedFact) -> Designation | None:
    match recorded.body:
        case SectorDesignated() as body:
            return Designation(
                designation=body.designation,
                government=body.government,
                department=body.department,
                business=body.business,
                valid_from=body.valid_from,
            )
    return state


class Patrol(State, frozen=True, kw_only=True):
    """A round of a grid officer."""

    patrol: str
    subject: str
    authority: str
    officer: str
    found: str
    patrolled_on: date


def _patrol(state: Patrol | None, recorded: RecordedFact) -> Patrol | None:
    match recorded.body:
        case PatrolRecorded() as body:
            return Patrol(
                patrol=body.patrol,
                subject=body.subject,
                authority=body.authority,
                officer=body.officer,
                found=body.found,
                patrolled_on=body.patrolled_on,
            )
    return state


_ROLES: tuple[type[Fact], ...] = (SupervisionAssigned, SupervisionEnded)
KINDS = (
    Kind(name="duty_list", state=DutyList, evolve=_duty_list, facts=(DutyListPublished,)),
    Kind(
        name="capacity",
        tag="authority",
        state=Capacity,
        evolve=_capacity,
        facts=(AuthorityRegistered, DutyListPublished, SafetyBodyNamed),
    ),
    Kind(name="key_project", state=KeyProject, evolve=_key_project, facts=(KeyProjectRegistered, KeyProjectEnded)),
    Kind(name="assignment", state=Assignment, evolve=_assignment, facts=_ROLES),
    Kind(name="sector_designation", state=Designation, evolve=_designation, facts=(SectorDesignated,)),
    Kind(name="patrol", state=Patrol, evolve=_patrol, facts=(PatrolRecorded,)),
    Kind(
        name="enterprise_supervision",
        tag="enterprise",
        state=EnterpriseSupervision,
        evolve=_supervised("enterprise", EnterpriseSupervision),
        facts=(EnterpriseRegistered, SubjectSucceeded, *_ROLES),
    ),
    Kind(
        name="site_supervision",
        tag="site",
        state=SiteSupervision,
        evolve=_supervised("site", SiteSupervision),
        facts=(SiteRegistered, SubjectSucceeded, *_ROLES),
    ),
    Kind(
        name="key_project_supervision",
        tag="key_project",
        state=ProjectSupervision,
        evolve=_supervised("key_project", ProjectSupervision),
        facts=(KeyProjectRegistered, KeyProjectEnded, *_ROLES),
    ),
)
