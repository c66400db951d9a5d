"""Accident statistics of an area, published period by period (事故统计公布; 安全生产法 Art 89, B-46)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

import msgspec

from regledger.clock import day_of
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.objections import Objection
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Id, Text
from regledger.records.presence import authorities_stand, filled, in_order

__all__ = ["STATISTICS", "PublishStatistics", "Statistics", "StatisticsPublished", "publish_statistics"]

Grade = Literal["general", "larger", "major", "particularly_major"]
"""一般, 较大, 重大, 特别重大."""
Number = Annotated[int, msgspec.Meta(ge=0)]


class Counted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many accidents of one grade there were."""

    grade: Grade
    accidents: Number


@fact("statistics.published", 1, tags={"authority": "authority", "accidents": "accident"}, occurred="published_on")
class StatisticsPublished(Fact, frozen=True, kw_only=True):
    """`statistics.published` v1: an emergency management department published the accidents of a period (Art 89)."""

    authority: Id
    first_day: date
    last_day: date
    accidents: tuple[Id, ...]
    counts: tuple[Counted, ...]
    place: Text
    """Where they were published."""
    published_on: date


class Statistics(State, frozen=True, kw_only=True):
    """What an authority has published so far."""

    authority: str
    periods: tuple[tuple[date, date], ...]

    @property
    def until(self) -> date:
        """The last day up to which every day since the first period is covered."""
        first, *others = sorted(self.periods)
        until = first[1]
        for begins, ends in others:
            if begins > until + timedelta(days=1):
                break
            until = max(until, ends)
        return until


class PublishStatistics(Command, frozen=True, kw_only=True):
    """Publish the accidents of a period that has ended."""

    authority: Id
    first_day: date
    last_day: date
    accidents: tuple[Id, ...] = ()
    counts: tuple[Counted, ...] = ()
    place: Text
    published_on: date


def _evolve(state: Statistics | None, recorded: RecordedFact) -> Statistics | None:
    match recorded.body:
        case StatisticsPublished() as body:
            before = () if state is None else state.periods
            return Statistics(authority=body.authority, periods=(*before, (body.first_day, body.last_day)))
    return state


def _steps(state: Statistics, judge: Judge) -> Iterator[NextStep]:
    ends = judge.deadline("B-46.period", state.until, on=state.until)
    last = judge.deadline("B-46.publication", ends.day, on=ends.day)
    yield NextStep(
        command="statistics.publish",
        due=last.day,
        how=(*ends.how(), *last.how()),
        rule="B-46",
        owner="authority",
        since=ends.day,
        title=f"Publish the accidents from {state.until + timedelta(days=1)} on",
        title_zh="定期公布生产安全事故统计",
    )


STATISTICS = Kind(
    name="accident_statistics",
    tag="authority",
    state=Statistics,
    evolve=_evolve,
    facts=(StatisticsPublished,),
    steps=_steps,
)


def _reads(command: PublishStatistics, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"
    yield f"accident_statistics:{command.authority}"
    yield from (tag for one in command.accidents if dossier.readable(tag := f"accident:{one}"))


def _publisher(command: PublishStatistics, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"


@handles("statistics.publish", PublishStatistics, on="published_on", reads=_reads, role="approve", concerns=_publisher)
def publish_statistics(command: PublishStatistics, dossier: Dossier, judge: Judge) -> Outcome:
    """B-46: a period that has ended and was not published yet, counted from graded accidents and nothing else."""
    subject = f"authority:{command.authority}"
    yield from authorities_stand([command.authority], dossier, judge)
    yield from filled(subject, judge, place=command.place)
    yield from in_order(subject, command.first_day, command.last_day, judge)
    yield from judge.rule(
        "B-46",
        "statistics.period_open",
        command.last_day < command.published_on,
        last=command.last_day,
        published=command.published_on,
    )
    before = dossier.latest(Statistics, command.authority)
    again = before is not None and any(
        first <= command.last_day and command.first_day <= last for first, last in before.periods
    )
    yield from judge.rule(
        "B-46", "statistics.period_published", not again, first=command.first_day, last=command.last_day
    )
    yield from _counted(command, dossier, judge)
    # After what refuses: a rule only warns once it has used the platform's own figure.
    last = judge.deadline("B-46.publication", command.last_day, on=command.last_day)
    yield from judge.note(
        "B-46",
        "statistics.published_late",
        command.published_on <= last.day,
        ended=command.last_day,
        last=last.day,
        published=command.published_on,
    )
    yield StatisticsPublished(
        authority=command.authority,
        first_day=command.first_day,
        last_day=command.last_day,
        accidents=command.accidents,
        counts=command.counts,
        place=command.place,
        published_on=command.published_on,
    )


def _counted(command: PublishStatistics, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    grades: Counter[str] = Counter()
    for one in dict.fromkeys(command.accidents):
        held = dossier.last(f"accident:{one}") if dossier.readable(f"accident:{one}") else None
        yield from judge.rule("REF", "record.unknown", held is not None, subject=f"accident:{one}")
        if held is None:
            continue
        grade = getattr(held.state, "grade", None)
        happened = getattr(held.state, "happened_at", None)
        day = None if happened is None else day_of(happened, judge.zone)
        yield from judge.rule(
            "B-46",
            "statistics.accident_outside",
            day is None or command.first_day <= day <= command.last_day,
            accident=one,
            happened=day,
            first=command.first_day,
            last=command.last_day,
        )
        yield from judge.rule("B-46", "statistics.accident_ungraded", grade is not None, accident=one)
        grades[str(grade)] += 1
    told: Counter[str] = Counter()
    for said in command.counts:
        told[said.grade] += said.accidents
    told = +told
    yield from judge.rule(
        "B-46",
        "statistics.counts_differ",
        told == grades or "None" in grades,
        told=", ".join(f"{name} {number}" for name, number in sorted(told.items())) or "none",
        found=", ".join(f"{name} {number}" for name, number in sorted(grades.items())) or "none",
    )
