"""Permission: whether who sends a command holds the role that it takes (platform rule ROLE). Pure.

Roles are asked for at an authority from the first day on which any is in force there, and ever after. Both the day on which
the command is sent and the day of the act count: nobody does by an older date what they may not do today, nor today by an
older date what they could not do then. An authority without roles decides its own affairs as before and no others: what is no
single authority's takes somebody who may approve for one that has roles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from datetime import date

import msgspec

from regledger.deciding.answers import Submission
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Handler, Role
from regledger.deciding.judge import Judge
from regledger.errors import BadTag
from regledger.history.bodies import subject_of
from regledger.law.objections import Objection
from regledger.log.envelope import Known, Particulars, Signed
from regledger.log.facts import RecordedFact
from regledger.log.tags import split_tag
from regledger.records.authority import Authority
from regledger.records.role import Grant, Holding, Roles

__all__ = ["Sender", "authorities", "is_shared", "permission_reads", "permitted", "proposers"]

KNOWN_BY: dict[str, Known] = {"os": "os", "nkey": "nkey"}
"""Kinds of holder that the channel itself has to know: a role of `os:clerk` is not exercised by saying so."""


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Who sends, and how sure that is."""

    actor: str
    known: Known
    signed: Signed | None = None


def permission_reads(handler: Handler, submission: Submission, command: Command, dossier: Dossier) -> Iterator[str]:
    """The key of a signature, and the roles of each authority that the command concerns."""
    if submission.signature is not None:
        yield f"key:{submission.signature.key}"
    if handler.role is not None or submission.as_happened is not None:
        for authority in authorities(handler, command, dossier):
            for one in _line(authority, dossier):
                yield f"authority:{one}"
                yield f"role:{one}"


def authorities(handler: Handler, command: Command, dossier: Dossier, today: date | None = None) -> tuple[str, ...]:
    """The authorities that the command concerns: the one it names, and those whose records it goes on with.

    Who amends a fact acts for the authority of that fact, and for the one to which the new body would move it. Every one has to
    permit it: nobody escapes the roles of one by naming another.

    Args:
        today: the day on which a holder's roles count; None for those of any day.
    """
    found = [getattr(command, "authority", None)]
    for tag in handler.subjects(command, dossier):
        found.extend(_of_record(tag, dossier, today))
    number, body = getattr(command, "number", None), getattr(command, "body", None)
    if isinstance(number, int):
        found.extend(_of_fact(number, dossier))
        found.append(body.get("authority") if isinstance(body, dict) else None)
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str) and _is_id(one)))


def _is_id(text: str) -> bool:
    try:
        split_tag(f"authority:{text}")
    except BadTag:
        return False
    return True


def _line(authority: str, dossier: Dossier) -> list[str]:
    """The authority, those that went on in its place and those in whose place it came, as far as they have been read."""
    line = [authority]
    for one in line:
        line.extend(each for each in (*_after(one, dossier, None), *_before(one, dossier)) if each not in line)
    return line


def _answering(authority: str, dossier: Dossier, today: date) -> tuple[str, ...]:
    """Whose roles count for `authority`: of the one that goes on in its place, and until that has its own, of those before it."""
    seen = [authority]
    while (later := [one for one in _after(seen[-1], dossier, today) if one not in seen]) != []:
        seen.append(later[0])
    before, found = [seen[-1]], []
    for one in before:
        if (roles := dossier.latest(Roles, one)) is not None and roles.grants:
            found.append(one)
        else:
            before.extend(each for each in _before(one, dossier) if each not in before)
    return tuple(found) or (seen[-1],)


def _after(authority: str, dossier: Dossier, today: date | None) -> Iterator[str]:
    held = dossier.last(f"authority:{authority}")
    if held is not None and isinstance(held.state, Authority) and (ended := held.state.succession) is not None:
        kind, id_ = split_tag(ended.continued_by or f"authority:{authority}")
        if kind == "authority" and (today is None or ended.on <= today):
            yield id_


def _before(authority: str, dossier: Dossier) -> Iterator[str]:
    held = dossier.last(f"authority:{authority}")
    if held is not None and isinstance(held.state, Authority):
        named = [split_tag(one.subject) for one in held.state.predecessors]
        yield from (id_ for kind, id_ in named if kind == "authority")


def _of_fact(number: int, dossier: Dossier) -> Iterator[str | None]:
    original = dossier.fact(number)
    tags = () if original is None else original.tags
    named = [id_ for kind, id_ in map(split_tag, tags) if kind == "authority"]
    yield from named
    if not named:
        for tag in tags:
            yield from _of_record(tag, dossier)


def _of_record(tag: str, dossier: Dossier, today: date | None = None) -> Iterator[str | None]:
    kind, _, id_ = tag.partition(":")  # a first field may be no id, such as the parameter of a rule
    if kind == "fact" and id_.isdecimal():
        yield from _of_fact(int(id_), dossier)
        return
    held = dossier.last(tag)
    if held is not None and isinstance(held.state, Holding):
        yield from held.state.authorities(today)
    elif held is not None:
        yield getattr(held.state, "authority", None)


def is_shared(
    handler: Handler,
    command: Command,
    dossier: Dossier,
    by_of: Callable[[int], Particulars | None],
    handler_of: Callable[[str], Handler | None],
) -> bool:
    """Whether the command decides what is no single authority's, or amends a fact that is.

    Args:
        by_of: the particulars of the commit of that fact.
        handler_of: what answers the command of that name; None where nothing does here.
    """
    number = getattr(command, "number", None)
    if handler.shared or not isinstance(number, int):
        return handler.shared
    by = by_of(number)
    recorded = None if by is None else handler_of(by.command)
    return not any(_of_fact(number, dossier)) or (recorded is not None and recorded.shared)


def proposers(
    handler: Handler,
    command: Command,
    dossier: Dossier,
    by_of: Callable[[int], Particulars | None],
    handler_of: Callable[[str], Handler | None],
    fact_at: Callable[[int], RecordedFact | None],
) -> Set[str]:
    """Who took a proposing step on a record that the command goes on with, or whose approval it amends.

    A fact that was corrected is still the step of who took it first.

    Args:
        by_of: the particulars of the commit of that fact.
        handler_of: what answers the command of that name; None where nothing does here.
        fact_at: the fact of a number.
    """

    def took(number: int) -> tuple[str, Role | None]:
        by = by_of(number)
        sent = None if by is None else handler_of(by.command)
        return ("", None) if by is None else (by.actor, None if sent is None else sent.role)

    subjects = list(handler.subjects(command, dossier))
    number = getattr(command, "number", None)
    if isinstance(number, int) and took(number)[1] == "approve" and (amended := dossier.fact(number)) is not None:
        subjects.append(subject_of(amended))
    held = [record for tag in subjects if (record := dossier.last(tag)) is not None]
    numbers = {number for record in held for number in record.numbers}
    facts = [fact for number in numbers if (fact := fact_at(number)) is not None]
    numbers.update(fact.corrects.number for fact in facts if fact.corrects is not None)
    return {actor for actor, role in map(took, sorted(numbers)) if role == "propose"}


def permitted(
    handler: Handler,
    submission: Submission,
    sender: Sender,
    command: Command,
    dossier: Dossier,
    judge: Judge,
    today: date,
    proposed: Callable[[], Set[str]],
    shared: Callable[[], bool],
    elsewhere: Callable[[], Iterable[Roles]],
) -> Iterator[Objection]:
    """ROLE: the sender holds the role, and who approves an exception holds `approve` and is somebody else.

    Args:
        today: the legal day of the sending; the judge has that of the act.
        proposed: who proposed what is now approved; asked only where roles are in force.
        shared: whether it decides what is no single authority's; asked only where none that is concerned has roles.
        elsewhere: the roles of every authority; asked only then as well.
    """
    concerned = authorities(handler, command, dossier, today) if handler.role or submission.as_happened else ()
    answering = dict.fromkeys(one for each in concerned for one in _answering(each, dossier, today))
    theirs = [roles for one in answering if (roles := dossier.latest(Roles, one)) is not None]
    if not any(roles.in_force(today) for roles in theirs) and shared():
        others = list(elsewhere())
        may = any(_may(sender, roles.held(sender.actor, "approve", today)) for roles in others)
        yield from judge.rule("ROLE", "role.founding", may or not others, actor=sender.actor, command=handler.name)
    for authority in answering:
        roles = dossier.latest(Roles, authority) or Roles(authority=authority)
        days = dict.fromkeys((today, judge.day))
        if (role := handler.role) is not None:
            # Opening what is personal takes a role from the first day: nothing of before has to go on.
            asked = [day for day in days if role == "disclose" or roles.in_force(day)]
            yield from _first(_held(role, sender, roles, day, judge) for day in asked)
        if (happened := submission.as_happened) is not None:
            asked = [day for day in days if roles.in_force(day)]
            yield from _first(_approver(happened.approver, sender, roles, day, judge) for day in asked)
        if handler.role == "approve" and roles.in_force(today, "propose"):
            apart = sender.actor not in proposed()
            yield from judge.rule("ROLE", "role.proposed_it", apart, actor=sender.actor, authority=authority)
    if handler.role == "disclose":
        yield from judge.rule("ROLE", "role.of_nobody", bool(concerned), command=handler.name)


def _first(found: Iterable[Iterator[Objection]]) -> list[Objection]:
    """The objections of the first day that has any: the same ones of another day say nothing more."""
    return next((objections for each in found if (objections := list(each))), [])


def _held(role: Role, sender: Sender, roles: Roles, day: date, judge: Judge) -> Iterator[Objection]:
    grants = roles.held(sender.actor, role, day)
    about: dict[str, str | date] = {"actor": sender.actor, "role": role, "authority": roles.authority, "day": day}
    holders = ", ".join(roles.holders(role, day)) or "nobody"
    yield from judge.rule("ROLE", "role.missing", bool(grants), holders=holders, **about)
    if grants:
        yield from judge.rule("ROLE", "role.unsigned", _signs(sender, grants), **about)
        yield from judge.rule("ROLE", "role.claimed", _is_known(sender), known=sender.known, **about)


def _may(sender: Sender, grants: tuple[Grant, ...]) -> bool:
    return bool(grants) and _signs(sender, grants) and _is_known(sender)


def _signs(sender: Sender, grants: tuple[Grant, ...]) -> bool:
    return sender.known == "signed" or _unsigned(grants)


def _is_known(sender: Sender) -> bool:
    return KNOWN_BY.get(split_tag(sender.actor)[0], sender.known) == sender.known


def _approver(approver: str, sender: Sender, roles: Roles, day: date, judge: Judge) -> Iterator[Objection]:
    grants = roles.held(approver, "approve", day)
    about: dict[str, str | date] = {"approver": approver, "authority": roles.authority, "day": day}
    yield from judge.rule("ROLE", "approver.is_actor", approver != sender.actor, **about)
    holders = ", ".join(roles.holders("approve", day)) or "nobody"
    yield from judge.rule("ROLE", "approver.missing", bool(grants), holders=holders, **about)
    if grants:
        # Who is only named has neither signed nor logged in.
        nameable = _unsigned(grants) and split_tag(approver)[0] not in KNOWN_BY
        yield from judge.rule("ROLE", "approver.only_named", nameable, **about)


def _unsigned(grants: tuple[Grant, ...]) -> bool:
    return any(not grant.signed_only for grant in grants)
