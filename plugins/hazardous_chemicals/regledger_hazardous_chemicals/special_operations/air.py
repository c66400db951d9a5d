"""Tests of the air before and during hot work and in confined spaces (F-17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from regledger.sectors import Instant, Judge, Objection

from regledger_hazardous_chemicals.special_operations.sheet import GasTest, Sheet

__all__ = ["air_tested"]

TESTED = frozenset({"hot_work", "confined_space"})
"""Operations before which the air is tested."""


def air_tested(sheet: Sheet, judge: Judge) -> Iterator[Objection]:
    """F-17: tested shortly before, after a long break, and in a confined space again and again; within the limits."""
    if sheet.kind not in TESTED:
        return
    yield from _before(sheet, judge)
    yield from _after_breaks(sheet, judge)
    for one in sheet.tests:
        yield from _gas(sheet, one, judge)
    if sheet.kind == "confined_space":
        for one in sheet.tests:
            yield from _oxygen(sheet, one, judge)
        yield from _again(sheet, judge)


def _within(sheet: Sheet, since: Instant, until: Instant) -> bool:
    return any(since <= one.tested_at <= until for one in sheet.tests)


def _before(sheet: Sheet, judge: Judge) -> Iterator[Objection]:
    if sheet.begun_at is None:
        return
    minutes = judge.whole("F-17.tested_before")
    since = sheet.begun_at - timedelta(minutes=minutes)
    yield from judge.rule(
        "F-17",
        "special_operation.not_tested",
        _within(sheet, since, sheet.begun_at),
        permit=sheet.permit,
        since=since.isoformat(),
        begun=sheet.begun_at.isoformat(),
        minutes=minutes,
    )


def _after_breaks(sheet: Sheet, judge: Judge) -> Iterator[Objection]:
    for one in sheet.breaks:
        most = judge.whole("F-17.longest_break")
        rested = -((one.stopped_at - one.resumed_at) // timedelta(minutes=1))
        yield from judge.rule(
            "F-17",
            "special_operation.not_retested",
            rested <= most or _within(sheet, one.stopped_at, one.resumed_at),
            permit=sheet.permit,
            stopped=one.stopped_at.isoformat(),
            rested=rested,
            most=most,
        )


def _gas(sheet: Sheet, one: GasTest, judge: Judge) -> Iterator[Objection]:
    if one.gas_percent is None:
        return
    # Where the lower limit is not known the stricter figure holds.
    high = sheet.lower_limit is not None and sheet.lower_limit >= judge.decimal("F-17.lower_limit_band")
    most = judge.decimal("F-17.most_gas_high" if high else "F-17.most_gas_low")
    yield from judge.rule(
        "F-17",
        "special_operation.gas_above_limit",
        one.gas_percent <= most,
        permit=sheet.permit,
        gas=str(one.gas_percent),
        tested=one.tested_at.isoformat(),
        most=str(most),
    )


def _oxygen(sheet: Sheet, one: GasTest, judge: Judge) -> Iterator[Objection]:
    if one.oxygen_percent is None:
        return
    least, most = judge.decimal("F-17.least_oxygen"), judge.decimal("F-17.most_oxygen")
    yield from judge.rule(
        "F-17",
        "special_operation.oxygen_outside",
        least <= one.oxygen_percent <= most,
        permit=sheet.permit,
        oxygen=str(one.oxygen_percent),
        tested=one.tested_at.isoformat(),
        least=str(least),
        most=str(most),
    )


def _again(sheet: Sheet, judge: Judge) -> Iterator[Objection]:
    """Each test of the time of work is followed in time by another, or by the end of the work."""
    times = [one.tested_at for one in sheet.tests]
    if sheet.finished_at is not None:
        times = [*(one for one in times if one < sheet.finished_at), sheet.finished_at]
    for before, then in pairwise(times):
        last = judge.deadline("F-17.retest", before)
        rested = any(one.stopped_at <= (last.instant or then) <= one.resumed_at for one in sheet.breaks)
        yield from judge.rule(
            "F-17",
            "special_operation.test_overdue",
            rested or last.met_by(then),
            permit=sheet.permit,
            before=before.isoformat(),
            last=last.due.isoformat(),
        )
