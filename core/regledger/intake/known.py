"""What a ledger already holds of a register: the fold that makes running an import again record nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from regledger.intake.facts import ExportSeen, MilestoneStated, RowChanged, RowRewritten, RowSeen
from regledger.intake.reading import Stated
from regledger.log.facts import Fact, RecordedFact
from regledger.log.text import Personal

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Known", "KnownExport", "KnownFact", "KnownRow"]


class KnownFact(msgspec.Struct):
    """A real fact that a row gave."""

    body: Fact
    number: int = 0


class KnownRow(msgspec.Struct):
    """A row, as the facts of its register say it is."""

    record: str
    id: str
    key: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    values: dict[str, str] = {}
    personal: dict[str, str | Personal | None] = {}
    """Its text where it was read or revealed; None where the personal store no longer has it."""
    milestones: dict[str, Stated] = {}
    facts: dict[str, KnownFact] = {}
    first_file: str = ""
    dropped: bool = False


class KnownExport(msgspec.Struct, frozen=True):
    """An export that was taken in whole."""

    file: str
    mapping: str
    seen_on: date
    rows: int
    by: str
    """Who imported it, as `kind:id`."""
    rejected: frozenset[str]
    """Rows that it had and that were rejected."""
    unnamed: int
    """How many rejected rows stand not among them."""

    @classmethod
    def of(cls, body: ExportSeen, by: str) -> KnownExport:
        """As a fact says it."""
        rejected = frozenset(body.rejected_rows)
        return cls(body.file, body.mapping, body.seen_on, body.rows, by, rejected, body.rejected_unnamed)

    def read(self, row: str) -> bool:
        """Whether it is known that what it said of a row, if anything, was recorded."""
        return not self.unnamed and row not in self.rejected


class Known:
    """All rows and exports of one register."""

    def __init__(self) -> None:
        self.rows: dict[str, KnownRow] = {}
        self.exports: list[KnownExport] = []
        self.subjects: dict[tuple[str, str], str] = {}
        """(type, first tag) of a real fact → the row that gave it first."""
        self.head = 0
        """The last fact of the store when the register was read; what an append asks."""
        self._texts: dict[str, str] = {}

    @classmethod
    def read(cls, ledger: Ledger, register: str) -> Known:
        """Fold the register's facts up to the head."""
        known = cls()
        known.head = ledger.recorder.head().number
        for fact in ledger.facts(tags=[f"register:{register}"], until=known.head):
            known.take(fact)
        return known

    def take(self, fact: RecordedFact) -> None:
        """Fold one fact; what was not imported is passed over."""
        if fact.source is None:
            return
        body = fact.body
        if isinstance(body, ExportSeen):
            by = fact.commit.by.actor if fact.commit.by is not None else ""
            self.exports.append(KnownExport.of(body, by))
        elif isinstance(body, (RowSeen, RowChanged, MilestoneStated, RowRewritten)):
            row = self.rows.get(body.row)
            if row is None:
                row = KnownRow(body.record, body.row, first_file=fact.source.file)
                self.rows[body.row] = row
            self._tell(row, body, fact)
        elif isinstance(body, Fact):
            self._take_real(body, fact)

    def _tell(
        self, row: KnownRow, body: RowSeen | RowChanged | MilestoneStated | RowRewritten, fact: RecordedFact
    ) -> None:
        row.concerns = body.concerns
        match body:
            case RowSeen():
                row.key = body.key
                row.values = self._shared(body.values)
                row.personal = dict(body.personal)
            case RowChanged():
                row.values.update(self._shared(body.now))
                row.values = {column: text for column, text in row.values.items() if text}
                row.personal.update(body.personal)
                row.personal = {
                    column: one
                    for column, one in row.personal.items()
                    if not isinstance(one, Personal) or one.commitment
                }
            case MilestoneStated():
                row.milestones[body.milestone] = Stated(body.on, body.column, body.amounts, body.details, _place(fact))
            case RowRewritten(kind="dropped" | "renumbered"):
                row.dropped = True
            case RowRewritten(kind="returned"):
                row.dropped = False

    def _take_real(self, body: Fact, fact: RecordedFact) -> None:
        declared = type(body).__fact__
        source = next((tag.partition(":")[2] for tag in fact.tags if tag.startswith("source:")), None)
        row = self.rows.get(source or "")
        if row is None:
            return
        row.facts[declared.name] = KnownFact(body, _place(fact))
        self.subjects.setdefault((declared.name, next(declared.tags_of(body), "")), row.id)

    def _shared(self, values: dict[str, str]) -> dict[str, str]:
        """The same texts held once: registers repeat themselves."""
        share = self._texts.setdefault
        return {share(column, column): share(text, text) for column, text in values.items()}


def _place(fact: RecordedFact) -> int:
    """The number in whose place the fact stands: what the next correction names."""
    return fact.number if fact.corrects is None else fact.corrects.number
