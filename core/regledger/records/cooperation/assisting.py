"""Help that one organ asks of another with a penalty (A-47)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.log.text import Id, Text
from regledger.records.authority import authority_stands
from regledger.records.cooperation.facts import AssistanceAnswered, AssistanceRequested
from regledger.records.presence import filled, in_order

__all__ = ["ASSISTANCE", "HANDLERS", "Assistance"]


class Assistance(State, frozen=True, kw_only=True):
    """A request for help."""

    assistance: str
    asking: str
    asked: str
    answer_by: date
    answered_on: date | None = None


def _evolve(state: Assistance | None, recorded: RecordedFact) -> Assistance | None:
    match recorded.body:
        case AssistanceRequested() as body:
            return Assistance(
                assistance=body.assistance, asking=body.asking, asked=body.asked, answer_by=body.answer_by
            )
        case AssistanceAnswered() as body if state is not None:
            return msgspec.structs.replace(state, answered_on=body.answered_on)
    return state


def _steps(state: Assistance, judge: Judge) -> Iterator[NextStep]:
    if state.answered_on is None:
        how = (f"the request asks for it by {state.answer_by}",)
        yield NextStep(command="assistance.answer", due=state.answer_by, how=how, rule="A-47", owner="authority")


ASSISTANCE = Kind(
    name="assistance",
    state=Assistance,
    evolve=_evolve,
    facts=(AssistanceRequested, AssistanceAnswered),
    steps=_steps,
)


class RequestAssistance(Command, frozen=True, kw_only=True):
    """Ask another organ for help with a penalty."""

    assistance: Id
    asking: Id
    asked: Id
    matter: Text
    answer_by: date
    requested_on: date


class AnswerAssistance(Command, frozen=True, kw_only=True):
    """Give the help that was asked for, or refuse it."""

    assistance: Id
    given: bool
    within_competence: bool
    answer: Text
    answered_on: date


def _request_reads(command: RequestAssistance, dossier: Dossier) -> Iterator[str]:
    yield f"assistance:{command.assistance}"
    yield f"authority:{command.asking}"
    yield f"authority:{command.asked}"


@handles("assistance.request", RequestAssistance, on="requested_on", reads=_request_reads, world=True)
def request_assistance(command: RequestAssistance, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for an id that is taken, an unknown organ, or a blank matter."""
    free = not dossier.known(Assistance, command.assistance)
    yield from judge.rule("REF", "supervision.taken", free, kind="assistance", id=command.assistance)
    for one in (command.asking, command.asked):
        yield from authority_stands(one, dossier, judge)
    said = bool(command.matter.strip())
    yield from judge.rule("REF", "supervision.blank", said, id=command.assistance, part="matter")
    other = command.asking != command.asked
    yield from judge.rule("A-47", "assistance.asks_itself", other, asking=command.asking)
    yield from in_order(f"assistance:{command.assistance}", command.requested_on, command.answer_by, judge)
    yield AssistanceRequested(
        assistance=command.assistance,
        asking=command.asking,
        asked=command.asked,
        matter=command.matter,
        answer_by=command.answer_by,
        requested_on=command.requested_on,
    )


def _answer_reads(command: AnswerAssistance, dossier: Dossier) -> Iterator[str]:
    yield f"assistance:{command.assistance}"


@handles("assistance.answer", AnswerAssistance, on="answered_on", reads=_answer_reads, world=True)
def answer_assistance(command: AnswerAssistance, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where help within the organ's competence is denied; warns after the day asked for (A-47)."""
    asked = dossier.get(Assistance, command.assistance)
    yield from judge.rule("REF", "supervision.unknown", asked is not None, kind="assistance", id=command.assistance)
    if asked is None:
        return
    found = dossier.latest(Assistance, command.assistance) or asked
    waits = found.answered_on is None
    yield from judge.rule("SEQ", "supervision.ended_already", waits, kind="assistance", id=command.assistance)
    lawful = command.given or not command.within_competence
    yield from judge.rule("A-47", "assistance.denied", lawful, assistance=command.assistance, asked=found.asked)
    yield from filled(f"assistance:{command.assistance}", judge, answer=command.answer)
    yield from judge.note(
        "A-47",
        "assistance.late",
        command.answered_on <= found.answer_by,
        assistance=command.assistance,
        last=found.answer_by,
        day=command.answered_on,
    )
    yield AssistanceAnswered(
        assistance=command.assistance,
        asking=found.asking,
        asked=found.asked,
        given=command.given,
        within_competence=command.within_competence,
        answer=command.answer,
        answered_on=command.answered_on,
    )


HANDLERS = (request_assistance, answer_assistance)
