"""E-25 on the core's projects, where they are of a coal mine (煤矿安全生产条例 Arts 14, 41)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from regledger.sectors import Act, Authority, Judge, Objection, Project

from regledger_mining.design_review.acceptance import COAL_DESIGN, CoalDesign
from regledger_mining.design_review.levels import provincial
from regledger_mining.mines import coal_at
from regledger_mining.profile import RECORD

__all__ = ["project_objections", "project_reads"]

REVIEW = "E-25.review"
BUILT = frozenset({"project.complete", "project.accept"})
LOOKED_AT = BUILT | {"project.review_design", "project.begin"}


def _project(act: Act) -> Project | None:
    return act.dossier.loaded(Project, act.command.project) if act.name in LOOKED_AT else None


def project_reads(act: Act) -> Iterator[str]:
    """The profile of the mine, and for a review its acceptance and authority."""
    if act.name == "project.register":
        yield f"{RECORD}:{act.command.site}"
    project = _project(act)
    if project is not None:
        yield f"{RECORD}:{project.site}"
        yield f"{COAL_DESIGN.name}:{project.project}"
        yield f"authority:{project.authority}"


def project_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """The province reviews, within 30 days of acceptance; a major change is reviewed again before it is built."""
    if act.name == "project.register":
        command = act.command
        if command.kind == "mine" and coal_at(act, command.site):
            for one in provincial(command.project, act.dossier.get(Authority, command.authority), judge):
                # The project is known under that authority; who decides on the design is another matter.
                yield msgspec.structs.replace(one, severity="warn")
        return
    project = _project(act)
    if project is None or project.kind != "mine" or not coal_at(act, project.site):
        return
    if act.name == "project.begin":
        yield from _approved(act, project, judge)
        return
    if act.name in BUILT:
        yield from _changed(act, project, judge)
        return
    yield from provincial(project.project, act.dossier.get(Authority, project.authority), judge)
    yield from _in_time(act, project, judge)


def _in_time(act: Act, project: Project, judge: Judge) -> Iterator[Objection]:
    accepted = act.dossier.get(CoalDesign, project.project)
    current = accepted is not None and project.submitted_on is not None and accepted.accepted_on >= project.submitted_on
    yield from judge.note("E-25", "coal_design.not_accepted", current, project=project.project)
    if accepted is None or not current or not judge.law.has(REVIEW, on=judge.day):
        return
    last = judge.deadline(REVIEW, accepted.accepted_on).day
    yield from judge.note(
        "E-25",
        "coal_design.reviewed_late",
        judge.day <= last,
        project=project.project,
        accepted=accepted.accepted_on,
        reviewed=judge.day,
        last=last,
    )


def _approved(act: Act, project: Project, judge: Judge) -> Iterator[Objection]:
    """Not built first and handed in afterwards (不得先施工后报批)."""
    yield from judge.rule(
        "E-25",
        "coal_design.begun_before_approval",
        project.approved is not None,
        project=project.project,
        begun=act.command.begun_on,
    )


def _changed(act: Act, project: Project, judge: Judge) -> Iterator[Objection]:
    """A design that was handed in while the project is built is a major change of the approved one."""
    waits = project.approved is not None and project.submitted_on is not None
    yield from judge.rule(
        "E-25",
        "coal_design.change_not_reviewed",
        not waits,
        project=project.project,
        design=project.design,
        submitted=project.submitted_on,
    )
    if act.name == "project.complete":
        yield from judge.rule(
            "E-25",
            "coal_design.departed_from",
            act.command.by_design,
            project=project.project,
            design=project.approved,
        )
