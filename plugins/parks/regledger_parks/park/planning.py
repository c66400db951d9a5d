"""What a park plans and lets in: control line, enclosure, clusters and projects (H-02, H-05, H-06, H-08)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from regledger.sectors import Act, Code, Command, Dossier, Id, Judge, Objection, Outcome, Project, Site, Text, handles

from regledger_parks.park.facts import (
    ClusterAssessed,
    ClusterNamed,
    ParkEnclosed,
    ParkLineDrawn,
    ProjectAdmitted,
    Purpose,
)
from regledger_parks.park.registering import of_park, park_command_reads
from regledger_parks.park.state import Park
from regledger_parks.presence import filled, on_record, park_of, park_reads

__all__ = [
    "admit_project",
    "assess_cluster",
    "draw_line",
    "enclose_park",
    "name_cluster",
    "project_objections",
    "project_reads",
]


class DrawLine(Command, frozen=True, kw_only=True):
    """Enter the control line around a park."""

    park: Id
    authority: Id
    contour: Decimal
    document: Code
    drawn_on: date


@handles("park.draw_line", DrawLine, on="drawn_on", reads=park_command_reads, world=True)
def draw_line(command: DrawLine, dossier: Dossier, judge: Judge) -> Outcome:
    """H-06: the line lies where the individual risk is at most that of the contour, so no nearer to the plants."""
    yield from of_park(command, dossier, judge)
    yield from judge.rule("REF", "park.contour_impossible", command.contour > 0, park=command.park)
    yield from filled(f"park:{command.park}", judge, document=command.document)
    if judge.law.has("H-06.contour", on=judge.day):
        most = judge.decimal("H-06.contour")
        yield from judge.rule(
            "H-06",
            "park.line_too_near",
            command.contour <= most,
            park=command.park,
            contour=f"{command.contour:f}",
            most=f"{most:f}",
        )
    yield ParkLineDrawn(
        park=command.park,
        authority=command.authority,
        contour=command.contour,
        document=command.document,
        drawn_on=command.drawn_on,
    )


class EnclosePark(Command, frozen=True, kw_only=True):
    """Enter that a park is entered through its gates alone."""

    park: Id
    authority: Id
    gates: Annotated[int, msgspec.Meta(ge=1)]
    dedicated_roads: bool
    dedicated_parking: bool
    enclosed_on: date


@handles("park.enclose", EnclosePark, on="enclosed_on", reads=park_command_reads, world=True)
def enclose_park(command: EnclosePark, dossier: Dossier, judge: Judge) -> Outcome:
    """H-08: vehicles with hazardous goods have roads and a car park of their own."""
    yield from of_park(command, dossier, judge)
    for part, there in (("roads", command.dedicated_roads), ("car park", command.dedicated_parking)):
        yield from judge.rule("H-08", "park.not_dedicated", there, park=command.park, part=part)
    yield ParkEnclosed(
        park=command.park,
        authority=command.authority,
        gates=command.gates,
        dedicated_roads=command.dedicated_roads,
        dedicated_parking=command.dedicated_parking,
        enclosed_on=command.enclosed_on,
    )


class NameCluster(Command, frozen=True, kw_only=True):
    """Name sites whose risks are controlled together."""

    park: Id
    authority: Id
    cluster: Code
    sites: Annotated[tuple[Id, ...], msgspec.Meta(min_length=2)]
    ground: Text
    named_on: date


def _cluster_reads(command: NameCluster, dossier: Dossier) -> Iterator[str]:
    yield from park_command_reads(command, dossier)
    yield from (f"site:{one}" for one in command.sites)


@handles("park.name_cluster", NameCluster, on="named_on", reads=_cluster_reads, world=True)
def name_cluster(command: NameCluster, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where park, authority or a site is unknown, or no ground is given."""
    yield from of_park(command, dossier, judge)
    for one in dict.fromkeys(command.sites):
        yield from on_record(f"site:{one}", dossier.get(Site, one), judge)
    yield from filled(f"park:{command.park}", judge, ground=command.ground)
    yield ClusterNamed(
        park=command.park,
        authority=command.authority,
        cluster=command.cluster,
        sites=tuple(dict.fromkeys(command.sites)),
        ground=command.ground,
        named_on=command.named_on,
    )


class AssessCluster(Command, frozen=True, kw_only=True):
    """Enter what an accident at one site of a cluster does to the others."""

    park: Id
    authority: Id
    cluster: Code
    sites: tuple[Id, ...]
    domino: bool
    measures: Text = ""
    assessed_on: date


@handles("park.assess_cluster", AssessCluster, on="assessed_on", reads=park_command_reads, world=True)
def assess_cluster(command: AssessCluster, dossier: Dossier, judge: Judge) -> Outcome:
    """H-05: every site of the cluster is looked at, and what they do together is said where one can set off another."""
    state = yield from of_park(command, dossier, judge)
    if state is None:
        return
    found = state.cluster(command.cluster)
    yield from judge.rule("REF", "park.cluster_unknown", found is not None, park=command.park, cluster=command.cluster)
    left = () if found is None else tuple(one for one in found.sites if one not in command.sites)
    yield from judge.rule(
        "H-05", "park.sites_left_out", not left, park=command.park, cluster=command.cluster, sites=", ".join(left)
    )
    together = not command.domino or bool(command.measures.strip())
    yield from judge.rule("H-05", "park.nothing_together", together, park=command.park, cluster=command.cluster)
    yield ClusterAssessed(
        park=command.park,
        authority=command.authority,
        cluster=command.cluster,
        sites=command.sites,
        domino=command.domino,
        measures=command.measures,
        assessed_on=command.assessed_on,
    )


class AdmitProject(Command, frozen=True, kw_only=True):
    """Let a project into a park."""

    park: Id
    authority: Id
    project: Id
    hazardous: bool
    purpose: Purpose
    review: Code | None = None
    inside_control_line: bool = False
    sensitive: bool = False
    admitted_on: date


@handles("park.admit_project", AdmitProject, on="admitted_on", reads=park_command_reads, world=True)
def admit_project(command: AdmitProject, dossier: Dossier, judge: Judge) -> Outcome:
    """H-02: what the park's grade lets in; H-06: nothing sensitive within the control line."""
    state = yield from of_park(command, dossier, judge)
    if state is None:
        return
    if command.hazardous:
        yield from _gate(state, command.project, command.purpose, command.review, judge)
    yield from judge.rule(
        "H-06",
        "park.sensitive_inside",
        not (command.sensitive and command.inside_control_line),
        park=command.park,
        project=command.project,
    )
    yield ProjectAdmitted(
        park=command.park,
        authority=command.authority,
        project=command.project,
        hazardous=command.hazardous,
        purpose=command.purpose,
        review=command.review,
        inside_control_line=command.inside_control_line,
        sensitive=command.sensitive,
        admitted_on=command.admitted_on,
    )


def _gate(park: Park, project: str, purpose: str, review: str | None, judge: Judge) -> Iterator[Objection]:
    """H-02: rectification alone under the gravest grade, a review under the next, neither under the others."""
    if not judge.law.has("H-02.forbidden", on=judge.day):
        return
    grade = park.grade_on(judge.day)
    yield from judge.rule("H-02", "park.not_graded", grade is not None, park=park.park, project=project)
    rectifies = purpose in ("safety_rectification", "environmental_rectification")
    forbidden = grade == judge.law.value("H-02.forbidden", on=judge.day)
    yield from judge.rule(
        "H-02", "park.project_forbidden", not forbidden or rectifies, park=park.park, project=project, grade=grade
    )
    restricted = grade == judge.law.value("H-02.restricted", on=judge.day)
    yield from judge.rule(
        "H-02",
        "park.project_restricted",
        not restricted or rectifies or bool(review and review.strip()),
        park=park.park,
        project=project,
        grade=grade,
    )


# ── commands of the core and of the construction sector on what is built in the park ─────────────────────

_GATED = ("project.register", "project.review_design", "project.begin")
_WORKS = "works.start"
"""The construction sector's command that works began on a site."""


def _project_of(act: Act) -> tuple[str, str, str] | None:
    """Id, kind and site of the project that an act takes forward."""
    command = act.command
    if act.name == "project.register":
        return command.project, command.kind, command.site
    state = act.dossier.loaded(Project, command.project) if act.name in _GATED else None
    return None if state is None else (state.project, state.kind, state.site)


def _built_on(act: Act) -> str | None:
    """The site on which an act goes on with building; None where it is none that matters to the neighbours."""
    if act.name == _WORKS:
        return str(act.command.site)
    found = _project_of(act)
    return found[2] if found is not None and found[1] == "hazardous_goods" else None


def project_reads(act: Act) -> Iterator[str]:
    """The park of the site on which something is built."""
    site = _built_on(act)
    if site is not None:
        yield from park_reads(act, site)


def project_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """H-02: a project with dangerous goods goes on as the park let it in; H-05: what is built has neighbours that were assessed."""
    site = _built_on(act)
    park = None if site is None else park_of(act, site)
    if site is None or park is None or (act.name == "project.review_design" and not act.command.approved):
        return
    found = _project_of(act) if act.name in _GATED else None
    if found is not None:
        admitted = park.admission(found[0])
        purpose, review = ("production", None) if admitted is None else (admitted.purpose, admitted.review)
        yield from _gate(park, found[0], purpose, review, judge)
    for cluster in park.clusters:
        yield from judge.note(
            "H-05",
            "park.cluster_not_assessed",
            site not in cluster.sites or cluster.assessed_on is not None,
            park=park.park,
            cluster=cluster.cluster,
            site=site,
        )
