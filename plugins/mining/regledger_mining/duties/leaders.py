"""A leader of the county for each mine (包保; 中共中央办公厅、国务院办公厅 2023; E-26): policy, and no ground for a penalty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Fact,
    Id,
    Judge,
    Kind,
    Outcome,
    RecordedFact,
    State,
    Text,
    fact,
    handles,
)

from regledger_mining.mines import mine_at, mine_reads

__all__ = ["MINE_LEADER", "MineLeaderNamed", "MineLeadersReviewed", "name_leader", "review_leaders"]


@fact(
    "mine_leader.named",
    1,
    tags={"site": "site", "authority": "authority"},
    occurred="named_on",
)
class MineLeaderNamed(Fact, frozen=True, kw_only=True):
    """`mine_leader.named` v1: a leader answers for a mine from a legal day on."""

    site: Id
    authority: Id
    leader: Id
    """Surrogate id of the leader."""
    position: Text
    until: date | None
    named_on: date


@fact("mine_leaders.reviewed", 1, tags={"sites": "site", "authority": "authority"}, occurred="reviewed_on")
class MineLeadersReviewed(Fact, frozen=True, kw_only=True):
    """`mine_leaders.reviewed` v1: on a legal day it was looked at which mines have a leader who answers for them."""

    authority: Id
    sites: tuple[Id, ...]
    without: tuple[Id, ...]
    """The mines for which nobody answers."""
    reviewed_on: date


class MineLeader(State, frozen=True, kw_only=True):
    """Who answers for a mine; read as `mine_leader:<site>`."""

    site: str
    leader: str
    position: str
    named_on: date
    until: date | None


def _evolve(state: MineLeader | None, recorded: RecordedFact) -> MineLeader | None:
    match recorded.body:
        case MineLeaderNamed() as body:
            return MineLeader(
                site=body.site,
                leader=body.leader,
                position=body.position,
                named_on=body.named_on,
                until=body.until,
            )
    return state


MINE_LEADER = Kind(name="mine_leader", tag="site", state=MineLeader, evolve=_evolve, facts=(MineLeaderNamed,))


class NameLeader(Command, frozen=True, kw_only=True):
    """Name the leader who answers for a mine."""

    site: Id
    authority: Id
    leader: Id
    position: Text
    until: date | None = None
    named_on: date


class ReviewLeaders(Command, frozen=True, kw_only=True):
    """Look at which mines have a leader who answers for them."""

    authority: Id
    sites: tuple[Id, ...]
    reviewed_on: date


def _name_reads(command: NameLeader, dossier: Dossier) -> Iterator[str]:
    yield f"mine_leader:{command.site}"
    yield f"authority:{command.authority}"
    yield from mine_reads(command.site)


@handles("mine_leader.name", NameLeader, on="named_on", reads=_name_reads, world=True)
def name_leader(command: NameLeader, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: not until a day that is over."""
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    mine = yield from mine_at(command.site, dossier, judge)
    if mine is None:
        return
    ahead = command.until is None or command.named_on <= command.until
    yield from judge.rule("SEQ", "mine_leader.ended", ahead, site=command.site, until=command.until)
    yield MineLeaderNamed(**{name: getattr(command, name) for name in command.__struct_fields__})


def _review_reads(command: ReviewLeaders, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.authority}"
    for site in command.sites:
        yield f"mine_leader:{site}"
        yield from mine_reads(site)


@handles("mine_leaders.review", ReviewLeaders, on="reviewed_on", reads=_review_reads, world=True)
def review_leaders(command: ReviewLeaders, dossier: Dossier, judge: Judge) -> Outcome:
    """E-26: somebody answers for each mine; one without is a gap in the plan, and warned of."""
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    yield from judge.rule("REF", "mine_leaders.of_nothing", bool(command.sites), authority=command.authority)
    without = []
    for site in dict.fromkeys(command.sites):
        mine = yield from mine_at(site, dossier, judge)
        if mine is None:
            continue
        held = dossier.get(MineLeader, site)
        answers = held is not None and (held.until is None or command.reviewed_on <= held.until)
        if not answers:
            without.append(site)
        yield from judge.rule("E-26", "mine_leader.nobody", answers, site=site, day=command.reviewed_on)
    yield MineLeadersReviewed(
        authority=command.authority,
        sites=command.sites,
        without=tuple(without),
        reviewed_on=command.reviewed_on,
    )
