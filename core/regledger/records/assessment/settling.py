"""A result is objected to, answered, settled and followed by reward or sanction (I-21, A-46)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Literal, Protocol

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Text
from regledger.records.assessment.facts import (
    AssessmentAnswered,
    AssessmentFollowed,
    AssessmentObjected,
    AssessmentSettled,
)
from regledger.records.assessment.money import moneyless
from regledger.records.assessment.state import Assessment
from regledger.records.presence import filled, on_record

__all__ = [
    "AnswerObjection",
    "FollowResult",
    "ObjectToResult",
    "SettleResult",
    "answer_objection",
    "follow_result",
    "object_to_result",
    "settle_result",
]


class ObjectToResult(Command, frozen=True, kw_only=True):
    """Record that a unit objects to its result."""

    assessment: Id
    grounds: Text
    objected_on: date


class AnswerObjection(Command, frozen=True, kw_only=True):
    """Answer a unit's objection; where it is accepted, the result is concluded anew."""

    assessment: Id
    result: Literal["accepted", "rejected"]
    reasons: Text
    answered_on: date


class SettleResult(Command, frozen=True, kw_only=True):
    """Make a result final."""

    assessment: Id
    settled_on: date


class FollowResult(Command, frozen=True, kw_only=True):
    """Reward or sanction a unit by its final result."""

    assessment: Id
    kind: Literal["reward", "sanction"]
    what: Text
    document: Code
    followed_on: date


class _OfAssessment(Protocol):
    @property
    def assessment(self) -> str: ...


def _reads(command: _OfAssessment, dossier: Dossier) -> Iterator[str]:
    yield f"assessment:{command.assessment}"


def _open(command: _OfAssessment, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Assessment | None]:
    found = dossier.get(Assessment, command.assessment)
    yield from on_record(f"assessment:{command.assessment}", found, judge)
    if found is not None:
        latest = dossier.latest(Assessment, command.assessment) or found
        yield from judge.rule(
            "SEQ",
            "assessment.settled_already",
            latest.settled_on is None,
            assessment=command.assessment,
            settled=latest.settled_on,
        )
    return found


@handles("assessment.object", ObjectToResult, on="objected_on", reads=_reads, world=True)
def object_to_result(command: ObjectToResult, dossier: Dossier, judge: Judge) -> Outcome:
    """I-21: within the period from the result; SEQ: once per result."""
    found = yield from _open(command, dossier, judge)
    if found is None:
        return
    yield from filled(f"assessment:{command.assessment}", judge, grounds=command.grounds)
    latest = dossier.latest(Assessment, command.assessment) or found
    same = latest.concluded_on == found.concluded_on
    first = found.objected_on is None and not (same and latest.objected_on is not None)
    yield from judge.rule("SEQ", "assessment.objected_already", first, assessment=command.assessment)
    last = judge.deadline("I-21.objection", found.concluded_on, on=found.concluded_on)
    yield from judge.rule(
        "I-21",
        "assessment.objected_late",
        command.objected_on <= last.day,
        assessment=command.assessment,
        last=last.day,
        objected=command.objected_on,
    )
    yield AssessmentObjected(
        assessment=command.assessment,
        target=found.target,
        unit=found.unit,
        authority=found.authority,
        grounds=command.grounds,
        objected_on=command.objected_on,
    )


@handles("assessment.answer_objection", AnswerObjection, on="answered_on", reads=_reads, role="approve")
def answer_objection(command: AnswerObjection, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: an objection waits; I-21: a late answer is still owed, and noted."""
    found = yield from _open(command, dossier, judge)
    if found is None:
        return
    latest = dossier.latest(Assessment, command.assessment) or found
    answered = found.answered_on is not None or (
        latest.concluded_on == found.concluded_on and latest.answered_on is not None
    )
    waits = found.objected_on is not None and not answered
    yield from filled(f"assessment:{command.assessment}", judge, reasons=command.reasons)
    yield from judge.rule("SEQ", "assessment.no_objection", waits, assessment=command.assessment)
    if found.objected_on is not None:
        last = judge.deadline("I-21.answer", found.objected_on, on=found.objected_on)
        yield from judge.note(
            "I-21",
            "assessment.answered_late",
            command.answered_on <= last.day,
            assessment=command.assessment,
            last=last.day,
            answered=command.answered_on,
        )
    yield AssessmentAnswered(
        assessment=command.assessment,
        target=found.target,
        unit=found.unit,
        authority=found.authority,
        result=command.result,
        reasons=command.reasons,
        answered_on=command.answered_on,
    )


@handles("assessment.settle", SettleResult, on="settled_on", reads=_reads, role="approve")
def settle_result(command: SettleResult, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: no objection waits, and an accepted one gave a new result; I-21: the unit had its time to object."""
    found = yield from _open(command, dossier, judge)
    if found is None:
        return
    waits = found.accepted or (found.objected_on is not None and found.answered_on is None)
    yield from judge.rule("SEQ", "assessment.objection_open", not waits, assessment=command.assessment)
    last = judge.deadline("I-21.objection", found.concluded_on, on=found.concluded_on)
    yield from judge.rule(
        "I-21",
        "assessment.settled_early",
        found.answered_on is not None or command.settled_on > last.day,
        assessment=command.assessment,
        last=last.day,
    )
    yield AssessmentSettled(
        assessment=command.assessment,
        target=found.target,
        unit=found.unit,
        authority=found.authority,
        settled_on=command.settled_on,
    )


@handles("assessment.follow", FollowResult, on="followed_on", reads=_reads, role="approve")
def follow_result(command: FollowResult, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: only a final result; A-46: nothing is tied to fines; I-21: who failed is not rewarded."""
    found = dossier.get(Assessment, command.assessment)
    subject = f"assessment:{command.assessment}"
    yield from on_record(subject, found, judge)
    if found is None:
        return
    yield from filled(subject, judge, what=command.what)
    yield from judge.rule("SEQ", "assessment.not_settled", found.settled_on is not None, assessment=command.assessment)
    yield from moneyless(subject, judge, [command.what])
    yield from judge.rule(
        "I-21",
        "assessment.failed_and_rewarded",
        command.kind == "sanction" or found.grade != "failed",
        unit=found.unit,
        grade=found.grade,
    )
    yield AssessmentFollowed(
        assessment=command.assessment,
        target=found.target,
        unit=found.unit,
        authority=found.authority,
        kind=command.kind,
        what=command.what,
        document=command.document,
        followed_on=command.followed_on,
    )
