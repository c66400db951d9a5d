"""Restricting a subject's personal values to storage and security, and releasing them (个人信息保护法 Arts 44, 46, 47(2))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.facts import NewFact
from regledger.log.personal.subjects import subject_tag
from regledger.log.text import Code, Id, Text
from regledger.records.personal.erasing import concerned, form, of_record
from regledger.records.personal.facts import PersonalReleased, PersonalRestricted, RestrictionGround, Subject
from regledger.records.personal.state import data_of

__all__ = ["ReleasePersonal", "RestrictPersonal", "release_personal", "restrict_personal"]


class RestrictPersonal(Command, frozen=True, kw_only=True):
    """Restrict the personal values under a subject's key to storage and security."""

    subject: Subject
    ground: RestrictionGround
    reason: Text
    authority: Id
    document: Code | None = None
    """For `retention`, the law or regulation that has it kept."""
    until: date | None = None
    """For `retention`, the last day of the period."""
    restricted_on: date


class ReleasePersonal(Command, frozen=True, kw_only=True):
    """End the restriction of a subject's personal values."""

    subject: Subject
    reason: Text
    authority: Id
    document: Code | None = None
    released_on: date


def _reads(command: RestrictPersonal | ReleasePersonal, dossier: Dossier) -> Iterator[str]:
    yield subject_tag(command.subject)
    yield f"authority:{command.authority}"
    yield from of_record(command.subject, dossier)


@handles(
    "personal.restrict",
    RestrictPersonal,
    on="restricted_on",
    reads=_reads,
    relies=False,
    role="approve",
    concerns=concerned,
    shared=True,
)
def restrict_personal(command: RestrictPersonal, dossier: Dossier, judge: Judge) -> Outcome:
    """X-06: once at a time; a period of retention names its law and its last day."""
    yield from form(command.subject, command.authority, command.reason, dossier, judge, part="reason")
    free = data_of(dossier, command.subject).restricted_on
    yield from judge.rule("SEQ", "personal.restricted_already", free is None, subject=command.subject, since=free)
    stated = command.ground != "retention" or (command.document is not None and command.until is not None)
    yield from judge.rule("X-06", "personal.retention_unstated", stated, subject=command.subject)
    yield NewFact(
        body=PersonalRestricted(
            subject=command.subject,
            ground=command.ground,
            reason=command.reason,
            authority=command.authority,
            document=command.document,
            until=command.until,
            restricted_on=command.restricted_on,
        ),
        tags=(subject_tag(command.subject),),
    )


@handles(
    "personal.release",
    ReleasePersonal,
    on="released_on",
    reads=_reads,
    relies=False,
    role="approve",
    concerns=concerned,
    shared=True,
)
def release_personal(command: ReleasePersonal, dossier: Dossier, judge: Judge) -> Outcome:
    """Only what is restricted is released, and with a reason."""
    yield from form(command.subject, command.authority, command.reason, dossier, judge, part="reason")
    restricted = data_of(dossier, command.subject).restricted_on is not None
    yield from judge.rule("SEQ", "personal.not_restricted", restricted, subject=command.subject)
    yield NewFact(
        body=PersonalReleased(
            subject=command.subject,
            reason=command.reason,
            authority=command.authority,
            document=command.document,
            released_on=command.released_on,
        ),
        tags=(subject_tag(command.subject),),
    )
