"""What becomes of a unit once it is a major hazard source: filing, safeguards, who answers for it (F-09 to F-11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from regledger.sectors import Act, Fact, Handler, Judge, Kind, Objection, Project, hookimpl

from regledger_hazardous_chemicals.record import SITE_HAZARD_SOURCES, SiteHazardSources
from regledger_hazardous_chemicals.sources.filing import (
    SOURCE_FILING,
    SourceAssessed,
    SourceFiled,
    SourceFiling,
    SourceReportedUp,
    assess_source,
    file_source,
    report_source_up,
)
from regledger_hazardous_chemicals.sources.safeguards import SOURCE_SAFEGUARDS, SafeguardsFound, record_safeguards
from regledger_hazardous_chemicals.sources.undertaking import (
    SOURCE_UNDERTAKING,
    UndertakingChecked,
    UndertakingNamed,
    check_undertaking,
    name_undertaking,
)

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """What is assessed, filed, reported upwards, found and named of a source."""
    return [SourceAssessed, SourceFiled, SourceReportedUp, SafeguardsFound, UndertakingNamed, UndertakingChecked]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """The filing, the safeguards and the undertaking of a source."""
    return [SOURCE_FILING, SOURCE_SAFEGUARDS, SOURCE_UNDERTAKING]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """The commands on a source beyond its identification."""
    return [assess_source, file_source, report_source_up, record_safeguards, name_undertaking, check_undertaking]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The sources of the site of a project that is accepted, and how far each is filed."""
    project = act.dossier.loaded(Project, act.command.project) if act.name == "project.accept" else None
    if project is None:
        return
    yield f"{SITE_HAZARD_SOURCES.name}:{project.site}"
    held = act.dossier.loaded(SiteHazardSources, project.site)
    if held is not None:
        yield from (f"{SOURCE_FILING.name}:{one.source}" for one in held.sources)


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-09: a new project's sources are identified and filed before it is accepted (Order 40 Art 24)."""
    project = act.dossier.get(Project, act.command.project) if act.name == "project.accept" else None
    if project is None or project.kind != "hazardous_goods":
        return
    held = act.dossier.get(SiteHazardSources, project.site)
    yield from judge.rule(
        "F-09",
        "major_hazard_source.unidentified_at_acceptance",
        held is not None,
        project=project.project,
        site=project.site,
    )
    for one in () if held is None else held.sources:
        filing = act.dossier.get(SourceFiling, one.source)
        filed = filing is not None and filing.filed_on is not None
        yield from judge.rule(
            "F-09",
            "major_hazard_source.unfiled_at_acceptance",
            filed or not one.is_major,
            project=project.project,
            source=one.source,
        )
