"""The acceptance of a coal project's design, from which the 30 days of its review run (煤矿安全生产条例 Art 41)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import (
    Authority,
    Code,
    Command,
    Dossier,
    Fact,
    Id,
    Judge,
    Kind,
    Outcome,
    Project,
    RecordedFact,
    State,
    fact,
    handles,
)

from regledger_mining.design_review.levels import provincial
from regledger_mining.profile import COAL, RECORD, MiningSite

__all__ = ["COAL_DESIGN", "AcceptCoalDesign", "CoalDesign", "CoalDesignAccepted", "accept_coal_design"]


@fact(
    "coal_design.accepted",
    1,
    tags={"project": "project", "enterprise": "enterprise", "site": "site", "authority": "authority"},
    occurred="accepted_on",
)
class CoalDesignAccepted(Fact, frozen=True, kw_only=True):
    """`coal_design.accepted` v1: on a legal day the province accepted a design for review (煤矿安全生产条例 Art 41)."""

    project: Id
    enterprise: Id
    site: Id
    authority: Id
    design: Code
    accepted_on: date


class CoalDesign(State, frozen=True, kw_only=True):
    """The design of a coal project that was accepted last; read as `coal_design:<project>`."""

    project: str
    design: str
    accepted_on: date


def _evolve(state: CoalDesign | None, recorded: RecordedFact) -> CoalDesign | None:
    match recorded.body:
        case CoalDesignAccepted() as body:
            return CoalDesign(project=body.project, design=body.design, accepted_on=body.accepted_on)
    return state


COAL_DESIGN = Kind(name="coal_design", tag="project", state=CoalDesign, evolve=_evolve, facts=(CoalDesignAccepted,))


class AcceptCoalDesign(Command, frozen=True, kw_only=True):
    """Record that the design that was handed in is accepted for review."""

    project: Id
    accepted_on: date


def _reads(command: AcceptCoalDesign, dossier: Dossier) -> Iterator[str]:
    yield f"project:{command.project}"
    yield f"{COAL_DESIGN.name}:{command.project}"
    project = dossier.loaded(Project, command.project)
    if project is not None:
        yield f"enterprise:{project.enterprise}"
        yield f"site:{project.site}"
        yield f"{RECORD}:{project.site}"
        yield f"authority:{project.authority}"


@handles("coal_design.accept", AcceptCoalDesign, on="accepted_on", reads=_reads, role="propose")
def accept_coal_design(command: AcceptCoalDesign, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: of a design that waits, once; E-25: by the province."""
    project = dossier.get(Project, command.project)
    yield from judge.rule("REF", "project.unknown", project is not None, project=command.project)
    if project is None:
        return
    profile = dossier.get(MiningSite, project.site)
    kind = "unknown" if profile is None else profile.kind
    yield from judge.rule(
        "REF",
        "coal_design.not_coal",
        kind in COAL and project.kind == "mine",
        project=command.project,
        site=project.site,
        kind=project.kind,
    )
    submitted = project.submitted_on
    yield from judge.rule("SEQ", "coal_design.nothing_submitted", submitted is not None, project=command.project)
    if submitted is None or project.design is None:
        return
    before = dossier.latest(CoalDesign, command.project)
    fresh = before is None or before.accepted_on < submitted
    yield from judge.rule(
        "SEQ",
        "coal_design.accepted_already",
        fresh,
        project=command.project,
        design=project.design,
        accepted=None if before is None else before.accepted_on,
    )
    authority = dossier.get(Authority, project.authority)
    yield from provincial(command.project, authority, judge)
    yield CoalDesignAccepted(
        project=command.project,
        enterprise=project.enterprise,
        site=project.site,
        authority=project.authority,
        design=project.design,
        accepted_on=command.accepted_on,
    )
