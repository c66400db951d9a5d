"""The criteria for major hazard sources as the law book has them on a day (F-07, F-08)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from regledger.sectors import LawError

from regledger_hazardous_chemicals.major_hazard_sources import Criteria

if TYPE_CHECKING:
    from datetime import date

    from regledger.sectors import Law

__all__ = ["major_hazard_criteria"]

_BANDS = "F-08.alpha_bands"


def major_hazard_criteria(law: Law, *, on: date) -> Criteria:
    """The thresholds of F-07 and F-08 on a day; what was read joins the decision trace of `law`.

    Raises:
        LawError: a parameter has no value on that day, or its value does not make sense.
    """
    floors = (
        law.decimal("F-08.grade_1_minimum", on=on),
        law.decimal("F-08.grade_2_minimum", on=on),
        law.decimal("F-08.grade_3_minimum", on=on),
    )
    if not floors[0] > floors[1] > floors[2] > 0:
        raise LawError(
            where="parameters F-08.grade_1_minimum to F-08.grade_3_minimum",
            found=f"{floors[0]}, {floors[1]} and {floors[2]} do not fall from grade 1 to grade 3",
            remedy="Give grade 1 the highest R and grade 3 the lowest, above 0.",
        )
    return Criteria(
        s_threshold=law.decimal("F-07.s_threshold", on=on),
        alpha_bands=_alpha_bands(str(law.value(_BANDS, on=on))),
        grade_floors=floors,
    )


def _alpha_bands(text: str) -> tuple[tuple[int, Decimal], ...]:
    """Read "0:0.5 1:1.0": from so many people on, that alpha. The highest band comes first."""
    try:
        bands = [(int(least), Decimal(alpha)) for least, alpha in (band.split(":") for band in text.split())]
    except (ValueError, InvalidOperation):
        raise _misread(text) from None
    people = [least for least, _ in bands]
    if not bands or people[0] != 0 or people != sorted(set(people)):
        raise _misread(text)
    if not all(alpha.is_finite() and alpha > 0 for _, alpha in bands):
        raise _misread(text)
    return tuple(reversed(bands))


def _misread(text: str) -> LawError:
    return LawError(
        where=f"parameter {_BANDS}",
        found=f"{text!r} is no list of bands",
        remedy='Write people:alpha from 0 people upwards, such as "0:0.5 1:1.0 30:1.2".',
    )
