"""The enterprise's own responsibility, and the incentives, outreach and advice that support it (S5)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.support.helping import give_advice, grant_incentive, hold_outreach, withdraw_incentive
from regledger.records.support.own import hold_training, publish_commitment, report_self_inspection
from regledger.records.support.state import COMMITMENT, INCENTIVE, SELF_INSPECTION, SUPPORT, TRAINING

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = (SELF_INSPECTION, COMMITMENT, TRAINING, INCENTIVE, SUPPORT)
HANDLERS: tuple[Handler, ...] = (
    report_self_inspection,
    publish_commitment,
    hold_training,
    grant_incentive,
    withdraw_incentive,
    hold_outreach,
    give_advice,
)
