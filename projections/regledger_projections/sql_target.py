"""Read models as tables of one SQLite file: rows, kept facts and checkpoint in one transaction.

The file is a cache like the stream: WAL, `synchronous=NORMAL`, so a power cut may take it back by a few transactions but
never to a state that was not one. The table of a version is `<name>_v<version>`; the SQL view `<name>` shows the newest
version that has caught up with the one before it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from regledger.views import ReadModel, Row

from regledger_projections.errors import ViewBusy, ViewsFailed, ViewsUnfit
from regledger_projections.private_files import private_file, private_folder
from regledger_projections.targets import Change, Checkpoint, Kept, Target

__all__ = ["SqlTarget", "read_checkpoint"]

_BUSY_SECONDS = 10.0
_PER_QUERY = 500
_KINDS = {"text": "TEXT", "integer": "INTEGER"}
_CHECKPOINTS = """
CREATE TABLE IF NOT EXISTS checkpoint (
    view TEXT NOT NULL, version INTEGER NOT NULL, number INTEGER NOT NULL, document TEXT NOT NULL,
    PRIMARY KEY (view, version)
) STRICT
"""


class SqlTarget(Target):
    """A table in the SQLite file at `path`."""

    def __init__(self, path: Path, model: ReadModel) -> None:
        self.model = model
        self._path = path
        self._table = f"{model.name}_v{model.version}"
        self.where = f"sqlite:{path}#{model.name}"
        self._key = next(iter(model.columns))
        self._connection: sqlite3.Connection | None = None
        self._number = 0

    @property
    def _database(self) -> sqlite3.Connection:
        assert self._connection is not None, "open() comes first"
        return self._connection

    async def open(self) -> Checkpoint | None:
        """See `Target.open`."""
        with self._named(), _Transaction(self._connected()) as database:
            self._create(database)
            checkpoint = _checkpoint(database, self.model)
            self._show(database)
        self._number = 0 if checkpoint is None else checkpoint.number
        return checkpoint

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            private_folder(self._path.parent)
            private_file(self._path)  # SQLite gives its -wal and -shm the same mode
            self._connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
        return self._connection

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise ViewsFailed(view=self.model.name, where=str(self._path), found=str(error)) from error

    async def kept(self, keys: Iterable[str]) -> dict[str, dict[int, Kept]]:
        """See `Target.kept`."""
        wanted = list(keys)
        found: dict[str, dict[int, Kept]] = {key: {} for key in wanted}
        with self._named():
            for start in range(0, len(wanted), _PER_QUERY):
                some = wanted[start : start + _PER_QUERY]
                marks = ",".join("?" * len(some))
                for key, number, root, entry in self._database.execute(
                    f"SELECT key, number, root, entry FROM {self._table}_facts WHERE key IN ({marks})", some
                ):
                    found[key][number] = Kept(number, root, entry)
        return found

    async def related(self, number: int) -> dict[str, dict[int, Kept]]:
        """See `Target.related`."""
        found: dict[str, dict[int, Kept]] = {}
        with self._named():
            for key, other, root, entry in self._database.execute(
                f"SELECT key, number, root, entry FROM {self._table}_facts WHERE root IN "
                f"(SELECT root FROM {self._table}_facts WHERE number = ?)",
                (number,),
            ):
                found.setdefault(key, {})[other] = Kept(other, root, entry)
        return found

    async def apply(self, change: Change) -> None:
        """See `Target.apply`."""
        columns = ", ".join(_quoted(column) for column in self.model.columns)
        marks = ", ".join("?" * len(self.model.columns))
        with self._named(), _Transaction(self._database) as database:
            now = _checkpoint(database, self.model)
            if (0 if now is None else now.number) != self._number:
                raise ViewBusy(view=self.model.name, number=0 if now is None else now.number)
            database.executemany(
                f"INSERT OR IGNORE INTO {self._table}_facts (key, number, root, entry) VALUES (?, ?, ?, ?)",
                [(key, one.number, one.root, one.entry) for key, kept in change.facts.items() for one in kept.values()],
            )
            database.executemany(
                f"DELETE FROM {self._table} WHERE {_quoted(self._key)} = ?",
                [(key,) for key, row in change.rows.items() if row is None],
            )
            database.executemany(
                f"INSERT OR REPLACE INTO {self._table} ({columns}) VALUES ({marks})",
                [[row[c] for c in self.model.columns] for row in change.rows.values() if row is not None],
            )
            database.execute(
                "INSERT OR REPLACE INTO checkpoint (view, version, number, document) VALUES (?, ?, ?, ?)",
                (
                    self.model.name,
                    self.model.version,
                    change.checkpoint.number,
                    msgspec.json.encode(change.checkpoint).decode(),
                ),
            )
            self._show(database)
        self._number = change.checkpoint.number

    async def rows(self) -> dict[str, Row]:
        """See `Target.rows`."""
        names = list(self.model.columns)
        cursor = self._database.execute(f"SELECT {', '.join(map(_quoted, names))} FROM {self._table}")
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor}

    async def clear(self) -> None:
        """See `Target.clear`."""
        with self._named(), _Transaction(self._connected()) as database:
            database.execute(_CHECKPOINTS)
            database.execute(f"DROP VIEW IF EXISTS {self.model.name}")
            database.execute(f"DROP TABLE IF EXISTS {self._table}")
            database.execute(f"DROP TABLE IF EXISTS {self._table}_facts")
            database.execute(
                "DELETE FROM checkpoint WHERE view = ? AND version = ?", (self.model.name, self.model.version)
            )
            self._create(database)
            self._show(database)
        self._number = 0

    async def close(self) -> None:
        """See `Target.close`."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _create(self, database: sqlite3.Connection) -> None:
        columns = [f"{_quoted(name)} {_KINDS[kind]}" for name, kind in self.model.columns.items()]
        columns[0] += " NOT NULL PRIMARY KEY"
        database.execute(f"CREATE TABLE IF NOT EXISTS {self._table} ({', '.join(columns)}) STRICT, WITHOUT ROWID")
        database.execute(
            f"CREATE TABLE IF NOT EXISTS {self._table}_facts (key TEXT NOT NULL, number INTEGER NOT NULL, "
            "root INTEGER NOT NULL, entry BLOB NOT NULL, PRIMARY KEY (key, number)) STRICT, WITHOUT ROWID"
        )
        for column in ("number", "root"):
            database.execute(
                f"CREATE INDEX IF NOT EXISTS {self._table}_facts_{column} ON {self._table}_facts ({column})"
            )
        database.execute(_CHECKPOINTS)
        found = [row[1] for row in database.execute(f"PRAGMA table_info({self._table})")]
        if found != list(self.model.columns):
            raise ViewsUnfit(
                view=self.model.name,
                where=self.where,
                found=f"it has the columns {found}, not {list(self.model.columns)}",
            )

    def _show(self, database: sqlite3.Connection) -> None:
        name, shown = self.model.name, None
        for (sql,) in database.execute("SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = ?", (name,)):
            shown = sql
        wanted = f"CREATE VIEW {name} AS SELECT * FROM {self._table}"
        if shown == wanted:
            return
        numbers = dict(database.execute("SELECT version, number FROM checkpoint WHERE view = ?", (name,)).fetchall())
        others = [number for version, number in numbers.items() if version != self.model.version]
        if shown is None or numbers.get(self.model.version, 0) >= max(others, default=0):
            database.execute(f"DROP VIEW IF EXISTS {name}")
            database.execute(wanted)


class _Transaction:
    """BEGIN IMMEDIATE … COMMIT, or ROLLBACK where anything is raised."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def __enter__(self) -> sqlite3.Connection:
        self._database.execute("BEGIN IMMEDIATE")
        return self._database

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._database.execute("COMMIT")
        finally:
            # A full disk rolls back by itself, and a second ROLLBACK would hide what happened.
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")


def read_checkpoint(path: Path, model: ReadModel) -> Checkpoint | None:
    """The checkpoint of `model` in the SQLite file at `path`, making nothing; None where there is none."""
    if not path.exists():
        return None
    try:
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
    except sqlite3.Error:
        return None
    try:
        return _checkpoint(database, model)
    except sqlite3.Error:
        return None
    finally:
        database.close()


def _checkpoint(database: sqlite3.Connection, model: ReadModel) -> Checkpoint | None:
    row = database.execute(
        "SELECT document FROM checkpoint WHERE view = ? AND version = ?", (model.name, model.version)
    ).fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=Checkpoint)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
