"""By when an application is decided: the period of its track, extended, with special steps not counted (D-04, D-08, D-17)."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from regledger.deciding.judge import Judge
from regledger.law.calendar import Deadline
from regledger.records.licence.state import Licence
from regledger.records.period import period_in_force

__all__ = ["DecisionPeriod", "decision_period", "hard_limit"]

_PERIODS = {
    "": "D-04.review",
    "general": "D-08.decision",
    "joint": "D-08.joint",
    "trade": "D-17.trade",
    "construction_permit": "D-17.construction",
    "toxic_purchase": "D-17.toxic_purchase",
}
_EXTENSIONS = {"general": "D-08.extension", "joint": "D-08.joint_extension"}


class DecisionPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """The period to decide, as it stands."""

    rule: str
    since: date
    day: date | None
    """The last day; None while a special step lasts."""
    how: tuple[str, ...]


def decision_period(licence: Licence, judge: Judge) -> DecisionPeriod | None:
    """The period in which `licence` is to be decided, by its track; None where the law of its day sets none.

    D-04 and D-17 count from the papers being complete, D-08 from acceptance, which silence sets on that same day.
    """
    return _counted(licence, judge, _PERIODS[licence.track])


def hard_limit(licence: Licence, judge: Judge) -> DecisionPeriod | None:
    """As `decision_period`, but after which a decision is late on any reading: the 45 days of D-04 as working days."""
    return _counted(licence, judge, _PERIODS[licence.track] if licence.track else "D-04.breach")


def _counted(licence: Licence, judge: Judge, parameter: str) -> DecisionPeriod | None:
    start = licence.completed_on or licence.applied_on
    if licence.track in _EXTENSIONS:
        start = licence.accepted_on or start
    base = None if start is None else period_in_force(judge, parameter, start, on=start)
    if base is None or start is None:
        return None
    rule, last, how = parameter.partition(".")[0], base, [*base.how()]
    if licence.extended_on is not None and licence.track in _EXTENSIONS:
        longer = period_in_force(judge, _EXTENSIONS[licence.track], last.day, on=licence.extended_on)
        if longer is not None:
            last, how = longer, [*how, f"extended on {licence.extended_on}:", *longer.how()]
    for one in licence.excluded:
        if one.since > last.day:
            continue  # what begins after the period ended does not bring it back
        if one.until is None:
            return DecisionPeriod(
                rule=rule, since=start, day=None, how=(*how, f"not counted from {one.since}: {one.step}")
            )
        last = _later(last, one.since, one.until, judge)
        how += [f"not counted {one.since} to {one.until}: {one.step}", *last.how()]
    return DecisionPeriod(rule=rule, since=start, day=last.day, how=tuple(how))


def _later(last: Deadline, since: date, until: date, judge: Judge) -> Deadline:
    """`last`, moved by the days of a special step, in the unit of the period."""
    before = since - timedelta(days=1)
    calendar = judge.law.calendar
    days = calendar.working_days_between(before, until) if last.kind == "working" else (until - before).days
    return calendar.deadline(last.day, days, last.kind, zone=judge.zone, rule=last.rule)
