"""Who supervises what, from when to when: duty lists, assignments by role, key projects, patrols (S2, S4)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.supervision import state
from regledger.records.supervision.assigning import assign_supervision, end_supervision, record_patrol
from regledger.records.supervision.listing import (
    designate_sector,
    end_key_project,
    name_safety_body,
    publish_duty_list,
    register_key_project,
)

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = state.KINDS
HANDLERS: tuple[Handler, ...] = (
    publish_duty_list,
    name_safety_body,
    register_key_project,
    end_key_project,
    designate_sector,
    assign_supervision,
    end_supervision,
    record_patrol,
)
