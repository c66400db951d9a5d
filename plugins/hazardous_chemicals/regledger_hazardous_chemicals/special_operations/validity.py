"""How long a permit is valid, who approves it, and whether work kept inside its hours (F-17)."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Judge, Objection

from regledger_hazardous_chemicals.special_operations.sheet import APPROVERS, Approver, Sheet

__all__ = ["approved", "approver_asked", "in_time", "single_plate"]

LIMITED = frozenset({"confined_space", "temporary_power", "work_at_height"})
"""Operations beside hot work whose permits have a longest validity."""


def approver_asked(managed_as: str, judge: Judge) -> Approver:
    """Who approves hot work of a class, at least."""
    named = str(judge.law.value(f"F-17.approver_{managed_as}", on=judge.day))
    return next(one for one in APPROVERS if one == named)


def approved(sheet: Sheet, judge: Judge) -> Iterator[Objection]:
    """F-17: hot work is approved by whom its class asks for, or somebody above."""
    if sheet.managed_as is None:
        return
    asked = approver_asked(sheet.managed_as, judge)
    yield from judge.rule(
        "F-17",
        "special_operation.approved_too_low",
        APPROVERS.index(sheet.approver) >= APPROVERS.index(asked),
        permit=sheet.permit,
        approver=sheet.approver,
        asked=asked,
    )


def single_plate(sheet: Sheet, judge: Judge) -> Iterator[Objection]:
    """F-17: one permit a blind plate."""
    if sheet.kind != "blind_plate":
        return
    most = judge.whole("F-17.plates")
    yield from judge.rule(
        "F-17",
        "special_operation.several_plates",
        sheet.plates <= most,
        permit=sheet.permit,
        plates=sheet.plates,
        most=most,
    )


def in_time(sheet: Sheet, judge: Judge) -> Iterator[Objection]:
    """F-17: valid no longer than its kind allows; work begins and ends inside its hours, which run on days off too."""
    limit = _limit(sheet)
    if limit:
        last = judge.deadline(limit, sheet.starts_at)
        yield from judge.rule(
            "F-17",
            "special_operation.valid_too_long",
            last.met_by(sheet.ends_at),
            permit=sheet.permit,
            ends=sheet.ends_at.isoformat(),
            last=last.due.isoformat(),
        )
    if sheet.begun_at is not None:
        yield from judge.rule(
            "F-17",
            "special_operation.begun_outside",
            sheet.starts_at <= sheet.begun_at,
            permit=sheet.permit,
            starts=sheet.starts_at.isoformat(),
            begun=sheet.begun_at.isoformat(),
        )
    if sheet.finished_at is not None:
        yield from judge.rule(
            "F-17",
            "special_operation.worked_beyond",
            sheet.finished_at <= sheet.ends_at,
            permit=sheet.permit,
            ends=sheet.ends_at.isoformat(),
            finished=sheet.finished_at.isoformat(),
        )


def _limit(sheet: Sheet) -> str:
    """The parameter with the longest validity; empty where nothing was read of one."""
    if sheet.kind == "hot_work":
        return f"F-17.hot_work_{sheet.managed_as}"
    return f"F-17.{sheet.kind}" if sheet.kind in LIMITED else ""
