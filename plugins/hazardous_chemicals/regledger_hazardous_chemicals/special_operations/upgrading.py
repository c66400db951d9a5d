"""Hot work and confined spaces on days off and at night: one class higher (F-18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from regledger.sectors import Judge, Objection, day_of

from regledger_hazardous_chemicals.special_operations.sheet import APPROVERS, CLASSES, Sheet

__all__ = ["upgraded"]


def upgraded(sheet: Sheet, judge: Judge) -> Iterator[Objection]:
    """F-18: hot work is managed a class above the one that the place asks for, and a confined space is approved above the base
    unit, where any day of the permit is off or it begins at night. What is of the highest class stays there."""
    if sheet.kind not in {"hot_work", "confined_space"} or not (_day_off(sheet, judge) or _night(sheet, judge)):
        return
    higher = judge.whole("F-18.classes")
    if sheet.grade is not None and sheet.managed_as is not None:
        least, has, ladder = CLASSES.index(sheet.grade), CLASSES.index(sheet.managed_as), len(CLASSES)
    else:
        least, has, ladder = 0, APPROVERS.index(sheet.approver), len(APPROVERS)
    least = min(least + higher, ladder - 1)
    yield from judge.rule(
        "F-18",
        "special_operation.not_upgraded",
        has >= least,
        permit=sheet.permit,
        managed_as=sheet.managed_as or "no class",
        approver=sheet.approver,
        asked=(APPROVERS if sheet.grade is None else CLASSES)[least],
    )


def _day_off(sheet: Sheet, judge: Judge) -> bool:
    first, last = day_of(sheet.starts_at, judge.zone), day_of(sheet.ends_at, judge.zone)
    days = range(min((last - first).days, 31) + 1)
    return not all(judge.law.calendar.is_working_day(first + timedelta(days=number)) for number in days)


def _night(sheet: Sheet, judge: Judge) -> bool:
    """Whether it begins so few hours before midnight, or after, that it is night."""
    before = timedelta(hours=judge.whole("F-18.night_before"))
    after = timedelta(hours=judge.whole("F-18.night_after"))
    starts, zone = sheet.starts_at, judge.zone
    return not day_of(starts - after, zone) == day_of(starts, zone) == day_of(starts + before, zone)
