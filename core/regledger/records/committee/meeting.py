"""Committees meet: composed, met, minutes sealed with owner and last day of each resolution (I-20, I-22)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Code, Id, Text
from regledger.records.authority import officer_reads
from regledger.records.committee.facts import (
    CommitteeComposed,
    MatterAssigned,
    MatterRaised,
    MeetingHeld,
    MinutesSealed,
    Resolution,
)
from regledger.records.committee.matters import Matter
from regledger.records.committee.state import Committee, Meeting
from regledger.records.oversight.leaders import Leadership
from regledger.records.presence import authorities_stand, filled, free, not_before, officers_known, on_record

__all__ = [
    "ComposeCommittee",
    "HoldMeeting",
    "Resolved",
    "SealMinutes",
    "compose_committee",
    "hold_meeting",
    "seal_minutes",
]


class ComposeCommittee(Command, frozen=True, kw_only=True):
    """Say who heads a safety committee and which units are its members; again where that changes."""

    committee: Id
    authority: Id
    name: Text
    head: Id
    members: tuple[Id, ...]
    composed_on: date


class HoldMeeting(Command, frozen=True, kw_only=True):
    """Record a meeting of a committee."""

    meeting: Id
    committee: Id
    number: Code
    chair: Id
    attendees: tuple[Id, ...]
    agenda: Text
    held_on: date


class Resolved(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One resolution of a meeting; without owner and last day it cannot be sealed."""

    matter: Id
    """A new id, or a matter that is on record and not settled."""
    resolved: Text
    owner: Id | None = None
    due_on: date | None = None


class SealMinutes(Command, frozen=True, kw_only=True):
    """Seal the minutes of a meeting: every resolution becomes a matter that is assigned."""

    meeting: Id
    resolutions: tuple[Resolved, ...]
    sealed_on: date


def _compose_reads(command: ComposeCommittee, dossier: Dossier) -> Iterator[str]:
    yield f"committee:{command.committee}"
    yield from (f"authority:{one}" for one in (command.authority, *command.members))
    yield f"leadership:{command.authority}"
    yield from officer_reads([command.head])


@handles("committee.compose", ComposeCommittee, on="composed_on", reads=_compose_reads, role="approve")
def compose_committee(command: ComposeCommittee, dossier: Dossier, judge: Judge) -> Outcome:
    """REF for everybody named; I-22: the principal of the government heads its committee."""
    subject = f"committee:{command.committee}"
    before = dossier.latest(Committee, command.committee)
    same = before is None or before.authority == command.authority
    yield from judge.rule("REF", "committee.of_another", same, committee=command.committee, authority=command.authority)
    yield from authorities_stand((command.authority, *command.members), dossier, judge)
    yield from officers_known([command.head], dossier, judge)
    yield from filled(subject, judge, name=command.name, members=" ".join(command.members))
    leadership = dossier.get(Leadership, command.authority)
    principal = None if leadership is None else leadership.holder("principal", command.composed_on)
    yield from judge.rule(
        "I-22",
        "committee.head_not_principal",
        principal == command.head,
        committee=command.committee,
        head=command.head,
        principal=principal or "nobody",
        authority=command.authority,
    )
    yield CommitteeComposed(
        committee=command.committee,
        authority=command.authority,
        name=command.name,
        head=command.head,
        members=command.members,
        composed_on=command.composed_on,
    )


def _hold_reads(command: HoldMeeting, dossier: Dossier) -> Iterator[str]:
    yield f"meeting:{command.meeting}"
    yield f"committee:{command.committee}"
    yield from (f"authority:{one}" for one in command.attendees)
    yield from officer_reads([command.chair])


@handles("meeting.hold", HoldMeeting, on="held_on", reads=_hold_reads, world=True)
def hold_meeting(command: HoldMeeting, dossier: Dossier, judge: Judge) -> Outcome:
    """I-20: a meeting has a number of its own, attendees and an agenda; being later than the cadence is noted."""
    committee = dossier.get(Committee, command.committee)
    yield from on_record(f"committee:{command.committee}", committee, judge)
    yield from free(Meeting, f"meeting:{command.meeting}", dossier, judge)
    yield from authorities_stand(command.attendees, dossier, judge)
    yield from officers_known([command.chair], dossier, judge)
    yield from judge.rule("I-20", "meeting.nobody_attended", bool(command.attendees), meeting=command.meeting)
    yield from judge.rule("I-20", "meeting.without_agenda", bool(command.agenda.strip()), meeting=command.meeting)
    if committee is None:
        return
    known = dossier.latest(Committee, command.committee) or committee
    yield from judge.rule(
        "REF",
        "meeting.number_taken",
        command.number not in known.numbers,
        committee=command.committee,
        number=command.number,
    )
    last = judge.deadline("I-20.cadence", committee.last_held_on or committee.composed_on)
    yield from judge.note(
        "I-20",
        "meeting.late",
        command.held_on <= last.day,
        committee=command.committee,
        last=last.day,
        held=command.held_on,
    )
    yield MeetingHeld(
        meeting=command.meeting,
        committee=command.committee,
        authority=committee.authority,
        number=command.number,
        chair=command.chair,
        attendees=command.attendees,
        agenda=command.agenda,
        held_on=command.held_on,
    )


def _seal_reads(command: SealMinutes, dossier: Dossier) -> Iterator[str]:
    yield f"meeting:{command.meeting}"
    for one in command.resolutions:
        yield f"matter:{one.matter}"
        if one.owner is not None:
            yield f"authority:{one.owner}"


@handles("meeting.seal_minutes", SealMinutes, on="sealed_on", reads=_seal_reads, role="approve")
def seal_minutes(command: SealMinutes, dossier: Dossier, judge: Judge) -> Outcome:
    """I-20: a resolution without owner or last day cannot be sealed; SEQ: sealed once, each matter open and named once."""
    meeting = dossier.get(Meeting, command.meeting)
    yield from on_record(f"meeting:{command.meeting}", meeting, judge)
    if meeting is None:
        return
    latest = dossier.latest(Meeting, command.meeting)
    sealed = None if latest is None else latest.sealed_on
    yield from judge.rule("SEQ", "meeting.sealed_already", sealed is None, meeting=command.meeting, sealed=sealed)
    named = [one.matter for one in command.resolutions]
    yield from judge.rule("SEQ", "meeting.matter_twice", len(set(named)) == len(named), meeting=command.meeting)
    yield from authorities_stand([one.owner for one in command.resolutions if one.owner], dossier, judge)
    whole: list[tuple[Resolution, Matter | None]] = []
    for one in command.resolutions:
        yield from filled(f"matter:{one.matter}", judge, resolved=one.resolved)
        yield from judge.rule("I-20", "meeting.resolution_unowned", one.owner is not None, matter=one.matter)
        dated = one.due_on is not None and one.due_on >= command.sealed_on
        yield from judge.rule(
            "I-20",
            "meeting.resolution_undated",
            dated,
            matter=one.matter,
            due=one.due_on or "no day",
            sealed=command.sealed_on,
        )
        matter = dossier.latest(Matter, one.matter)
        if matter is not None:
            yield from not_before(f"matter:{one.matter}", matter.raised_on, command.sealed_on, judge)
        settled = None if matter is None else matter.settled_on
        yield from judge.rule("SEQ", "matter.settled_already", settled is None, matter=one.matter, settled=settled)
        if one.owner is not None and one.due_on is not None:
            whole.append(
                (Resolution(matter=one.matter, resolved=one.resolved, owner=one.owner, due_on=one.due_on), matter)
            )
    # After what refuses: a rule only warns once it has used the platform's own figure.
    due = judge.deadline("I-20.minutes", meeting.held_on, on=meeting.held_on)
    yield from judge.note(
        "I-20",
        "meeting.sealed_late",
        command.sealed_on <= due.day,
        meeting=command.meeting,
        last=due.day,
        sealed=command.sealed_on,
    )
    yield MinutesSealed(
        meeting=command.meeting,
        committee=meeting.committee,
        authority=meeting.authority,
        resolutions=tuple(one for one, _ in whole),
        sealed_on=command.sealed_on,
    )
    for resolution, matter in whole:
        if matter is None:
            yield MatterRaised(
                matter=resolution.matter,
                authority=meeting.authority,
                subject=f"meeting:{command.meeting}",
                ground=resolution.resolved,
                raised_on=command.sealed_on,
            )
        yield MatterAssigned(
            matter=resolution.matter,
            owner=resolution.owner,
            due_on=resolution.due_on,
            meeting=command.meeting,
            assigned_on=command.sealed_on,
        )
