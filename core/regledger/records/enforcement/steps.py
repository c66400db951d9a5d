"""What may or must come next after a decision that was not paid, by whom and until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import NextStep, Owner
from regledger.law.calendar import Deadline
from regledger.records.case.relief import Instalment
from regledger.records.case.surcharge import fine_left_fen, payment_deadline, surcharge_left_fen
from regledger.records.enforcement.state import CaseEnforcement
from regledger.records.enforcement.windows import (
    acceptance_due,
    court_window,
    objection_due,
    ruling_due,
    three_years,
    urging_wait,
)
from regledger.records.period import period_in_force

__all__ = ["steps"]


def steps(state: CaseEnforcement, judge: Judge) -> Iterator[NextStep]:
    """The proof of service, deferral, urging and the court, each while it is open."""
    case = state.case
    if case.concluded_on is not None or case.decision is None or case.served_on is None:
        return
    if state.proof("decision") is None:
        yield NextStep(command="service.prove", rule="J-08", owner="authority", since=case.served_on)
    yield from _by_day(state, judge)
    owed = fine_left_fen(case, judge.day) + surcharge_left_fen(case, judge.day, judge.law)
    if not owed or case.relief.ended_on is not None:
        return
    if state.deferral_asked_on is not None:
        yield NextStep(command="deferral.grant", rule="A-27", owner="authority", since=state.deferral_asked_on)
    for deferral in case.relief.deferrals[-1:]:
        yield from _parts(state, deferral.instalments, deferral.granted_on, "A-27")
    yield from _parts(state, state.stages, state.agreed_on, "A-28")
    if state.suspended_on is not None:
        yield from _suspended(state, judge)
    elif state.applied_on is None:
        yield from _towards_court(state, judge)
    else:
        yield from _in_court(state, judge)


def _by_day(state: CaseEnforcement, judge: Judge) -> Iterator[NextStep]:
    """Each fine by the day that was not served, or not paid."""
    for one in state.case.relief.daily:
        if one.served_on is None:
            last = period_in_force(judge, "A-20.service", one.decided_on, on=one.decided_on)
            yield _step("daily.serve", last, "A-20", "authority", one.decided_on)
        elif one.paid_fen < one.fine_fen:
            last = period_in_force(judge, "A-22.payment", one.served_on, on=one.served_on)
            yield _step("daily.pay", last, "A-22", "party", one.served_on)


def _parts(state: CaseEnforcement, parts: Sequence[Instalment], since: date | None, rule: str) -> Iterator[NextStep]:
    """The first part that is not paid in full by what was paid since."""
    if since is None:
        return
    paid = sum(one.amount_fen for one in state.case.payments if one.paid_on >= since)
    for part in parts:
        paid -= part.amount_fen
        if paid < 0:
            yield NextStep(command="case.pay", due=part.due_on, rule=rule, owner="party", since=since)
            return


def _towards_court(state: CaseEnforcement, judge: Judge) -> Iterator[NextStep]:
    last = payment_deadline(state.case, judge.law, zone=judge.zone)
    if last is None or judge.day <= last.day:
        return
    if state.urged_on is None:
        yield NextStep(command="urging.serve", rule="A-55", owner="authority", since=last.day)
    elif state.opinion_on is None:
        yield NextStep(command="urging.answer", rule="A-55", owner="party", since=state.urged_on)
    window, wait = court_window(state, judge), urging_wait(state, judge)
    if window is None or any(one.kind == "suit" or one.closed_on is None for one in state.case.reviews):
        return
    missing = [
        code
        for code, lacks in (
            ("urging.not_served", state.urged_on is None),
            ("urging.waiting", wait is not None and judge.day <= wait.day),
            ("enforcement.too_early", judge.day <= window.start_day),
        )
        if lacks
    ]
    yield _step("enforcement.apply", window, "A-56", "authority", window.start_day, tuple(missing))


def _in_court(state: CaseEnforcement, judge: Judge) -> Iterator[NextStep]:
    if state.refused_on is not None:
        last = objection_due(state, judge)
        # A right that lapsed is no duty that is overdue.
        if state.objected_on is None and last is not None and judge.day <= last.day:
            yield _step("court.object", last, "A-57", "authority", state.refused_on)
        yield NextStep(command="enforcement.end", rule="A-62", owner="authority", since=state.refused_on)
    elif state.accepted_on is None:
        yield _step("court.accept", acceptance_due(state, judge), "A-57", "court", state.applied_on)
    elif state.permitted is None:
        yield _step("court.rule", ruling_due(state, judge), "A-57", "court", state.accepted_on)
    else:
        yield NextStep(command="enforcement.finish", rule="J-09", owner="court", since=state.ruled_on)


def _suspended(state: CaseEnforcement, judge: Judge) -> Iterator[NextStep]:
    yield NextStep(command="enforcement.resume", rule="A-62", owner="authority", since=state.suspended_on)
    last = three_years(state, judge)
    if last is not None:
        missing = ("enforcement.three_years_open",) if judge.day <= last.day else ()
        yield NextStep(
            command="enforcement.give_up", missing=missing, rule="A-62", owner="authority", since=state.suspended_on
        )


def _step(
    command: str, last: Deadline | None, rule: str, owner: Owner, since: date | None, missing: tuple[str, ...] = ()
) -> NextStep:
    due, how = (None, ()) if last is None else (last.day, tuple(last.how()))
    return NextStep(command=command, due=due, how=how, rule=rule, owner=owner, since=since, missing=missing)
