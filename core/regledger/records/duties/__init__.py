"""What the law asks of an enterprise, and what it told of how it keeps to it (安全生产法 Arts 20-51; S5, S12)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.duties.recording import SITE_DUTIES, record_duty

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = (SITE_DUTIES,)
HANDLERS: tuple[Handler, ...] = (record_duty,)
