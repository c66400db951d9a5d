"""What foreign registers say about one subject: the fold behind `show source:…` and `show register:…`."""

from __future__ import annotations

from datetime import date

import msgspec

from regledger.deciding.kinds import Kind, State
from regledger.intake.facts import (
    Amount,
    ExportSeen,
    MilestoneStated,
    RowChanged,
    RowRewritten,
    RowSeen,
)
from regledger.log.facts import RecordedFact
from regledger.log.text import Personal

__all__ = ["REGISTER", "SOURCE", "Export", "Register", "SourceMilestone", "SourceRow", "SourceRows"]


class SourceMilestone(msgspec.Struct, frozen=True, kw_only=True):
    """A dated step, as the register states it."""

    on: date
    column: str
    amounts: dict[str, Amount]
    details: dict[str, str]


class SourceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a register. At a day before its first export only its milestones are there."""

    register: str
    record: str
    row: str
    key: tuple[str, ...] = ()
    values: dict[str, str] = {}
    personal: dict[str, Personal] = {}
    milestones: dict[str, SourceMilestone] = {}
    first_seen_on: date | None = None
    last_changed_on: date | None = None
    dropped_on: date | None = None
    """As-of day of the whole export that no longer had it, until one has it again."""
    renumbered_to: str = ""
    """The key under which its content stands now."""


class SourceRows(State, frozen=True, kw_only=True):
    """The rows that speak of a subject: itself, and those that concern it."""

    rows: dict[str, SourceRow]
    """By surrogate id."""


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """An export that was taken in."""

    file: str
    name: str
    seen_on: date
    rows: int
    rejected: int
    mapping: str


class Register(State, frozen=True, kw_only=True):
    """A foreign register, by the exports of it that were taken in."""

    register: str
    exports: tuple[Export, ...]


def _evolve_rows(state: SourceRows | None, recorded: RecordedFact) -> SourceRows | None:
    body = recorded.body
    if not isinstance(body, (RowSeen, RowChanged, MilestoneStated, RowRewritten)):
        return state
    rows = {} if state is None else state.rows
    row = rows.get(body.row) or SourceRow(register=body.register, record=body.record, row=body.row)
    return SourceRows(rows={**rows, body.row: _told(row, body)})


def _told(row: SourceRow, body: RowSeen | RowChanged | MilestoneStated | RowRewritten) -> SourceRow:
    match body:
        case RowSeen():
            return msgspec.structs.replace(
                row, key=body.key, values=body.values, personal=body.personal, first_seen_on=body.seen_on
            )
        case RowChanged():
            values = {column: text for column, text in {**row.values, **body.now}.items() if text}
            personal = {column: one for column, one in {**row.personal, **body.personal}.items() if one.commitment}
            return msgspec.structs.replace(row, values=values, personal=personal, last_changed_on=body.seen_on)
        case MilestoneStated():
            milestones = {name: one for name, one in row.milestones.items() if name != body.milestone}
            if body.on is not None:
                milestones[body.milestone] = SourceMilestone(
                    on=body.on, column=body.column, amounts=body.amounts, details=body.details
                )
            return msgspec.structs.replace(row, milestones=milestones)
        case RowRewritten(kind="dropped"):
            return msgspec.structs.replace(row, dropped_on=body.seen_on)
        case RowRewritten(kind="renumbered"):
            return msgspec.structs.replace(row, dropped_on=body.seen_on, renumbered_to=body.now)
        case RowRewritten(kind="returned"):
            return msgspec.structs.replace(row, dropped_on=None, renumbered_to="")
    return row


def _evolve_register(state: Register | None, recorded: RecordedFact) -> Register | None:
    match recorded.body:
        case ExportSeen() as body:
            earlier = () if state is None else state.exports
            export = Export(
                file=body.file,
                name=body.name,
                seen_on=body.seen_on,
                rows=body.rows,
                rejected=body.rejected,
                mapping=body.mapping,
            )
            return Register(register=body.register, exports=(*earlier, export))
    return state


SOURCE = Kind(
    name="source",
    state=SourceRows,
    evolve=_evolve_rows,
    facts=(RowSeen, RowChanged, MilestoneStated, RowRewritten),
)
REGISTER = Kind(name="register", state=Register, evolve=_evolve_register, facts=(ExportSeen,))
