"""Successions: who stands in whose place from a day on (合并, 分立, 机构改革, 区划调整)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import State
from regledger.law.objections import Objection
from regledger.log.tags import split_tag
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Authority
from regledger.records.enterprise import Enterprise, Site
from regledger.records.identity.facts import LASTING, How, Subject, SubjectSucceeded
from regledger.records.identity.region import Region
from regledger.records.identity.state import Lasting

__all__ = ["SucceedSubject", "succeed_subject"]

STATES: Mapping[str, type[State]] = {"enterprise": Enterprise, "site": Site, "authority": Authority, "region": Region}

ASKED: Mapping[How, str] = {
    "merged": "a merger ends one subject or more in one other",
    "split": "a split makes two or more of one",
    "replaced": "one subject is replaced by one other",
    "recoded": "one subject goes on under one other code",
}


class SucceedSubject(Command, frozen=True, kw_only=True):
    """Enter who stands in whose place from a day on; one that is named on both sides goes on."""

    predecessors: tuple[Subject, ...]
    successors: tuple[Subject, ...]
    how: How
    continued_by: Subject | None = None
    """Of several successors, the one that goes on with what was open."""
    ground: Text
    document: Code | None = None
    authority: Id
    decided_on: date
    effective_on: date


def _reads(command: SucceedSubject, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"
    yield from (tag for tag in (*command.predecessors, *command.successors) if split_tag(tag)[0] in LASTING)


def _exchanged(command: SucceedSubject, dossier: Dossier) -> Iterator[str]:
    # Whoever may approve for one of them alone could hand its open cases to another, or take them.
    yield from (*command.predecessors, *command.successors)


@handles(
    "subject.succeed", SucceedSubject, on="effective_on", reads=_reads, role="approve", concerns=_exchanged, shared=True
)
def succeed_subject(command: SucceedSubject, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for what is unknown on the day, ended already, ends before it last took over, or is no merger, split or exchange."""
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    yield from judge.rule("REF", "succession.blank", bool(command.ground.strip()))
    before, after = dict.fromkeys(command.predecessors), dict.fromkeys(command.successors)
    kinds = sorted({split_tag(tag)[0] for tag in (*before, *after)})
    of_one = len(kinds) == 1 and kinds[0] in LASTING
    yield from judge.rule(
        "REF", "succession.of_other_kinds", of_one, kinds=", ".join(kinds), lasting=", ".join(LASTING)
    )
    if not of_one:
        return
    yield from judge.rule(
        "REF",
        "succession.other_shape",
        _shaped(command.how, list(before), list(after)),
        how=command.how,
        before=", ".join(before) or "nothing",
        after=", ".join(after) or "nothing",
        asked=ASKED[command.how],
    )
    yield from _continued(command, kinds[0], judge)
    for tag in dict.fromkeys((*before, *after)):
        kind, id = split_tag(tag)
        there = dossier.get(STATES[kind], id) is not None
        yield from judge.rule("REF", "succession.unknown", there, subject=tag, day=command.effective_on)
    for tag in before:
        if tag not in after:
            yield from _can_end(tag, command.effective_on, _latest(tag, dossier), judge)
    for tag in after:
        yield from _can_take_over(tag, command.effective_on, _latest(tag, dossier), judge)
    yield SubjectSucceeded(
        predecessors=tuple(before),
        successors=tuple(after),
        how=command.how,
        continued_by=command.continued_by,
        ground=command.ground,
        document=command.document,
        authority=command.authority,
        decided_on=command.decided_on,
        effective_on=command.effective_on,
    )


def _latest(tag: str, dossier: Dossier) -> Lasting | None:
    kind, id = split_tag(tag)
    return cast("Lasting | None", dossier.latest(STATES[kind], id))


def _shaped(how: How, before: list[str], after: list[str]) -> bool:
    ending = [one for one in before if one not in after]
    match how:
        case "merged":
            return len(after) == 1 and bool(ending) and len({*before, *after}) >= 2
        case "split":
            return len(before) == 1 and len(after) >= 2
    return len(before) == len(after) == len(ending) == 1


def _continued(command: SucceedSubject, kind: str, judge: Judge) -> Iterator[Objection]:
    by, ending = command.continued_by, set(command.predecessors) - set(command.successors)
    yield from judge.rule(
        "REF", "succession.continued_by_another", by is None or by in command.successors, subject=by or ""
    )
    # A case without an authority stands still, and no law says which of several it falls to.
    named = kind != "authority" or by is not None or len(set(command.successors)) < 2 or not ending
    yield from judge.rule("SEQ", "succession.nobody_continues", named, authorities=", ".join(command.successors))


def _can_end(tag: str, on: date, latest: Lasting | None, judge: Judge) -> Iterator[Objection]:
    ended = None if latest is None else latest.succession
    yield from judge.rule(
        "SEQ",
        "succession.ended_already",
        ended is None,
        subject=tag,
        on=None if ended is None else ended.on,
        successors=None if ended is None else ", ".join(ended.to),
    )
    later = [one for one in (() if latest is None else latest.predecessors) if one.on > on]
    yield from judge.rule(
        "SEQ",
        "succession.took_over_later",
        not later,
        subject=tag,
        day=on,
        other=later[0].subject if later else None,
        on=later[0].on if later else None,
    )


def _can_take_over(tag: str, on: date, latest: Lasting | None, judge: Judge) -> Iterator[Objection]:
    ended = None if latest is None else latest.succession
    stands = ended is None or ended.on > on
    yield from judge.rule(
        "SEQ",
        "succession.into_ended",
        stands,
        subject=tag,
        on=None if ended is None else ended.on,
        successors=None if ended is None else ", ".join(ended.to),
    )
