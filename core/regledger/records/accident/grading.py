"""The grade of an accident, the levels that follow from it, and the periods that run on it (C-01, C-05, C-08, C-10, C-12)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from regledger.clock import When, day_of
from regledger.deciding.judge import Judge
from regledger.law.calendar import Deadline
from regledger.records.accident.state import Accident

__all__ = [
    "GRADES",
    "LEVELS",
    "appraisal_days",
    "crime",
    "due_level",
    "grade_of",
    "graded",
    "happened_on",
    "hop_due",
    "reply_due",
    "report_due",
    "supplement_end",
]

GRADES = ("general", "larger", "major", "particularly_major")
LEVELS = ("county", "city", "province", "state")
"""Who investigates an accident of each grade (Art 19)."""
REPORTED_TO = ("city", "province", "state", "state")
"""Up to where an accident of each grade is reported (Art 10)."""


def happened_on(accident: Accident, judge: Judge) -> date:
    """The legal day of the accident."""
    return day_of(accident.happened_at, judge.zone)


def grade_of(deaths: int, injuries: int, loss_fen: int, day: date, judge: Judge) -> str:
    """C-01: the highest grade of which one criterion is met; "以上" includes its number (X-04)."""
    figures = {"deaths": deaths, "injuries": injuries, "loss": loss_fen}
    for grade in GRADES[:0:-1]:
        if any(figure >= judge.whole(f"C-01.{name}_{grade}", on=day) for name, figure in figures.items()):
            return grade
    return GRADES[0]


def graded(accident: Accident, judge: Judge) -> str:
    """The grade by the figures on record that count."""
    return grade_of(
        accident.graded_deaths, accident.graded_injuries, accident.loss_fen, happened_on(accident, judge), judge
    )


def due_level(accident: Accident, judge: Judge) -> str:
    """The level up to which the accident is reported (Art 10)."""
    return REPORTED_TO[GRADES.index(graded(accident, judge))]


def supplement_end(accident: Accident, judge: Judge) -> Deadline:
    """C-05: the last day on which changed casualties count; 30 days, 7 for road traffic and fire."""
    short = accident.category in ("road_traffic", "fire")
    day = happened_on(accident, judge)
    return judge.deadline("C-05.supplement_traffic_fire" if short else "C-05.supplement", day, on=day)


def appraisal_days(accident: Accident, until: date) -> list[date]:
    """C-10: the days of technical appraisals in order, each counted once, first and last included; one that runs on counts to `until`."""
    days = {
        one.begun_on + timedelta(days=number)
        for one in accident.appraisals
        for number in range(((one.ended_on or until) - one.begun_on).days + 1)
    }
    return sorted(days)


def report_due(accident: Accident, judge: Judge) -> tuple[date, tuple[str, ...]]:
    """C-10: the last day for the investigation report, and how it was reached."""
    day = happened_on(accident, judge)
    deadline = judge.deadline("C-10.report", day, on=day)
    end = deadline.day + timedelta(days=accident.extension_days)
    excluded = 0
    for one in appraisal_days(accident, judge.day):
        # An appraisal that begins after the period ended does not bring it back.
        excluded += one <= end + timedelta(days=excluded)
    how = [*deadline.how()]
    if accident.extension_days:
        how.append(f"extended by {accident.extension_days} days")
    if excluded:
        how.append(f"{excluded} days of technical appraisal are not counted")
    return end + timedelta(days=excluded), tuple(how)


def reply_due(accident: Accident, judge: Judge) -> tuple[date | None, tuple[str, ...]]:
    """C-12: the last day for the reply; None while no report was handed in."""
    if accident.submitted_on is None:
        return None, ()
    top = accident.grade == GRADES[-1]
    parameter = "C-12.reply_particularly_major" if top else "C-12.reply"
    deadline = judge.deadline(parameter, accident.submitted_on, on=accident.submitted_on)
    how = (*deadline.how(), *([f"extended by {accident.reply_extension} days"] if accident.reply_extension else []))
    return deadline.day + timedelta(days=accident.reply_extension), how


def crime(accident: Accident, judge: Judge, *, main: bool) -> Literal["grave", "especially_grave"] | None:
    """B-44: whether the consequences are those of a crime; aggravated only with main responsibility."""
    day = happened_on(accident, judge)

    def reaches(ending: str) -> bool:
        return (
            accident.deaths >= judge.whole(f"B-44.deaths{ending}", on=day)
            or accident.injuries >= judge.whole(f"B-44.injuries{ending}", on=day)
            or accident.loss_fen >= judge.whole(f"B-44.loss{ending}", on=day)
        )

    if main and reaches("_aggravated"):
        return "especially_grave"
    return "grave" if reaches("") else None


def hop_due(accident: Accident, judge: Judge) -> tuple[When, When, tuple[str, ...]]:
    """C-03: since when the report is with the level it reached, until when that passes it on, and how that was reached.

    Where new figures came since, it is with it anew; they are known by their day, which is then the last one.
    """
    hop = max((at for _, at in accident.reached), default=accident.received_at)
    if not isinstance(accident.changed_at, datetime) and accident.changed_at > day_of(hop, judge.zone):
        return accident.changed_at, accident.changed_at, (f"{accident.changed_at} new figures, passed on the same day",)
    deadline = judge.deadline("C-03.hop", hop)
    return hop, deadline.due, tuple(deadline.how())
