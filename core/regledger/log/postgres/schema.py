"""The schema of a PostgreSQL ledger: how it is made, recognised, brought up to date and opened to another role.

Migrations are numbered SQL files; each says from which number on a release may use what it leaves.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import msgspec
import psycopg
from psycopg import sql

from regledger.errors import LaterFormat, LedgerExists, LedgerMissing, NotALedger, RegledgerError
from regledger.log.postgres.address import Address, address_of
from regledger.log.postgres.connections import Connection, connect
from regledger.log.postgres.errors import RightsMissing, SchemaOlder, named_errors
from regledger.log.settings import BadLedgerSetting, ledger_settings

__all__ = ["FORMAT", "SCHEMA", "grant", "make_schema", "read_settings", "schema_version", "upgrade_schema"]

FORMAT = 1
_WAIT = 60.0
"""Seconds that making, upgrading and granting may wait for others who do the same."""


class RoleMissing(RegledgerError):
    """{path} knows no role {role!r}. Make it with createuser, or name another."""


class Migration(msgspec.Struct, frozen=True):
    """One numbered step of the schema."""

    number: int
    name: str
    compatible_from: int
    statements: str

    @property
    def digest(self) -> str:
        """SHA-256 of its statements, in hex."""
        return sha256(self.statements.encode()).hexdigest()


def _migrations() -> tuple[Migration, ...]:
    found = []
    for path in sorted(Path(__file__).with_name("migrations").glob("*.sql")):
        text = path.read_text("utf-8")
        first = re.match(r"-- compatible from (\d+)\n", text)
        number, _, name = path.stem.partition("_")
        found.append(Migration(int(number), name, int(first[1]) if first else int(number), text))
    return tuple(found)


MIGRATIONS = _migrations()
SCHEMA = MIGRATIONS[-1].number
"""The schema that this release makes, and needs."""


def make_schema(address: Address, settings: dict[str, str], *, upto: int = SCHEMA) -> None:
    """Make a ledger's tables, whole or not at all; of many who try at once one does.

    Args:
        address: where.
        settings: as `ledger_settings` answers them.
        upto: the last migration to apply; tests make older ones.

    Raises:
        LedgerExists: there is one.
        NotALedger: the schema has other tables.
    """
    with named_errors(address.shown, _WAIT), connect(address, _WAIT) as connection, connection.transaction():
        _lock(connection, address)
        if _tables(connection, address):
            check_tables(connection, address)
            raise LedgerExists(path=address.shown)
        if not _schema_there(connection, address):
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(address.schema)))
        _apply(connection, address, [one for one in MIGRATIONS if one.number <= upto])
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO meta (key, value) VALUES (%s, %s)", list(settings.items()))


def read_settings(connection: Connection, address: Address) -> dict[str, str]:
    """What `meta` keeps.

    Raises:
        LedgerMissing, NotALedger, LaterFormat.
        SchemaOlder: the schema must be upgraded first.
    """
    check_tables(connection, address)
    found = _version(connection, address)
    if found < SCHEMA:
        raise SchemaOlder(path=address.shown, found=found, needed=SCHEMA, url=address.shown)
    try:
        settings: dict[str, str] = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        if int(settings["format"]) > FORMAT:
            raise LaterFormat(path=address.shown, found=settings["format"], known=FORMAT)
        ledger_settings(settings["ledger"], settings["name"], settings["zone"], FORMAT)
    except (KeyError, ValueError, BadLedgerSetting) as error:
        raise NotALedger(path=address.shown, found=f"its settings cannot be read ({error})") from error
    return settings


def schema_version(url: str) -> int:
    """The number of the last migration of the ledger at `url`.

    Raises:
        BadUrl, LedgerMissing, NotALedger, StoreUnreachable, …
        LaterFormat: a later release made it so that this one cannot use it.
    """
    address = address_of(url)
    with named_errors(address.shown, _WAIT), connect(address, _WAIT) as connection:
        check_tables(connection, address)
        return _version(connection, address)


def upgrade_schema(url: str) -> tuple[int, int]:
    """Apply what the ledger at `url` lacks of this release's migrations, all or none; the numbers before and after.

    Raises:
        As `schema_version`, and RightsMissing where the role did not make the ledger.
    """
    address = address_of(url)
    with named_errors(address.shown, _WAIT), connect(address, _WAIT) as connection, connection.transaction():
        _lock(connection, address)
        check_tables(connection, address)
        found = _version(connection, address)
        _apply(connection, address, [one for one in MIGRATIONS if one.number > found])
        return found, max(found, SCHEMA)


def grant(url: str, role: str) -> None:
    """Give an existing role what a regledger process needs, and no more: to read all and to add facts.

    The same in SQL: `SELECT regledger.grant_application('role')`.

    Raises:
        RoleMissing: the server knows no such role.
        RightsMissing: the role of `url` did not make the ledger.
    """
    address = address_of(url)
    with named_errors(address.shown, _WAIT), connect(address, _WAIT) as connection, connection.transaction():
        read_settings(connection, address)
        try:
            connection.execute("SELECT grant_application(%s)", (role,))
        except psycopg.errors.UndefinedObject:
            raise RoleMissing(path=address.shown, role=role) from None


def check_tables(connection: Connection, address: Address) -> None:
    """Raise `LedgerMissing` or `NotALedger` unless the schema has a ledger's tables."""
    if not _schema_there(connection, address):
        raise LedgerMissing(path=address.shown, url=address.shown)
    tables = _tables(connection, address)
    if not tables:
        raise LedgerMissing(path=address.shown, url=address.shown)
    asked = connection.execute("SELECT current_user, has_schema_privilege(%s, 'USAGE')", (address.schema,)).fetchone()
    if asked is not None and not asked[1]:
        raise RightsMissing(path=address.shown, found=f"{asked[0]} may not use schema {address.schema}")
    missing = {"meta", "migration", "fact", "tag", "command", "head"} - tables
    if missing:
        raise NotALedger(path=address.shown, found=f"schema {address.schema} has other tables and no {min(missing)}")


def _lock(connection: Connection, address: Address) -> None:
    """Until the transaction ends, nobody else makes or upgrades a ledger in this schema."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"regledger {address.schema}",))


def _schema_there(connection: Connection, address: Address) -> bool:
    asked = connection.execute("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = %s", (address.schema,))
    return asked.fetchone() is not None


def _tables(connection: Connection, address: Address) -> set[str]:
    asked = "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    rows = connection.execute(f"{asked} WHERE n.nspname = %s AND c.relkind IN ('r', 'v', 'p')", (address.schema,))
    return {str(name) for (name,) in rows}


def _version(connection: Connection, address: Address) -> int:
    rows = connection.execute("SELECT number, digest, compatible_from FROM migration ORDER BY number").fetchall()
    known = {one.number: one.digest for one in MIGRATIONS}
    for number, digest, compatible_from in rows:
        if number not in known and compatible_from > SCHEMA:
            raise LaterFormat(path=address.shown, found=number, known=SCHEMA)
        if number in known and digest != known[number]:
            raise NotALedger(path=address.shown, found=f"its migration {number} is not the one of this release")
    return int(rows[-1][0]) if rows else 0


def _apply(connection: Connection, address: Address, migrations: list[Migration]) -> None:
    schema = sql.Identifier(address.schema).as_string(connection)
    for one in migrations:
        connection.execute(one.statements.replace("@schema@", schema).encode())
        connection.execute(
            "INSERT INTO migration (number, name, digest, compatible_from) VALUES (%s, %s, %s, %s)",
            (one.number, one.name, one.digest, one.compatible_from),
        )
