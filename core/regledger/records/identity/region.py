"""Regions under their codes (GB/T 2260), and what lies in them.

A changed code is a new region and a succession of the old one: whatever was recorded under the old code keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.law.objections import Objection
from regledger.log.facts import RecordedFact
from regledger.log.text import Id, Text
from regledger.records.authority import Authority
from regledger.records.enterprise import Site
from regledger.records.identity.ending import stands
from regledger.records.identity.facts import AuthorityLocated, RegionEntered, SiteLocated, SubjectSucceeded
from regledger.records.identity.state import FormerName, Origin, Succession, succeeded

__all__ = [
    "REGION",
    "EnterRegion",
    "LocateAuthority",
    "LocateSite",
    "Region",
    "enter_region",
    "locate_authority",
    "locate_site",
]

_CODE = re.compile(r"[1-9][0-9]{5}")


class Region(State, frozen=True, kw_only=True):
    """A region under one code."""

    region: str
    name: str
    entered_on: date
    former_names: tuple[FormerName, ...] = ()
    predecessors: tuple[Origin, ...] = ()
    succession: Succession | None = None


def _evolve(state: Region | None, recorded: RecordedFact) -> Region | None:
    match recorded.body:
        case RegionEntered() as body:
            return Region(region=body.region, name=body.name, entered_on=body.entered_on)
        case SubjectSucceeded() as body if state is not None:
            return succeeded(state, f"region:{state.region}", body)
    return state


REGION = Kind(name="region", state=Region, evolve=_evolve, facts=(RegionEntered, SubjectSucceeded))


class EnterRegion(Command, frozen=True, kw_only=True):
    """Enter a region under its six-digit code."""

    region: Id
    name: Text
    authority: Id
    entered_on: date


class LocateSite(Command, frozen=True, kw_only=True):
    """Enter in which region a site lies from a day on."""

    site: Id
    region: Id
    authority: Id
    located_on: date


class LocateAuthority(Command, frozen=True, kw_only=True):
    """Enter of which region an authority is from a day on."""

    located: Id
    region: Id
    authority: Id
    located_on: date


def _enter_reads(command: EnterRegion, dossier: Dossier) -> Iterator[str]:
    yield f"region:{command.region}"
    yield f"authority:{command.authority}"


@handles("region.enter", EnterRegion, on="entered_on", reads=_enter_reads, role="approve", shared=True)
def enter_region(command: EnterRegion, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for what is no code of six digits, one that is entered already, or a blank name."""
    formed = _CODE.fullmatch(command.region) is not None
    yield from judge.rule("REF", "region.code_wrong", formed, region=command.region)
    yield from judge.rule("REF", "region.taken", not dossier.known(Region, command.region), region=command.region)
    yield from judge.rule("REF", "region.blank", bool(command.name.strip()), region=command.region)
    yield from _entered_by(command.authority, dossier, judge)
    yield RegionEntered(
        region=command.region, name=command.name, authority=command.authority, entered_on=command.entered_on
    )


def _entered_by(authority: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    known = dossier.get(Authority, authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=authority)


def _region_stands(region: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    state = dossier.get(Region, region)
    yield from judge.rule("REF", "region.unknown", state is not None, region=region)
    yield from stands(f"region:{region}", state, judge)


def _site_reads(command: LocateSite, dossier: Dossier) -> Iterator[str]:
    yield f"site:{command.site}"
    yield f"region:{command.region}"
    yield f"authority:{command.authority}"


@handles("site.locate", LocateSite, on="located_on", reads=_site_reads)
def locate_site(command: LocateSite, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the site or the region is unknown or has ended by that day, or it lies there already."""
    site = dossier.get(Site, command.site)
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    yield from stands(f"site:{command.site}", site, judge)
    yield from _region_stands(command.region, dossier, judge)
    yield from _entered_by(command.authority, dossier, judge)
    elsewhere = site is None or site.region != command.region
    yield from judge.rule(
        "SEQ", "region.there_already", elsewhere, subject=f"site:{command.site}", region=command.region
    )
    yield SiteLocated(
        site=command.site, region=command.region, authority=command.authority, located_on=command.located_on
    )


def _authority_reads(command: LocateAuthority, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.located}"
    yield f"region:{command.region}"
    yield f"authority:{command.authority}"


def _located(command: LocateAuthority, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.located}"


@handles(
    "authority.locate", LocateAuthority, on="located_on", reads=_authority_reads, role="approve", concerns=_located
)
def locate_authority(command: LocateAuthority, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the authority or the region is unknown or has ended by that day, or it is there already."""
    located = dossier.get(Authority, command.located)
    yield from judge.rule("REF", "authority.unknown", located is not None, authority=command.located)
    yield from stands(f"authority:{command.located}", located, judge)
    yield from _region_stands(command.region, dossier, judge)
    yield from _entered_by(command.authority, dossier, judge)
    elsewhere = located is None or located.region != command.region
    yield from judge.rule(
        "SEQ", "region.there_already", elsewhere, subject=f"authority:{command.located}", region=command.region
    )
    yield AuthorityLocated(
        located=command.located, region=command.region, authority=command.authority, located_on=command.located_on
    )
