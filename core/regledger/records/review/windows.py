"""The periods of reconsideration and suit, counted as court periods are: a last day that is a holiday moves on (X-02)."""

from __future__ import annotations

from datetime import date

from regledger.deciding.judge import Judge
from regledger.law.calendar import Deadline
from regledger.records.review.state import CaseReview, Reconsideration

__all__ = [
    "answer_deadline",
    "application_window",
    "check_deadline",
    "forwarding_deadline",
    "last_day",
    "ruling_deadline",
    "ruling_due",
    "suit_window",
]


def last_day(judge: Judge, parameter: str, start: date, *, roll_over: bool = True) -> Deadline | None:
    """The last day of a period as the law of its first day counts it; None where that law did not set one."""
    if not judge.law.has(parameter, on=start):
        return None
    return judge.deadline(parameter, start, on=start, roll_over=roll_over)


def application_window(state: CaseReview, judge: Judge) -> Deadline | None:
    """A-48: sixty days from service, or a year where the party was not told of its remedies; None before service."""
    if state.served_on is None:
        return None
    return last_day(judge, "A-48.window" if state.told else "A-48.untold", state.served_on)


def check_deadline(one: Reconsideration, judge: Judge) -> Deadline | None:
    """A-50: five working days to take or to reject the application."""
    return last_day(judge, "A-50.check", one.applied_on, roll_over=False)


def forwarding_deadline(one: Reconsideration, judge: Judge) -> Deadline | None:
    """A-50: seven working days to send the copy to the authority, three in the simple procedure."""
    if one.accepted_on is None:
        return None
    return last_day(judge, f"A-50.copy_{one.procedure}", one.accepted_on, roll_over=False)


def answer_deadline(one: Reconsideration, judge: Judge) -> Deadline | None:
    """A-50: ten working days for the authority to answer, five in the simple procedure."""
    if one.forwarded_on is None:
        return None
    return last_day(judge, f"A-50.answer_{one.procedure}", one.forwarded_on, roll_over=False)


def ruling_deadline(one: Reconsideration, judge: Judge) -> Deadline | None:
    """A-50: sixty days to decide, thirty in the simple procedure; without what it was extended by."""
    return None if one.accepted_on is None else last_day(judge, f"A-50.decision_{one.procedure}", one.accepted_on)


def ruling_due(one: Reconsideration, judge: Judge) -> date | None:
    """A-50: the last day to decide, with what it was extended by; None before acceptance."""
    first = ruling_deadline(one, judge)
    return one.extended_to or (None if first is None else first.day)


def suit_window(state: CaseReview, judge: Judge) -> Deadline | None:
    """A-52: six months from service, or a year where the party was not told; fifteen days from the ruling on reconsideration."""
    one = state.reconsideration
    if one is not None and one.accepted_on is not None and one.result != "ended":
        start = one.served_on or ruling_due(one, judge)
        return None if start is None else last_day(judge, "A-52.after", start)
    if state.served_on is None:
        return None
    return last_day(judge, "A-52.direct" if state.told else "A-52.untold", state.served_on)
