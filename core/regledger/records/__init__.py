"""The records that every sector shares: one module a kind, with its facts, its state, its commands and decisions."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.intake import source_rows
from regledger.log.facts import Fact
from regledger.log.withdrawal import FactWithdrawn
from regledger.records import (
    attachment,
    authority,
    case,
    confirmation,
    correction,
    enterprise,
    hazard,
    inspection,
    law_pack,
    licence,
    numbering,
    officer_key,
    personal,
    role,
)
from regledger.records.identity import region, renaming, succeeding
from regledger.records.risk import assessing

__all__ = ["CORE_FACTS", "CORE_HANDLERS", "CORE_KINDS"]

CORE_KINDS: tuple[Kind[Any], ...] = (
    enterprise.ENTERPRISE,
    enterprise.CREDIT_CODE,
    enterprise.SITE,
    authority.AUTHORITY,
    authority.OFFICER,
    role.ROLES,
    role.HOLDING,
    officer_key.KEY,
    officer_key.KEYRING,
    region.REGION,
    inspection.INSPECTION,
    hazard.HAZARD,
    hazard.ORDER,
    hazard.MEASURE,
    licence.LICENCE,
    source_rows.SOURCE,
    source_rows.REGISTER,
    case.CASE,
    case.FINES,
    law_pack.LAW_PACK,
    law_pack.LOADED_PACKS,
    personal.PERSONAL,
    personal.PERSON,
    attachment.ATTACHMENT,
    numbering.SERIES,
    numbering.NUMBER,
    numbering.USED,
    numbering.CLAIMED,
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
    role.grant_role,
    role.end_role,
    officer_key.register_officer_key,
    officer_key.revoke_officer_key,
    renaming.rename_enterprise,
    renaming.rename_site,
    renaming.rename_authority,
    succeeding.succeed_subject,
    region.enter_region,
    region.locate_site,
    region.locate_authority,
    assessing.assess_site,
    inspection.record_inspection,
    *hazard.HAZARD_HANDLERS,
    *licence.LICENCE_HANDLERS,
    *case.CASE_HANDLERS,
    attachment.add_attachment,
    *personal.PERSONAL_HANDLERS,
    *numbering.NUMBERING_HANDLERS,
    confirmation.confirm_rule,
    law_pack.load_law_pack,
    correction.correct_fact,
    correction.withdraw_fact,
)
