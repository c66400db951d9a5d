"""The design of the safety facilities of coal projects: accepted and reviewed by the province (E-25)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from regledger.sectors import Act, Fact, Handler, Judge, Kind, Objection, hookimpl

from regledger_mining.design_review.acceptance import COAL_DESIGN, CoalDesignAccepted, accept_coal_design
from regledger_mining.design_review.projects import project_objections, project_reads

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`coal_design.accepted`."""
    return [CoalDesignAccepted]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """The acceptance of the design of a coal project."""
    return [COAL_DESIGN]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`coal_design.accept`."""
    return [accept_coal_design]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The mine of a project, its acceptance and the authority that reviews it."""
    yield from project_reads(act)


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """E-25 on the review and the building of coal projects."""
    yield from project_objections(act, judge)
