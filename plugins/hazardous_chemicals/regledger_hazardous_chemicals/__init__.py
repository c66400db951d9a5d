"""Hazardous chemicals (危险化学品): major hazard sources, their identification and grading, and what follows from them.

The hooks of the sector, and nothing else; what they give stands in the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regledger.sectors import (
    Act,
    Checklist,
    Fact,
    Handler,
    Judge,
    Kind,
    LawSource,
    LicenceKind,
    Objection,
    ReadModel,
    Sector,
    TagKind,
    hookimpl,
)

from regledger_hazardous_chemicals.checklists import CHECKLISTS
from regledger_hazardous_chemicals.citations import citation_objections
from regledger_hazardous_chemicals.criterion_tags import CRITERION
from regledger_hazardous_chemicals.licensing import LICENCE_KINDS, licence_objections, licence_reads
from regledger_hazardous_chemicals.read_models import MajorHazardSources
from regledger_hazardous_chemicals.record import (
    MAJOR_HAZARD_SOURCE,
    SITE_HAZARD_SOURCES,
    MajorHazardSourceIdentified,
    correction_objections,
    identify_major_hazard_source,
)
from regledger_hazardous_chemicals.texts import objection_texts

__all__: list[str] = []


@hookimpl
def regledger_sector() -> Sector:
    """The sector."""
    return Sector(name="hazardous_chemicals", title="Hazardous chemicals", title_zh="危险化学品", contract=1)


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`major_hazard_source.identified`."""
    return [MajorHazardSourceIdentified]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """Major hazard sources are subjects of their own; hazards are found by their criterion as well."""
    return [TagKind("major_hazard_source", "consistency"), CRITERION]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One major hazard source, and all of a site."""
    return [MAJOR_HAZARD_SOURCE, SITE_HAZARD_SOURCES]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`major_hazard_source.identify`."""
    return [identify_major_hazard_source]


@hookimpl
def regledger_law() -> Sequence[LawSource]:
    """F-01, F-02, F-07, F-08 and their parameters."""
    return [LawSource.from_package("regledger_hazardous_chemicals", "law.toml")]


@hookimpl
def regledger_texts() -> Mapping[str, Mapping[str, str]]:
    """The sentences of this sector's objections."""
    return objection_texts()


@hookimpl
def regledger_licence_kinds() -> Sequence[LicenceKind]:
    """The work-safety licence of producers (危险化学品安全生产许可证)."""
    return LICENCE_KINDS


@hookimpl
def regledger_checklists() -> Sequence[Checklist]:
    """What an inspection of a producer or store goes through."""
    return CHECKLISTS


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`major_hazard_sources`: one row a source."""
    return [MajorHazardSources()]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The major hazard sources of a site that is to be licensed."""
    return licence_reads(act)


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-01 on citations, F-07 and F-08 on licences and on corrected figures."""
    yield from citation_objections(act, judge)
    yield from licence_objections(act, judge)
    yield from correction_objections(act, judge)
