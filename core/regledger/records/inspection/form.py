"""The fields of an inspection record (现场检查记录; J-04)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regledger.clock import day_of
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection

if TYPE_CHECKING:
    from regledger.records.inspection.recording import RecordInspection

__all__ = ["form_filled"]


def form_filled(command: RecordInspection, judge: Judge) -> Iterator[Objection]:
    """J-04: the record of an inspection by plan or by lot is whole; times that are given lie on its day, in their order."""
    if command.plan is not None or command.draw is not None:
        filled = {
            "address": bool(command.address.strip()),
            "representative": command.representative is not None and not command.representative.blank,
            "post": bool(command.post.strip()),
            "phone": command.phone is not None and not command.phone.blank,
            "started_at": command.started_at is not None,
            "ended_at": command.ended_at is not None,
        }
        for part, there in filled.items():
            yield from judge.rule("J-04", "inspection.field_missing", there, inspection=command.inspection, part=part)
    started, ended = command.started_at, command.ended_at
    for time in (started, ended):
        if time is not None:
            found = day_of(time, judge.zone)
            yield from judge.rule(
                "J-04",
                "inspection.times_of_another_day",
                found == command.inspected_on,
                inspection=command.inspection,
                day=command.inspected_on,
                found=found,
            )
    if started is not None and ended is not None:
        yield from judge.rule(
            "J-04",
            "inspection.ends_before_it_begins",
            started <= ended,
            inspection=command.inspection,
            started=started.isoformat(),
            ended=ended.isoformat(),
        )
