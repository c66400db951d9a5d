"""The driver is an optional part: without it, this module says which one, before anything else here is imported."""

from __future__ import annotations

from regledger.errors import RegledgerError

__all__ = ["DriverMissing"]


class DriverMissing(RegledgerError):
    """A ledger in PostgreSQL needs a driver that is not installed ({found}). Install it with: pip install "regledger[postgresql]"."""


try:
    import psycopg  # noqa: F401 - only to learn whether it is there
except ImportError as error:
    raise DriverMissing(found=str(error).partition("\n")[0]) from None
