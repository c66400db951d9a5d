"""The facts of special equipment in a park (特种设备安全法 Arts 2, 33, 40; 安全生产法 Art 69)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.sectors import Code, Fact, Id, fact

__all__ = [
    "Category",
    "EquipmentEntered",
    "EquipmentInspected",
    "EquipmentRegistered",
    "EquipmentSeen",
    "InspectionAsked",
]

Category = Literal[
    "boiler", "pressure_vessel", "pressure_pipe", "lift", "crane", "ropeway", "amusement", "works_vehicle"
]
"""锅炉、压力容器（含气瓶）、压力管道、电梯、起重机械、客运索道、大型游乐设施、场（厂）内专用机动车辆 (特种设备安全法 Art 2)."""
_TAGS = {
    "equipment": "special_equipment",
    "site": "site",
    "enterprise": "enterprise",
    "authority": "authority",
}


@fact("special_equipment.entered", 1, tags=_TAGS, occurred="entered_on", asserted="mapped")
class EquipmentEntered(Fact, frozen=True, kw_only=True):
    """`special_equipment.entered` v1: special equipment was found in a park, in use since a legal day (特种设备安全法 Art 2)."""

    equipment: Id
    site: Id
    enterprise: Id
    authority: Id
    category: Category
    used_from: date
    entered_on: date


@fact("special_equipment.registered", 1, tags=_TAGS, occurred="registered_on")
class EquipmentRegistered(Fact, frozen=True, kw_only=True):
    """`special_equipment.registered` v1: its use was registered (特种设备安全法 Art 33)."""

    equipment: Id
    site: Id
    enterprise: Id
    authority: Id
    certificate: Code
    registered_on: date


@fact("special_equipment.inspection_asked", 1, tags=_TAGS, occurred="asked_on")
class InspectionAsked(Fact, frozen=True, kw_only=True):
    """`special_equipment.inspection_asked` v1: the user asked for its periodic inspection (特种设备安全法 Art 40)."""

    equipment: Id
    site: Id
    enterprise: Id
    authority: Id
    asked_on: date


@fact("special_equipment.inspected", 1, tags=_TAGS, occurred="inspected_on")
class EquipmentInspected(Fact, frozen=True, kw_only=True):
    """`special_equipment.inspected` v1: it was inspected, and passed until a legal day or failed (特种设备安全法 Art 40)."""

    equipment: Id
    site: Id
    enterprise: Id
    authority: Id
    report: Code
    passed: bool
    valid_to: date | None
    """The last legal day; None where it failed."""
    inspected_on: date


@fact(
    "special_equipment.seen_in_use", 1, tags={**_TAGS, "referral": "referral"}, occurred="seen_on", amended="withdrawn"
)
class EquipmentSeen(Fact, frozen=True, kw_only=True):
    """`special_equipment.seen_in_use` v1: it was seen in use, and handed over where it should not be (安全生产法 Art 69)."""

    equipment: Id
    site: Id
    enterprise: Id
    authority: Id
    lawful: bool
    """Whether it was registered in time and its inspection had passed and counted."""
    referral: Id | None
    seen_on: date
