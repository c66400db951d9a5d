"""Holidays as dated law data: X-01."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]
import pytest
from regledger.errors import LawError
from regledger.law import HolidayTable, HolidayYear, china_holidays


def _days(month: int, first: int, last: int) -> set[date]:
    return {date(2026, month, day) for day in range(first, last + 1)}


def test_the_notice_of_2026() -> None:
    """X-01: the table of 2026 is the State Council's notice of 2025-11-04, day by day."""
    year = china_holidays().year(2026)

    assert year is not None
    assert year.known_from == date(2025, 11, 4)
    assert set(year.holidays) == (
        _days(1, 1, 3)
        | _days(2, 15, 23)
        | _days(4, 4, 6)
        | _days(5, 1, 5)
        | _days(6, 19, 21)
        | _days(9, 25, 27)
        | _days(10, 1, 7)
    )
    assert sorted(f"{day:%m-%d}" for day in year.make_up) == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_every_day_agrees_with_the_library() -> None:
    """X-01: on every settled day the table says what chinesecalendar says."""
    table = china_holidays()
    days = [date(2004, 1, 1) + timedelta(days=number) for number in range(366 * 22)]

    for day in filter(table.settled, days):
        assert (table.role(day)[0] in {"working", "make-up"}) == chinese_calendar.is_workday(day), day


def test_a_year_is_known_from_its_announcement() -> None:
    """X-01: before its notice a year counts by weekends alone, and so do the last days of the year before."""
    before, after = (china_holidays().as_known(day) for day in (date(2025, 11, 3), date(2025, 11, 4)))

    assert before.years_known[-1] == 2025
    assert after.years_known[-1] == 2026
    assert before.role(date(2026, 2, 16)) == ("working", "")
    assert after.role(date(2026, 2, 16)) == ("holiday", "春节")
    assert before.settled(date(2025, 12, 27))
    assert not before.settled(date(2025, 12, 28))
    assert after.settled(date(2025, 12, 28))


def test_the_digest_is_of_the_days() -> None:
    """The digest changes with a day, and not with the order of the years."""
    one = HolidayYear(year=2030, known_from=date(2029, 11, 1), holidays={date(2030, 1, 1): "元旦"}, make_up={})
    other = HolidayYear(year=2030, known_from=date(2029, 11, 1), holidays={date(2030, 1, 2): "元旦"}, make_up={})
    next_year = HolidayYear(year=2031, known_from=date(2030, 11, 1), holidays={}, make_up={})

    assert HolidayTable("x", one, next_year).digest == HolidayTable("y", next_year, one).digest
    assert HolidayTable("x", one).digest != HolidayTable("x", other).digest


def test_a_faulty_table_is_refused() -> None:
    """A year given twice, or a day under the wrong year, is named."""
    year = HolidayYear(year=2030, known_from=date(2029, 11, 1), holidays={}, make_up={})
    astray = HolidayYear(year=2031, known_from=date(2029, 11, 1), holidays={}, make_up={date(2030, 1, 5): "元旦"})

    with pytest.raises(LawError, match="twice"):
        HolidayTable("x", year, year)
    with pytest.raises(LawError, match="2030-01-05 stands under 2031"):
        HolidayTable("x", astray)


def test_law_is_imported_without_the_holidays() -> None:
    """Importing regledger.law does not import the holiday library; most commands count no working days."""
    probe = "import sys, regledger.law; sys.exit('chinese_calendar' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
