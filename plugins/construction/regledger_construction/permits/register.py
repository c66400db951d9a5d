"""The register of construction permits, for other systems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from regledger.sectors import ColumnKind, ReadModel, RecordedFact, Row

from regledger_construction.permits.state import WORKS_PERMIT, WorksPermit

__all__ = ["WorksPermits"]

_BODIES = WORKS_PERMIT.facts


class WorksPermits(ReadModel):
    """One row a permit: who builds where under what, since when, and where it rests."""

    name: ClassVar[str] = "works_permits"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = tuple(body.__fact__.name for body in _BODIES)
    columns: ClassVar[dict[str, ColumnKind]] = {
        "permit": "text",
        "number": "text",
        "basis": "text",
        "site": "text",
        "builder": "text",
        "contractor": "text",
        "authority": "text",
        "applied_on": "text",
        "issued_on": "text",
        "extensions": "integer",
        "extended_to": "text",
        "started_on": "text",
        "suspended_on": "text",
        "suspension_reported_on": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The permit; works that began without one bear on none."""
        permit = getattr(fact.body, "permit", None)
        return [permit] if isinstance(fact.body, _BODIES) and permit is not None else []

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """The permit as it stands."""
        state: WorksPermit | None = None
        for fact in facts:
            state = WORKS_PERMIT.evolve(state, fact)
        if state is None:
            return None
        pause = state.pause
        days = {
            "applied_on": state.applied_on,
            "issued_on": state.issued_on,
            "extended_to": state.extensions[-1] if state.extensions else None,
            "started_on": state.started_on,
            "suspended_on": None if pause is None else pause.since,
            "suspension_reported_on": None if pause is None else pause.reported_on,
        }
        return {
            "permit": key,
            "number": state.number,
            "basis": state.basis,
            "site": state.site,
            "builder": state.enterprise,
            "contractor": state.contractor,
            "authority": state.authority,
            "extensions": len(state.extensions),
            **{name: None if day is None else day.isoformat() for name, day in days.items()},
        }
