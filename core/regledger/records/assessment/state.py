"""The state of a formula, of a unit's targets and of an assessment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.assessment.facts import (
    AssessmentAnswered,
    AssessmentConcluded,
    AssessmentFollowed,
    AssessmentObjected,
    AssessmentSettled,
    FormulaStated,
    TargetSet,
)

__all__ = ["ASSESSMENT", "FORMULA", "TARGET", "UNIT_TARGETS", "Assessment", "Formula", "Target", "UnitTargets"]


class Formula(State, frozen=True, kw_only=True):
    """A formula in all its versions."""

    formula: str
    authority: str
    versions: tuple[FormulaStated, ...]

    def version(self, number: int) -> FormulaStated | None:
        """The version of that number."""
        return next((one for one in self.versions if one.version == number), None)


class Target(State, frozen=True, kw_only=True):
    """A unit's targets for a year."""

    target: str
    unit: str
    authority: str
    year: int
    formula: str
    version: int
    set_on: date
    assessment: str | None = None


class UnitTargets(State, frozen=True, kw_only=True):
    """Which units have targets for which year, of everything that names one authority."""

    targets: tuple[tuple[str, int, str], ...]
    """Unit, year, id."""

    def of(self, unit: str, year: int) -> str | None:
        """The targets of `unit` for `year`."""
        return next((id_ for one, of, id_ in self.targets if (one, of) == (unit, year)), None)


class Assessment(State, frozen=True, kw_only=True):
    """An assessment, from its first result to what followed."""

    assessment: str
    target: str
    unit: str
    authority: str
    year: int
    result: AssessmentConcluded
    """The last one."""
    points: Decimal
    grade: str
    concluded_on: date
    objected_on: date | None = None
    answered_on: date | None = None
    accepted: bool = False
    """Whether an objection was accepted and no new result has been concluded since."""
    settled_on: date | None = None
    followed: tuple[str, ...] = ()


def _evolve_formula(state: Formula | None, recorded: RecordedFact) -> Formula | None:
    match recorded.body:
        case FormulaStated() as body:
            before = () if state is None else state.versions
            return Formula(formula=body.formula, authority=body.authority, versions=(*before, body))
    return state


def _evolve_target(state: Target | None, recorded: RecordedFact) -> Target | None:
    match recorded.body:
        case TargetSet() as body:
            return Target(
                target=body.target,
                unit=body.unit,
                authority=body.authority,
                year=body.year,
                formula=body.formula,
                version=body.version,
                set_on=body.set_on,
            )
        case AssessmentConcluded(assessment=assessment) if state is not None:
            return msgspec.structs.replace(state, assessment=assessment)
    return state


def _evolve_unit(state: UnitTargets | None, recorded: RecordedFact) -> UnitTargets | None:
    match recorded.body:
        case TargetSet() as body:
            before = () if state is None else state.targets
            return UnitTargets(targets=(*before, (body.unit, body.year, body.target)))
    return state


def _evolve(state: Assessment | None, recorded: RecordedFact) -> Assessment | None:
    body, replace = recorded.body, msgspec.structs.replace
    if isinstance(body, AssessmentConcluded):
        if state is not None:
            return replace(
                state,
                result=body,
                points=body.points,
                grade=body.grade,
                concluded_on=body.concluded_on,
                accepted=False,
                objected_on=None,
                answered_on=None,
            )
        return Assessment(
            assessment=body.assessment,
            target=body.target,
            unit=body.unit,
            authority=body.authority,
            year=body.year,
            result=body,
            points=body.points,
            grade=body.grade,
            concluded_on=body.concluded_on,
        )
    if state is None:
        return None
    match body:
        case AssessmentObjected(objected_on=on):
            return replace(state, objected_on=on)
        case AssessmentAnswered():
            return replace(state, answered_on=body.answered_on, accepted=body.result == "accepted")
        case AssessmentSettled(settled_on=on):
            return replace(state, settled_on=on)
        case AssessmentFollowed():
            return replace(state, followed=(*state.followed, body.kind))
    return state


def _target_steps(state: Target, judge: Judge) -> Iterator[NextStep]:
    if state.assessment is None:
        yield NextStep(
            command="assessment.conclude",
            rule="I-21",
            owner="government",
            since=date(state.year, 12, 31),
            title=f"Assess {state.unit} for {state.year}",
            title_zh="年度考核",
        )


def _steps(state: Assessment, judge: Judge) -> Iterator[NextStep]:
    if state.settled_on is not None:
        return
    if state.objected_on is not None and state.answered_on is None:
        last = judge.deadline("I-21.answer", state.objected_on, on=state.objected_on)
        yield NextStep(
            command="assessment.answer_objection",
            due=last.day,
            how=tuple(last.how()),
            rule="I-21",
            owner="government",
            since=state.objected_on,
            title=f"Answer the objection of {state.unit}",
            title_zh="答复考核异议",
        )
    elif state.accepted:
        yield NextStep(command="assessment.conclude", rule="I-21", owner="government", since=state.answered_on)
    else:
        last = judge.deadline("I-21.objection", state.concluded_on, on=state.concluded_on)
        if state.objected_on is None and judge.day <= last.day:
            yield NextStep(
                command="assessment.object",
                due=last.day,
                how=tuple(last.how()),
                rule="I-21",
                owner="party",
                since=state.concluded_on,
                title=f"{state.unit} may object to its result",
                title_zh="考核结果异议",
            )
        yield NextStep(command="assessment.settle", rule="I-21", owner="government", since=state.concluded_on)


FORMULA = Kind(name="formula", state=Formula, evolve=_evolve_formula, facts=(FormulaStated,))
TARGET = Kind(
    name="target", state=Target, evolve=_evolve_target, facts=(TargetSet, AssessmentConcluded), steps=_target_steps
)
UNIT_TARGETS = Kind(name="unit_targets", tag="authority", state=UnitTargets, evolve=_evolve_unit, facts=(TargetSet,))
ASSESSMENT = Kind(
    name="assessment",
    state=Assessment,
    evolve=_evolve,
    facts=(AssessmentConcluded, AssessmentObjected, AssessmentAnswered, AssessmentSettled, AssessmentFollowed),
    steps=_steps,
)
