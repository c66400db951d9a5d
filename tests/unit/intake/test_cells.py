"""Days and money as registers write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from regledger.intake.cells import BadCell, BadDateFormat, DateReader, minor_units, trimmed


@pytest.mark.parametrize(
    ("form", "text", "day"),
    [
        ("M/D/YY", "8/29/25", date(2025, 8, 29)),
        ("M/D/YY", "12/01/69", date(2069, 12, 1)),
        ("M/D/YY", "1/1/70", date(1970, 1, 1)),
        ("YYYYMMDD", "20221230", date(2022, 12, 30)),
        ("YYYY-MM-DD", "2024-02-29", date(2024, 2, 29)),
        ("YYYY年M月D日", "2024年3月5日", date(2024, 3, 5)),
        ("YYYY年M月D日", "2024年12月05日", date(2024, 12, 5)),
        ("MM/DD/YYYY *", "09/03/2025 9:00 AM", date(2025, 9, 3)),
        ("YYYY.M.D", "2024.3.5", date(2024, 3, 5)),
    ],
)
def test_declared_format_is_read(form: str, text: str, day: date) -> None:
    """A day is read as its declared format writes it, two-digit years from the declared first year on."""
    reader = DateReader([form], 1970)

    assert reader.read(text) == day


@pytest.mark.parametrize("text", ["2025-02-30", "30/2/25", "2025-2-3", "x2025-02-03", "2025-02-03 ", "", "20250203"])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    """A text that is not exactly a day in the declared format is refused, and the message does not repeat it."""
    reader = DateReader(["YYYY-MM-DD"], 1970)

    with pytest.raises(BadCell) as raised:
        reader.read(text)

    assert str(raised.value) == "is no day written as YYYY-MM-DD"


@pytest.mark.parametrize("form", ["", "YYYY-MM", "M/D/M", "YYYY-YY-MM-DD", "day"])
def test_format_names_year_month_and_day_once(form: str) -> None:
    """A format that leaves the day open, or names a part twice, is an error when it is declared."""
    with pytest.raises(BadDateFormat):
        DateReader([form], 1970)


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    """What a register writes with two-digit years reads as the same day for a hundred years."""
    reader = DateReader(["M/D/YY"], 1970)

    assert reader.read(f"{day.month}/{day.day}/{day.year % 100:02}") == day


@pytest.mark.parametrize(
    ("text", "times", "minor"),
    [
        ("115400", 1, 11_540_000),
        ("$1,234.50", 1, 123_450),
        ("2925.55", 1, 292_555),
        ("1e+05", 1, 10_000_000),
        ("3.5", 10_000, 3_500_000),
        ("12,000元", 1, 1_200_000),
        ("-20", 1, -2_000),
        ("0", 1, 0),
    ],
)
def test_money_is_whole_minor_units(text: str, times: int, minor: int) -> None:
    """An amount becomes whole minor units exactly."""
    assert minor_units(text, digits=2, times=times) == minor


@pytest.mark.parametrize("text", ["", "n/a", "12.345", "1 000", "12..5", "NaN", "Infinity"])
def test_what_is_no_whole_minor_unit_is_refused(text: str) -> None:
    """A text that is no amount, or has a fraction of a cent, is refused instead of rounded."""
    with pytest.raises(BadCell):
        minor_units(text, digits=2, times=1)


def test_white_space_at_the_ends_is_no_content() -> None:
    """Spaces of every width at the ends go, and letters are composed, so that both never look like a change."""
    assert trimmed(" \u2002Cafe\u0301\u3000 ") == "Café"
