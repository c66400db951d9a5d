"""What a party owes on a day: the fine, and the surcharge for paying it late (A-22, A-25, A-26, A-27, A-28).

Interpretations, stated because the text leaves them open: the surcharge of a day is taken of what was unpaid of the
fine when the day began; a payment goes to the fine first; the day of payment still counts; while a deferral runs no day
counts; a fine that was changed counts as changed from the start. They were chosen in the party's favour, or so that a
single late payment gives what the text gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

import msgspec

from regledger.law.calendar import Deadline
from regledger.law.view import Law
from regledger.records.case.state import Case, Payment

__all__ = ["fine_left_fen", "payment_deadline", "surcharge_fen", "surcharge_left_fen"]

_DAY = timedelta(days=1)


def payment_deadline(case: Case, law: Law, *, zone: str) -> Deadline | None:
    """A-22: the last day to pay, 15 calendar days after receipt and without roll-over; None before service.

    A-27: with a deferral, its last day where that is later.
    """
    if case.served_on is None:
        return None
    last = law.deadline("A-22.payment", case.served_on, on=case.served_on, zone=zone)
    until = max((one.until for one in case.relief.deferrals), default=last.day)
    return last if until <= last.day else msgspec.structs.replace(last, day=until, rule="A-27")


def surcharge_fen(case: Case, on_day: date, law: Law) -> int:
    """The surcharge that has grown by the end of the legal day `on_day`, in whole fen.

    3 % a day, simple, from the day after the last day to pay; never more than the fine; none where the decision did
    not tell of it (行政处罚法 Art 72(1), 行政强制法 Art 45, 罚款决定与罚款收缴分离实施办法 Art 9). Days of
    reconsideration or suit, the first and the last with them, are not counted (行政处罚法 Art 73), nor are those of a
    deferral (Art 66). Counted exactly, and rounded down to the fen once, at the end.

    Args:
        case: the case as it is known.
        on_day: any legal day; payments after it are left out.
        law: the law in which rate and cap stand.
    """
    decision = case.decision
    if decision is None or case.served_on is None or not decision.surcharge_told:
        return 0
    first = law.deadline("A-22.payment", case.served_on, on=case.served_on).day + _DAY
    if on_day < first:
        return 0
    still = _still(case, law, first)
    base_days = sum(
        unpaid * _days_outside(start, end, still)
        for start, end, unpaid in _unpaid(_fine(case), case.payments, first, on_day)
    )
    grown = law.decimal("A-25.rate", on=first) * base_days
    most = law.decimal("A-25.cap", on=first) * _fine(case)
    return int(min(grown, most).quantize(Decimal(1), rounding=ROUND_DOWN))


def fine_left_fen(case: Case, on_day: date) -> int:
    """What is unpaid of the fine at the end of `on_day`; 0 without a decision."""
    return max(0, _fine(case) - _paid(case, on_day))


def surcharge_left_fen(case: Case, on_day: date, law: Law) -> int:
    """What is unpaid of the surcharge at the end of `on_day`, without what an agreement waived (行政强制法 Art 42)."""
    more = max(0, _paid(case, on_day) - _fine(case))
    return max(0, surcharge_fen(case, on_day, law) - case.relief.waived_fen - more)


def _fine(case: Case) -> int:
    if case.decision is None:
        return 0
    changed = case.relief.fine_fen
    return case.decision.fine_fen if changed is None else changed


def _still(case: Case, law: Law, first: date) -> list[tuple[date, date | None]]:
    """The runs of days in which the surcharge stands still, both ends with them; None where one goes on."""
    on = first if law.has("A-26.start", on=first) else None
    from_asking = on is not None and law.value("A-26.start", on=on) == "application"
    runs: list[tuple[date, date | None]] = []
    for review in case.reviews:
        asked = review.asked_on if from_asking and review.asked_on is not None else review.accepted_on
        runs.append((min(asked, review.accepted_on), review.closed_on))
    runs += [(one.granted_on, one.until) for one in case.relief.deferrals]
    return sorted(runs, key=lambda run: run[0])


def _paid(case: Case, on_day: date) -> int:
    return sum(payment.amount_fen for payment in case.payments if payment.paid_on <= on_day)


def _unpaid(fine: int, payments: Iterable[Payment], first: date, last: date) -> Iterator[tuple[date, date, int]]:
    """(first day, last day, unpaid of the fine when these days began) for every run of days that have it in common."""
    start, unpaid = first, fine
    for payment in sorted(payments, key=lambda one: one.paid_on):
        if payment.paid_on > last:
            break
        if payment.paid_on >= start:
            yield start, payment.paid_on, unpaid
            start = payment.paid_on + _DAY
        unpaid = max(0, unpaid - payment.amount_fen)
    if start <= last:
        yield start, last, unpaid


def _days_outside(first: date, last: date, runs: Iterable[tuple[date, date | None]]) -> int:
    """How many days of first … last lie in none of `runs`, which are sorted and may overlap."""
    counted, day = 0, first
    for begin, end in runs:
        if begin > last:
            break
        counted += max(0, (begin - day).days)
        if end is None:
            return counted
        day = max(day, end + _DAY)
    return counted + max(0, (last - day).days + 1)
