"""The state of a construction project, and the step that comes next (B-11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.project.facts import (
    ProjectAcceptanceVerified,
    ProjectAccepted,
    ProjectBegun,
    ProjectCompleted,
    ProjectDesignReviewed,
    ProjectDesignSubmitted,
    ProjectEvaluated,
    ProjectPutIntoUse,
    ProjectRegistered,
)

__all__ = ["PROJECT", "Project"]


class Project(State, frozen=True, kw_only=True):
    """A construction project."""

    project: str
    enterprise: str
    site: str
    authority: str
    kind: str
    registered_on: date
    evaluated_on: date | None = None
    design: str | None = None
    """The design that was handed in last."""
    submitted_on: date | None = None
    approved: str | None = None
    """The design that was approved."""
    begun_on: date | None = None
    completed_on: date | None = None
    by_design: bool = True
    accepted_on: date | None = None
    """The day of the acceptance that was passed."""
    verified_on: date | None = None
    used_on: date | None = None

    @property
    def high_risk(self) -> bool:
        """Whether Arts 32 to 34 hold for it."""
        return self.kind != "other"


def _evolve(state: Project | None, recorded: RecordedFact) -> Project | None:
    replace = msgspec.structs.replace
    match recorded.body:
        case ProjectRegistered() as body if state is None:
            return Project(
                project=body.project,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                kind=body.kind,
                registered_on=body.registered_on,
            )
        case ProjectEvaluated() as body if state is not None:
            return replace(state, evaluated_on=body.evaluated_on)
        case ProjectDesignSubmitted() as body if state is not None:
            return replace(state, design=body.design, submitted_on=body.submitted_on)
        case ProjectDesignReviewed() as body if state is not None:
            return replace(state, approved=body.design if body.approved else state.approved, submitted_on=None)
        case ProjectBegun() as body if state is not None:
            return replace(state, begun_on=body.begun_on)
        case ProjectCompleted() as body if state is not None:
            return replace(state, completed_on=body.completed_on, by_design=body.by_design)
        case ProjectAccepted() as body if state is not None:
            return replace(state, accepted_on=body.accepted_on if body.passed else state.accepted_on)
        case ProjectAcceptanceVerified() as body if state is not None:
            return replace(state, verified_on=body.verified_on)
        case ProjectPutIntoUse() as body if state is not None:
            return replace(state, used_on=body.used_on)
    return state


def _steps(state: Project, judge: Judge) -> Iterator[NextStep]:
    del judge  # the law sets an order here, and no day
    # What was left out before the building began is owed still, until it is in use.
    if state.used_on is not None:
        pass
    elif state.high_risk and state.evaluated_on is None:
        yield NextStep(command="project.evaluate", rule="B-11", owner="enterprise", since=state.registered_on)
    elif state.high_risk and state.approved is None:
        command = "project.submit_design" if state.submitted_on is None else "project.review_design"
        owner = "enterprise" if state.submitted_on is None else "authority"
        yield NextStep(command=command, rule="B-11", owner="enterprise" if owner == "enterprise" else "authority")
    elif state.begun_on is None:
        yield NextStep(command="project.begin", rule="B-11", owner="enterprise")
    elif state.completed_on is None or (state.high_risk and not state.by_design):
        yield NextStep(command="project.complete", rule="B-11", owner="enterprise", since=state.begun_on)
    elif state.high_risk and state.accepted_on is None:
        yield NextStep(command="project.accept", rule="B-11", owner="enterprise", since=state.completed_on)
    else:
        yield NextStep(command="project.put_into_use", rule="B-11", owner="enterprise")
    if state.accepted_on is not None and state.verified_on is None:
        yield NextStep(command="project.verify_acceptance", rule="B-11", owner="authority", since=state.accepted_on)


PROJECT = Kind(
    name="project",
    state=Project,
    evolve=_evolve,
    facts=(
        ProjectRegistered,
        ProjectEvaluated,
        ProjectDesignSubmitted,
        ProjectDesignReviewed,
        ProjectBegun,
        ProjectCompleted,
        ProjectAccepted,
        ProjectAcceptanceVerified,
        ProjectPutIntoUse,
    ),
    steps=_steps,
)
