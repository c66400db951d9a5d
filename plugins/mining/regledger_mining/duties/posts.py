"""The five posts of a coal mine, one person one post, and the bodies that its dangers ask for (煤矿安全生产条例 Art 22; E-06)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, get_args

import msgspec
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
    fact,
    handles,
)

from regledger_mining.mines import mine_at, mine_reads
from regledger_mining.profile import MiningSite

__all__ = ["MINE_PERSON", "MINE_POSTS", "MinePostsExamined", "examine_posts"]

Post = Literal["mine_head", "chief_engineer", "deputy_safety", "deputy_production", "deputy_electromechanical"]
"""专职矿长、总工程师，分管安全、生产、机电的副矿长."""

Danger = Literal["outburst", "high_gas", "rock_burst", "combustion", "hydrology"]
"""突出、高瓦斯、冲击地压、容易自燃、水文地质类型复杂和极复杂."""

Count = Annotated[int, msgspec.Meta(ge=0, le=10**6)]


class Holder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who holds a post."""

    post: Post
    person: Id
    """Surrogate id of the person; never a name."""


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A special body against one danger, with its full-time deputy chief engineer."""

    danger: Danger
    deputy_chief_engineer: Id | None = None


@fact(
    "mine_posts.examined",
    1,
    tags={"site": "site", "enterprise": "enterprise", "authority": "authority", "people": "mine_person"},
    occurred="examined_on",
)
class MinePostsExamined(Fact, frozen=True, kw_only=True):
    """`mine_posts.examined` v1: on a legal day it was looked at who holds the posts of a coal mine (Art 22)."""

    site: Id
    enterprise: Id
    authority: Id
    holders: tuple[Holder, ...]
    technicians: Count
    bodies: tuple[Body, ...]
    people: tuple[Id, ...]
    """Everybody who holds a post, each once."""
    examined_on: date


class MinePosts(State, frozen=True, kw_only=True):
    """Who held the posts of a coal mine when they were last looked at; read as `mine_posts:<site>`."""

    site: str
    holders: tuple[Holder, ...]
    technicians: int
    bodies: tuple[Body, ...]
    examined_on: date


class MinePerson(State, frozen=True, kw_only=True):
    """At which coal mines a person was found in a post; read as `mine_person:<person>`."""

    sites: tuple[str, ...] = ()


def _evolve(state: MinePosts | None, recorded: RecordedFact) -> MinePosts | None:
    match recorded.body:
        case MinePostsExamined() as body:
            return MinePosts(
                site=body.site,
                holders=body.holders,
                technicians=body.technicians,
                bodies=body.bodies,
                examined_on=body.examined_on,
            )
    return state


def _evolve_person(state: MinePerson | None, recorded: RecordedFact) -> MinePerson | None:
    match recorded.body:
        case MinePostsExamined() as body:
            sites = () if state is None else state.sites
            return MinePerson(sites=tuple(dict.fromkeys((*sites, body.site))))
    return state


MINE_POSTS = Kind(name="mine_posts", tag="site", state=MinePosts, evolve=_evolve, facts=(MinePostsExamined,))
MINE_PERSON = Kind(name="mine_person", state=MinePerson, evolve=_evolve_person, facts=(MinePostsExamined,))


class ExaminePosts(Command, frozen=True, kw_only=True):
    """Record who holds the posts of a coal mine."""

    site: Id
    authority: Id
    holders: tuple[Holder, ...]
    technicians: Count
    bodies: tuple[Body, ...] = ()
    examined_on: date


def _reads(command: ExaminePosts, dossier: Dossier) -> Iterator[str]:
    yield f"mine_posts:{command.site}"
    yield f"authority:{command.authority}"
    yield from mine_reads(command.site)
    for person in _people(command):
        yield f"mine_person:{person}"
        known = dossier.loaded(MinePerson, person)
        for site in () if known is None else known.sites:
            yield f"mine_posts:{site}"


def _people(command: ExaminePosts) -> tuple[str, ...]:
    deputies = (one.deputy_chief_engineer for one in command.bodies)
    return tuple(dict.fromkeys([*(one.person for one in command.holders), *(one for one in deputies if one)]))


def dangers(profile: MiningSite) -> tuple[Danger, ...]:
    """The dangers of a mine that ask for a special body (Art 22)."""
    found: dict[Danger, bool] = {
        "outburst": profile.gas == "outburst",
        "high_gas": profile.gas == "high",
        "rock_burst": profile.rock_burst,
        "combustion": profile.combustion == "easy",
        "hydrology": profile.hydrology in {"complex", "very_complex"},
    }
    return tuple(one for one, there in found.items() if there)


@handles("mine_posts.examine", ExaminePosts, on="examined_on", reads=_reads, world=True)
def examine_posts(command: ExaminePosts, dossier: Dossier, judge: Judge) -> Outcome:
    """E-06: five posts, each with a person of its own who holds no other; what lacks is a finding, and noted."""
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    mine = yield from mine_at(command.site, dossier, judge, coal=True)
    if mine is None:
        return
    filled = {one.post for one in command.holders}
    for post in get_args(Post):
        yield from judge.note("E-06", "mine_posts.vacant", post in filled, site=command.site, post=post)
    staffed = command.technicians > 0
    yield from judge.note("E-06", "mine_posts.no_technicians", staffed, site=command.site)
    persons = [one.person for one in command.holders]
    persons += [one.deputy_chief_engineer for one in command.bodies if one.deputy_chief_engineer]
    for person in dict.fromkeys(persons):
        elsewhere = _elsewhere(person, command.site, dossier)
        yield from judge.note(
            "E-06",
            "mine_posts.not_full_time",
            persons.count(person) == 1 and elsewhere is None,
            site=command.site,
            person=person,
            other=elsewhere or command.site,
        )
    bodies = {one.danger: one for one in command.bodies}
    for danger in dangers(mine.profile):
        body = bodies.get(danger)
        whole = body is not None and body.deputy_chief_engineer is not None
        yield from judge.note("E-06", "mine_posts.no_special_body", whole, site=command.site, danger=danger)
    yield MinePostsExamined(
        site=command.site,
        enterprise=mine.site.enterprise,
        authority=command.authority,
        holders=command.holders,
        technicians=command.technicians,
        bodies=command.bodies,
        people=_people(command),
        examined_on=command.examined_on,
    )


def _elsewhere(person: str, site: str, dossier: Dossier) -> str | None:
    """Another coal mine at which the person held a post when it was last looked at."""
    known = dossier.get(MinePerson, person)
    for other in () if known is None else known.sites:
        held = dossier.get(MinePosts, other)
        if other != site and held is not None:
            deputies = {one.deputy_chief_engineer for one in held.bodies}
            if person in deputies or any(one.person == person for one in held.holders):
                return other
    return None
