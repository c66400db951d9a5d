"""Resuming after a stop: defied, applied for, reviewed on the spot (安全生产法 Art 65(3); B-23, I-10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.hazard.measure_facts import MeasureDefied, ResumptionApplied, ResumptionReviewed
from regledger.records.hazard.measures import Measure, measure_reads, review_due, standing_measure

__all__ = [
    "ApplyResumption",
    "RecordDefiance",
    "ReviewResumption",
    "apply_resumption",
    "record_defiance",
    "review_resumption",
]


class RecordDefiance(Command, frozen=True, kw_only=True):
    """Record that the enterprise did not obey a measure, or resumed without consent."""

    measure: Id
    officers: tuple[Id, ...]
    description: Text
    found_on: date


class ApplyResumption(Command, frozen=True, kw_only=True):
    """Record that the enterprise asks to resume."""

    measure: Id
    evidence: Text
    applied_on: date


class ReviewResumption(Command, frozen=True, kw_only=True):
    """Review on the spot whether the enterprise may resume."""

    measure: Id
    officers: tuple[Id, ...]
    result: Literal["passed", "failed", "hopeless"]
    findings: Text
    reviewed_on: date


def _reads(command: RecordDefiance | ReviewResumption, dossier: Dossier) -> Iterator[str]:
    yield from measure_reads(command, dossier)
    yield from officer_reads(command.officers)


@handles("measure.record_defiance", RecordDefiance, on="found_on", reads=_reads, world=True)
def record_defiance(command: RecordDefiance, dossier: Dossier, judge: Judge) -> Outcome:
    """B-23: a warning that a stop in force was not obeyed, with what follows; SEQ: only while it is in force."""
    measure = yield from standing_measure(command, dossier, judge)
    if measure is None:
        return
    yield from judge.rule(
        "SEQ",
        "measure.lifted_already",
        measure.lifted_on is None,
        measure=command.measure,
        lifted=measure.lifted_on,
    )
    yield from qualified(command.officers, command.found_on, dossier, judge)
    said = bool(command.description.strip())
    yield from judge.rule("B-23", "measure.defiance_undescribed", said, measure=command.measure)
    yield from judge.note(
        "B-23", "measure.disobeyed", not measure.stops, measure=command.measure, found=command.found_on
    )
    yield MeasureDefied(
        measure=command.measure,
        enterprise=measure.enterprise,
        site=measure.site,
        authority=measure.authority,
        officers=command.officers,
        description=command.description,
        found_on=command.found_on,
    )


@handles("measure.apply_resumption", ApplyResumption, on="applied_on", reads=measure_reads, world=True)
def apply_resumption(command: ApplyResumption, dossier: Dossier, judge: Judge) -> Outcome:
    """I-10: an application says what was rectified."""
    measure = yield from standing_measure(command, dossier, judge)
    if measure is None:
        return
    final = dossier.latest(Measure, command.measure) or measure
    yield from judge.rule(
        "SEQ", "measure.lifted_already", final.lifted_on is None, measure=command.measure, lifted=final.lifted_on
    )
    yield from judge.rule(
        "SEQ",
        "measure.applied_already",
        final.applied_on is None,
        measure=command.measure,
        applied=final.applied_on,
    )
    yield from judge.rule("I-10", "measure.nothing_rectified", bool(command.evidence.strip()), measure=command.measure)
    yield ResumptionApplied(
        measure=command.measure,
        enterprise=measure.enterprise,
        site=measure.site,
        authority=measure.authority,
        evidence=command.evidence,
        applied_on=command.applied_on,
    )


@handles("measure.review_resumption", ReviewResumption, on="reviewed_on", reads=_reads, role="review")
def review_resumption(command: ReviewResumption, dossier: Dossier, judge: Judge) -> Outcome:
    """I-10: on the spot within ten days of the application; what is late is noted and still to be done."""
    measure = yield from standing_measure(command, dossier, judge)
    if measure is None:
        return
    yield from judge.rule("SEQ", "measure.not_applied", measure.applied_on is not None, measure=command.measure)
    yield from judge.rule(
        "SEQ", "measure.lifted_already", measure.lifted_on is None, measure=command.measure, lifted=measure.lifted_on
    )
    yield from qualified(command.officers, command.reviewed_on, dossier, judge)
    said = bool(command.findings.strip())
    yield from judge.rule("I-10", "measure.review_blank", said, measure=command.measure)
    last = None if measure.applied_on is None else review_due(measure.applied_on, judge)[0]
    yield from judge.note(
        "I-10",
        "measure.reviewed_late",
        last is None or command.reviewed_on <= last,
        measure=command.measure,
        reviewed=command.reviewed_on,
        last=last,
    )
    yield ResumptionReviewed(
        measure=command.measure,
        enterprise=measure.enterprise,
        site=measure.site,
        authority=measure.authority,
        officers=command.officers,
        result=command.result,
        findings=command.findings,
        reviewed_on=command.reviewed_on,
    )
