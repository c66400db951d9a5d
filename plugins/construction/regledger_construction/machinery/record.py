"""The record of a lifting machine on a site, what is next on it, and its row for other systems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import reduce
from typing import ClassVar

import msgspec
from regledger.sectors import ColumnKind, Judge, Kind, NextStep, ReadModel, RecordedFact, Row, State

from regledger_construction.machinery.facts import (
    LiftingMachineAccepted,
    LiftingMachineErected,
    LiftingMachineRegistered,
    LiftingMachineUsed,
    Machine,
)

__all__ = ["LIFTING_MACHINE", "REGISTER", "LiftingMachine", "LiftingMachines"]

REGISTER = "G-11.register"
"""The period of registration."""


class LiftingMachine(State, frozen=True, kw_only=True):
    """A machine on a site, as it was last worked on, accepted and registered."""

    machine: str
    site: str
    enterprise: str
    authority: str
    kind: Machine
    erected_on: date
    """The day on which it was last erected."""
    accepted_on: date | None = None
    used_on: date | None = None
    """The last day on which it was seen in use."""
    registered_on: date | None = None
    number: str | None = None
    dismantled_on: date | None = None


def _evolve(state: LiftingMachine | None, recorded: RecordedFact) -> LiftingMachine | None:
    replace = msgspec.structs.replace
    match recorded.body:
        case LiftingMachineErected() as body if state is None or body.work == "erect":
            return LiftingMachine(
                machine=body.machine,
                site=body.site,
                enterprise=body.enterprise,
                authority=body.authority,
                kind=body.kind,
                erected_on=body.worked_on,
                dismantled_on=body.worked_on if body.work == "dismantle" else None,
            )
        case LiftingMachineErected(work="dismantle", worked_on=on) if state is not None:
            return replace(state, dismantled_on=on)
        case LiftingMachineAccepted(accepted_on=on) if state is not None:
            # The first acceptance starts the clock: another one, after climbing, gives no more time.
            return replace(state, accepted_on=on if state.accepted_on is None else state.accepted_on)
        case LiftingMachineUsed(used_on=on) if state is not None:
            return replace(state, used_on=on)
        case LiftingMachineRegistered() as body if state is not None:
            return replace(state, registered_on=body.registered_on, number=body.number)
    return state


def _steps(state: LiftingMachine, judge: Judge) -> Iterator[NextStep]:
    if state.dismantled_on is not None or state.registered_on is not None:
        return
    if state.accepted_on is None:
        yield NextStep(command="lifting_machine.accept", rule="G-11", owner="enterprise", since=state.erected_on)
        return
    if not judge.law.has(REGISTER, on=state.accepted_on):
        return
    last = judge.deadline(REGISTER, state.accepted_on, on=state.accepted_on)
    yield NextStep(
        command="lifting_machine.register",
        due=last.day,
        how=tuple(last.how()),
        rule="G-11",
        owner="enterprise",
        since=state.accepted_on,
    )


LIFTING_MACHINE = Kind(
    name="lifting_machine",
    state=LiftingMachine,
    evolve=_evolve,
    facts=(LiftingMachineErected, LiftingMachineAccepted, LiftingMachineUsed, LiftingMachineRegistered),
    steps=_steps,
)


class LiftingMachines(ReadModel):
    """One row a machine; days as ISO text, null where not yet."""

    name: ClassVar[str] = "lifting_machines"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = tuple(body.__fact__.name for body in LIFTING_MACHINE.facts)
    columns: ClassVar[dict[str, ColumnKind]] = {
        "machine": "text",
        "site": "text",
        "enterprise": "text",
        "kind": "text",
        "erected_on": "text",
        "accepted_on": "text",
        "used_on": "text",
        "registered_on": "text",
        "number": "text",
        "dismantled_on": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The machine."""
        return [fact.body.machine] if isinstance(fact.body, LIFTING_MACHINE.facts) else []  # type: ignore[attr-defined]

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """The machine as it stands."""
        empty: LiftingMachine | None = None
        state = reduce(_evolve, [fact for fact in facts if key in self.keys(fact)], empty)
        if state is None:
            return None
        days = {
            name: None if day is None else day.isoformat()
            for name, day in (
                ("erected_on", state.erected_on),
                ("accepted_on", state.accepted_on),
                ("used_on", state.used_on),
                ("registered_on", state.registered_on),
                ("dismantled_on", state.dismantled_on),
            )
        }
        return {
            "machine": state.machine,
            "site": state.site,
            "enterprise": state.enterprise,
            "kind": state.kind,
            "number": state.number,
            **days,
        }
