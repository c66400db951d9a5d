"""Tip-offs with the informant's identity personal, and petitions (安全生产法 Arts 73–76; 信访工作条例; S11)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.tipoff.intake import TIPOFF, TIPOFFS
from regledger.records.tipoff.petitions import PETITION, PETITIONS

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = (TIPOFF, PETITION)
HANDLERS: tuple[Handler, ...] = (*TIPOFFS, *PETITIONS)
