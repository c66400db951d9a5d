"""Miners' training: hours before the first shift, four months beside somebody experienced, hours a year (矿山安全法实施条例 Art 35; E-10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec
from regledger.sectors import (
    Authority,
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

from regledger_mining.mines import mine_at, mine_reads

__all__ = ["MINER", "MinerBegan", "MinerTrained", "MinerWorkedAlone", "begin_miner", "train_miner", "work_alone"]

Occasion = Literal["induction", "yearly", "new_post"]
"""Before the first shift; each year; before another kind of work or a new process."""

Place = Literal["underground", "surface"]
_TAGS = {"miner": "miner", "site": "site", "enterprise": "enterprise", "authority": "authority"}


@fact("miner.trained", 1, tags=_TAGS, occurred="trained_on", asserted="mapped")
class MinerTrained(Fact, frozen=True, kw_only=True):
    """`miner.trained` v1: a miner was trained for so many hours, ending on a legal day, and passed the examination or not (Art 35)."""

    miner: Id
    """Surrogate id; never a name."""
    site: Id
    enterprise: Id
    authority: Id
    occasion: Occasion
    hours: Decimal
    passed: bool
    trained_on: date


@fact("miner.began", 1, tags=_TAGS, occurred="began_on", asserted="mapped")
class MinerBegan(Fact, frozen=True, kw_only=True):
    """`miner.began` v1: a new miner worked its first shift on a legal day (Art 35)."""

    miner: Id
    site: Id
    enterprise: Id
    authority: Id
    place: Place
    mentor: Id | None
    """Surrogate id of who works beside it."""
    began_on: date


@fact("miner.worked_alone", 1, tags=_TAGS, occurred="from_on", asserted="mapped")
class MinerWorkedAlone(Fact, frozen=True, kw_only=True):
    """`miner.worked_alone` v1: from a legal day a miner works under ground without its mentor (Art 35)."""

    miner: Id
    site: Id
    enterprise: Id
    authority: Id
    examined: bool
    """Whether it was examined again before."""
    from_on: date


class Miner(State, frozen=True, kw_only=True):
    """A miner: what it was trained for, and since when it works."""

    miner: str
    site: str
    hours: Decimal = Decimal(0)
    """Of training before the first shift, of which it passed the examination."""
    trained_on: date | None = None
    """When the last training ended that counts for the year."""
    place: Place | None = None
    began_on: date | None = None
    alone_on: date | None = None


def _evolve(state: Miner | None, recorded: RecordedFact) -> Miner | None:
    replace = msgspec.structs.replace
    match recorded.body:
        case MinerTrained() as body:
            before = state or Miner(miner=body.miner, site=body.site)
            added = body.hours if body.occasion == "induction" and body.passed else Decimal(0)
            return replace(before, site=body.site, hours=before.hours + added, trained_on=body.trained_on)
        case MinerBegan() as body:
            before = state or Miner(miner=body.miner, site=body.site)
            return replace(before, site=body.site, place=body.place, began_on=body.began_on)
        case MinerWorkedAlone() as body if state is not None:
            return replace(state, alone_on=body.from_on)
    return state


def _steps(state: Miner, judge: Judge) -> Iterator[NextStep]:
    if state.began_on is None:
        return
    since = max(state.began_on, state.trained_on or state.began_on)
    last = judge.deadline("E-10.yearly", since)
    yield NextStep(
        command="miner.train",
        due=last.day,
        how=tuple(last.how()),
        rule="E-10",
        owner="enterprise",
        since=since,
        title="Train the miner again",
        title_zh="年度安全培训",
    )


MINER = Kind(
    name="miner", state=Miner, evolve=_evolve, facts=(MinerTrained, MinerBegan, MinerWorkedAlone), steps=_steps
)


class TrainMiner(Command, frozen=True, kw_only=True):
    """Record the training of a miner, as its record shows."""

    miner: Id
    site: Id
    authority: Id
    occasion: Occasion
    hours: Decimal
    passed: bool
    trained_on: date


class BeginMiner(Command, frozen=True, kw_only=True):
    """Record that a new miner worked its first shift."""

    miner: Id
    site: Id
    authority: Id
    place: Place
    mentor: Id | None = None
    began_on: date


class WorkAlone(Command, frozen=True, kw_only=True):
    """Record that a miner works under ground without its mentor."""

    miner: Id
    site: Id
    authority: Id
    examined: bool
    from_on: date


Recording = TrainMiner | BeginMiner | WorkAlone


def _reads(command: Recording, dossier: Dossier) -> Iterator[str]:
    yield f"miner:{command.miner}"
    yield f"authority:{command.authority}"
    yield from mine_reads(command.site)


def _known(command: Recording, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)


@handles("miner.train", TrainMiner, on="trained_on", reads=_reads, world=True)
def train_miner(command: TrainMiner, dossier: Dossier, judge: Judge) -> Outcome:
    """E-10: every miner for 20 hours a year, with an examination; what lacks is noted, and does not undo the training."""
    yield from _known(command, dossier, judge)
    mine = yield from mine_at(command.site, dossier, judge)
    if mine is None:
        return
    yield from judge.rule("REF", "miner.no_hours", command.hours > 0, miner=command.miner, hours=f"{command.hours:f}")
    yield from judge.note("E-10", "miner.failed", command.passed, miner=command.miner)
    if command.occasion == "yearly":
        least = judge.whole("E-10.yearly_hours")
        enough = command.hours >= least
        yield from judge.note(
            "E-10", "miner.yearly_too_short", enough, miner=command.miner, hours=f"{command.hours:f}", least=least
        )
    yield MinerTrained(
        miner=command.miner,
        site=command.site,
        enterprise=mine.site.enterprise,
        authority=command.authority,
        occasion=command.occasion,
        hours=command.hours,
        passed=command.passed,
        trained_on=command.trained_on,
    )


@handles("miner.begin", BeginMiner, on="began_on", reads=_reads, world=True)
def begin_miner(command: BeginMiner, dossier: Dossier, judge: Judge) -> Outcome:
    """E-10: 72 hours before work under ground, 40 in open pits, and somebody experienced beside a new miner; noted where it lacks."""
    yield from _known(command, dossier, judge)
    mine = yield from mine_at(command.site, dossier, judge)
    if mine is None:
        return
    held = dossier.get(Miner, command.miner)
    hours = Decimal(0) if held is None else held.hours
    least = judge.whole(f"E-10.hours_{command.place}")
    yield from judge.note(
        "E-10", "miner.untrained", hours >= least, miner=command.miner, hours=f"{hours:f}", least=least
    )
    beside = command.place != "underground" or command.mentor is not None
    yield from judge.note("E-10", "miner.without_mentor", beside, miner=command.miner)
    yield MinerBegan(
        miner=command.miner,
        site=command.site,
        enterprise=mine.site.enterprise,
        authority=command.authority,
        place=command.place,
        mentor=command.mentor,
        began_on=command.began_on,
    )


@handles("miner.work_alone", WorkAlone, on="from_on", reads=_reads, world=True)
def work_alone(command: WorkAlone, dossier: Dossier, judge: Judge) -> Outcome:
    """E-10: alone after four months beside somebody experienced and another examination; noted where it lacks."""
    yield from _known(command, dossier, judge)
    mine = yield from mine_at(command.site, dossier, judge)
    if mine is None:
        return
    held = dossier.get(Miner, command.miner)
    began = None if held is None else held.began_on
    yield from judge.rule("SEQ", "miner.never_began", began is not None, miner=command.miner)
    if began is not None:
        last = judge.deadline("E-10.beside", began).day
        late = command.from_on >= last
        yield from judge.note("E-10", "miner.alone_too_early", late, miner=command.miner, began=began, first=last)
    yield from judge.note("E-10", "miner.not_examined_again", command.examined, miner=command.miner)
    yield MinerWorkedAlone(
        miner=command.miner,
        site=command.site,
        enterprise=mine.site.enterprise,
        authority=command.authority,
        examined=command.examined,
        from_on=command.from_on,
    )
