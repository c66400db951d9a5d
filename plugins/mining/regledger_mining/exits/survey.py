"""A survey of the exits of a mine underground: its fact, its record, its command and decision (E-11; 矿山安全法 Art 10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

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
    Objection,
    Outcome,
    RecordedFact,
    State,
    fact,
    handles,
)

from regledger_mining.mines import Mine, mine_at, mine_reads

__all__ = ["MINE_EXITS", "UNDERGROUND", "MineExits", "MineExitsSurveyed", "SurveyExits", "survey_exits"]

UNDERGROUND = frozenset({"coal_underground", "metal_underground"})
"""The kinds of site that are mines with shafts or adits (矿井)."""

Count = Annotated[int, msgspec.Meta(ge=0)]


class MineExit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way to the surface of its own."""

    exit: Code
    way: Literal["shaft", "incline", "adit"]
    """竖井, 斜井 or 平硐."""
    passable: bool
    """Whether people can walk or climb through it."""


class Wing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wing of the ore body, along its strike."""

    wing: Code
    length_m: Decimal
    exits: Count
    """How many exits it has."""


@fact(
    "mine_exits.surveyed",
    1,
    tags={"site": "site", "enterprise": "enterprise", "authority": "authority", "inspection": "inspection"},
    occurred="surveyed_on",
)
class MineExitsSurveyed(Fact, frozen=True, kw_only=True):
    """`mine_exits.surveyed` v1: which exits a mine underground has, as found on a legal day (矿山安全法 Art 10)."""

    site: Id
    enterprise: Id
    authority: Id
    inspection: Id | None
    """The inspection that found it."""
    exits: tuple[MineExit, ...]
    spacing_m: Decimal | None
    """The least straight horizontal distance between two of them, in metres; None where it was not measured."""
    wings: tuple[Wing, ...]
    surveyed_on: date


class MineExits(State, frozen=True, kw_only=True):
    """The exits of a mine as they were last surveyed; read as `mine_exits:<site>`."""

    site: str
    passable: int
    """How many of them people can pass."""
    spacing_m: Decimal | None
    surveyed_on: date


def _evolve(state: MineExits | None, recorded: RecordedFact) -> MineExits | None:
    match recorded.body:
        case MineExitsSurveyed() as body:
            return MineExits(
                site=body.site,
                passable=sum(one.passable for one in body.exits),
                spacing_m=body.spacing_m,
                surveyed_on=body.surveyed_on,
            )
    return state


MINE_EXITS = Kind(name="mine_exits", tag="site", state=MineExits, evolve=_evolve, facts=(MineExitsSurveyed,))


class SurveyExits(Command, frozen=True, kw_only=True):
    """Record which exits a mine underground has."""

    site: Id
    authority: Id
    inspection: Id | None = None
    exits: tuple[MineExit, ...]
    spacing_m: Decimal | None = None
    wings: tuple[Wing, ...] = ()
    surveyed_on: date


def _reads(command: SurveyExits, dossier: Dossier) -> Iterator[str]:
    del dossier
    yield f"{MINE_EXITS.name}:{command.site}"
    yield from mine_reads(command.site)
    yield f"authority:{command.authority}"


@handles("mine_exits.survey", SurveyExits, on="surveyed_on", reads=_reads, world=True)
def survey_exits(command: SurveyExits, dossier: Dossier, judge: Judge) -> Outcome:
    """E-11: too few, too near, or none on a long wing. The mine is as it is and is recorded: no more than a warning."""
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    mine = yield from mine_at(command.site, dossier, judge)
    if mine is None:
        return
    kind = mine.profile.kind
    yield from judge.rule("REF", "mine_exits.not_underground", kind in UNDERGROUND, site=command.site, kind=kind)
    yield from _stated(command, judge)
    yield from _asked_for(command, mine, judge)
    yield MineExitsSurveyed(
        site=command.site,
        enterprise=mine.site.enterprise,
        authority=command.authority,
        inspection=command.inspection,
        exits=command.exits,
        spacing_m=command.spacing_m,
        wings=command.wings,
        surveyed_on=command.surveyed_on,
    )


def _stated(command: SurveyExits, judge: Judge) -> Iterator[Objection]:
    names = [one.exit for one in command.exits]
    for name in dict.fromkeys(names):
        yield from judge.rule("REF", "mine_exits.exit_twice", names.count(name) == 1, site=command.site, exit=name)
    lengths = [("the distance", command.spacing_m), *((f"wing {one.wing}", one.length_m) for one in command.wings)]
    for what, found in lengths:
        yield from judge.rule(
            "REF",
            "mine_exits.figure_wrong",
            found is None or found >= 0,
            site=command.site,
            what=what,
            found=str(found),
        )


def _asked_for(command: SurveyExits, mine: Mine, judge: Judge) -> Iterator[Objection]:
    least, found = judge.whole("E-11.exits"), sum(one.passable for one in command.exits)
    yield from judge.note("E-11", "mine_exits.too_few", found >= least, site=command.site, found=found, asked=least)
    if mine.coal or not judge.law.has("E-11.spacing", on=judge.day):
        return  # the distances are those of the list for metal and non-metal mines
    apart, spacing = judge.whole("E-11.spacing"), command.spacing_m
    near = found == least and spacing is not None and spacing < apart
    yield from judge.note("E-11", "mine_exits.too_near", not near, site=command.site, found=str(spacing), asked=apart)
    most = judge.whole("E-11.wing")
    for wing in command.wings:
        yield from judge.note(
            "E-11",
            "mine_exits.wing_without_exit",
            wing.length_m <= most or wing.exits > 0,
            site=command.site,
            wing=wing.wing,
            found=str(wing.length_m),
            asked=most,
        )
