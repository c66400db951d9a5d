"""What follows the reply: handling, licences, measures, education, evaluation, publication, closing (Arts 32–34, 40)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Code, Id, Text
from regledger.records.accident import outcome
from regledger.records.accident.outcome import Published
from regledger.records.accident.reading import accident_reads, body_of, filled, final, found_accident, still_open
from regledger.records.accident.steps import lacks
from regledger.records.authority import Authority
from regledger.records.case.state import Case

__all__ = ["HANDLING"]


class HandleAccidentPenalty(Command, frozen=True, kw_only=True):
    """Record that a proposed penalty or disposal was carried out."""

    accident: Id
    penalty: Id
    case: Id | None = None
    document: Text
    handled_on: date


class SettleAccidentLicences(Command, frozen=True, kw_only=True):
    """Settle what becomes of the unit's licences."""

    accident: Id
    outcome: Literal["suspended", "revoked", "kept"]
    ground: Text
    settled_on: date


class ReportAccidentMeasures(Command, frozen=True, kw_only=True):
    """Record that the unit reports its measures as carried out."""

    accident: Id
    measures: Text
    evidence: Text
    union_supervised: bool
    reported_on: date


class EducateAfterAccident(Command, frozen=True, kw_only=True):
    """Record that those concerned and the staff were taught the lesson."""

    accident: Id
    audience: Text
    circular: Id | None = None
    educated_on: date


class EvaluateAccidentMeasures(Command, frozen=True, kw_only=True):
    """Evaluate what was put right after an accident."""

    accident: Id
    government: Id
    implemented: bool
    findings: Text
    evaluated_on: date


class PublishAccident(Command, frozen=True, kw_only=True):
    """Record that something about an accident was made public."""

    accident: Id
    what: Published
    place: Code
    published_on: date


class CloseAccident(Command, frozen=True, kw_only=True):
    """Close the file of an accident."""

    accident: Id
    closed_on: date


def _handle_reads(command: HandleAccidentPenalty, dossier: Dossier) -> Iterator[str]:
    yield from accident_reads(command, dossier)
    if command.case is not None:
        yield f"case:{command.case}"


@handles("accident.handle", HandleAccidentPenalty, on="handled_on", reads=_handle_reads, world=True)
def handle(command: HandleAccidentPenalty, dossier: Dossier, judge: Judge) -> Outcome:
    """C-12: only after the reply of the government; a case that is named is on record."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    yield from still_open(accident, judge)
    replied = accident.replied_on is not None
    yield from judge.rule("C-12", "accident.handled_before_reply", replied, accident=command.accident)
    waits = all(
        any(one.penalty == command.penalty and one.handled_on is None for one in state.penalties)
        for state in (accident, final(accident, dossier))
    )
    yield from judge.rule("SEQ", "accident.penalty_not_open", waits, penalty=command.penalty)
    yield from filled("REF", command, command.accident, ("document",), judge)
    if command.case is not None:
        known = dossier.get(Case, command.case) is not None
        yield from judge.rule("REF", "accident.case_unknown", known, case=command.case)
    yield outcome.AccidentHandled(**body_of(command, accident))


@handles("accident.settle_licences", SettleAccidentLicences, on="settled_on", reads=accident_reads, role="approve")
def settle_licences(command: SettleAccidentLicences, dossier: Dossier, judge: Judge) -> Outcome:
    """C-18: the licences of a responsible unit are suspended or revoked."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    replied = accident.replied_on is not None
    yield from judge.rule("SEQ", "accident.not_replied", replied, accident=command.accident)
    once = final(accident, dossier).licences_on is None
    yield from judge.rule("SEQ", "accident.licences_settled_already", once, accident=command.accident)
    yield from filled("C-18", command, command.accident, ("ground",), judge)
    follows = command.outcome != "kept" or not accident.responsible
    yield from judge.rule("C-18", "accident.licences_kept", follows, accident=command.accident)
    yield outcome.AccidentLicencesSettled(**body_of(command, accident))


@handles("accident.report_measures", ReportAccidentMeasures, on="reported_on", reads=accident_reads, world=True)
def report_measures(command: ReportAccidentMeasures, dossier: Dossier, judge: Judge) -> Outcome:
    """C-13: with proof, under the eyes of the union and the staff."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    reported = accident.submitted_on is not None
    yield from judge.rule("SEQ", "accident.not_investigated", reported, accident=command.accident)
    yield from filled("C-13", command, command.accident, ("measures", "evidence"), judge)
    supervised = command.union_supervised
    yield from judge.rule("C-13", "accident.measures_unsupervised", supervised, accident=command.accident)
    yield outcome.AccidentMeasuresReported(**body_of(command, accident))


@handles("accident.educate", EducateAfterAccident, on="educated_on", reads=accident_reads, world=True)
def educate(command: EducateAfterAccident, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: it is said who was taught."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    yield from filled("REF", command, command.accident, ("audience",), judge)
    yield outcome.AccidentEducated(**body_of(command, accident))


def _evaluate_reads(command: EvaluateAccidentMeasures, dossier: Dossier) -> Iterator[str]:
    yield from accident_reads(command, dossier)
    yield f"authority:{command.government}"


@handles("accident.evaluate", EvaluateAccidentMeasures, on="evaluated_on", reads=_evaluate_reads, role="review")
def evaluate(command: EvaluateAccidentMeasures, dossier: Dossier, judge: Judge) -> Outcome:
    """C-13: by the government that replied, within a year of the reply; a late one is noted, for it is owed still."""
    accident = yield from found_accident(command, dossier, judge)
    known = dossier.get(Authority, command.government) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.government)
    if accident is None:
        return
    once = final(accident, dossier).evaluated_on is None
    yield from judge.rule("SEQ", "accident.evaluated_already", once, accident=command.accident)
    yield from filled("REF", command, command.accident, ("findings",), judge)
    replied = accident.replied_on
    yield from judge.rule("SEQ", "accident.not_replied", replied is not None, accident=command.accident)
    competent = None if accident.team is None else accident.team.government
    yield from judge.rule(
        "C-13",
        "accident.another_government",
        command.government == competent,
        accident=command.accident,
        government=command.government,
        competent=competent,
    )
    last = None if replied is None else judge.deadline("C-13.evaluation", replied).day
    in_time = last is None or command.evaluated_on <= last
    yield from judge.note("C-13", "accident.evaluated_late", in_time, accident=command.accident, last=last)
    yield outcome.AccidentEvaluated(**body_of(command, accident))


@handles("accident.publish", PublishAccident, on="published_on", reads=accident_reads, world=True)
def publish(command: PublishAccident, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: what is made public is there."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    there = {"report": accident.replied_on, "handling": accident.replied_on, "evaluation": accident.evaluated_on}
    yield from filled("REF", command, command.accident, ("place",), judge)
    ready = there[command.what] is not None
    yield from judge.rule("SEQ", "accident.nothing_to_publish", ready, accident=command.accident, what=command.what)
    yield outcome.AccidentPublished(**body_of(command, accident))


@handles("accident.close", CloseAccident, on="closed_on", reads=accident_reads, role="review")
def close(command: CloseAccident, dossier: Dossier, judge: Judge) -> Outcome:
    """C-14: cause found, persons dealt with, measures carried out, people taught; SEQ: after the reply, once."""
    accident = yield from found_accident(command, dossier, judge)
    if accident is None:
        return
    yield from still_open(final(accident, dossier), judge)
    replied = accident.replied_on is not None
    yield from judge.rule("SEQ", "accident.not_replied", replied, accident=command.accident)
    for code, lacking in lacks(accident):
        yield from judge.rule("C-14", code, not lacking, accident=command.accident)
    yield outcome.AccidentClosed(**body_of(command, accident))


HANDLING = (handle, settle_licences, report_measures, educate, evaluate, publish, close)
