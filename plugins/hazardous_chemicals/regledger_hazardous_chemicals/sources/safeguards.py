"""Cut-off, independent safety systems and kept data of a major hazard source, as an inspector found them (F-10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

import msgspec
from regledger.sectors import (
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

from regledger_hazardous_chemicals.parties import PARTY_TAGS, binds, party_reads, site_of
from regledger_hazardous_chemicals.record import MajorHazardSource

__all__ = [
    "SOURCE_SAFEGUARDS",
    "RecordSafeguards",
    "SafeguardsFound",
    "SourceSafeguards",
    "record_safeguards",
]

SHUT_OFF, SIS, MEDIA, DATA = "F-10.shut_off_grade", "F-10.sis_grade", "F-10.sis_media", "F-10.data_kept"
Medium = Literal["toxic_gas", "liquefied_gas", "highly_toxic_liquid", "other"]
"""毒性气体, 液化气体, 剧毒液体, or something else."""


@fact(
    "source_safeguards.found",
    1,
    tags={"source": "major_hazard_source", **PARTY_TAGS},
    occurred="found_on",
)
class SafeguardsFound(Fact, frozen=True, kw_only=True):
    """`source_safeguards.found` v1: the safeguards of a major hazard source were looked at on a legal day (Order 40 Art 13)."""

    source: Id
    site: Id
    enterprise: Id
    authority: Id
    tank_area: bool
    """Whether the unit is an area of tanks."""
    medium: Medium
    emergency_shut_off: bool
    independent_sis: bool
    """Whether it has a safety instrumented system of its own, apart from process control."""
    data_kept_days: int
    """For how many calendar days back the recorded data were shown."""
    found_on: date


class SourceSafeguards(State, frozen=True, kw_only=True):
    """The safeguards of a unit, as they were last found."""

    source: str
    emergency_shut_off: bool
    independent_sis: bool
    data_kept_days: int
    found_on: date


def _evolve(state: SourceSafeguards | None, recorded: RecordedFact) -> SourceSafeguards | None:
    match recorded.body:
        case SafeguardsFound() as body:
            return SourceSafeguards(
                source=body.source,
                emergency_shut_off=body.emergency_shut_off,
                independent_sis=body.independent_sis,
                data_kept_days=body.data_kept_days,
                found_on=body.found_on,
            )
    return state


SOURCE_SAFEGUARDS = Kind(
    name="source_safeguards",
    tag="major_hazard_source",
    state=SourceSafeguards,
    evolve=_evolve,
    facts=(SafeguardsFound,),
)


class RecordSafeguards(Command, frozen=True, kw_only=True):
    """Record which safeguards a major hazard source was found with."""

    source: Id
    authority: Id
    tank_area: bool
    medium: Medium
    emergency_shut_off: bool
    independent_sis: bool
    data_kept_days: Annotated[int, msgspec.Meta(ge=0)]
    found_on: date


def _reads(command: RecordSafeguards, dossier: Dossier) -> Iterator[str]:
    yield f"major_hazard_source:{command.source}"
    unit = dossier.loaded(MajorHazardSource, command.source)
    if unit is not None:
        yield from party_reads(unit.site, command.authority, dossier)


@handles("source_safeguards.record", RecordSafeguards, on="found_on", reads=_reads, world=True)
def record_safeguards(command: RecordSafeguards, dossier: Dossier, judge: Judge) -> Outcome:
    """F-10: by the grade on record and what the tanks hold. What was found is recorded, so it is noted and not refused."""
    unit = dossier.get(MajorHazardSource, command.source)
    known = unit is not None and unit.is_major
    yield from judge.rule("REF", "major_hazard_source.none_of_that_id", known, source=command.source)
    if unit is None:
        return
    site = yield from site_of(unit.site, command.authority, dossier, judge)
    if site is None:
        return
    yield from _lacking(command, unit, judge)
    yield SafeguardsFound(
        source=command.source,
        site=unit.site,
        enterprise=site.enterprise,
        authority=command.authority,
        tank_area=command.tank_area,
        medium=command.medium,
        emergency_shut_off=command.emergency_shut_off,
        independent_sis=command.independent_sis,
        data_kept_days=command.data_kept_days,
        found_on=command.found_on,
    )


def _lacking(command: RecordSafeguards, unit: MajorHazardSource, judge: Judge) -> Iterator[Objection]:
    grade = unit.grade
    tanks = command.tank_area and grade is not None
    told: dict[str, str | int | None] = {"source": command.source, "grade": grade}
    if tanks and grade is not None and binds(SHUT_OFF, judge):
        asked = grade <= judge.whole(SHUT_OFF)
        yield from judge.note("F-10", "source_safeguards.no_shut_off", command.emergency_shut_off or not asked, **told)
    if tanks and grade is not None and binds(SIS, judge):
        listed = command.medium in str(judge.law.value(MEDIA, on=judge.day)).split()
        asked = listed and grade <= judge.whole(SIS)
        yield from judge.note(
            "F-10",
            "source_safeguards.no_sis",
            command.independent_sis or not asked,
            medium=command.medium,
            **told,
        )
    if binds(DATA, judge):
        least = judge.whole(DATA)
        yield from judge.note(
            "F-10",
            "source_safeguards.data_short",
            command.data_kept_days >= least,
            source=command.source,
            days=command.data_kept_days,
            least=least,
        )
