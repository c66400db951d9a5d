"""Who leads an authority and who answers for work safety there (党政同责、一岗双责; I-22)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Id
from regledger.records.authority import officer_reads
from regledger.records.presence import authorities_stand, in_order, officers_known

__all__ = ["LEADERSHIP", "AssignLeader", "LeaderAssigned", "Leadership", "Post", "assign_leader"]

Post = Literal["principal", "deputy_in_charge", "deputy"]
"""主要负责人, 分管负责人, 其他负责人."""


@fact("leader.assigned", 1, tags={"authority": "authority", "officer": "officer"}, occurred="assigned_on")
class LeaderAssigned(Fact, frozen=True, kw_only=True):
    """`leader.assigned` v1: an officer holds a post of leadership of an authority, with its duties for work safety, for a period."""

    authority: Id
    officer: Id
    post: Post
    valid_from: date
    valid_to: date | None
    """The last legal day; None while it lasts."""
    assigned_on: date


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One post as it was given."""

    officer: str
    post: str
    valid_from: date
    valid_to: date | None


class Leadership(State, frozen=True, kw_only=True):
    """The leaders of one authority."""

    authority: str
    posts: tuple[Held, ...] = ()

    def holder(self, post: str, day: date) -> str | None:
        """Who holds `post` on `day`: of several, who was given it last."""
        held = [
            one
            for one in self.posts
            if one.post == post and one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
        ]
        return held[-1].officer if held else None


class AssignLeader(Command, frozen=True, kw_only=True):
    """Enter who holds a post of leadership of an authority."""

    authority: Id
    officer: Id
    post: Post
    valid_from: date
    valid_to: date | None = None
    assigned_on: date


def _evolve(state: Leadership | None, recorded: RecordedFact) -> Leadership | None:
    match recorded.body:
        case LeaderAssigned() as body:
            before = state or Leadership(authority=body.authority)
            held = Held(officer=body.officer, post=body.post, valid_from=body.valid_from, valid_to=body.valid_to)
            return msgspec.structs.replace(before, posts=(*before.posts, held))
    return state


def _steps(state: Leadership, judge: Judge) -> Iterator[NextStep]:
    for post, title, title_zh in (
        ("principal", "No principal is entered", "未明确主要负责人"),
        ("deputy_in_charge", "No deputy in charge of work safety is entered", "未明确分管负责人"),
    ):
        if state.holder(post, judge.day) is None:
            yield NextStep(command="leader.assign", rule="I-22", owner="authority", title=title, title_zh=title_zh)


LEADERSHIP = Kind(
    name="leadership", tag="authority", state=Leadership, evolve=_evolve, facts=(LeaderAssigned,), steps=_steps
)


def _reads(command: AssignLeader, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"
    yield from officer_reads([command.officer])


@handles("leader.assign", AssignLeader, on="assigned_on", reads=_reads, role="approve")
def assign_leader(command: AssignLeader, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: authority and officer are on record; SEQ: the period has a day."""
    yield from authorities_stand([command.authority], dossier, judge)
    yield from officers_known([command.officer], dossier, judge)
    last = command.valid_to or command.valid_from
    yield from in_order(f"authority:{command.authority}", command.valid_from, last, judge)
    yield LeaderAssigned(
        authority=command.authority,
        officer=command.officer,
        post=command.post,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        assigned_on=command.assigned_on,
    )
