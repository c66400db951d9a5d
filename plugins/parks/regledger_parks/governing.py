"""The park itself: grade, overall evaluation, control line, plan and drills, clusters, and the projects that it lets in (H-01, H-02, H-05, H-06, H-07, H-10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from regledger.sectors import (
    Act,
    DocumentField,
    Fact,
    Handler,
    Judge,
    Kind,
    Objection,
    ReadModel,
    SiteProfile,
    TagKind,
    hookimpl,
)

from regledger_parks.park.facts import (
    ClusterAssessed,
    ClusterNamed,
    ParkChanged,
    ParkDrilled,
    ParkEnclosed,
    ParkEvaluated,
    ParkLineDrawn,
    ParkPlanMade,
    ParkRegistered,
    ParkScored,
    ProjectAdmitted,
)
from regledger_parks.park.planning import (
    admit_project,
    assess_cluster,
    draw_line,
    enclose_park,
    name_cluster,
    project_objections,
    project_reads,
)
from regledger_parks.park.read_model import Parks
from regledger_parks.park.registering import (
    change_park,
    drill_park,
    evaluate_park,
    make_plan,
    register_park,
    score_park,
)
from regledger_parks.park.state import PARK, Park
from regledger_parks.presence import on_record
from regledger_parks.profile import DOCUMENT_FIELDS, PROFILE, RECORD

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """What happens to a park."""
    return [
        ParkRegistered,
        ParkScored,
        ParkEvaluated,
        ParkChanged,
        ParkLineDrawn,
        ParkPlanMade,
        ParkDrilled,
        ParkEnclosed,
        ClusterNamed,
        ClusterAssessed,
        ProjectAdmitted,
    ]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A park is a subject of its own."""
    return [TagKind("park", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """A park."""
    return [PARK]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """What is done to a park."""
    return [
        register_park,
        score_park,
        evaluate_park,
        change_park,
        make_plan,
        drill_park,
        draw_line,
        enclose_park,
        name_cluster,
        assess_cluster,
        admit_project,
    ]


@hookimpl
def regledger_site_profiles() -> Sequence[SiteProfile]:
    """In which park a site lies."""
    return [PROFILE]


@hookimpl
def regledger_document_fields() -> Sequence[DocumentField]:
    """What the documents say of the park."""
    return DOCUMENT_FIELDS


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`parks`: one row a park."""
    return [Parks()]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The park that a profile names, and that of a project's site."""
    if act.name == f"{RECORD}.profile":
        yield f"park:{act.command.profile.park}"
    yield from project_reads(act)


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """REF: a profile names a park on record; H-02, H-05: what is built in a park."""
    if act.name == f"{RECORD}.profile":
        park = act.command.profile.park
        yield from on_record(f"park:{park}", act.dossier.get(Park, park), judge)
    yield from project_objections(act, judge)
