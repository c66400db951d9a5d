"""The list of serious dishonesty: told of first, three years, taken off on request after twelve months (B-29)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Protocol

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.calendar import Deadline
from regledger.law.objections import Objection
from regledger.log.facts import RecordedFact
from regledger.log.text import Id, Text
from regledger.records.publicity.facts import (
    DishonestyListed,
    DishonestyNotified,
    DishonestyRemovalAsked,
    DishonestyRemoved,
)
from regledger.records.review.reading import about, review_reads, reviewed
from regledger.records.review.windows import last_day

__all__ = ["DISHONESTY", "AskRemoval", "Dishonesty", "ListDishonesty", "NotifyDishonesty", "RemoveDishonesty"]


class Dishonesty(State, frozen=True, kw_only=True):
    """One listing; read as `dishonesty:<id>`."""

    dishonesty: str
    case: str
    enterprise: str
    notified_on: date | None = None
    listed_on: date | None = None
    asked_on: date | None = None
    removed_on: date | None = None


def _evolve(state: Dishonesty | None, recorded: RecordedFact) -> Dishonesty | None:
    body = recorded.body
    if state is None:
        if not isinstance(body, DishonestyNotified | DishonestyListed):
            return None
        state = Dishonesty(dishonesty=body.dishonesty, case=body.case, enterprise=body.enterprise)
    replace = msgspec.structs.replace
    match body:
        case DishonestyNotified():
            return replace(state, notified_on=body.notified_on)
        case DishonestyListed():
            return replace(state, listed_on=body.listed_on)
        case DishonestyRemovalAsked():
            return replace(state, asked_on=body.asked_on)
        case DishonestyRemoved():
            return replace(state, removed_on=body.removed_on)
    return state


def _term(state: Dishonesty, parameter: str, judge: Judge) -> Deadline | None:
    return None if state.listed_on is None else last_day(judge, parameter, state.listed_on, roll_over=False)


def _steps(state: Dishonesty, judge: Judge) -> Iterator[NextStep]:
    if state.removed_on is not None:
        return
    if state.listed_on is None:
        yield NextStep(command="dishonesty.list", rule="B-29", owner="authority", since=state.notified_on)
        return
    first = _term(state, "B-29.removal", judge)
    if state.asked_on is None and first is not None and judge.day >= first.day:
        yield NextStep(command="dishonesty.ask_removal", rule="B-29", owner="enterprise", since=first.day)
    last = _term(state, "B-29.term", judge)
    yield NextStep(
        command="dishonesty.remove",
        due=None if last is None else last.day,
        how=() if last is None else tuple(last.how()),
        rule="B-29",
        owner="authority",
        since=state.listed_on,
    )


DISHONESTY = Kind(
    name="dishonesty",
    state=Dishonesty,
    evolve=_evolve,
    facts=(DishonestyNotified, DishonestyListed, DishonestyRemovalAsked, DishonestyRemoved),
    steps=_steps,
)


class NotifyDishonesty(Command, frozen=True, kw_only=True):
    """Record that an enterprise was told that it is to be listed."""

    dishonesty: Id
    case: Id
    """The case in which it was punished."""
    reasons: Text
    notified_on: date


class ListDishonesty(Command, frozen=True, kw_only=True):
    """Put an enterprise in the list."""

    dishonesty: Id
    case: Id
    authority: Id
    """Who lists it."""
    document: Text
    listed_on: date


class AskRemoval(Command, frozen=True, kw_only=True):
    """Record that a listed enterprise asked to be taken off before its time."""

    dishonesty: Id
    asked_on: date


class RemoveDishonesty(Command, frozen=True, kw_only=True):
    """Take an enterprise off the list."""

    dishonesty: Id
    reasons: Text
    removed_on: date


class _OnListing(Protocol):
    @property
    def dishonesty(self) -> str: ...


class _OfCase(msgspec.Struct, frozen=True):
    case: str


def _new_reads(command: NotifyDishonesty | ListDishonesty, dossier: Dossier) -> Iterator[str]:
    yield f"dishonesty:{command.dishonesty}"
    yield from review_reads(command, dossier)


def _reads(command: _OnListing, dossier: Dossier) -> Iterator[str]:
    yield f"dishonesty:{command.dishonesty}"
    held = dossier.loaded(Dishonesty, command.dishonesty)
    if held is not None:
        yield from review_reads(_OfCase(held.case), dossier)


def _listed(command: _OnListing, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Dishonesty | None]:
    held = dossier.get(Dishonesty, command.dishonesty)
    of = command.dishonesty
    yield from judge.rule("REF", "dishonesty.unknown", held is not None, listing=of, day=judge.day)
    if held is None:
        return None
    stands = held.listed_on is not None and held.removed_on is None
    yield from judge.rule("SEQ", "dishonesty.not_listed", stands, listing=of)
    return held if stands else None


@handles("dishonesty.notify", NotifyDishonesty, on="notified_on", reads=_new_reads, world=True)
def notify_dishonesty(command: NotifyDishonesty, dossier: Dossier, judge: Judge) -> Outcome:
    """B-29: an enterprise that was punished is told why it is to be listed."""
    free = not dossier.known(Dishonesty, command.dishonesty)
    yield from judge.rule("REF", "dishonesty.taken", free, listing=command.dishonesty)
    state = yield from reviewed(command, dossier, judge)
    said = bool(command.reasons.strip())
    yield from judge.rule("B-29", "dishonesty.unreasoned", said, listing=command.dishonesty)
    if state is None:
        return
    yield DishonestyNotified(
        dishonesty=command.dishonesty,
        **about(command.case, dossier),
        reasons=command.reasons,
        notified_on=command.notified_on,
    )


@handles("dishonesty.list", ListDishonesty, on="listed_on", reads=_new_reads, role="approve")
def list_dishonesty(command: ListDishonesty, dossier: Dossier, judge: Judge) -> Outcome:
    """B-29: by the organ that punished, after the enterprise was told."""
    state = yield from reviewed(command, dossier, judge)
    if state is None:
        return
    held = dossier.get(Dishonesty, command.dishonesty)
    listed = None if held is None else held.listed_on
    yield from judge.rule("SEQ", "dishonesty.listed_already", listed is None, listing=command.dishonesty, listed=listed)
    named = about(command.case, dossier)
    told = held is not None and held.notified_on is not None and held.notified_on < command.listed_on
    yield from judge.rule(
        "B-29", "dishonesty.not_told", told, listing=command.dishonesty, enterprise=named["enterprise"]
    )
    yield from judge.rule(
        "B-29",
        "dishonesty.other_authority",
        command.authority == named["authority"],
        authority=command.authority,
        case=command.case,
        punished=named["authority"],
    )
    yield DishonestyListed(
        dishonesty=command.dishonesty, **named, document=command.document, listed_on=command.listed_on
    )


@handles("dishonesty.ask_removal", AskRemoval, on="asked_on", reads=_reads, world=True)
def ask_removal(command: AskRemoval, dossier: Dossier, judge: Judge) -> Outcome:
    """B-29: twelve months after the listing at the earliest."""
    held = yield from _listed(command, dossier, judge)
    if held is None:
        return
    first = _term(held, "B-29.removal", judge)
    yield from judge.rule(
        "B-29",
        "dishonesty.removal_early",
        first is None or command.asked_on >= first.day,
        listing=command.dishonesty,
        listed=held.listed_on,
        first=None if first is None else first.day,
    )
    yield DishonestyRemovalAsked(dishonesty=command.dishonesty, **about(held.case, dossier), asked_on=command.asked_on)


@handles("dishonesty.remove", RemoveDishonesty, on="removed_on", reads=_reads, role="approve")
def remove_dishonesty(command: RemoveDishonesty, dossier: Dossier, judge: Judge) -> Outcome:
    """B-29: after three years, or on request."""
    held = yield from _listed(command, dossier, judge)
    if held is None:
        return
    last = _term(held, "B-29.term", judge)
    over = last is None or command.removed_on >= last.day
    yield from judge.rule(
        "B-29",
        "dishonesty.removed_early",
        over or held.asked_on is not None,
        listing=command.dishonesty,
        last=None if last is None else last.day,
    )
    yield DishonestyRemoved(
        dishonesty=command.dishonesty,
        **about(held.case, dossier),
        reasons=command.reasons,
        removed_on=command.removed_on,
    )
