"""What a value can be in its unit: a period, a sum or a count, a ratio."""

from __future__ import annotations

import re

from regledger.law.view import PERIODS

__all__ = ["COUNTS", "LONGEST", "unusable"]

LONGEST = 40_000
"""The longest period in any unit: every day that it leads to can be written down from the days that are recorded."""

COUNTS = frozenset({"fen", "person"})
"""The units of sums of money and of counts."""

_RATIO = re.compile(r"[0-9]{1,28}(\.[0-9]{1,40})?")


def unusable(unit: str, value: int | str | bool) -> str:
    """Why nothing can be decided by `value` in `unit`, with the value; empty where it can, or the unit is any other."""
    whole = type(value) is int
    if unit in PERIODS and not (whole and 0 <= int(value) <= LONGEST):
        return f"{_shown(value)}, which is no period: a whole number from 0 to {LONGEST} of {unit!r}"
    if unit in COUNTS and not (whole and int(value) >= 0):
        return f"{_shown(value)}, which is no whole number from 0 of {unit!r}"
    if unit.partition(" ")[0] == "ratio" and (isinstance(value, bool) or not _RATIO.fullmatch(str(value))):
        return (
            f"{_shown(value)}, which is no ratio: a decimal such as 0.03, of at most 28 digits and 40 after the point"
        )
    return ""


def _shown(value: int | str | bool) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
