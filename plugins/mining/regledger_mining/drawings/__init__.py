"""The drawings of a metal or non-metal mine underground: which were shown, and until when they are up to date (E-13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regledger.sectors import Fact, Handler, Kind, ReadModel, hookimpl

from regledger_mining.drawings.examination import MINE_DRAWINGS, MineDrawingsExamined, examine_drawings
from regledger_mining.drawings.register import MineDrawingsRegister

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`mine_drawings.examined`."""
    return [MineDrawingsExamined]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """The drawings of a mine as they were last shown."""
    return [MINE_DRAWINGS]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`mine_drawings.examine`."""
    return [examine_drawings]


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`mine_drawings`: one row a mine."""
    return [MineDrawingsRegister()]
