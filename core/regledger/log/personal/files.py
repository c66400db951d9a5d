"""The two files of the personal store: how they are made, bound to each other, written and read.

Values lie in `<ledger>.personal`, each with the time at which it was put there and, once it was looked for, the number of the
first fact that commits to it; keys lie in `<ledger>.keys`. Both are made when first needed and carry the same store id,
so neither is ever taken for the right one after it was lost or put back from elsewhere. The empty file of values comes
first and the keys' id last: from then on whichever is missing was lost.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from regledger.clock import system_clock
from regledger.errors import PersonalStoreError

__all__ = ["KEYS_SCHEMA", "PersonalFiles", "key_print"]

_BUSY_SECONDS = 10
_STORE = "CREATE TABLE IF NOT EXISTS store (id TEXT NOT NULL)"
_VALUES = (
    _STORE,
    """
CREATE TABLE IF NOT EXISTS value (
    commitment TEXT PRIMARY KEY, subject TEXT NOT NULL, fact TEXT NOT NULL, path TEXT NOT NULL,
    nonce BLOB NOT NULL, box BLOB NOT NULL, key_print BLOB NOT NULL,
    put_at INTEGER NOT NULL, number INTEGER
) WITHOUT ROWID
""",
    # How far the log was searched for the facts that commit to values, and the digest of the last one.
    "CREATE TABLE IF NOT EXISTS matched (number INTEGER NOT NULL, digest BLOB NOT NULL)",
)
_BY_SUBJECT = "CREATE INDEX IF NOT EXISTS value_subject ON value (subject)"
KEYS_SCHEMA = (
    _STORE,
    "CREATE TABLE IF NOT EXISTS subject (subject TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID",
    # Never deleted from: a key that is in here and not in `subject` was destroyed; one that is not never was here.
    "CREATE TABLE IF NOT EXISTS made (key_print BLOB PRIMARY KEY) WITHOUT ROWID",
    # Never deleted from: whoever is in here gets no key again.
    "CREATE TABLE IF NOT EXISTS erased (subject TEXT PRIMARY KEY, finished INTEGER NOT NULL) WITHOUT ROWID",
)


def key_print(key: bytes) -> bytes:
    """A key's fingerprint, 16 bytes, which says nothing of the key."""
    return hashlib.sha256(b"regledger/personal/key/1" + key).digest()[:16]


class PersonalFiles:
    """`<ledger>.personal` and `<ledger>.keys`."""

    def __init__(self, ledger: Path) -> None:
        self.values = ledger.with_name(ledger.name + ".personal")
        self.keys = ledger.with_name(ledger.name + ".keys")

    @contextmanager
    def writing_keys(self) -> Iterator[tuple[sqlite3.Connection, str]]:
        """One durable transaction on the keys, and the store's id; raises `PersonalStoreError` where they are not the values'."""
        # Looked at before the file is made here: whoever put a value there had made the keys before.
        if self._values_state()[1] and not self.keys.exists():
            raise self._lost(self.keys)
        with self._writing(self.keys, KEYS_SCHEMA) as keys:
            own = _store_id(keys)
            # Looked at again: another process may have made both while this one waited for the keys.
            bound, filled = self._values_state()
            if own is None and not filled:
                own = bound or uuid4().hex
                # The file of values is there before the first key, so that its loss shows.
                with self.writing_values(own):
                    pass
                keys.execute("INSERT INTO store VALUES (?)", (own,))
            elif not self.values.exists():
                raise self._lost(self.values)
            elif own is None or bound != own:
                raise self._strange(own, bound)
            yield keys, own

    @contextmanager
    def writing_values(self, store: str) -> Iterator[sqlite3.Connection]:
        """One durable transaction on the values of `store`."""
        with self._writing(self.values, _VALUES) as values:
            _brought_up(values)
            bound = _store_id(values)
            if bound is None:
                values.execute("INSERT INTO store VALUES (?)", (store,))
            elif bound != store:
                raise self._strange(store, bound)
            yield values

    def begun(self) -> bool:
        """Whether the store was ever made: its keys carry an id, or a value lies there."""
        if self._values_state()[1]:
            return True
        if not self.keys.exists():
            return False
        with self._reading(self.keys) as keys:
            return self._id_in(keys, self.keys) is not None

    @contextmanager
    def reading(self) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
        """Values and keys, which belong together; a reader makes no file."""
        for file in (self.keys, self.values):
            if not file.exists():
                raise self._lost(file)
        with self._reading(self.values) as values, self._reading(self.keys) as keys:
            own, bound = self._id_in(keys, self.keys), self._id_in(values, self.values)
            if own is None or own != bound:
                raise self._strange(own, bound)
            yield values, keys

    def bound(self) -> str:
        """The id that values and keys share; raises `PersonalStoreError` where they do not."""
        with self.reading() as (_, keys):
            return self._id_in(keys, self.keys) or ""

    @contextmanager
    def reading_keys(self) -> Iterator[sqlite3.Connection]:
        """The keys alone, while their values may be locked."""
        with self._reading(self.keys) as keys:
            yield keys

    def row(self, connection: sqlite3.Connection, path: Path, sql: str, *values: Any) -> Any:
        """The first row that `sql` answers, or None."""
        with _named(path, _put_back(path)):
            return connection.execute(sql, values).fetchone()

    def _values_state(self) -> tuple[str | None, bool]:
        """The id in the file of values, and whether a value lies there."""
        if not self.values.exists():
            return None, False
        with self._reading(self.values) as values:
            held = self.row(values, self.values, "SELECT 1 FROM sqlite_schema WHERE name = 'value'")
            filled = held and self.row(values, self.values, "SELECT 1 FROM value LIMIT 1")
            return self._id_in(values, self.values), filled is not None

    def _id_in(self, connection: sqlite3.Connection, path: Path) -> str | None:
        with _named(path, _put_back(path)):
            return _store_id(connection)

    def _lost(self, missing: Path) -> PersonalStoreError:
        return PersonalStoreError(
            path=self.values,
            found=f"{missing.name} is not there, and no personal value can be read or added without it",
            remedy=_put_back(missing),
        )

    def _strange(self, own: str | None, bound: str | None) -> PersonalStoreError:
        return PersonalStoreError(
            path=self.values,
            found=f"{self.keys.name} is of store {own or 'none'} and {self.values.name} of store {bound or 'none'}",
            remedy=f"Put back the two that were made together, {self.keys.name} from its own back-up.",
        )

    @contextmanager
    def _writing(self, path: Path, schema: tuple[str, ...]) -> Iterator[sqlite3.Connection]:
        """One transaction, durable when it ends; the file is made, for its owner alone, where there is none."""
        with _named(path, "Make the file and its folder writable and free some space; nothing was recorded."):
            path.touch(mode=0o600)
            with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
                # FULL alone does not sync the folder after the journal is unlinked: a power cut could bring the journal
                # back and take away a value whose fact was recorded.
                connection.execute("PRAGMA synchronous = EXTRA")
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("BEGIN IMMEDIATE")
                for table in schema:
                    connection.execute(table)
                yield connection
                connection.execute("COMMIT")

    @contextmanager
    def _reading(self, path: Path) -> Iterator[sqlite3.Connection]:
        with _named(path, _put_back(path)):
            uri = f"file:{quote(str(path.absolute()))}?mode=rw"  # a journal left by a crash has to be rolled back
            connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
        with closing(connection):
            yield connection


def _brought_up(values: sqlite3.Connection) -> None:
    """A file of 0.1.0 takes its new columns where it lies: what is in it counts as put there now."""
    if "put_at" not in {row[1] for row in values.execute("PRAGMA table_info(value)")}:
        values.execute(f"ALTER TABLE value ADD COLUMN put_at INTEGER NOT NULL DEFAULT {system_clock()}")
        values.execute("ALTER TABLE value ADD COLUMN number INTEGER")
    values.execute(_BY_SUBJECT)


def _store_id(connection: sqlite3.Connection) -> str | None:
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'store'").fetchone() is None:
        return None
    row = connection.execute("SELECT id FROM store").fetchone()
    return None if row is None else str(row[0])


@contextmanager
def _named(path: Path, remedy: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise PersonalStoreError(path=path, found=str(error), remedy=remedy) from error


def _put_back(path: Path) -> str:
    return f"Restore {path.name} from its back-up and put it beside the ledger."
