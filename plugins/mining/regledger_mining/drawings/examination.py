"""The drawings that a mine underground has to keep up to date: fact, record with its next day, command (矿安〔2022〕88号 一（四）)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Fact,
    Id,
    Judge,
    Kind,
    NextStep,
    Outcome,
    RecordedFact,
    State,
    fact,
    handles,
)

from regledger_mining.mines import mine_at, mine_reads

__all__ = ["MINE_DRAWINGS", "ExamineDrawings", "MineDrawings", "MineDrawingsExamined", "examine_drawings"]


@fact(
    "mine_drawings.examined",
    1,
    tags={"site": "site", "enterprise": "enterprise", "authority": "authority", "inspection": "inspection"},
    occurred="examined_on",
)
class MineDrawingsExamined(Fact, frozen=True, kw_only=True):
    """`mine_drawings.examined` v1: on a legal day the drawings of a mine underground were shown (GB 16423-2020, 4.1.10)."""

    site: Id
    enterprise: Id
    authority: Id
    inspection: Id | None
    """The inspection at which they were shown."""
    under_construction: bool
    """Whether the mine is still being built (基建矿山)."""
    complete: bool
    """Whether all the drawings of the list are there."""
    drawn_on: date
    """The oldest day of the last update that stands on one of them."""
    examined_on: date


class MineDrawings(State, frozen=True, kw_only=True):
    """The drawings of a mine as they were last shown; read as `mine_drawings:<site>`."""

    site: str
    under_construction: bool
    complete: bool
    drawn_on: date
    examined_on: date


def _evolve(state: MineDrawings | None, recorded: RecordedFact) -> MineDrawings | None:
    match recorded.body:
        case MineDrawingsExamined() as body:
            return MineDrawings(
                site=body.site,
                under_construction=body.under_construction,
                complete=body.complete,
                drawn_on=body.drawn_on,
                examined_on=body.examined_on,
            )
    return state


def _period(*, under_construction: bool) -> str:
    return "E-13.drawings_construction" if under_construction else "E-13.drawings_production"


def _steps(state: MineDrawings, judge: Judge) -> Iterator[NextStep]:
    period = _period(under_construction=state.under_construction)
    if not judge.law.has(period, on=judge.day):
        return
    last = judge.deadline(period, state.drawn_on)
    yield NextStep(
        command=examine_drawings.name,
        due=last.day,
        how=tuple(last.how()),
        rule="E-13",
        owner="enterprise",
        since=state.drawn_on,
        title="Update the drawings of the mine, and show them",
        title_zh="更新地下矿山现状图纸",
    )


class ExamineDrawings(Command, frozen=True, kw_only=True):
    """Record which drawings of a mine underground were shown, and of which day they are."""

    site: Id
    authority: Id
    inspection: Id | None = None
    under_construction: bool = False
    complete: bool
    drawn_on: date
    examined_on: date


def _reads(command: ExamineDrawings, dossier: Dossier) -> Iterator[str]:
    del dossier
    yield f"mine_drawings:{command.site}"
    yield from mine_reads(command.site)
    yield f"authority:{command.authority}"


@handles("mine_drawings.examine", ExamineDrawings, on="examined_on", reads=_reads, world=True)
def examine_drawings(command: ExamineDrawings, dossier: Dossier, judge: Judge) -> Outcome:
    """E-13: complete, and updated within the period. They are as they are and are recorded: no more than a warning."""
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    mine = yield from mine_at(command.site, dossier, judge)
    if mine is None:
        return
    kind, site = mine.profile.kind, command.site
    yield from judge.rule("REF", "mine_drawings.of_another_kind", kind == "metal_underground", site=site, kind=kind)
    yield from judge.rule(
        "SEQ",
        "mine_drawings.drawn_after_examined",
        command.drawn_on <= command.examined_on,
        site=site,
        drawn=command.drawn_on,
        examined=command.examined_on,
    )
    yield from judge.note("E-13", "mine_drawings.missing", command.complete, site=site)
    period = _period(under_construction=command.under_construction)
    if judge.law.has(period, on=judge.day):
        last = judge.deadline(period, command.drawn_on).day
        yield from judge.note(
            "E-13",
            "mine_drawings.out_of_date",
            command.examined_on <= last,
            site=site,
            drawn=command.drawn_on,
            examined=command.examined_on,
            last=last,
        )
    yield MineDrawingsExamined(
        site=site,
        enterprise=mine.site.enterprise,
        authority=command.authority,
        inspection=command.inspection,
        under_construction=command.under_construction,
        complete=command.complete,
        drawn_on=command.drawn_on,
        examined_on=command.examined_on,
    )


MINE_DRAWINGS = Kind(
    name="mine_drawings",
    tag="site",
    state=MineDrawings,
    evolve=_evolve,
    facts=(MineDrawingsExamined,),
    steps=_steps,
)
