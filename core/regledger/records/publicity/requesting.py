"""Requests for information: answered in twenty working days, and twenty more at most (X-07)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Protocol

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.objections import Objection
from regledger.log.facts import RecordedFact
from regledger.log.text import Id, Personal, Text
from regledger.records.authority import Authority
from regledger.records.publicity.facts import RequestAnswer, RequestAnswered, RequestExtended, RequestReceived
from regledger.records.review.windows import last_day

__all__ = ["INFORMATION_REQUEST", "AnswerRequest", "ExtendRequest", "InformationRequest", "ReceiveRequest"]


class InformationRequest(State, frozen=True, kw_only=True):
    """A request for information; read as `information_request:<id>`."""

    request: str
    authority: str
    received_on: date
    extended_to: date | None = None
    answered_on: date | None = None


def _evolve(state: InformationRequest | None, recorded: RecordedFact) -> InformationRequest | None:
    match recorded.body:
        case RequestReceived() as body:
            return InformationRequest(request=body.request, authority=body.authority, received_on=body.received_on)
        case RequestExtended() as body if state is not None:
            return msgspec.structs.replace(state, extended_to=body.until)
        case RequestAnswered() as body if state is not None:
            return msgspec.structs.replace(state, answered_on=body.answered_on)
    return state


def _due(state: InformationRequest, judge: Judge) -> date | None:
    first = last_day(judge, "X-07.request", state.received_on, roll_over=False)
    return state.extended_to or (None if first is None else first.day)


def _steps(state: InformationRequest, judge: Judge) -> Iterator[NextStep]:
    if state.answered_on is None:
        first = last_day(judge, "X-07.request", state.received_on, roll_over=False)
        yield NextStep(
            command="information_request.answer",
            due=_due(state, judge),
            how=() if first is None else tuple(first.how()),
            rule="X-07",
            owner="authority",
            since=state.received_on,
        )


INFORMATION_REQUEST = Kind(
    name="information_request",
    state=InformationRequest,
    evolve=_evolve,
    facts=(RequestReceived, RequestExtended, RequestAnswered),
    steps=_steps,
)


class ReceiveRequest(Command, frozen=True, kw_only=True):
    """Record a request for information."""

    request: Id
    authority: Id
    requester: Personal | None = None
    subject: Text
    received_on: date


class ExtendRequest(Command, frozen=True, kw_only=True):
    """Record that the period to answer was extended."""

    request: Id
    until: date
    """The last day to answer."""
    approver: Text
    """The head of the office for disclosure."""
    extended_on: date


class AnswerRequest(Command, frozen=True, kw_only=True):
    """Record the answer."""

    request: Id
    answer: RequestAnswer
    reasons: Text = ""
    answered_on: date


class _OnRequest(Protocol):
    @property
    def request(self) -> str: ...


def _new_reads(command: ReceiveRequest, dossier: Dossier) -> Iterator[str]:
    yield f"information_request:{command.request}"
    yield f"authority:{command.authority}"


def _reads(command: _OnRequest, dossier: Dossier) -> Iterator[str]:
    yield f"information_request:{command.request}"
    held = dossier.loaded(InformationRequest, command.request)
    if held is not None:
        yield f"authority:{held.authority}"


def _open(command: _OnRequest, dossier: Dossier, judge: Judge) -> Generator[Objection, None, InformationRequest | None]:
    held = dossier.get(InformationRequest, command.request)
    yield from judge.rule("REF", "request.unknown", held is not None, request=command.request, day=judge.day)
    if held is not None:
        done = held.answered_on
        yield from judge.rule("SEQ", "request.answered_already", done is None, request=command.request, answered=done)
    return held


@handles("information_request.receive", ReceiveRequest, on="received_on", reads=_new_reads, world=True)
def receive_request(command: ReceiveRequest, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: a new id, and an authority on record. The period to answer begins (X-07)."""
    free = not dossier.known(InformationRequest, command.request)
    yield from judge.rule("REF", "request.taken", free, request=command.request)
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    yield RequestReceived(
        request=command.request,
        authority=command.authority,
        requester=command.requester,
        subject=command.subject,
        received_on=command.received_on,
    )


@handles("information_request.extend", ExtendRequest, on="extended_on", reads=_reads, world=True)
def extend_request(command: ExtendRequest, dossier: Dossier, judge: Judge) -> Outcome:
    """X-07: once, before its end, by twenty working days at most, approved by the head of the office."""
    held = yield from _open(command, dossier, judge)
    if held is None:
        return
    yield from judge.rule("X-07", "request.unapproved", bool(command.approver.strip()), request=command.request)
    first = last_day(judge, "X-07.request", held.received_on, roll_over=False)
    longest = None if first is None else last_day(judge, "X-07.extension", first.day, roll_over=False)
    if first is not None and longest is not None:
        in_time = command.extended_on <= first.day and held.extended_to is None
        yield from judge.rule(
            "X-07",
            "request.extended_too_far",
            in_time and command.until <= longest.day,
            request=command.request,
            until=command.until,
            due=first.day,
            last=longest.day,
        )
    yield RequestExtended(
        request=command.request,
        authority=held.authority,
        until=command.until,
        approver=command.approver,
        extended_on=command.extended_on,
    )


@handles("information_request.answer", AnswerRequest, on="answered_on", reads=_reads, world=True)
def answer_request(command: AnswerRequest, dossier: Dossier, judge: Judge) -> Outcome:
    """X-07: within twenty working days, or what it was extended to; late it is still owed."""
    held = yield from _open(command, dossier, judge)
    if held is None:
        return
    last = _due(held, judge)
    in_time = last is None or command.answered_on <= last
    yield from judge.note("X-07", "request.answered_late", in_time, request=command.request, last=last)
    yield RequestAnswered(
        request=command.request,
        authority=held.authority,
        answer=command.answer,
        reasons=command.reasons,
        answered_on=command.answered_on,
    )
