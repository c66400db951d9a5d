"""What was measured as a share of what a mine is allowed: output of its capacity, people of its limits (E-02, E-08).

The inspector measures tonnes and counts people; criteria are in percent. The numbers of the criteria stand in their data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Context, Decimal

import msgspec
from regledger.sectors import Finding, Judge

from regledger_mining.profile import MiningSite

__all__ = ["PERCENT", "Figures", "met", "share"]

PERCENT = Decimal(100)
SIX_PLACES = Decimal("0.000001")
"""One tonne of a capacity of a hundred million, so that none is lost; and short enough to be read in an objection."""
WIDE = Context(prec=80)
"""Digits for the share of any figure that a command takes."""
OUTPUTS = {
    "year_output_percent": "year_tonnes",
    "quarter_output_percent": "quarter_tonnes",
    "month_output_percent": "month_tonnes",
    "planned_output_percent": "planned_tonnes_year",
}
"""Share of the approved capacity of a year → the tonnes that it is of."""
PLACES = {"people_at_face": "face_people", "people_in_heading": "heading_people", "people_under_ground": "shift_people"}
"""People counted in one shift → the field of the profile with the most that there may be."""


RULES = ("E-02", "E-08")
"""Those whose criteria are of shares."""


def share(part: Decimal, whole: int | Decimal | None) -> Decimal | None:
    """`part` as percent of `whole`, to six places; None where that is not known, or nothing."""
    return (part * PERCENT / whole).quantize(SIX_PLACES, context=WIDE).normalize(WIDE) if whole else None


def met(figure: Callable[[str], Decimal | None], day: date, judge: Judge) -> Mapping[str, str]:
    """Code → what meets it, of the criteria of output and head-count that apply on the legal day `day`."""
    return {
        one.code: found
        for one in judge.law.book.criteria.values()
        if one.rule in RULES and one.covers(day) and (found := one.met_by(figure))
    }


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a finding, and those that follow from them and from the profile of the mine."""

    finding: Finding
    profile: MiningSite | None

    def value(self, name: str) -> Decimal | None:
        """The figure `name`: as it was measured, else as it follows; None where it does neither."""
        measured = self.finding.figure(name)
        return self.derived(name) if measured is None else measured

    def derived(self, name: str) -> Decimal | None:
        """What follows of that name; None where nothing does.

        `people_percent` is the greatest share of the places where people were counted: of the limit that was measured with
        them (`people_limit`), else of that of the profile.
        """
        if name in OUTPUTS:
            tonnes = self.finding.figure(OUTPUTS[name])
            return None if tonnes is None or self.profile is None else share(tonnes, self.profile.approved_tonnes_year)
        if name == "people_percent":
            return max(self._people(), default=None)
        if name == "underground" and self.profile is not None:
            return Decimal(self.profile.kind == "coal_underground")
        if name == "faces_over_limit":
            return self._faces()
        return None

    def _people(self) -> list[Decimal]:
        shares = []
        for figure, field in PLACES.items():
            counted = self.finding.figure(figure)
            stated = self.finding.figure("people_limit")
            limit = stated if stated is not None else getattr(self.profile, field, None)
            found = None if counted is None else share(counted, limit)
            shares += [] if found is None else [found]
        return shares

    def _faces(self) -> Decimal | None:
        counted = self.finding.figure("producing_faces")
        limit = None if self.profile is None else self.profile.approved_faces
        return None if counted is None or limit is None else max(counted - limit, Decimal(0))
