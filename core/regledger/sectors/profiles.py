"""Site profiles: from the schema that a sector gives, the fact, the command and the record of what it knows of a site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Handler, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.log.facts import Fact, Lift, RecordedFact, fact
from regledger.log.text import Id
from regledger.records.authority import Authority
from regledger.records.enterprise import Site
from regledger.records.identity.ending import stands
from regledger.sectors.declared import SiteProfile

__all__ = ["Profiled", "made_of"]


class Profiled(msgspec.Struct, frozen=True, kw_only=True):
    """What the core makes of one site profile."""

    fact: type[Fact]
    """`<sector>_site.profiled`."""
    kind: Kind[Any]
    """`<sector>_site`, whose state is the schema."""
    handler: Handler
    """`<sector>_site.profile`."""


def made_of(sector: str, declared: SiteProfile) -> Profiled:
    """The fact, the record and the command of a sector's site profile.

    Args:
        sector: its name.
        declared: its schema, with version and titles.

    Raises:
        BadFact: the schema has a float, a text that is declared neither public nor personal, or what else no fact has.
        OpenCommand: a part of the schema lets unknown fields pass.
    """
    name = f"{sector}_site"
    body = _fact(name, declared)
    return Profiled(
        fact=body,
        kind=Kind(name=name, state=declared.schema, evolve=_evolve, facts=(body,), tag="site"),
        handler=_handler(name, sector, declared, body),
    )


def _evolve(state: State | None, recorded: RecordedFact) -> State | None:
    profile: State = getattr(recorded.body, "profile")  # noqa: B009 - the field is made below, so no checker knows it
    return profile


def _fact(name: str, declared: SiteProfile) -> type[Fact]:
    what = f"what is known of a site as {declared.title} ({declared.title_zh})"
    made = msgspec.defstruct(
        f"{declared.schema.__name__}Profiled",
        [
            ("site", Id),
            ("enterprise", Id),
            ("authority", Id),
            ("profile", declared.schema),
            ("profiled_on", date),
        ],
        bases=(Fact,),
        namespace={
            "__doc__": f"`{name}.profiled` v{declared.version}: {what}, on a legal day; it replaces the one before."
        },
        module=declared.schema.__module__,
        frozen=True,
        kw_only=True,
    )
    body = cast("type[Fact]", made)
    return fact(
        f"{name}.profiled",
        declared.version,
        tags={"site": "site", "enterprise": "enterprise", "authority": "authority"},
        occurred="profiled_on",
        lifts={version: _lifted(lift) for version, lift in declared.lifts.items()},
        asserted="mapped",
    )(body)


def _lifted(lift: Lift) -> Lift:
    return lambda body: {**body, "profile": lift(body["profile"])}


def _handler(name: str, sector: str, declared: SiteProfile, recorded: type[Fact]) -> Handler:
    made = msgspec.defstruct(
        f"{declared.schema.__name__}Profile",
        [("site", Id), ("authority", Id), ("profile", declared.schema), ("profiled_on", date)],
        bases=(Command,),
        namespace={
            "__doc__": f"Say what is known of a site as {declared.title} ({declared.title_zh}), all of it anew."
        },
        module=declared.schema.__module__,
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )

    command = cast("type[Command]", made)

    def decide(given: Any, dossier: Dossier, judge: Judge) -> Outcome:
        site, authority = dossier.get(Site, given.site), dossier.get(Authority, given.authority)
        yield from judge.rule("REF", "site.unknown", site is not None, site=given.site)
        yield from judge.rule("REF", "authority.unknown", authority is not None, authority=given.authority)
        yield from stands(f"site:{given.site}", site, judge)
        yield from stands(f"authority:{given.authority}", authority, judge)
        if site is None:
            return
        sectors = (site.sector, *site.overlays)
        yield from judge.rule(
            "REF",
            "site.of_other_sectors",
            sector in sectors,
            site=given.site,
            sector=sector,
            sectors=", ".join(sectors),
        )
        yield recorded(
            site=given.site,
            enterprise=site.enterprise,
            authority=given.authority,
            profile=given.profile,
            profiled_on=given.profiled_on,
        )

    return handles(f"{name}.profile", command, on="profiled_on", reads=_reads)(decide)


def _reads(given: Any, dossier: Dossier) -> Iterator[str]:
    yield f"site:{given.site}"
    yield f"authority:{given.authority}"
