"""Special operations by GB 30871-2022: permits that were shown, and what was seen on the spot (F-17, F-18)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regledger.sectors import Fact, Handler, Kind, ReadModel, TagKind, hookimpl

from regledger_hazardous_chemicals.special_operations.permit_list import SpecialOperationPermits
from regledger_hazardous_chemicals.special_operations.permits import (
    SPECIAL_OPERATION,
    SpecialOperationLookedAt,
    SpecialOperationPermitEntered,
    enter_permit,
    look_at_operation,
)

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`special_operation.permit_entered` and `special_operation.looked_at`."""
    return [SpecialOperationPermitEntered, SpecialOperationLookedAt]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A special operation is a subject of its own."""
    return [TagKind("special_operation", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One record a permit."""
    return [SPECIAL_OPERATION]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`special_operation.enter_permit` and `special_operation.look_at`."""
    return [enter_permit, look_at_operation]


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`special_operation_permits`: one row a permit."""
    return [SpecialOperationPermits()]
