"""Cells: how the texts of a register become days and whole minor units of money."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

__all__ = ["BadCell", "BadDateFormat", "DateReader", "minor_units", "trimmed"]

_TOKENS = re.compile(r"YYYY|YY|MM|M|DD|D|\*")
_FIELDS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})",
    "D": r"(?P<day>\d{1,2})",
    "*": r".*",
}
_MONEY = re.compile(r"(?P<sign>-?)[$¥￥]?\s*(?P<number>\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d{1,2})?)\s*元?")


class BadCell(ValueError):
    """A cell that cannot be read as its column is declared; the text says why, without the cell's own text."""


class BadDateFormat(ValueError):
    """A format that names no year, month and day once each."""


def trimmed(text: str) -> str:
    """`text` in NFC without white space at its ends."""
    text = text.strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class DateReader:
    """Reads days in declared formats.

    A format is literal text with `YYYY`, `YY`, `MM`, `M`, `DD`, `D` and `*` (anything): `M/D/YY`, `YYYYMMDD`,
    `YYYY-MM-DD`, `YYYY年M月D日`, `MM/DD/YYYY *`.

    Args:
        formats: tried in order.
        two_digit_years_from: the first year that a `YY` can mean: 1970 reads 70 as 1970 and 69 as 2069.

    Raises:
        BadDateFormat: a format without year, month and day.
    """

    def __init__(self, formats: Iterable[str], two_digit_years_from: int) -> None:
        self.formats = tuple(formats)
        self._from = two_digit_years_from
        self._patterns = [_pattern(form) for form in self.formats]
        self._read: dict[str, date] = {}

    def read(self, text: str) -> date:
        """The day that `text` names; raises `BadCell`."""
        day = self._read.get(text)
        if day is None:
            day = self._parsed(text)
            if len(self._read) < 50_000:
                self._read[text] = day
        return day

    def _parsed(self, text: str) -> date:
        for pattern in self._patterns:
            match = pattern.fullmatch(text)
            if match is None:
                continue
            found = match.groupdict()
            year = int(found["year"]) if "year" in found else self._century(int(found["short"]))
            try:
                return date(year, int(found["month"]), int(found["day"]))
            except ValueError:
                continue
        raise BadCell(f"is no day written as {' or '.join(self.formats)}")

    def _century(self, short: int) -> int:
        return self._from + (short - self._from) % 100


def _pattern(form: str) -> re.Pattern[str]:
    parts, end, named = [], 0, []
    for token in _TOKENS.finditer(form):
        parts.append(re.escape(form[end : token.start()]) + _FIELDS[token[0]])
        named.append(token[0][0])
        end = token.end()
    if sorted(one for one in named if one != "*") != ["D", "M", "Y"]:
        raise BadDateFormat(form)
    return re.compile("".join(parts) + re.escape(form[end:]))


def minor_units(text: str, *, digits: int, times: int) -> int:
    """Money as whole minor units.

    Args:
        text: such as `115400`, `$1,234.50`, `1e+05`, `3.5`.
        digits: decimals of the currency; 2 for fen and cents.
        times: what one of the text's units is in whole currency units; 10000 where the column is in 万元.

    Raises:
        BadCell: no number, or a fraction of a minor unit.
    """
    match = _MONEY.fullmatch(text)
    if match is None:
        raise BadCell("is no amount of money")
    try:
        exact = Decimal(match["number"].replace(",", "")) * times * 10**digits
    except InvalidOperation:
        raise BadCell("is no amount of money") from None
    if exact != exact.to_integral_value():
        raise BadCell("has a fraction of the smallest unit of its currency")
    return -int(exact) if match["sign"] else int(exact)
