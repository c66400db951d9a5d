"""Permits of special operations, as an inspector was shown them, and what was seen on the spot (GB 30871-2022; F-17, F-18)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

import msgspec
from regledger.sectors import (
    Command,
    Dossier,
    Fact,
    Id,
    Instant,
    Judge,
    Kind,
    Objection,
    Outcome,
    RecordedFact,
    State,
    Text,
    day_of,
    fact,
    handles,
)

from regledger_hazardous_chemicals.parties import PARTY_TAGS, first_entered, party_reads, site_of
from regledger_hazardous_chemicals.special_operations.air import air_tested
from regledger_hazardous_chemicals.special_operations.sheet import Approver, Break, Class, GasTest, OperationKind, Sheet
from regledger_hazardous_chemicals.special_operations.upgrading import upgraded
from regledger_hazardous_chemicals.special_operations.validity import approved, in_time, single_plate

__all__ = [
    "SPECIAL_OPERATION",
    "EnterPermit",
    "LookAtOperation",
    "SpecialOperation",
    "SpecialOperationLookedAt",
    "SpecialOperationPermitEntered",
    "enter_permit",
    "look_at_operation",
]

_TAGS = {"permit": "special_operation", **PARTY_TAGS}
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000)]


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a permit says."""

    permit: Id
    site: Id
    authority: Id
    """Which enters it."""
    kind: OperationKind
    grade: Class | None = None
    """The class of hot work that the place asks for; None for every other operation."""
    managed_as: Class | None = None
    """The class as which it is managed; None where that is `grade`."""
    approver: Approver
    supervisor: Id | None = None
    """Surrogate id of who manages safety on the spot; never a name."""
    plates: Count = 0
    """For how many blind plates it is."""
    lower_limit_percent: Decimal | None = None
    """Lower explosive limit of the gas that may be there, in percent by volume; None where it is not known."""
    tests: tuple[GasTest, ...] = ()
    breaks: tuple[Break, ...] = ()
    begun_at: Instant | None = None
    finished_at: Instant | None = None
    """None while work goes on, or has not begun."""
    ends_at: Instant
    starts_at: Instant


@fact("special_operation.permit_entered", 1, tags=_TAGS, occurred="starts_at")
class SpecialOperationPermitEntered(Fact, _Entry, frozen=True, kw_only=True):
    """`special_operation.permit_entered` v1: the permit of a special operation, valid from an instant, was shown to an
    inspector and entered (GB 30871-2022; 安全生产法 Art 43)."""

    enterprise: Id


@fact("special_operation.looked_at", 1, tags=_TAGS, occurred="seen_at")
class SpecialOperationLookedAt(Fact, frozen=True, kw_only=True):
    """`special_operation.looked_at` v1: an inspector looked at a special operation on the spot at an instant."""

    permit: Id
    site: Id
    enterprise: Id
    authority: Id
    working: bool
    supervised: bool
    """Whether somebody managed safety on the spot."""
    sheet_shown: bool
    """Whether the permit was shown."""
    remarks: Text
    seen_at: Instant


class SpecialOperation(State, frozen=True, kw_only=True):
    """One special operation."""

    permit: str
    site: str
    enterprise: str
    authority: str
    kind: str
    managed_as: str | None
    starts_at: Instant
    ends_at: Instant
    finished_at: Instant | None
    seen_at: Instant | None = None
    """When it was last looked at."""


def _evolve(state: SpecialOperation | None, recorded: RecordedFact) -> SpecialOperation | None:
    match recorded.body:
        case SpecialOperationPermitEntered() as body:
            return SpecialOperation(
                permit=body.permit,
                site=body.site,
                enterprise=body.enterprise,
                authority=body.authority,
                kind=body.kind,
                managed_as=body.managed_as or body.grade,
                starts_at=body.starts_at,
                ends_at=body.ends_at,
                finished_at=body.finished_at,
            )
        case SpecialOperationLookedAt() as body if state is not None:
            return msgspec.structs.replace(state, seen_at=body.seen_at)
    return state


SPECIAL_OPERATION = Kind(
    name="special_operation",
    state=SpecialOperation,
    evolve=_evolve,
    facts=(SpecialOperationPermitEntered, SpecialOperationLookedAt),
)


class EnterPermit(Command, _Entry, frozen=True, kw_only=True):
    """Enter the permit of a special operation as it was shown."""


class LookAtOperation(Command, frozen=True, kw_only=True):
    """Record what was seen of a special operation on the spot."""

    permit: Id
    working: bool
    supervised: bool
    sheet_shown: bool = True
    remarks: Text = ""
    seen_at: Instant


def _enter_reads(command: EnterPermit, dossier: Dossier) -> Iterator[str]:
    yield f"{SPECIAL_OPERATION.name}:{command.permit}"
    yield from party_reads(command.site, command.authority, dossier)


@handles("special_operation.enter_permit", EnterPermit, on="starts_at", reads=_enter_reads, world=True)
def enter_permit(command: EnterPermit, dossier: Dossier, judge: Judge) -> Outcome:
    """F-17: validity, approver, supervisor, air, and work inside the permit's hours; F-18: the class on days off and at night."""
    subject = f"special_operation:{command.permit}"
    yield from first_entered(subject, dossier.known(SpecialOperation, command.permit), judge)
    site = yield from site_of(command.site, command.authority, dossier, judge)
    sound = True
    for objection in _readable(command, judge):
        sound = False
        yield objection
    if site is None or not sound:
        return
    sheet = Sheet(
        permit=command.permit,
        kind=command.kind,
        grade=command.grade,
        managed_as=command.managed_as or command.grade,
        approver=command.approver,
        plates=command.plates,
        lower_limit=command.lower_limit_percent,
        tests=tuple(sorted(command.tests, key=lambda one: one.tested_at)),
        breaks=command.breaks,
        begun_at=command.begun_at,
        finished_at=command.finished_at,
        starts_at=command.starts_at,
        ends_at=command.ends_at,
    )
    yield from judge.rule(
        "F-17", "special_operation.nobody_in_charge", command.supervisor is not None, permit=command.permit
    )
    yield from approved(sheet, judge)
    yield from single_plate(sheet, judge)
    yield from in_time(sheet, judge)
    yield from air_tested(sheet, judge)
    yield from upgraded(sheet, judge)
    own = {name: getattr(command, name) for name in command.__struct_fields__}
    yield SpecialOperationPermitEntered(enterprise=site.enterprise, **own)


def _readable(command: EnterPermit, judge: Judge) -> Iterator[Objection]:
    """REF, SEQ: hot work names its class, and the times stand in their order."""
    hot = command.kind == "hot_work"
    yield from judge.rule(
        "REF", "special_operation.class_missing", not hot or command.grade is not None, permit=command.permit
    )
    pairs = [(command.starts_at, command.ends_at)]
    if command.begun_at is not None and command.finished_at is not None:
        pairs.append((command.begun_at, command.finished_at))
    pairs.extend((one.stopped_at, one.resumed_at) for one in command.breaks)
    for earlier, later in pairs:
        yield from judge.rule(
            "SEQ",
            "special_operation.out_of_order",
            earlier < later,
            permit=command.permit,
            earlier=earlier.isoformat(),
            later=later.isoformat(),
        )


@handles(
    "special_operation.look_at",
    LookAtOperation,
    on="seen_at",
    reads=lambda command, _dossier: (f"special_operation:{command.permit}",),
    world=True,
)
def look_at_operation(command: LookAtOperation, dossier: Dossier, judge: Judge) -> Outcome:
    """F-17: work without a permit in force, or without anybody in charge, and a permit that was not kept are findings: noted."""
    state = dossier.latest(SpecialOperation, command.permit)
    yield from judge.rule("REF", "special_operation.unknown", state is not None, permit=command.permit)
    if state is None:
        return
    told = {"permit": command.permit, "seen": command.seen_at.isoformat()}
    yield from judge.note(
        "F-17",
        "special_operation.seen_beyond",
        not command.working or command.seen_at <= state.ends_at,
        ends=state.ends_at.isoformat(),
        **told,
    )
    yield from judge.note(
        "F-17", "special_operation.seen_unsupervised", not command.working or command.supervised, **told
    )
    last = judge.deadline("F-17.kept", day_of(state.ends_at, judge.zone)).day
    yield from judge.note(
        "F-17",
        "special_operation.not_kept",
        command.sheet_shown or judge.day > last,
        permit=command.permit,
        day=judge.day,
        last=last,
    )
    yield SpecialOperationLookedAt(
        permit=command.permit,
        site=state.site,
        enterprise=state.enterprise,
        authority=state.authority,
        working=command.working,
        supervised=command.supervised,
        sheet_shown=command.sheet_shown,
        remarks=command.remarks,
        seen_at=command.seen_at,
    )
