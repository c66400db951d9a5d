"""Being ready: emergency plans with their drills, and the duty desk with its published number (B-45, C-06, B-30)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Authority
from regledger.records.enterprise import Enterprise

__all__ = ["DESK", "PLAN", "READINESS", "Desk", "EmergencyPlan"]

Holder = Literal["authority", "high_risk_unit"]
"""A government, department or township, or a unit of high risk (生产安全事故应急条例 Art 8)."""

_PLAN = {"emergency_plan": "emergency_plan", "authority": "authority", "enterprise": "enterprise"}
_DESK = {"duty_desk": "duty_desk", "authority": "authority"}


@fact("emergency_plan.filed", 1, tags=_PLAN, occurred="filed_on")
class EmergencyPlanFiled(Fact, frozen=True, kw_only=True):
    """`emergency_plan.filed` v1: an emergency plan was filed, and published, on a legal day (Art 7)."""

    emergency_plan: Id
    authority: Id
    enterprise: Id | None
    holder: Holder
    published: bool
    filed_on: date


@fact("emergency_plan.drilled", 1, tags=_PLAN, occurred="drilled_on")
class EmergencyPlanDrilled(Fact, frozen=True, kw_only=True):
    """`emergency_plan.drilled` v1: the plan was drilled on a legal day (Art 8)."""

    emergency_plan: Id
    authority: Id
    enterprise: Id | None
    reported: bool
    result: Text
    drilled_on: date


@fact("duty_desk.opened", 1, tags=_DESK, occurred="opened_on")
class DutyDeskOpened(Fact, frozen=True, kw_only=True):
    """`duty_desk.opened` v1: an authority published how accidents and tip-offs reach it (Decree 493 Art 18)."""

    duty_desk: Id
    authority: Id
    telephone: Code
    mailbox: Text
    platform: Text
    opened_on: date


@fact("duty_desk.rostered", 1, tags=_DESK, occurred="rostered_on")
class DutyDeskRostered(Fact, frozen=True, kw_only=True):
    """`duty_desk.rostered` v1: somebody is on duty from one legal day to another, both included (Art 14)."""

    duty_desk: Id
    authority: Id
    first: date
    last: date
    rostered_on: date


class FileEmergencyPlan(Command, frozen=True, kw_only=True):
    """File an emergency plan."""

    emergency_plan: Id
    authority: Id
    enterprise: Id | None = None
    holder: Holder
    published: bool
    filed_on: date


class DrillEmergencyPlan(Command, frozen=True, kw_only=True):
    """Record that an emergency plan was drilled."""

    emergency_plan: Id
    reported: bool
    result: Text
    drilled_on: date


class OpenDutyDesk(Command, frozen=True, kw_only=True):
    """Publish how accidents and tip-offs reach an authority."""

    duty_desk: Id
    authority: Id
    telephone: Code
    mailbox: Text = ""
    platform: Text = ""
    opened_on: date


class RosterDutyDesk(Command, frozen=True, kw_only=True):
    """Set who is on duty over some days."""

    duty_desk: Id
    first: date
    last: date
    rostered_on: date


class EmergencyPlan(State, frozen=True, kw_only=True):
    """An emergency plan."""

    emergency_plan: str
    authority: str
    enterprise: str | None
    holder: str
    filed_on: date
    drilled_on: date | None = None

    def drill_due(self, judge: Judge) -> tuple[date, tuple[str, ...]]:
        """B-45: the last day for the next drill."""
        parameter = "B-45.drill_authority" if self.holder == "authority" else "B-45.drill_unit"
        deadline = judge.deadline(parameter, self.drilled_on or self.filed_on)
        return deadline.day, tuple(deadline.how())


class Desk(State, frozen=True, kw_only=True):
    """A duty desk."""

    duty_desk: str
    authority: str
    opened_on: date
    manned_until: date | None = None


def _evolve_plan(state: EmergencyPlan | None, recorded: RecordedFact) -> EmergencyPlan | None:
    match recorded.body:
        case EmergencyPlanFiled() as body:
            return EmergencyPlan(
                emergency_plan=body.emergency_plan,
                authority=body.authority,
                enterprise=body.enterprise,
                holder=body.holder,
                filed_on=body.filed_on,
            )
        case EmergencyPlanDrilled() as body if state is not None:
            return msgspec.structs.replace(state, drilled_on=body.drilled_on)
    return state


def _evolve_desk(state: Desk | None, recorded: RecordedFact) -> Desk | None:
    match recorded.body:
        case DutyDeskOpened() as body:
            return Desk(duty_desk=body.duty_desk, authority=body.authority, opened_on=body.opened_on)
        case DutyDeskRostered() as body if state is not None:
            return msgspec.structs.replace(state, manned_until=max(body.last, state.manned_until or body.last))
    return state


def _file_reads(command: FileEmergencyPlan, dossier: Dossier) -> Iterator[str]:
    yield from (f"emergency_plan:{command.emergency_plan}", f"authority:{command.authority}")
    if command.enterprise is not None:
        yield f"enterprise:{command.enterprise}"


@handles("emergency_plan.file", FileEmergencyPlan, on="filed_on", reads=_file_reads, world=True)
def file_plan(command: FileEmergencyPlan, dossier: Dossier, judge: Judge) -> Outcome:
    """B-45: it is published; REF: its holder is on record."""
    new = not dossier.known(EmergencyPlan, command.emergency_plan)
    yield from judge.rule("REF", "emergency_plan.taken", new, emergency_plan=command.emergency_plan)
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    if command.enterprise is not None:
        known = dossier.get(Enterprise, command.enterprise) is not None
        yield from judge.rule("REF", "enterprise.unknown", known, enterprise=command.enterprise)
    owned = (command.holder == "high_risk_unit") == (command.enterprise is not None)
    yield from judge.rule("REF", "emergency_plan.holder_unclear", owned, emergency_plan=command.emergency_plan)
    shown = command.published
    yield from judge.rule("B-45", "emergency_plan.unpublished", shown, emergency_plan=command.emergency_plan)
    yield EmergencyPlanFiled(**{name: getattr(command, name) for name in command.__struct_fields__})


@handles(
    "emergency_plan.drill",
    DrillEmergencyPlan,
    on="drilled_on",
    reads=lambda command, _dossier: (f"emergency_plan:{command.emergency_plan}",),
    world=True,
)
def drill(command: DrillEmergencyPlan, dossier: Dossier, judge: Judge) -> Outcome:
    """B-45: in time, and a unit's is reported to the department; a late one is noted."""
    plan = dossier.get(EmergencyPlan, command.emergency_plan)
    yield from judge.rule("REF", "emergency_plan.unknown", plan is not None, emergency_plan=command.emergency_plan)
    if plan is None:
        return
    said = bool(command.result.strip())
    yield from judge.rule("REF", "emergency_plan.result_blank", said, emergency_plan=command.emergency_plan)
    last, _ = plan.drill_due(judge)
    told = {"emergency_plan": command.emergency_plan}
    yield from judge.note("B-45", "emergency_plan.drilled_late", command.drilled_on <= last, last=last, **told)
    reported = plan.holder == "authority" or command.reported
    yield from judge.note("B-45", "emergency_plan.drill_unreported", reported, **told)
    yield EmergencyPlanDrilled(
        emergency_plan=command.emergency_plan,
        authority=plan.authority,
        enterprise=plan.enterprise,
        reported=command.reported,
        result=command.result,
        drilled_on=command.drilled_on,
    )


def _open_reads(command: OpenDutyDesk, dossier: Dossier) -> Iterator[str]:
    yield from (f"duty_desk:{command.duty_desk}", f"authority:{command.authority}")


@handles("duty_desk.open", OpenDutyDesk, on="opened_on", reads=_open_reads, world=True)
def open_desk(command: OpenDutyDesk, dossier: Dossier, judge: Judge) -> Outcome:
    """B-30: beside the telephone a mailbox or a platform is published; C-06: so is the number."""
    new = not dossier.known(Desk, command.duty_desk)
    yield from judge.rule("REF", "duty_desk.taken", new, duty_desk=command.duty_desk)
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    number = bool(command.telephone.strip())
    yield from judge.rule("C-06", "duty_desk.no_number", number, duty_desk=command.duty_desk)
    written = bool(command.mailbox.strip() or command.platform.strip())
    yield from judge.rule("B-30", "duty_desk.no_mailbox", written, duty_desk=command.duty_desk)
    yield DutyDeskOpened(**{name: getattr(command, name) for name in command.__struct_fields__})


@handles(
    "duty_desk.roster",
    RosterDutyDesk,
    on="rostered_on",
    reads=lambda command, _dossier: (f"duty_desk:{command.duty_desk}",),
    world=True,
)
def roster(command: RosterDutyDesk, dossier: Dossier, judge: Judge) -> Outcome:
    """C-06: no day without somebody on duty between one roster and the next."""
    desk = dossier.get(Desk, command.duty_desk)
    yield from judge.rule("REF", "duty_desk.unknown", desk is not None, duty_desk=command.duty_desk)
    if desk is None:
        return
    in_order = command.first <= command.last
    yield from judge.rule("SEQ", "duty_desk.roster_empty", in_order, duty_desk=command.duty_desk)
    until = desk.manned_until or desk.opened_on - timedelta(days=1)
    whole = command.first <= until + timedelta(days=1)
    yield from judge.note(
        "C-06", "duty_desk.roster_hole", whole, duty_desk=command.duty_desk, until=until, first=command.first
    )
    yield DutyDeskRostered(
        duty_desk=command.duty_desk,
        authority=desk.authority,
        first=command.first,
        last=command.last,
        rostered_on=command.rostered_on,
    )


def _plan_steps(state: EmergencyPlan, judge: Judge) -> Iterable[NextStep]:
    due, how = state.drill_due(judge)
    owner: Literal["authority", "enterprise"] = "authority" if state.holder == "authority" else "enterprise"
    since = state.drilled_on or state.filed_on
    yield NextStep(command="emergency_plan.drill", due=due, how=how, rule="B-45", owner=owner, since=since)


def _desk_steps(state: Desk, judge: Judge) -> Iterable[NextStep]:
    due = state.manned_until or state.opened_on
    yield NextStep(command="duty_desk.roster", due=due, rule="C-06", owner="authority", since=state.opened_on)


PLAN = Kind(
    name="emergency_plan",
    state=EmergencyPlan,
    evolve=_evolve_plan,
    facts=(EmergencyPlanFiled, EmergencyPlanDrilled),
    steps=_plan_steps,
)
DESK = Kind(
    name="duty_desk", state=Desk, evolve=_evolve_desk, facts=(DutyDeskOpened, DutyDeskRostered), steps=_desk_steps
)
READINESS = (file_plan, drill, open_desk, roster)
