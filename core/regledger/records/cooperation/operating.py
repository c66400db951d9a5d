"""Joint operations: one lead, one plan, each organ its own documents (I-16, A-30)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.objections import Objection
from regledger.log.facts import RecordedFact
from regledger.log.text import Code, Id, Tag, Text
from regledger.records.authority import authority_stands
from regledger.records.cooperation.facts import (
    OperationClosed,
    OperationDocumentIssued,
    OperationItemAssigned,
    OperationItemRecorded,
    OperationPlanned,
)
from regledger.records.delegation.facts import Fen
from regledger.records.presence import filled, not_before, readable, records_known

__all__ = ["HANDLERS", "OPERATION", "Item", "Operation"]


class Item(State, frozen=True, kw_only=True):
    """A problem that a joint operation found."""

    item: str
    owner: str | None
    fined_by: str | None = None


class Operation(State, frozen=True, kw_only=True):
    """A joint operation."""

    operation: str
    lead: str
    participants: tuple[str, ...]
    first_day: date
    last_day: date
    items: tuple[Item, ...] = ()
    closed_on: date | None = None

    def named(self, item: str) -> Item | None:
        """The problem of that id."""
        return next((one for one in self.items if one.item == item), None)

    @property
    def ownerless(self) -> tuple[str, ...]:
        """The problems that no organ handles yet."""
        return tuple(one.item for one in self.items if one.owner is None)


def _evolve(state: Operation | None, recorded: RecordedFact) -> Operation | None:
    body, replace = recorded.body, msgspec.structs.replace
    if isinstance(body, OperationPlanned):
        return Operation(
            operation=body.operation,
            lead=body.lead,
            participants=body.participants,
            first_day=body.first_day,
            last_day=body.last_day,
        )
    if state is None:
        return None
    match body:
        case OperationItemRecorded():
            return replace(state, items=(*state.items, Item(item=body.item, owner=body.owner)))
        case OperationItemAssigned():
            return replace(
                state,
                items=tuple(replace(one, owner=body.owner) if one.item == body.item else one for one in state.items),
            )
        case OperationDocumentIssued() if body.fine_fen:
            return replace(
                state,
                items=tuple(
                    replace(one, fined_by=one.fined_by or body.document) if one.item == body.item else one
                    for one in state.items
                ),
            )
        case OperationClosed():
            return replace(state, closed_on=body.closed_on)
    return state


def _steps(state: Operation, judge: Judge) -> Iterator[NextStep]:
    if state.closed_on is not None:
        return
    for one in state.ownerless:
        yield NextStep(command="operation.assign_item", rule="I-16", owner="authority", title=f"Name who handles {one}")
    if not state.ownerless:
        yield NextStep(command="operation.close", rule="I-16", owner="authority")


OPERATION = Kind(
    name="operation",
    state=Operation,
    evolve=_evolve,
    facts=(
        OperationPlanned,
        OperationItemRecorded,
        OperationItemAssigned,
        OperationDocumentIssued,
        OperationClosed,
    ),
    steps=_steps,
)


class PlanOperation(Command, frozen=True, kw_only=True):
    """Plan a joint operation of several organs."""

    operation: Id
    lead: Id
    participants: tuple[Id, ...]
    plan: Code
    scope: Text
    first_day: date
    last_day: date
    planned_on: date


class RecordItem(Command, frozen=True, kw_only=True):
    """Record a problem that a joint operation found."""

    operation: Id
    item: Id
    subject: Tag
    problem: Text
    owner: Id | None = None
    found_on: date


class AssignItem(Command, frozen=True, kw_only=True):
    """Say which organ handles a problem of a joint operation."""

    operation: Id
    item: Id
    owner: Id
    assigned_on: date


class IssueDocument(Command, frozen=True, kw_only=True):
    """Record the document that an organ issued on a problem of a joint operation."""

    operation: Id
    item: Id
    authority: Id
    document: Tag
    fine_fen: Fen = 0
    issued_on: date


class CloseOperation(Command, frozen=True, kw_only=True):
    """Close a joint operation."""

    operation: Id
    summary: Text
    closed_on: date


def _plan_reads(command: PlanOperation, dossier: Dossier) -> Iterator[str]:
    yield f"operation:{command.operation}"
    yield f"authority:{command.lead}"
    yield from (f"authority:{one}" for one in command.participants)


@handles("operation.plan", PlanOperation, on="planned_on", reads=_plan_reads, role="approve", shared=True)
def plan_operation(command: PlanOperation, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused without at least two organs, the lead among them (I-16)."""
    free = not dossier.known(Operation, command.operation)
    yield from judge.rule("REF", "supervision.taken", free, kind="operation", id=command.operation)
    for one in dict.fromkeys((command.lead, *command.participants)):
        yield from authority_stands(one, dossier, judge)
    found = len(set(command.participants))
    asked = judge.whole("I-16.organs") if judge.law.has("I-16.organs", on=judge.day) else 1
    joint = found >= asked and command.lead in command.participants
    yield from judge.rule("I-16", "operation.not_joint", joint, lead=command.lead, found=found, asked=asked)
    ordered = command.first_day <= command.last_day
    yield from judge.rule(
        "SEQ",
        "supervision.ends_before_it_begins",
        ordered,
        id=command.operation,
        first=command.first_day,
        last=command.last_day,
    )
    yield OperationPlanned(
        operation=command.operation,
        lead=command.lead,
        participants=command.participants,
        plan=command.plan,
        scope=command.scope,
        first_day=command.first_day,
        last_day=command.last_day,
        planned_on=command.planned_on,
    )


def _reads(command: AssignItem | CloseOperation, dossier: Dossier) -> Iterator[str]:
    yield f"operation:{command.operation}"


def _running(operation: str, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Operation | None]:
    then = dossier.get(Operation, operation)
    yield from judge.rule("REF", "supervision.unknown", then is not None, kind="operation", id=operation)
    found = None if then is None else dossier.latest(Operation, operation)
    running = found is None or found.closed_on is None
    yield from judge.rule("SEQ", "supervision.ended_already", running, kind="operation", id=operation)
    return found


def _participates(found: Operation, organ: str, judge: Judge) -> Iterator[Objection]:
    takes_part = organ in found.participants
    yield from judge.rule("I-16", "operation.not_a_participant", takes_part, operation=found.operation, authority=organ)


def _item_reads(command: RecordItem, dossier: Dossier) -> Iterator[str]:
    yield f"operation:{command.operation}"
    yield from readable([command.subject], dossier)


@handles("operation.record_item", RecordItem, on="found_on", reads=_item_reads, world=True)
def record_item(command: RecordItem, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for an id that is taken; its organ, where it has one yet, is a participant (I-16)."""
    found = yield from _running(command.operation, dossier, judge)
    if found is None:
        return
    begun = found.first_day <= command.found_on
    yield from judge.rule(
        "I-16",
        "operation.before_its_days",
        begun,
        operation=command.operation,
        first=found.first_day,
        day=command.found_on,
    )
    yield from records_known([command.subject], dossier, judge)
    yield from filled(f"operation:{command.operation}", judge, problem=command.problem)
    free = found.named(command.item) is None
    yield from judge.rule("REF", "supervision.taken", free, kind="item", id=command.item)
    if command.owner is not None:
        yield from _participates(found, command.owner, judge)
    yield OperationItemRecorded(
        operation=command.operation,
        item=command.item,
        subject=command.subject,
        problem=command.problem,
        owner=command.owner,
        found_on=command.found_on,
    )


def _found_by_then(command: AssignItem | IssueDocument, dossier: Dossier) -> bool:
    then = dossier.get(Operation, command.operation)
    return then is not None and then.named(command.item) is not None


@handles("operation.assign_item", AssignItem, on="assigned_on", reads=_reads, world=True)
def assign_item(command: AssignItem, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the organ does not take part (I-16)."""
    found = yield from _running(command.operation, dossier, judge)
    if found is None:
        return
    known = _found_by_then(command, dossier)
    yield from judge.rule("REF", "supervision.unknown", known, kind="item", id=command.item)
    yield from _participates(found, command.owner, judge)
    yield OperationItemAssigned(
        operation=command.operation, item=command.item, owner=command.owner, assigned_on=command.assigned_on
    )


def _document_reads(command: IssueDocument, dossier: Dossier) -> Iterator[str]:
    yield f"operation:{command.operation}"
    yield from readable([command.document], dossier)


@handles("operation.issue_document", IssueDocument, on="issued_on", reads=_document_reads, world=True)
def issue_document(command: IssueDocument, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for another organ than the problem's own (I-16), and for a second fine on one problem (A-30)."""
    found = yield from _running(command.operation, dossier, judge)
    item = found.named(command.item) if found is not None and _found_by_then(command, dossier) else None
    yield from judge.rule("REF", "supervision.unknown", item is not None, kind="item", id=command.item)
    yield from records_known([command.document], dossier, judge)
    if item is None:
        return
    yield from judge.rule(
        "I-16",
        "operation.not_its_organ",
        item.owner == command.authority,
        item=item.item,
        authority=command.authority,
        owner=item.owner or "nobody",
    )
    once = not command.fine_fen or item.fined_by is None
    yield from judge.rule("A-30", "operation.fined_before", once, item=item.item, other=item.fined_by or "")
    yield OperationDocumentIssued(
        operation=command.operation,
        item=command.item,
        authority=command.authority,
        document=command.document,
        fine_fen=command.fine_fen,
        issued_on=command.issued_on,
    )


@handles("operation.close", CloseOperation, on="closed_on", reads=_reads, role="review", shared=True)
def close_operation(command: CloseOperation, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused while a problem has no organ that handles it (I-16)."""
    found = yield from _running(command.operation, dossier, judge)
    if found is None:
        return
    yield from not_before(f"operation:{command.operation}", found.first_day, command.closed_on, judge)
    yield from filled(f"operation:{command.operation}", judge, summary=command.summary)
    left = ", ".join(found.ownerless)
    yield from judge.rule("I-16", "operation.item_ownerless", not left, operation=command.operation, items=left)
    yield OperationClosed(operation=command.operation, summary=command.summary, closed_on=command.closed_on)


HANDLERS = (plan_operation, record_item, assign_item, issue_document, close_operation)
