"""Distances of plants and stores from what the law protects (外部安全距离; Art 19; F-14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import msgspec
from regledger.sectors import (
    Authority,
    Command,
    Dossier,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    NextStep,
    Outcome,
    RecordedFact,
    Site,
    State,
    Text,
    fact,
    handles,
    hookimpl,
)

from regledger_hazardous_chemicals.parties import AT_LEAST_CITY, PARTY_TAGS, binds, party_reads, site_of
from regledger_hazardous_chemicals.profile import RECORD, ChemicalSite
from regledger_hazardous_chemicals.record import SITE_HAZARD_SOURCES, SiteHazardSources

__all__ = [
    "SITE_DISTANCES",
    "DistanceMeasured",
    "DistanceReferred",
    "MeasureDistance",
    "ReferDistance",
    "SiteDistances",
    "measure_distance",
    "refer_distance",
]

REFERRED_TO = "F-14.supervised_by"
Place = Literal["dwellings", "public_facility", "water_source", "transport", "farmland", "nature", "military", "other"]
"""What is protected, by the eight items of Art 19(1)."""


@fact("distance.measured", 1, tags=PARTY_TAGS, occurred="measured_on")
class DistanceMeasured(Fact, frozen=True, kw_only=True):
    """`distance.measured` v1: how far a plant or store lies from a protected place was measured on a legal day (Art 19)."""

    site: Id
    enterprise: Id
    authority: Id
    installation: Literal["production", "storage"]
    place: Place
    protected: Text
    """What the place is called, such as a school's name."""
    metres: Decimal
    required_metres: Decimal
    """What the standard, or the computation by it, asks for."""
    standard: Text
    """Which standard that is."""
    binding: bool
    """Whether Art 19 binds: a plant, or a store that is a major hazard source, and no filling station."""
    measured_on: date


@fact("distance.referred", 1, tags={**PARTY_TAGS, "to": "authority"}, occurred="referred_on")
class DistanceReferred(Fact, frozen=True, kw_only=True):
    """`distance.referred` v1: a distance that is short was handed to the city's department on a legal day (Art 19(2))."""

    site: Id
    enterprise: Id
    authority: Id
    to: Id
    referred_on: date


class SiteDistances(State, frozen=True, kw_only=True):
    """Which distances of a site are short, by the last measurement of each place, and when they were handed on."""

    site: str
    authority: str
    """Which measured last."""
    short: tuple[str, ...] = ()
    measured_on: date
    referred_on: date | None = None


def _evolve(state: SiteDistances | None, recorded: RecordedFact) -> SiteDistances | None:
    match recorded.body:
        case DistanceMeasured() as body:
            others = [one for one in (() if state is None else state.short) if one != body.protected]
            short = body.binding and body.metres < body.required_metres
            found = tuple(sorted([*others, body.protected] if short else others))
            # What was handed on stays so, until something more is found short.
            kept = None if state is None or (short and body.protected not in state.short) else state.referred_on
            return SiteDistances(
                site=body.site,
                authority=body.authority,
                short=found,
                measured_on=body.measured_on,
                referred_on=kept,
            )
        case DistanceReferred() as body if state is not None:
            return msgspec.structs.replace(state, referred_on=body.referred_on)
    return state


def _steps(state: SiteDistances, judge: Judge) -> Iterator[NextStep]:
    if state.short and state.referred_on is None and binds(REFERRED_TO, judge):
        yield NextStep(command="distance.refer", rule="F-14", owner="authority", since=state.measured_on)


SITE_DISTANCES = Kind(
    name="site_distances",
    tag="site",
    state=SiteDistances,
    evolve=_evolve,
    facts=(DistanceMeasured, DistanceReferred),
    steps=_steps,
)


class MeasureDistance(Command, frozen=True, kw_only=True):
    """Record how far a plant or store lies from a protected place, and how far it has to."""

    site: Id
    authority: Id
    installation: Literal["production", "storage"]
    place: Place
    protected: Text
    metres: Decimal
    required_metres: Decimal
    standard: Text
    measured_on: date


class ReferDistance(Command, frozen=True, kw_only=True):
    """Hand the distances of a site that are short to the city's department."""

    site: Id
    authority: Id
    to: Id
    referred_on: date


def _measure_reads(command: MeasureDistance, dossier: Dossier) -> Iterator[str]:
    yield from party_reads(command.site, command.authority, dossier)
    site = dossier.loaded(Site, command.site)
    if site is not None:
        yield f"{RECORD}:{command.site}"
        yield f"{SITE_HAZARD_SOURCES.name}:{command.site}"


@handles("distance.measure", MeasureDistance, on="measured_on", reads=_measure_reads, world=True)
def measure_distance(command: MeasureDistance, dossier: Dossier, judge: Judge) -> Outcome:
    """F-14: a distance that is short is noted. Stores that are no major hazard source and filling stations are not bound."""
    site = yield from site_of(command.site, command.authority, dossier, judge)
    sound = command.metres >= 0 and command.required_metres >= 0
    yield from judge.rule("REF", "distance.negative", sound, site=command.site, protected=command.protected)
    if site is None:
        return
    profile = dossier.get(ChemicalSite, command.site)
    held = dossier.get(SiteHazardSources, command.site)
    major = held is not None and any(one.is_major for one in held.sources)
    filling = profile is not None and profile.filling_station
    bound = (command.installation == "production" or major) and not filling
    yield from judge.note(
        "F-14",
        "distance.short",
        not bound or command.metres >= command.required_metres,
        site=command.site,
        protected=command.protected,
        metres=str(command.metres),
        required=str(command.required_metres),
        standard=command.standard,
    )
    yield DistanceMeasured(
        site=command.site,
        enterprise=site.enterprise,
        authority=command.authority,
        installation=command.installation,
        place=command.place,
        protected=command.protected,
        metres=command.metres,
        required_metres=command.required_metres,
        standard=command.standard,
        binding=bound,
        measured_on=command.measured_on,
    )


def _refer_reads(command: ReferDistance, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.to}"
    yield f"{SITE_DISTANCES.name}:{command.site}"
    yield from party_reads(command.site, command.authority, dossier)


@handles("distance.refer", ReferDistance, on="referred_on", reads=_refer_reads, world=True)
def refer_distance(command: ReferDistance, dossier: Dossier, judge: Judge) -> Outcome:
    """F-14: the rectification of an existing plant is supervised by the city's department."""
    site = yield from site_of(command.site, command.authority, dossier, judge)
    to = dossier.get(Authority, command.to)
    yield from judge.rule("REF", "authority.unknown", to is not None, authority=command.to)
    state = dossier.get(SiteDistances, command.site)
    short = state is not None and bool(state.short)
    yield from judge.rule("SEQ", "distance.nothing_short", short, site=command.site)
    if site is None or to is None or state is None:
        return
    if binds(REFERRED_TO, judge):
        yield from judge.rule(
            "F-14",
            "distance.referred_elsewhere",
            to.level is None or to.level in AT_LEAST_CITY,
            site=command.site,
            to=command.to,
            level=to.level,
        )
    yield DistanceReferred(
        site=command.site,
        enterprise=site.enterprise,
        authority=command.authority,
        to=command.to,
        referred_on=command.referred_on,
    )


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`distance.measured` and `.referred`."""
    return [DistanceMeasured, DistanceReferred]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """The distances of a site."""
    return [SITE_DISTANCES]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`distance.measure` and `.refer`."""
    return [measure_distance, refer_distance]
