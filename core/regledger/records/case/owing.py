"""What a party still owes in a case on a day, as it is shown: recorded nowhere, for it follows from law and payments."""

from __future__ import annotations

from datetime import date

from regledger.deciding.judge import Judge
from regledger.records.case.state import Case
from regledger.records.case.surcharge import fine_left_fen, payment_deadline, surcharge_left_fen

__all__ = ["owing"]


def owing(state: Case, judge: Judge) -> dict[str, int | str | date]:
    """Fine and surcharge left at the end of the judge's day, in fen, and the last day to pay; nothing without a decision."""
    if state.decision is None:
        return {}
    due = payment_deadline(state, judge.law, zone=judge.zone)
    return {
        "fine_left_fen": fine_left_fen(state, judge.day),
        "surcharge_left_fen": surcharge_left_fen(state, judge.day, judge.law),
        **({} if due is None else {"payment_due_on": due.day}),
    }
