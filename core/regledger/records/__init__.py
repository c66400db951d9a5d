"""The records that every sector shares: one module a kind, with its facts, its state, its commands and decisions."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.intake import source_rows
from regledger.log.facts import Fact
from regledger.log.withdrawal import FactWithdrawn
from regledger.records import (
    accident,
    assessment,
    attachment,
    authority,
    campaign,
    case,
    committee,
    confirmation,
    cooperation,
    correction,
    delegation,
    duties,
    enforcement,
    enterprise,
    hazard,
    inspection,
    investigation,
    law_pack,
    licence,
    listing,
    numbering,
    officer_key,
    oversight,
    personal,
    planning,
    project,
    publicity,
    review,
    role,
    summary,
    supervision,
    support,
    tipoff,
    transfer,
)
from regledger.records.identity import overlays, region, renaming, succeeding
from regledger.records.risk import assessing

__all__ = ["CORE_FACTS", "CORE_HANDLERS", "CORE_KINDS", "ROOMS"]

ROOMS = (
    investigation,
    summary,
    transfer,
    enforcement,
    review,
    publicity,
    delegation,
    supervision,
    cooperation,
    committee,
    assessment,
    campaign,
    oversight,
    support,
    planning,
    listing,
    accident,
    tipoff,
    duties,
    project,
)
"""The rooms that say themselves which kinds and commands they have."""

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
    *inspection.INSPECTION_KINDS,
    hazard.HAZARD,
    hazard.ORDER,
    hazard.MEASURE,
    *hazard.OWN_KINDS,
    *licence.LICENCE_KINDS,
    source_rows.SOURCE,
    source_rows.REGISTER,
    *case.CASE_KINDS,
    law_pack.LAW_PACK,
    law_pack.LOADED_PACKS,
    personal.PERSONAL,
    personal.PERSON,
    attachment.ATTACHMENT,
    numbering.SERIES,
    numbering.NUMBER,
    numbering.USED,
    numbering.CLAIMED,
    *(kind for room in ROOMS for kind in room.KINDS),
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
    overlays.lay_over_site,
    overlays.lift_overlay,
    renaming.rename_authority,
    succeeding.succeed_subject,
    region.enter_region,
    region.locate_site,
    region.locate_authority,
    assessing.assess_site,
    *inspection.INSPECTION_HANDLERS,
    *hazard.HAZARD_HANDLERS,
    *licence.LICENCE_HANDLERS,
    *case.CASE_HANDLERS,
    attachment.add_attachment,
    *personal.PERSONAL_HANDLERS,
    *numbering.NUMBERING_HANDLERS,
    *(handler for room in ROOMS for handler in room.HANDLERS),
    confirmation.confirm_rule,
    law_pack.load_law_pack,
    correction.correct_fact,
    correction.withdraw_fact,
)
