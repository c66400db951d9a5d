"""What coal mines are fined (煤矿安全生产条例 Arts 61–67), and who investigates their accidents (Art 60)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from regledger.sectors import Act, Fact, FineRange, Handler, Judge, Kind, Objection, Offence, hookimpl

from regledger_mining.coal_penalties.accidents import accident_objections, accident_reads
from regledger_mining.coal_penalties.bureaus import MINE_BUREAU, MineBureauEntered, enter_mine_bureau
from regledger_mining.coal_penalties.fines import coal_range, fine_reads
from regledger_mining.coal_penalties.sanctions import sanction_objections
from regledger_mining.mines import profile_reads

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`mine_bureau.entered`."""
    return [MineBureauEntered]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """Whether an authority is a mine safety body."""
    return [MINE_BUREAU]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`mine_bureau.enter`."""
    return [enter_mine_bureau]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The profiles of the mines, and whether whoever forms a team is a mine safety body."""
    yield from profile_reads(act)
    yield from accident_reads(act)
    yield from fine_reads(act)


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """C-08 and E-18 on accidents; E-16, E-17, E-21 on what a decision has to say beside its fine."""
    yield from accident_objections(act, judge)
    yield from sanction_objections(act, judge)


@hookimpl
def regledger_fine_range(act: Act, offence: Offence, judge: Judge) -> FineRange | None:
    """E-16: two to five times the gains; E-18: the coal mine's own fines for the common accident offences."""
    return coal_range(act, offence, judge)
