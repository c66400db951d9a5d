"""The score of a site by JGJ 59-2011: sub-tables of 100 points each, weighted to a total, and a grade (G-18).

    total = Σ weight·points / Σ weight, over the sub-tables that were gone through
    excellent: total ≥ 80 and no zero · qualified: ≥ 70 and no zero · unqualified: less, or a sub-table of zero

Sums are exact (`fractions.Fraction`), and compared so; the total is returned cut off after six places, never rounded up.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import msgspec
from regledger.sectors import Judge

__all__ = ["Grade", "Points", "Sheet", "Table", "scored"]

Grade = Literal["excellent", "qualified", "unqualified"]
"""优良 · 合格 · 不合格."""

Table = Literal[
    "safety_management",
    "civilised_site",
    "scaffold",
    "foundation_pit",
    "formwork",
    "high_work",
    "power",
    "hoist",
    "tower_crane",
    "tools",
]
"""安全管理 · 文明施工 · 脚手架 · 基坑工程 · 模板支架 · 高处作业 · 施工用电 · 物料提升机与施工升降机 · 塔式起重机与起重吊装 · 施工机具."""

_PLACES = 6


class Points(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The points of one sub-table, as the inspector wrote them; one that does not apply is left out."""

    table: Table
    points: Decimal
    """Of 100."""
    assurance: Decimal | None = None
    """Those of its assurance items (保证项目) together; None where the sub-table has none, or they were not added up."""
    assurance_zero: bool = False
    """Whether one of the assurance items has no points at all."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What the points come to."""

    total: Decimal
    grade: Grade
    zero: tuple[Table, ...]
    """The sub-tables that count for nothing."""
    weighted: Mapping[Table, Decimal]
    """What each of them adds to the total, cut off after six places."""


def voided(one: Points, judge: Judge) -> bool:
    """Whether its assurance items void a sub-table: one of them without points, or too few of them together."""
    short = one.assurance is not None and one.assurance < judge.decimal("G-18.assurance_minimum")
    return one.assurance_zero or short


def scored(tables: tuple[Points, ...], judge: Judge) -> Sheet:
    """The total and the grade of sub-tables that are each given once, under the numbers of the day of the act."""
    counted = {one.table: Decimal(0) if voided(one, judge) else one.points for one in tables}
    weights = {table: judge.decimal(f"G-18.weight_{table}") for table in counted}
    whole = judge.decimal("G-18.full")
    if judge.law.value("G-18.absent_left_out", on=judge.day):
        whole = sum(weights.values(), Decimal(0))
    parts = {table: Fraction(weights[table]) * Fraction(points) / Fraction(whole) for table, points in counted.items()}
    total = sum(parts.values(), Fraction(0))
    zero = tuple(table for table, points in counted.items() if points == 0)
    return Sheet(
        total=_cut(total),
        grade=_grade(total, bool(zero), judge),
        zero=zero,
        weighted={table: _cut(part) for table, part in parts.items()},
    )


def _grade(total: Fraction, any_zero: bool, judge: Judge) -> Grade:
    if any_zero or total < Fraction(judge.decimal("G-18.qualified")):
        return "unqualified"
    return "excellent" if total >= Fraction(judge.decimal("G-18.excellent")) else "qualified"


def _cut(exact: Fraction) -> Decimal:
    whole, rest = divmod(int(exact * 10**_PLACES), 10**_PLACES)
    return Decimal(f"{whole}.{rest:0{_PLACES}d}".rstrip("0").rstrip("."))
