"""The licence to use hazardous chemicals in production (危险化学品安全管理条例 Arts 29–31): who needs one, found on site (F-05)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from regledger.sectors import (
    Act,
    Code,
    Command,
    Dossier,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    Licence,
    LicenceHoldings,
    Objection,
    Outcome,
    RecordedFact,
    Site,
    State,
    fact,
    handles,
    hookimpl,
)

from regledger_hazardous_chemicals.licensing import PRODUCTION
from regledger_hazardous_chemicals.parties import PARTY_TAGS, party_reads, site_of

__all__ = [
    "SITE_CHEMICAL_USE",
    "USE",
    "ChemicalUseFound",
    "RecordChemicalUse",
    "SiteChemicalUse",
    "UsedQuantity",
    "record_chemical_use",
]

USE = "hazardous_chemicals_use"


class UsedQuantity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much of a substance a plant uses, beside the quantity of the national list."""

    substance: Code
    tonnes_a_year: Decimal
    """By design, in tonnes a year."""
    listed_tonnes: Decimal
    """The least quantity a year for which a licence is needed, copied from the national list (Art 29(2)), in tonnes."""


@fact("chemical_use.found", 1, tags=PARTY_TAGS, occurred="found_on")
class ChemicalUseFound(Fact, frozen=True, kw_only=True):
    """`chemical_use.found` v1: what a plant uses in production was looked at on a legal day (Art 29)."""

    site: Id
    enterprise: Id
    authority: Id
    used: tuple[UsedQuantity, ...]
    licensed: bool
    """Whether a licence to use, or one to produce, stood on that day."""
    found_on: date


class SiteChemicalUse(State, frozen=True, kw_only=True):
    """What a site uses, as it was last found."""

    site: str
    reached: tuple[str, ...]
    """The substances whose listed quantity is reached."""
    licensed: bool
    found_on: date


def _reached(used: Sequence[UsedQuantity]) -> tuple[str, ...]:
    return tuple(one.substance for one in used if one.tonnes_a_year >= one.listed_tonnes)


def _evolve(state: SiteChemicalUse | None, recorded: RecordedFact) -> SiteChemicalUse | None:
    match recorded.body:
        case ChemicalUseFound() as body:
            return SiteChemicalUse(
                site=body.site, reached=_reached(body.used), licensed=body.licensed, found_on=body.found_on
            )
    return state


SITE_CHEMICAL_USE = Kind(
    name="site_chemical_use", tag="site", state=SiteChemicalUse, evolve=_evolve, facts=(ChemicalUseFound,)
)


class RecordChemicalUse(Command, frozen=True, kw_only=True):
    """Record what a plant uses in production, and whether it needs a licence for it."""

    site: Id
    authority: Id
    used: Annotated[tuple[UsedQuantity, ...], msgspec.Meta(min_length=1)]
    found_on: date


def _reads(command: RecordChemicalUse, dossier: Dossier) -> Iterator[str]:
    yield from party_reads(command.site, command.authority, dossier)
    site = dossier.loaded(Site, command.site)
    if site is not None:
        yield f"licence_holdings:{site.enterprise}"


@handles("chemical_use.record", RecordChemicalUse, on="found_on", reads=_reads, world=True)
def record_chemical_use(command: RecordChemicalUse, dossier: Dossier, judge: Judge) -> Outcome:
    """F-05: who uses a listed quantity has a licence to use; a producer has that to produce. What was found is recorded."""
    site = yield from site_of(command.site, command.authority, dossier, judge)
    for one in command.used:
        sound = one.tonnes_a_year >= 0 and one.listed_tonnes > 0
        yield from judge.rule("REF", "chemical_use.quantity_wrong", sound, substance=one.substance)
    if site is None:
        return
    holdings = dossier.get(LicenceHoldings, site.enterprise)
    licensed = _holds(holdings, (USE, PRODUCTION), command.site, judge.day)
    reached = _reached(command.used)
    yield from judge.note(
        "F-05",
        "chemical_use.unlicensed",
        licensed or not reached,
        site=command.site,
        substances=", ".join(reached) or "none",
    )
    yield ChemicalUseFound(
        site=command.site,
        enterprise=site.enterprise,
        authority=command.authority,
        used=command.used,
        licensed=licensed,
        found_on=command.found_on,
    )


def _holds(holdings: LicenceHoldings | None, kinds: Sequence[str], site: str, day: date) -> bool:
    """Whether a licence of one of `kinds` for `site` stands on `day`."""
    licences: tuple[Licence, ...] = () if holdings is None else holdings.licences
    return any(one.kind in kinds and one.site == site and one.valid_on(day) for one in licences)


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`chemical_use.found`."""
    return [ChemicalUseFound]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """What a site uses."""
    return [SITE_CHEMICAL_USE]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`chemical_use.record`."""
    return [record_chemical_use]


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The licences of who applies for one to use."""
    if act.name == "licence.apply" and act.command.kind == USE:
        yield f"licence_holdings:{act.command.enterprise}"


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-05: producers of hazardous chemicals need no licence to use them (Art 29)."""
    if act.name != "licence.apply" or act.command.kind != USE:
        return
    holdings = act.dossier.get(LicenceHoldings, act.command.enterprise)
    produces = _holds(holdings, (PRODUCTION,), act.command.site, judge.day)
    yield from judge.note("F-05", "chemical_use.needless", not produces, site=act.command.site)
