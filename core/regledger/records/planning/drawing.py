"""The random draw of sites and officers: announced with its inputs, then made so that anybody can make it again (I-13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Sha256
from regledger.records.authority import Authority, Officer, officer_reads
from regledger.records.enterprise import Site
from regledger.records.identity.ending import stands
from regledger.records.identity.heirs import acting, acting_reads
from regledger.records.period import period_in_force
from regledger.records.planning.facts import Apart, Assigned, DrawAnnounced, DrawMade
from regledger.records.planning.lot import drawn, pool_digest
from regledger.records.planning.state import Draw, Plan

__all__ = ["AnnounceDraw", "MakeDraw", "announce_draw", "make_draw"]


class AnnounceDraw(Command, frozen=True, kw_only=True):
    """Publish the pools and the seed of a random draw."""

    draw: Id
    authority: Id
    plan: Id | None = None
    operation: Id | None = None
    objects: tuple[Id, ...]
    officers: tuple[Id, ...]
    apart: tuple[Apart, ...] = ()
    seed: Code
    take: int
    team: int = 2
    announced_on: date


def _announce_reads(command: AnnounceDraw, dossier: Dossier) -> Iterator[str]:
    yield from (f"draw:{command.draw}", f"authority:{command.authority}")
    if command.plan is not None:
        yield f"plan:{command.plan}"
        plan = dossier.loaded(Plan, command.plan)
        yield from () if plan is None else acting_reads(plan.authority, dossier)
    if command.operation is not None and dossier.readable(f"operation:{command.operation}"):
        yield f"operation:{command.operation}"
    yield from (f"site:{one}" for one in command.objects)
    yield from officer_reads(command.officers)


@handles("draw.announce", AnnounceDraw, on="announced_on", reads=_announce_reads, role="propose")
def announce_draw(command: AnnounceDraw, dossier: Dossier, judge: Judge) -> Outcome:
    """I-13: pools without the plan's key units, from which every site drawn can be given its officers (A-01: two at least)."""
    new = not dossier.known(Draw, command.draw)
    yield from judge.rule("REF", "draw.taken", new, draw=command.draw)
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    yield from stands(f"authority:{command.authority}", authority, judge)
    if command.operation is not None:
        tag = f"operation:{command.operation}"
        known = not dossier.readable(tag) or dossier.last(tag) is not None
        yield from judge.rule("REF", "draw.operation_unknown", known, operation=command.operation)
    for one in command.objects:
        yield from judge.rule("REF", "site.unknown", dossier.get(Site, one) is not None, site=one)
    for one in command.officers:
        yield from judge.rule("REF", "officer.unknown", dossier.get(Officer, one) is not None, officer=one)
    yield from judge.rule("REF", "draw.seed_blank", bool(command.seed.strip()), draw=command.draw)
    for kept in command.apart:
        known = kept.site in command.objects and kept.officer in command.officers
        yield from judge.rule(
            "REF", "draw.apart_of_no_pool", known, draw=command.draw, site=kept.site, officer=kept.officer
        )
    for pool in (command.objects, command.officers):
        yield from judge.rule("REF", "draw.pool_repeats", len(set(pool)) == len(pool), draw=command.draw)
    enough = 1 <= command.take <= len(command.objects)
    yield from judge.rule(
        "REF", "draw.takes_too_many", enough, draw=command.draw, take=command.take, pool=len(command.objects)
    )
    asked = judge.whole("A-01.officers")
    yield from judge.rule("A-01", "draw.team_too_small", command.team >= asked, team=command.team, asked=asked)
    yield from _against_plan(command, dossier, judge)
    for site in command.objects:
        barred = {one.officer for one in command.apart if one.site == site}
        free = len(set(command.officers) - barred)
        yield from judge.rule(
            "I-13", "draw.team_unfilled", free >= command.team, site=site, free=free, team=command.team
        )
    yield DrawAnnounced(
        draw=command.draw,
        authority=command.authority,
        plan=command.plan,
        operation=command.operation,
        objects=command.objects,
        officers=command.officers,
        apart=command.apart,
        seed=command.seed,
        take=command.take,
        team=command.team,
        pool_digest=pool_digest(command.objects, command.officers, command.apart),
        announced_on=command.announced_on,
    )


def _against_plan(command: AnnounceDraw, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    if command.plan is None:
        return
    plan = dossier.get(Plan, command.plan)
    yield from judge.rule("REF", "plan.unknown", plan is not None, plan=command.plan)
    if plan is None:
        return
    yield from judge.rule("SEQ", "plan.not_approved", plan.approved_on is not None, plan=command.plan)
    yield from judge.rule(
        "B-22",
        "inspection.plan_of_another",
        acting(plan.authority, dossier) == command.authority or command.operation is not None,
        plan=command.plan,
        owner=plan.authority,
        authority=command.authority,
    )
    key = sorted({unit.site for unit in plan.units if unit.weight == "key"} & set(command.objects))
    yield from judge.rule(
        "I-13", "draw.key_unit_in_pool", not key, draw=command.draw, plan=command.plan, sites=", ".join(key)
    )


class MakeDraw(Command, frozen=True, kw_only=True):
    """Draw, by the announced seed; what somebody else drew may be given, and has to follow from it."""

    draw: Id
    pool_digest: Sha256 | None = None
    assigned: tuple[Assigned, ...] | None = None
    drawn_on: date


def _make_reads(command: MakeDraw, dossier: Dossier) -> Iterator[str]:
    yield f"draw:{command.draw}"
    draw = dossier.loaded(Draw, command.draw)
    if draw is not None:
        yield f"authority:{draw.authority}"


@handles("draw.make", MakeDraw, on="drawn_on", reads=_make_reads, role="propose")
def make_draw(command: MakeDraw, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: what is drawn follows from the announced inputs; I-13: these were published beforehand."""
    draw = dossier.get(Draw, command.draw)
    yield from judge.rule("REF", "draw.unknown", draw is not None, draw=command.draw)
    if draw is None:
        return
    latest = dossier.latest(Draw, command.draw) or draw
    yield from judge.rule("SEQ", "draw.made_already", latest.drawn_on is None, draw=command.draw, drawn=latest.drawn_on)
    follows = drawn(draw.seed, draw.objects, draw.officers, draw.apart, take=draw.take, team=draw.team)
    yield from judge.rule(
        "REF", "draw.pool_differs", command.pool_digest in (None, draw.pool_digest), announced=draw.pool_digest
    )
    yield from judge.rule(
        "REF",
        "draw.does_not_follow",
        command.assigned in (None, follows),
        draw=command.draw,
        follows="; ".join(f"{one.site} {', '.join(one.officers)}" for one in follows),
    )
    first = period_in_force(judge, "I-13.beforehand", draw.announced_on, on=draw.announced_on)
    yield from judge.rule(
        "I-13",
        "draw.not_announced_beforehand",
        first is None or command.drawn_on >= first.day,
        draw=command.draw,
        announced=draw.announced_on,
        first=None if first is None else first.day,
    )
    yield DrawMade(
        draw=command.draw,
        authority=draw.authority,
        pool_digest=draw.pool_digest,
        seed=draw.seed,
        assigned=follows,
        drawn_on=command.drawn_on,
    )
