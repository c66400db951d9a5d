"""The state of a committee, of its meetings and liaison terms, and of a matter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.committee.facts import (
    CommitteeComposed,
    LiaisonAppointed,
    LiaisonEnded,
    MeetingHeld,
    MinutesSealed,
    Resolution,
)

__all__ = ["COMMITTEE", "LIAISON", "MEETING", "Committee", "Liaison", "Meeting", "Term"]


class Meeting(State, frozen=True, kw_only=True):
    """A meeting and its minutes."""

    meeting: str
    committee: str
    authority: str
    number: str
    chair: str
    attendees: tuple[str, ...]
    held_on: date
    sealed_on: date | None = None
    resolutions: tuple[Resolution, ...] = ()


class Liaison(State, frozen=True, kw_only=True):
    """One term of a liaison officer; both days belong to it."""

    liaison: str
    committee: str
    authority: str
    officer: str
    valid_from: date
    valid_to: date
    ended: bool = False


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A term as its committee sees it."""

    liaison: str
    authority: str
    valid_from: date
    valid_to: date


class Committee(State, frozen=True, kw_only=True):
    """A safety committee: who belongs to it, when it met, and who its liaison officers are."""

    committee: str
    authority: str
    head: str
    members: tuple[str, ...]
    composed_on: date
    numbers: tuple[str, ...] = ()
    """Of its meetings."""
    last_held_on: date | None = None
    terms: tuple[Term, ...] = ()

    def liaison_of(self, unit: str, day: date) -> Term | None:
        """The term of `unit` that covers `day`."""
        of_unit = (one for one in self.terms if one.authority == unit)
        return next((one for one in of_unit if one.valid_from <= day <= one.valid_to), None)


def _evolve_meeting(state: Meeting | None, recorded: RecordedFact) -> Meeting | None:
    match recorded.body:
        case MeetingHeld() as body:
            return Meeting(
                meeting=body.meeting,
                committee=body.committee,
                authority=body.authority,
                number=body.number,
                chair=body.chair,
                attendees=body.attendees,
                held_on=body.held_on,
            )
        case MinutesSealed() as body if state is not None:
            return msgspec.structs.replace(state, sealed_on=body.sealed_on, resolutions=body.resolutions)
    return state


def _evolve_liaison(state: Liaison | None, recorded: RecordedFact) -> Liaison | None:
    match recorded.body:
        case LiaisonAppointed() as body:
            return Liaison(
                liaison=body.liaison,
                committee=body.committee,
                authority=body.authority,
                officer=body.officer,
                valid_from=body.valid_from,
                valid_to=body.valid_to,
            )
        case LiaisonEnded() as body if state is not None:
            return msgspec.structs.replace(state, valid_to=body.ended_on, ended=True)
    return state


def _evolve_committee(state: Committee | None, recorded: RecordedFact) -> Committee | None:
    body, replace = recorded.body, msgspec.structs.replace
    if isinstance(body, CommitteeComposed):
        if state is not None:
            return replace(state, head=body.head, members=body.members)
        return Committee(
            committee=body.committee,
            authority=body.authority,
            head=body.head,
            members=body.members,
            composed_on=body.composed_on,
        )
    if state is None:
        return None
    match body:
        case MeetingHeld():
            last = max(body.held_on, state.last_held_on or body.held_on)
            return replace(state, numbers=(*state.numbers, body.number), last_held_on=last)
        case LiaisonAppointed(liaison=liaison, authority=unit, valid_from=first, valid_to=last):
            term = Term(liaison=liaison, authority=unit, valid_from=first, valid_to=last)
            return replace(state, terms=(*state.terms, term))
        case LiaisonEnded(liaison=liaison, ended_on=last):
            terms = (replace(one, valid_to=last) if one.liaison == liaison else one for one in state.terms)
            return replace(state, terms=tuple(terms))
    return state


def _committee_steps(state: Committee, judge: Judge) -> Iterator[NextStep]:
    last = state.last_held_on or state.composed_on
    deadline = judge.deadline("I-20.cadence", last, on=last)
    yield NextStep(
        command="meeting.hold",
        due=deadline.day,
        how=tuple(deadline.how()),
        rule="I-20",
        owner="government",
        since=last,
        title="Hold the next meeting of the committee",
        title_zh="召开安委会例会",
    )
    for unit in state.members:
        if state.liaison_of(unit, judge.day) is None:
            yield NextStep(
                command="liaison.appoint",
                rule="I-20",
                owner="authority",
                title=f"Unit {unit} has no liaison officer",
                title_zh=f"{unit} 未明确联络员",
            )


def _meeting_steps(state: Meeting, judge: Judge) -> Iterator[NextStep]:
    if state.sealed_on is None:
        deadline = judge.deadline("I-20.minutes", state.held_on, on=state.held_on)
        yield NextStep(
            command="meeting.seal_minutes",
            due=deadline.day,
            how=tuple(deadline.how()),
            rule="I-20",
            owner="government",
            since=state.held_on,
            title="Seal the minutes, each resolution with owner and last day",
            title_zh="印发会议纪要",
        )


COMMITTEE = Kind(
    name="committee",
    state=Committee,
    evolve=_evolve_committee,
    facts=(CommitteeComposed, MeetingHeld, LiaisonAppointed, LiaisonEnded),
    steps=_committee_steps,
)
MEETING = Kind(
    name="meeting",
    state=Meeting,
    evolve=_evolve_meeting,
    facts=(MeetingHeld, MinutesSealed),
    steps=_meeting_steps,
)
LIAISON = Kind(name="liaison", state=Liaison, evolve=_evolve_liaison, facts=(LiaisonAppointed, LiaisonEnded))
