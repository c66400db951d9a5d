"""What `next` says of a penalty case: the steps, what is missing, and by when."""

from __future__ import annotations

from datetime import date

from regledger.deciding.judge import Judge
from regledger.law.core_law import core_texts
from regledger.ledger import Ledger
from regledger.records.case import CASE, Case
from regledger.testing.penalty import DECIDED, FILED, NOTIFIED, PAID, SERVED
from regledger.testing.scenario import COUNTY, given, step

Answer = dict[str, tuple[date | None, tuple[str, ...]]]


def steps(ledger: Ledger, on: str) -> Answer:
    """Command → (last day, what is missing), on a day."""
    held = ledger.show("case:C-1", on=date.fromisoformat(on))
    assert held is not None
    assert isinstance(held.state, Case)
    assert CASE.steps is not None
    judge = Judge(ledger.law(), on=date.fromisoformat(on), zone=ledger.zone)
    found = list(CASE.steps(held.state, judge))
    assert all((one.due is None) == (one.how == ()) for one in found), "a day says how it was reached"
    assert {code for one in found for code in one.missing} <= core_texts().keys()
    assert {one.command for one in found} <= set(ledger.handlers.names())
    return {one.command: (one.due, one.missing) for one in found}


def test_a_filed_case_waits_for_its_notice(ledger: Ledger) -> None:
    """A-14, A-19: the notice comes first, the decision by the ninetieth day."""
    given(ledger, COUNTY, FILED)

    assert steps(ledger, "2026-03-03") == {
        "case.close_without_penalty": (date(2026, 5, 31), ()),
        "case.serve_notice": (None, ()),
        "case.decide": (date(2026, 5, 31), ("case.notice_missing",)),
    }


def test_a_notified_case_waits_for_the_party(ledger: Ledger) -> None:
    """A-14, A-16: on the day of the notice both waits are open, then one, then none."""
    given(ledger, COUNTY, FILED, NOTIFIED)

    missing = {day: steps(ledger, day)["case.decide"][1] for day in ("2026-03-09", "2026-03-16", "2026-03-17")}

    assert missing == {
        "2026-03-09": ("case.not_heard", "case.hearing_window_open"),
        "2026-03-16": ("case.hearing_window_open",),
        "2026-03-17": (),
    }
    assert steps(ledger, "2026-03-17")["case.make_statement"] == (None, ())


def test_a_decided_case_waits_for_service_and_payment(ledger: Ledger) -> None:
    """A-20, A-22: service by the seventh working day; before it there is no last day to pay."""
    given(ledger, COUNTY, FILED, NOTIFIED, DECIDED)

    assert steps(ledger, "2026-03-17") == {
        "case.serve": (date(2026, 3, 26), ()),
        "case.pay": (None, ()),
        "case.conclude": (None, ("case.not_served", "case.fine_unpaid")),
    }


def test_a_served_case_waits_for_payment(ledger: Ledger) -> None:
    """A-22, A-25: by the fifteenth day; after it the surcharge is missing too."""
    given(ledger, COUNTY, FILED, NOTIFIED, DECIDED, SERVED)

    assert steps(ledger, "2026-04-02") == {
        "case.pay": (date(2026, 4, 2), ()),
        "case.conclude": (None, ("case.fine_unpaid",)),
    }
    assert steps(ledger, "2026-04-03")["case.conclude"] == (None, ("case.fine_unpaid", "case.surcharge_unpaid"))


def test_a_paid_case_can_be_concluded_and_then_nothing_is_left(ledger: Ledger) -> None:
    """A-22: nothing is missing once the fine is paid; a concluded case has no next step."""
    given(ledger, COUNTY, FILED, NOTIFIED, DECIDED, SERVED, PAID)
    assert steps(ledger, "2026-04-02") == {"case.conclude": (None, ())}

    given(ledger, step("case.conclude", case="C-1", concluded_on="2026-04-20"))

    assert steps(ledger, "2026-04-20") == {}
