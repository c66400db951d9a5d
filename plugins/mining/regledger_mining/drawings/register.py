"""Read model `mine_drawings`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from regledger.sectors import ColumnKind, ReadModel, RecordedFact, Row

from regledger_mining.drawings.examination import MineDrawingsExamined

__all__ = ["MineDrawingsRegister"]


class MineDrawingsRegister(ReadModel):
    """One row a mine underground: of which day its drawings were when they were last shown; flags are 0 or 1."""

    name: ClassVar[str] = "mine_drawings"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = ("mine_drawings.examined",)
    columns: ClassVar[dict[str, ColumnKind]] = {
        "site": "text",
        "enterprise": "text",
        "under_construction": "integer",
        "complete": "integer",
        "drawn_on": "text",
        "examined_on": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The site."""
        return [fact.body.site] if isinstance(fact.body, MineDrawingsExamined) else []

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """The last examination that stands."""
        bodies = [fact.body for fact in facts if isinstance(fact.body, MineDrawingsExamined)]
        last = next((body for body in reversed(bodies) if body.site == key), None)
        if last is None:
            return None
        return {
            "site": last.site,
            "enterprise": last.enterprise,
            "under_construction": int(last.under_construction),
            "complete": int(last.complete),
            "drawn_on": last.drawn_on.isoformat(),
            "examined_on": last.examined_on.isoformat(),
        }
