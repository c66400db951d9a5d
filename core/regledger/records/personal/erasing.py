"""Erasing a subject's personal values (个人信息保护法 Art 47)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.facts import NewFact
from regledger.log.personal.subjects import subject_tag
from regledger.log.tags import split_tag
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Authority
from regledger.records.case.state import Case
from regledger.records.personal.facts import ErasureGround, PersonalErased, Subject
from regledger.records.personal.state import data_of

if TYPE_CHECKING:
    from regledger.records.personal.restricting import ReleasePersonal, RestrictPersonal

__all__ = ["ErasePersonal", "concerned", "erase_personal", "form", "of_record"]


class ErasePersonal(Command, frozen=True, kw_only=True):
    """Erase every personal value that lies under a subject's key, for good."""

    subject: Subject
    ground: ErasureGround
    reason: Text
    authority: Id
    document: Code | None = None
    erased_on: date


def form(subject: str, authority: str, said: str, dossier: Dossier, judge: Judge, *, part: str) -> Iterator[Objection]:
    """What is asked of every act on personal values: a known authority, its reason or purpose, and that they are there."""
    known = dossier.get(Authority, authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=authority)
    yield from judge.rule("X-06", "personal.unreasoned", bool(said.strip()), subject=subject, part=part)
    gone = data_of(dossier, subject).erased_on
    yield from judge.rule("REF", "personal.erased", gone is None, subject=subject)


def _reads(command: ErasePersonal, dossier: Dossier) -> Iterable[str]:
    yield subject_tag(command.subject)
    yield f"authority:{command.authority}"
    yield from of_record(command.subject, dossier)


def of_record(subject: str, dossier: Dossier) -> Iterator[str]:
    """The record whose values they are, where they are no person's: its authority has a say in what becomes of them."""
    if split_tag(subject)[0] != "person" and dossier.readable(subject):
        yield subject


def concerned(command: ErasePersonal | RestrictPersonal | ReleasePersonal, dossier: Dossier) -> Iterator[str]:
    """The record whose values they are; a person's are no single authority's."""
    return of_record(command.subject, dossier)


@handles(
    "personal.erase",
    ErasePersonal,
    on="erased_on",
    reads=_reads,
    relies=False,
    role="approve",
    concerns=concerned,
    shared=True,
)
def erase_personal(command: ErasePersonal, dossier: Dossier, judge: Judge) -> Outcome:
    """X-06: what a law has kept is restricted and not erased, and the purpose of an open case is not served.

    No text in the catalogue gives a period for all records, so the authority states the one that binds it when it restricts
    (ground `retention`, `until`); nobody erases before that is over or released.
    """
    yield from form(command.subject, command.authority, command.reason, dossier, judge, part="reason")
    data = data_of(dossier, command.subject)
    kept = data.kept_until is not None and command.erased_on <= data.kept_until
    yield from judge.rule("X-06", "personal.kept_by_law", not kept, subject=command.subject, until=data.kept_until)
    name, id_ = split_tag(command.subject)
    case = dossier.latest(Case, id_) if name == "case" else None
    if case is not None and command.ground in ("purpose_served", "period_over"):
        over = case.concluded_on is not None
        yield from judge.rule("X-06", "personal.case_open", over, subject=command.subject, ground=command.ground)
    yield NewFact(
        body=PersonalErased(
            subject=command.subject,
            ground=command.ground,
            reason=command.reason,
            authority=command.authority,
            document=command.document,
            erased_on=command.erased_on,
        ),
        tags=(subject_tag(command.subject),),
    )
