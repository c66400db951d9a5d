"""The read model of sales and purchases (F-12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from regledger.sectors import ColumnKind, ReadModel, RecordedFact, Row

from regledger_hazardous_chemicals.custody.flows import ControlledFlowRecorded, ControlledFlowReported

__all__ = ["FlowReports"]


class FlowReports(ReadModel):
    """One row a sale or purchase: what and how much, to which kind of buyer, when, and when the police was told; the quantity is
    decimal text."""

    name: ClassVar[str] = "flow_reports"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = ("controlled_flow.recorded", "controlled_flow.reported")
    columns: ClassVar[dict[str, ColumnKind]] = {
        "flow": "text",
        "enterprise": "text",
        "site": "text",
        "direction": "text",
        "category": "text",
        "substance": "text",
        "quantity": "text",
        "unit": "text",
        "individual": "integer",
        "credential": "text",
        "traded_on": "text",
        "reported_on": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The sale or purchase."""
        return [fact.body.flow] if isinstance(fact.body, ControlledFlowRecorded | ControlledFlowReported) else []

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """What was entered, with the day of its report."""
        bodies = [fact.body for fact in facts]
        entered = [one for one in bodies if isinstance(one, ControlledFlowRecorded) and one.flow == key]
        reports = [one for one in bodies if isinstance(one, ControlledFlowReported) and one.flow == key]
        if not entered:
            return None
        last = entered[-1]
        return {
            "flow": last.flow,
            "enterprise": last.enterprise,
            "site": last.site,
            "direction": last.direction,
            "category": last.category,
            "substance": last.substance,
            "quantity": str(last.quantity),
            "unit": last.unit,
            "individual": int(last.individual),
            "credential": last.credential,
            "traded_on": last.traded_on.isoformat(),
            "reported_on": reports[-1].reported_on.isoformat() if reports else None,
        }
