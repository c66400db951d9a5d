"""Public holidays and make-up working days, as dated data of the law.

The State Council's office announces each year's schedule in the autumn before. It may also touch the last days
of the year before (30 and 31 December 2018 came with the schedule of 2019), so that those days stay open until
the next year is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal

import msgspec

from regledger.errors import LawError

__all__ = ["DayRole", "HolidayTable", "HolidayYear", "china_holidays"]

DayRole = Literal["working", "weekend", "holiday", "make-up"]
"""A plain working day, a Saturday or Sunday, a holiday of the schedule, or a weekend day that is worked."""

_OPEN_FROM = (12, 28)
"""Month and day from which the next year's schedule may still change a year; the earliest such day was 29 December."""

# The notices of 2025 and 2026 were seen; the earlier days are from memory.
_ANNOUNCED = {
    2020: date(2019, 11, 21),
    2021: date(2020, 11, 25),
    2022: date(2021, 10, 25),
    2023: date(2022, 12, 8),
    2024: date(2023, 10, 25),
    2025: date(2024, 11, 12),
    2026: date(2025, 11, 4),
}


class HolidayYear(msgspec.Struct, frozen=True, kw_only=True):
    """One year's schedule.

    Attributes:
        year: the calendar year.
        known_from: the day on which the schedule was announced, or 1 January where that is not known.
        holidays: days off and their festival; weekend days among them are listed too.
        make_up: weekend days that are worked, and the festival they make up for.
    """

    year: int
    known_from: date
    holidays: Mapping[date, str]
    make_up: Mapping[date, str]

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of the year's canonical JSON."""
        days = {
            "year": self.year,
            "holidays": {day.isoformat(): name for day, name in self.holidays.items()},
            "make_up": {day.isoformat(): name for day, name in self.make_up.items()},
        }
        return hashlib.sha256(msgspec.json.encode(days, order="sorted")).hexdigest()


class HolidayTable:
    """The schedules that are known.

    Args:
        source: what a decision trace cites, such as `chinesecalendar 1.11.0`.
        years: each year once.

    Raises:
        LawError: a year stands twice, or a day in the wrong year.
    """

    def __init__(self, source: str, *years: HolidayYear) -> None:
        self.source = source
        self._years = {year.year: year for year in years}
        if len(self._years) != len(years):
            raise LawError(where=source, found="a year stands in it twice", remedy="Leave one of them out.")
        for year in years:
            for day in (*year.holidays, *year.make_up):
                if day.year != year.year:
                    raise LawError(
                        where=source, found=f"{day} stands under {year.year}", remedy="Put it under its year."
                    )

    @property
    def years_known(self) -> tuple[int, ...]:
        """The years whose schedule is known, in order."""
        return tuple(sorted(self._years))

    def year(self, number: int) -> HolidayYear | None:
        """The schedule of a year, or None where it is not known."""
        return self._years.get(number)

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, over the digests of the years."""
        return hashlib.sha256("\n".join(self._years[year].digest for year in self.years_known).encode()).hexdigest()

    def as_known(self, at: date) -> HolidayTable:
        """The table as it was on the day `at`: without the years announced later."""
        return HolidayTable(self.source, *(year for year in self._years.values() if year.known_from <= at))

    def settled(self, day: date) -> bool:
        """Whether no schedule still to be announced can change `day`."""
        if day.year not in self._years:
            return False
        return (day.month, day.day) < _OPEN_FROM or day.year + 1 in self._years

    def role(self, day: date) -> tuple[DayRole, str]:
        """What `day` is, and the festival's name; by Saturday and Sunday alone where the day is not settled."""
        if self.settled(day):
            year = self._years[day.year]
            if day in year.holidays:
                return "holiday", year.holidays[day]
            if day in year.make_up:
                return "make-up", year.make_up[day]
        return ("working", "") if day.weekday() < 5 else ("weekend", "")


@lru_cache(maxsize=1)
def china_holidays() -> HolidayTable:
    """The State Council's schedules since 2004, from `chinesecalendar`."""
    # Imported here: every command would pay for it and few count working days.
    import importlib.metadata  # noqa: PLC0415

    from chinese_calendar import constants  # type: ignore[import-untyped]  # noqa: PLC0415

    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    holidays = {day: names[name] for day, name in constants.holidays.items()}
    make_up = {day: names[name] for day, name in constants.workdays.items()}
    # A year that holds nothing but its New Year's days was touched by the schedule of another year only.
    years = sorted({day.year for day in holidays if day.month > 1 and day.month < 12})
    return HolidayTable(
        f"chinesecalendar {importlib.metadata.version('chinesecalendar')}",
        *(
            HolidayYear(
                year=year,
                known_from=_ANNOUNCED.get(year, date(year, 1, 1)),
                holidays={day: name for day, name in holidays.items() if day.year == year},
                make_up={day: name for day, name in make_up.items() if day.year == year},
            )
            for year in years
        ),
    )
