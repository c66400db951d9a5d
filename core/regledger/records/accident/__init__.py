"""Accidents: reports, investigation, reply, evaluation (Decree 493; S10)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.accident.barring import BARRED, BARRING
from regledger.records.accident.fining import FINING
from regledger.records.accident.handling import HANDLING
from regledger.records.accident.investigating import INVESTIGATING
from regledger.records.accident.near_miss import NEAR_MISS, report_near_miss, report_near_miss_up
from regledger.records.accident.readiness import DESK, PLAN, READINESS
from regledger.records.accident.reporting import REPORTING
from regledger.records.accident.state import Accident
from regledger.records.accident.steps import ACCIDENT

__all__ = ["ACCIDENT", "HANDLERS", "KINDS", "Accident"]

KINDS: tuple[Kind[Any], ...] = (ACCIDENT, NEAR_MISS, BARRED, PLAN, DESK)
HANDLERS: tuple[Handler, ...] = (
    *REPORTING,
    *INVESTIGATING,
    *FINING,
    *HANDLING,
    report_near_miss,
    report_near_miss_up,
    *BARRING,
    *READINESS,
)
