"""Licences of mines: each kind of mine its own, each independent production system one (E-27; 安全生产许可证条例)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regledger.sectors import Act, Judge, Objection, ReadModel, hookimpl

from regledger_mining.mine_licensing.register import Mines
from regledger_mining.mine_licensing.systems import system_objections, system_reads

__all__: list[str] = []


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The profile of a mine that is licensed, and the licences of its enterprise."""
    yield from system_reads(act)


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """E-27: the right kind of licence, and one for each system."""
    yield from system_objections(act, judge)


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`mines`: one row a mine or pond."""
    return [Mines()]
