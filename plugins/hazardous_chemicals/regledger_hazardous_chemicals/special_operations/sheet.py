"""The sheet of a special operation: its kind, class, approver, tests of the air and breaks (GB 30871-2022)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec
from regledger.sectors import Instant, Text

__all__ = ["APPROVERS", "CLASSES", "Approver", "Break", "Class", "GasTest", "OperationKind", "Sheet"]

OperationKind = Literal[
    "hot_work",
    "confined_space",
    "blind_plate",
    "work_at_height",
    "lifting",
    "temporary_power",
    "excavation",
    "road_closure",
]
"""动火, 受限空间, 盲板抽堵, 高处, 吊装, 临时用电, 动土, 断路."""

Class = Literal["second", "first", "special"]
"""二级, 一级, 特级 hot work."""
CLASSES: tuple[Class, ...] = ("second", "first", "special")
"""From the lowest up."""

Approver = Literal["base_unit", "safety_department", "unit_leader"]
"""基层单位, 安全管理部门, 主管领导."""
APPROVERS: tuple[Approver, ...] = ("base_unit", "safety_department", "unit_leader")
"""From the lowest up."""


class GasTest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One test of the air."""

    tested_at: Instant
    point: Text = ""
    gas_percent: Decimal | None = None
    """Combustible gas, in percent by volume; None where it was not measured."""
    oxygen_percent: Decimal | None = None


class Break(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A time in which work rested."""

    stopped_at: Instant
    resumed_at: Instant


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A permit, as it is judged; its tests stand in the order of their times."""

    permit: str
    kind: OperationKind
    grade: Class | None
    managed_as: Class | None
    approver: Approver
    plates: int
    lower_limit: Decimal | None
    tests: tuple[GasTest, ...]
    breaks: tuple[Break, ...]
    begun_at: Instant | None
    finished_at: Instant | None
    starts_at: Instant
    ends_at: Instant
