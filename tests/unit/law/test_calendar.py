"""The calendar engine: X-01, X-02, X-03, and periods counted back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import chinese_calendar  # type: ignore[import-untyped]
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from regledger.errors import LawError
from regledger.law import Calendar, Deadline, HolidayTable, china_holidays

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(china_holidays())
TO_2026 = HolidayTable("2004 to 2026", *(year for n in range(2004, 2027) if (year := china_holidays().year(n))))
DAYS = st.dates(date(2005, 1, 1), date(2025, 6, 30))


def _count(start: date, length: int, step: int) -> date:
    day = start
    while length:
        day += timedelta(days=step)
        length -= chinese_calendar.is_workday(day)
    return day


@given(start=DAYS, length=st.integers(0, 120), backward=st.booleans())
def test_working_days_agree_with_an_independent_count(start: date, length: int, backward: bool) -> None:
    """X-01: working days are those of the published schedules, counted forward or back, the start left out."""
    deadline = CALENDAR.deadline(start, length, "working", backward=backward)

    assert deadline.day == _count(start, length, -1 if backward else 1)
    assert not deadline.provisional


@given(start=DAYS, length=st.integers(0, 400))
def test_working_days_between_is_the_inverse(start: date, length: int) -> None:
    """X-01: from the start to the last day lie as many working days as the period has."""
    deadline = CALENDAR.deadline(start, length, "working")

    assert CALENDAR.working_days_between(start, deadline.day) == length


@given(start=st.dates(date(1990, 1, 1), date(2040, 1, 1)), length=st.integers(0, 2000), backward=st.booleans())
def test_calendar_days_are_plain_arithmetic(start: date, length: int, backward: bool) -> None:
    """X-02: calendar days count every day, and no holiday schedule can move them."""
    deadline = CALENDAR.deadline(start, length, "calendar", backward=backward)

    assert deadline.day == start + timedelta(days=-length if backward else length)
    assert not deadline.provisional


@given(
    start=st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), length=st.integers(0, 999)
)
def test_hours_run_on(start: datetime, length: int) -> None:
    """X-03: hours run through nights and holidays to the same minute."""
    deadline = CALENDAR.deadline(start, length, "hour")

    assert deadline.due == start + timedelta(hours=length)


@given(start=DAYS, length=st.integers(0, 60), kind=st.sampled_from(["calendar", "working", "month", "year"]))
def test_every_count_ends_in_its_account(
    start: date, length: int, kind: Literal["calendar", "working", "month", "year"]
) -> None:
    """Every deadline says how it was reached, from its first day to its last."""
    deadline = CALENDAR.deadline(start, length, kind)

    lines = deadline.how()
    assert lines[0].startswith(start.isoformat())
    assert deadline.day.isoformat() in lines[-1]


def test_spring_festival_2026_with_its_make_up_days() -> None:
    """X-01: five working days from Thursday 2026-02-12 end on the 26th; a worked Saturday counts, the festival does not."""
    deadline = CALENDAR.deadline(date(2026, 2, 12), 5, "working")

    assert deadline.day == date(2026, 2, 26)
    assert deadline.how() == [
        "2026-02-12 Thu start, not counted",
        "2026-02-13 Fri working day, counted 1",
        "2026-02-14 Sat make-up working day, counted 2",
        "2026-02-15 Sun holiday 春节, not counted",
        "2026-02-16 Mon holiday 春节, not counted",
        "2026-02-17 Tue holiday 春节, not counted",
        "2026-02-18 Wed holiday 春节, not counted",
        "2026-02-19 Thu holiday 春节, not counted",
        "2026-02-20 Fri holiday 春节, not counted",
        "2026-02-21 Sat holiday 春节, not counted",
        "2026-02-22 Sun holiday 春节, not counted",
        "2026-02-23 Mon holiday 春节, not counted",
        "2026-02-24 Tue working day, counted 3",
        "2026-02-25 Wed working day, counted 4",
        "2026-02-26 Thu working day, counted 5",
    ]


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 13), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 15), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),
        (date(2026, 3, 1), False),
    ],
)
def test_each_edge_of_the_festival(day: date, worked: bool) -> None:
    """X-01: the days around Spring Festival 2026 are worked as the State Council's notice has it."""
    assert CALENDAR.is_working_day(day) is worked


def test_working_days_between_are_none_going_back() -> None:
    """X-01: between a day and itself, or an earlier one, lies no working day."""
    assert CALENDAR.working_days_between(date(2026, 3, 2), date(2026, 3, 2)) == 0
    assert CALENDAR.working_days_between(date(2026, 3, 3), date(2026, 3, 2)) == 0


def test_the_start_is_not_counted() -> None:
    """X-02: fifteen days from 2026-03-02 end on 2026-03-17, printed as one run."""
    deadline = CALENDAR.deadline(date(2026, 3, 2), 15, "calendar")

    assert deadline.due == date(2026, 3, 17)
    assert deadline.how() == ["2026-03-02 Mon start, not counted", "2026-03-03 Tue to 2026-03-17 Tue counted 1 to 15"]


def test_one_day_reads_as_one_day() -> None:
    """A period of one day is printed as that day."""
    deadline = CALENDAR.deadline(date(2026, 3, 2), 1, "calendar", backward=True)

    assert deadline.how() == ["2026-03-02 Mon start, not counted", "2026-03-01 Sun counted back 1"]


def test_no_roll_over_unless_asked() -> None:
    """X-02, A-19: a last day that is a Sunday stands."""
    deadline = CALENDAR.deadline(date(2026, 3, 2), 90, "calendar")

    assert (deadline.day, f"{deadline.day:%a}") == (date(2026, 5, 31), "Sun")


def test_roll_over_where_the_text_gives_it() -> None:
    """X-02, A-48: sixty days from 2026-03-02 end on 1 May and roll over to the first day worked after the holiday."""
    deadline = CALENDAR.deadline(date(2026, 3, 2), 60, "calendar", roll_over=True)

    assert deadline.day == date(2026, 5, 6)
    assert deadline.how()[1] == "2026-03-03 Tue to 2026-05-01 Fri counted 1 to 60"
    assert deadline.how()[2] == "2026-05-01 Fri holiday 劳动节, passed over"
    assert deadline.how()[-1] == "2026-05-06 Wed working day, the last day rolls over to it"


def test_roll_over_stops_at_a_make_up_day() -> None:
    """X-02: a last day on a Saturday that is worked stays."""
    deadline = CALENDAR.deadline(date(2026, 4, 29), 10, "calendar", roll_over=True)

    assert deadline.day == date(2026, 5, 9)


@pytest.mark.parametrize(("start", "due"), [(date(2027, 1, 1), date(2027, 1, 4)), (date(2027, 1, 3), date(2027, 1, 4))])
def test_roll_over_in_an_unknown_year_is_provisional(start: date, due: date) -> None:
    """X-02: a last day in a year whose holidays are not known may still move, rolled over or not."""
    deadline = Calendar(TO_2026).deadline(start, 1, "calendar", roll_over=True)

    assert (deadline.day, deadline.provisional) == (due, True)


@pytest.mark.parametrize(
    ("start", "length", "kind", "due"),
    [
        (date(2026, 1, 31), 1, "month", date(2026, 2, 28)),
        (date(2024, 1, 31), 1, "month", date(2024, 2, 29)),
        (date(2026, 1, 30), 3, "month", date(2026, 4, 30)),
        (date(2026, 3, 31), 6, "month", date(2026, 9, 30)),
        (date(2026, 12, 15), 1, "month", date(2027, 1, 15)),
        (date(2026, 2, 28), 1, "month", date(2026, 3, 28)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28)),
        (date(2024, 2, 29), 4, "year", date(2028, 2, 29)),
        (date(2023, 2, 28), 1, "year", date(2024, 2, 28)),
        (date(2024, 2, 29), 12, "month", date(2025, 2, 28)),
    ],
)
def test_months_and_years(start: date, length: int, kind: Literal["month", "year"], due: date) -> None:
    """X-02: months and years end on the corresponding day, or on the month's last where there is none."""
    assert CALENDAR.deadline(start, length, kind).day == due


def test_how_a_month_end_is_printed() -> None:
    """X-02: where a month lacks the day, the account says so."""
    assert CALENDAR.deadline(date(2026, 5, 31), 3, "month", backward=True).how() == [
        "2026-05-31 Sun start, not counted",
        "2026-02-28 Sat last day of its month 3 months before, which has no corresponding day",
    ]
    assert CALENDAR.deadline(date(2026, 3, 2), 1, "year").how() == [
        "2026-03-02 Mon start, not counted",
        "2027-03-02 Tue corresponding day 1 year after",
    ]


@pytest.mark.parametrize(
    ("start", "length", "kind", "due"),
    [
        (date(2026, 3, 16), 7, "working", date(2026, 3, 5)),
        (date(2026, 2, 26), 5, "working", date(2026, 2, 12)),
        (date(2026, 3, 31), 10, "calendar", date(2026, 3, 21)),
        (date(2026, 6, 30), 3, "month", date(2026, 3, 30)),
        (date(2024, 5, 31), 3, "month", date(2024, 2, 29)),
        (date(2024, 2, 29), 1, "year", date(2023, 2, 28)),
        (date(2026, 1, 15), 1, "month", date(2025, 12, 15)),
    ],
)
def test_counting_back(
    start: date, length: int, kind: Literal["calendar", "working", "month", "year"], due: date
) -> None:
    """A-16, D-05, I-06: a period before a day is counted back from it, the day itself left out."""
    assert CALENDAR.deadline(start, length, kind, backward=True).day == due


def test_hours_are_kept_as_an_instant_in_the_zone() -> None:
    """X-03: 24 hours from Friday evening before a holiday end on Saturday evening."""
    start = datetime(2026, 4, 30, 12, 30, tzinfo=UTC)

    deadline = CALENDAR.deadline(start, 24, "hour")

    assert deadline.due == datetime(2026, 5, 1, 20, 30, tzinfo=SHANGHAI)
    assert deadline.day == date(2026, 5, 1)
    assert deadline.how()[-1] == "2026-05-01T20:30:00+08:00 after 24 running hours, no roll-over"
    assert CALENDAR.deadline(start, 1, "hour", backward=True).due == datetime(2026, 4, 30, 11, 30, tzinfo=UTC)


def test_hours_ignore_a_change_of_clocks() -> None:
    """X-03: where clocks go forward in the night, 24 hours are still 24 hours."""
    start = datetime(2026, 3, 28, 20, 0, tzinfo=ZoneInfo("Europe/Berlin"))

    deadline = CALENDAR.deadline(start, 24, "hour", zone="Europe/Berlin")

    assert deadline.due == datetime(2026, 3, 29, 21, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def test_an_instant_starts_on_its_legal_day() -> None:
    """X-02: an instant late in the day of UTC belongs to the next day in Shanghai."""
    start = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)

    deadline = CALENDAR.deadline(start, 15, "calendar")

    assert (deadline.start_day, deadline.start, deadline.day) == (date(2026, 3, 2), start, date(2026, 3, 17))


def test_what_is_in_time() -> None:
    """X-02, X-03: the last day is in time until its end in the zone; hours end with their instant."""
    day = CALENDAR.deadline(date(2026, 3, 2), 15, "calendar")
    hour = CALENDAR.deadline(datetime(2026, 3, 2, 8, 0, tzinfo=SHANGHAI), 2, "hour")

    assert day.met_by(date(2026, 3, 17))
    assert not day.met_by(date(2026, 3, 18))
    assert day.met_by(datetime(2026, 3, 17, 23, 59, tzinfo=SHANGHAI))
    assert not day.met_by(datetime(2026, 3, 18, 0, 0, tzinfo=SHANGHAI))
    assert hour.met_by(datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI))
    assert not hour.met_by(datetime(2026, 3, 2, 10, 0, 1, tzinfo=SHANGHAI))


@pytest.mark.parametrize(
    ("start", "length", "provisional"),
    [
        (date(2026, 12, 18), 5, False),
        (date(2026, 12, 21), 5, True),
        (date(2026, 12, 28), 5, True),
        (date(2027, 3, 1), 1, True),
        (date(2003, 12, 1), 1, True),
    ],
)
def test_a_count_beyond_the_known_holidays_is_provisional(start: date, length: int, provisional: bool) -> None:
    """X-01: a count that meets days whose schedule is not known says so, the last days of the last year among them."""
    deadline = Calendar(TO_2026).deadline(start, length, "working")

    assert deadline.provisional is provisional
    assert (deadline.how()[-1].startswith("provisional")) is provisional


def test_a_deadline_survives_json() -> None:
    """A deadline can be stored and read back."""
    for deadline in (
        CALENDAR.deadline(date(2026, 2, 12), 5, "working", rule="A-16.request"),
        CALENDAR.deadline(datetime(2026, 2, 12, 8, tzinfo=UTC), 5, "hour"),
    ):
        assert msgspec.json.decode(msgspec.json.encode(deadline), type=Deadline) == deadline


@pytest.mark.parametrize(
    ("start", "length", "kind", "options", "found"),
    [
        (date(2026, 3, 2), -1, "calendar", {}, "length -1"),
        (date(2026, 3, 2), 40_001, "working", {}, "length 40001"),
        (date(2026, 3, 2), 1, "fortnight", {}, "'fortnight' is no kind"),
        (date(2026, 3, 2), 1, "hour", {}, "hours cannot start with the day"),
        (datetime(2026, 3, 2), 1, "calendar", {}, "no time zone"),
        (date(2026, 3, 2), 1, "calendar", {"zone": "Asia/Hunan"}, "no time zone 'Asia/Hunan'"),
        (date(2026, 3, 2), 1, "calendar", {"roll_over": True, "backward": True}, "no roll-over"),
        (datetime(2026, 3, 2, tzinfo=UTC), 1, "hour", {"roll_over": True}, "no roll-over"),
        (date(9999, 12, 30), 5, "calendar", {}, "outside the calendar"),
        (date(9999, 12, 30), 5, "working", {}, "outside the calendar"),
        (date(9999, 12, 30), 5, "month", {}, "outside the calendar"),
        (date(1, 1, 2), 5, "year", {"backward": True}, "outside the calendar"),
    ],
)
def test_what_cannot_be_counted_is_named(
    start: date, length: int, kind: str, options: dict[str, bool | str], found: str
) -> None:
    """A period that cannot be counted is a named error, never a traceback."""
    with pytest.raises(LawError, match=found):
        CALENDAR.deadline(start, length, kind, **options)  # type: ignore[arg-type]
