"""Making the result of an inspection public (I-13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Text
from regledger.records.inspection.facts import InspectionPublished
from regledger.records.inspection.state import Inspection
from regledger.records.period import period_in_force

__all__ = ["PublishInspection", "publish_inspection"]


class PublishInspection(Command, frozen=True, kw_only=True):
    """Record that the result of an inspection was made public."""

    inspection: Id
    where: Text
    published_on: date


def _reads(command: PublishInspection, dossier: Dossier) -> Iterator[str]:
    yield f"inspection:{command.inspection}"
    inspection = dossier.loaded(Inspection, command.inspection)
    if inspection is not None:
        yield from (f"site:{inspection.site}", f"authority:{inspection.authority}")


@handles("inspection.publish", PublishInspection, on="published_on", reads=_reads, world=True)
def publish_inspection(command: PublishInspection, dossier: Dossier, judge: Judge) -> Outcome:
    """I-13: what was drawn by lot in time; what is late is still to be published, so it is noted."""
    inspection = dossier.get(Inspection, command.inspection)
    yield from judge.rule("REF", "inspection.unknown", inspection is not None, inspection=command.inspection)
    if inspection is None:
        return
    latest = dossier.latest(Inspection, command.inspection) or inspection
    yield from judge.rule(
        "SEQ",
        "inspection.published_already",
        latest.published_on is None,
        inspection=command.inspection,
        published=latest.published_on,
    )
    yield from judge.rule("REF", "inspection.where_blank", bool(command.where.strip()), inspection=command.inspection)
    if inspection.draw is not None:
        last = period_in_force(judge, "I-13.publish", inspection.inspected_on, on=inspection.inspected_on)
        yield from judge.note(
            "I-13",
            "inspection.published_late",
            last is None or command.published_on <= last.day,
            inspection=command.inspection,
            published=command.published_on,
            last=None if last is None else last.day,
        )
    yield InspectionPublished(
        inspection=command.inspection,
        enterprise=inspection.enterprise,
        site=inspection.site,
        authority=inspection.authority,
        where=command.where,
        published_on=command.published_on,
    )
