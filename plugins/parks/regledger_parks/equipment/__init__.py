"""Special equipment in a park: registered in time, inspected before it runs out, handed to the market regulator (H-12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regledger.sectors import Fact, Handler, Kind, ReadModel, TagKind, hookimpl

from regledger_parks.equipment.facts import (
    EquipmentEntered,
    EquipmentInspected,
    EquipmentRegistered,
    EquipmentSeen,
    InspectionAsked,
)
from regledger_parks.equipment.read_model import SpecialEquipmentRows
from regledger_parks.equipment.record import (
    SPECIAL_EQUIPMENT,
    ask_inspection,
    enter_equipment,
    inspect_equipment,
    register_equipment,
    see_equipment,
)

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """What happens to special equipment."""
    return [EquipmentEntered, EquipmentRegistered, InspectionAsked, EquipmentInspected, EquipmentSeen]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """Special equipment is a subject of its own."""
    return [TagKind("special_equipment", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """Special equipment."""
    return [SPECIAL_EQUIPMENT]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """What is done to special equipment."""
    return [enter_equipment, register_equipment, ask_inspection, inspect_equipment, see_equipment]


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`special_equipment`: one row a piece."""
    return [SpecialEquipmentRows()]
