"""The yearly plan against disasters, its revision each quarter, the drill and the rescue team (矿山安全法实施条例 Arts 40, 41; 煤矿安全生产条例 Arts 29, 32; E-12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import msgspec
from regledger.sectors import (
    Authority,
    Code,
    Command,
    Dossier,
    Fact,
    Id,
    Judge,
    Kind,
    NextStep,
    Objection,
    Outcome,
    RecordedFact,
    State,
    fact,
    handles,
)

from regledger_mining.mines import Mine, mine_at, mine_reads

__all__ = ["FACTS", "HANDLERS", "MINE_PLAN"]

Team = Literal["full_time", "part_time", "none"]
_TAGS = {"site": "site", "enterprise": "enterprise", "authority": "authority"}


@fact("mine_plan.made", 1, tags=_TAGS, occurred="made_on", asserted="mapped")
class MinePlanMade(Fact, frozen=True, kw_only=True):
    """`mine_plan.made` v1: the plan of a year against disasters was made on a legal day (Art 40)."""

    site: Id
    enterprise: Id
    authority: Id
    year: int
    document: Code
    made_on: date


@fact("mine_plan.revised", 1, tags=_TAGS, occurred="revised_on", asserted="mapped")
class MinePlanRevised(Fact, frozen=True, kw_only=True):
    """`mine_plan.revised` v1: the plan was revised, or found to need no change, on a legal day (Art 40)."""

    site: Id
    enterprise: Id
    authority: Id
    revised_on: date


@fact("mine_drill.held", 1, tags=_TAGS, occurred="held_on", asserted="mapped")
class MineDrillHeld(Fact, frozen=True, kw_only=True):
    """`mine_drill.held` v1: a mine practised rescue on a legal day (Art 41)."""

    site: Id
    enterprise: Id
    authority: Id
    held_on: date


@fact("mine_rescue.examined", 1, tags=_TAGS, occurred="examined_on")
class MineRescueExamined(Fact, frozen=True, kw_only=True):
    """`mine_rescue.examined` v1: on a legal day it was looked at who would rescue (煤矿安全生产条例 Art 29)."""

    site: Id
    enterprise: Id
    authority: Id
    team: Team
    agreement_to: date | None
    """The last day of the agreement with a full-time team nearby."""
    examined_on: date


class MinePlan(State, frozen=True, kw_only=True):
    """The plan of a mine against disasters; read as `mine_plan:<site>`."""

    site: str
    year: int | None = None
    made_on: date | None = None
    revised_on: date | None = None
    drilled_on: date | None = None
    team: Team | None = None
    agreement_to: date | None = None


def _evolve(state: MinePlan | None, recorded: RecordedFact) -> MinePlan | None:
    replace = msgspec.structs.replace
    body = recorded.body
    if not isinstance(body, FACTS):
        return state
    before = state or MinePlan(site=body.site)
    match body:
        case MinePlanMade():
            return replace(before, year=body.year, made_on=body.made_on, revised_on=None)
        case MinePlanRevised():
            return replace(before, revised_on=body.revised_on)
        case MineDrillHeld():
            return replace(before, drilled_on=body.held_on)
        case MineRescueExamined():
            return replace(before, team=body.team, agreement_to=body.agreement_to)
    return before


def quarter_end(day: date) -> date:
    """The last day of the quarter in which a day lies."""
    month = (day.month - 1) // 3 * 3 + 3
    first_after = date(day.year + month // 12, month % 12 + 1, 1)
    return first_after - timedelta(days=1)


def _steps(state: MinePlan, judge: Judge) -> Iterator[NextStep]:
    if state.made_on is None or state.year is None:
        return
    since = state.revised_on or state.made_on
    due = quarter_end(since + timedelta(days=1) if state.revised_on else since)
    if due.year == state.year:
        yield NextStep(command="mine_plan.revise", due=due, rule="E-12", owner="enterprise", since=since)
    yield NextStep(
        command="mine_plan.make",
        due=date(state.year, 12, 31),
        rule="E-12",
        owner="enterprise",
        since=state.made_on,
        title="Make the plan of the next year",
        title_zh="编制下一年度灾害预防和处理计划",
    )
    started = state.drilled_on or state.made_on
    last = judge.deadline("E-12.drill", started)
    yield NextStep(
        command="mine_drill.hold", due=last.day, how=tuple(last.how()), rule="E-12", owner="enterprise", since=started
    )


FACTS = (MinePlanMade, MinePlanRevised, MineDrillHeld, MineRescueExamined)
MINE_PLAN = Kind(name="mine_plan", tag="site", state=MinePlan, evolve=_evolve, facts=FACTS, steps=_steps)


class MakePlan(Command, frozen=True, kw_only=True):
    """Record the plan of a year against disasters."""

    site: Id
    authority: Id
    year: int
    document: Code
    made_on: date


class RevisePlan(Command, frozen=True, kw_only=True):
    """Record that the plan was revised."""

    site: Id
    authority: Id
    revised_on: date


class HoldDrill(Command, frozen=True, kw_only=True):
    """Record a rescue drill."""

    site: Id
    authority: Id
    held_on: date


class ExamineRescue(Command, frozen=True, kw_only=True):
    """Record who would rescue at a mine."""

    site: Id
    authority: Id
    team: Team
    agreement_to: date | None = None
    examined_on: date


Recording = MakePlan | RevisePlan | HoldDrill | ExamineRescue


def _reads(command: Recording, dossier: Dossier) -> Iterator[str]:
    yield f"mine_plan:{command.site}"
    yield f"authority:{command.authority}"
    yield from mine_reads(command.site)


def _known(command: Recording, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)


def _of(command: Recording, mine: Mine) -> dict[str, str]:
    return {"site": command.site, "enterprise": mine.site.enterprise, "authority": command.authority}


@handles("mine_plan.make", MakePlan, on="made_on", reads=_reads, world=True)
def make_plan(command: MakePlan, dossier: Dossier, judge: Judge) -> Outcome:
    """E-12: one for each year, not after it (Art 40 names no day); the next one is owed before the year ends."""
    yield from _known(command, dossier, judge)
    mine = yield from mine_at(command.site, dossier, judge)
    if mine is None:
        return
    in_time = command.made_on.year <= command.year
    yield from judge.note("E-12", "mine_plan.late", in_time, site=command.site, year=command.year)
    yield MinePlanMade(**_of(command, mine), year=command.year, document=command.document, made_on=command.made_on)


@handles("mine_plan.revise", RevisePlan, on="revised_on", reads=_reads, world=True)
def revise_plan(command: RevisePlan, dossier: Dossier, judge: Judge) -> Outcome:
    """E-12: by the end of each quarter; what is late is noted."""
    yield from _known(command, dossier, judge)
    mine = yield from mine_at(command.site, dossier, judge)
    if mine is None:
        return
    held = dossier.get(MinePlan, command.site)
    made = None if held is None else held.made_on
    yield from judge.rule("SEQ", "mine_plan.none", made is not None, site=command.site)
    if held is not None and made is not None:
        last = quarter_end(held.revised_on + timedelta(days=1) if held.revised_on else made)
        in_time = command.revised_on <= last
        yield from judge.note("E-12", "mine_plan.revised_late", in_time, site=command.site, last=last)
    yield MinePlanRevised(**_of(command, mine), revised_on=command.revised_on)


@handles("mine_drill.hold", HoldDrill, on="held_on", reads=_reads, world=True)
def hold_drill(command: HoldDrill, dossier: Dossier, judge: Judge) -> Outcome:
    """E-12: at least once a year; what is late is noted."""
    yield from _known(command, dossier, judge)
    mine = yield from mine_at(command.site, dossier, judge)
    if mine is None:
        return
    held = dossier.get(MinePlan, command.site)
    since = None if held is None else held.drilled_on or held.made_on
    if since is not None:
        last = judge.deadline("E-12.drill", since).day
        in_time = command.held_on <= last
        yield from judge.note("E-12", "mine_drill.late", in_time, site=command.site, last=last)
    yield MineDrillHeld(**_of(command, mine), held_on=command.held_on)


@handles("mine_rescue.examine", ExamineRescue, on="examined_on", reads=_reads, world=True)
def examine_rescue(command: ExamineRescue, dossier: Dossier, judge: Judge) -> Outcome:
    """E-12: a full-time team, or a part-time one and an agreement with a full-time one nearby; what lacks is noted."""
    yield from _known(command, dossier, judge)
    mine = yield from mine_at(command.site, dossier, judge)
    if mine is None:
        return
    yield from judge.note("E-12", "mine_rescue.no_team", command.team != "none", site=command.site)
    if command.team == "part_time":
        agreed = command.agreement_to is not None and command.agreement_to >= command.examined_on
        yield from judge.note("E-12", "mine_rescue.no_agreement", agreed, site=command.site)
    yield MineRescueExamined(
        **_of(command, mine), team=command.team, agreement_to=command.agreement_to, examined_on=command.examined_on
    )


HANDLERS = (make_plan, revise_plan, hold_drill, examine_rescue)
