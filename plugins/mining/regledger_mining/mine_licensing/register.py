"""Read model `mines`: what a county's bureau knows of its mines and ponds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from regledger.sectors import ColumnKind, ReadModel, RecordedFact, Row

from regledger_mining.profile import RECORD, MiningSite

__all__ = ["Mines"]


class Mines(ReadModel):
    """One row a site, as it was last profiled: capacity in tonnes a year, design of a pond as decimal text."""

    name: ClassVar[str] = "mines"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = (f"{RECORD}.profiled",)
    columns: ClassVar[dict[str, ColumnKind]] = {
        "site": "text",
        "enterprise": "text",
        "kind": "text",
        "approved_tonnes_year": "integer",
        "production_systems": "integer",
        "gas": "text",
        "hydrology": "text",
        "design_dam_height_m": "text",
        "design_volume_10k_m3": "text",
        "profiled_on": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The site."""
        body: Any = fact.body
        return [body.site]

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """The last profile that stands."""
        bodies: list[Any] = [fact.body for fact in facts]
        last = next((body for body in reversed(bodies) if body.site == key), None)
        if last is None:
            return None
        profile: MiningSite = last.profile
        height, volume = profile.design_dam_height_m, profile.design_volume_10k_m3
        return {
            "site": last.site,
            "enterprise": last.enterprise,
            "kind": profile.kind,
            "approved_tonnes_year": profile.approved_tonnes_year,
            "production_systems": profile.production_systems,
            "gas": profile.gas,
            "hydrology": profile.hydrology,
            "design_dam_height_m": None if height is None else f"{height:f}",
            "design_volume_10k_m3": None if volume is None else f"{volume:f}",
            "profiled_on": last.profiled_on.isoformat(),
        }
