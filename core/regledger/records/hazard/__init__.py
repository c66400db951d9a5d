"""The hazard loop: found → ordered → reported → re-inspected → cleared (定人定责定时, 闭环管理; S8)."""

from __future__ import annotations

from regledger.records.hazard.closing import clear_hazard, escalate_hazard, reinspect_hazard, report_rectified
from regledger.records.hazard.measures import MEASURE, Measure, lift_measure, order_measure
from regledger.records.hazard.ordering import extend_order, issue_order, request_extension
from regledger.records.hazard.state import HAZARD, ORDER, Hazard, Order

__all__ = [
    "HAZARD",
    "HAZARD_HANDLERS",
    "MEASURE",
    "ORDER",
    "Hazard",
    "Measure",
    "Order",
]

HAZARD_HANDLERS = (
    issue_order,
    request_extension,
    extend_order,
    order_measure,
    lift_measure,
    report_rectified,
    reinspect_hazard,
    escalate_hazard,
    clear_hazard,
)
