"""Asking for reconsideration, and whether it is taken: A-48, A-50."""

from __future__ import annotations

from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Text
from regledger.records.case.facts import CaseReviewAccepted
from regledger.records.case.money import yuan
from regledger.records.case.review_facts import (
    Procedure,
    ReconsiderationAccepted,
    ReconsiderationApplied,
    ReconsiderationRejected,
)
from regledger.records.review.reading import about, asked, review_reads, reviewed
from regledger.records.review.state import CaseReview
from regledger.records.review.windows import application_window, check_deadline, last_day

__all__ = ["AcceptReconsideration", "ApplyReconsideration", "RejectReconsideration"]

_LIGHT = {"warning", "criticism"}
"""The penalties against which the simple procedure is open whatever the sum (行政复议法 Art 53)."""


class ApplyReconsideration(Command, frozen=True, kw_only=True):
    """Record that the party asked for reconsideration."""

    case: Id
    organ: Text
    """The government that reconsiders."""
    delay_ground: Text = ""
    """What kept the party from asking in time: force majeure, or another proper reason."""
    applied_on: date


class AcceptReconsideration(Command, frozen=True, kw_only=True):
    """Record that the organ took the application."""

    case: Id
    procedure: Procedure
    agreed: bool = False
    """Whether the parties agreed to the simple procedure."""
    accepted_on: date


class RejectReconsideration(Command, frozen=True, kw_only=True):
    """Record that the organ did not take the application."""

    case: Id
    reasons: Text
    rejected_on: date


@handles("reconsideration.apply", ApplyReconsideration, on="applied_on", reads=review_reads, world=True)
def apply_reconsideration(command: ApplyReconsideration, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: once, and not beside a suit. Too late an application is a fact; taking it is not lawful (A-48)."""
    state = yield from reviewed(command, dossier, judge)
    if state is None:
        return
    one, suit = state.reconsideration, state.suit
    free = one is None or one.rejected_on is not None
    yield from judge.rule("SEQ", "reconsideration.asked_already", free, case=command.case)
    apart = suit is None or suit.accepted_on is None
    yield from judge.rule("SEQ", "reconsideration.beside_suit", apart, case=command.case)
    yield ReconsiderationApplied(
        **about(command.case, dossier),
        organ=command.organ,
        delay_ground=command.delay_ground,
        applied_on=command.applied_on,
    )


@handles("reconsideration.accept", AcceptReconsideration, on="accepted_on", reads=review_reads, world=True)
def accept_reconsideration(command: AcceptReconsideration, dossier: Dossier, judge: Judge) -> Outcome:
    """A-48: of an application in time; A-50: within five working days, and simple only where the law lets it be."""
    state = yield from reviewed(command, dossier, judge)
    one = None if state is None else (yield from asked(state, judge))
    if state is None or one is None:
        return
    window = application_window(state, judge)
    yield from judge.rule(
        "A-48",
        "reconsideration.asked_late",
        window is None or one.applied_on <= window.day or bool(one.delay_ground.strip()),
        case=command.case,
        applied=one.applied_on,
        last=None if window is None else window.day,
    )
    bar = last_day(judge, "A-48.bar", state.decided_on, roll_over=False)
    yield from judge.rule(
        "A-48",
        "reconsideration.barred",
        bar is None or one.applied_on <= bar.day,
        case=command.case,
        decided=state.decided_on,
        last=None if bar is None else bar.day,
    )
    check = check_deadline(one, judge)
    yield from judge.rule(
        "A-50",
        "reconsideration.taken_by_silence",
        check is None or command.accepted_on <= check.day,
        case=command.case,
        last=None if check is None else check.day,
    )
    if command.procedure == "simple" and judge.law.has("A-50.simple_sum", on=command.accepted_on):
        most = judge.whole("A-50.simple_sum")
        yield from judge.rule(
            "A-50",
            "reconsideration.not_simple",
            command.agreed or _light(state) or state.sums_fen <= most,
            case=command.case,
            sum=yuan(state.sums_fen),
            most=yuan(most),
        )
    named = about(command.case, dossier)
    yield ReconsiderationAccepted(
        **named, procedure=command.procedure, agreed=command.agreed, accepted_on=command.accepted_on
    )
    yield CaseReviewAccepted(**named, kind="reconsideration", accepted_on=command.accepted_on)


@handles("reconsideration.reject", RejectReconsideration, on="rejected_on", reads=review_reads, world=True)
def reject_reconsideration(command: RejectReconsideration, dossier: Dossier, judge: Judge) -> Outcome:
    """A-50: within five working days and with reasons; after that the application counts as taken."""
    state = yield from reviewed(command, dossier, judge)
    one = None if state is None else (yield from asked(state, judge))
    if one is None:
        return
    check = check_deadline(one, judge)
    yield from judge.rule(
        "A-50",
        "reconsideration.rejected_late",
        check is None or command.rejected_on <= check.day,
        case=command.case,
        last=None if check is None else check.day,
    )
    said = bool(command.reasons.strip())
    yield from judge.rule("A-50", "reconsideration.rejected_unreasoned", said, case=command.case)
    yield ReconsiderationRejected(
        **about(command.case, dossier), reasons=command.reasons, rejected_on=command.rejected_on
    )


def _light(state: CaseReview) -> bool:
    return bool(state.sanctions) and set(state.sanctions) <= _LIGHT
