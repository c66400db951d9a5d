"""Reconsideration under way: the copy, the authority's answer, the extension (A-50)."""

from __future__ import annotations

from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Text
from regledger.records.case.review_facts import (
    ReconsiderationAnswered,
    ReconsiderationExtended,
    ReconsiderationForwarded,
)
from regledger.records.review.reading import about, accepted, review_reads, reviewed
from regledger.records.review.windows import answer_deadline, forwarding_deadline, last_day, ruling_deadline

__all__ = ["AnswerReconsideration", "ExtendReconsideration", "ForwardReconsideration"]


class ForwardReconsideration(Command, frozen=True, kw_only=True):
    """Record that the copy of the application reached the authority."""

    case: Id
    received_on: date


class AnswerReconsideration(Command, frozen=True, kw_only=True):
    """Record that the authority answered with evidence and basis."""

    case: Id
    evidence: Text
    basis: Text
    answered_on: date


class ExtendReconsideration(Command, frozen=True, kw_only=True):
    """Record that the period to decide was extended."""

    case: Id
    until: date
    """The last day to decide."""
    approver: Text
    """The head of the office that reconsiders."""
    extended_on: date


@handles("reconsideration.forward", ForwardReconsideration, on="received_on", reads=review_reads, world=True)
def forward_reconsideration(command: ForwardReconsideration, dossier: Dossier, judge: Judge) -> Outcome:
    """A-50: within seven working days, three in the simple procedure; late it still has to be done."""
    state = yield from reviewed(command, dossier, judge)
    one = None if state is None else (yield from accepted(state, judge))
    if one is None:
        return
    yield from judge.rule("SEQ", "reconsideration.forwarded_already", one.forwarded_on is None, case=command.case)
    last = forwarding_deadline(one, judge)
    yield from judge.note(
        "A-50",
        "reconsideration.forwarded_late",
        last is None or command.received_on <= last.day,
        case=command.case,
        last=None if last is None else last.day,
    )
    yield ReconsiderationForwarded(**about(command.case, dossier), received_on=command.received_on)


@handles("reconsideration.answer", AnswerReconsideration, on="answered_on", reads=review_reads, world=True)
def answer_reconsideration(command: AnswerReconsideration, dossier: Dossier, judge: Judge) -> Outcome:
    """A-50: within ten working days, five in the simple procedure, with evidence and basis: otherwise there are none."""
    state = yield from reviewed(command, dossier, judge)
    one = None if state is None else (yield from accepted(state, judge))
    if one is None:
        return
    waits = one.forwarded_on is not None and one.answered_on is None
    yield from judge.rule("SEQ", "reconsideration.no_answer_owed", waits, case=command.case)
    last = answer_deadline(one, judge)
    yield from judge.rule(
        "A-50",
        "reconsideration.answered_late",
        last is None or command.answered_on <= last.day,
        case=command.case,
        last=None if last is None else last.day,
    )
    whole = bool(command.evidence.strip() and command.basis.strip())
    yield from judge.rule("A-50", "reconsideration.answer_empty", whole, case=command.case)
    yield ReconsiderationAnswered(
        **about(command.case, dossier),
        evidence=command.evidence,
        basis=command.basis,
        answered_on=command.answered_on,
    )


@handles("reconsideration.extend", ExtendReconsideration, on="extended_on", reads=review_reads, world=True)
def extend_reconsideration(command: ExtendReconsideration, dossier: Dossier, judge: Judge) -> Outcome:
    """A-50: once, in the ordinary procedure, before its end, by no more than thirty days, approved by the head of the office."""
    state = yield from reviewed(command, dossier, judge)
    one = None if state is None else (yield from accepted(state, judge))
    if one is None:
        return
    yield from judge.rule("SEQ", "reconsideration.extended_already", one.extended_to is None, case=command.case)
    ordinary = one.procedure == "ordinary"
    yield from judge.rule("A-50", "reconsideration.simple_not_extended", ordinary, case=command.case)
    approved = bool(command.approver.strip())
    yield from judge.rule("A-50", "reconsideration.extension_unapproved", approved, case=command.case)
    first = ruling_deadline(one, judge)
    longest = None if first is None else last_day(judge, "A-50.extension", first.day)
    if first is not None and longest is not None:
        yield from judge.rule(
            "A-50",
            "reconsideration.extended_too_late",
            command.extended_on <= first.day,
            case=command.case,
            last=first.day,
        )
        yield from judge.rule(
            "A-50",
            "reconsideration.extended_too_far",
            command.until <= longest.day,
            case=command.case,
            until=command.until,
            last=longest.day,
        )
    yield ReconsiderationExtended(
        **about(command.case, dossier),
        until=command.until,
        approver=command.approver,
        extended_on=command.extended_on,
    )
