"""Emergencies: plans filed with the city (F-21), and whom a unit tells of an accident (F-22)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from regledger.sectors import Act, Fact, Handler, Judge, Kind, Objection, TagKind, hookimpl

from regledger_hazardous_chemicals.emergency.accidents import (
    CHEMICAL_ACCIDENT,
    ChemicalAccidentReported,
    accident_objections,
    accident_reads,
    report_chemical_accident,
)
from regledger_hazardous_chemicals.emergency.plans import (
    CHEMICAL_PLAN,
    ChemicalPlanFiled,
    ChemicalPlanPublished,
    file_chemical_plan,
    publish_chemical_plan,
)

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`chemical_plan.published`, `chemical_plan.filed` and `chemical_accident.reported`."""
    return [ChemicalPlanPublished, ChemicalPlanFiled, ChemicalAccidentReported]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A plan is a subject of its own; whom a unit told is found by the accident."""
    return [TagKind("chemical_plan", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One record a plan, and one beside each accident."""
    return [CHEMICAL_PLAN, CHEMICAL_ACCIDENT]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`chemical_plan.publish`, `chemical_plan.file` and `chemical_accident.report`."""
    return [publish_chemical_plan, file_chemical_plan, report_chemical_accident]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """Whom the unit told of an accident."""
    yield from accident_reads(act)


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-22 on the core's commands on accidents."""
    yield from accident_objections(act, judge)
