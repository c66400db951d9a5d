"""The steps that the law allows next on a case, what is missing for them, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import NextStep
from regledger.law.calendar import Deadline
from regledger.records.case.collecting import service_deadline
from regledger.records.case.deciding import decision_deadline, heard
from regledger.records.case.noticing import hearing_window
from regledger.records.case.state import Case
from regledger.records.case.surcharge import fine_left_fen, payment_deadline, surcharge_left_fen
from regledger.records.period import period_in_force

__all__ = ["steps"]


def steps(state: Case, judge: Judge) -> Iterator[NextStep]:
    """What may come next on the judge's day."""
    if state.concluded_on is not None:
        return
    if state.decision is None:
        if state.outcome is None:
            yield from _towards_decision(state, judge)
        elif state.outcome != "transferred":
            yield NextStep(command="case.conclude", rule="A-11", owner="authority")
        return
    yield from _reporting(state, judge)
    if state.served_on is None:
        due, how = _due(service_deadline(state, judge))
        since = None if state.decision is None else state.decision.decided_on
        yield NextStep(command="case.serve", due=due, how=how, rule="A-20", owner="authority", since=since)
    yield from _towards_end(state, judge)


def _towards_decision(state: Case, judge: Judge) -> Iterator[NextStep]:
    due, how = _due(decision_deadline(state, judge))
    yield NextStep(command="case.close_without_penalty", due=due, how=how, rule="A-11", owner="authority")
    notice = state.notice
    if notice is None:
        yield NextStep(command="case.serve_notice", rule="A-14")
        missing = "case.notice_only_asserted" if state.notices else "case.notice_missing"
        yield NextStep(command="case.decide", missing=(missing,), due=due, how=how, rule="A-14")
        return
    window = hearing_window(state, notice, judge)
    waits: list[str] = []
    if not heard(state, notice, judge.day):
        waits.append("case.not_heard")
    if window is not None and judge.day <= window.day:
        waits.append("case.hearing_window_open")
        yield NextStep(
            command="hearing.request",
            due=window.day,
            how=tuple(window.how()),
            rule="A-16",
            owner="party",
            since=notice.served_on,
        )
    yield NextStep(command="case.make_statement", rule="A-14")
    yield NextStep(command="case.decide", missing=tuple(waits), due=due, how=how, rule="A-19")


def _reporting(state: Case, judge: Judge) -> Iterator[NextStep]:
    """A-64: while the measure of 2015 was in force, a large penalty of a county was filed with the city in ten days."""
    decision = state.decision
    if decision is None or state.reported_on is not None:
        return
    last = period_in_force(judge, "A-64.reporting", decision.decided_on, on=decision.decided_on)
    if last is None or decision.fine_fen < judge.whole("A-64.reported_fine", on=decision.decided_on):
        return
    due, how = _due(last)
    yield NextStep(command="case.report", due=due, how=how, rule="A-64", owner="authority", since=decision.decided_on)


def _towards_end(state: Case, judge: Judge) -> Iterator[NextStep]:
    fine, surcharge = fine_left_fen(state, judge.day), surcharge_left_fen(state, judge.day, judge.law)
    if fine or surcharge:
        due, how = _due(payment_deadline(state, judge.law, zone=judge.zone))
        yield NextStep(
            command="case.pay",
            due=due,
            how=how,
            rule="A-22" if fine else "A-25",
            owner="party",
            since=state.served_on,
        )
    under_way = [review.kind for review in state.reviews if review.closed_on is None]
    if under_way:
        yield NextStep(command="case.close_review", rule="A-26")
    missing = [
        code
        for code, lacks in (
            ("case.not_served", state.served_on is None),
            ("case.fine_unpaid", fine > 0),
            ("case.surcharge_unpaid", surcharge > 0),
        )
        if lacks
    ]
    yield NextStep(command="case.conclude", missing=tuple(missing), rule="J-09", owner="authority")


def _due(deadline: Deadline | None) -> tuple[date | None, tuple[str, ...]]:
    return (None, ()) if deadline is None else (deadline.day, tuple(deadline.how()))
