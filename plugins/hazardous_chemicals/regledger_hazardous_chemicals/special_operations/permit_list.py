"""The read model of special operations (F-17)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from regledger.sectors import ColumnKind, ReadModel, RecordedFact, Row

from regledger_hazardous_chemicals.special_operations.permits import (
    SpecialOperationLookedAt,
    SpecialOperationPermitEntered,
)

__all__ = ["SpecialOperationPermits"]


class SpecialOperationPermits(ReadModel):
    """One row a permit: kind, class, validity, when work began and ended, and what was last seen; `seen_working` and
    `seen_supervised` are 0 or 1."""

    name: ClassVar[str] = "special_operation_permits"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = ("special_operation.permit_entered", "special_operation.looked_at")
    columns: ClassVar[dict[str, ColumnKind]] = {
        "permit": "text",
        "enterprise": "text",
        "site": "text",
        "kind": "text",
        "managed_as": "text",
        "approver": "text",
        "starts_at": "text",
        "ends_at": "text",
        "begun_at": "text",
        "finished_at": "text",
        "seen_at": "text",
        "seen_working": "integer",
        "seen_supervised": "integer",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The permit."""
        body = fact.body
        return [body.permit] if isinstance(body, SpecialOperationPermitEntered | SpecialOperationLookedAt) else []

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """What was entered, with what was last seen."""
        bodies = [fact.body for fact in facts]
        entered = [one for one in bodies if isinstance(one, SpecialOperationPermitEntered) and one.permit == key]
        looks = [one for one in bodies if isinstance(one, SpecialOperationLookedAt) and one.permit == key]
        if not entered:
            return None
        last = entered[-1]
        seen = looks[-1] if looks else None
        return {
            "permit": last.permit,
            "enterprise": last.enterprise,
            "site": last.site,
            "kind": last.kind,
            "managed_as": last.managed_as or last.grade,
            "approver": last.approver,
            "starts_at": last.starts_at.isoformat(),
            "ends_at": last.ends_at.isoformat(),
            "begun_at": _text(last.begun_at),
            "finished_at": _text(last.finished_at),
            "seen_at": None if seen is None else seen.seen_at.isoformat(),
            "seen_working": None if seen is None else int(seen.working),
            "seen_supervised": None if seen is None else int(seen.supervised),
        }


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
