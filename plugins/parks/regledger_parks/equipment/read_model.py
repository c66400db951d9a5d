"""The read model of special equipment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from regledger.sectors import ColumnKind, ReadModel, RecordedFact, Row

from regledger_parks.equipment.facts import EquipmentEntered, EquipmentInspected, EquipmentRegistered, InspectionAsked

__all__ = ["SpecialEquipmentRows"]

Rowed = EquipmentEntered | EquipmentRegistered | InspectionAsked | EquipmentInspected


class SpecialEquipmentRows(ReadModel):
    """One row a piece: where it is, its certificate, and until when its last inspection counts; `passed` 0 or 1."""

    name: ClassVar[str] = "special_equipment"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = (
        "special_equipment.entered",
        "special_equipment.registered",
        "special_equipment.inspection_asked",
        "special_equipment.inspected",
    )
    columns: ClassVar[dict[str, ColumnKind]] = {
        "equipment": "text",
        "site": "text",
        "enterprise": "text",
        "category": "text",
        "used_from": "text",
        "certificate": "text",
        "asked_on": "text",
        "passed": "integer",
        "valid_to": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The piece."""
        return [fact.body.equipment] if isinstance(fact.body, Rowed) else []

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """What its facts that stand add up to; an inspection answers what was asked for before."""
        row: dict[str, str | int | None] = dict.fromkeys(self.columns)
        for fact in facts:
            body = fact.body
            if not isinstance(body, Rowed) or body.equipment != key:
                continue
            match body:
                case EquipmentEntered():
                    row |= {"equipment": key, "site": body.site, "enterprise": body.enterprise}
                    row |= {"category": body.category, "used_from": body.used_from.isoformat()}
                case EquipmentRegistered():
                    row["certificate"] = body.certificate
                case InspectionAsked():
                    row["asked_on"] = body.asked_on.isoformat()
                case EquipmentInspected():
                    row |= {"asked_on": None, "passed": int(body.passed)}
                    row["valid_to"] = None if body.valid_to is None else body.valid_to.isoformat()
        return None if row["equipment"] is None else row
