"""How an SQLite ledger of an older release is brought to this release's format: what is around the facts, never a fact."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import msgspec

from regledger.errors import LaterFormat, NotALedger, RegledgerError
from regledger.log.sqlite.errors import named_errors
from regledger.log.sqlite.file import FORMAT, check_header

__all__ = ["MIGRATIONS", "Migration", "MigrationAlters", "format_of", "pending", "upgrade_file"]

_WAIT = 60.0
_ENTRIES = """
SELECT f.number, f.recorded_at, t.name, f.tags, f.data FROM fact f JOIN type t ON t.id = f.type ORDER BY f.number
"""


class MigrationAlters(RegledgerError):
    """Bringing {path} to format {number} would alter recorded facts; it was undone. Report this as a defect in regledger, and go on with the earlier release."""


class Migration(msgspec.Struct, frozen=True):
    """One step from the format before it."""

    number: int
    """The format that it leads to."""
    name: str
    """What it does, in words."""
    statements: str
    """SQL, each statement ended by a semicolon."""


MIGRATIONS: tuple[Migration, ...] = ()
"""In order. Format 1 is the first, and still this release's."""


def format_of(path: Path, known: int = FORMAT) -> int:
    """The format of the ledger in a file.

    Raises:
        LedgerMissing, NotALedger, StoreReadOnly.
        LaterFormat: a later release made it.
    """
    check_header(path)
    with named_errors(path, _WAIT), closing(_connect(path)) as connection:
        return _format(connection, path, known)


def pending(found: int, migrations: Sequence[Migration] = MIGRATIONS) -> list[Migration]:
    """The steps that a ledger of format `found` lacks."""
    return [one for one in migrations if one.number > found]


def upgrade_file(path: Path, migrations: Sequence[Migration] = MIGRATIONS, known: int = FORMAT) -> tuple[int, int]:
    """Take the steps that the ledger in a file lacks, all or none; the formats before and after.

    Raises:
        As `format_of`, and StoreBusy, StoreFull, StoreReadOnly: nothing was changed.
        MigrationAlters: a step would have altered a fact; nothing was changed.
    """
    check_header(path)
    with named_errors(path, _WAIT), closing(_connect(path)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        # Asked under the lock: another process may have done it while this one waited. Whatever is raised, closing rolls back.
        found = _format(connection, path, known)
        steps = pending(found, migrations)
        before = _sum(connection) if steps else b""
        for one in steps:
            for statement in _statements(one.statements):
                connection.execute(statement)
            connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(one.number),))
        if steps and _sum(connection) != before:
            raise MigrationAlters(path=path, number=steps[-1].number)
        connection.execute("COMMIT")
    return found, steps[-1].number if steps else found


def _format(connection: sqlite3.Connection, path: Path, known: int) -> int:
    try:
        found = int(connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()[0])
        connection.execute("SELECT 1 FROM fact, type LIMIT 0")
    except (sqlite3.OperationalError, TypeError, ValueError) as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) != sqlite3.SQLITE_ERROR:
            raise
        raise NotALedger(path=path, found=f"it has not a ledger's tables ({error})") from error
    if found > known:
        raise LaterFormat(path=path, found=found, known=known)
    return found


def _sum(connection: sqlite3.Connection) -> bytes:
    """What must be the same before and after."""
    digest = sha256()
    for row in connection.execute(_ENTRIES):
        for part in row:
            text = part if isinstance(part, bytes) else str(part).encode()
            digest.update(len(text).to_bytes(8, "big") + text)
    return digest.digest()


def _statements(text: str) -> Iterator[str]:
    """One by one: `executescript` would commit first."""
    statement = ""
    for part in text.split(";"):
        statement += f"{part};"
        if sqlite3.complete_statement(statement):
            if statement.strip(" \n;"):
                yield statement
            statement = ""


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=_WAIT, isolation_level=None)
