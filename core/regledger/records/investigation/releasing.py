"""How sealing and seizure go on and end: extended once, tested, lifted, resolved (行政强制法 Arts 25, 27, 28; A-59)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Any, Protocol

import msgspec

from regledger.clock import day_of
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.approval import Approval, approval_reads, approved
from regledger.records.identity.heirs import acting, acting_reads
from regledger.records.investigation.constraint_facts import (
    ConstraintExtended,
    ConstraintLifted,
    ConstraintResolved,
    ConstraintTested,
    LiftGround,
    Resolution,
)
from regledger.records.investigation.constraint_state import Constraint, last_day

__all__ = [
    "ExtendConstraint",
    "LiftConstraint",
    "RecordTest",
    "ResolveConstraint",
    "constrained",
    "constraint_reads",
    "extend_constraint",
    "lift_constraint",
    "record_test",
    "resolve_constraint",
]


class ExtendConstraint(Command, frozen=True, kw_only=True):
    """Extend sealing or seizure once, where the matter is complicated."""

    constraint: Id
    complicated: bool
    reason: Text
    told_in_writing: bool
    approval: Approval | None = None
    days: int
    """Calendar days to add."""
    decided_on: date


class RecordTest(Command, frozen=True, kw_only=True):
    """Record that what is held was tested, from a day to a day; both belong to it."""

    constraint: Id
    told_in_writing: bool
    started_on: date
    ended_on: date


class LiftConstraint(Command, frozen=True, kw_only=True):
    """Lift sealing or seizure, and give the things back."""

    constraint: Id
    ground: LiftGround
    lifted_on: date


class ResolveConstraint(Command, frozen=True, kw_only=True):
    """Confiscate, destroy or hand over what is held."""

    constraint: Id
    resolution: Resolution
    basis: Text
    resolved_on: date


class OnConstraint(Protocol):
    """A command on a sealing or seizure."""

    @property
    def constraint(self) -> str:
        """Its id."""
        ...


def constraint_reads(command: OnConstraint, dossier: Dossier) -> Iterator[str]:
    """It, its enterprise and authority, and its site, which leads to the sectors to ask."""
    yield f"constraint:{command.constraint}"
    held = dossier.loaded(Constraint, command.constraint)
    if held is not None:
        yield f"enterprise:{held.enterprise}"
        yield f"site:{held.site}"
        yield from acting_reads(held.authority, dossier)


def constrained(command: OnConstraint, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Constraint | None]:
    """REF: it was imposed by the day of the act; SEQ: it has not ended. Returns it, in the hands of the authority that goes on with it."""
    held = dossier.get(Constraint, command.constraint)
    yield from judge.rule("REF", "constraint.unknown", held is not None, constraint=command.constraint, day=judge.day)
    if held is None:
        return None
    final = dossier.latest(Constraint, command.constraint) or held
    yield from judge.rule(
        "SEQ", "constraint.ended_already", final.ended_on is None, constraint=command.constraint, ended=final.ended_on
    )
    return msgspec.structs.replace(held, authority=acting(held.authority, dossier))


def _about(held: Constraint) -> dict[str, Any]:
    return {name: getattr(held, name) for name in ("constraint", "case", "enterprise", "site", "authority")}


def _extend_reads(command: ExtendConstraint, dossier: Dossier) -> Iterator[str]:
    yield from constraint_reads(command, dossier)
    yield from approval_reads(command.approval)


@handles("constraint.extend", ExtendConstraint, on="decided_on", reads=_extend_reads, role="approve")
def extend_constraint(command: ExtendConstraint, dossier: Dossier, judge: Judge) -> Outcome:
    """A-59: once, for at most thirty days, before it runs out, with a head's approval and reasons in writing."""
    held = yield from constrained(command, dossier, judge)
    if held is None:
        return
    final = dossier.latest(Constraint, command.constraint) or held
    yield from judge.rule("A-59", "constraint.extended_twice", not final.extended_days, constraint=command.constraint)
    start = day_of(held.imposed_at, judge.zone)
    longest = judge.whole("A-59.extension", on=max(start, judge.day))
    yield from judge.rule(
        "A-59",
        "constraint.extension_too_long",
        0 < command.days <= longest,
        constraint=command.constraint,
        days=command.days,
        longest=longest,
    )
    last, _ = last_day(held, judge)
    yield from judge.rule(
        "A-59",
        "constraint.extended_late",
        last is None or command.decided_on <= last,
        constraint=command.constraint,
        last=last,
        decided=command.decided_on,
    )
    yield from judge.rule(
        "A-59",
        "constraint.not_complicated",
        command.complicated and bool(command.reason.strip()),
        constraint=command.constraint,
    )
    yield from judge.rule("A-59", "constraint.extension_untold", command.told_in_writing, constraint=command.constraint)
    yield from approved(
        "A-59", command.approval, authority=held.authority, before=command.decided_on, dossier=dossier, judge=judge
    )
    yield ConstraintExtended(
        **_about(held),
        reason=command.reason,
        told_in_writing=command.told_in_writing,
        approval=command.approval,
        days=command.days,
        decided_on=command.decided_on,
    )


@handles("constraint.record_test", RecordTest, on="ended_on", reads=constraint_reads, world=True)
def record_test(command: RecordTest, dossier: Dossier, judge: Judge) -> Outcome:
    """A-59: testing that begins by the last day does not count where the party was told of it in writing; else it does, with a warning."""
    held = yield from constrained(command, dossier, judge)
    if held is None:
        return
    inside = day_of(held.imposed_at, judge.zone) <= command.started_on <= command.ended_on
    yield from judge.rule("SEQ", "constraint.test_out_of_order", inside, constraint=command.constraint)
    final = dossier.latest(Constraint, command.constraint) or held
    for started, ended in final.tests:
        apart = ended < command.started_on or command.ended_on < started
        # A day that two tests share would be left out of the period twice.
        yield from judge.rule(
            "SEQ", "constraint.test_overlaps", apart, constraint=command.constraint, started=started, ended=ended
        )
    last, _ = last_day(held, judge)
    yield from judge.rule(
        "A-59",
        "constraint.tested_late",
        last is None or command.started_on <= last,
        constraint=command.constraint,
        started=command.started_on,
        last=last,
    )
    yield from judge.note("A-59", "constraint.test_untold", command.told_in_writing, constraint=command.constraint)
    yield ConstraintTested(
        **_about(held),
        told_in_writing=command.told_in_writing,
        started_on=command.started_on,
        ended_on=command.ended_on,
    )


@handles("constraint.lift", LiftConstraint, on="lifted_on", reads=constraint_reads, role="approve")
def lift_constraint(command: LiftConstraint, dossier: Dossier, judge: Judge) -> Outcome:
    """A-59: at the latest on its last day; what is late is noted, for it still has to be lifted."""
    held = yield from constrained(command, dossier, judge)
    if held is None:
        return
    last, _ = last_day(held, judge)
    yield from judge.note(
        "A-59",
        "constraint.lifted_late",
        last is None or command.lifted_on <= last,
        constraint=command.constraint,
        last=last,
        lifted=command.lifted_on,
    )
    yield ConstraintLifted(**_about(held), ground=command.ground, lifted_on=command.lifted_on)


@handles("constraint.resolve", ResolveConstraint, on="resolved_on", reads=constraint_reads, role="approve")
def resolve_constraint(command: ResolveConstraint, dossier: Dossier, judge: Judge) -> Outcome:
    """A-59: what is held past the last day is given back, and no longer disposed of."""
    held = yield from constrained(command, dossier, judge)
    if held is None:
        return
    last, _ = last_day(held, judge)
    yield from judge.rule(
        "A-59",
        "constraint.resolved_late",
        last is None or command.resolved_on <= last,
        constraint=command.constraint,
        last=last,
        resolved=command.resolved_on,
    )
    yield from judge.rule(
        "A-59", "constraint.resolved_baseless", bool(command.basis.strip()), constraint=command.constraint
    )
    yield ConstraintResolved(
        **_about(held), resolution=command.resolution, basis=command.basis, resolved_on=command.resolved_on
    )
