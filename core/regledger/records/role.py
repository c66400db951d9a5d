"""Roles: who may propose, review, approve and disclose for an authority (platform rule ROLE).

The roles of an authority are one record, found by the authority's own tag, so whoever decides reads all of them at once
and a role that is ended meanwhile is noticed. Officers do not stand in that boundary: two decisions of one officer do not
wait for each other. What a register asserts grants nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, Role, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.law.objections import Objection
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.tags import split_tag
from regledger.log.text import Id, Text
from regledger.records.authority import Authority, Officer
from regledger.records.officer_key import Keyring

__all__ = [
    "HOLDING",
    "ROLES",
    "EndRole",
    "Ending",
    "Grant",
    "GrantRole",
    "Holder",
    "Holding",
    "RoleEnded",
    "RoleGranted",
    "Roles",
    "end_role",
    "grant_role",
]

Holder = Annotated[str, msgspec.Meta(pattern=r"^(officer|os|nkey):[A-Za-z0-9_-]{1,64}$", extra={"privacy": "public"})]
"""Who holds a role: an officer, a login of the machine, or the key of a connection."""


@fact(
    "role.granted",
    1,
    tags={"holder": "*", "authority": "authority"},
    occurred="granted_on",
    effective="valid_from",
    asserted="never",
    amended="never",
)
class RoleGranted(Fact, frozen=True, kw_only=True):
    """`role.granted` v1: somebody may act for an authority in one role, from a legal day on."""

    holder: Holder
    role: Role
    authority: Id
    valid_from: date
    valid_to: date | None
    """The last legal day on which it counts; None where it has none."""
    signed_only: bool
    """Whether it counts only under a command that the officer signed."""
    ground: Text
    """The appointment or the rule of procedure that it rests on."""
    granted_on: date


@fact(
    "role.ended",
    1,
    tags={"holder": "*", "authority": "authority"},
    occurred="ended_on",
    asserted="never",
    amended="never",
)
class RoleEnded(Fact, frozen=True, kw_only=True):
    """`role.ended` v1: from a legal day on, and on that day, somebody holds a role of an authority no longer."""

    holder: Holder
    role: Role
    authority: Id
    reason: Text
    ended_on: date


class Grant(State, frozen=True, kw_only=True):
    """One role of one holder; both days count."""

    number: int
    holder: str
    role: Role
    valid_from: date
    valid_to: date | None
    signed_only: bool


class Ending(State, frozen=True, kw_only=True):
    """An end of every grant of that role to that holder which was recorded before it."""

    number: int
    holder: str
    role: Role
    ended_on: date


class Roles(State, frozen=True, kw_only=True):
    """Every role that was ever granted for one authority."""

    authority: str
    grants: tuple[Grant, ...] = ()
    endings: tuple[Ending, ...] = ()

    def in_force(self, day: date, role: Role | None = None) -> bool:
        """Whether roles count for the authority on `day`: from the first day of the first grant, and ever after."""
        return any(one.valid_from <= day and role in (None, one.role) for one in self.grants)

    def held(self, holder: str, role: Role, day: date) -> tuple[Grant, ...]:
        """The grants under which `holder` has `role` on `day`."""
        return tuple(one for one in self._counting(role, day) if one.holder == holder)

    def holders(self, role: Role, day: date) -> tuple[str, ...]:
        """Who has `role` on `day`, sorted."""
        return tuple(sorted({one.holder for one in self._counting(role, day)}))

    def open_ended(self, holder: str, role: Role, day: date) -> tuple[Grant, ...]:
        """The grants to `holder` that `day` does not find ended or over, also those that only begin after it."""
        return tuple(
            one
            for one in self.grants
            if (one.holder, one.role) == (holder, role)
            and (one.valid_to is None or day <= one.valid_to)
            and not any(end.ended_on <= day for end in self._endings(one))
        )

    def lasting(self, role: Role, day: date) -> tuple[Grant, ...]:
        """The grants of `role` that count on `day` without a last day or an end ahead."""
        counting = self._counting(role, day)
        return tuple(one for one in counting if one.valid_to is None and not any(self._endings(one)))

    def _counting(self, role: Role, day: date) -> Iterator[Grant]:
        for one in self.grants:
            begun = one.role == role and one.valid_from <= day
            over = (one.valid_to is not None and one.valid_to < day) or any(
                end.ended_on <= day for end in self._endings(one)
            )
            if begun and not over:
                yield one

    def _endings(self, grant: Grant) -> Iterator[Ending]:
        for end in self.endings:
            if (end.holder, end.role) == (grant.holder, grant.role) and end.number > grant.number:
                yield end


def _evolve(state: Roles | None, recorded: RecordedFact) -> Roles | None:
    if recorded.asserted:
        return state
    match recorded.body:
        case RoleGranted() as body:
            grant = Grant(
                number=recorded.number,
                holder=body.holder,
                role=body.role,
                valid_from=body.valid_from,
                valid_to=body.valid_to,
                signed_only=body.signed_only,
            )
            before = state or Roles(authority=body.authority)
            return msgspec.structs.replace(before, grants=(*before.grants, grant))
        case RoleEnded() as body:
            end = Ending(number=recorded.number, holder=body.holder, role=body.role, ended_on=body.ended_on)
            before = state or Roles(authority=body.authority)
            return msgspec.structs.replace(before, endings=(*before.endings, end))
    return state


class Holding(State, frozen=True, kw_only=True):
    """Every role that one holder was ever granted, by authority."""

    holder: str
    roles: Mapping[str, Roles] = {}

    def authorities(self, day: date | None = None) -> tuple[str, ...]:
        """Where a role of theirs is neither ended nor over on `day`; where they ever had one where it is None."""
        return tuple(
            authority
            for authority, roles in sorted(self.roles.items())
            if day is None or any(roles.open_ended(one.holder, one.role, day) for one in roles.grants)
        )


def _evolve_holding(state: Holding | None, recorded: RecordedFact) -> Holding | None:
    match recorded.body:
        case RoleGranted() | RoleEnded() as body if not recorded.asserted:
            before = state or Holding(holder=body.holder)
            roles = _evolve(before.roles.get(body.authority), recorded)
            changed = {} if roles is None else {body.authority: roles}
            return msgspec.structs.replace(before, roles={**before.roles, **changed})
    return state


HOLDING = Kind(name="holding", state=Holding, evolve=_evolve_holding, facts=(RoleGranted, RoleEnded), tag="officer")
ROLES = Kind(name="role", state=Roles, evolve=_evolve, facts=(RoleGranted, RoleEnded), tag="authority")


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────


class GrantRole(Command, frozen=True, kw_only=True):
    """Let somebody act for an authority in one role."""

    holder: Holder
    role: Role
    authority: Id
    valid_from: date
    valid_to: date | None = None
    """The last legal day on which it counts."""
    signed_only: bool = False
    """Whether it counts only under a command that the officer signed."""
    ground: Text
    granted_on: date


class EndRole(Command, frozen=True, kw_only=True):
    """End a role of somebody, from a legal day on."""

    holder: Holder
    role: Role
    authority: Id
    reason: Text
    ended_on: date


def _reads(command: GrantRole | EndRole, dossier: Dossier) -> Iterable[str]:
    yield f"authority:{command.authority}"
    yield f"role:{command.authority}"
    held = dossier.last(f"role:{command.authority}") if isinstance(command, EndRole) else None
    if held is not None and isinstance(held.state, Roles):
        approvers = {one.holder for one in held.state.grants if one.role == "approve"}
        named = (split_tag(one) for one in sorted(approvers))
        yield from (f"keyring:{id_}" for kind, id_ in named if kind == "officer")
    kind, officer = split_tag(command.holder)
    if kind == "officer":
        yield f"officer:{officer}"
        yield f"keyring:{officer}"


@handles("role.grant", GrantRole, on="granted_on", reads=_reads, role="approve", shared=True)
def grant_role(command: GrantRole, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for an unknown authority or officer, without a ground, or where the first grant leaves nobody to grant the next."""
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    yield from _holder(command, dossier, judge)
    grounded = bool(command.ground.strip())
    yield from judge.rule("REF", "role.without_ground", grounded, holder=command.holder, role=command.role)
    last = command.valid_to
    yield from judge.rule(
        "SEQ",
        "role.ends_before_it_begins",
        last is None or command.valid_from <= last,
        valid_from=command.valid_from,
        valid_to=last,
    )
    roles = dossier.latest(Roles, command.authority)
    if roles is None or not roles.grants:
        counts_now = command.valid_from <= command.granted_on and last is None
        yield from judge.rule(
            "SEQ", "role.first_approves", command.role == "approve" and counts_now, authority=command.authority
        )
    else:
        same = [
            one
            for one in roles.held(command.holder, command.role, command.valid_from)
            if one.signed_only == command.signed_only
            and (one.valid_to is None or (last is not None and last <= one.valid_to))
        ]
        yield from judge.rule(
            "SEQ", "role.held_already", not same, holder=command.holder, role=command.role, authority=command.authority
        )
    yield RoleGranted(
        holder=command.holder,
        role=command.role,
        authority=command.authority,
        valid_from=command.valid_from,
        valid_to=last,
        signed_only=command.signed_only,
        ground=command.ground,
        granted_on=command.granted_on,
    )


def _holder(command: GrantRole, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    kind, officer = split_tag(command.holder)
    held = False
    if kind == "officer":
        yield from judge.rule("REF", "officer.unknown", dossier.get(Officer, officer) is not None, officer=officer)
        held = _has_key(officer, command.granted_on, dossier)
    if command.signed_only:
        yield from judge.rule("SEQ", "role.without_key", held, holder=command.holder, day=command.granted_on)


def _can_use(grant: Grant, day: date, dossier: Dossier) -> bool:
    """Whether a holder can act under the grant on `day`: where it takes a signature, with a key."""
    kind, officer = split_tag(grant.holder)
    return not grant.signed_only or (kind == "officer" and _has_key(officer, day, dossier))


def _has_key(officer: str, day: date, dossier: Dossier) -> bool:
    ring = dossier.latest(Keyring, officer)
    return ring is not None and any(not key.unusable(day) for key in ring.keys)


@handles("role.end", EndRole, on="ended_on", reads=_reads, role="approve")
def end_role(command: EndRole, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the holder has no such role, no reason is given, or nobody would be left to grant one."""
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    reasoned = bool(command.reason.strip())
    yield from judge.rule("REF", "role.without_reason", reasoned, holder=command.holder, role=command.role)
    roles = dossier.latest(Roles, command.authority) or Roles(authority=command.authority)
    held = roles.open_ended(command.holder, command.role, command.ended_on)
    yield from judge.rule(
        "SEQ",
        "role.not_held",
        bool(held),
        holder=command.holder,
        role=command.role,
        authority=command.authority,
        day=command.ended_on,
    )
    if command.role == "approve":
        lasting = roles.lasting("approve", command.ended_on)
        left = [one for one in lasting if one.holder != command.holder and _can_use(one, command.ended_on, dossier)]
        yield from judge.rule(
            "SEQ", "role.last_approver", bool(left), holder=command.holder, authority=command.authority
        )
    yield RoleEnded(
        holder=command.holder,
        role=command.role,
        authority=command.authority,
        reason=command.reason,
        ended_on=command.ended_on,
    )
