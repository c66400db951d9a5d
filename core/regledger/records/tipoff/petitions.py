"""Petitions, and how those that ask to investigate a violation become tip-offs (信访工作条例 Arts 22, 23, 31, 34–36; I-19)."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from datetime import date, timedelta
from typing import Annotated, Any, Protocol

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.objections import Objection
from regledger.log.facts import RecordedFact
from regledger.log.text import Id, Personal, Text
from regledger.records.authority import Authority
from regledger.records.tipoff import facts
from regledger.records.tipoff.intake import Tipoff

__all__ = ["PETITION", "PETITIONS", "Petition"]


class ReceivePetition(Command, frozen=True, kw_only=True):
    """Register a petition."""

    petition: Id
    authority: Id
    petitioner: Personal | None = None
    subject: Text
    asks_investigation: bool = False
    forwarded: bool = False
    received_on: date


class AnswerPetition(Command, frozen=True, kw_only=True):
    """Record that the petitioner was told how it is handled."""

    petition: Id
    how: Text
    answered_on: date


class ObjectToPetition(Command, frozen=True, kw_only=True):
    """Say that the authority is not competent for a petition."""

    petition: Id
    ground: Text
    objected_on: date


class RoutePetition(Command, frozen=True, kw_only=True):
    """Go on with a petition as a tip-off."""

    petition: Id
    tipoff: Id
    routed_on: date


class ExtendPetition(Command, frozen=True, kw_only=True):
    """Extend the period to handle a petition."""

    petition: Id
    days: Annotated[int, msgspec.Meta(ge=1, le=3650)]
    ground: Text
    extended_on: date


class HandlePetition(Command, frozen=True, kw_only=True):
    """Give the authority's opinion on a petition."""

    petition: Id
    opinion: Text
    handled_on: date


class AskPetitionReview(Command, frozen=True, kw_only=True):
    """Record that the petitioner asked for review, or for the second one."""

    petition: Id
    asked_on: date


class ReviewPetition(Command, frozen=True, kw_only=True):
    """Decide the review of a petition, or the second one."""

    petition: Id
    opinion: Text
    reviewed_on: date


class Petition(State, frozen=True, kw_only=True):
    """A petition."""

    petition: str
    authority: str
    asks_investigation: bool
    forwarded: bool
    received_on: date
    answered_on: date | None = None
    objected_on: date | None = None
    tipoff: str | None = None
    extension_days: int = 0
    opinions: tuple[date, ...] = ()
    """When the opinion, the review and the second review were given."""
    asked: tuple[date, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether it went elsewhere."""
        return self.objected_on is not None or self.tipoff is not None

    def handle_due(self, judge: Judge) -> tuple[date, tuple[str, ...]]:
        """I-19: the last day for the opinion."""
        deadline = judge.deadline("I-19.handle", self.received_on)
        extended = (f"extended by {self.extension_days} days",) if self.extension_days else ()
        return deadline.day + timedelta(days=self.extension_days), (*deadline.how(), *extended)


def _evolve(state: Petition | None, recorded: RecordedFact) -> Petition | None:
    body = recorded.body
    if isinstance(body, facts.PetitionReceived):
        return Petition(
            petition=body.petition,
            authority=body.authority,
            asks_investigation=body.asks_investigation,
            forwarded=body.forwarded,
            received_on=body.received_on,
        )
    if state is None:
        return None
    replace = msgspec.structs.replace
    match body:
        case facts.PetitionAnswered():
            return replace(state, answered_on=body.answered_on)
        case facts.PetitionObjected():
            return replace(state, objected_on=body.objected_on)
        case facts.PetitionRouted():
            return replace(state, tipoff=body.tipoff)
        case facts.PetitionExtended():
            return replace(state, extension_days=state.extension_days + body.days)
        case facts.PetitionHandled():
            return replace(state, opinions=(*state.opinions, body.handled_on))
        case facts.PetitionReviewAsked():
            return replace(state, asked=(*state.asked, body.asked_on))
        case facts.PetitionReviewed():
            return replace(state, opinions=(*state.opinions, body.reviewed_on))
    return state


class _OnPetition(Protocol):
    @property
    def petition(self) -> str: ...


def _reads(command: _OnPetition, dossier: Dossier) -> Iterable[str]:
    return (f"petition:{command.petition}",)


def _found(command: _OnPetition, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Petition | None]:
    petition = dossier.get(Petition, command.petition)
    yield from judge.rule("REF", "petition.unknown", petition is not None, petition=command.petition)
    if petition is not None:
        here = not _final(petition, dossier).settled
        yield from judge.rule("SEQ", "petition.went_elsewhere", here, petition=command.petition)
    return petition


def _final(petition: Petition, dossier: Dossier) -> Petition:
    """The petition with everything that is recorded, for what is done once."""
    return dossier.latest(Petition, petition.petition) or petition


def _said(command: Command, petition: Petition, part: str, judge: Judge) -> Iterator[Objection]:
    """REF: that text of a command is not blank."""
    said = bool(str(getattr(command, part)).strip())
    yield from judge.rule("REF", "petition.part_missing", said, petition=petition.petition, part=part)


def _body(command: Command, petition: Petition) -> dict[str, Any]:
    own = {name: getattr(command, name) for name in command.__struct_fields__}
    return {**own, "authority": petition.authority}


def _receive_reads(command: ReceivePetition, dossier: Dossier) -> Iterable[str]:
    return (f"petition:{command.petition}", f"authority:{command.authority}")


@handles("petition.receive", ReceivePetition, on="received_on", reads=_receive_reads, world=True)
def receive(command: ReceivePetition, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: the authority is on record, and something is asked."""
    new = not dossier.known(Petition, command.petition)
    yield from judge.rule("REF", "petition.taken", new, petition=command.petition)
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    yield from judge.rule("REF", "petition.blank", bool(command.subject.strip()), petition=command.petition)
    yield facts.PetitionReceived(**{name: getattr(command, name) for name in command.__struct_fields__})


@handles("petition.answer", AnswerPetition, on="answered_on", reads=_reads, world=True)
def answer(command: AnswerPetition, dossier: Dossier, judge: Judge) -> Outcome:
    """I-19: within 15 days; a late answer is noted, for it is owed still."""
    petition = dossier.get(Petition, command.petition)
    yield from judge.rule("REF", "petition.unknown", petition is not None, petition=command.petition)
    if petition is None:
        return
    once = _final(petition, dossier).answered_on is None
    yield from judge.rule("SEQ", "petition.answered_already", once, petition=command.petition)
    yield from _said(command, petition, "how", judge)
    last = judge.deadline("I-19.tell", petition.received_on).day
    in_time = command.answered_on <= last
    yield from judge.note("I-19", "petition.answered_late", in_time, petition=command.petition, last=last)
    yield facts.PetitionAnswered(**_body(command, petition))


@handles("petition.object", ObjectToPetition, on="objected_on", reads=_reads, role="propose")
def object_to(command: ObjectToPetition, dossier: Dossier, judge: Judge) -> Outcome:
    """I-19: to what another organ sent, within five working days."""
    petition = yield from _found(command, dossier, judge)
    if petition is None:
        return
    yield from _said(command, petition, "ground", judge)
    sent = petition.forwarded
    yield from judge.rule("SEQ", "petition.sent_by_nobody", sent, petition=command.petition)
    last = judge.deadline("I-19.object", petition.received_on).day
    in_time = command.objected_on <= last
    yield from judge.rule("I-19", "petition.objected_late", in_time, petition=command.petition, last=last)
    yield facts.PetitionObjected(**_body(command, petition))


def _route_reads(command: RoutePetition, dossier: Dossier) -> Iterable[str]:
    return (f"petition:{command.petition}", f"tipoff:{command.tipoff}")


@handles("petition.route", RoutePetition, on="routed_on", reads=_route_reads, role="propose")
def route(command: RoutePetition, dossier: Dossier, judge: Judge) -> Outcome:
    """I-19: what asks to investigate goes on as a tip-off that is on record."""
    petition = yield from _found(command, dossier, judge)
    known = dossier.get(Tipoff, command.tipoff) is not None
    yield from judge.rule("REF", "tipoff.unknown", known, tipoff=command.tipoff)
    if petition is None:
        return
    tipoff = dossier.get(Tipoff, command.tipoff)
    own = tipoff is None or tipoff.authority == petition.authority
    yield from judge.rule("REF", "petition.tipoff_of_another", own, petition=command.petition, tipoff=command.tipoff)
    asks = petition.asks_investigation
    yield from judge.rule("I-19", "petition.asks_no_investigation", asks, petition=command.petition)
    yield facts.PetitionRouted(**_body(command, petition))


@handles("petition.extend", ExtendPetition, on="extended_on", reads=_reads, role="approve")
def extend(command: ExtendPetition, dossier: Dossier, judge: Judge) -> Outcome:
    """I-19: by 30 days at most in all."""
    petition = yield from _found(command, dossier, judge)
    if petition is None:
        return
    waits = not _final(petition, dossier).opinions
    yield from judge.rule("SEQ", "petition.handled_already", waits, petition=command.petition)
    yield from _said(command, petition, "ground", judge)
    last, _ = petition.handle_due(judge)
    in_time = command.extended_on <= last
    yield from judge.rule("I-19", "petition.extended_late", in_time, petition=command.petition, last=last)
    most, total = judge.whole("I-19.extension"), _final(petition, dossier).extension_days + command.days
    told: dict[str, str | int] = {"petition": command.petition, "days": total, "most": most}
    yield from judge.rule("I-19", "petition.extended_too_far", total <= most, **told)
    yield facts.PetitionExtended(**_body(command, petition))


@handles("petition.handle", HandlePetition, on="handled_on", reads=_reads, role="approve")
def handle(command: HandlePetition, dossier: Dossier, judge: Judge) -> Outcome:
    """I-19: no opinion on what asks to investigate a violation; a late one is noted, for it is owed still."""
    petition = yield from _found(command, dossier, judge)
    if petition is None:
        return
    waits = not _final(petition, dossier).opinions
    yield from judge.rule("SEQ", "petition.handled_already", waits, petition=command.petition)
    yield from _said(command, petition, "opinion", judge)
    own = not petition.asks_investigation
    yield from judge.rule("I-19", "petition.to_be_routed", own, petition=command.petition)
    last, _ = petition.handle_due(judge)
    in_time = command.handled_on <= last
    yield from judge.note("I-19", "petition.handled_late", in_time, petition=command.petition, last=last)
    yield facts.PetitionHandled(**_body(command, petition))


@handles("petition.ask_review", AskPetitionReview, on="asked_on", reads=_reads, world=True)
def ask_review(command: AskPetitionReview, dossier: Dossier, judge: Judge) -> Outcome:
    """I-19: within 30 days of the opinion, twice at most."""
    petition = yield from _found(command, dossier, judge)
    if petition is None:
        return
    given, asked = len(petition.opinions), len(petition.asked)
    ready = given == asked + 1 and asked <= 1 and len(_final(petition, dossier).asked) == asked
    yield from judge.rule("SEQ", "petition.no_review_open", ready, petition=command.petition)
    if petition.opinions:
        parameter = "I-19.ask_recheck" if asked else "I-19.ask_review"
        last = judge.deadline(parameter, petition.opinions[-1]).day
        in_time = command.asked_on <= last
        yield from judge.rule("I-19", "petition.review_asked_late", in_time, petition=command.petition, last=last)
    yield facts.PetitionReviewAsked(**_body(command, petition))


@handles("petition.review", ReviewPetition, on="reviewed_on", reads=_reads, role="approve")
def review(command: ReviewPetition, dossier: Dossier, judge: Judge) -> Outcome:
    """I-19: what was asked for is decided; a late decision is noted, for it is owed still."""
    petition = yield from _found(command, dossier, judge)
    if petition is None:
        return
    given = len(_final(petition, dossier).opinions)
    waits = bool(petition.asked) and given == len(petition.asked)
    yield from _said(command, petition, "opinion", judge)
    yield from judge.rule("SEQ", "petition.no_review_asked", waits, petition=command.petition)
    if waits:
        last = _review_due(petition, judge)[0]
        in_time = command.reviewed_on <= last
        yield from judge.note("I-19", "petition.reviewed_late", in_time, petition=command.petition, last=last)
    yield facts.PetitionReviewed(**_body(command, petition))


def _review_due(petition: Petition, judge: Judge) -> tuple[date, tuple[str, ...]]:
    parameter = "I-19.recheck" if len(petition.asked) > 1 else "I-19.review"
    deadline = judge.deadline(parameter, petition.asked[-1])
    return deadline.day, tuple(deadline.how())


def _steps(state: Petition, judge: Judge) -> Iterator[NextStep]:
    if state.answered_on is None and state.objected_on is None:
        tell = judge.deadline("I-19.tell", state.received_on)
        yield _step("petition.answer", tell.day, tuple(tell.how()), state.received_on)
    if state.settled:
        return
    if not state.opinions and state.asks_investigation:
        yield NextStep(command="petition.route", rule="I-19", owner="authority", since=state.received_on)
    elif not state.opinions:
        yield _step("petition.handle", *state.handle_due(judge), state.received_on)
    if state.asked and len(state.opinions) == len(state.asked):
        yield _step("petition.review", *_review_due(state, judge), state.asked[-1])


def _step(command: str, due: date, how: tuple[str, ...], since: date) -> NextStep:
    return NextStep(command=command, due=due, how=how, rule="I-19", owner="authority", since=since)


PETITION = Kind(
    name="petition",
    state=Petition,
    evolve=_evolve,
    facts=(
        facts.PetitionReceived,
        facts.PetitionAnswered,
        facts.PetitionObjected,
        facts.PetitionRouted,
        facts.PetitionExtended,
        facts.PetitionHandled,
        facts.PetitionReviewAsked,
        facts.PetitionReviewed,
    ),
    steps=_steps,
)
PETITIONS = (receive, answer, object_to, route, extend, handle, ask_review, review)
