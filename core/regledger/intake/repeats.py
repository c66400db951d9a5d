"""Keys that are not quite unique: rows that share one are told apart by a number.

The numbers hold over later exports: a row keeps the number under which its content is known; what has changed takes the
numbers that are left, in order of the file.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from regledger.intake.delimited import Layout, Line, lines_of
from regledger.intake.fields import BadRow
from regledger.intake.known import Known, KnownRow
from regledger.intake.reading import Reader, RecordReader, Row
from regledger.log.personal import ERASED

__all__ = ["ReadLine", "Repeats"]


class ReadLine(msgspec.Struct):
    """A line and the records that it holds."""

    line: Line
    rows: list[tuple[RecordReader, Row]]


class Repeats:
    """Holds back the lines whose key the file or the ledger has more than once."""

    def __init__(self, reader: Reader, layout: Layout, known: Known) -> None:
        self._known = known
        self._reader = reader.records[0]
        self._numbering = self._reader.form.repeats == "number"
        self._repeated = self._found(reader, layout) if self._numbering else frozenset()
        self._held: dict[str, list[ReadLine]] = {}

    def _found(self, reader: Reader, layout: Layout) -> frozenset[str]:
        once: set[str] = set()
        again: set[str] = set()
        for line in lines_of(layout):
            if line.problem:
                continue
            try:
                row = self._reader.named(reader.cells(line.cells), line.number)
            except BadRow:
                continue
            if row is not None:
                (again if row.id in once else once).add(row.id)
        return frozenset(again)

    def hold_back(self, read: ReadLine) -> bool:
        """Whether `read` waits for the others of its key."""
        if not self._numbering:
            return False
        _, row = read.rows[0]
        if row.id not in self._repeated and self._id(row.key, 2) not in self._known.rows:
            return False
        self._held.setdefault(row.id, []).append(read)
        return True

    def groups(self) -> Iterator[tuple[list[ReadLine], list[str]]]:
        """The lines of each repeated key, and the ids that are known under it."""
        for id, lines in self._held.items():
            known = [id] if id in self._known.rows else []
            while (next_id := self._id(lines[0].rows[0][1].key, len(known) + 1)) in self._known.rows and known:
                known.append(next_id)
            yield lines, known

    def numbered(self, lines: list[ReadLine], known: list[str]) -> list[ReadLine]:
        """Those of `lines` that differ, each under its own id; the personal values of `known` are revealed."""
        distinct: list[ReadLine] = []
        for read in lines:
            if not any(_same(read.rows[0][1], other.rows[0][1]) for other in distinct):
                distinct.append(read)
        left = list(known)
        waiting: list[ReadLine] = []
        taken: dict[int, str] = {}
        for read in distinct:
            match = next((id for id in left if _same(read.rows[0][1], self._known.rows[id])), None)
            if match is None:
                waiting.append(read)
            else:
                left.remove(match)
                taken[read.line.number] = match
        number = len(known)
        for read in waiting:
            if left:
                taken[read.line.number] = left.pop(0)
            else:
                number += 1
                taken[read.line.number] = self._id(read.rows[0][1].key, number)
        for read in distinct:
            row = read.rows[0][1]
            row.id = taken[read.line.number]
            ordinal = next(n for n in range(1, number + 1) if self._id(row.key, n) == row.id)
            row.key = self._key(row.key, ordinal)
        return distinct

    def _key(self, key: tuple[str, ...], number: int) -> tuple[str, ...]:
        return key if number == 1 else (*key, f"#{number}")

    def _id(self, key: tuple[str, ...], number: int) -> str:
        return self._reader.id_of(self._key(key, number))


def _same(row: Row, other: Row | KnownRow) -> bool:
    if row.values != other.values or row.personal.keys() != other.personal.keys():
        return False
    if any(other.personal[column] not in (text, ERASED, None) for column, text in row.personal.items()):
        return False
    stated = {name: one.on for name, one in other.milestones.items() if one.on is not None}
    return {name: one.on for name, one in row.milestones.items()} == stated
