"""Lifting machinery (施工起重机械和自升式架设设施): who erects it, who accepts it, and its register (G-11, G-12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regledger.sectors import Fact, Handler, Kind, ReadModel, TagKind, hookimpl

from regledger_construction.machinery.commands import COMMANDS
from regledger_construction.machinery.record import LIFTING_MACHINE, LiftingMachines

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`lifting_machine.erected`, `.accepted`, `.used`, `.registered`."""
    return LIFTING_MACHINE.facts


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A machine is a subject of its own."""
    return [TagKind("lifting_machine", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One machine."""
    return [LIFTING_MACHINE]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`lifting_machine.erect`, `.accept`, `.use`, `.register`."""
    return COMMANDS


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`lifting_machines`: one row each."""
    return [LiftingMachines()]
