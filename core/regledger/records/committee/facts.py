"""The facts of safety committees: meetings, liaison officers and the matters that are to be settled (安委会; I-20)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Tag, Text

__all__ = [
    "CommitteeComposed",
    "LiaisonAppointed",
    "LiaisonEnded",
    "MatterAnswered",
    "MatterAssigned",
    "MatterEscalated",
    "MatterRaised",
    "MatterReopened",
    "MatterSettled",
    "MeetingHeld",
    "MinutesSealed",
    "Resolution",
]


@fact(
    "committee.composed",
    1,
    tags={"committee": "committee", "authority": "authority", "members": "authority", "head": "officer"},
    occurred="composed_on",
    mends=("members", "head"),
)
class CommitteeComposed(Fact, frozen=True, kw_only=True):
    """`committee.composed` v1: who heads a safety committee and which units are its members, from a legal day (安全生产委员会)."""

    committee: Id
    authority: Id
    """The government that coordinates through it (安全生产法 Art 9)."""
    name: Text
    head: Id
    """The officer who heads it."""
    members: tuple[Id, ...]
    composed_on: date


@fact(
    "meeting.held",
    1,
    tags={"meeting": "meeting", "committee": "committee", "authority": "authority", "attendees": "authority"},
    occurred="held_on",
    mends=("attendees",),
)
class MeetingHeld(Fact, frozen=True, kw_only=True):
    """`meeting.held` v1: a safety committee met on a legal day (安委会会议; 安全生产法 Art 9)."""

    meeting: Id
    committee: Id
    authority: Id
    number: Code
    """The number of the meeting, such as `2026-1`; once per committee."""
    chair: Id
    """The officer who presided."""
    attendees: tuple[Id, ...]
    """The member units that were there."""
    agenda: Text
    held_on: date


class Resolution(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that a meeting resolved: a matter with an owner and a last day."""

    matter: Id
    resolved: Text
    owner: Id
    due_on: date


@fact(
    "meeting.minutes_sealed",
    1,
    tags={"meeting": "meeting", "committee": "committee", "authority": "authority", "resolutions.matter": "matter"},
    occurred="sealed_on",
)
class MinutesSealed(Fact, frozen=True, kw_only=True):
    """`meeting.minutes_sealed` v1: the minutes of a meeting were sealed on a legal day; each resolution is a matter assigned."""

    meeting: Id
    committee: Id
    authority: Id
    resolutions: tuple[Resolution, ...]
    sealed_on: date


@fact(
    "liaison.appointed",
    1,
    tags={"liaison": "liaison", "committee": "committee", "authority": "authority", "officer": "officer"},
    occurred="appointed_on",
)
class LiaisonAppointed(Fact, frozen=True, kw_only=True):
    """`liaison.appointed` v1: a member unit of a committee named its liaison officer for a term (联络员)."""

    liaison: Id
    committee: Id
    authority: Id
    """The member unit."""
    officer: Id
    valid_from: date
    valid_to: date
    """The last legal day of the term."""
    appointed_on: date


@fact(
    "liaison.ended",
    1,
    tags={"liaison": "liaison", "committee": "committee", "authority": "authority", "officer": "officer"},
    occurred="ended_on",
)
class LiaisonEnded(Fact, frozen=True, kw_only=True):
    """`liaison.ended` v1: a liaison officer's term ended early; `ended_on` is its last legal day."""

    liaison: Id
    committee: Id
    authority: Id
    officer: Id
    reason: Text
    ended_on: date


@fact("matter.raised", 1, tags={"matter": "matter", "authority": "authority", "subject": "*"}, occurred="raised_on")
class MatterRaised(Fact, frozen=True, kw_only=True):
    """`matter.raised` v1: an authority raised a matter that has to be settled, on a legal day."""

    matter: Id
    authority: Id
    subject: Tag | None
    """What it is about, as `kind:id`."""
    ground: Text
    raised_on: date


@fact(
    "matter.assigned",
    1,
    tags={"matter": "matter", "owner": "authority", "meeting": "meeting"},
    occurred="assigned_on",
)
class MatterAssigned(Fact, frozen=True, kw_only=True):
    """`matter.assigned` v1: a matter was given to an owner, who answers by a last legal day."""

    matter: Id
    owner: Id
    due_on: date
    meeting: Id | None
    assigned_on: date


@fact("matter.answered", 1, tags={"matter": "matter", "owner": "authority"}, occurred="answered_on")
class MatterAnswered(Fact, frozen=True, kw_only=True):
    """`matter.answered` v1: the owner said what it did about a matter."""

    matter: Id
    owner: Id
    answer: Text
    answered_on: date


@fact(
    "matter.escalated", 1, tags={"matter": "matter", "to": "authority", "owner": "authority"}, occurred="escalated_on"
)
class MatterEscalated(Fact, frozen=True, kw_only=True):
    """`matter.escalated` v1: a matter that was not answered in time went to a body above its owner (督办)."""

    matter: Id
    owner: Id
    to: Id
    reason: Text
    due_on: date
    """The owner's new last legal day."""
    escalated_on: date


@fact("matter.settled", 1, tags={"matter": "matter", "owner": "authority", "by": "authority"}, occurred="settled_on")
class MatterSettled(Fact, frozen=True, kw_only=True):
    """`matter.settled` v1: an authority found a matter settled, or not to be pursued."""

    matter: Id
    owner: Id
    by: Id
    result: Literal["settled", "dropped"]
    finding: Text
    settled_on: date


@fact("matter.reopened", 1, tags={"matter": "matter", "owner": "authority"}, occurred="reopened_on")
class MatterReopened(Fact, frozen=True, kw_only=True):
    """`matter.reopened` v1: a settled matter is open again, with a new last legal day for its owner."""

    matter: Id
    owner: Id
    reason: Text
    due_on: date
    reopened_on: date
