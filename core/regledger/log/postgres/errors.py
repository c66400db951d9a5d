"""PostgreSQL's refusals, said as regledger's named errors. None of them shows a password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from regledger.errors import (
    CommitUnknown,
    LedgerMissing,
    NotALedger,
    RegledgerError,
    StoreBusy,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
)
from regledger.log.sqlite.errors import StoreFailed

__all__ = [
    "AccessRefused",
    "CommitUnknown",
    "DatabaseMissing",
    "PostgresFailed",
    "RightsMissing",
    "SchemaOlder",
    "StoreUnreachable",
    "TooManyConnections",
    "lost",
    "named",
    "named_errors",
]


class AccessRefused(StoreUnreachable):
    """{path} lets nobody in as asked: {found}. Correct user and password in the URL, or have that role let in by pg_hba.conf."""


class DatabaseMissing(StoreUnreachable):
    """{path} is not there: {found}. Make the database with createdb, or name another one in the URL."""


class TooManyConnections(StoreUnreachable):
    """{path} takes no more connections: {found}. Nothing was recorded. Raise max_connections or close what is idle, then send again."""


class RightsMissing(StoreReadOnly):
    """{path} does not allow this to its role: {found}. Nothing was recorded. As the role that made the ledger, give it the rights with "regledger init --grant ROLE"."""


class SchemaOlder(RegledgerError):
    """{path} is at schema {found} and this release needs {needed}. Nothing was changed. Bring it up to date with "regledger upgrade --ledger {url}"."""


class PostgresFailed(StoreFailed):
    """{path} could not be read or written: {found}. Nothing was recorded. Read the server's log, then run "regledger doctor"."""


_UNREACHABLE = ("57P01", "57P02", "57P03", "25P03", "08")
_BUSY = ("55P03", "57014", "40001", "40P01", "57P05")
_REFUSED = ("28",)


@contextmanager
def named_errors(path: str, waited: float) -> Iterator[None]:
    """Raise what psycopg raises as one of this module's errors, or of `regledger.errors`."""
    try:
        yield
    except psycopg.Error as error:
        raise named(error, path, waited) from error


def lost(error: psycopg.Error) -> bool:
    """Whether `error` is for want of a connection, so that another one may do."""
    code = error.sqlstate
    if code is not None:
        return code.startswith(_UNREACHABLE) or code == "53300"
    if isinstance(error, psycopg.errors.PipelineAborted):
        return False
    return isinstance(error, psycopg.OperationalError) and _at_connecting(str(error)) in (None, TooManyConnections)


def named(error: psycopg.Error, path: str, waited: float) -> RegledgerError:
    """The error that says what `error` means for the ledger at `path`."""
    found, code = _first_line(error), error.sqlstate or ""
    if not code:
        kind = _at_connecting(str(error)) or StoreUnreachable
        return kind(path=path, found=found)
    if code in ("53100", "53400"):
        return StoreFull(path=path)
    if code == "53300":
        return TooManyConnections(path=path, found=found)
    if code.startswith(_BUSY):
        return StoreBusy(path=path, waited=waited)
    if code == "25006":
        return StoreReadOnly(
            path=path, found="its server or its role only reads: a standby, or default_transaction_read_only"
        )
    if code.startswith(_UNREACHABLE):
        return StoreUnreachable(path=path, found=found)
    if code.startswith(_REFUSED):
        return AccessRefused(path=path, found=found)
    if code == "3D000":
        return DatabaseMissing(path=path, found=found)
    if code == "42501":
        return RightsMissing(path=path, found=found)
    if code in ("42P01", "3F000"):
        return LedgerMissing(path=path, url=path)
    if code in ("XX001", "XX002", "RL002", "23505"):
        return NotALedger(path=path, found=f"its content is damaged ({found})")
    return PostgresFailed(path=path, found=found)


def _at_connecting(text: str) -> type[RegledgerError] | None:
    """What libpq says when it gets no connection has no code, only words; None where it is the network's or the server's state."""
    if "too many clients" in text or "remaining connection slots" in text or "too many connections" in text:
        return TooManyConnections
    if "password" in text or "authentication" in text or "pg_hba.conf" in text or "role" in text:
        return AccessRefused
    if "database" in text and "does not exist" in text:
        return DatabaseMissing
    return None


def _first_line(error: psycopg.Error) -> str:
    primary = error.diag.message_primary
    if primary:
        return primary
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0].removeprefix("connection failed: ") if lines else type(error).__name__
