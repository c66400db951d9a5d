"""When nothing is enforced: at night and on statutory holidays (行政强制法 Art 43; A-60)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from regledger.clock import day_of, zone
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection

__all__ = ["lawful_hour"]


def lawful_hour(at: datetime, emergency: bool, judge: Judge) -> Iterator[Objection]:
    """A-60: nothing is enforced on a statutory holiday or at night unless there is an emergency.

    Args:
        at: the instant at which enforcement begins.
        emergency: whether the matter is urgent, as Art 43 lets it be.
    """
    day = day_of(at, judge.zone)
    calendar = judge.law.calendar
    # Asked of the calendar first, so that the schedule that was looked up stands in the trace.
    off = not calendar.is_working_day(day) and calendar.holidays.role(day)[0] == "holiday"
    yield from judge.rule("A-60", "enforcing.on_holiday", emergency or not off, day=day)
    # Only now: a number from memory would take the force from what the statute itself says of holidays.
    if not judge.law.has("A-60.night_from", on=day):
        return
    begins, ends = judge.whole("A-60.night_from", on=day), judge.whole("A-60.night_to", on=day)
    hour = at.astimezone(zone(judge.zone)).hour
    yield from judge.rule(
        "A-60",
        "enforcing.at_night",
        emergency or ends <= hour < begins,
        at=at.isoformat(),
        begins=begins,
        ends=ends,
    )
