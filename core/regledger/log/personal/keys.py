"""Keys: one for each subject, made when first asked for, and destroyed for good.

Erasing goes in steps, each durable before the next: the subject is noted as erased and its key destroyed (one
transaction), its boxes are blanked, whoever keeps something else under that key throws it away, the erasure is noted as
finished. Broken off anywhere, it is gone on with by doing it again; from the first step on nothing opens any more.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence

import msgspec

from regledger.errors import RegledgerError
from regledger.log.personal.files import PersonalFiles, key_print

__all__ = ["Keys", "SubjectErased", "keys_of", "not_erased"]

KEY = 32
"""Bytes: AES-256."""


class SubjectErased(RegledgerError):
    """{subject} was erased: nothing can be put away or read under it any more. Leave the personal value out, or put it under another subject."""


class Keys:
    """The keys of one personal store. Nothing is kept in memory: what another process destroyed is destroyed here."""

    def __init__(self, files: PersonalFiles, on_erase: Sequence[Callable[[str], None]] = ()) -> None:
        self._files = files
        self._on_erase = on_erase

    def made_for(self, subject: str) -> bytes:
        """The subject's key, durable when this returns; made where there is none. Raises `SubjectErased`."""
        with self._files.writing_keys() as (keys, _):
            return keys_of(keys, [subject])[subject]

    def held(self, subject: str) -> bytes | None:
        """The subject's key, or None where none was made. Raises `SubjectErased`."""
        if not self._files.begun():
            return None
        with self._files.reading() as (_, keys):
            if self.noted(keys, subject) is not None:
                raise SubjectErased(subject=subject)
            row = self._files.row(keys, self._files.keys, "SELECT key FROM subject WHERE subject = ?", subject)
            return None if row is None else bytes(row[0])

    def erased(self, subjects: Iterable[str]) -> frozenset[str]:
        """Those of `subjects` that were erased."""
        wanted = sorted(set(subjects))
        if not wanted or not self._files.begun():
            return frozenset()
        with self._files.reading() as (_, keys):
            return frozenset(subject for subject in wanted if self.noted(keys, subject) is not None)

    def to_destroy(self, subjects: Sequence[str]) -> list[str]:
        """Those of `subjects` whose erasure is not finished here, not even noted, or undone by an older file."""
        if not subjects:
            return []
        if not self._files.begun():
            return list(subjects)
        with self._files.reading() as (values, keys):
            # Boxes too: an older file of values may have been put back beside the newest keys.
            return [
                one
                for one in subjects
                if self.noted(keys, one) != 1 or self._has_key(keys, one) or self._has_box(values, one)
            ]

    def destroy(self, subject: str) -> None:
        """Erase `subject`, or go on with an erasure that was broken off; doing it again does no harm.

        Raises:
            PersonalStoreError: a file cannot be written; whatever was done stays done.
        """
        with self._files.writing_keys() as (keys, store):
            keys.execute("INSERT OR IGNORE INTO erased VALUES (?, 0)", (subject,))
            keys.execute("DELETE FROM subject WHERE subject = ?", (subject,))
        with self._files.writing_values(store) as values:
            values.execute("UPDATE value SET nonce = x'', box = x'' WHERE subject = ? AND box != x''", (subject,))
        for tell in self._on_erase:
            tell(subject)
        with self._files.writing_keys() as (keys, _):
            keys.execute("UPDATE erased SET finished = 1 WHERE subject = ?", (subject,))

    def _has_key(self, keys: sqlite3.Connection, subject: str) -> bool:
        return self._files.row(keys, self._files.keys, "SELECT 1 FROM subject WHERE subject = ?", subject) is not None

    def _has_box(self, values: sqlite3.Connection, subject: str) -> bool:
        there = self._files.row(values, self._files.values, "SELECT 1 FROM sqlite_schema WHERE name = 'value'")
        return there is not None and self._files.row(values, self._files.values, _BOX_OF, subject) is not None

    def noted(self, keys: sqlite3.Connection, subject: str) -> int | None:
        """1 where `subject` was erased, 0 where its erasure was begun, else None."""
        if not self._notes(keys):
            return None
        row = self._files.row(keys, self._files.keys, "SELECT finished FROM erased WHERE subject = ?", subject)
        return None if row is None else int(row[0])

    def _notes(self, keys: sqlite3.Connection) -> bool:
        """Whether these keys know of erasures: those of 0.1.0 do not until they are next written."""
        sql = "SELECT 1 FROM sqlite_schema WHERE name = 'erased'"
        return self._files.row(keys, self._files.keys, sql) is not None


def keys_of(keys: sqlite3.Connection, subjects: Sequence[str]) -> dict[str, bytes]:
    """The key of each subject, in a writing transaction; made for those that have none. Raises `SubjectErased`."""
    not_erased(keys, subjects)
    held = dict(keys.execute(_KEYS_OF, (msgspec.json.encode(subjects).decode(),)).fetchall())
    new = {subject: os.urandom(KEY) for subject in subjects if subject not in held}
    keys.executemany("INSERT INTO subject VALUES (?, ?)", new.items())
    keys.executemany("INSERT INTO made VALUES (?)", [(key_print(key),) for key in new.values()])
    return held | new


def not_erased(keys: sqlite3.Connection, subjects: Sequence[str]) -> None:
    """Raise `SubjectErased` for the first of `subjects` that was."""
    gone = keys.execute(_ERASED_OF, (msgspec.json.encode(subjects).decode(),)).fetchone()
    if gone is not None:
        raise SubjectErased(subject=gone[0])


_BOX_OF = "SELECT 1 FROM value WHERE subject = ? AND box != x'' LIMIT 1"
_KEYS_OF = "SELECT subject, key FROM subject WHERE subject IN (SELECT value FROM json_each(?))"
_ERASED_OF = "SELECT subject FROM erased WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY subject LIMIT 1"
