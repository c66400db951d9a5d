"""Licences: applied for, accepted, issued, renewed; a licence lapses by its date, no fact says so (安全生产许可证条例).

The first legal day of a licence counts, so its last valid day is the day before the corresponding day: from
2026-03-02 for three years is to 2029-03-01 with it, as licences print it.
"""

from __future__ import annotations

from regledger.records.licence.granting import accept_licence, apply_for_licence, issue_licence
from regledger.records.licence.renewing import renew_licence, request_renewal
from regledger.records.licence.state import LICENCE, Licence

__all__ = ["LICENCE", "LICENCE_HANDLERS", "Licence"]

LICENCE_HANDLERS = (apply_for_licence, accept_licence, issue_licence, request_renewal, renew_licence)
