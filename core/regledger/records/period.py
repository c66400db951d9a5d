"""Periods that the law of a day may not know: an older step is not held to a younger period."""

from __future__ import annotations

from datetime import date

from regledger.clock import When
from regledger.deciding.judge import Judge
from regledger.law.calendar import Deadline

__all__ = ["period_in_force"]


def period_in_force(judge: Judge, parameter: str, start: When, *, on: date, backward: bool = False) -> Deadline | None:
    """The last day of the period that `parameter` sets, or None where it has no value on the legal day `on`.

    Args:
        judge: who asks.
        parameter: the id of a parameter that is a period.
        start: the day or instant that starts it and is not counted.
        on: the day whose law sets the length.
        backward: count back from `start`.

    Raises:
        LawError: nothing of that id is declared.
    """
    if not judge.law.has(parameter, on=on):
        return None
    return judge.deadline(parameter, start, on=on, backward=backward)
