"""Matching values with the facts that commit to them: which facts hold the values of a subject, and which values are orphans.

A value is durable before its fact, so a crash, a lost race or a refused append leaves one that no fact promises. The log is
searched once, from where the last search ended; where it is no longer the log that was searched, from its beginning.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from typing import TYPE_CHECKING

import msgspec

from regledger.clock import system_clock
from regledger.log.personal.files import PersonalFiles
from regledger.log.personal.under_way import UnderWay

if TYPE_CHECKING:
    from regledger.log.recorder import Recorder, StoredEvent

__all__ = ["MOMENT", "Matching", "Orphans", "committed_in"]

MOMENT = 3_600.0
"""Seconds for which a value without a fact is left alone: its fact may be on its way."""

_PAGE = 5_000
# A quote inside a text is escaped, so this stands nowhere but in a committed value.
_COMMITTED = re.compile(rb'"commitment":"([0-9a-f]{64})"')


def committed_in(data: bytes) -> list[str]:
    """The commitments that the data of a fact carry, in hex."""
    return [one.decode() for one in _COMMITTED.findall(data)]


class Orphans(msgspec.Struct, frozen=True, kw_only=True):
    """Values that no fact commits to."""

    old: int
    """Older than a moment: a sweep removes them."""
    young: int
    """Whose fact may be on its way."""


class Matching:
    """The values of one store against one log."""

    def __init__(self, files: PersonalFiles, recorder: Recorder, under_way: UnderWay) -> None:
        self._files = files
        self._under_way = under_way
        self._recorder = recorder

    def numbers(self, subject: str) -> list[int]:
        """The facts that hold values of `subject`, in order; of a value that a correction carried over, the first."""
        if not self._files.begun():
            return []
        self._match()
        with self._files.reading() as (values, _):
            found = self._files.row(values, self._files.values, _NUMBERS, subject)[0]
            return list(msgspec.json.decode(found, type=list[int]))

    def behind(self) -> int:
        """How many facts were recorded since the log was last searched; all where it never was. Writes nothing."""
        head = self._recorder.head().number
        if not self._files.begun():
            return 0
        with self._files.reading() as (values, _):
            if self._files.row(values, self._files.values, _SEARCHED) is None:
                return head
            row = self._files.row(values, self._files.values, "SELECT number FROM matched")
            return max(head - (row[0] if row else 0), 0)

    def orphans(self, moment: float = MOMENT) -> Orphans:
        """How many there are; removes none."""
        if not self._files.begun():
            return Orphans(old=0, young=0)
        self._match()
        with self._files.reading() as (values, _):
            old, young = self._files.row(values, self._files.values, _ORPHANS, _before(moment), _before(moment))
            return Orphans(old=old or 0, young=young or 0)

    def sweep(self, moment: float = MOMENT) -> int:
        """Remove the values that no fact commits to and that are older than `moment` seconds; how many.

        Keys stay: one says nothing of anybody, and a file may lie under it.

        Raises:
            PersonalStoreError: the store cannot be written, or somebody was on the way to a fact all the time.
        """
        if not self._files.begun():
            return 0
        self._match()
        with self._under_way.nobody(), self._files.writing_values(self._files.bound()) as values:
            # What was recorded meanwhile is looked at before anything is removed.
            self._mark(values, self._after(values), None)
            return values.execute(_SWEEP, (_before(moment),)).rowcount

    def _match(self) -> None:
        store, more = self._files.bound(), True
        while more:
            with self._files.writing_values(store) as values:
                more = self._mark(values, self._after(values), _PAGE)

    def _after(self, values: sqlite3.Connection) -> int:
        """The last fact that was searched; 0 where the log has another one there."""
        row = values.execute("SELECT number, digest FROM matched").fetchone()
        if row is None:
            values.execute("INSERT INTO matched VALUES (0, x'')")
            return 0
        number, digest = row
        if number and ((one := self._recorder.at(number)) is None or _digest(one) != digest):
            values.execute("UPDATE value SET number = NULL")
            return 0
        return int(number)

    def _mark(self, values: sqlite3.Connection, after: int, most: int | None) -> bool:
        """Search up to `most` facts behind `after`; whether there may be more."""
        last, seen = None, 0
        for last in self._recorder.stored(after=after, limit=most):
            seen += 1
            found = [(last.position, one) for one in committed_in(last.event.data)]
            values.executemany("UPDATE value SET number = ? WHERE commitment = ? AND number IS NULL", found)
        if last is not None:
            values.execute("UPDATE matched SET number = ?, digest = ?", (last.position, _digest(last)))
        return seen == most


def _digest(stored: StoredEvent) -> bytes:
    return hashlib.sha256(stored.event.data).digest()


def _before(moment: float) -> int:
    return system_clock() - int(moment * 1_000_000)


_SEARCHED = "SELECT 1 FROM sqlite_schema WHERE name = 'matched'"
_NUMBERS = """
SELECT json_group_array(number) FROM
    (SELECT DISTINCT number FROM value WHERE subject = ? AND number IS NOT NULL ORDER BY number)
"""
_ORPHANS = "SELECT sum(put_at < ?), sum(put_at >= ?) FROM value WHERE number IS NULL"
_SWEEP = "DELETE FROM value WHERE number IS NULL AND put_at < ?"
