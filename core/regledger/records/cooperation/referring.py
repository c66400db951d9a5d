"""Referrals between authorities, and help that one asks of another (A-47)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.objections import Objection
from regledger.log.facts import RecordedFact
from regledger.log.text import Id, Tag, Text
from regledger.records.authority import authority_stands
from regledger.records.cooperation.facts import (
    ReferralAccepted,
    ReferralAnswered,
    ReferralDeclined,
    ReferralNoted,
    ReferralSent,
)
from regledger.records.identity.heirs import acting, acting_reads
from regledger.records.presence import filled, in_order, readable, records_known

__all__ = ["HANDLERS", "REFERRAL", "Referral"]

Stage = Literal["noted", "sent", "accepted", "answered"]


class Referral(State, frozen=True, kw_only=True):
    """A problem on its way to whoever is competent."""

    referral: str
    finder: str
    stage: Stage = "noted"
    """A declined one is `noted` again: it waits for another addressee."""
    addressee: str | None = None
    accept_by: date | None = None
    answer_by: date | None = None
    declined_by: tuple[str, ...] = ()


def _evolve(state: Referral | None, recorded: RecordedFact) -> Referral | None:
    body, replace = recorded.body, msgspec.structs.replace
    if isinstance(body, ReferralNoted):
        return Referral(referral=body.referral, finder=body.finder)
    if state is None:
        return None
    match body:
        case ReferralSent():
            return replace(
                state,
                stage="sent",
                addressee=body.addressee,
                accept_by=body.accept_by,
                answer_by=body.answer_by,
            )
        case ReferralAccepted():
            return replace(state, stage="accepted")
        case ReferralDeclined():
            return replace(state, stage="noted", addressee=None, declined_by=(*state.declined_by, body.addressee))
        case ReferralAnswered():
            return replace(state, stage="answered")
    return state


def _steps(state: Referral, judge: Judge) -> Iterator[NextStep]:
    if state.stage == "noted":
        yield NextStep(
            command="referral.send", rule="A-47", owner="authority", title="Transfer it in time", title_zh="及时移送"
        )
    elif state.stage == "sent":
        how = (f"the transfer asks for it by {state.accept_by}",)
        yield NextStep(command="referral.accept", due=state.accept_by, how=how, rule="A-47", owner="authority")
    elif state.stage == "accepted":
        how = (f"the transfer asks for it by {state.answer_by}",)
        yield NextStep(command="referral.answer", due=state.answer_by, how=how, rule="A-47", owner="authority")


REFERRAL = Kind(
    name="referral",
    state=Referral,
    evolve=_evolve,
    facts=(ReferralNoted, ReferralSent, ReferralAccepted, ReferralDeclined, ReferralAnswered),
    steps=_steps,
)


class NoteReferral(Command, frozen=True, kw_only=True):
    """Note a problem that is another authority's to handle."""

    referral: Id
    finder: Id
    subject: Tag
    issue: Text
    noted_on: date


class SendReferral(Command, frozen=True, kw_only=True):
    """Transfer the problem to the competent authority."""

    referral: Id
    addressee: Id
    record: Text
    """The transfer record (记录备查), kept for inspection."""
    accept_by: date
    answer_by: date
    sent_on: date


class AcceptReferral(Command, frozen=True, kw_only=True):
    """Take a referral over."""

    referral: Id
    by: Id
    accepted_on: date


class DeclineReferral(Command, frozen=True, kw_only=True):
    """Send a referral back."""

    referral: Id
    by: Id
    within_competence: bool
    ground: Text
    declined_on: date


class AnswerReferral(Command, frozen=True, kw_only=True):
    """Say what was done about a referral."""

    referral: Id
    by: Id
    handling: Text
    answered_on: date


def _note_reads(command: NoteReferral, dossier: Dossier) -> Iterator[str]:
    yield f"referral:{command.referral}"
    yield f"authority:{command.finder}"
    yield from readable([command.subject], dossier)


@handles("referral.note", NoteReferral, on="noted_on", reads=_note_reads, world=True)
def note_referral(command: NoteReferral, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for an id that is taken, a subject that is not on record, or a blank issue."""
    free = not dossier.known(Referral, command.referral)
    yield from judge.rule("REF", "supervision.taken", free, kind="referral", id=command.referral)
    yield from authority_stands(command.finder, dossier, judge)
    yield from judge.rule("REF", "supervision.blank", bool(command.issue.strip()), id=command.referral, part="issue")
    yield from records_known([command.subject], dossier, judge)
    yield ReferralNoted(
        referral=command.referral,
        finder=command.finder,
        subject=command.subject,
        issue=command.issue,
        noted_on=command.noted_on,
    )


def _send_reads(command: SendReferral, dossier: Dossier) -> Iterator[str]:
    yield f"referral:{command.referral}"
    yield f"authority:{command.addressee}"


def _at(referral: str, stage: Stage, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Referral | None]:
    then, found = dossier.get(Referral, referral), dossier.latest(Referral, referral)
    yield from judge.rule("REF", "supervision.unknown", then is not None, kind="referral", id=referral)
    if then is None or found is None:
        return None
    wrong = found if found.stage != stage else then
    yield from judge.rule(
        "SEQ", "referral.out_of_order", wrong.stage == stage, referral=referral, found=wrong.stage, asked=stage
    )
    return found


@handles("referral.send", SendReferral, on="sent_on", reads=_send_reads, world=True)
def send_referral(command: SendReferral, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused without a record of the transfer, or to itself (A-47)."""
    found = yield from _at(command.referral, "noted", dossier, judge)
    yield from authority_stands(command.addressee, dossier, judge)
    if found is None:
        return
    kept = bool(command.record.strip())
    yield from judge.rule("A-47", "referral.no_record", kept, referral=command.referral)
    other = command.addressee != found.finder
    yield from judge.rule("A-47", "referral.to_itself", other, referral=command.referral, finder=found.finder)
    subject = f"referral:{command.referral}"
    yield from in_order(subject, command.sent_on, command.accept_by, judge)
    yield from in_order(subject, command.accept_by, command.answer_by, judge)
    new = command.addressee not in found.declined_by
    yield from judge.rule(
        "A-47", "referral.declined_before", new, referral=command.referral, addressee=command.addressee
    )
    yield ReferralSent(
        referral=command.referral,
        finder=found.finder,
        addressee=command.addressee,
        record=command.record,
        accept_by=command.accept_by,
        answer_by=command.answer_by,
        sent_on=command.sent_on,
    )


def _reads(command: AcceptReferral | DeclineReferral | AnswerReferral, dossier: Dossier) -> Iterator[str]:
    yield f"referral:{command.referral}"
    found = dossier.loaded(Referral, command.referral)
    if found is not None and found.addressee is not None:
        yield from acting_reads(found.addressee, dossier)


def _addressed(found: Referral, by: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """A-47: by the addressee, or by whoever goes on with what it had begun."""
    heir = None if found.addressee is None else acting(found.addressee, dossier)
    yield from judge.rule(
        "A-47",
        "referral.not_the_addressee",
        by in (found.addressee, heir),
        referral=found.referral,
        by=by,
        addressee=heir or "nobody",
    )


@handles("referral.accept", AcceptReferral, on="accepted_on", reads=_reads, world=True)
def accept_referral(command: AcceptReferral, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for another than the addressee; warns after the day asked for (A-47)."""
    found = yield from _at(command.referral, "sent", dossier, judge)
    if found is None or found.addressee is None:
        return
    yield from _addressed(found, command.by, dossier, judge)
    yield from _in_time(found.referral, found.accept_by, command.accepted_on, judge)
    yield ReferralAccepted(
        referral=command.referral, finder=found.finder, addressee=found.addressee, accepted_on=command.accepted_on
    )


def _in_time(referral: str, last: date | None, day: date, judge: Judge) -> Iterator[Objection]:
    yield from judge.note("A-47", "referral.late", last is None or day <= last, referral=referral, last=last, day=day)


@handles("referral.decline", DeclineReferral, on="declined_on", reads=_reads, world=True)
def decline_referral(command: DeclineReferral, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where it is within the addressee's competence (A-47)."""
    found = yield from _at(command.referral, "sent", dossier, judge)
    if found is None or found.addressee is None:
        return
    yield from _addressed(found, command.by, dossier, judge)
    foreign = not command.within_competence
    yield from judge.rule("A-47", "referral.own_competence", foreign, referral=command.referral, by=command.by)
    yield from filled(f"referral:{command.referral}", judge, ground=command.ground)
    yield ReferralDeclined(
        referral=command.referral,
        finder=found.finder,
        addressee=found.addressee,
        ground=command.ground,
        declined_on=command.declined_on,
    )


@handles("referral.answer", AnswerReferral, on="answered_on", reads=_reads, world=True)
def answer_referral(command: AnswerReferral, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for another than the addressee; warns after the day asked for (A-47)."""
    found = yield from _at(command.referral, "accepted", dossier, judge)
    if found is None or found.addressee is None:
        return
    yield from _addressed(found, command.by, dossier, judge)
    yield from _in_time(found.referral, found.answer_by, command.answered_on, judge)
    yield from filled(f"referral:{command.referral}", judge, handling=command.handling)
    yield ReferralAnswered(
        referral=command.referral,
        finder=found.finder,
        addressee=found.addressee,
        handling=command.handling,
        answered_on=command.answered_on,
    )


HANDLERS = (note_referral, send_referral, accept_referral, decline_referral, answer_referral)
