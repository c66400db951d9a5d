"""The read model `licences`: one row a licence, looked up live by its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from regledger.clock import When, day_of
from regledger.log.facts import RecordedFact
from regledger.views import Cell, ColumnKind, ReadModel, Row

__all__ = ["Licences"]


class Licences(ReadModel):
    """A licence with its holder and its days.

    Whether it is valid today is for the reader to compare: `valid_from` is its first valid legal day, `valid_to` the last one
    of its newest term.
    """

    name = "licences"
    version = 1
    live = True
    types = ("licence.applied", "licence.accepted", "licence.issued", "licence.renewed")
    columns: ClassVar[Mapping[str, ColumnKind]] = {
        "licence": "text",
        "enterprise": "text",
        "site": "text",
        "authority": "text",
        "kind": "text",
        "number": "text",
        "applied_on": "text",
        "accepted_on": "text",
        "issued_on": "text",
        "valid_from": "text",
        "valid_to": "text",
        "renewed_on": "text",
        "renewals": "integer",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """See `ReadModel.keys`."""
        body: Any = fact.body
        return (body.licence,)

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """See `ReadModel.row`."""
        if not facts:
            return None
        cells: dict[str, Cell] = dict.fromkeys(self.columns)
        renewals = 0
        for fact in facts:
            body: Any = fact.body
            for field in ("enterprise", "site", "authority"):
                cells[field] = getattr(body, field)
            match fact.type:
                case "licence.applied":
                    cells["kind"], cells["applied_on"] = body.kind, _day(body.applied_on, fact)
                case "licence.accepted":
                    cells["accepted_on"] = _day(body.accepted_on, fact)
                case "licence.issued":
                    cells["kind"], cells["number"] = body.kind, body.number
                    cells["issued_on"] = _day(body.decided_on, fact)
                    cells["valid_from"], cells["valid_to"] = _day(body.valid_from, fact), _day(body.valid_to, fact)
                case "licence.renewed":
                    renewals += 1
                    cells["renewed_on"], cells["valid_to"] = _day(body.decided_on, fact), _day(body.valid_to, fact)
        return {**cells, "licence": key, "renewals": renewals}


def _day(when: When, fact: RecordedFact) -> str:
    return day_of(when, fact.zone).isoformat()
