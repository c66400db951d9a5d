"""Tables for other systems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from regledger.sectors import ColumnKind, ReadModel, RecordedFact, Row
from regledger_fireworks.records import StockCounted


class LastCounts(ReadModel):
    """One row a store: how many boxes were counted last, and when."""

    name: ClassVar[str] = "fireworks_counts"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = ("fireworks.counted",)
    columns: ClassVar[dict[str, ColumnKind]] = {"site": "text", "boxes": "integer", "counted_on": "text"}

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The store."""
        return [fact.body.site] if isinstance(fact.body, StockCounted) else []

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """The last count that stands."""
        counts = [fact.body for fact in facts if isinstance(fact.body, StockCounted)]
        if not counts:
            return None
        last = counts[-1]
        return {"site": key, "boxes": last.boxes, "counted_on": last.counted_on.isoformat()}
