"""Special designs by the dangers of a coal mine, and dangerous operations with their own measures (煤矿安全生产条例 Arts 33, 34; E-23)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from regledger.sectors import (
    Authority,
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
    Text,
    fact,
    handles,
)

from regledger_mining.mines import mine_at, mine_reads
from regledger_mining.profile import MiningSite

__all__ = ["DESIGNS", "OPERATION", "DesignsExamined", "OperationBegun", "begin_operation", "examine_designs"]

Design = Literal["outburst", "rock_burst", "beneath_structures", "water", "combustion"]
"""突出；冲击地压；三下压煤和主要井巷留设煤柱；水文地质复杂或者老窑采空区；容易自燃和自燃煤层."""

Operation = Literal[
    "cross_cut_uncovering",
    "water_probing",
    "break_through",
    "bin_clearing",
    "forced_caving",
    "fire_zone",
    "hot_work",
]
"""石门揭煤、探放水、巷道贯通、清理煤仓、强制放顶、火区密闭和启封、动火."""

_TAGS = {"site": "site", "enterprise": "enterprise", "authority": "authority"}


@fact("coal_designs.examined", 1, tags=_TAGS, occurred="examined_on")
class DesignsExamined(Fact, frozen=True, kw_only=True):
    """`coal_designs.examined` v1: on a legal day the special designs of a coal mine were shown (Art 33)."""

    site: Id
    enterprise: Id
    authority: Id
    designs: tuple[Design, ...]
    examined_on: date


@fact("coal_operation.begun", 1, tags={"operation": "coal_operation", **_TAGS}, occurred="begun_on")
class OperationBegun(Fact, frozen=True, kw_only=True):
    """`coal_operation.begun` v1: a dangerous operation was under way at a coal mine on a legal day (Art 34)."""

    operation: Id
    site: Id
    enterprise: Id
    authority: Id
    kind: Operation
    measures: Text
    """Which special measures were shown; empty where none were."""
    watched_by: Id | None
    """Surrogate id of who manages safety on the spot."""
    begun_on: date


class Designs(State, frozen=True, kw_only=True):
    """The special designs of a coal mine as they were last shown; read as `coal_designs:<site>`."""

    site: str
    designs: tuple[Design, ...]
    examined_on: date


class CoalOperation(State, frozen=True, kw_only=True):
    """A dangerous operation."""

    operation: str
    site: str
    kind: Operation
    begun_on: date


def _evolve(state: Designs | None, recorded: RecordedFact) -> Designs | None:
    match recorded.body:
        case DesignsExamined() as body:
            return Designs(site=body.site, designs=body.designs, examined_on=body.examined_on)
    return state


def _evolve_operation(state: CoalOperation | None, recorded: RecordedFact) -> CoalOperation | None:
    match recorded.body:
        case OperationBegun() as body:
            return CoalOperation(operation=body.operation, site=body.site, kind=body.kind, begun_on=body.begun_on)
    return state


DESIGNS = Kind(name="coal_designs", tag="site", state=Designs, evolve=_evolve, facts=(DesignsExamined,))
OPERATION = Kind(name="coal_operation", state=CoalOperation, evolve=_evolve_operation, facts=(OperationBegun,))


class ExamineDesigns(Command, frozen=True, kw_only=True):
    """Record which special designs of a coal mine were shown."""

    site: Id
    authority: Id
    designs: tuple[Design, ...]
    examined_on: date


class BeginOperation(Command, frozen=True, kw_only=True):
    """Record a dangerous operation at a coal mine, as it was found."""

    operation: Id
    site: Id
    authority: Id
    kind: Operation
    measures: Text = ""
    watched_by: Id | None = None
    begun_on: date


def asked(profile: MiningSite) -> tuple[Design, ...]:
    """The special designs that the dangers of a mine ask for (Art 33)."""
    wanted: dict[Design, bool] = {
        "outburst": profile.gas == "outburst",
        "rock_burst": profile.rock_burst,
        "beneath_structures": profile.beneath_structures,
        "water": profile.hydrology in {"complex", "very_complex"} or profile.old_workings,
        "combustion": profile.combustion in {"prone", "easy"},
    }
    return tuple(one for one, there in wanted.items() if there)


def _reads(command: ExamineDesigns | BeginOperation, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"
    yield from mine_reads(command.site)
    if isinstance(command, BeginOperation):
        yield f"coal_operation:{command.operation}"
    else:
        yield f"coal_designs:{command.site}"


def _known(command: ExamineDesigns | BeginOperation, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)


@handles("coal_designs.examine", ExamineDesigns, on="examined_on", reads=_reads, world=True)
def examine_designs(command: ExamineDesigns, dossier: Dossier, judge: Judge) -> Outcome:
    """E-23: a special design for each danger that the profile names; what lacks is a finding, and noted."""
    yield from _known(command, dossier, judge)
    mine = yield from mine_at(command.site, dossier, judge, coal=True)
    if mine is None:
        return
    for design in asked(mine.profile):
        there = design in command.designs
        yield from judge.note("E-23", "coal_designs.missing", there, site=command.site, design=design)
    yield DesignsExamined(
        site=command.site,
        enterprise=mine.site.enterprise,
        authority=command.authority,
        designs=command.designs,
        examined_on=command.examined_on,
    )


@handles("coal_operation.begin", BeginOperation, on="begun_on", reads=_reads, world=True)
def begin_operation(command: BeginOperation, dossier: Dossier, judge: Judge) -> Outcome:
    """E-23: special measures, and somebody who manages safety on the spot; what lacks is a finding, and noted."""
    yield from _known(command, dossier, judge)
    mine = yield from mine_at(command.site, dossier, judge, coal=True)
    if mine is None:
        return
    free = dossier.latest(CoalOperation, command.operation) is None
    yield from judge.rule("REF", "coal_operation.taken", free, operation=command.operation)
    told = {"operation": command.operation, "kind": command.kind}
    yield from judge.note("E-23", "coal_operation.no_measures", bool(command.measures.strip()), **told)
    yield from judge.note("E-23", "coal_operation.unwatched", command.watched_by is not None, **told)
    yield OperationBegun(
        operation=command.operation,
        site=command.site,
        enterprise=mine.site.enterprise,
        authority=command.authority,
        kind=command.kind,
        measures=command.measures,
        watched_by=command.watched_by,
        begun_on=command.begun_on,
    )
