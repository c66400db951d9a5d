"""The steps against a decision, each with its last day and who owes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import NextStep, Owner
from regledger.law.calendar import Deadline
from regledger.records.review.state import CaseReview, Reconsideration, Suit
from regledger.records.review.windows import (
    answer_deadline,
    application_window,
    check_deadline,
    forwarding_deadline,
    last_day,
    ruling_deadline,
    ruling_due,
    suit_window,
)

__all__ = ["steps"]


def steps(state: CaseReview, judge: Judge) -> Iterator[NextStep]:
    """What the party may still undertake, and what organ, court and authority owe."""
    one, suit = state.reconsideration, state.suit
    if one is not None and not one.over:
        yield from _reconsidering(one, judge)
    if suit is not None and suit.ended_on is None:
        yield from _suing(suit, judge)
    if one is None and suit is None:
        window = application_window(state, judge)
        if window is not None and judge.day <= window.day:
            yield _step("reconsideration.apply", "A-48", "party", state.served_on, window)
    if suit is None and (one is None or one.over):
        window = suit_window(state, judge)
        if window is not None and judge.day <= window.day:
            since = None if one is None else one.served_on
            yield _step("suit.file", "A-52", "party", since or state.served_on, window)
    undone = state.undone
    if undone is not None and undone[3]:
        yield NextStep(command="case.remake", rule="A-51", owner="authority", since=undone[0])


def _reconsidering(one: Reconsideration, judge: Judge) -> Iterator[NextStep]:
    if one.accepted_on is None:
        for command in ("reconsideration.accept", "reconsideration.reject"):
            yield _step(command, "A-50", "government", one.applied_on, check_deadline(one, judge))
        return
    if one.decided_on is not None:
        yield NextStep(command="reconsideration.serve", rule="A-50", owner="government", since=one.decided_on)
        return
    if one.forwarded_on is None:
        copy = forwarding_deadline(one, judge)
        yield _step("reconsideration.forward", "A-50", "government", one.accepted_on, copy)
    elif one.answered_on is None:
        yield _step("reconsideration.answer", "A-50", "authority", one.forwarded_on, answer_deadline(one, judge))
    last = ruling_deadline(one, judge)
    yield NextStep(
        command="reconsideration.decide",
        due=ruling_due(one, judge),
        how=() if last is None else tuple(last.how()),
        rule="A-50",
        owner="government",
        since=one.accepted_on,
    )
    if one.extended_to is None and one.procedure == "ordinary" and last is not None and judge.day <= last.day:
        yield _step("reconsideration.extend", "A-50", "government", one.accepted_on, last)


def _suing(suit: Suit, judge: Judge) -> Iterator[NextStep]:
    if suit.accepted_on is None:
        yield NextStep(command="suit.accept", rule="A-52", owner="court", since=suit.filed_on)
        return
    if suit.notified_on is None:
        yield NextStep(command="suit.notify", rule="A-53", owner="court", since=suit.accepted_on)
    elif suit.answered_on is None:
        last = last_day(judge, "A-53.evidence", suit.notified_on)
        yield _step("suit.answer", "A-53", "authority", suit.notified_on, last)
    yield NextStep(command="suit.end", rule="A-52", owner="court", since=suit.accepted_on)


def _step(command: str, rule: str, owner: Owner, since: date | None, last: Deadline | None) -> NextStep:
    return NextStep(
        command=command,
        due=None if last is None else last.day,
        how=() if last is None else tuple(last.how()),
        rule=rule,
        owner=owner,
        since=since,
    )
