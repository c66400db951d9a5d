"""The grade of a tailings pond by its capacity and the height of its dam (GB 50863-2013 §3.2.1)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import msgspec
from regledger.sectors import LawError

if TYPE_CHECKING:
    from datetime import date

    from regledger.sectors import Law

__all__ = ["Bands", "Grading", "PondTable", "pond_table"]

Bands = tuple[tuple[int, Decimal], ...]
"""Grade and the least figure of it, the highest figure first."""


class Grading(msgspec.Struct, frozen=True, kw_only=True):
    """A grade, and the two that it was put together from; 1 is the highest."""

    by_volume: int
    by_height: int
    grade: int


class PondTable(msgspec.Struct, frozen=True, kw_only=True):
    """The table of grades as the law book has it on a day."""

    volume: Bands
    """By 10,000 cubic metres."""
    height: Bands
    """By metres."""
    full_difference: int
    """How many grades the two may lie apart for the higher to count as it is."""
    lowered_by: int
    """By how many grades the higher is lowered where they lie further apart."""

    def grade(self, volume_10k_m3: Decimal, height_m: Decimal) -> Grading:
        """The higher of both grades, lowered where the two lie too far apart."""
        by_volume, by_height = _banded(self.volume, volume_10k_m3), _banded(self.height, height_m)
        higher, apart = min(by_volume, by_height), abs(by_volume - by_height)
        lowered = self.lowered_by if apart > self.full_difference else 0
        return Grading(by_volume=by_volume, by_height=by_height, grade=higher + lowered)


def pond_table(law: Law, *, on: date) -> PondTable:
    """The table on a day; what was read joins the decision trace of `law`.

    Raises:
        LawError: a parameter has no value on that day, or its value is no table.
    """
    return PondTable(
        volume=_bands(law, "E-15.volume_bands", on),
        height=_bands(law, "E-15.height_bands", on),
        full_difference=law.integer("E-15.full_difference", on=on),
        lowered_by=law.integer("E-15.lowered_by", on=on),
    )


def _banded(bands: Bands, figure: Decimal) -> int:
    return next((grade for grade, least in bands if figure >= least), bands[-1][0])


def _bands(law: Law, parameter: str, on: date) -> Bands:
    """Read "5:0 4:100 …": a grade, and the figure from which it begins."""
    text = str(law.value(parameter, on=on))
    try:
        bands = [(int(grade), Decimal(least)) for grade, least in (band.split(":") for band in text.split())]
    except (ValueError, InvalidOperation):
        bands = []
    rising = [least for _, least in bands]
    falling = [grade for grade, _ in bands]
    if not bands or rising != sorted(set(rising)) or falling != sorted(set(falling), reverse=True):
        raise LawError(
            where=f"parameter {parameter}",
            found=f"{text!r} is no list of grades",
            remedy='Write grade:least from the lowest grade upwards, such as "5:0 4:100 3:1000".',
        )
    return tuple(reversed(bands))
