"""The commands of lifting machinery, and how each is decided (G-11, G-12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import (
    Authority,
    Code,
    Command,
    Dossier,
    Enterprise,
    Id,
    Judge,
    Objection,
    Outcome,
    Site,
    handles,
)

from regledger_construction.machinery.facts import (
    PARTIES,
    LiftingMachineAccepted,
    LiftingMachineErected,
    LiftingMachineRegistered,
    LiftingMachineUsed,
    Machine,
    Party,
    Work,
)
from regledger_construction.machinery.record import REGISTER, LiftingMachine
from regledger_construction.scope import bound, profile_tag

__all__ = ["COMMANDS"]


class ErectLiftingMachine(Command, frozen=True, kw_only=True):
    """Record that a machine was erected, climbed or taken down, and how."""

    machine: Id
    site: Id
    enterprise: Id
    authority: Id
    kind: Machine
    work: Work = "erect"
    installer: Id
    qualified: bool
    plan: bool
    technician: Id | None = None
    self_checked: bool = False
    explained: bool = False
    worked_on: date


class AcceptLiftingMachine(Command, frozen=True, kw_only=True):
    """Record that a machine was accepted as fit."""

    machine: Id
    rented: bool
    special: bool
    inspected_on: date | None = None
    parties: tuple[Party, ...]
    subcontracted: bool = True
    accepted_on: date


class UseLiftingMachine(Command, frozen=True, kw_only=True):
    """Record that a machine was in use."""

    machine: Id
    used_on: date


class RegisterLiftingMachine(Command, frozen=True, kw_only=True):
    """Record that a machine was registered for use."""

    machine: Id
    number: Code
    mark_fixed: bool
    registered_on: date


def _erect_reads(command: ErectLiftingMachine, dossier: Dossier) -> Iterator[str]:
    yield f"lifting_machine:{command.machine}"
    yield f"site:{command.site}"
    yield f"enterprise:{command.enterprise}"
    yield f"authority:{command.authority}"
    yield profile_tag(command.site)


@handles("lifting_machine.erect", ErectLiftingMachine, on="worked_on", reads=_erect_reads, world=True)
def erect_lifting_machine(command: ErectLiftingMachine, dossier: Dossier, judge: Judge) -> Outcome:
    """G-12: by a qualified unit, to a plan, under a technical person; checked, explained and handed over when it stands."""
    yield from judge.rule("REF", "site.unknown", dossier.get(Site, command.site) is not None, site=command.site)
    yield from judge.rule(
        "REF",
        "enterprise.unknown",
        dossier.get(Enterprise, command.enterprise) is not None,
        enterprise=command.enterprise,
    )
    yield from judge.rule(
        "REF", "authority.unknown", dossier.get(Authority, command.authority) is not None, authority=command.authority
    )
    state = dossier.get(LiftingMachine, command.machine)
    elsewhere = state is not None and state.dismantled_on is None and state.site != command.site
    yield from judge.rule(
        "REF",
        "lifting_machine.elsewhere",
        not elsewhere,
        machine=command.machine,
        site=command.site if state is None else state.site,
    )
    yield from judge.rule(
        "SEQ",
        "lifting_machine.not_erected",
        command.work == "erect" or _stands(state),
        machine=command.machine,
        day=command.worked_on,
    )
    if bound(dossier, command.site, judge):
        yield from _installed(command, judge)
    yield LiftingMachineErected(
        machine=command.machine,
        site=command.site,
        enterprise=command.enterprise,
        authority=command.authority,
        kind=command.kind,
        work=command.work,
        installer=command.installer,
        qualified=command.qualified,
        plan=command.plan,
        technician=command.technician,
        self_checked=command.self_checked,
        explained=command.explained,
        worked_on=command.worked_on,
    )


def _installed(command: ErectLiftingMachine, judge: Judge) -> Iterator[Objection]:
    told = {"machine": command.machine, "installer": command.installer}
    stands = command.work != "dismantle"
    yield from judge.rule("G-12", "lifting_machine.installer_unqualified", command.qualified, **told)
    yield from judge.rule("G-12", "lifting_machine.no_plan", command.plan, **told)
    yield from judge.rule("G-12", "lifting_machine.no_technician", command.technician is not None, **told)
    yield from judge.rule("G-12", "lifting_machine.not_self_checked", not stands or command.self_checked, **told)
    yield from judge.rule("G-12", "lifting_machine.not_explained", not stands or command.explained, **told)


Named = AcceptLiftingMachine | UseLiftingMachine | RegisterLiftingMachine


def _named_reads(command: Named, dossier: Dossier) -> Iterator[str]:
    yield f"lifting_machine:{command.machine}"
    known = dossier.loaded(LiftingMachine, command.machine)
    if known is not None:
        yield f"site:{known.site}"
        yield profile_tag(known.site)


def _stands(state: LiftingMachine | None) -> bool:
    return state is not None and state.dismantled_on is None


def _standing(state: LiftingMachine | None, machine: str, day: date, judge: Judge) -> Iterator[Objection]:
    yield from judge.rule("REF", "lifting_machine.unknown", state is not None, machine=machine)
    if state is not None:
        yield from judge.rule("SEQ", "lifting_machine.not_erected", _stands(state), machine=machine, day=day)


@handles("lifting_machine.accept", AcceptLiftingMachine, on="accepted_on", reads=_named_reads, world=True)
def accept_lifting_machine(command: AcceptLiftingMachine, dossier: Dossier, judge: Judge) -> Outcome:
    """G-11: what was rented is accepted by four parties; special equipment is inspected before."""
    state = dossier.get(LiftingMachine, command.machine)
    yield from _standing(state, command.machine, command.accepted_on, judge)
    if state is None:
        return
    if bound(dossier, state.site, judge):
        asked = PARTIES if command.rented else ("contractor", "installer")
        missing = [
            one for one in asked if one not in command.parties and (one != "subcontractor" or command.subcontracted)
        ]
        yield from judge.rule(
            "G-11",
            "lifting_machine.parties_missing",
            not missing,
            machine=command.machine,
            missing=", ".join(missing),
        )
        inspected = command.inspected_on is not None and command.inspected_on <= command.accepted_on
        yield from judge.rule(
            "G-11",
            "lifting_machine.not_inspected",
            not command.special or inspected,
            machine=command.machine,
            accepted=command.accepted_on,
        )
    yield LiftingMachineAccepted(
        machine=command.machine,
        site=state.site,
        rented=command.rented,
        special=command.special,
        inspected_on=command.inspected_on,
        parties=command.parties,
        subcontracted=command.subcontracted,
        accepted_on=command.accepted_on,
    )


@handles("lifting_machine.use", UseLiftingMachine, on="used_on", reads=_named_reads, world=True)
def use_lifting_machine(command: UseLiftingMachine, dossier: Dossier, judge: Judge) -> Outcome:
    """G-11: only what was accepted is used; one that outlasted its 30 days unregistered is noted."""
    state = dossier.get(LiftingMachine, command.machine)
    yield from _standing(state, command.machine, command.used_on, judge)
    if state is None:
        return
    if bound(dossier, state.site, judge):
        yield from _accepted(state, "lifting_machine.used_unaccepted", command.used_on, judge)
        yield from _in_time(state, "lifting_machine.unregistered", command.used_on, judge)
    yield LiftingMachineUsed(machine=command.machine, site=state.site, used_on=command.used_on)


@handles("lifting_machine.register", RegisterLiftingMachine, on="registered_on", reads=_named_reads, world=True)
def register_lifting_machine(command: RegisterLiftingMachine, dossier: Dossier, judge: Judge) -> Outcome:
    """G-11: registered within 30 days of acceptance, its mark fixed; what is late is noted, for it still has to be done."""
    state = dossier.get(LiftingMachine, command.machine)
    yield from _standing(state, command.machine, command.registered_on, judge)
    if state is None:
        return
    if bound(dossier, state.site, judge):
        yield from _accepted(state, "lifting_machine.registered_unaccepted", command.registered_on, judge)
        yield from _in_time(state, "lifting_machine.registered_late", command.registered_on, judge)
        yield from judge.note("G-11", "lifting_machine.mark_not_fixed", command.mark_fixed, machine=command.machine)
    yield LiftingMachineRegistered(
        machine=command.machine,
        site=state.site,
        number=command.number,
        mark_fixed=command.mark_fixed,
        registered_on=command.registered_on,
    )


def _accepted(state: LiftingMachine, code: str, day: date, judge: Judge) -> Iterator[Objection]:
    yield from judge.rule("G-11", code, state.accepted_on is not None, machine=state.machine, day=day)


def _in_time(state: LiftingMachine, code: str, day: date, judge: Judge) -> Iterator[Objection]:
    accepted = state.accepted_on
    if accepted is None or state.registered_on is not None or not judge.law.has(REGISTER, on=accepted):
        return
    last = judge.deadline(REGISTER, accepted, on=accepted).day
    yield from judge.note("G-11", code, day <= last, machine=state.machine, accepted=accepted, day=day, last=last)


COMMANDS = (erect_lifting_machine, accept_lifting_machine, use_lifting_machine, register_lifting_machine)
