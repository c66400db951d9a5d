"""Finding that a coal mine produces in spite of a major hazard (煤矿安全生产条例 Arts 36, 64, 70)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Hazard,
    Id,
    Judge,
    Officer,
    Outcome,
    Text,
    handles,
)

from regledger_mining.closure.facts import UnsafeProductionFound
from regledger_mining.closure.state import (
    SITE_UNSAFE_PRODUCTION,
    UNSAFE_PRODUCTION,
    SiteUnsafeProduction,
    UnsafeProduction,
    repeated,
)
from regledger_mining.mines import mine_at, mine_reads
from regledger_mining.stoppage.state import SITE_STOPPAGES, SiteStoppages

__all__ = ["FindUnsafeProduction", "find_unsafe_production"]


class FindUnsafeProduction(Command, frozen=True, kw_only=True):
    """Record that a coal mine was found producing in spite of a major hazard."""

    finding: Id
    hazards: tuple[Id, ...]
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    description: Text
    found_on: date


def _reads(command: FindUnsafeProduction, dossier: Dossier) -> Iterator[str]:
    yield f"{UNSAFE_PRODUCTION.name}:{command.finding}"
    yield f"{SITE_UNSAFE_PRODUCTION.name}:{command.site}"
    yield f"{SITE_STOPPAGES.name}:{command.site}"
    yield f"authority:{command.authority}"
    yield from mine_reads(command.site)
    yield from (f"hazard:{one}" for one in command.hazards)
    yield from (f"officer:{one}" for one in command.officers)


@handles("unsafe_production.find", FindUnsafeProduction, on="found_on", reads=_reads, world=True)
def find_unsafe_production(command: FindUnsafeProduction, dossier: Dossier, judge: Judge) -> Outcome:
    """E-17: a major hazard of the mine stood; E-19: what follows from the second time is told; E-20: so is a stop that was broken."""
    taken = dossier.latest(UnsafeProduction, command.finding)
    yield from judge.rule("REF", "unsafe_production.taken", taken is None, finding=command.finding)
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    for one in command.officers:
        yield from judge.rule("REF", "officer.unknown", dossier.get(Officer, one) is not None, officer=one)
    mine = yield from mine_at(command.site, dossier, judge, coal=True)
    if mine is None:
        return
    held = [dossier.get(Hazard, one) for one in command.hazards]
    for id, hazard in zip(command.hazards, held, strict=True):
        yield from judge.rule("REF", "hazard.unknown", hazard is not None, hazard=id)
    standing = any(
        one is not None and one.site == command.site and one.level == "major" and one.cleared_on is None for one in held
    )
    yield from judge.rule("E-17", "unsafe_production.no_major_hazard", standing, finding=command.finding)
    before = dossier.get(SiteUnsafeProduction, command.site) or SiteUnsafeProduction()
    days = (*(day for day, _ in before.findings), command.found_on)
    enough = repeated(days, judge)
    yield from judge.note("E-19", "unsafe_production.again", not enough, site=command.site, number=len(enough))
    stops = dossier.get(SiteStoppages, command.site)
    stopped = () if stops is None else stops.standing_on(judge.day)
    yield from judge.note(
        "E-20", "unsafe_production.during_stop", not stopped, site=command.site, stoppage=", ".join(stopped)
    )
    yield UnsafeProductionFound(
        finding=command.finding,
        hazards=command.hazards,
        enterprise=mine.site.enterprise,
        site=command.site,
        authority=command.authority,
        officers=command.officers,
        description=command.description,
        found_on=command.found_on,
    )
