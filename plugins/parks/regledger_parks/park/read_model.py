"""The read model of parks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from regledger.sectors import ColumnKind, ReadModel, RecordedFact, Row

from regledger_parks.park.facts import (
    ParkDrilled,
    ParkEnclosed,
    ParkEvaluated,
    ParkLineDrawn,
    ParkPlanMade,
    ParkRegistered,
    ParkScored,
)

__all__ = ["Parks"]

Rowed = ParkRegistered | ParkScored | ParkEvaluated | ParkLineDrawn | ParkPlanMade | ParkDrilled | ParkEnclosed


class Parks(ReadModel):
    """One row a park: what it is, its grade, and when it was last evaluated, drilled and enclosed; `score` as decimal text."""

    name: ClassVar[str] = "parks"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = (
        "park.registered",
        "park.scored",
        "park.evaluated",
        "park.line_drawn",
        "park.plan_made",
        "park.drilled",
        "park.enclosed",
    )
    columns: ClassVar[dict[str, ColumnKind]] = {
        "park": "text",
        "name": "text",
        "authority": "text",
        "kind": "text",
        "grade": "text",
        "score": "text",
        "valid_to": "text",
        "rectify_by": "text",
        "evaluated_on": "text",
        "line_drawn_on": "text",
        "plan": "text",
        "drilled_on": "text",
        "enclosed_on": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The park."""
        return [fact.body.park] if isinstance(fact.body, Rowed) else []

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """What its facts that stand add up to."""
        row: dict[str, str | int | None] = dict.fromkeys(self.columns)
        for fact in facts:
            body = fact.body
            if not isinstance(body, Rowed) or body.park != key:
                continue
            match body:
                case ParkRegistered():
                    row |= {"park": body.park, "name": body.name, "authority": body.authority, "kind": body.kind}
                case ParkScored():
                    row |= {
                        "grade": body.grade,
                        "score": str(body.score),
                        "valid_to": body.valid_to.isoformat(),
                        "rectify_by": None if body.rectify_by is None else body.rectify_by.isoformat(),
                    }
                case ParkEvaluated():
                    row["evaluated_on"] = body.evaluated_on.isoformat()
                case ParkLineDrawn():
                    row["line_drawn_on"] = body.drawn_on.isoformat()
                case ParkPlanMade():
                    row["plan"] = body.plan
                case ParkDrilled():
                    row["drilled_on"] = body.drilled_on.isoformat()
                case ParkEnclosed():
                    row["enclosed_on"] = body.enclosed_on.isoformat()
        return None if row["park"] is None else row
