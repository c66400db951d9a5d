"""The record of special equipment: its state, what is owed, and its commands (H-12).

The month before expiry is counted forward: who asks on a day from which one month ends on the last valid day or before is in
time, so for an inspection valid to 04-30 the last such day is 03-31, which has no corresponding day and ends with April.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date, timedelta

import msgspec
from regledger.sectors import (
    Authority,
    Code,
    Command,
    Dossier,
    Id,
    Judge,
    Kind,
    NextStep,
    Objection,
    Outcome,
    RecordedFact,
    Referral,
    Site,
    State,
    handles,
)

from regledger_parks.equipment.facts import (
    Category,
    EquipmentEntered,
    EquipmentInspected,
    EquipmentRegistered,
    EquipmentSeen,
    InspectionAsked,
)
from regledger_parks.presence import filled, on_record, site_of, vacant

__all__ = [
    "SPECIAL_EQUIPMENT",
    "SpecialEquipment",
    "ask_inspection",
    "enter_equipment",
    "inspect_equipment",
    "register_equipment",
    "see_equipment",
]

_ONE = timedelta(days=1)


class SpecialEquipment(State, frozen=True, kw_only=True):
    """Special equipment; read as `special_equipment:<equipment>`."""

    equipment: str
    site: str
    enterprise: str
    category: str
    used_from: date
    certificate: str = ""
    registered_on: date | None = None
    asked_on: date | None = None
    passed: bool | None = None
    """How it was last inspected; None where it never was."""
    valid_to: date | None = None

    def inspected(self, day: date) -> bool:
        """Whether its last inspection passed and counts on `day`."""
        return self.passed is True and self.valid_to is not None and day <= self.valid_to


def _evolve(state: SpecialEquipment | None, recorded: RecordedFact) -> SpecialEquipment | None:
    body, replace = recorded.body, msgspec.structs.replace
    if isinstance(body, EquipmentEntered):
        return SpecialEquipment(
            equipment=body.equipment,
            site=body.site,
            enterprise=body.enterprise,
            category=body.category,
            used_from=body.used_from,
        )
    if state is None:
        return None
    match body:
        case EquipmentRegistered():
            return replace(state, certificate=body.certificate, registered_on=body.registered_on)
        case InspectionAsked():
            return replace(state, asked_on=body.asked_on)
        case EquipmentInspected():
            return replace(state, passed=body.passed, valid_to=body.valid_to, asked_on=None)
    return state


def _in_time(asked: date, valid_to: date, judge: Judge) -> bool:
    """Whether the month that begins with `asked` ends by the last valid day, counted forward."""
    return judge.deadline("H-12.inspection_lead", asked).day <= valid_to


def _last_to_ask(valid_to: date, judge: Judge) -> tuple[date, tuple[str, ...]]:
    """The last day that is in time for an inspection valid to `valid_to`, and how it was reached."""
    last = judge.deadline("H-12.inspection_lead", valid_to, backward=True).day
    while _in_time(last + _ONE, valid_to, judge):
        last += _ONE
    return last, tuple(judge.deadline("H-12.inspection_lead", last).how())


def _steps(state: SpecialEquipment, judge: Judge) -> Iterator[NextStep]:
    if state.registered_on is None:
        last = judge.deadline("H-12.registration", state.used_from)
        yield NextStep(
            command="special_equipment.register",
            rule="H-12",
            owner="enterprise",
            since=state.used_from,
            due=last.day,
            how=tuple(last.how()),
        )
    if state.passed is False or state.passed is None:
        yield NextStep(command="special_equipment.inspect", rule="H-12", owner="enterprise", since=state.used_from)
    elif state.valid_to is not None and state.asked_on is None:
        day, how = _last_to_ask(state.valid_to, judge)
        yield NextStep(command="special_equipment.ask_inspection", rule="H-12", owner="enterprise", due=day, how=how)
    elif state.valid_to is not None:
        how = (f"the inspection before counts until {state.valid_to}",)
        yield NextStep(
            command="special_equipment.inspect", rule="H-12", owner="enterprise", due=state.valid_to, how=how
        )


SPECIAL_EQUIPMENT = Kind(
    name="special_equipment",
    state=SpecialEquipment,
    evolve=_evolve,
    facts=(EquipmentEntered, EquipmentRegistered, InspectionAsked, EquipmentInspected),
    steps=_steps,
)


class EnterEquipment(Command, frozen=True, kw_only=True):
    """Enter special equipment that was found in a park."""

    equipment: Id
    site: Id
    enterprise: Id
    authority: Id
    category: Category
    used_from: date
    entered_on: date


def _enter_reads(command: EnterEquipment, dossier: Dossier) -> Iterator[str]:
    del dossier
    yield f"special_equipment:{command.equipment}"
    yield f"site:{command.site}"
    yield f"authority:{command.authority}"


@handles("special_equipment.enter", EnterEquipment, on="entered_on", reads=_enter_reads, world=True)
def enter_equipment(command: EnterEquipment, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the id is taken, site or authority is unknown, or the site is another's."""
    known = dossier.known(SpecialEquipment, command.equipment)
    yield from vacant(f"special_equipment:{command.equipment}", known, judge)
    site = dossier.get(Site, command.site)
    yield from on_record(f"site:{command.site}", site, judge)
    if site is not None:
        yield from site_of(command.enterprise, site, judge)
    yield from on_record(f"authority:{command.authority}", dossier.get(Authority, command.authority), judge)
    yield EquipmentEntered(
        equipment=command.equipment,
        site=command.site,
        enterprise=command.enterprise,
        authority=command.authority,
        category=command.category,
        used_from=command.used_from,
        entered_on=command.entered_on,
    )


class RegisterEquipment(Command, frozen=True, kw_only=True):
    """Enter the registration of its use."""

    equipment: Id
    authority: Id
    certificate: Code
    registered_on: date


class AskInspection(Command, frozen=True, kw_only=True):
    """Enter that its user asked for the periodic inspection."""

    equipment: Id
    authority: Id
    asked_on: date


class InspectEquipment(Command, frozen=True, kw_only=True):
    """Enter how it was inspected."""

    equipment: Id
    authority: Id
    report: Code
    passed: bool
    valid_to: date | None = None
    inspected_on: date


class SeeEquipment(Command, frozen=True, kw_only=True):
    """Record that it was seen in use."""

    equipment: Id
    authority: Id
    referral: Id | None = None
    """The referral by which it was handed to the market regulator, where it should not be in use."""
    seen_on: date


OnEquipment = RegisterEquipment | AskInspection | InspectEquipment | SeeEquipment


def _reads(command: OnEquipment, dossier: Dossier) -> Iterator[str]:
    yield f"special_equipment:{command.equipment}"
    yield f"authority:{command.authority}"
    if isinstance(command, SeeEquipment) and command.referral is not None:
        yield f"referral:{command.referral}"
    state = dossier.loaded(SpecialEquipment, command.equipment)
    if state is not None:
        yield f"site:{state.site}"


def _of(command: OnEquipment, dossier: Dossier, judge: Judge) -> Generator[Objection, None, SpecialEquipment | None]:
    state = dossier.get(SpecialEquipment, command.equipment)
    yield from on_record(f"special_equipment:{command.equipment}", state, judge)
    yield from on_record(f"authority:{command.authority}", dossier.get(Authority, command.authority), judge)
    return state


@handles("special_equipment.register", RegisterEquipment, on="registered_on", reads=_reads, world=True)
def register_equipment(command: RegisterEquipment, dossier: Dossier, judge: Judge) -> Outcome:
    """H-12: before it is used or within the period after; later is noted."""
    state = yield from _of(command, dossier, judge)
    if state is None:
        return
    yield from filled(f"special_equipment:{command.equipment}", judge, certificate=command.certificate)
    last = judge.deadline("H-12.registration", state.used_from).day
    yield from judge.note(
        "H-12",
        "special_equipment.registered_late",
        command.registered_on <= last,
        equipment=command.equipment,
        used=state.used_from,
        last=last,
    )
    yield EquipmentRegistered(
        equipment=command.equipment,
        site=state.site,
        enterprise=state.enterprise,
        authority=command.authority,
        certificate=command.certificate,
        registered_on=command.registered_on,
    )


@handles("special_equipment.ask_inspection", AskInspection, on="asked_on", reads=_reads, world=True)
def ask_inspection(command: AskInspection, dossier: Dossier, judge: Judge) -> Outcome:
    """H-12: a month before the inspection runs out, counted forward from the day on which it is asked for; later is noted."""
    state = yield from _of(command, dossier, judge)
    if state is None:
        return
    if state.valid_to is not None:
        yield from judge.note(
            "H-12",
            "special_equipment.asked_late",
            _in_time(command.asked_on, state.valid_to, judge),
            equipment=command.equipment,
            valid_to=state.valid_to,
            last=_last_to_ask(state.valid_to, judge)[0],
        )
    yield InspectionAsked(
        equipment=command.equipment,
        site=state.site,
        enterprise=state.enterprise,
        authority=command.authority,
        asked_on=command.asked_on,
    )


@handles("special_equipment.inspect", InspectEquipment, on="inspected_on", reads=_reads, world=True)
def inspect_equipment(command: InspectEquipment, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where what passed has no last day, or one before it was inspected."""
    state = yield from _of(command, dossier, judge)
    if state is None:
        return
    yield from filled(f"special_equipment:{command.equipment}", judge, report=command.report)
    lasts = not command.passed or (command.valid_to is not None and command.inspected_on <= command.valid_to)
    yield from judge.rule("REF", "special_equipment.no_last_day", lasts, equipment=command.equipment)
    yield EquipmentInspected(
        equipment=command.equipment,
        site=state.site,
        enterprise=state.enterprise,
        authority=command.authority,
        report=command.report,
        passed=command.passed,
        valid_to=command.valid_to if command.passed else None,
        inspected_on=command.inspected_on,
    )


@handles("special_equipment.see", SeeEquipment, on="seen_on", reads=_reads, world=True)
def see_equipment(command: SeeEquipment, dossier: Dossier, judge: Judge) -> Outcome:
    """H-12: what is in use without registration or inspection is handed to whoever is competent, and on record as handed over."""
    state = yield from _of(command, dossier, judge)
    if state is None:
        return
    due = judge.deadline("H-12.registration", state.used_from).day
    registered = state.registered_on is not None or command.seen_on <= due
    lawful = registered and state.inspected(command.seen_on)
    referral = None if command.referral is None else dossier.get(Referral, command.referral)
    yield from judge.rule(
        "H-12",
        "special_equipment.not_handed_over",
        lawful or referral is not None,
        equipment=command.equipment,
        day=command.seen_on,
    )
    yield EquipmentSeen(
        equipment=command.equipment,
        site=state.site,
        enterprise=state.enterprise,
        authority=command.authority,
        lawful=lawful,
        referral=command.referral,
        seen_on=command.seen_on,
    )
