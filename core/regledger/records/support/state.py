"""The state of what supports an enterprise, and of one incentive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.accident.reported import AccidentGraded
from regledger.records.case.facts import CaseDecided
from regledger.records.support.facts import (
    AdviceGiven,
    CommitmentPublished,
    IncentiveGranted,
    IncentiveWithdrawn,
    OutreachHeld,
    SelfInspectionReported,
    TrainingHeld,
)

__all__ = [
    "COMMITMENT",
    "INCENTIVE",
    "SELF_INSPECTION",
    "SUPPORT",
    "TRAINING",
    "Commitment",
    "Incentive",
    "Running",
    "SelfInspection",
    "Support",
    "Training",
]


class Incentive(State, frozen=True, kw_only=True):
    """An incentive of an enterprise; both days belong to it."""

    incentive: str
    enterprise: str
    authority: str
    kind: str
    valid_from: date
    valid_to: date
    withdrawn_on: date | None = None


class SelfInspection(State, frozen=True, kw_only=True):
    """A self-inspection."""

    self_inspection: str
    enterprise: str
    site: str
    open_hazards: int
    reported_on: date


class Commitment(State, frozen=True, kw_only=True):
    """A commitment."""

    commitment: str
    enterprise: str
    valid_to: date
    published_on: date


class Training(State, frozen=True, kw_only=True):
    """A training."""

    training: str
    enterprise: str
    persons: int
    hours: int
    held_on: date


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """An incentive as its enterprise sees it."""

    incentive: str
    kind: str
    granted_on: date
    valid_from: date
    valid_to: date


class Support(State, frozen=True, kw_only=True):
    """What an enterprise does for safety itself, and by what it is supported."""

    running: tuple[Running, ...] = ()
    self_inspections: int = 0
    trainings: int = 0
    visits: int = 0
    last_self_inspection_on: date | None = None
    committed_until: date | None = None
    failed_on: date | None = None
    """The day of the last penalty decision, or of the last accident that was graded."""

    def model_in(self, first: date, last: date) -> bool:
        """Whether it is a model enterprise on one of the days from `first` to `last`."""
        return any(one.kind == "model" and one.valid_from <= last and first <= one.valid_to for one in self.running)


def _evolve_incentive(state: Incentive | None, recorded: RecordedFact) -> Incentive | None:
    match recorded.body:
        case IncentiveGranted() as body:
            return Incentive(
                incentive=body.incentive,
                enterprise=body.enterprise,
                authority=body.authority,
                kind=body.kind,
                valid_from=body.valid_from,
                valid_to=body.valid_to,
            )
        case IncentiveWithdrawn(withdrawn_on=on) if state is not None:
            return msgspec.structs.replace(state, withdrawn_on=on)
    return state


def _evolve_self(state: SelfInspection | None, recorded: RecordedFact) -> SelfInspection | None:
    match recorded.body:
        case SelfInspectionReported() as body:
            return SelfInspection(
                self_inspection=body.self_inspection,
                enterprise=body.enterprise,
                site=body.site,
                open_hazards=sum(one.rectified_on is None for one in body.found),
                reported_on=body.reported_on,
            )
    return state


def _evolve_commitment(state: Commitment | None, recorded: RecordedFact) -> Commitment | None:
    match recorded.body:
        case CommitmentPublished() as body:
            return Commitment(
                commitment=body.commitment,
                enterprise=body.enterprise,
                valid_to=body.valid_to,
                published_on=body.published_on,
            )
    return state


def _evolve_training(state: Training | None, recorded: RecordedFact) -> Training | None:
    match recorded.body:
        case TrainingHeld() as body:
            return Training(
                training=body.training,
                enterprise=body.enterprise,
                persons=body.persons,
                hours=body.hours,
                held_on=body.held_on,
            )
    return state


def _evolve(state: Support | None, recorded: RecordedFact) -> Support | None:
    before = state or Support()
    body, replace = recorded.body, msgspec.structs.replace
    match body:
        case IncentiveGranted():
            one = Running(
                incentive=body.incentive,
                kind=body.kind,
                granted_on=body.granted_on,
                valid_from=body.valid_from,
                valid_to=body.valid_to,
            )
            return replace(before, running=(*before.running, one))
        case IncentiveWithdrawn():
            left = tuple(one for one in before.running if one.incentive != body.incentive)
            return replace(before, running=left)
        case SelfInspectionReported():
            return replace(
                before,
                self_inspections=before.self_inspections + 1,
                last_self_inspection_on=body.reported_on,
            )
        case CommitmentPublished():
            return replace(before, committed_until=max(body.valid_to, before.committed_until or body.valid_to))
        case TrainingHeld():
            return replace(before, trainings=before.trainings + 1)
        case AdviceGiven():
            return replace(before, visits=before.visits + 1)
        case CaseDecided():
            return replace(before, failed_on=body.decided_on)
        case AccidentGraded():
            return replace(before, failed_on=body.graded_on)
    return state


def _steps(state: Support, judge: Judge) -> Iterator[NextStep]:
    for one in state.running:
        if state.failed_on is not None and one.granted_on <= state.failed_on and judge.day <= one.valid_to:
            yield NextStep(
                command="incentive.withdraw",
                owner="authority",
                since=state.failed_on,
                title=f"Look whether {one.incentive} stands after the penalty or accident of {state.failed_on}",
                title_zh="受处罚或发生事故后激励政策复核",
            )
    if state.committed_until is not None and judge.day > state.committed_until:
        yield NextStep(
            command="commitment.publish",
            owner="enterprise",
            since=state.committed_until,
            title="Its commitment has run out",
            title_zh="安全承诺到期",
        )


INCENTIVE = Kind(
    name="incentive", state=Incentive, evolve=_evolve_incentive, facts=(IncentiveGranted, IncentiveWithdrawn)
)
SELF_INSPECTION = Kind(
    name="self_inspection", state=SelfInspection, evolve=_evolve_self, facts=(SelfInspectionReported,)
)
COMMITMENT = Kind(name="commitment", state=Commitment, evolve=_evolve_commitment, facts=(CommitmentPublished,))
TRAINING = Kind(name="training", state=Training, evolve=_evolve_training, facts=(TrainingHeld,))
SUPPORT = Kind(
    name="support",
    tag="enterprise",
    state=Support,
    evolve=_evolve,
    facts=(
        IncentiveGranted,
        IncentiveWithdrawn,
        SelfInspectionReported,
        CommitmentPublished,
        TrainingHeld,
        AdviceGiven,
        OutreachHeld,
        CaseDecided,
        AccidentGraded,
    ),
    steps=_steps,
)
