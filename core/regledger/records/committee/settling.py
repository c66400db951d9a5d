"""The life of a matter: raised, assigned, answered, escalated, settled, reopened (I-20)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Literal

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Tag, Text
from regledger.records.committee.facts import (
    MatterAnswered,
    MatterAssigned,
    MatterEscalated,
    MatterRaised,
    MatterReopened,
    MatterSettled,
)
from regledger.records.committee.matters import Matter
from regledger.records.presence import authorities_stand, filled, free, on_record, recorded_as

__all__ = [
    "AnswerMatter",
    "AssignMatter",
    "EscalateMatter",
    "RaiseMatter",
    "ReopenMatter",
    "SettleMatter",
    "answer_matter",
    "assign_matter",
    "escalate_matter",
    "raise_matter",
    "reopen_matter",
    "settle_matter",
]


class RaiseMatter(Command, frozen=True, kw_only=True):
    """Raise a matter that has to be settled."""

    matter: Id
    authority: Id
    """Who raises it."""
    subject: Tag | None = None
    """What it is about, such as `site:S-1`."""
    ground: Text
    raised_on: date


class AssignMatter(Command, frozen=True, kw_only=True):
    """Give a matter to the unit that has to answer by a last day."""

    matter: Id
    owner: Id
    due_on: date
    assigned_on: date


class AnswerMatter(Command, frozen=True, kw_only=True):
    """Record what the owner of a matter says that it did."""

    matter: Id
    answer: Text
    answered_on: date


class EscalateMatter(Command, frozen=True, kw_only=True):
    """Take a matter that was not answered in time to a body above its owner, with a new last day."""

    matter: Id
    to: Id
    reason: Text
    due_on: date
    escalated_on: date


class SettleMatter(Command, frozen=True, kw_only=True):
    """Find a matter settled, or say why it is not pursued."""

    matter: Id
    by: Id
    """Who finds so; never the owner."""
    result: Literal["settled", "dropped"] = "settled"
    finding: Text
    settled_on: date


class ReopenMatter(Command, frozen=True, kw_only=True):
    """Open a matter again that was settled, or send back an answer that does not do."""

    matter: Id
    reason: Text
    due_on: date
    reopened_on: date


def _raise_reads(command: RaiseMatter, dossier: Dossier) -> Iterator[str]:
    yield f"matter:{command.matter}"
    yield f"authority:{command.authority}"
    if command.subject is not None and dossier.readable(command.subject):
        yield command.subject


@handles("matter.raise", RaiseMatter, on="raised_on", reads=_raise_reads, world=True)
def raise_matter(command: RaiseMatter, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: the id is free, who raises it and what it is about are on record."""
    yield from free(Matter, f"matter:{command.matter}", dossier, judge)
    yield from authorities_stand([command.authority], dossier, judge)
    yield from filled(f"matter:{command.matter}", judge, ground=command.ground)
    if command.subject is not None:
        about = recorded_as(command.subject, dossier)
        yield from judge.rule("REF", "record.unknown", about is not None, subject=command.subject)
    yield MatterRaised(
        matter=command.matter,
        authority=command.authority,
        subject=command.subject,
        ground=command.ground,
        raised_on=command.raised_on,
    )


def _assign_reads(command: AssignMatter, dossier: Dossier) -> Iterator[str]:
    yield f"matter:{command.matter}"
    yield f"authority:{command.owner}"


@handles("matter.assign", AssignMatter, on="assigned_on", reads=_assign_reads, role="approve")
def assign_matter(command: AssignMatter, dossier: Dossier, judge: Judge) -> Outcome:
    """I-20: an owner with a last day that has not passed; being late is noted."""
    matter = yield from _open(command.matter, dossier, judge)
    if matter is None:
        return
    yield from authorities_stand([command.owner], dossier, judge)
    yield from _last_day(command.matter, command.due_on, command.assigned_on, judge)
    last = judge.deadline("I-20.assignment", matter.raised_on)
    yield from judge.note(
        "I-20",
        "matter.assigned_late",
        matter.owner is not None or command.assigned_on <= last.day,
        matter=command.matter,
        last=last.day,
        done=command.assigned_on,
    )
    yield MatterAssigned(
        matter=command.matter,
        owner=command.owner,
        due_on=command.due_on,
        meeting=None,
        assigned_on=command.assigned_on,
    )


def _matter_reads(command: AnswerMatter | ReopenMatter, dossier: Dossier) -> Iterator[str]:
    yield f"matter:{command.matter}"


@handles("matter.answer", AnswerMatter, on="answered_on", reads=_matter_reads, world=True)
def answer_matter(command: AnswerMatter, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: it was assigned and not answered yet; I-20: a late answer is still owed, and noted."""
    matter = yield from _assigned(command.matter, dossier, judge)
    if matter is None or matter.owner is None or matter.due_on is None:
        return
    yield from filled(f"matter:{command.matter}", judge, answer=command.answer)
    latest = dossier.latest(Matter, command.matter) or matter
    yield from judge.rule(
        "SEQ",
        "matter.answered_already",
        matter.answered_on is None and latest.answered_on is None,
        matter=command.matter,
        answered=latest.answered_on or matter.answered_on,
    )
    yield from judge.note(
        "I-20",
        "matter.answered_late",
        command.answered_on <= matter.due_on,
        matter=command.matter,
        last=matter.due_on,
        done=command.answered_on,
    )
    yield MatterAnswered(
        matter=command.matter, owner=matter.owner, answer=command.answer, answered_on=command.answered_on
    )


def _escalate_reads(command: EscalateMatter, dossier: Dossier) -> Iterator[str]:
    yield f"matter:{command.matter}"
    yield f"authority:{command.to}"


@handles("matter.escalate", EscalateMatter, on="escalated_on", reads=_escalate_reads, role="approve")
def escalate_matter(command: EscalateMatter, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: not answered though its last day has passed; I-20: to another than its owner."""
    matter = yield from _assigned(command.matter, dossier, judge)
    if matter is None or matter.owner is None or matter.due_on is None:
        return
    yield from authorities_stand([command.to], dossier, judge)
    yield from filled(f"matter:{command.matter}", judge, reason=command.reason)
    overdue = matter.answered_on is None and command.escalated_on > matter.due_on
    yield from judge.rule("SEQ", "matter.not_overdue", overdue, matter=command.matter, due=matter.due_on)
    yield from judge.rule(
        "I-20", "matter.escalated_to_owner", command.to != matter.owner, matter=command.matter, owner=matter.owner
    )
    yield from _last_day(command.matter, command.due_on, command.escalated_on, judge)
    last = judge.deadline("I-20.escalation", matter.due_on)
    yield from judge.note(
        "I-20",
        "matter.escalated_late",
        command.escalated_on <= last.day,
        matter=command.matter,
        last=last.day,
        done=command.escalated_on,
    )
    yield MatterEscalated(
        matter=command.matter,
        owner=matter.owner,
        to=command.to,
        reason=command.reason,
        due_on=command.due_on,
        escalated_on=command.escalated_on,
    )


def _settle_reads(command: SettleMatter, dossier: Dossier) -> Iterator[str]:
    yield f"matter:{command.matter}"
    yield f"authority:{command.by}"


@handles("matter.settle", SettleMatter, on="settled_on", reads=_settle_reads, role="review")
def settle_matter(command: SettleMatter, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: answered first, unless it is dropped; I-20: found by another than its owner, with the finding."""
    matter = yield from _assigned(command.matter, dossier, judge)
    if matter is None or matter.owner is None:
        return
    yield from authorities_stand([command.by], dossier, judge)
    answered = command.result == "dropped" or matter.answered_on is not None
    yield from judge.rule("SEQ", "matter.unanswered", answered, matter=command.matter)
    yield from judge.rule(
        "I-20", "matter.settled_by_owner", command.by != matter.owner, matter=command.matter, owner=matter.owner
    )
    yield from judge.rule(
        "I-20", "matter.settled_without_finding", bool(command.finding.strip()), matter=command.matter
    )
    yield MatterSettled(
        matter=command.matter,
        owner=matter.owner,
        by=command.by,
        result=command.result,
        finding=command.finding,
        settled_on=command.settled_on,
    )


@handles("matter.reopen", ReopenMatter, on="reopened_on", reads=_matter_reads, role="review")
def reopen_matter(command: ReopenMatter, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: only what was settled or answered is opened again, with its reason and a new last day."""
    matter = dossier.get(Matter, command.matter)
    yield from on_record(f"matter:{command.matter}", matter, judge)
    if matter is None:
        return
    yield from filled(f"matter:{command.matter}", judge, reason=command.reason)
    latest = dossier.latest(Matter, command.matter) or matter
    closed = all(one.settled_on is not None or one.answered_on is not None for one in (matter, latest))
    yield from judge.rule("SEQ", "matter.not_settled", closed, matter=command.matter)
    yield from _last_day(command.matter, command.due_on, command.reopened_on, judge)
    if matter.owner is not None:
        yield MatterReopened(
            matter=command.matter,
            owner=matter.owner,
            reason=command.reason,
            due_on=command.due_on,
            reopened_on=command.reopened_on,
        )


_Finding = Generator[Objection, None, Matter | None]
"""Objections, and then the matter."""


def _open(id_: str, dossier: Dossier, judge: Judge) -> _Finding:
    matter = dossier.get(Matter, id_)
    yield from on_record(f"matter:{id_}", matter, judge)
    latest = dossier.latest(Matter, id_)
    settled = None if latest is None else latest.settled_on
    yield from judge.rule("SEQ", "matter.settled_already", settled is None, matter=id_, settled=settled)
    return matter


def _assigned(id_: str, dossier: Dossier, judge: Judge) -> _Finding:
    matter = yield from _open(id_, dossier, judge)
    if matter is not None:
        yield from judge.rule("SEQ", "matter.unassigned", matter.owner is not None, matter=id_)
    return matter


def _last_day(id_: str, due: date, from_: date, judge: Judge) -> Iterator[Objection]:
    yield from judge.rule("I-20", "matter.due_passed", due >= from_, matter=id_, due=due, day=from_)
