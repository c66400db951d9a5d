"""What a PostgreSQL server says of itself, for `regledger doctor`."""

from __future__ import annotations

import msgspec
import psycopg

from regledger.errors import RegledgerError
from regledger.log.postgres.address import address_of
from regledger.log.postgres.connections import connect
from regledger.log.postgres.errors import named, named_errors

__all__ = ["ServerState", "inspect"]

_WAIT = 2.0
_ASKED = """
SELECT current_setting('server_version'), current_user, pg_is_in_recovery(),
       current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
       (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
       OR pg_has_role((SELECT relowner FROM pg_catalog.pg_class WHERE oid = 'fact'::regclass), 'USAGE'),
       (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
"""


class ServerState(msgspec.Struct, frozen=True, kw_only=True):
    """A server as our own sessions find it."""

    version: str
    role: str
    """As which we are connected."""
    standby: bool
    fsync: bool
    full_page_writes: bool
    synchronous_commit: str
    owns: bool
    """Whether the role could drop what keeps facts from being edited."""
    clock: int
    """The server's, in microseconds since 1970, UTC."""
    unwritable: str
    """Why nothing can be recorded; empty where it can."""


def inspect(url: str) -> ServerState:
    """Ask the server of the ledger at `url`; raises what opening it raises."""
    address = address_of(url)
    with named_errors(address.shown, _WAIT), connect(address, _WAIT) as connection:
        row = connection.execute(_ASKED).fetchone()
        assert row is not None
        unwritable = ""
        try:
            with connection.transaction(force_rollback=True):
                connection.execute("SELECT number FROM head FOR UPDATE")
                connection.execute("INSERT INTO command (digest, body) VALUES (''::bytea, ''::bytea)")
        except psycopg.Error as error:
            told: RegledgerError = named(error, address.shown, _WAIT)
            unwritable = str(told)
    return ServerState(
        version=row[0],
        role=row[1],
        standby=row[2],
        fsync=row[3] == "on",
        full_page_writes=row[4] == "on",
        synchronous_commit=row[5],
        owns=row[6],
        clock=row[7],
        unwritable=unwritable,
    )
