"""Persons certified, put in a post, trained (建设工程安全生产管理条例 Arts 36, 37; G-13), and kept out of one (Arts 58, 66; G-17, G-21)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import (
    Authority,
    Code,
    Command,
    Dossier,
    Enterprise,
    Id,
    Judge,
    Objection,
    Outcome,
    Site,
    handles,
)

from regledger_construction.persons.facts import (
    Class,
    PersonAssigned,
    PersonCertified,
    PersonLeft,
    PersonTrained,
    Post,
)
from regledger_construction.persons.state import WorksPerson, struck_off

__all__ = ["POSTS"]

_CLASSES: dict[Post, Class] = {"principal": "A", "project_manager": "B", "safety_staff": "C"}
"""Post → the class of certificate that it asks for."""

_LEADING: frozenset[Post] = frozenset({"principal", "project_manager"})
"""The posts from which a bar keeps."""


class CertifyPerson(Command, frozen=True, kw_only=True):
    """Record the certificate of a person."""

    staff: Id
    enterprise: Id
    authority: Id
    grade: Class
    certificate: Code
    valid_to: date
    certified_on: date


class AssignPerson(Command, frozen=True, kw_only=True):
    """Record that a person took a post on a site, as was told or found."""

    staff: Id
    enterprise: Id
    site: Id
    authority: Id
    post: Post
    inducted_on: date | None = None
    assigned_on: date


class TrainPerson(Command, frozen=True, kw_only=True):
    """Record the yearly training of a person."""

    staff: Id
    enterprise: Id
    site: Id
    authority: Id
    passed: bool
    trained_on: date


class LeavePost(Command, frozen=True, kw_only=True):
    """Record that a person left its post."""

    staff: Id
    enterprise: Id
    site: Id
    authority: Id
    left_on: date


def _reads(command: CertifyPerson | AssignPerson | TrainPerson | LeavePost, dossier: Dossier) -> Iterator[str]:
    yield f"works_person:{command.staff}"
    yield f"enterprise:{command.enterprise}"
    yield f"authority:{command.authority}"
    site = getattr(command, "site", None)
    if site is not None:
        yield f"site:{site}"


def _known(
    command: CertifyPerson | AssignPerson | TrainPerson | LeavePost, dossier: Dossier, judge: Judge
) -> Iterator[Objection]:
    """REF: enterprise, authority and site are on record."""
    enterprise, authority = dossier.get(Enterprise, command.enterprise), dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "enterprise.unknown", enterprise is not None, enterprise=command.enterprise)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    if not isinstance(command, CertifyPerson):
        site = dossier.get(Site, command.site)
        yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)


@handles("works_person.certify", CertifyPerson, on="certified_on", reads=_reads, world=True)
def certify_person(command: CertifyPerson, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: a certificate counts on the day on which it is given."""
    yield from _known(command, dossier, judge)
    ahead = command.certified_on <= command.valid_to
    yield from judge.rule("SEQ", "works_person.certificate_ended", ahead, staff=command.staff, last=command.valid_to)
    yield PersonCertified(**{name: getattr(command, name) for name in command.__struct_fields__})


@handles("works_person.assign", AssignPerson, on="assigned_on", reads=_reads, world=True)
def assign_person(command: AssignPerson, dossier: Dossier, judge: Judge) -> Outcome:
    """G-13: assessed for the post, and trained for it before; G-17, G-21: not barred from leading, nor from practising."""
    yield from _known(command, dossier, judge)
    person = dossier.get(WorksPerson, command.staff)
    asked = _CLASSES.get(command.post)
    yield from judge.rule(
        "G-13",
        "works_person.not_assessed",
        asked is None or (person is not None and person.certified(asked, judge.day)),
        staff=command.staff,
        post=command.post,
        grade=asked or "",
        day=judge.day,
    )
    inducted = command.inducted_on is not None and command.inducted_on <= command.assigned_on
    yield from judge.rule(
        "G-13", "works_person.not_inducted", inducted, staff=command.staff, post=command.post, site=command.site
    )
    if command.post in _LEADING:
        bar = None if person is None else person.bar_on(judge.day)
        yield from judge.rule(
            "G-17",
            "works_person.barred_from_post",
            bar is None,
            staff=command.staff,
            post=command.post,
            until=None if bar is None else bar.until,
        )
    if command.post == "project_manager":
        struck = None if person is None else struck_off(person, judge)
        yield from judge.rule(
            "G-21", "works_person.practice_stopped", struck is None, staff=command.staff, until=struck
        )
    yield PersonAssigned(**{name: getattr(command, name) for name in command.__struct_fields__})


@handles("works_person.train", TrainPerson, on="trained_on", reads=_reads, world=True)
def train_person(command: TrainPerson, dossier: Dossier, judge: Judge) -> Outcome:
    """G-13: whoever fails does not work on (Art 36); the training itself is recorded."""
    yield from _known(command, dossier, judge)
    yield from judge.note("G-13", "works_person.failed_training", command.passed, staff=command.staff)
    yield PersonTrained(**{name: getattr(command, name) for name in command.__struct_fields__})


@handles("works_person.leave", LeavePost, on="left_on", reads=_reads, world=True)
def leave_post(command: LeavePost, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: a post that the person has on that site."""
    yield from _known(command, dossier, judge)
    person = dossier.get(WorksPerson, command.staff)
    has = person is not None and person.site == command.site
    yield from judge.rule("SEQ", "works_person.no_post", has, staff=command.staff, site=command.site)
    yield PersonLeft(**{name: getattr(command, name) for name in command.__struct_fields__})


POSTS = (certify_person, assign_person, train_person, leave_post)
