"""The facts of a park: what it is, how it was graded, evaluated and drawn, what was planned, drilled and admitted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from regledger.sectors import Code, Fact, Id, Text, fact

__all__ = [
    "GRADES",
    "ClusterAssessed",
    "ClusterNamed",
    "Grade",
    "ParkChanged",
    "ParkDrilled",
    "ParkEnclosed",
    "ParkEvaluated",
    "ParkKind",
    "ParkLineDrawn",
    "ParkPlanMade",
    "ParkRegistered",
    "ParkScored",
    "ProjectAdmitted",
    "Purpose",
]

ParkKind = Literal["industrial", "chemical"]
"""工业园区, 化工园区."""
Grade = Literal["A", "B", "C", "D"]
GRADES: tuple[Grade, ...] = ("A", "B", "C", "D")
"""A is the gravest: high, relatively high, general and low risk (高, 较高, 一般, 较低安全风险)."""
Purpose = Literal["safety_rectification", "environmental_rectification", "production"]
"""What a project is for: 安全隐患整改, 环保整改, 生产经营."""

_PARK = {"park": "park", "authority": "authority"}


@fact(
    "park.registered", 1, tags={**_PARK, "market_regulator": "authority"}, occurred="registered_on", asserted="mapped"
)
class ParkRegistered(Fact, frozen=True, kw_only=True):
    """`park.registered` v1: a park with the authority that manages it was entered on a legal day (安全生产法 Art 9)."""

    park: Id
    name: Text
    authority: Id
    """Its management agency (园区管理机构)."""
    kind: ParkKind
    market_regulator: Id | None
    """The department that supervises special equipment there (特种设备安全法 Art 5)."""
    registered_on: date


@fact("park.scored", 1, tags=_PARK, occurred="scored_on", amended="withdrawn")
class ParkScored(Fact, frozen=True, kw_only=True):
    """`park.scored` v1: a park was assessed by the Guideline and has the grade that its score gives (应急〔2023〕123号)."""

    park: Id
    authority: Id
    """Who assessed it."""
    score: Decimal
    grade: Grade
    claimed_grade: Grade | None
    """What the assessors called it; None where they left it to the score."""
    valid_to: date
    """The last legal day on which the grade counts."""
    rectify_by: date | None
    """By when a park of grade A has to be better."""
    scored_on: date


@fact("park.evaluated", 1, tags=_PARK, occurred="evaluated_on")
class ParkEvaluated(Fact, frozen=True, kw_only=True):
    """`park.evaluated` v1: the overall safety risk of a park was evaluated (整体性安全风险评价)."""

    park: Id
    authority: Id
    report: Code
    evaluated_on: date


@fact("park.changed", 1, tags=_PARK, occurred="changed_on")
class ParkChanged(Fact, frozen=True, kw_only=True):
    """`park.changed` v1: something happened to a park that asks for another overall evaluation."""

    park: Id
    authority: Id
    what: Text
    changed_on: date


@fact("park.line_drawn", 1, tags=_PARK, occurred="drawn_on")
class ParkLineDrawn(Fact, frozen=True, kw_only=True):
    """`park.line_drawn` v1: the control line around a park was drawn at a contour of individual risk."""

    park: Id
    authority: Id
    contour: Decimal
    """Individual risk at the line, per year."""
    document: Code
    drawn_on: date


@fact("park.plan_made", 1, tags=_PARK, occurred="made_on")
class ParkPlanMade(Fact, frozen=True, kw_only=True):
    """`park.plan_made` v1: a park made its emergency plan (安全生产法 Art 80)."""

    park: Id
    authority: Id
    plan: Code
    made_on: date


@fact("park.drilled", 1, tags=_PARK, occurred="drilled_on")
class ParkDrilled(Fact, frozen=True, kw_only=True):
    """`park.drilled` v1: a park drilled its emergency plan (生产安全事故应急条例 Art 8)."""

    park: Id
    authority: Id
    plan: Code
    drilled_on: date


@fact("park.enclosed", 1, tags=_PARK, occurred="enclosed_on")
class ParkEnclosed(Fact, frozen=True, kw_only=True):
    """`park.enclosed` v1: a park is entered through gates alone from a legal day on (封闭化管理)."""

    park: Id
    authority: Id
    gates: int
    dedicated_roads: bool
    """Whether vehicles with hazardous goods have roads of their own."""
    dedicated_parking: bool
    """Whether they have a car park of their own."""
    enclosed_on: date


@fact("park.cluster_named", 1, tags={**_PARK, "sites": "site"}, occurred="named_on")
class ClusterNamed(Fact, frozen=True, kw_only=True):
    """`park.cluster_named` v1: sites that are near to each other or alike are controlled together (安全生产法 Art 8)."""

    park: Id
    authority: Id
    cluster: Code
    """Unique in the park."""
    sites: tuple[Id, ...]
    ground: Text
    """What they have in common: place, trade, way of working (位置相邻、行业相近、业态相似)."""
    named_on: date


@fact("park.cluster_assessed", 1, tags={**_PARK, "sites": "site"}, occurred="assessed_on")
class ClusterAssessed(Fact, frozen=True, kw_only=True):
    """`park.cluster_assessed` v1: it was assessed what an accident at one site of a cluster does to the others (安全生产法 Art 8)."""

    park: Id
    authority: Id
    cluster: Code
    sites: tuple[Id, ...]
    """Those that were looked at."""
    domino: bool
    """Whether an accident at one may set off one at another (多米诺效应)."""
    measures: Text
    """What they do together."""
    assessed_on: date


@fact("park.project_admitted", 1, tags={**_PARK, "project": "project"}, occurred="admitted_on")
class ProjectAdmitted(Fact, frozen=True, kw_only=True):
    """`park.project_admitted` v1: a park let a project in, for a purpose, under its grade of that day."""

    park: Id
    authority: Id
    project: Id
    """As it is, or will be, registered with `project.register`."""
    hazardous: bool
    """Whether hazardous chemicals are made, stored or handled in it."""
    purpose: Purpose
    review: Code | None
    """The review of its admission (准入论证); None where there was none."""
    inside_control_line: bool
    sensitive: bool
    """Whether it brings people near who are not part of the park: housing, schools, hospitals."""
    admitted_on: date
