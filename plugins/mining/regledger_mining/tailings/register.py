"""Read model `tailings_ponds`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from regledger.sectors import ColumnKind, ReadModel, RecordedFact, Row

from regledger_mining.tailings.pond import TailingsPondGraded

__all__ = ["TailingsPonds"]


class TailingsPonds(ReadModel):
    """One row a pond, as it was last graded: capacity and height as decimal text, `above_dwellings` 0 or 1."""

    name: ClassVar[str] = "tailings_ponds"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = ("tailings_pond.graded",)
    columns: ClassVar[dict[str, ColumnKind]] = {
        "site": "text",
        "enterprise": "text",
        "volume_10k_m3": "text",
        "dam_height_m": "text",
        "grade": "integer",
        "stated_grade": "integer",
        "above_dwellings": "integer",
        "graded_on": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The site."""
        return [fact.body.site] if isinstance(fact.body, TailingsPondGraded) else []

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """The last grading that stands."""
        bodies = [fact.body for fact in facts if isinstance(fact.body, TailingsPondGraded)]
        last = next((body for body in reversed(bodies) if body.site == key), None)
        if last is None:
            return None
        return {
            "site": last.site,
            "enterprise": last.enterprise,
            "volume_10k_m3": f"{last.volume_10k_m3:f}",
            "dam_height_m": f"{last.dam_height_m:f}",
            "grade": last.grade,
            "stated_grade": last.stated_grade,
            "above_dwellings": int(last.above_dwellings),
            "graded_on": last.graded_on.isoformat(),
        }
