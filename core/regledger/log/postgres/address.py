"""A PostgreSQL ledger's URL: libpq's own, and the schema that the ledger lies in."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import psycopg
from psycopg.conninfo import conninfo_to_dict

from regledger.log.settings import BadLedgerSetting
from regledger.log.urls import BadUrl, server_url

__all__ = ["DEFAULT_SCHEMA", "Address", "address_of"]

DEFAULT_SCHEMA = "regledger"


class Address(msgspec.Struct, frozen=True):
    """Where a ledger lies in PostgreSQL."""

    shown: str
    """The URL, without a password."""
    schema: str
    given: dict[str, Any]
    """What libpq is given, with the password."""

    def __repr__(self) -> str:
        return f"Address({self.shown!r})"


def address_of(url: str) -> Address:
    """The address that `url` names.

    Args:
        url: `postgresql://user:password@host:port/database?schema=NAME&…`; `schema` is ours, `regledger` where it is missing,
            the rest goes to libpq as it is.

    Raises:
        BadUrl: libpq cannot read it.
        BadLedgerSetting: no schema can be called so.
    """
    server = server_url(url)
    schema = server.option("schema", DEFAULT_SCHEMA)
    try:
        given = conninfo_to_dict(server.without("schema", "beside"))
    except psycopg.ProgrammingError:
        raise BadUrl(url=server.shown) from None
    if re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", schema) is None or schema.startswith("pg_"):
        found = 'it is not 1 to 63 of "a" to "z", digits and "_", or begins with a digit or "pg_"'
        raise BadLedgerSetting(field="schema", value=schema, found=found)
    return Address(server.shown, schema, given)
