"""Tailings ponds (E-15): their grade by capacity and dam, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from regledger.sectors import Act, Fact, Handler, Judge, Kind, Objection, ReadModel, hookimpl

from regledger_mining.tailings.correcting import correction_objections
from regledger_mining.tailings.pond import TAILINGS_POND, TailingsPondGraded, grade_tailings_pond
from regledger_mining.tailings.register import TailingsPonds

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`tailings_pond.graded`."""
    return [TailingsPondGraded]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """A tailings pond as it was last graded."""
    return [TAILINGS_POND]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`tailings_pond.grade`."""
    return [grade_tailings_pond]


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`tailings_ponds`: one row a pond."""
    return [TailingsPonds()]


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """E-15: a corrected grade follows from the corrected figures."""
    yield from correction_objections(act, judge)
