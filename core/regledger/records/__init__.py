"""The records that every sector shares: one module a kind, with its facts, its state, its commands and decisions."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.intake import source_rows
from regledger.log.facts import Fact
from regledger.log.withdrawal import FactWithdrawn
from regledger.records import authority, case, confirmation, correction, enterprise, hazard, inspection, licence

__all__ = ["CORE_FACTS", "CORE_HANDLERS", "CORE_KINDS"]

CORE_KINDS: tuple[Kind[Any], ...] = (
    enterprise.ENTERPRISE,
    enterprise.CREDIT_CODE,
    enterprise.SITE,
    authority.AUTHORITY,
    authority.OFFICER,
    inspection.INSPECTION,
    hazard.HAZARD,
    hazard.ORDER,
    hazard.MEASURE,
    licence.LICENCE,
    source_rows.SOURCE,
    source_rows.REGISTER,
    case.CASE,
    case.FINES,
)

CORE_FACTS: tuple[type[Fact], ...] = (
    *dict.fromkeys(body for kind in CORE_KINDS for body in kind.facts),
    confirmation.RuleConfirmed,
    FactWithdrawn,
)

CORE_HANDLERS: tuple[Handler, ...] = (
    enterprise.register_enterprise,
    enterprise.register_site,
    authority.register_authority,
    authority.appoint_officer,
    authority.certify_officer,
    inspection.record_inspection,
    *hazard.HAZARD_HANDLERS,
    *licence.LICENCE_HANDLERS,
    *case.CASE_HANDLERS,
    confirmation.confirm_rule,
    correction.correct_fact,
    correction.withdraw_fact,
)
