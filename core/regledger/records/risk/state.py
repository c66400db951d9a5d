"""The last assessment of a site, as its record holds it."""

from __future__ import annotations

from datetime import date

import msgspec

from regledger.records.risk.facts import Grade, SiteAssessed

__all__ = ["Risk"]


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """How great the risk of a site was found."""

    grade: Grade
    """1 red, 2 orange, 3 yellow, 4 blue."""
    formula: str
    on: date

    @classmethod
    def of(cls, body: SiteAssessed) -> Risk:
        """What an assessment found."""
        return cls(grade=body.grade, formula=body.formula, on=body.assessed_on)
