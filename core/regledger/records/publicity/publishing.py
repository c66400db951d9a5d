"""Exposing a decision (B-28), withdrawing it (A-39), and telling others of a serious violation (B-28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.calendar import Deadline
from regledger.log.facts import RecordedFact
from regledger.log.text import Id, Text
from regledger.records.case.facts import CaseDecided, CaseServed
from regledger.records.case.reading import OnCase
from regledger.records.case.review_facts import REVIEW_FACTS, CaseRemade
from regledger.records.publicity.facts import PenaltyPublished, PenaltyWithdrawn, Receiver, ViolationTold
from regledger.records.review.reading import about, review_reads, reviewed
from regledger.records.review.state import CaseReview
from regledger.records.review.state import evolve as review
from regledger.records.review.windows import last_day

__all__ = ["CASE_PUBLICITY", "CasePublicity", "PublishPenalty", "TellViolation", "WithdrawPenalty"]

_GONE = ("revoked", "illegal", "void")
"""After these nothing is left to publish; a decision that was changed is published as changed."""


class CasePublicity(State, frozen=True, kw_only=True):
    """What of a decision is public; read as `case_publicity:<case>`."""

    case: str
    review: CaseReview
    asserted: bool
    """True where only a register says that it was decided."""
    serious: bool
    published_on: date | None = None
    """When what stands in the public system was put there."""
    undone_on: date | None = None
    """When what stands there ceased to be the decision; None where it is."""
    told_on: date | None = None

    @property
    def gone(self) -> date | None:
        """When the decision ceased to stand, without another in its place."""
        undone = self.review.undone
        return None if undone is None or undone[1] not in _GONE else undone[0]


def _evolve(state: CasePublicity | None, recorded: RecordedFact) -> CasePublicity | None:
    body = recorded.body
    after = review(None if state is None else state.review, recorded)
    if after is None:
        return None
    if isinstance(body, CaseDecided):
        return CasePublicity(case=body.case, review=after, asserted=recorded.asserted, serious=body.serious)
    if state is None:
        return None
    replace = msgspec.structs.replace
    state = replace(state, review=after)
    match body:
        case PenaltyPublished():
            return replace(state, published_on=body.published_on, undone_on=None)
        case PenaltyWithdrawn():
            return replace(state, published_on=None, undone_on=None)
        case ViolationTold():
            return replace(state, told_on=body.told_on)
        case CaseRemade():
            return replace(state, asserted=False)
    undone = after.undone
    if undone is not None and state.published_on is not None and state.undone_on is None:
        # A ruling that was published with the decision does not ask for its withdrawal again.
        return replace(state, undone_on=undone[0] if undone[0] >= state.published_on else None)
    return state


def exposure(state: CasePublicity, judge: Judge) -> Deadline | None:
    """B-28: seven working days from the decision, whenever it is served; None before the law of 2021."""
    return last_day(judge, "B-28.exposure", state.review.decided_on, roll_over=False)


def withdrawal(state: CasePublicity, judge: Judge) -> Deadline | None:
    """A-39: three working days from the change."""
    return None if state.undone_on is None else last_day(judge, "A-39.withdrawal", state.undone_on, roll_over=False)


def _steps(state: CasePublicity, judge: Judge) -> Iterator[NextStep]:
    last = exposure(state, judge)
    if state.published_on is None and state.gone is None and last is not None and not state.asserted:
        yield NextStep(
            command="exposure.publish",
            due=last.day,
            how=tuple(last.how()),
            rule="B-28",
            owner="authority",
            since=state.review.decided_on,
        )
    if state.undone_on is not None:
        last = withdrawal(state, judge)
        yield NextStep(
            command="exposure.withdraw",
            due=None if last is None else last.day,
            how=() if last is None else tuple(last.how()),
            rule="A-39",
            owner="authority",
            since=state.undone_on,
        )
    if state.serious and state.told_on is None and state.gone is None:
        yield NextStep(command="exposure.tell", rule="B-28", owner="authority", since=state.review.decided_on)


CASE_PUBLICITY = Kind(
    name="case_publicity",
    tag="case",
    state=CasePublicity,
    evolve=_evolve,
    facts=(CaseDecided, CaseServed, *REVIEW_FACTS, PenaltyPublished, PenaltyWithdrawn, ViolationTold),
    steps=_steps,
)


class PublishPenalty(Command, frozen=True, kw_only=True):
    """Record that a decision was exposed in the public system."""

    case: Id
    place: Text
    published_on: date


class WithdrawPenalty(Command, frozen=True, kw_only=True):
    """Record that a published decision was withdrawn, and why."""

    case: Id
    reason: Text
    withdrawn_on: date


class TellViolation(Command, frozen=True, kw_only=True):
    """Record that other authorities and financial bodies were told of a serious violation."""

    case: Id
    receivers: tuple[Receiver, ...]
    told_on: date


def _reads(command: OnCase, dossier: Dossier) -> Iterator[str]:
    yield from review_reads(command, dossier)
    yield f"case_publicity:{command.case}"


@handles("exposure.publish", PublishPenalty, on="published_on", reads=_reads, world=True)
def publish_penalty(command: PublishPenalty, dossier: Dossier, judge: Judge) -> Outcome:
    """B-28: within seven working days of the decision, late it is still owed; A-39: not what no longer stands."""
    yield from reviewed(command, dossier, judge)
    state = dossier.get(CasePublicity, command.case)
    if state is None:
        return
    public = state.published_on
    yield from judge.rule("SEQ", "publicity.published_already", public is None, case=command.case, published=public)
    yield from judge.rule("A-39", "publicity.undone", state.gone is None, case=command.case, undone=state.gone)
    yield from judge.rule("B-28", "publicity.place_missing", bool(command.place.strip()), case=command.case)
    last = exposure(state, judge)
    yield from judge.note(
        "B-28",
        "publicity.exposed_late",
        last is None or command.published_on <= last.day,
        case=command.case,
        decided=state.review.decided_on,
        last=None if last is None else last.day,
    )
    yield PenaltyPublished(**about(command.case, dossier), place=command.place, published_on=command.published_on)


@handles("exposure.withdraw", WithdrawPenalty, on="withdrawn_on", reads=_reads, world=True)
def withdraw_penalty(command: WithdrawPenalty, dossier: Dossier, judge: Judge) -> Outcome:
    """A-39: because it was changed or fell, with the reason, within three working days; late it is still owed."""
    yield from reviewed(command, dossier, judge)
    state = dossier.get(CasePublicity, command.case)
    if state is None:
        return
    public = state.published_on is not None
    yield from judge.rule("SEQ", "publicity.nothing_to_withdraw", public, case=command.case)
    fell = state.undone_on is not None or not public
    yield from judge.rule("A-39", "publicity.withdrawal_unfounded", fell, case=command.case)
    said = bool(command.reason.strip())
    yield from judge.rule("A-39", "publicity.withdrawal_unreasoned", said, case=command.case)
    last = withdrawal(state, judge)
    yield from judge.note(
        "A-39",
        "publicity.withdrawn_late",
        last is None or command.withdrawn_on <= last.day,
        case=command.case,
        undone=state.undone_on,
        last=None if last is None else last.day,
    )
    yield PenaltyWithdrawn(**about(command.case, dossier), reason=command.reason, withdrawn_on=command.withdrawn_on)


@handles("exposure.tell", TellViolation, on="told_on", reads=_reads, world=True)
def tell_violation(command: TellViolation, dossier: Dossier, judge: Judge) -> Outcome:
    """B-28: all whom the law names are told."""
    state = yield from reviewed(command, dossier, judge)
    if state is None:
        return
    missing = [one for one in get_args(Receiver) if one not in command.receivers]
    yield from judge.rule(
        "B-28", "publicity.receivers_missing", not missing, case=command.case, receivers=", ".join(missing)
    )
    yield ViolationTold(**about(command.case, dossier), receivers=command.receivers, told_on=command.told_on)
