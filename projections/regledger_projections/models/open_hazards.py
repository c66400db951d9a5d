"""The read model `open_hazards`: one row a hazard that was found and is not cleared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from regledger.clock import When, day_of
from regledger.log.facts import RecordedFact
from regledger.views import Cell, ColumnKind, ReadModel, Row

__all__ = ["OpenHazards"]


class OpenHazards(ReadModel):
    """A hazard with the order that it is under and the days of its rectification; gone from the table once cleared.

    `due_on` is the last legal day for rectification as last extended; whether it is overdue is for the reader to compare.
    """

    name = "open_hazards"
    version = 1
    types = (
        "hazard.found",
        "hazard.reported",
        "hazard.reinspected",
        "hazard.cleared",
        "order.issued",
        "order.extended",
    )
    columns: ClassVar[Mapping[str, ColumnKind]] = {
        "hazard": "text",
        "enterprise": "text",
        "site": "text",
        "authority": "text",
        "level": "text",
        "found_on": "text",
        "order": "text",
        "due_on": "text",
        "reported_on": "text",
        "reinspected_on": "text",
        "result": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """See `ReadModel.keys`."""
        body: Any = fact.body
        return [item.hazard for item in body.items] if fact.type == "order.issued" else [body.hazard]

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """See `ReadModel.row`."""
        cells: dict[str, Cell] = dict.fromkeys(self.columns)
        found = False
        for fact in facts:
            body: Any = fact.body
            match fact.type:
                case "hazard.found":
                    found = True
                    for field in ("enterprise", "site", "authority", "level"):
                        cells[field] = getattr(body, field)
                    cells["found_on"] = _day(body.found_on, fact)
                case "order.issued":
                    item = next(item for item in body.items if item.hazard == key)
                    cells["order"], cells["due_on"] = body.order, _day(item.due_on, fact)
                case "order.extended":
                    cells["due_on"] = _day(body.due_on, fact)
                case "hazard.reported":
                    cells["reported_on"] = _day(body.reported_on, fact)
                case "hazard.reinspected":
                    cells["reinspected_on"], cells["result"] = _day(body.reinspected_on, fact), body.result
                case "hazard.cleared":
                    return None
        return {**cells, "hazard": key} if found else None


def _day(when: When, fact: RecordedFact) -> str:
    return day_of(when, fact.zone).isoformat()
