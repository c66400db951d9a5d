"""The ways out of a mine underground (E-11): what a survey showed, and the licence that is not granted without two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from regledger.sectors import Act, Fact, Handler, Judge, Kind, Objection, hookimpl

from regledger_mining.exits.licensing import exit_objections, exit_reads
from regledger_mining.exits.survey import MINE_EXITS, MineExitsSurveyed, survey_exits

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`mine_exits.surveyed`."""
    return [MineExitsSurveyed]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """The exits of a mine as they were last surveyed."""
    return [MINE_EXITS]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`mine_exits.survey`."""
    return [survey_exits]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The exits of a mine whose licence is granted."""
    yield from exit_reads(act)


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """E-11: no licence for a mine that was shown to have too few."""
    yield from exit_objections(act, judge)
