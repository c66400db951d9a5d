"""The file of a side index: which numbers carry which derived tag, and up to where each kind was derived.

Rows and the place that they reach stand in one transaction, so whoever is killed leaves neither a gap nor a repeat. What
cannot be kept in the file is kept in memory, for as long as this process lasts.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec

__all__ = ["Row", "SideFile", "SideState"]

FORMAT = 1
BUSY_SECONDS = 5.0
PAGE = 500

Row = tuple[str, int]
"""id, number"""

Term = tuple[str, str]
"""The digest of a kind's declaration, and an id."""

T = TypeVar("T")

_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS about (ledger TEXT NOT NULL, format INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS kind (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, digest TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL, mark BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS tag (
    kind INTEGER NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (kind, id, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tag_by_number ON tag (kind, number);
"""


class SideState(msgspec.Struct, frozen=True, kw_only=True):
    """What a side index is found to be."""

    found: str
    positions: dict[str, int] = {}
    """Kind → the last fact that it was derived from."""
    damaged: bool = False
    kept: bool = True
    """False where it can be kept in memory only."""


class _Foreign(sqlite3.DatabaseError):
    """The file is sound, and not this ledger's index."""


class SideFile:
    """One connection, under a lock. Whatever is wrong with the file, it is made anew or done without."""

    def __init__(self, path: Path | None, ledger_id: str) -> None:
        self._path = path
        self._ledger_id = ledger_id
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    # ── what is asked ───────────────────────────────────────────────────────────────────────────────────

    def position(self, name: str, digest: str) -> tuple[int, bytes]:
        """Up to where the kind was derived by that declaration, and the mark of that fact; another declaration starts again."""

        def ask(connection: sqlite3.Connection) -> tuple[int, bytes]:
            row = connection.execute("SELECT position, mark FROM kind WHERE digest = ?", (digest,)).fetchone()
            if row is None:
                _start_again(connection, name, digest)
                return 0, b""
            return row[0], bytes(row[1])

        return self._try(ask)

    def start_again(self, name: str, digest: str) -> None:
        """Forget what was derived of the kind."""
        self._try(lambda connection: _start_again(connection, name, digest))

    def add(self, digest: str, after: int, reached: int, mark: bytes, rows: Sequence[Row]) -> None:
        """Add what was derived from the facts after < number ≤ reached; nothing where another process was faster."""

        def write(connection: sqlite3.Connection) -> None:
            with _writing(connection):
                moved = connection.execute(
                    "UPDATE kind SET position = ?, mark = ? WHERE digest = ? AND position = ?",
                    (reached, mark, digest, after),
                )
                if moved.rowcount == 1:
                    kind = connection.execute("SELECT id FROM kind WHERE digest = ?", (digest,)).fetchone()[0]
                    connection.executemany(
                        "INSERT OR IGNORE INTO tag VALUES (?, ?, ?)",
                        [(kind, id, number) for id, number in sorted(rows)],
                    )

        self._try(write)

    def page(self, terms: Sequence[Term], *, after: int, until: int) -> list[int] | None:
        """The next numbers that carry every one of `terms`, in order; None where they are not derived up to `until`."""
        sql = f"SELECT number FROM tag t WHERE {_every(terms)} AND number > ? AND number <= ? ORDER BY number LIMIT ?"
        rows = self._derived(_digests(terms), until, sql, [*_values(terms), after, until, PAGE])
        return None if rows is None else [number for (number,) in rows]

    def among(self, terms: Sequence[Term], numbers: Sequence[int], *, until: int) -> set[int] | None:
        """Those of `numbers` that carry every one of `terms`; None where they are not derived up to `until`."""
        sql = f"SELECT number FROM tag t WHERE {_every(terms)} AND number IN (SELECT value FROM json_each(?))"
        listed = msgspec.json.encode(numbers).decode()
        rows = self._derived(_digests(terms), until, sql, [*_values(terms), listed])
        return None if rows is None else {number for (number,) in rows}

    def ids(self, digest: str, text: str, *, until: int, limit: int) -> list[Row] | None:
        """The ids that contain `text`, each with its newest number, newest first; None where they are not derived up to `until`."""
        sql = (
            f"SELECT id, max(number) FROM tag WHERE {_KIND} AND number <= ? AND instr(id, ?)"
            " GROUP BY id ORDER BY 2 DESC LIMIT ?"
        )
        return self._derived([digest], until, sql, [digest, until, text, limit])

    def ids_of(self, digest: str, number: int) -> set[str]:
        """The ids that a fact carries."""
        sql = f"SELECT id FROM tag WHERE {_KIND} AND number = ?"
        return {row[0] for row in self._try(lambda one: one.execute(sql, (digest, number)).fetchall())}

    def _derived(self, digests: Sequence[str], until: int, sql: str, values: Sequence[Any]) -> list[Any] | None:
        def ask(connection: sqlite3.Connection) -> list[Any] | None:
            # In one transaction: a file that was lost or started again meanwhile would answer with too little.
            connection.execute("BEGIN")
            try:
                for digest in digests:
                    row = connection.execute("SELECT position FROM kind WHERE digest = ?", (digest,)).fetchone()
                    if row is None or row[0] < until:
                        return None
                return connection.execute(sql, values).fetchall()
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

        return self._try(ask)

    # ── the file ────────────────────────────────────────────────────────────────────────────────────────

    def state(self) -> SideState:
        """What stands in the file; it is only looked at."""
        if self._path is None:
            return SideState(found="kept in memory, for the ledger's URL names no folder", kept=False)
        writable = os.access(self._path if self._path.exists() else self._path.parent, os.W_OK)
        if not writable or self._path.is_dir():
            return SideState(found=f"kept in memory, for {self._path} cannot be written", kept=False)
        if not self._path.exists():
            return SideState(found="none yet; it is made when a derived tag is first asked for")
        try:
            with closing(sqlite3.connect(f"file:{quote(str(self._path))}?mode=ro", uri=True, timeout=2)) as looked:
                self._check(looked)
                if (sound := looked.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                    return SideState(found=f"damaged ({sound})", damaged=True)
                positions = dict(looked.execute("SELECT name, position FROM kind ORDER BY name"))
        except sqlite3.Error as error:
            return SideState(found=f"damaged ({error})", damaged=True)
        told = ", ".join(f"{name} up to #{number}" for name, number in positions.items())
        return SideState(found=told or "empty", positions=positions)

    def keep_apart(self) -> None:
        """Go on in memory: others keep starting the file again."""
        with self._lock:
            self.close()
            self._path = None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _try(self, action: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            for attempt in range(3):
                try:
                    return action(self._opened())
                except sqlite3.DatabaseError as error:
                    if attempt == 2:
                        raise
                    self.close()
                    if isinstance(error, sqlite3.OperationalError):
                        self._path = None  # locked for long, full, or not to be written: what it holds is no loss
                    else:
                        self._discard()
            raise AssertionError("three attempts end in an answer or an error")  # pragma: no cover

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._connected()
        return self._connection

    def _connected(self) -> sqlite3.Connection:
        name = ":memory:"
        if self._path is not None:
            try:
                os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
                name = f"file:{quote(str(self._path))}?mode=rw"
            except OSError:
                self._path = None
        connection = sqlite3.connect(
            name, uri=name != ":memory:", timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                connection.executescript(
                    f"{_SCHEMA} INSERT INTO about SELECT '{self._ledger_id}', {FORMAT}"
                    " WHERE NOT EXISTS (SELECT 1 FROM about); COMMIT;"
                )
            self._check(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _check(self, connection: sqlite3.Connection) -> None:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if not tables:
            return
        about = connection.execute("SELECT ledger, format FROM about").fetchall() if "about" in tables else []
        if about != [(self._ledger_id, FORMAT)] or not {"kind", "tag"} <= tables:
            raise _Foreign("it is no index of this ledger")

    def _discard(self) -> None:
        if self._path is None:
            return
        try:
            with suppress(FileNotFoundError):
                self._path.unlink()
            with suppress(FileNotFoundError):
                self._path.with_name(self._path.name + "-journal").unlink()
        except OSError:
            self._path = None


class _writing:
    """A transaction that holds the write lock from its first statement."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: Any) -> None:
        if kind is None:
            self._connection.execute("COMMIT")
        elif self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def _start_again(connection: sqlite3.Connection, name: str, digest: str) -> None:
    with _writing(connection):
        connection.execute("DELETE FROM tag WHERE kind IN (SELECT id FROM kind WHERE name = ?)", (name,))
        connection.execute("DELETE FROM kind WHERE name = ?", (name,))
        connection.execute("INSERT INTO kind (name, digest, position, mark) VALUES (?, ?, 0, x'')", (name, digest))


_KIND = "kind = (SELECT id FROM kind WHERE digest = ?)"


def _every(terms: Sequence[Term]) -> str:
    others = f" AND EXISTS (SELECT 1 FROM tag o WHERE o.{_KIND} AND o.id = ? AND o.number = t.number)"
    return f"t.{_KIND} AND t.id = ?" + others * (len(terms) - 1)


def _values(terms: Sequence[Term]) -> list[str]:
    return [value for term in terms for value in term]


def _digests(terms: Sequence[Term]) -> list[str]:
    return [digest for digest, _ in terms]
