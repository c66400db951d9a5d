"""Read models of the sector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from regledger.sectors import ColumnKind, ReadModel, RecordedFact, Row

from regledger_hazardous_chemicals.record import MajorHazardSourceIdentified

__all__ = ["MajorHazardSources"]


class MajorHazardSources(ReadModel):
    """One row a unit, as it was last identified: S and R as decimal text, `is_major` 0 or 1."""

    name: ClassVar[str] = "major_hazard_sources"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = ("major_hazard_source.identified",)
    columns: ClassVar[dict[str, ColumnKind]] = {
        "source": "text",
        "enterprise": "text",
        "site": "text",
        "unit": "text",
        "s": "text",
        "r": "text",
        "is_major": "integer",
        "grade": "integer",
        "identified_on": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The unit."""
        return [fact.body.source] if isinstance(fact.body, MajorHazardSourceIdentified) else []

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """The last of its identifications that stand."""
        bodies = [fact.body for fact in facts if isinstance(fact.body, MajorHazardSourceIdentified)]
        last = next((body for body in reversed(bodies) if body.source == key), None)
        if last is None:
            return None
        return {
            "source": last.source,
            "enterprise": last.enterprise,
            "site": last.site,
            "unit": last.unit,
            "s": str(last.S),
            "r": None if last.R is None else str(last.R),
            "is_major": int(last.is_major),
            "grade": last.grade,
            "identified_on": last.identified_on.isoformat(),
        }
