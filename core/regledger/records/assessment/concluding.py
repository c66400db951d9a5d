"""A unit's result for a year: computed from what is on record, never given (I-21)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import State
from regledger.law.objections import Objection
from regledger.log.text import Id
from regledger.records.assessment.countable import Work
from regledger.records.assessment.facts import AssessmentConcluded, FormulaStated, Grade, Judged, Score
from regledger.records.assessment.money import moneyless
from regledger.records.assessment.scoring import EVER, counted, end_of, records_of, scored, vetoed
from regledger.records.assessment.state import Assessment, Formula, Target
from regledger.records.authority import officer_reads
from regledger.records.committee.matters import Matter
from regledger.records.hazard.state import Hazard
from regledger.records.presence import officers_known, on_record

__all__ = ["ConcludeAssessment", "conclude_assessment", "grade_of", "in_time"]


class ConcludeAssessment(Command, frozen=True, kw_only=True):
    """Compute a unit's result from what is on record, and add what is judged."""

    assessment: Id
    target: Id
    as_of: date | None = None
    """The last legal day whose records count; everything that is known where it is None."""
    judged: tuple[Judged, ...] = ()
    concluded_on: date


def in_time(state: State | None) -> bool:
    """Whether a hazard was reported as rectified, or a matter answered, by its last day."""
    match state:
        case Hazard(reported_on=reported, due_on=due) if reported is not None and due is not None:
            return reported <= due
        case Matter(in_time=punctual):
            return bool(punctual)
    return False


def grade_of(points: Decimal, vetoed: bool, judge: Judge, year_end: date) -> Grade:
    """The grade that `points` give by the law of the year's last day; none but the lowest where a veto was found."""
    if vetoed:
        return "failed"
    grades: tuple[Grade, ...] = ("excellent", "good", "passed")
    for grade in grades:
        if points >= judge.whole(f"I-21.{grade}", on=year_end):
            return grade
    return "failed"


def _reads(command: ConcludeAssessment, dossier: Dossier) -> Iterator[str]:
    yield f"target:{command.target}"
    yield f"assessment:{command.assessment}"
    yield from officer_reads(one.assessor for one in command.judged)
    target = dossier.loaded(Target, command.target)
    if target is None:
        return
    yield f"formula:{target.formula}"
    yield f"work:{target.unit}"
    formula = dossier.loaded(Formula, target.formula)
    work = dossier.loaded(Work, target.unit)
    version = None if formula is None else formula.version(target.version)
    if version is None or work is None:
        return
    for one in version.indicators:
        if one.in_time:
            for done in (done for done in work.done if done.name == one.fact):
                yield from records_of(done)


@handles("assessment.conclude", ConcludeAssessment, on="concluded_on", reads=_reads, role="propose")
def conclude_assessment(command: ConcludeAssessment, dossier: Dossier, judge: Judge) -> Outcome:
    """I-21: every point with the facts it counts; what was recorded after `as_of` is left out, and said."""
    target = dossier.get(Target, command.target)
    yield from on_record(f"target:{command.target}", target, judge)
    if target is None:
        return
    formula = dossier.get(Formula, target.formula)
    version = None if formula is None else formula.version(target.version)
    yield from _again(command, target, dossier, judge)
    last = date(target.year, 12, 31)
    yield from judge.rule(
        "SEQ", "assessment.year_open", command.concluded_on > last, unit=target.unit, year=target.year
    )
    yield from judge.rule(
        "SEQ",
        "assessment.as_of_ahead",
        command.as_of is None or command.as_of <= command.concluded_on,
        as_of=command.as_of,
    )
    if version is None:
        return
    yield from _judged(command, version, dossier, judge)
    work = dossier.get(Work, target.unit)
    done = () if work is None else work.done
    until = end_of(command.as_of, judge.zone)

    def punctual(tag: str) -> bool:
        kind, _, id_ = tag.partition(":")
        return in_time(dossier.get(Hazard if kind == "hazard" else Matter, id_))

    given = {one.indicator: one.points for one in command.judged}
    scores = []
    left_out: set[int] = set()
    for one in version.indicators:
        if one.by == "judged":
            scores.append(Score(indicator=one.indicator, points=given.get(one.indicator, Decimal(0)), facts=()))
            continue
        scores.append(scored(one, done, target.unit, target.year, until, punctual))
        all_of = counted(done, one.fact, target.unit, target.year, EVER, unit_field=one.unit_field, where=one.where)
        left_out |= {late.number for late in all_of if not late.corrects and late.recorded_at >= until}
    yield from judge.rule(
        "I-21",
        "assessment.recorded_late",
        not left_out,
        as_of=command.as_of,
        numbers=", ".join(map(str, sorted(left_out)[:20])),
    )
    vetoes = vetoed(version, done, target.unit, target.year, until)
    points = sum((one.points for one in scores), Decimal(0))
    yield AssessmentConcluded(
        assessment=command.assessment,
        target=command.target,
        unit=target.unit,
        authority=target.authority,
        year=target.year,
        as_of=command.as_of,
        known_at=dossier.head,
        scores=tuple(scores),
        judged=command.judged,
        vetoes=vetoes,
        points=points,
        grade=grade_of(points, bool(vetoes), judge, last),
        concluded_on=command.concluded_on,
    )


def _again(command: ConcludeAssessment, target: Target, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """SEQ: a second result only after an objection that was accepted."""
    before = dossier.latest(Assessment, command.assessment)
    own = before is None or before.target == command.target
    yield from judge.rule("REF", "record.taken", own, subject=f"assessment:{command.assessment}")
    known = dossier.latest(Target, command.target)
    other = None if known is None or known.assessment == command.assessment else known.assessment
    yield from judge.rule(
        "SEQ",
        "assessment.concluded_already",
        other is None and (before is None or (before.accepted and before.settled_on is None)),
        unit=target.unit,
        year=target.year,
        assessment=other or command.assessment,
    )


def _judged(command: ConcludeAssessment, version: FormulaStated, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    asked = {one.indicator: one.points for one in version.indicators if one.by == "judged"}
    names = [one.indicator for one in command.judged]
    yield from judge.rule(
        "REF",
        "assessment.judged_differs",
        sorted(names) == sorted(asked),
        judged=", ".join(sorted(names)) or "nothing",
        asked=", ".join(sorted(asked)) or "nothing",
    )
    yield from officers_known((one.assessor for one in command.judged), dossier, judge)
    for one in command.judged:
        most = asked.get(one.indicator, 0)
        yield from judge.rule(
            "REF",
            "assessment.judged_beyond",
            0 <= one.points <= most,
            indicator=one.indicator,
            points=str(one.points),
            most=most,
        )
        yield from moneyless(f"assessment:{command.assessment}", judge, [one.ground])
        yield from judge.rule(
            "I-21", "assessment.judged_without_ground", bool(one.ground.strip()), indicator=one.indicator
        )
