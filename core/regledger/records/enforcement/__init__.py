"""What follows a decision that is not obeyed: deferral, urging, the court, suspension and end (行政强制法; S9)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.enforcement.agreeing import AGREEING_HANDLERS
from regledger.records.enforcement.applying import APPLYING_HANDLERS
from regledger.records.enforcement.closure import CLOSURE_HANDLERS
from regledger.records.enforcement.closure_state import CLOSURE_KINDS
from regledger.records.enforcement.court import COURT_HANDLERS
from regledger.records.enforcement.daily import DAILY_HANDLERS
from regledger.records.enforcement.deferring import DEFERRING_HANDLERS
from regledger.records.enforcement.handing import hand_in_collection, pay_in_collection
from regledger.records.enforcement.proving import PROVING_HANDLERS
from regledger.records.enforcement.spot import pay_summary, take_collection
from regledger.records.enforcement.spot_state import SPOT_KINDS
from regledger.records.enforcement.state import ENFORCEMENT_FACTS, CaseEnforcement, evolve
from regledger.records.enforcement.steps import steps
from regledger.records.enforcement.suspending import SUSPENDING_HANDLERS
from regledger.records.enforcement.urging import URGING_HANDLERS

__all__ = ["CASE_ENFORCEMENT", "HANDLERS", "KINDS", "CaseEnforcement"]

CASE_ENFORCEMENT = Kind(
    name="case_enforcement",
    tag="case",
    state=CaseEnforcement,
    evolve=evolve,
    facts=ENFORCEMENT_FACTS,
    steps=steps,
)

KINDS: tuple[Kind[Any], ...] = (CASE_ENFORCEMENT, *SPOT_KINDS, *CLOSURE_KINDS)
HANDLERS: tuple[Handler, ...] = (
    *PROVING_HANDLERS,
    *DEFERRING_HANDLERS,
    *URGING_HANDLERS,
    *AGREEING_HANDLERS,
    *APPLYING_HANDLERS,
    *COURT_HANDLERS,
    *SUSPENDING_HANDLERS,
    *DAILY_HANDLERS,
    take_collection,
    hand_in_collection,
    pay_in_collection,
    pay_summary,
    *CLOSURE_HANDLERS,
)
