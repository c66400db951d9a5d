"""Activity without approval, and approved units that lost their conditions: banned or withdrawn at once (B-27)."""

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
from regledger.log.text import Code, Id, Tag, Text
from regledger.records.authority import authority_stands
from regledger.records.cooperation.facts import ActivityBanned, ApprovalWithdrawn, UnapprovedFound
from regledger.records.presence import filled, readable, records_known

__all__ = ["HANDLERS", "UNAPPROVED", "Unapproved"]


class Unapproved(State, frozen=True, kw_only=True):
    """Activity that has no approval, or no longer deserves it."""

    unapproved: str
    authority: str
    subject: str
    ground: Literal["no_approval", "conditions_lost"]
    licence: str | None
    found_on: date
    handled_on: date | None = None


def _evolve(state: Unapproved | None, recorded: RecordedFact) -> Unapproved | None:
    match recorded.body:
        case UnapprovedFound() as body:
            return Unapproved(
                unapproved=body.unapproved,
                authority=body.authority,
                subject=body.subject,
                ground=body.ground,
                licence=body.licence,
                found_on=body.found_on,
            )
        case ActivityBanned() as body if state is not None:
            return msgspec.structs.replace(state, handled_on=body.banned_on)
        case ApprovalWithdrawn() as body if state is not None:
            return msgspec.structs.replace(state, handled_on=body.withdrawn_on)
    return state


def _steps(state: Unapproved, judge: Judge) -> Iterator[NextStep]:
    if state.handled_on is None:
        banned = state.ground == "no_approval"
        yield NextStep(
            command="unapproved.ban" if banned else "unapproved.withdraw_approval",
            due=state.found_on,
            how=(f"found on {state.found_on}, to be acted on at once",),
            rule="B-27",
            owner="authority",
            since=state.found_on,
            title="Ban the activity" if banned else "Withdraw the approval",
            title_zh="立即予以取缔" if banned else "撤销原批准",
        )


UNAPPROVED = Kind(
    name="unapproved",
    state=Unapproved,
    evolve=_evolve,
    facts=(UnapprovedFound, ActivityBanned, ApprovalWithdrawn),
    steps=_steps,
)


class FindUnapproved(Command, frozen=True, kw_only=True):
    """Record activity without approval, or an approved unit that lost its conditions."""

    unapproved: Id
    authority: Id
    subject: Tag
    ground: Literal["no_approval", "conditions_lost"]
    licence: Id | None = None
    activity: Text
    found_on: date


class BanActivity(Command, frozen=True, kw_only=True):
    """Ban activity without approval."""

    unapproved: Id
    handling: Text
    banned_on: date


class WithdrawApproval(Command, frozen=True, kw_only=True):
    """Withdraw the approval of a unit that lost its conditions."""

    unapproved: Id
    licence: Id
    decision: Code
    withdrawn_on: date


def _find_reads(command: FindUnapproved, dossier: Dossier) -> Iterator[str]:
    yield f"unapproved:{command.unapproved}"
    yield f"authority:{command.authority}"
    yield from readable([command.subject], dossier)


@handles("unapproved.find", FindUnapproved, on="found_on", reads=_find_reads, world=True)
def find_unapproved(command: FindUnapproved, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for an id that is taken, an unknown authority or subject, or a blank activity."""
    free = not dossier.known(Unapproved, command.unapproved)
    yield from judge.rule("REF", "supervision.taken", free, kind="unapproved", id=command.unapproved)
    yield from authority_stands(command.authority, dossier, judge)
    yield from records_known([command.subject], dossier, judge)
    yield from filled(f"unapproved:{command.unapproved}", judge, activity=command.activity)
    yield UnapprovedFound(
        unapproved=command.unapproved,
        authority=command.authority,
        subject=command.subject,
        ground=command.ground,
        licence=command.licence,
        activity=command.activity,
        found_on=command.found_on,
    )


def _reads(command: BanActivity | WithdrawApproval, dossier: Dossier) -> Iterator[str]:
    yield f"unapproved:{command.unapproved}"


def _waiting(
    unapproved: str, ground: str, day: date, dossier: Dossier, judge: Judge
) -> Generator[Objection, None, Unapproved | None]:
    then = dossier.get(Unapproved, unapproved)
    yield from judge.rule("REF", "supervision.unknown", then is not None, kind="unapproved", id=unapproved)
    if then is None:
        return None
    found = dossier.latest(Unapproved, unapproved) or then
    waits = found.handled_on is None
    yield from judge.rule("SEQ", "supervision.ended_already", waits, kind="unapproved", id=unapproved)
    yield from judge.rule("B-27", "unapproved.wrong_answer", found.ground == ground, unapproved=unapproved)
    at_once = day <= found.found_on
    yield from judge.note("B-27", "unapproved.late", at_once, unapproved=unapproved, found=found.found_on, day=day)
    return found


@handles("unapproved.ban", BanActivity, on="banned_on", reads=_reads, role="approve")
def ban_activity(command: BanActivity, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where there is an approval to withdraw instead; warns where it is not done at once (B-27)."""
    found = yield from _waiting(command.unapproved, "no_approval", command.banned_on, dossier, judge)
    if found is not None:
        yield from filled(f"unapproved:{command.unapproved}", judge, handling=command.handling)
        yield ActivityBanned(
            unapproved=command.unapproved,
            authority=found.authority,
            handling=command.handling,
            banned_on=command.banned_on,
        )


@handles("unapproved.withdraw_approval", WithdrawApproval, on="withdrawn_on", reads=_reads, role="approve")
def withdraw_approval(command: WithdrawApproval, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where nothing was approved; warns where it is not done at once (B-27)."""
    found = yield from _waiting(command.unapproved, "conditions_lost", command.withdrawn_on, dossier, judge)
    if found is not None:
        yield from judge.rule(
            "B-27",
            "unapproved.another_licence",
            found.licence in (None, command.licence),
            unapproved=command.unapproved,
            licence=found.licence,
            found=command.licence,
        )
        yield ApprovalWithdrawn(
            unapproved=command.unapproved,
            authority=found.authority,
            licence=command.licence,
            decision=command.decision,
            withdrawn_on=command.withdrawn_on,
        )


HANDLERS = (find_unapproved, ban_activity, withdraw_approval)
