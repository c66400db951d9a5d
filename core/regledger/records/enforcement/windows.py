"""Until when the authority may go to the court, and until when the court and it act there (A-55, A-56, A-57, A-62)."""

from __future__ import annotations

from datetime import date

from regledger.deciding.judge import Judge
from regledger.law.calendar import Deadline
from regledger.records.enforcement.state import CaseEnforcement
from regledger.records.period import period_in_force
from regledger.records.review.windows import suit_window

__all__ = ["acceptance_due", "court_window", "objection_due", "ruling_due", "three_years", "urging_wait"]


def urging_wait(held: CaseEnforcement, judge: Judge) -> Deadline | None:
    """A-55: ten working days after service of the urging; the court is asked after them. None where nobody was urged."""
    return _of("A-55.wait", held.urged_on, judge)


def court_window(held: CaseEnforcement, judge: Judge) -> Deadline | None:
    """A-56: three months after the period to sue, or after a deferral that ends later (A-27); without roll-over."""
    suit = None if held.review is None else suit_window(held.review, judge)
    if suit is None:
        return None
    ends = max((suit.day, *(one.until for one in held.case.relief.deferrals)))
    return _of("A-56.window", ends, judge)


def acceptance_due(held: CaseEnforcement, judge: Judge) -> Deadline | None:
    """A-57: five working days for the court to accept."""
    return _of("A-57.acceptance", held.applied_on, judge)


def ruling_due(held: CaseEnforcement, judge: Judge, *, heard: bool = False) -> Deadline | None:
    """A-57: seven working days of acceptance to rule on paper, thirty days where the parties are heard."""
    return _of("A-57.hearing" if heard else "A-57.ruling", held.accepted_on, judge)


def objection_due(held: CaseEnforcement, judge: Judge) -> Deadline | None:
    """A-57: fifteen days of a refusal to go to the higher court; a court period, which rolls over a holiday (X-02)."""
    if held.refused_on is None or not judge.law.has("A-57.objection", on=held.refused_on):
        return None
    return judge.deadline("A-57.objection", held.refused_on, on=held.refused_on, roll_over=True)


def three_years(held: CaseEnforcement, judge: Judge) -> Deadline | None:
    """A-62: three full years of suspension; None where nothing is suspended."""
    return _of("A-62.years", held.suspended_on, judge)


def _of(parameter: str, start: date | None, judge: Judge) -> Deadline | None:
    return None if start is None else period_in_force(judge, parameter, start, on=start)
