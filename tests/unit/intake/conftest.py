"""A small register of our own, its mapping, and a ledger to bring it into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from regledger.clock import to_micros
from regledger.intake.importing import import_files
from regledger.intake.report import Report
from regledger.intake.source_rows import SourceRows
from regledger.ledger import Installation, Ledger
from regledger.log.facts import RecordedFact

INSTALLED = Installation()
NOW = to_micros(datetime(2026, 6, 1, 8, 0, tzinfo=UTC))

MAPPING = """
[register]
id = "cases"
title = "Cases"
zone = "Asia/Shanghai"

[file]
encodings = ["utf-8"]
delimiters = [",", "tab"]

[as_of]
file_name = "YYYY-MM-DD.csv"

[[record]]
name = "case"
key = ["no"]
columns = ["no", "firm", "place", "state"]
personal = ["boss"]
identity = ["firm", "place", "opened"]

[[record.concerns]]
name = "firm"
columns = ["firm"]

[record.milestones]
opened = "opened"
closed = "closed"

[record.milestones.decided]
column = "decided"
amounts.fine = { column = "fine", currency = "CNY" }
"""

HEADER = "no,firm,place,state,boss,opened,decided,fine,closed"


@dataclass
class Desk:
    """A ledger, a folder and a mapping."""

    ledger: Ledger
    folder: Path
    mapping: str = MAPPING

    def file(self, name: str, lines: Sequence[str] | bytes, *, header: str = HEADER) -> Path:
        """An export."""
        path = self.folder / name
        path.write_bytes(lines if isinstance(lines, bytes) else "\r\n".join([header, *lines, ""]).encode())
        return path

    def run(self, *files: Path, as_of: date | None = None) -> Report:
        """Import files."""
        mapping = self.folder / "mapping.toml"
        mapping.write_text(self.mapping, encoding="utf-8")
        return import_files(self.ledger, mapping, files, actor="officer:zhang", as_of=as_of, rejects_in=self.folder)

    def export(self, name: str, *lines: str) -> Report:
        """Write an export and import it."""
        return self.run(self.file(name, lines))

    def facts(self, type: str) -> list[RecordedFact]:
        """Facts of one type."""
        return list(self.ledger.facts(types=[type]))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty ledger, opened on 1 June 2026."""
    ledger = Ledger.create(f"sqlite:///{tmp_path}/county.db", clock=lambda: NOW, installation=INSTALLED)
    with ledger:
        yield Desk(ledger, tmp_path)


A = "A-1,Alpha Ltd,North,open,Wang Wei,2025-03-01,,,"
B = "B-2,Beta Ltd,South,closed,,2024-01-05,2024-02-01,1500,2024-06-01"


def counts(desk: Desk) -> Counter[str]:
    """Facts by type."""
    return Counter(fact.type for fact in desk.ledger.facts())


def closed_on(held: object) -> date | None:
    """The day on which the one row of a held record was closed."""
    state = getattr(held, "state", None)
    assert isinstance(state, SourceRows)
    (row,) = state.rows.values()
    closed = row.milestones.get("closed")
    return None if closed is None else closed.on
