"""Taking in one file: its lines, batch by batch, become what is new about the register's rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from stdnum.cn import uscc

from regledger.intake.comparing import Comparison, Told, personal_subject
from regledger.intake.delimited import Layout, Line, lines_of
from regledger.intake.fields import BadRow
from regledger.intake.known import Known, KnownRow
from regledger.intake.mapping import LoadedMapping
from regledger.intake.reading import Reader, RecordReader, Row
from regledger.intake.rejects import Rejects
from regledger.intake.repeats import ReadLine, Repeats
from regledger.log.facts import Fact
from regledger.log.text import Personal

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Taking"]

_BATCH = 500  # rows that are read, revealed and recorded together: one durable transaction
_LISTED = 20  # lines that a note names


class Taking:
    """Taking in one file; its counts are whole when `batches` ends."""

    def __init__(
        self, ledger: Ledger, loaded: LoadedMapping, layout: Layout, reader: Reader, known: Known, as_of: date
    ) -> None:
        self._ledger = ledger
        self._loaded = loaded
        self._layout = layout
        self._known = known
        self._reader = reader
        self._readers = {one.name: one for one in self._reader.records}
        self._comparison = Comparison(loaded, layout, known, seen_on=as_of)
        self._repeats = Repeats(self._reader, layout, known)
        self._met: set[str] = set()
        self._lines: dict[str, int] = {}
        self.rows = self.new = self.changed = self.refused = 0
        self.share = 0.0
        """How much of the file's lines was read."""
        self.unreadable = 0
        """How many keys could not be read."""
        self._uncompared = 0
        self._erased: set[str] = set()
        self._doubtful: list[int] = []
        self.rejected: dict[str, None] = {}
        """Ids of rejected rows, as far as their keys could be read."""
        self.notes: list[str] = []

    def batches(self, rejects: Rejects) -> Iterator[list[Told]]:
        """What is new, batch by batch; what is given must be recorded before the next is asked for."""
        lines = lines_of(self._layout)
        while batch := list(islice(lines, _BATCH)):
            self.rows += len(batch)
            self.share = min(batch[-1].number / self._layout.lines, 1.0)
            read = [one for line in batch if (one := self._read(line, rejects)) is not None]
            yield self._compared(read, rejects)
        numbered = self._numbered()
        while held_back := list(islice(numbered, _BATCH)):
            yield self._compared(held_back, rejects)
        yield self._gone()
        if self._uncompared:
            self.notes.append(
                f"{self._uncompared} rows have personal values that the personal store no longer has; "
                "they were not compared"
            )
        if self._erased:
            self.notes.append(
                f"{len(self._erased)} rows have personal values of subjects that were erased; these were left out"
            )
        if self._doubtful:
            listed = ", ".join(map(str, self._doubtful[:_LISTED])) + (", …" if len(self._doubtful) > _LISTED else "")
            self.notes.append(
                f"{len(self._doubtful)} rows give a credit code whose check digit is wrong, which a command would be "
                f"refused for; recorded as the register says it: line {listed}"
            )
        if not self._comparison.same_mapping:
            self.notes.append(
                "the mapping is not the one of the last export; a date that differs was not taken for rewritten"
            )
        if ignored := self._ignored():
            self.notes.append(f"columns that the mapping does not take: {', '.join(ignored)}")

    def _numbered(self) -> Iterator[ReadLine]:
        for lines, known in self._repeats.groups():
            self._reveal(known)
            yield from self._repeats.numbered(lines, known)

    def _read(self, line: Line, rejects: Rejects) -> ReadLine | None:
        if line.problem:
            return self._rejected(rejects, line, "", line.problem, unreadable=True)
        try:
            cells = self._reader.cells(line.cells)
        except BadRow as bad:
            return self._rejected(rejects, line, bad.column, bad.reason, unreadable=True)
        rows: list[tuple[RecordReader, Row]] = []
        worst: BadRow | None = None
        for reader in self._reader.records:
            try:
                row = reader.named(cells, line.number)
            except BadRow as bad:
                self.unreadable += 1
                worst = worst or bad
                continue
            if row is None:
                continue
            self._met.add(row.id)
            rows.append((reader, row))
            try:
                reader.fill(row, cells)
            except BadRow as bad:
                # Which of the rows with this key it is cannot be told.
                self.unreadable += reader.form.repeats == "number"
                worst = worst or bad
        if worst is not None:
            self.rejected.update(dict.fromkeys(row.id for _, row in rows))
            return self._rejected(rejects, line, worst.column, worst.reason)
        read = ReadLine(line, rows)
        return None if self._repeats.hold_back(read) else read

    def _rejected(
        self, rejects: Rejects, line: Line, column: str, reason: str, *, unreadable: bool = False
    ) -> ReadLine | None:
        self.unreadable += unreadable
        rejects.add(line, column, reason)
        return None

    def _compared(self, read: Sequence[ReadLine], rejects: Rejects) -> list[Told]:
        self._reveal(row.id for one in read for _, row in one.rows)
        self._leave_out_erased([row for one in read for _, row in one.rows])
        answers: list[Told] = []
        for one in read:
            contradiction = next((found for _, row in one.rows if (found := self._contradiction(row))), None)
            if contradiction is not None:
                self.rejected.update(dict.fromkeys(row.id for _, row in one.rows))
                self._rejected(rejects, one.line, *contradiction)
                continue
            if any(not _credible(fact) for _, row in one.rows for fact, _ in row.facts.values()):
                self._doubtful.append(one.line.number)
            new = changed = False
            for reader, row in one.rows:
                held = self._known.rows.get(row.id)
                told = self._comparison.told(row, reader)
                self._lines.setdefault(row.id, row.line)
                self._met.add(row.id)
                self._uncompared += told.uncompared
                if told.facts:
                    new = new or held is None or not held.key
                    changed = True
                    answers.append(told)
            self.new += new
            self.changed += changed and not new
        return answers

    def _leave_out_erased(self, rows: Sequence[Row]) -> None:
        """Leave the personal columns of erased rows out, as if they were blank: what was erased is never recorded anew, and
        what a register says in public of the same row goes on being taken in."""
        named = [row for row in rows if row.personal]
        gone = self._ledger.personal.erased_among(personal_subject(row.id) for row in named) if named else ()
        for row in named:
            if personal_subject(row.id) in gone:
                self._erased.add(row.id)
                row.personal.clear()

    def _contradiction(self, row: Row) -> tuple[str, str] | None:
        """(column, reason) where an earlier line of this file says something else of the same record."""
        earlier = self._lines.get(row.id)
        if earlier is None:
            return None
        held = self._known.rows[row.id]
        column = next((one for one in sorted({*held.values, *row.values}) if _differ(held.values, row.values, one)), "")
        for name in sorted({*held.milestones, *row.milestones}):
            was, now = held.milestones.get(name), row.milestones.get(name)
            if (None if was is None else was.on) != (None if now is None else now.on):
                stated = now or was
                column = column or ("" if stated is None else stated.column)
        for one in sorted({*held.personal, *row.personal}):
            if _differ(held.personal, row.personal, one):
                column = column or one
        return (column, f"line {earlier} says something else of the same {row.record}") if column else None

    def _reveal(self, ids: Iterable[str]) -> None:
        """Read the personal values of known rows, to compare them."""
        wanted: list[tuple[KnownRow, str, Personal]] = []
        for id in ids:
            held = self._known.rows.get(id)
            if held is not None:
                wanted += [(held, column, one) for column, one in held.personal.items() if isinstance(one, Personal)]
        texts = self._ledger.personal._reveal_all([one for _, _, one in wanted]) if wanted else []
        for (held, column, _), text in zip(wanted, texts, strict=True):
            held.personal[column] = text

    # ── rows that are no longer there ───────────────────────────────────────────────────────────────────

    def _gone(self) -> list[Told]:
        if self._loaded.mapping.register.export != "whole":
            return []
        rows = [held for held in self._known.rows.values() if held.record in self._readers and held.key]
        gone = [held for held in rows if not held.dropped and held.id not in self._met]
        if gone and self.unreadable:
            self.notes.append(
                f"{len(gone)} keys of earlier exports were not met, but the keys of {self.unreadable} rows could "
                "not be read; nothing was taken for dropped"
            )
            return []
        if not gone:
            return []
        # By file and not by run, so that an import that was broken off and goes on finds the same.
        added: dict[tuple[str, ...], list[KnownRow]] = {}
        for held in rows:
            if held.first_file == self._layout.digest and (identity := self._identity(held)):
                added.setdefault(identity, []).append(held)
        identities = [self._identity(held) for held in gone]
        answers = []
        for held, identity in zip(gone, identities, strict=True):
            others = added.get(identity, []) if identity else []
            alone = len(others) == 1 and identities.count(identity) == 1
            answers.append(self._comparison.gone(held, others[0] if alone else None))
        return answers

    def _identity(self, held: KnownRow) -> tuple[str, ...]:
        """What tells that a row is the same under another key; empty where nothing does."""
        columns = self._readers[held.record].form.identity
        dates = {one.column: one.on.isoformat() for one in held.milestones.values() if one.on is not None}
        found = tuple(held.values.get(column) or dates.get(column, "") for column in columns)
        return (held.record, *found) if any(found) else ()

    def _ignored(self) -> list[str]:
        taken = {column for _, column in self._loaded.mapping.wanted()}
        taken.update(column for record in self._loaded.mapping.record for column in record.leave_out)
        if any(record.columns == "rest" for record in self._loaded.mapping.record):
            return []
        return [column for column in self._layout.header if column not in taken and not column.startswith("#")]


def _credible(fact: Fact) -> bool:
    code = getattr(fact, "credit_code", None)
    return code is None or uscc.is_valid(code)


def _differ(one: dict[str, str] | dict[str, str | Personal | None], other: dict[str, str], column: str) -> bool:
    return (one.get(column) or "") != other.get(column, "")
