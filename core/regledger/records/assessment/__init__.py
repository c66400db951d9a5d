"""Responsibility targets and assessment: a stated formula over recorded facts, never over fines (目标责任制考核; S1)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.assessment.concluding import conclude_assessment
from regledger.records.assessment.countable import WORK
from regledger.records.assessment.setting import set_target, state_formula
from regledger.records.assessment.settling import answer_objection, follow_result, object_to_result, settle_result
from regledger.records.assessment.state import ASSESSMENT, FORMULA, TARGET, UNIT_TARGETS

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = (FORMULA, TARGET, UNIT_TARGETS, ASSESSMENT, WORK)
HANDLERS: tuple[Handler, ...] = (
    state_formula,
    set_target,
    conclude_assessment,
    object_to_result,
    answer_objection,
    settle_result,
    follow_result,
)
