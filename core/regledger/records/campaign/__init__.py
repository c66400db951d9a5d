"""Special campaigns, and closures that only a lawful measure brings about (专项整治; S6)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.campaign.running import close_campaign, launch_campaign, record_measure
from regledger.records.campaign.shutting import shut_enterprise_down
from regledger.records.campaign.state import CAMPAIGN, SHUT_DOWN

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = (CAMPAIGN, SHUT_DOWN)
HANDLERS: tuple[Handler, ...] = (launch_campaign, record_measure, close_campaign, shut_enterprise_down)
