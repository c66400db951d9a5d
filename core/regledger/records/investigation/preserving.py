"""Registering and preserving evidence in advance, and what becomes of it within seven working days (行政处罚法 Art 56; A-07)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.calendar import Deadline
from regledger.log.facts import RecordedFact
from regledger.log.text import Id, Text
from regledger.records.approval import Approval, approval_reads, approved
from regledger.records.authority import officer_reads, qualified
from regledger.records.case.reading import open_case
from regledger.records.identity.heirs import acting, acting_reads
from regledger.records.investigation.preservation_facts import (
    Disposal,
    Item,
    PreservationDisposed,
    PreservationOrdered,
)
from regledger.records.investigation.recusal import file_reads, not_recused
from regledger.records.period import period_in_force

__all__ = [
    "PRESERVATION",
    "DisposePreservation",
    "OrderPreservation",
    "Preservation",
    "dispose_preservation",
    "order_preservation",
]


class Preservation(State, frozen=True, kw_only=True):
    """What was registered and preserved in advance."""

    preservation: str
    case: str
    enterprise: str
    site: str
    authority: str
    ordered_on: date
    disposed_on: date | None = None


def _evolve(state: Preservation | None, recorded: RecordedFact) -> Preservation | None:
    match recorded.body:
        case PreservationOrdered() as body:
            return Preservation(
                preservation=body.preservation,
                case=body.case,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                ordered_on=body.ordered_on,
            )
        case PreservationDisposed() as body if state is not None:
            return msgspec.structs.replace(state, disposed_on=body.disposed_on)
    return state


def _disposal_due(state: Preservation, judge: Judge) -> Deadline | None:
    return period_in_force(judge, "A-07.disposal", state.ordered_on, on=state.ordered_on)


def _steps(state: Preservation, judge: Judge) -> Iterator[NextStep]:
    if state.disposed_on is None:
        last = _disposal_due(state, judge)
        yield NextStep(
            command="preservation.dispose",
            due=None if last is None else last.day,
            how=() if last is None else tuple(last.how()),
            rule="A-07",
            owner="authority",
            since=state.ordered_on,
            title="Decide what becomes of what was preserved",
            title_zh="先行登记保存证据处理决定",
        )


PRESERVATION = Kind(
    name="preservation",
    state=Preservation,
    evolve=_evolve,
    facts=(PreservationOrdered, PreservationDisposed),
    steps=_steps,
)


class OrderPreservation(Command, frozen=True, kw_only=True):
    """Register and preserve evidence that may be lost."""

    preservation: Id
    case: Id
    items: tuple[Item, ...]
    place: Text
    ground: Text
    """Why it may be lost or hard to obtain later."""
    officers: tuple[Id, ...]
    approval: Approval | None = None
    list_given: bool
    """Whether the party is given notice and list."""
    ordered_on: date


class DisposePreservation(Command, frozen=True, kw_only=True):
    """Decide what becomes of what was preserved."""

    preservation: Id
    disposal: Disposal
    reasons: Text
    disposed_on: date


def _order_reads(command: OrderPreservation, dossier: Dossier) -> Iterator[str]:
    yield f"preservation:{command.preservation}"
    yield from file_reads(command, dossier)
    yield from officer_reads(command.officers)
    yield from approval_reads(command.approval)


def _under_case(command: OrderPreservation, dossier: Dossier) -> Iterator[str]:
    return iter((f"case:{command.case}",))


@handles(
    "preservation.order",
    OrderPreservation,
    on="ordered_on",
    reads=_order_reads,
    role="approve",
    concerns=_under_case,
)
def order_preservation(command: OrderPreservation, dossier: Dossier, judge: Judge) -> Outcome:
    """A-07: with a head's approval, for evidence that may be lost, and with a list for the party."""
    free = not dossier.known(Preservation, command.preservation)
    yield from judge.rule("REF", "preservation.taken", free, preservation=command.preservation)
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from qualified(command.officers, command.ordered_on, dossier, judge)
    yield from not_recused(command.case, command.officers, dossier, judge)
    yield from approved(
        "A-07", command.approval, authority=case.authority, before=command.ordered_on, dossier=dossier, judge=judge
    )
    named = bool(command.items) and all(one.name.strip() and one.quantity.strip() for one in command.items)
    grounded = bool(command.ground.strip() and command.place.strip()) and named
    yield from judge.rule("A-07", "preservation.ungrounded", grounded, preservation=command.preservation)
    yield from judge.rule("A-07", "preservation.no_list", command.list_given, preservation=command.preservation)
    yield PreservationOrdered(
        preservation=command.preservation,
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        items=command.items,
        place=command.place,
        ground=command.ground,
        officers=command.officers,
        approval=command.approval,
        list_given=command.list_given,
        ordered_on=command.ordered_on,
    )


def _dispose_reads(command: DisposePreservation, dossier: Dossier) -> Iterator[str]:
    yield f"preservation:{command.preservation}"
    held = dossier.loaded(Preservation, command.preservation)
    if held is not None:
        yield f"site:{held.site}"
        yield from acting_reads(held.authority, dossier)


@handles("preservation.dispose", DisposePreservation, on="disposed_on", reads=_dispose_reads, role="approve")
def dispose_preservation(command: DisposePreservation, dossier: Dossier, judge: Judge) -> Outcome:
    """A-07: within seven working days; a late decision is noted and still has to be made."""
    held = dossier.get(Preservation, command.preservation)
    yield from judge.rule(
        "REF", "preservation.unknown", held is not None, preservation=command.preservation, day=judge.day
    )
    if held is None:
        return
    final = dossier.latest(Preservation, command.preservation) or held
    yield from judge.rule(
        "SEQ",
        "preservation.disposed_already",
        final.disposed_on is None,
        preservation=command.preservation,
        disposed=final.disposed_on,
    )
    yield from judge.rule(
        "A-07", "preservation.unreasoned", bool(command.reasons.strip()), preservation=command.preservation
    )
    last = _disposal_due(held, judge)
    # Art 76 answers for the delay; refusing the decision would leave the things preserved for ever.
    yield from judge.note(
        "A-07",
        "preservation.disposed_late",
        last is None or command.disposed_on <= last.day,
        preservation=command.preservation,
        ordered=held.ordered_on,
        last=None if last is None else last.day,
        disposed=command.disposed_on,
    )
    yield PreservationDisposed(
        preservation=command.preservation,
        case=held.case,
        enterprise=held.enterprise,
        site=held.site,
        authority=acting(held.authority, dossier),
        disposal=command.disposal,
        reasons=command.reasons,
        disposed_on=command.disposed_on,
    )
