"""What may come next on a licence and its application, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep
from regledger.law.calendar import Deadline
from regledger.records.licence.period import decision_period
from regledger.records.licence.review import REVIEW_FACTS, LicenceReview, evolve_review
from regledger.records.licence.state import (
    LICENCE_FACTS,
    Licence,
    derived,
    evolve,
    renewal_article,
    renewal_deadline,
    renewal_lead,
    silence_deadline,
    stands_accepted,
)
from regledger.records.period import period_in_force

__all__ = ["LICENCE", "LICENCE_REVIEW"]


def _steps(state: Licence, judge: Judge) -> Iterator[NextStep]:
    if state.cancelled_on is not None or state.declined_on is not None or state.refused_on is not None:
        return
    if state.valid_to is None:
        yield from _applying(state, judge)
    elif state.ended_on is not None:
        yield NextStep(command="licence.cancel", rule="D-13", owner="authority", since=state.ended_on)
    else:
        yield from _held(state, state.valid_to, judge)


def _applying(state: Licence, judge: Judge) -> Iterator[NextStep]:
    taken = stands_accepted(state, judge)
    if not taken:
        if state.completion_asked_on is not None and state.completed_on is None:
            yield NextStep(command="licence.complete", rule="D-06", owner="enterprise", since=state.completion_asked_on)
        start = state.completed_on or state.applied_on
        due, how = _due(silence_deadline(start, judge))
        waits = state.completion_asked_on is not None and state.completed_on is None
        yield NextStep(
            command="licence.accept",
            missing=("licence.completion_waits",) if waits else (),
            due=None if waits else due,
            how=() if waits else how,
            rule="D-06",
            owner="authority",
            since=start,
        )
    elif state.accepted_on is not None and state.receipt_on is None:
        yield NextStep(command="licence.hand_receipt", rule="D-06", owner="authority", since=state.accepted_on)
    missing = () if taken else ("licence.not_accepted",)
    if (lasting := state.running) is not None:
        yield NextStep(command="licence.resume_time", rule="D-08", owner="authority", since=lasting.since)
    period = decision_period(state, judge)
    yield NextStep(
        command="licence.issue",
        missing=missing,
        due=None if period is None else period.day,
        how=() if period is None else period.how,
        rule="D-04" if period is None else period.rule,
        owner="authority",
        since=None if period is None else period.since,
    )


def _held(state: Licence, valid_to: date, judge: Judge) -> Iterator[NextStep]:
    if state.delivered_on is None and state.applied_on is not None and state.decided_on is not None:
        due, how = _due(period_in_force(judge, "D-08.delivery", state.decided_on, on=state.decided_on))
        yield NextStep(
            command="licence.deliver", due=due, how=how, rule="D-08", owner="authority", since=state.decided_on
        )
    if state.deceit_found_on is not None:
        yield NextStep(command="licence.annul", rule="D-13", owner="authority", since=state.deceit_found_on)
    if state.transfer_found_on is not None:
        yield NextStep(command="licence.revoke", rule="D-12", owner="authority", since=state.transfer_found_on)
    if state.lent_found_on is not None:
        yield NextStep(command="case.open", rule="D-12", owner="authority", since=state.lent_found_on)
    if (rest := state.suspended_on(judge.day)) is not None:
        yield NextStep(command="licence.reinstate", due=rest.until, rule="D-03", owner="authority", since=rest.since)
    if state.renewal_requested_on is not None:
        how_so: tuple[str, ...] = ("the last valid day; without a decision by then it stands as renewed",)
        if not state.renewal_timely:
            how_so = ("the last valid day; the request came late, so it does not stand as renewed after it",)
        if state.deemed_renewed_on(judge.day):
            how_so = (*how_so, f"it stands as renewed after {valid_to}, for one term")
        yield NextStep(
            command="licence.renew",
            due=valid_to,
            how=how_so,
            rule="D-09",
            owner="authority",
            since=state.renewal_requested_on,
        )
    elif state.lapsed_on(judge.day):
        lapsed = f"lapsed: {valid_to} was its last valid day, and what has lapsed is not extended"
        yield NextStep(command="licence.apply", how=(lapsed,), rule="D-05", owner="enterprise")
        yield NextStep(command="licence.cancel", how=(lapsed,), rule="D-13", owner="authority", since=valid_to)
    else:
        due, how = _due(renewal_deadline(valid_to, judge, state.kind, state.track))
        article = renewal_article(judge, state.kind, state.track)
        lead = renewal_lead(judge, state.kind, state.track)
        yield NextStep(
            command="licence.request_renewal",
            due=due,
            how=how,
            rule="D-09" if lead.startswith("D-09.") else "D-05",
            article=article,
            owner="enterprise",
        )


def _review_steps(state: LicenceReview, judge: Judge) -> Iterator[NextStep]:
    told = state.hearing_told_on
    if state.hearing_held_on is not None or (told is None and not state.affects_others):
        return
    if told is None:
        yield NextStep(command="licence.tell_hearing", rule="D-15", owner="authority", since=state.checked_on)
    elif state.hearing_requested_on is None:
        window = period_in_force(judge, "D-15.request", told, on=told)
        if window is not None and judge.day <= window.day:
            due, how = _due(window)
            yield NextStep(command="licence.request_hearing", due=due, how=how, rule="D-15", owner="party", since=told)
    else:
        asked = state.hearing_requested_on
        due, how = _due(period_in_force(judge, "D-15.hold", asked, on=asked))
        command = "licence.call_hearing" if state.hearing_on is None else "licence.hold_hearing"
        yield NextStep(command=command, due=due, how=how, rule="D-15", owner="authority", since=asked)


def _due(deadline: Deadline | None) -> tuple[date | None, tuple[str, ...]]:
    return (None, ()) if deadline is None else (deadline.day, tuple(deadline.how()))


LICENCE = Kind(
    name="licence",
    state=Licence,
    evolve=evolve,
    facts=LICENCE_FACTS,
    steps=_steps,
    derived=derived,
)
LICENCE_REVIEW = Kind(
    name="licence_review",
    tag="licence",
    state=LicenceReview,
    evolve=evolve_review,
    facts=REVIEW_FACTS,
    steps=_review_steps,
)
