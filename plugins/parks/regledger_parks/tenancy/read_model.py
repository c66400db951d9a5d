"""The read model of tenancies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from regledger.sectors import ColumnKind, ReadModel, RecordedFact, Row

from regledger_parks.tenancy.facts import TenancyChecked, TenancyEnded, TenancyEntered, TenancyRenewed

__all__ = ["Tenancies"]

Edge = TenancyEntered | TenancyRenewed | TenancyChecked | TenancyEnded


class Tenancies(ReadModel):
    """One row an edge from landlord to tenant; `qualified` 0 or 1, `agreed_to` empty where the agreement has no end or is none."""

    name: ClassVar[str] = "tenancies"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = ("tenancy.entered", "tenancy.renewed", "tenancy.checked", "tenancy.ended")
    columns: ClassVar[dict[str, ColumnKind]] = {
        "tenancy": "text",
        "park": "text",
        "site": "text",
        "landlord": "text",
        "tenant": "text",
        "qualified": "integer",
        "agreement": "text",
        "agreed_to": "text",
        "last_check": "text",
        "next_check_by": "text",
        "ended_on": "text",
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The tenancy."""
        return [fact.body.tenancy] if isinstance(fact.body, Edge) else []

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """What its facts that stand add up to."""
        row: dict[str, str | int | None] = dict.fromkeys(self.columns)
        for fact in facts:
            body = fact.body
            if not isinstance(body, Edge) or body.tenancy != key:
                continue
            if isinstance(body, TenancyEntered):
                row |= {"tenancy": key, "park": body.park, "site": body.site, "landlord": body.landlord}
                row |= {"tenant": body.tenant, "qualified": int(body.qualified)}
            if isinstance(body, TenancyEntered | TenancyRenewed):
                row |= {"agreement": body.agreement}
                row |= {"agreed_to": None if body.agreed_to is None else body.agreed_to.isoformat()}
            if isinstance(body, TenancyEntered | TenancyChecked):
                row["next_check_by"] = body.next_check_by.isoformat()
            if isinstance(body, TenancyChecked):
                row["last_check"] = body.checked_on.isoformat()
            if isinstance(body, TenancyEnded):
                row["ended_on"] = body.ended_on.isoformat()
        return None if row["tenancy"] is None else row
