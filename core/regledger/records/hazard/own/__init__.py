"""What an enterprise owes of its own hazards: a ledger, its staff told, major ones reported, statistics (B-15, B-16, I-12)."""

from __future__ import annotations

from regledger.records.hazard.own.keeping import (
    eliminate_own_hazard,
    enter_own_hazard,
    record_own_hazard,
    report_own_hazard,
    tell_own_hazard,
)
from regledger.records.hazard.own.ledger import HAZARD_LEDGER, open_hazard_ledger, report_hazard_statistics
from regledger.records.hazard.own.state import OWN_HAZARD, OwnHazard

__all__ = ["OWN_HANDLERS", "OWN_KINDS", "OwnHazard"]

OWN_KINDS = (OWN_HAZARD, HAZARD_LEDGER)
OWN_HANDLERS = (
    open_hazard_ledger,
    report_hazard_statistics,
    record_own_hazard,
    tell_own_hazard,
    report_own_hazard,
    enter_own_hazard,
    eliminate_own_hazard,
)
