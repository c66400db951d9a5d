"""What a ledger is called and where its days are: kept in its store, and the same in every store."""

from __future__ import annotations

import re
from contextlib import suppress
from uuid import UUID

from regledger.clock import zone as zone_called
from regledger.errors import RegledgerError

__all__ = ["BadLedgerSetting", "ledger_settings"]


class BadLedgerSetting(RegledgerError):
    """A ledger's {field} cannot be {value!r}: {found}. Choose another and make the ledger again."""


def ledger_settings(ledger_id: str, name: str, zone: str, format: int) -> dict[str, str]:
    """What a store's `meta` keeps.

    Args:
        ledger_id: a UUID in lower case.
        name: `[a-z0-9-]{1,32}`, used in stream subjects.
        zone: of its legal days, such as `Asia/Shanghai`.
        format: the store's own.

    Raises:
        BadLedgerSetting: one of them cannot be kept.
    """
    with suppress(ValueError):
        if str(UUID(ledger_id)) == ledger_id:
            if re.fullmatch(r"[a-z0-9-]{1,32}", name) is None:
                raise BadLedgerSetting(
                    field="name", value=name, found='it is not 1 to 32 of "a" to "z", digits and "-"'
                )
            try:
                zone_called(zone)
            except ValueError:
                raise BadLedgerSetting(field="zone", value=zone, found="there is no such time zone") from None
            return {"format": str(format), "ledger": ledger_id, "name": name, "zone": zone}
    raise BadLedgerSetting(field="id", value=ledger_id, found="it is not a UUID in lower case")
