"""Authorities that act together: referrals, assistance, joint operations (移送, 协助, 联合执法; S2, S7)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.cooperation import assisting, banning, operating, referring

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = (
    referring.REFERRAL,
    assisting.ASSISTANCE,
    operating.OPERATION,
    banning.UNAPPROVED,
)
HANDLERS: tuple[Handler, ...] = (
    *referring.HANDLERS,
    *assisting.HANDLERS,
    *operating.HANDLERS,
    *banning.HANDLERS,
)
