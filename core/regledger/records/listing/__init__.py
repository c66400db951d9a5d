"""Supervision of major hazards by listing (挂牌督办; S7, S8)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.listing.closing import close_listing, escalate_listing, extend_listing
from regledger.records.listing.opening import open_listing, publish_listing
from regledger.records.listing.state import LISTED, LISTING

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = (LISTING, LISTED)
HANDLERS: tuple[Handler, ...] = (open_listing, publish_listing, extend_listing, escalate_listing, close_listing)
