"""Safety-committee meetings, liaison officers, and the matters that they settle (安委会例会, 联络员; S3)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.committee.liaising import appoint_liaison, end_liaison
from regledger.records.committee.matters import MATTER
from regledger.records.committee.meeting import compose_committee, hold_meeting, seal_minutes
from regledger.records.committee.settling import (
    answer_matter,
    assign_matter,
    escalate_matter,
    raise_matter,
    reopen_matter,
    settle_matter,
)
from regledger.records.committee.state import COMMITTEE, LIAISON, MEETING

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = (COMMITTEE, MEETING, LIAISON, MATTER)
HANDLERS: tuple[Handler, ...] = (
    compose_committee,
    hold_meeting,
    seal_minutes,
    appoint_liaison,
    end_liaison,
    raise_matter,
    assign_matter,
    answer_matter,
    escalate_matter,
    settle_matter,
    reopen_matter,
)
