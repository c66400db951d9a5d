"""Disclosing a subject's personal values: to whom, for what, on which ground, recorded before anything is shown.

个人信息保护法 Arts 13, 34, 44, 45, 47(2), 51.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.attachments.added import is_personal_to
from regledger.log.facts import NewFact
from regledger.log.personal.subjects import subject_tag
from regledger.log.personal.values import values_under
from regledger.log.text import Code, Id, Text
from regledger.records.personal.erasing import form
from regledger.records.personal.facts import LEFT, DisclosureGround, PersonalDisclosed, Subject
from regledger.records.personal.state import data_of

__all__ = ["MOST", "DisclosePersonal", "disclose_personal"]

MOST = 500
"""Facts of one disclosure: each is read and looked at by itself."""


class DisclosePersonal(Command, frozen=True, kw_only=True):
    """Open the personal values of a subject in certain facts, for a purpose. The values are shown once this is recorded."""

    subject: Subject
    facts: Annotated[tuple[int, ...], msgspec.Meta(min_length=1, max_length=MOST)]
    ground: DisclosureGround
    purpose: Text
    recipient: Text
    """An office, an organisation, or the subject's own tag; never a name."""
    authority: Id
    document: Code | None = None
    """For `legal_duty`, the order or the law."""
    disclosed_on: date


def _reads(command: DisclosePersonal, dossier: Dossier) -> Iterable[str]:
    yield subject_tag(command.subject)
    yield f"authority:{command.authority}"
    yield from (f"fact:{number}" for number in command.facts)


def _opened(command: DisclosePersonal, dossier: Dossier) -> Iterable[str]:
    # Whoever may disclose for one authority opens nothing of another's.
    return (f"fact:{number}" for number in command.facts)


@handles(
    "personal.disclose",
    DisclosePersonal,
    on="disclosed_on",
    reads=_reads,
    relies=False,
    role="disclose",
    concerns=_opened,
)
def disclose_personal(command: DisclosePersonal, dossier: Dossier, judge: Judge) -> Outcome:
    """X-06: a purpose and a recipient, and, while the subject is restricted, a ground that the restriction leaves."""
    subject = command.subject
    yield from form(subject, command.authority, command.purpose, dossier, judge, part="purpose")
    told = bool(command.recipient.strip())
    yield from judge.rule("X-06", "personal.unreasoned", told, subject=subject, part="recipient")
    restricted = data_of(dossier, subject).restricted_on
    left = restricted is None or command.ground in LEFT
    yield from judge.rule("X-06", "personal.restricted", left, subject=subject, since=restricted, ground=command.ground)
    ordered = command.ground != "legal_duty" or command.document is not None
    yield from judge.rule("X-06", "personal.duty_unstated", ordered, subject=subject)
    for number in command.facts:
        fact = dossier.fact(number)
        file = fact is not None and is_personal_to(fact.body, subject)
        holds = file or (fact is not None and any(True for _ in values_under(fact.body, subject)))
        yield from judge.rule("REF", "personal.not_in_fact", holds, subject=subject, number=number)
    yield NewFact(
        body=PersonalDisclosed(
            subject=subject,
            facts=tuple(dict.fromkeys(command.facts)),
            ground=command.ground,
            purpose=command.purpose,
            recipient=command.recipient,
            authority=command.authority,
            document=command.document,
            disclosed_on=command.disclosed_on,
        ),
        tags=(subject_tag(subject),),
    )
