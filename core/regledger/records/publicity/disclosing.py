"""Disclosure: what is published without being asked for, and requests (X-07); the basis of penalties (A-39)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.log.text import Id, Text
from regledger.records.authority import Authority
from regledger.records.publicity.facts import (
    BasisPart,
    BasisPublished,
    InformationSubject,
    PublicationFormed,
    PublicationPublished,
)
from regledger.records.review.windows import last_day

__all__ = [
    "PUBLICATION",
    "PUBLISHED_BASIS",
    "FormPublication",
    "Publication",
    "PublishBasis",
    "PublishInformation",
    "PublishedBasis",
]


class Publication(State, frozen=True, kw_only=True):
    """Information that has to be published; read as `publication:<id>`."""

    publication: str
    authority: str
    formed_on: date
    published_on: date | None = None


def _evolve(state: Publication | None, recorded: RecordedFact) -> Publication | None:
    match recorded.body:
        case PublicationFormed() as body:
            return Publication(publication=body.publication, authority=body.authority, formed_on=body.formed_on)
        case PublicationPublished() as body if state is not None:
            return msgspec.structs.replace(state, published_on=body.published_on)
    return state


def _steps(state: Publication, judge: Judge) -> Iterator[NextStep]:
    if state.published_on is not None:
        return
    last = last_day(judge, "X-07.publication", state.formed_on, roll_over=False)
    yield NextStep(
        command="publication.publish",
        due=None if last is None else last.day,
        how=() if last is None else tuple(last.how()),
        rule="X-07",
        owner="authority",
        since=state.formed_on,
    )


PUBLICATION = Kind(
    name="publication",
    state=Publication,
    evolve=_evolve,
    facts=(PublicationFormed, PublicationPublished),
    steps=_steps,
)


class PublishedBasis(State, frozen=True, kw_only=True):
    """Where an authority published the basis of its penalties; read as `published_basis:<authority>`."""

    authority: str
    place: str
    published_on: date


def _basis(state: PublishedBasis | None, recorded: RecordedFact) -> PublishedBasis | None:
    match recorded.body:
        case BasisPublished() as body:
            return PublishedBasis(authority=body.authority, place=body.place, published_on=body.published_on)
    return state


PUBLISHED_BASIS = Kind(
    name="published_basis", tag="authority", state=PublishedBasis, evolve=_basis, facts=(BasisPublished,)
)


class FormPublication(Command, frozen=True, kw_only=True):
    """Record that information was made that has to be published."""

    publication: Id
    authority: Id
    subject: InformationSubject
    title: Text
    formed_on: date


class PublishInformation(Command, frozen=True, kw_only=True):
    """Record that it was published."""

    publication: Id
    place: Text
    published_on: date


class PublishBasis(Command, frozen=True, kw_only=True):
    """Record that an authority published who punishes, on what basis, how, and with which remedies."""

    authority: Id
    parts: tuple[BasisPart, ...]
    place: Text
    published_on: date


def _form_reads(command: FormPublication, dossier: Dossier) -> Iterator[str]:
    yield f"publication:{command.publication}"
    yield f"authority:{command.authority}"


def _publish_reads(command: PublishInformation, dossier: Dossier) -> Iterator[str]:
    yield f"publication:{command.publication}"
    held = dossier.loaded(Publication, command.publication)
    if held is not None:
        yield f"authority:{held.authority}"


def _basis_reads(command: PublishBasis, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"


@handles("publication.form", FormPublication, on="formed_on", reads=_form_reads, world=True)
def form_publication(command: FormPublication, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: a new id, and an authority on record. The period to publish begins (X-07)."""
    free = not dossier.known(Publication, command.publication)
    yield from judge.rule("REF", "publication.taken", free, publication=command.publication)
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    yield PublicationFormed(
        publication=command.publication,
        authority=command.authority,
        subject=command.subject,
        title=command.title,
        formed_on=command.formed_on,
    )


@handles("publication.publish", PublishInformation, on="published_on", reads=_publish_reads, world=True)
def publish_information(command: PublishInformation, dossier: Dossier, judge: Judge) -> Outcome:
    """X-07: within twenty working days of its making; late it is still owed."""
    held = dossier.get(Publication, command.publication)
    of = command.publication
    yield from judge.rule("REF", "publication.unknown", held is not None, publication=of, day=judge.day)
    if held is None:
        return
    public = held.published_on
    yield from judge.rule("SEQ", "publication.published_already", public is None, publication=of, published=public)
    last = last_day(judge, "X-07.publication", held.formed_on, roll_over=False)
    yield from judge.note(
        "X-07",
        "publication.late",
        last is None or command.published_on <= last.day,
        formed=held.formed_on,
        last=None if last is None else last.day,
    )
    yield PublicationPublished(
        publication=of, authority=held.authority, place=command.place, published_on=command.published_on
    )


@handles("basis.publish", PublishBasis, on="published_on", reads=_basis_reads, world=True)
def publish_basis(command: PublishBasis, dossier: Dossier, judge: Judge) -> Outcome:
    """A-39: organ, basis, procedure and remedies, all four."""
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    missing = [one for one in get_args(BasisPart) if one not in command.parts]
    yield from judge.rule(
        "A-39", "basis.incomplete", not missing, authority=command.authority, parts=", ".join(missing)
    )
    yield BasisPublished(
        authority=command.authority,
        parts=command.parts,
        place=command.place,
        published_on=command.published_on,
    )
