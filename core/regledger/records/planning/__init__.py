"""Inspection plans, random draws and schemes of a visit (B-22, I-13, I-14, J-02; S8)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.planning.annual import approve_plan, draw_up_plan, publish_plan
from regledger.records.planning.drawing import announce_draw, make_draw
from regledger.records.planning.scheme import approve_scheme
from regledger.records.planning.state import AUTHORITY_PLANS, DRAW, PLAN, SCHEME, SITE_PLANS

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = (PLAN, SITE_PLANS, AUTHORITY_PLANS, DRAW, SCHEME)
HANDLERS: tuple[Handler, ...] = (
    draw_up_plan,
    approve_plan,
    publish_plan,
    announce_draw,
    make_draw,
    approve_scheme,
)
