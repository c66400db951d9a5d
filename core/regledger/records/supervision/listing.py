"""Duty lists, safety bodies, key projects and designations (B-01, B-03, B-04, B-05)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Authority, authority_stands
from regledger.records.presence import enterprise_stands, filled
from regledger.records.supervision.facts import (
    DutyItem,
    DutyListPublished,
    KeyProjectEnded,
    KeyProjectRegistered,
    SafetyBodyNamed,
    SectorDesignated,
)
from regledger.records.supervision.state import Designation, DutyList, KeyProject

__all__ = [
    "DesignateSector",
    "EndKeyProject",
    "NameSafetyBody",
    "PublishDutyList",
    "RegisterKeyProject",
    "designate_sector",
    "end_key_project",
    "name_safety_body",
    "publish_duty_list",
    "register_key_project",
]


class PublishDutyList(Command, frozen=True, kw_only=True):
    """Publish an authority's list of powers and duties."""

    duty_list: Id
    authority: Id
    version: Code
    items: tuple[DutyItem, ...]
    place: Text
    valid_from: date
    published_on: date


def _publish_reads(command: PublishDutyList, dossier: Dossier) -> Iterator[str]:
    yield f"duty_list:{command.duty_list}"
    yield f"authority:{command.authority}"


@handles("duty_list.publish", PublishDutyList, on="published_on", reads=_publish_reads, role="approve")
def publish_duty_list(command: PublishDutyList, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused without a safety duty (B-01), without items or a place, or where it counts before it is published (B-05)."""
    free = not dossier.known(DutyList, command.duty_list)
    yield from judge.rule("REF", "supervision.taken", free, kind="duty list", id=command.duty_list)
    yield from authority_stands(command.authority, dossier, judge)
    said = bool(command.items) and bool(command.place.strip())
    yield from judge.rule("B-05", "duty_list.not_published", said, duty_list=command.duty_list)
    yield from judge.rule(
        "B-05",
        "duty_list.counts_too_early",
        command.published_on <= command.valid_from,
        duty_list=command.duty_list,
        published=command.published_on,
        first=command.valid_from,
    )
    safety = not command.items or any(one.safety for one in command.items)
    yield from judge.rule("B-01", "duty_list.no_safety_duty", safety, authority=command.authority)
    yield DutyListPublished(
        duty_list=command.duty_list,
        authority=command.authority,
        version=command.version,
        items=command.items,
        place=command.place,
        valid_from=command.valid_from,
        published_on=command.published_on,
    )


class NameSafetyBody(Command, frozen=True, kw_only=True):
    """Name the body of a township, zone or park that supervises work safety."""

    authority: Id
    body: Text
    staff: int
    plan: Code
    named_on: date


def _body_reads(command: NameSafetyBody, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"


@handles("safety_body.name", NameSafetyBody, on="named_on", reads=_body_reads, role="approve")
def name_safety_body(command: NameSafetyBody, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for a blank name or a body without staff (B-04)."""
    yield from authority_stands(command.authority, dossier, judge)
    named = bool(command.body.strip())
    yield from judge.rule("REF", "authority.blank", named, authority=command.authority, part="safety body")
    if judge.law.has("B-04.staff", on=judge.day):
        least = judge.whole("B-04.staff")
        yield from judge.rule(
            "B-04",
            "safety_body.no_staff",
            command.staff >= least,
            authority=command.authority,
            found=command.staff,
            asked=least,
        )
    yield SafetyBodyNamed(
        authority=command.authority,
        body=command.body,
        staff=command.staff,
        plan=command.plan,
        named_on=command.named_on,
    )


class RegisterKeyProject(Command, frozen=True, kw_only=True):
    """Put a key project under supervision."""

    key_project: Id
    name: Text
    enterprise: Id | None = None
    registered_on: date


def _project_reads(command: RegisterKeyProject, dossier: Dossier) -> Iterator[str]:
    yield f"key_project:{command.key_project}"
    if command.enterprise is not None:
        yield f"enterprise:{command.enterprise}"


@handles("key_project.register", RegisterKeyProject, on="registered_on", reads=_project_reads)
def register_key_project(command: RegisterKeyProject, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for an id that is taken, a blank name, or an enterprise that nobody registered."""
    free = not dossier.known(KeyProject, command.key_project)
    yield from judge.rule("REF", "supervision.taken", free, kind="key project", id=command.key_project)
    named = bool(command.name.strip())
    yield from judge.rule("REF", "supervision.blank", named, id=command.key_project, part="name")
    if command.enterprise is not None:
        yield from enterprise_stands(command.enterprise, dossier, judge)
    yield KeyProjectRegistered(
        key_project=command.key_project,
        name=command.name,
        enterprise=command.enterprise,
        registered_on=command.registered_on,
    )


class EndKeyProject(Command, frozen=True, kw_only=True):
    """End the supervision of a key project."""

    key_project: Id
    reason: Text
    ended_on: date


def _end_reads(command: EndKeyProject, dossier: Dossier) -> Iterator[str]:
    yield f"key_project:{command.key_project}"


@handles("key_project.end", EndKeyProject, on="ended_on", reads=_end_reads)
def end_key_project(command: EndKeyProject, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where it is unknown, or has ended."""
    project, later = dossier.get(KeyProject, command.key_project), dossier.latest(KeyProject, command.key_project)
    known = project is not None
    yield from judge.rule("REF", "supervision.unknown", known, kind="key project", id=command.key_project)
    standing = later is None or later.ended_on is None
    yield from judge.rule("SEQ", "supervision.ended_already", standing, kind="key project", id=command.key_project)
    yield from filled(f"key_project:{command.key_project}", judge, reason=command.reason)
    yield KeyProjectEnded(key_project=command.key_project, reason=command.reason, ended_on=command.ended_on)


class DesignateSector(Command, frozen=True, kw_only=True):
    """Say which department supervises a sector that is new or unclear."""

    designation: Id
    government: Id
    department: Id
    business: Code
    similar_to: Text
    document: Code
    valid_from: date
    designated_on: date


def _designate_reads(command: DesignateSector, dossier: Dossier) -> Iterator[str]:
    yield f"sector_designation:{command.designation}"
    yield f"authority:{command.government}"
    yield f"authority:{command.department}"


@handles("sector.designate", DesignateSector, on="designated_on", reads=_designate_reads, role="approve", shared=True)
def designate_sector(command: DesignateSector, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused unless a government of a county or higher does it, and says by which similar business (B-03)."""
    free = not dossier.known(Designation, command.designation)
    yield from judge.rule("REF", "supervision.taken", free, kind="designation", id=command.designation)
    for one in (command.government, command.department):
        yield from authority_stands(one, dossier, judge)
    government = dossier.get(Authority, command.government)
    competent = government is None or (government.form == "government" and government.level not in (None, "township"))
    yield from judge.rule("B-03", "designation.wrong_organ", competent, government=command.government)
    similar = bool(command.similar_to.strip())
    yield from judge.rule("B-03", "designation.no_similar_business", similar, business=command.business)
    yield SectorDesignated(
        designation=command.designation,
        government=command.government,
        department=command.department,
        business=command.business,
        similar_to=command.similar_to,
        document=command.document,
        valid_from=command.valid_from,
        designated_on=command.designated_on,
    )
