"""Periods that the law of a day may not know: an older step is not held to a younger period."""

from __future__ import annotations

from datetime import date

from regledger.clock import When
from regledger.deciding.judge import Judge
from regledger.law.calendar import Deadline

__all__ = ["period_in_force", "whole_in_force"]


def period_in_force(judge: Judge, parameter: str, start: When, *, on: date, backward: bool = False) -> Deadline | None:
    """The last day of the period that `parameter` sets, or None where it has no value on the legal day `on`,
    or where `start` stands for no day of the calendar.

    Args:
        judge: who asks.
        parameter: the id of a parameter that is a period.
        start: the day or instant that starts it and is not counted.
        on: the day whose law sets the length.
        backward: count back from `start`.

    Raises:
        LawError: nothing of that id is declared.
    """
    # From the first or the last year of the calendar, which stand for "ever", no period can be counted.
    if not judge.law.has(parameter, on=on) or start.year in (date.min.year, date.max.year):
        return None
    return judge.deadline(parameter, start, on=on, backward=backward)


def whole_in_force(judge: Judge, parameter: str, *, on: date | None = None) -> int | None:
    """The whole number of `parameter`, or None where it has no value on `on`, the day of the act unless given."""
    day = on or judge.day
    return judge.whole(parameter, on=day) if judge.law.has(parameter, on=day) else None
