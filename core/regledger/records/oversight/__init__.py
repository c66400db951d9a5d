"""Government inspection, accountability, circulars, accident statistics (政府督查, 责任追究, 通报; S7, S10)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.oversight.accountability import ACCOUNTABILITY, HANDLING, decide_accountability
from regledger.records.oversight.answering import (
    feed_back,
    hand_over_clue,
    object_to,
    report_rectified,
    review,
    verify,
)
from regledger.records.oversight.circulars import CIRCULAR, annul_basis, issue_circular, withdraw_circular
from regledger.records.oversight.inspecting import conclude_oversight, designate_oversight, open_oversight
from regledger.records.oversight.leaders import LEADERSHIP, assign_leader
from regledger.records.oversight.state import DESIGNATION, OVERSEEN, OVERSIGHT
from regledger.records.oversight.statistics import STATISTICS, publish_statistics

__all__ = ["HANDLERS", "KINDS"]

KINDS: tuple[Kind[Any], ...] = (
    LEADERSHIP,
    DESIGNATION,
    OVERSEEN,
    OVERSIGHT,
    CIRCULAR,
    ACCOUNTABILITY,
    HANDLING,
    STATISTICS,
)
HANDLERS: tuple[Handler, ...] = (
    assign_leader,
    designate_oversight,
    open_oversight,
    conclude_oversight,
    feed_back,
    object_to,
    review,
    report_rectified,
    verify,
    hand_over_clue,
    issue_circular,
    annul_basis,
    withdraw_circular,
    decide_accountability,
    publish_statistics,
)
