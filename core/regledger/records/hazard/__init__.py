"""The hazard loop: found → ordered → reported → re-inspected → cleared (定人定责定时, 闭环管理; S8)."""

from __future__ import annotations

from regledger.records.hazard.closing import clear_hazard, escalate_hazard, reinspect_hazard, report_rectified
from regledger.records.hazard.cutting import order_cut, restore_supply
from regledger.records.hazard.measures import MEASURE, Measure, lift_measure, order_measure
from regledger.records.hazard.ordering import issue_order
from regledger.records.hazard.own import OWN_HANDLERS, OWN_KINDS
from regledger.records.hazard.prolonging import extend_order, refuse_extension, request_extension
from regledger.records.hazard.resuming import apply_resumption, record_defiance, review_resumption
from regledger.records.hazard.state import HAZARD, ORDER, Hazard, Order

__all__ = [
    "HAZARD",
    "HAZARD_HANDLERS",
    "MEASURE",
    "ORDER",
    "OWN_KINDS",
    "Hazard",
    "Measure",
    "Order",
]

HAZARD_HANDLERS = (
    issue_order,
    request_extension,
    extend_order,
    refuse_extension,
    order_measure,
    lift_measure,
    record_defiance,
    apply_resumption,
    review_resumption,
    order_cut,
    restore_supply,
    report_rectified,
    reinspect_hazard,
    escalate_hazard,
    clear_hazard,
    *OWN_HANDLERS,
)
