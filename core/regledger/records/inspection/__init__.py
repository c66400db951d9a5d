"""Inspections: who looked at what, with which officers, and what they found (安全生产法 Arts 65, 67, 68)."""

from __future__ import annotations

from regledger.records.inspection.facts import Answer, InspectionRecorded
from regledger.records.inspection.findings import Finding
from regledger.records.inspection.publishing import publish_inspection
from regledger.records.inspection.recording import RecordInspection, record_inspection
from regledger.records.inspection.state import INSPECTION, Inspection
from regledger.records.inspection.visits import PLAN_VISITS, VISITS

__all__ = [
    "INSPECTION",
    "INSPECTION_HANDLERS",
    "INSPECTION_KINDS",
    "Answer",
    "Finding",
    "Inspection",
    "InspectionRecorded",
    "RecordInspection",
    "record_inspection",
]

INSPECTION_KINDS = (INSPECTION, VISITS, PLAN_VISITS)
INSPECTION_HANDLERS = (record_inspection, publish_inspection)
