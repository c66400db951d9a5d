"""Stops for rectification of coal mines as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from regledger.sectors import Cell, ColumnKind, ReadModel, RecordedFact, Row

from regledger_mining.stoppage.facts import FACTS
from regledger_mining.stoppage.state import COAL_STOPPAGE, CoalStoppage

__all__ = ["CoalStoppages"]

_DAYS = (
    "ordered_on",
    "finish_by",
    "applied_on",
    "accepted_on",
    "published_on",
    "resumed_on",
    "resumption_published_on",
)
_SIGNED = ("department", "bureau", "government")


class CoalStoppages(ReadModel):
    """One row a stop: its days as text, and the days of the three signatures since the last application."""

    name: ClassVar[str] = "coal_stoppages"
    version: ClassVar[int] = 1
    types: ClassVar[tuple[str, ...]] = tuple(one.__fact__.name for one in FACTS)
    columns: ClassVar[dict[str, ColumnKind]] = {
        **dict.fromkeys(("stoppage", "enterprise", "site", "authority"), "text"),
        **dict.fromkeys(_DAYS, "text"),
        "passed": "integer",
        **{f"{stage}_on": "text" for stage in _SIGNED},
    }

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The stop."""
        body: Any = fact.body
        return [body.stoppage] if isinstance(fact.body, FACTS) else []

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """The stop after its standing facts."""
        state: CoalStoppage | None = None
        for fact in facts:
            if key in self.keys(fact):
                state = COAL_STOPPAGE.evolve(state, fact)
        if state is None:
            return None
        signed = dict(state.signatures)
        row: dict[str, Cell] = {
            "stoppage": state.stoppage,
            "enterprise": state.enterprise,
            "site": state.site,
            "authority": state.authority,
            "passed": int(state.passed),
        }
        row.update({name: _text(getattr(state, name)) for name in _DAYS})
        row.update({f"{stage}_on": _text(signed.get(stage)) for stage in _SIGNED})
        return row


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
