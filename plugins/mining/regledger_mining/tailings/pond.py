"""The record of a tailings pond: its capacity, its dam and its grade (E-15).

What the enterprise calls it is kept beside what its figures give; a difference is objected to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Fact,
    Id,
    Judge,
    Kind,
    LawError,
    Outcome,
    RecordedFact,
    State,
    fact,
    handles,
)

from regledger_mining.mines import mine_at, mine_reads
from regledger_mining.tailings.grading import pond_table

__all__ = ["TAILINGS_POND", "GradeTailingsPond", "TailingsPond", "TailingsPondGraded", "grade_tailings_pond"]

Grade = Annotated[int, msgspec.Meta(ge=1, le=5)]
"""一等 to 五等; 1 is the highest."""


@fact(
    "tailings_pond.graded",
    1,
    tags={"site": "site", "enterprise": "enterprise", "authority": "authority"},
    occurred="graded_on",
    asserted="mapped",
)
class TailingsPondGraded(Fact, frozen=True, kw_only=True):
    """`tailings_pond.graded` v1: a tailings pond was graded by its figures of a legal day (GB 50863-2013 §3.2.1)."""

    site: Id
    enterprise: Id
    authority: Id
    volume_10k_m3: Decimal
    """Its whole capacity at that stage of use, in 10,000 cubic metres (全库容，万立方米)."""
    dam_height_m: Decimal
    """The height of its dam at that stage, in metres."""
    above_dwellings: bool
    """Whether people live or work right below it (头顶库)."""
    volume_grade: Grade
    height_grade: Grade
    grade: Grade
    stated_grade: Grade | None
    """What the enterprise's papers call it; None where they say nothing."""
    graded_on: date


class TailingsPond(State, frozen=True, kw_only=True):
    """A tailings pond as it was last graded; read as `tailings_pond:<site>`."""

    site: str
    volume_10k_m3: Decimal
    dam_height_m: Decimal
    above_dwellings: bool
    grade: int
    graded_on: date


def _evolve(state: TailingsPond | None, recorded: RecordedFact) -> TailingsPond | None:
    match recorded.body:
        case TailingsPondGraded() as body:
            return TailingsPond(
                site=body.site,
                volume_10k_m3=body.volume_10k_m3,
                dam_height_m=body.dam_height_m,
                above_dwellings=body.above_dwellings,
                grade=body.grade,
                graded_on=body.graded_on,
            )
    return state


TAILINGS_POND = Kind(name="tailings_pond", tag="site", state=TailingsPond, evolve=_evolve, facts=(TailingsPondGraded,))


class GradeTailingsPond(Command, frozen=True, kw_only=True):
    """Record capacity and dam of a tailings pond; its grade follows from them."""

    site: Id
    authority: Id
    volume_10k_m3: Decimal
    dam_height_m: Decimal
    above_dwellings: bool
    stated_grade: Grade | None = None
    graded_on: date


def _reads(command: GradeTailingsPond, dossier: Dossier) -> Iterator[str]:
    del dossier
    yield f"{TAILINGS_POND.name}:{command.site}"
    yield from mine_reads(command.site)
    yield f"authority:{command.authority}"


@handles("tailings_pond.grade", GradeTailingsPond, on="graded_on", reads=_reads)
def grade_tailings_pond(command: GradeTailingsPond, dossier: Dossier, judge: Judge) -> Outcome:
    """E-15: the grade that capacity and dam give together; one that the papers state otherwise is objected to."""
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    mine = yield from mine_at(command.site, dossier, judge)
    if mine is None:
        return
    site, kind = command.site, mine.profile.kind
    yield from judge.rule("REF", "tailings_pond.not_a_pond", kind == "tailings", site=site, kind=kind)
    for what, figure in (("the capacity", command.volume_10k_m3), ("the dam", command.dam_height_m)):
        yield from judge.rule("REF", "tailings_pond.figure_wrong", figure >= 0, site=site, what=what, found=str(figure))
    try:
        found = pond_table(judge.law, on=judge.day).grade(command.volume_10k_m3, command.dam_height_m)
    except LawError as error:
        told = {name: str(value) for name, value in error.details.items()}
        yield from judge.rule("REF", "tailings_pond.no_table", False, **told)
        return
    yield from judge.rule(
        "E-15",
        "tailings_pond.grade_differs",
        command.stated_grade in (None, found.grade),
        site=site,
        stated=command.stated_grade,
        by_volume=found.by_volume,
        by_height=found.by_height,
        grade=found.grade,
    )
    yield TailingsPondGraded(
        site=site,
        enterprise=mine.site.enterprise,
        authority=command.authority,
        volume_10k_m3=command.volume_10k_m3,
        dam_height_m=command.dam_height_m,
        above_dwellings=command.above_dwellings,
        volume_grade=found.by_volume,
        height_grade=found.by_height,
        grade=found.grade,
        stated_grade=command.stated_grade,
        graded_on=command.graded_on,
    )
