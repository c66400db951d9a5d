"""What comes next on an accident, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from regledger.clock import day_of
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep
from regledger.records.accident.grading import (
    LEVELS,
    crime,
    due_level,
    graded,
    hop_due,
    reply_due,
    report_due,
    supplement_end,
)
from regledger.records.accident.state import FACTS, Accident, evolve

__all__ = ["ACCIDENT", "lacks"]

_TOLD = ("government", "police", "human_resources", "union", "procuratorate")


def lacks(accident: Accident) -> tuple[tuple[str, bool], ...]:
    """C-14: each of the four conditions as the code of its objection, and whether it lacks."""
    return (
        ("accident.cause_not_found", accident.submitted_on is None),
        ("accident.persons_not_handled", any(one.handled_on is None for one in accident.penalties)),
        ("accident.measures_not_taken", accident.measures_on is None),
        ("accident.nobody_taught", accident.educated_on is None),
    )


def _reporting(state: Accident, judge: Judge) -> Iterator[NextStep]:
    reached = max((LEVELS.index(level) for level, _ in state.reached), default=0)
    if reached < LEVELS.index(due_level(state, judge)):
        since, last_at, how = hop_due(state, judge)
        yield NextStep(
            command="accident.report_up",
            due=day_of(last_at, judge.zone),
            due_at=last_at if isinstance(last_at, datetime) else None,
            how=how,
            rule="C-03",
            owner="authority",
            since=since,
        )
    if set(_TOLD) - set(state.notified):
        last = judge.deadline("C-03.hop", state.received_at)
        yield NextStep(
            command="accident.notify",
            due=last.day,
            due_at=last.instant,
            how=tuple(last.how()),
            rule="C-03",
            owner="authority",
            since=state.received_at,
        )
    if state.closed_on is not None:
        return
    if state.missing:
        end = supplement_end(state, judge)
        yield NextStep(
            command="accident.supplement",
            due=end.day,
            how=tuple(end.how()),
            rule="C-05",
            owner="enterprise",
            since=state.happened_at,
            title="Say what became of the missing",
            title_zh="补报下落不明人员情况",
        )
    if state.scene_on is None:
        yield NextStep(command="accident.record_scene", rule="C-07")
    if state.grade != graded(state, judge):
        yield NextStep(command="accident.grade", rule="C-01", owner="authority")


def _inquiry(state: Accident, judge: Judge) -> Iterator[NextStep]:
    if state.submitted_on is None:
        due, how = report_due(state, judge)
        if state.team is None:
            yield NextStep(command="accident.form_team", rule="C-08", owner="government")
        missing = () if state.team is not None else ("accident.no_team",)
        yield NextStep(
            command="accident.submit_report",
            missing=missing,
            due=due,
            how=how,
            rule="C-10",
            owner="government",
            since=state.happened_at,
        )
        return
    if state.replied_on is None:
        last, how = reply_due(state, judge)
        yield NextStep(
            command="accident.reply", due=last, how=how, rule="C-12", owner="government", since=state.submitted_on
        )
    if state.responsible and state.crime_referred_on is None and crime(state, judge, main=False):
        yield NextStep(command="accident.refer_crime", rule="B-44", owner="government")


def _outcome(state: Accident, judge: Judge) -> Iterator[NextStep]:
    if state.replied_on is None:
        return
    if any(one.handled_on is None for one in state.penalties):
        yield NextStep(command="accident.handle", rule="C-12", owner="authority")
    if state.responsible and state.licences_on is None:
        yield NextStep(command="accident.settle_licences", rule="C-18", owner="authority")
    if state.measures_on is None:
        yield NextStep(command="accident.report_measures", rule="C-13", owner="enterprise")
    if state.educated_on is None:
        yield NextStep(command="accident.educate", rule="C-14", owner="authority")
    if state.evaluated_on is None:
        year = judge.deadline("C-13.evaluation", state.replied_on)
        yield NextStep(
            command="accident.evaluate",
            due=year.day,
            how=tuple(year.how()),
            rule="C-13",
            owner="government",
            since=state.replied_on,
        )
    wanted = {"report", "handling", *(["evaluation"] if state.evaluated_on else [])}
    if wanted - set(state.published):
        yield NextStep(command="accident.publish", rule="C-13", owner="government")
    if state.closed_on is None:
        missing = tuple(code for code, lacking in lacks(state) if lacking)
        yield NextStep(command="accident.close", missing=missing, rule="C-14")


def _steps(state: Accident, judge: Judge) -> Iterator[NextStep]:
    yield from _reporting(state, judge)
    yield from _inquiry(state, judge)
    yield from _outcome(state, judge)


ACCIDENT = Kind(name="accident", state=Accident, evolve=evolve, facts=FACTS, steps=_steps)
