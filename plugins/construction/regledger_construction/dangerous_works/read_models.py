"""The read model of dangerous works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce
from typing import ClassVar

from regledger.sectors import ColumnKind, ReadModel, RecordedFact, Row

from regledger_construction.dangerous_works.record import DANGEROUS_WORKS, DangerousWorks, evolved

__all__ = ["DangerousWorksTable"]


class DangerousWorksTable(ReadModel):
    """One row for works of either list: what they are, and how far they have come; days as ISO text, null where not yet."""

    name: ClassVar[str] = "dangerous_works"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = tuple(body.__fact__.name for body in DANGEROUS_WORKS.facts)
    columns: ClassVar[dict[str, ColumnKind]] = {
        "works": "text",
        "site": "text",
        "enterprise": "text",
        "kind": "text",
        "part": "text",
        "declared": "text",
        "scale": "text",
        "declared_on": "text",
        "planned_on": "text",
        "reviewed_on": "text",
        "result": "text",
        "started_on": "text",
        "watched_on": "text",
        "accepted_on": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The works."""
        return [fact.body.works] if isinstance(fact.body, DANGEROUS_WORKS.facts) else []  # type: ignore[attr-defined]

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """The works as they stand; None for what is on neither list."""
        empty: DangerousWorks | None = None
        state = reduce(evolved, [fact for fact in facts if key in self.keys(fact)], empty)
        if state is None or state.scale == "none":
            return None
        return {
            "works": state.works,
            "site": state.site,
            "enterprise": state.enterprise,
            "kind": state.kind,
            "part": state.part,
            "declared": state.declared,
            "scale": state.scale,
            "declared_on": state.declared_on.isoformat(),
            "planned_on": _day(state.planned_on),
            "reviewed_on": _day(state.reviewed_on),
            "result": state.result,
            "started_on": _day(state.started_on),
            "watched_on": _day(state.watched_on),
            "accepted_on": _day(state.accepted_on),
        }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
