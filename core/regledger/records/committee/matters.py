"""A matter and what is owed on it: nothing raised or assigned stays silently open (督办; I-20)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.clock import When
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, Owner, State
from regledger.law.calendar import Deadline
from regledger.log.facts import RecordedFact
from regledger.records.committee.facts import (
    MatterAnswered,
    MatterAssigned,
    MatterEscalated,
    MatterRaised,
    MatterReopened,
    MatterSettled,
)

__all__ = ["MATTER", "Matter"]


class Matter(State, frozen=True, kw_only=True):
    """A matter, from raising to settling."""

    matter: str
    authority: str
    """Who raised it."""
    subject: str | None
    ground: str
    raised_on: date
    owner: str | None = None
    due_on: date | None = None
    """The owner's last legal day."""
    assigned_on: date | None = None
    answered_on: date | None = None
    """Since it was last assigned, escalated or reopened."""
    escalated_to: str | None = None
    settled_on: date | None = None
    in_time: bool | None = None
    """Whether the last answer came by its last day."""


def _evolve(state: Matter | None, recorded: RecordedFact) -> Matter | None:
    body, replace = recorded.body, msgspec.structs.replace
    if isinstance(body, MatterRaised):
        return Matter(
            matter=body.matter,
            authority=body.authority,
            subject=body.subject,
            ground=body.ground,
            raised_on=body.raised_on,
        )
    if state is None:
        return None
    match body:
        case MatterAssigned():
            return replace(state, owner=body.owner, due_on=body.due_on, assigned_on=body.assigned_on, answered_on=None)
        case MatterAnswered(answered_on=on):
            return replace(state, answered_on=on, in_time=state.due_on is None or on <= state.due_on)
        case MatterEscalated():
            return replace(state, escalated_to=body.to, due_on=body.due_on, answered_on=None)
        case MatterSettled():
            return replace(state, settled_on=body.settled_on)
        case MatterReopened():
            return replace(state, settled_on=None, answered_on=None, due_on=body.due_on)
    return state


def _steps(state: Matter, judge: Judge) -> Iterator[NextStep]:
    if state.settled_on is not None:
        yield NextStep(command="matter.reopen", rule="I-20")
    elif state.owner is None or state.due_on is None:
        assign = judge.deadline("I-20.assignment", state.raised_on, on=state.raised_on)
        yield _owed("matter.assign", assign, state.raised_on, "government", "Give it an owner and a last day", "交办")
    elif state.answered_on is None:
        yield NextStep(
            command="matter.answer",
            due=state.due_on,
            how=(f"the last day set with it is {state.due_on}",),
            rule="I-20",
            owner="authority",
            since=state.assigned_on,
            title=f"Unit {state.owner} answers what it did",
            title_zh="责任单位反馈",
        )
        if judge.day > state.due_on:
            escalate = judge.deadline("I-20.escalation", state.due_on, on=state.due_on)
            yield _owed(
                "matter.escalate", escalate, state.due_on, "government", "Not answered in time: escalate it", "逾期督办"
            )
    else:
        settle = judge.deadline("I-20.settling", state.answered_on, on=state.answered_on)
        yield _owed("matter.settle", settle, state.answered_on, "government", "Settle it or reopen it", "销号")


def _owed(command: str, last: Deadline, since: When, owner: Owner, title: str, title_zh: str) -> NextStep:
    return NextStep(
        command=command,
        due=last.day,
        how=tuple(last.how()),
        rule="I-20",
        owner=owner,
        since=since,
        title=title,
        title_zh=title_zh,
    )


MATTER = Kind(
    name="matter",
    state=Matter,
    evolve=_evolve,
    facts=(MatterRaised, MatterAssigned, MatterAnswered, MatterEscalated, MatterSettled, MatterReopened),
    steps=_steps,
)
