"""The state of a government inspection, of a designation, and of all inspections that run against one authority."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.oversight.facts import (
    Correction,
    OversightClueHandedOver,
    OversightConcluded,
    OversightDesignated,
    OversightFedBack,
    OversightObjected,
    OversightOpened,
    OversightRectified,
    OversightReviewed,
    OversightVerified,
)
from regledger.records.period import period_in_force

__all__ = ["DESIGNATION", "OVERSEEN", "OVERSIGHT", "Answer", "Designation", "Overseen", "Oversight", "Running"]


class Designation(State, frozen=True, kw_only=True):
    """What a department may inspect for its government, and when."""

    designation: str
    government: str
    authority: str
    content: str
    subjects: tuple[str, ...]
    valid_from: date
    valid_to: date


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """How one subject stands after the conclusion."""

    received_on: date | None = None
    objected_on: date | None = None
    reviewed_on: date | None = None
    rectified_on: date | None = None
    passed: bool = False


class Oversight(State, frozen=True, kw_only=True):
    """A government inspection."""

    oversight: str
    government: str
    authority: str
    content: str
    subjects: tuple[str, ...]
    opened_on: date
    concluded_on: date | None = None
    corrections: tuple[Correction, ...] = ()
    officials: tuple[str, ...] = ()
    answers: dict[str, Answer] = msgspec.field(default_factory=dict)
    clues: int = 0

    def answer(self, subject: str) -> Answer:
        """How `subject` stands."""
        return self.answers.get(subject, Answer())


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection as its subjects see it."""

    oversight: str
    content: str
    subjects: tuple[str, ...]
    concluded: bool = False


class Overseen(State, frozen=True, kw_only=True):
    """The government inspections that an authority has to do with, as subject or otherwise."""

    inspections: tuple[Running, ...]

    def repeats(self, subject: str, content: str) -> Running | None:
        """An inspection of `subject` about the same `content` that is not concluded."""
        return next(
            (
                one
                for one in self.inspections
                if not one.concluded and subject in one.subjects and one.content == content
            ),
            None,
        )


def _evolve_designation(state: Designation | None, recorded: RecordedFact) -> Designation | None:
    match recorded.body:
        case OversightDesignated() as body:
            return Designation(
                designation=body.designation,
                government=body.government,
                authority=body.authority,
                content=body.content,
                subjects=body.subjects,
                valid_from=body.valid_from,
                valid_to=body.valid_to,
            )
    return state


def _evolve_overseen(state: Overseen | None, recorded: RecordedFact) -> Overseen | None:
    before = () if state is None else state.inspections
    match recorded.body:
        case OversightOpened() as body:
            opened = Running(oversight=body.oversight, content=body.content, subjects=body.subjects)
            return Overseen(inspections=(*before, opened))
        case OversightConcluded() as body:
            return Overseen(
                inspections=tuple(
                    msgspec.structs.replace(one, concluded=True) if one.oversight == body.oversight else one
                    for one in before
                )
            )
    return state


def _evolve(state: Oversight | None, recorded: RecordedFact) -> Oversight | None:
    body, replace = recorded.body, msgspec.structs.replace
    if isinstance(body, OversightOpened):
        return Oversight(
            oversight=body.oversight,
            government=body.government,
            authority=body.authority,
            content=body.content,
            subjects=body.subjects,
            opened_on=body.opened_on,
        )
    if state is None:
        return None
    match body:
        case OversightConcluded():
            return replace(
                state, concluded_on=body.concluded_on, corrections=body.corrections, officials=body.officials
            )
        case OversightFedBack():
            return _answered(state, body.subject, received_on=body.received_on)
        case OversightObjected():
            return _answered(state, body.subject, objected_on=body.objected_on)
        case OversightReviewed():
            return _answered(state, body.subject, reviewed_on=body.reviewed_on)
        case OversightRectified():
            return _answered(state, body.subject, rectified_on=body.rectified_on)
        case OversightVerified():
            passed = body.result == "passed"
            kept = state.answer(body.subject).rectified_on if passed else None
            return _answered(state, body.subject, passed=passed, rectified_on=kept)
        case OversightClueHandedOver():
            return replace(state, clues=state.clues + 1)
    return state


def _answered(state: Oversight, subject: str, **changes: date | bool | None) -> Oversight:
    answer = msgspec.structs.replace(state.answer(subject), **changes)
    return msgspec.structs.replace(state, answers={**state.answers, subject: answer})


def _steps(state: Oversight, judge: Judge) -> Iterator[NextStep]:
    if state.concluded_on is None:
        yield NextStep(command="oversight.conclude", rule="I-18", owner="government", since=state.opened_on)
        return
    for subject in state.subjects:
        yield from _subject_steps(state, subject, judge)


def _subject_steps(state: Oversight, subject: str, judge: Judge) -> Iterator[NextStep]:
    answer = state.answer(subject)
    if answer.received_on is None:
        yield NextStep(
            command="oversight.feed_back",
            rule="I-18",
            owner="government",
            since=state.concluded_on,
            title=f"Send the conclusion to {subject}",
            title_zh="反馈督查结论",
        )
    elif answer.objected_on is None:
        last = period_in_force(judge, "I-18.objection", answer.received_on, on=answer.received_on)
        if last is not None and judge.day <= last.day:
            yield NextStep(
                command="oversight.object",
                due=last.day,
                how=tuple(last.how()),
                rule="I-18",
                owner="party",
                since=answer.received_on,
                title=f"{subject} may ask for a review",
                title_zh="申请复核",
            )
    elif answer.reviewed_on is None and _objected_in_time(answer, judge):
        review = period_in_force(judge, "I-18.review", answer.objected_on, on=answer.objected_on)
        yield NextStep(
            command="oversight.review",
            due=None if review is None else review.day,
            how=() if review is None else tuple(review.how()),
            rule="I-18",
            owner="government",
            since=answer.objected_on,
            title=f"Decide on the objection of {subject}",
            title_zh="作出复核决定",
        )
    for one in state.corrections:
        if one.subject == subject and not answer.passed:
            command = "oversight.report_rectified" if answer.rectified_on is None else "oversight.verify"
            yield NextStep(
                command=command,
                due=one.due_on if answer.rectified_on is None else None,
                how=(f"the conclusion asks for it by {one.due_on}",) if answer.rectified_on is None else (),
                rule="I-18",
                owner="authority" if answer.rectified_on is None else "government",
                since=state.concluded_on,
                title=f"{subject}: {one.asked}",
                title_zh="整改落实与核查",
            )


def _objected_in_time(answer: Answer, judge: Judge) -> bool:
    """Whether a decision is owed: one who objects after the period may be answered, and need not be (Art 17)."""
    if answer.received_on is None or answer.objected_on is None:
        return False
    last = period_in_force(judge, "I-18.objection", answer.received_on, on=answer.received_on)
    return last is None or answer.objected_on <= last.day


DESIGNATION = Kind(name="designation", state=Designation, evolve=_evolve_designation, facts=(OversightDesignated,))
OVERSEEN = Kind(
    name="overseen",
    tag="authority",
    state=Overseen,
    evolve=_evolve_overseen,
    facts=(OversightOpened, OversightConcluded),
)
OVERSIGHT = Kind(
    name="oversight",
    state=Oversight,
    evolve=_evolve,
    facts=(
        OversightOpened,
        OversightConcluded,
        OversightFedBack,
        OversightObjected,
        OversightReviewed,
        OversightRectified,
        OversightVerified,
        OversightClueHandedOver,
    ),
    steps=_steps,
)
