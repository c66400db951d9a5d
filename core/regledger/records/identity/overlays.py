"""Overlays: sectors that are laid over a site after it was registered, and lifted again: building works in a plant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Authority
from regledger.records.enterprise import Site
from regledger.records.identity.ending import stands
from regledger.records.identity.facts import SiteLaidOver, SiteOverlayLifted

__all__ = ["LayOverSite", "LiftOverlay", "lay_over_site", "lift_overlay"]


class LayOverSite(Command, frozen=True, kw_only=True):
    """Put a site under one more sector beside its lead sector, from a day on."""

    site: Id
    overlays: tuple[Code, ...]
    """The sectors that are added."""
    authority: Id
    """Who enters it."""
    ground: Text
    """What brings the site under them: a building permit, the bounds of a park."""
    laid_over_on: date


class LiftOverlay(Command, frozen=True, kw_only=True):
    """Take a site out of a sector that was laid over it, from a day on."""

    site: Id
    overlay: Code
    authority: Id
    ground: Text
    lifted_on: date


def _reads(command: LayOverSite | LiftOverlay, dossier: Dossier) -> Iterator[str]:
    yield f"site:{command.site}"
    yield f"authority:{command.authority}"


def _entered(
    command: LayOverSite | LiftOverlay, site: Site | None, dossier: Dossier, judge: Judge
) -> Iterator[Objection]:
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    yield from stands(f"site:{command.site}", site, judge)
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    yield from stands(f"authority:{command.authority}", authority, judge)
    yield from judge.rule("REF", "site.blank", bool(command.ground.strip()), site=command.site, part="ground")


@handles("site.lay_over", LayOverSite, on="laid_over_on", reads=_reads)
def lay_over_site(command: LayOverSite, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for an unknown site or authority, a blank ground, no sector at all, or one that the site is under already."""
    site = dossier.get(Site, command.site)
    yield from _entered(command, site, dossier, judge)
    yield from judge.rule("REF", "site.no_overlay", bool(command.overlays), site=command.site)
    held = () if site is None else (site.sector, *site.overlays)
    for name in dict.fromkeys(command.overlays):
        twice = name in held or command.overlays.count(name) > 1
        yield from judge.rule("REF", "site.laid_over", not twice, site=command.site, sector=name)
    yield SiteLaidOver(
        site=command.site,
        overlays=command.overlays,
        authority=command.authority,
        ground=command.ground,
        laid_over_on=command.laid_over_on,
    )


@handles("site.lift_overlay", LiftOverlay, on="lifted_on", reads=_reads)
def lift_overlay(command: LiftOverlay, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused for an unknown site or authority, a blank ground, or a sector that is not laid over the site."""
    site = dossier.get(Site, command.site)
    yield from _entered(command, site, dossier, judge)
    laid = site is not None and command.overlay in site.overlays
    yield from judge.rule("REF", "site.not_laid_over", laid, site=command.site, sector=command.overlay)
    yield SiteOverlayLifted(
        site=command.site,
        overlay=command.overlay,
        authority=command.authority,
        ground=command.ground,
        lifted_on=command.lifted_on,
    )
