"""A leader goes down with the shift and comes up with it (煤矿安全生产条例 Art 23; 安监总局令第34号; E-07)."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Fact,
    Id,
    Instant,
    Judge,
    Kind,
    Outcome,
    RecordedFact,
    State,
    fact,
    handles,
)

from regledger_mining.mines import mine_at, mine_reads

__all__ = ["MINE_SHIFT", "MineShiftExamined", "examine_shift"]

UNDERGROUND = frozenset({"coal_underground", "metal_underground"})


@fact(
    "mine_shift.examined",
    1,
    tags={"shift": "mine_shift", "site": "site", "enterprise": "enterprise", "authority": "authority"},
    occurred="ended_at",
)
class MineShiftExamined(Fact, frozen=True, kw_only=True):
    """`mine_shift.examined` v1: the register of a shift under ground was shown; the shift ended at that instant (Art 23)."""

    shift: Id
    site: Id
    enterprise: Id
    authority: Id
    began_at: Instant
    ended_at: Instant
    leader: Id | None
    """Surrogate id of who led the shift; None where the register names nobody."""
    down_at: Instant | None
    up_at: Instant | None


class MineShift(State, frozen=True, kw_only=True):
    """One shift, as its register says."""

    shift: str
    site: str
    leader: str | None


def _evolve(state: MineShift | None, recorded: RecordedFact) -> MineShift | None:
    match recorded.body:
        case MineShiftExamined() as body:
            return MineShift(shift=body.shift, site=body.site, leader=body.leader)
    return state


MINE_SHIFT = Kind(name="mine_shift", state=MineShift, evolve=_evolve, facts=(MineShiftExamined,))


class ExamineShift(Command, frozen=True, kw_only=True):
    """Record what the register of a shift under ground says."""

    shift: Id
    site: Id
    authority: Id
    began_at: Instant
    leader: Id | None = None
    down_at: Instant | None = None
    up_at: Instant | None = None
    ended_at: Instant


def _reads(command: ExamineShift, dossier: Dossier) -> Iterator[str]:
    yield f"mine_shift:{command.shift}"
    yield f"authority:{command.authority}"
    yield from mine_reads(command.site)


@handles("mine_shift.examine", ExamineShift, on="ended_at", reads=_reads, world=True)
def examine_shift(command: ExamineShift, dossier: Dossier, judge: Judge) -> Outcome:
    """E-07: somebody leads each shift, goes down before it begins and comes up after it ends; what lacks is noted."""
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    free = dossier.latest(MineShift, command.shift) is None
    yield from judge.rule("REF", "mine_shift.taken", free, shift=command.shift)
    mine = yield from mine_at(command.site, dossier, judge)
    if mine is None:
        return
    under = mine.profile.kind in UNDERGROUND
    yield from judge.rule("REF", "mine_shift.not_under_ground", under, site=command.site, kind=mine.profile.kind)
    ahead = command.began_at < command.ended_at
    yield from judge.rule("SEQ", "mine_shift.ends_before_it_begins", ahead, shift=command.shift)
    yield from judge.note("E-07", "mine_shift.without_leader", command.leader is not None, shift=command.shift)
    if command.leader is not None:
        down = command.down_at is not None and command.down_at <= command.began_at
        yield from judge.note("E-07", "mine_shift.leader_down_late", down, shift=command.shift, leader=command.leader)
        up = command.up_at is not None and command.up_at >= command.ended_at
        yield from judge.note("E-07", "mine_shift.leader_up_early", up, shift=command.shift, leader=command.leader)
    yield MineShiftExamined(
        shift=command.shift,
        site=command.site,
        enterprise=mine.site.enterprise,
        authority=command.authority,
        began_at=command.began_at,
        ended_at=command.ended_at,
        leader=command.leader,
        down_at=command.down_at,
        up_at=command.up_at,
    )
