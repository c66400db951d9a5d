"""The one engine that counts periods, and says how it reached a date.

The starting day is not counted (民事诉讼法(2023) Art 85; rule X-02). Months and years end on the corresponding
day, or on the month's last day where there is none. Hours run on and never roll over (X-03). A last day rolls
over only where the text gives it, which the caller says (X-02, corrected).
"""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import msgspec

from regledger.clock import DEFAULT_ZONE, When, day_of, zone
from regledger.errors import LawError
from regledger.law.holidays import DayRole, HolidayTable

__all__ = ["Calendar", "DayKind", "Deadline", "Step"]

DayKind = Literal["calendar", "working", "hour", "month", "year"]
"""What a period counts: calendar days, working days, running hours, months or years."""

_LONGEST = 40_000
_DAY = timedelta(days=1)
_UNITS: dict[DayKind, str] = {
    "calendar": "calendar day",
    "working": "working day",
    "hour": "hour",
    "month": "month",
    "year": "year",
}


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One line of how a deadline was reached.

    Attributes:
        first: the first day it speaks of.
        last: the last day it speaks of.
        what: `start`, `counted`, `not counted`, `run` (all days of a run counted), `corresponding`, `month end`, `passed over` (no last day) or `rolled`.
        role: what a single day is; empty for a run.
        name: the festival, where there is one.
        count: the number reached.
    """

    first: date
    last: date
    what: Literal["start", "counted", "not counted", "run", "corresponding", "month end", "passed over", "rolled"]
    role: DayRole | Literal[""] = ""
    name: str = ""
    count: int = 0


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A last day (or instant), and how it was reached.

    Attributes:
        day: the last day, in `zone`.
        instant: the last instant, for hours; otherwise None.
        start_day: the day that starts the period and is not counted.
        start_instant: the instant that starts it, where one was given.
        length: how many.
        kind: of what.
        backward: whether it was counted back from the start.
        rule: the rule or parameter that sets the period, or empty.
        provisional: whether a holiday schedule that is not announced yet may still move it.
        zone: the time zone of its days.
        steps: how it was reached.
    """

    day: date
    instant: datetime | None = None
    start_day: date
    start_instant: datetime | None = None
    length: int
    kind: DayKind
    backward: bool = False
    rule: str = ""
    provisional: bool = False
    zone: str = DEFAULT_ZONE
    steps: tuple[Step, ...] = ()

    @property
    def due(self) -> When:
        """The last instant for hours, otherwise the last day."""
        return self.day if self.instant is None else self.instant

    @property
    def start(self) -> When:
        """What the count started from, as it was given."""
        return self.start_day if self.start_instant is None else self.start_instant

    def met_by(self, when: When) -> bool:
        """Whether `when` is in time: on the last day or before; a day is compared with days."""
        if self.instant is not None and isinstance(when, datetime):
            return when <= self.instant
        return day_of(when, self.zone) <= self.day

    def how(self) -> list[str]:
        """How it was reached, one line a step."""
        unit = _UNITS[self.kind] + ("" if self.length == 1 else "s")
        lines = [_line(step, unit, self.backward) for step in self.steps]
        if self.instant is not None:
            order = "counted back" if self.backward else "after"
            lines.append(f"{self.instant.isoformat()} {order} {self.length} running {unit}, no roll-over")
        if self.provisional:
            lines.append(
                "provisional: the holidays of some of these days are not known yet; there only weekends are off"
            )
        return lines


class Calendar:
    """Counts periods over one holiday table.

    Args:
        holidays: the schedules that are known.
        consulted: told each year whose schedule was looked up, for the decision trace.
    """

    def __init__(self, holidays: HolidayTable, *, consulted: Callable[[int], None] | None = None) -> None:
        self.holidays = holidays
        self._consulted = consulted

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked: a make-up weekend day is, a public holiday is not."""
        return self._role(day)[0] in {"working", "make-up"}

    def working_days_between(self, after: date, to: date) -> int:
        """How many working days lie after `after` up to and with `to`; 0 where `to` is not later."""
        return sum(self.is_working_day(after + _DAY * number) for number in range(1, (to - after).days + 1))

    def deadline(
        self,
        start: When,
        length: int,
        kind: DayKind,
        *,
        roll_over: bool = False,
        backward: bool = False,
        zone: str = DEFAULT_ZONE,
        rule: str = "",
    ) -> Deadline:
        """The last day of a period of `length` that starts with `start`, which is not counted.

        Args:
            start: a day, or an instant, whose day in `zone` is meant; hours need an instant.
            length: how many, 0 to 40,000.
            kind: of what.
            roll_over: whether a last day that is not worked moves to the next working day.
            backward: whether to count back, to the last day on which it is still early enough.
            zone: the time zone of the days.
            rule: what sets the period, for the printed account.

        Raises:
            LawError: the period cannot be counted.
        """
        _check(start, length, kind, zone, rule)
        if roll_over and (kind == "hour" or backward):
            raise _refusal(rule, "hours and a count back know no roll-over", "Leave roll_over out.")
        first = day_of(start, zone)
        try:
            if isinstance(start, datetime) and kind == "hour":
                return _hours(start, length, backward, zone, rule)
            if kind == "working":
                steps, last = self._working(first, length, -1 if backward else 1)
            else:
                steps, last = _by_date(first, length, kind, -1 if backward else 1)
            if roll_over:
                rolled = list(self._roll(last))
                steps += rolled
                last = rolled[-1].last if rolled else last
        except (OverflowError, ValueError):
            raise _refusal(
                rule, f"{length} of {kind!r} from {start} lies outside the calendar", "Give a shorter period."
            ) from None
        looked_up = [step.first for step in steps if step.role] + [last] * roll_over
        return Deadline(
            day=last,
            start_day=first,
            start_instant=start if isinstance(start, datetime) else None,
            length=length,
            kind=kind,
            backward=backward,
            rule=rule,
            provisional=not all(map(self.holidays.settled, looked_up)),
            zone=zone,
            steps=tuple(steps),
        )

    def _role(self, day: date) -> tuple[DayRole, str]:
        if self._consulted is not None:
            self._consulted(day.year)
        return self.holidays.role(day)

    def _working(self, first: date, length: int, direction: int) -> tuple[list[Step], date]:
        steps = [Step(first=first, last=first, what="start")]
        day, count = first, 0
        while count < length:
            day += _DAY * direction
            role, name = self._role(day)
            worked = role in {"working", "make-up"}
            count += worked
            what: Literal["counted", "not counted"] = "counted" if worked else "not counted"
            steps.append(Step(first=day, last=day, what=what, role=role, name=name, count=count))
        return steps, day

    def _roll(self, day: date) -> Iterator[Step]:
        role, name = self._role(day)
        while role in {"weekend", "holiday"}:
            yield Step(first=day, last=day, what="passed over", role=role, name=name)
            day += _DAY
            role, name = self._role(day)
            if role in {"working", "make-up"}:
                yield Step(first=day, last=day, what="rolled", role=role, name=name)


def _check(start: When, length: int, kind: DayKind, zone_name: str, rule: str) -> None:
    if kind not in _UNITS:
        raise _refusal(rule, f"{kind!r} is no kind of period", f"Use one of {', '.join(_UNITS)}.")
    if not 0 <= length <= _LONGEST:
        raise _refusal(rule, f"the length {length} cannot be counted", f"Give 0 to {_LONGEST}.")
    if isinstance(start, datetime) and start.tzinfo is None:
        raise _refusal(rule, f"{start} has no time zone", "Give an instant with its offset, or a day.")
    try:
        zone(zone_name)
    except ValueError as error:
        raise _refusal(rule, str(error), f"Name a zone such as {DEFAULT_ZONE}.") from None
    if kind == "hour" and not isinstance(start, datetime):
        raise _refusal(rule, f"hours cannot start with the day {start}", "Give the instant from which they run.")


def _refusal(rule: str, found: str, remedy: str) -> LawError:
    return LawError(where=f"period {rule}".strip(), found=found, remedy=remedy)


def _hours(start: datetime, length: int, backward: bool, zone_name: str, rule: str) -> Deadline:
    # Counted in UTC, so that a change of the clocks neither adds nor takes an hour.
    instant = (start.astimezone(UTC) + timedelta(hours=-length if backward else length)).astimezone(zone(zone_name))
    first = day_of(start, zone_name)
    return Deadline(
        day=instant.date(),
        instant=instant,
        start_day=first,
        start_instant=start,
        length=length,
        kind="hour",
        backward=backward,
        rule=rule,
        zone=zone_name,
        steps=(Step(first=first, last=first, what="start"),),
    )


def _by_date(first: date, length: int, kind: DayKind, direction: int) -> tuple[list[Step], date]:
    start = Step(first=first, last=first, what="start")
    if kind == "calendar":
        last = first + _DAY * (direction * length)
        if length == 0:
            return [start], last
        near = first + _DAY * direction
        return [start, Step(first=min(near, last), last=max(near, last), what="run", count=length)], last
    number = first.year * 12 + first.month - 1 + direction * length * (12 if kind == "year" else 1)
    year, month = divmod(number, 12)
    month_end = months.monthrange(year, month + 1)[1]
    last = date(year, month + 1, min(first.day, month_end))
    what: Literal["corresponding", "month end"] = "corresponding" if last.day == first.day else "month end"
    return [start, Step(first=last, last=last, what=what, count=length)], last


def _line(step: Step, unit: str, backward: bool) -> str:
    day = f"{step.first} {step.first:%a}"
    if step.what == "start":
        return f"{day} start, not counted"
    if step.what == "run":
        order = "counted back" if backward else "counted"
        run = day if step.first == step.last else f"{day} to {step.last} {step.last:%a}"
        return f"{run} {order} 1 to {step.count}" if step.count > 1 else f"{run} {order} 1"
    if step.what == "corresponding":
        return f"{day} corresponding day {step.count} {unit} {'before' if backward else 'after'}"
    if step.what == "month end":
        return f"{day} last day of its month {step.count} {unit} {'before' if backward else 'after'}, which has no corresponding day"
    role = {"working": "working day", "make-up": "make-up working day"}.get(step.role, step.role)
    named = f"{role} {step.name}" if step.role == "holiday" else role
    if step.what == "rolled":
        return f"{day} {named}, the last day rolls over to it"
    return f"{day} {named}, counted {step.count}" if step.what == "counted" else f"{day} {named}, {step.what}"
