"""The suit against a decision: in time (A-52), with evidence in fifteen days (A-53), and its end."""

from __future__ import annotations

from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Code, Id, Text
from regledger.records.case.facts import CaseReviewAccepted, CaseReviewClosed, Fen
from regledger.records.case.review_facts import (
    Flaw,
    ReviewResult,
    SuitAccepted,
    SuitAnswered,
    SuitEnded,
    SuitFiled,
    SuitNotified,
)
from regledger.records.review.reading import about, review_reads, reviewed, sued
from regledger.records.review.ruling import fine_after, whole
from regledger.records.review.windows import last_day, ruling_due, suit_window

__all__ = ["AcceptSuit", "AnswerSuit", "EndSuit", "FileSuit", "NotifySuit"]


class FileSuit(Command, frozen=True, kw_only=True):
    """Record that the party sued."""

    case: Id
    court: Text
    delay_ground: Text = ""
    """What kept the party from suing in time, for no fault of its own (行政诉讼法 Art 48)."""
    filed_on: date


class AcceptSuit(Command, frozen=True, kw_only=True):
    """Record that the court took the suit."""

    case: Id
    accepted_on: date


class NotifySuit(Command, frozen=True, kw_only=True):
    """Record that the copy of the complaint reached the authority."""

    case: Id
    received_on: date


class AnswerSuit(Command, frozen=True, kw_only=True):
    """Record that the authority handed in evidence and norms."""

    case: Id
    evidence: Text
    norms: Text
    submitted_on: date


class EndSuit(Command, frozen=True, kw_only=True):
    """Record that the judgment took effect, or that the suit ended without one."""

    case: Id
    number: Code
    result: ReviewResult
    flaw: Flaw = ""
    """Why the decision did not stand."""
    fine_fen: Fen | None = None
    """The fine that stands where the decision was changed, or revoked in part."""
    remake: bool = False
    """Whether the authority was ordered to decide again."""
    ended_on: date


@handles("suit.file", FileSuit, on="filed_on", reads=review_reads, world=True)
def file_suit(command: FileSuit, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: one at a time. Too late a suit is a fact; the court does not take it (A-52)."""
    state = yield from reviewed(command, dossier, judge)
    if state is None:
        return
    free = state.suit is None or state.suit.accepted_on is None
    yield from judge.rule("SEQ", "suit.filed_already", free, case=command.case)
    yield SuitFiled(
        **about(command.case, dossier),
        court=command.court,
        delay_ground=command.delay_ground,
        filed_on=command.filed_on,
    )


@handles("suit.accept", AcceptSuit, on="accepted_on", reads=review_reads, world=True)
def accept_suit(command: AcceptSuit, dossier: Dossier, judge: Judge) -> Outcome:
    """A-52: sued within the window, and never after five years; SEQ: not while reconsideration runs (行政复议法 Art 29)."""
    state = yield from reviewed(command, dossier, judge)
    if state is None:
        return
    one = state.suit
    waits = one is not None and one.accepted_on is None
    yield from judge.rule("SEQ", "suit.not_filed", waits, case=command.case)
    if one is None:
        return
    asked = state.reconsideration
    ruling = None if asked is None or asked.served_on is not None else ruling_due(asked, judge)
    # Where the organ lets its time pass, the party sues without a ruling.
    free = ruling is None or one.filed_on > ruling
    yield from judge.rule("SEQ", "suit.during_reconsideration", free, case=command.case, last=ruling)
    window = suit_window(state, judge)
    yield from judge.rule(
        "A-52",
        "suit.filed_late",
        window is None or one.filed_on <= window.day or bool(one.delay_ground.strip()),
        case=command.case,
        filed=one.filed_on,
        last=None if window is None else window.day,
    )
    bar = last_day(judge, "A-52.bar", state.decided_on, roll_over=False)
    yield from judge.rule(
        "A-52",
        "suit.barred",
        bar is None or one.filed_on <= bar.day,
        case=command.case,
        decided=state.decided_on,
        last=None if bar is None else bar.day,
    )
    named = about(command.case, dossier)
    yield SuitAccepted(**named, accepted_on=command.accepted_on)
    yield CaseReviewAccepted(**named, kind="suit", accepted_on=command.accepted_on)


@handles("suit.notify", NotifySuit, on="received_on", reads=review_reads, world=True)
def notify_suit(command: NotifySuit, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: once. The fifteen days of the authority begin (A-53)."""
    state = yield from reviewed(command, dossier, judge)
    one = None if state is None else (yield from sued(state, judge))
    if one is None:
        return
    yield from judge.rule("SEQ", "suit.notified_already", one.notified_on is None, case=command.case)
    yield SuitNotified(**about(command.case, dossier), received_on=command.received_on)


@handles("suit.answer", AnswerSuit, on="submitted_on", reads=review_reads, world=True)
def answer_suit(command: AnswerSuit, dossier: Dossier, judge: Judge) -> Outcome:
    """A-53: evidence and norms within fifteen days of the complaint; what comes later counts as none."""
    state = yield from reviewed(command, dossier, judge)
    one = None if state is None else (yield from sued(state, judge))
    if one is None:
        return
    waits = one.notified_on is not None and one.answered_on is None
    yield from judge.rule("SEQ", "suit.no_answer_owed", waits, case=command.case)
    last = None if one.notified_on is None else last_day(judge, "A-53.evidence", one.notified_on)
    yield from judge.rule(
        "A-53",
        "suit.evidence_late",
        last is None or command.submitted_on <= last.day,
        case=command.case,
        received=one.notified_on,
        last=None if last is None else last.day,
    )
    said = bool(command.evidence.strip() and command.norms.strip())
    yield from judge.rule("A-53", "suit.evidence_missing", said, case=command.case)
    yield SuitAnswered(
        **about(command.case, dossier),
        evidence=command.evidence,
        norms=command.norms,
        submitted_on=command.submitted_on,
    )


@handles("suit.end", EndSuit, on="ended_on", reads=review_reads, world=True)
def end_suit(command: EndSuit, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: of a suit under way, with what became of the decision."""
    state = yield from reviewed(command, dossier, judge)
    one = None if state is None else (yield from sued(state, judge))
    if state is None or one is None:
        return
    yield from whole(command.case, command.result, command.flaw, command.fine_fen, judge)
    named = about(command.case, dossier)
    yield SuitEnded(
        **named,
        number=command.number,
        result=command.result,
        flaw=command.flaw,
        fine_fen=fine_after(state, command.result, command.fine_fen),
        remake=command.remake,
        ended_on=command.ended_on,
    )
    yield CaseReviewClosed(**named, kind="suit", closed_on=command.ended_on)
