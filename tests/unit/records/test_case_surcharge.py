"""The surcharge of A-25 and its suspension of A-26, against an independent count day by day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given as every
from hypothesis import strategies as st
from regledger.law import Lawbook
from regledger.law.core_law import common_law
from regledger.records.case import Case, surcharge_fen
from regledger.records.case.state import Decision, Payment, Review
from regledger.records.case.surcharge import fine_left_fen, payment_deadline, surcharge_left_fen

LAW = Lawbook.load(*common_law()).open()
SERVED = date(2026, 3, 2)
DUE = date(2026, 3, 17)


def fined(fine_fen: int = 5_000_000, *, told: bool = True, served: date | None = SERVED) -> Case:
    """A case whose decision was served on 2026-03-02: the last day to pay is 2026-03-17."""
    return Case(
        case="C-1",
        enterprise="E-1",
        site="S-1",
        authority="emb",
        act="-",
        act_on=date(2026, 1, 5),
        discovered_on=date(2026, 1, 5),
        inspections=(),
        hazards=(),
        opened_on=date(2026, 1, 6),
        asserted=False,
        decision=Decision(
            number="3", fine_fen=fine_fen, surcharge_told=told, decided_on=date(2026, 3, 2), asserted=False
        ),
        served_on=served,
    )


@pytest.mark.parametrize(
    ("days_late", "yuan"), [(-1, 0), (0, 0), (1, 1_500), (12, 18_000), (33, 49_500), (34, 50_000), (40, 50_000)]
)
def test_the_catalogue_s_example(days_late: int, yuan: int) -> None:
    """A-25: of 50,000 yuan 3 % a day, simple; day 34 reaches the fine, and there it stays."""
    assert surcharge_fen(fined(), DUE + timedelta(days=days_late), LAW) == yuan * 100


def test_fifteen_days_to_pay() -> None:
    """A-22: received on 2026-03-02, the last day is 2026-03-17, and the calendar says how."""
    deadline = payment_deadline(fined(), LAW, zone="Asia/Shanghai")

    assert deadline is not None
    assert deadline.day == DUE
    assert deadline.how()[0] == "2026-03-02 Mon start, not counted"


def test_no_surcharge_that_the_decision_did_not_tell_of() -> None:
    """A-18, A-25: without its statement in the decision none grows."""
    assert surcharge_fen(fined(told=False), DUE + timedelta(days=40), LAW) == 0


def test_nothing_runs_before_service() -> None:
    """A-20, A-25: a decision that was not served has no last day to pay."""
    unserved = fined(served=None)

    assert payment_deadline(unserved, LAW, zone="Asia/Shanghai") is None
    assert surcharge_fen(unserved, date(2030, 1, 1), LAW) == 0


def test_review_days_are_not_counted() -> None:
    """A-26: late from 2026-03-18, in review 2026-03-20 to 2026-05-10: only 18 and 19 March and the days after count."""
    review = Review(kind="reconsideration", accepted_on=date(2026, 3, 20), closed_on=date(2026, 5, 10))
    case = msgspec.structs.replace(fined(), reviews=(review,))

    days = {
        day: surcharge_fen(case, day, LAW) // 150_000
        for day in (date(2026, 3, 19), date(2026, 5, 10), date(2026, 5, 11))
    }

    assert list(days.values()) == [2, 2, 3]


def test_a_part_of_a_fen_is_left_to_the_party() -> None:
    """A-25: 3 % of 99 fen are 2.97 fen; what is asked for is 2, and on the second day 5 of 5.94."""
    case = fined(99)

    assert surcharge_fen(case, DUE + timedelta(days=1), LAW) == 2
    assert surcharge_fen(case, DUE + timedelta(days=2), LAW) == 5


def test_what_is_paid_carries_no_surcharge_from_the_next_day() -> None:
    """A-25, interpretation: half paid on the second late day, the third costs half; the surcharge itself bears none."""
    half = Payment(amount_fen=2_500_000, receipt="R-1", paid_on=DUE + timedelta(days=2))
    case = msgspec.structs.replace(fined(), payments=(half,))

    assert surcharge_fen(case, DUE + timedelta(days=2), LAW) == 300_000
    assert surcharge_fen(case, DUE + timedelta(days=3), LAW) == 375_000
    assert fine_left_fen(case, DUE + timedelta(days=3)) == 2_500_000
    assert surcharge_left_fen(case, DUE + timedelta(days=3), LAW) == 375_000


AROUND = st.dates(date(2026, 2, 20), date(2026, 7, 31))
PAYMENTS = st.lists(
    st.builds(Payment, amount_fen=st.integers(1, 8_000_000), receipt=st.just("R"), paid_on=AROUND), max_size=4
)


@st.composite
def reviews(draw: st.DrawFn) -> tuple[Review, ...]:
    """Up to three reviews, overlapping or not, one perhaps without an end."""
    drawn = []
    for kind in draw(st.lists(st.sampled_from(("reconsideration", "suit")), max_size=3)):
        accepted = draw(AROUND)
        days = draw(st.none() | st.integers(0, 60))
        closed = None if days is None else accepted + timedelta(days=days)
        drawn.append(Review(kind=kind, accepted_on=accepted, closed_on=closed))
    return tuple(drawn)


CASES = st.builds(
    lambda fine, payments, reviewed: msgspec.structs.replace(fined(fine), payments=tuple(payments), reviews=reviewed),
    st.integers(0, 6_000_000),
    PAYMENTS,
    reviews(),
)


def day_by_day(case: Case, on_day: date) -> int:
    """The surcharge, counted one day after the other."""
    assert case.decision is not None
    fine = case.decision.fine_fen
    grown, day = Fraction(0), DUE + timedelta(days=1)
    while day <= on_day:
        paid = sum(one.amount_fen for one in case.payments if one.paid_on < day)
        stopped = any(
            one.accepted_on <= day and (one.closed_on is None or day <= one.closed_on) for one in case.reviews
        )
        grown += 0 if stopped else Fraction(3, 100) * max(0, fine - paid)
        day += timedelta(days=1)
    return int(min(grown, Fraction(fine)))


@every(case=CASES, on_day=AROUND)
def test_it_equals_a_count_day_by_day(case: Case, on_day: date) -> None:
    """A-25, A-26: whatever is paid and reviewed, runs of days give what single days give."""
    assert surcharge_fen(case, on_day, LAW) == day_by_day(case, on_day)


@every(case=CASES, on_day=AROUND, more=st.integers(0, 3_000))
def test_it_never_falls_and_never_exceeds_the_fine(case: Case, on_day: date, more: int) -> None:
    """A-25: monotone in days, and never over the principal."""
    assert case.decision is not None

    now, then = surcharge_fen(case, on_day, LAW), surcharge_fen(case, on_day + timedelta(days=more), LAW)

    assert 0 <= now <= then <= case.decision.fine_fen


@every(case=CASES, on_day=AROUND, amount=st.integers(1, 8_000_000), wait=st.integers(1, 60))
def test_it_does_not_look_ahead(case: Case, on_day: date, amount: int, wait: int) -> None:
    """A-25: what is paid after a day changes nothing of what was owed on it."""
    later = Payment(amount_fen=amount, receipt="R-9", paid_on=on_day + timedelta(days=wait))
    paid = msgspec.structs.replace(case, payments=(*case.payments, later))

    assert surcharge_fen(paid, on_day, LAW) == surcharge_fen(case, on_day, LAW)
