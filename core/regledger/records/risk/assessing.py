"""Assessing a site: its lead sector's formula, asked on a day and recorded with every line of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.figures import total
from regledger.log.text import Id
from regledger.records.authority import Authority
from regledger.records.enterprise import Site
from regledger.records.identity.ending import stands
from regledger.records.risk.facts import SiteAssessed

__all__ = ["AssessSite", "assess_site"]


class AssessSite(Command, frozen=True, kw_only=True):
    """Grade the risk of a site by the formula of its lead sector, from what is on record that day."""

    site: Id
    authority: Id
    assessed_on: date


def _reads(command: AssessSite, dossier: Dossier) -> Iterator[str]:
    yield f"site:{command.site}"
    yield f"authority:{command.authority}"


@handles("site.assess", AssessSite, on="assessed_on", reads=_reads, role="propose")
def assess_site(command: AssessSite, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the site's lead sector has no formula, or cannot say a grade from what is on record."""
    site, authority = dossier.get(Site, command.site), dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    yield from stands(f"site:{command.site}", site, judge)
    yield from stands(f"authority:{command.authority}", authority, judge)
    if site is None:
        return
    found = judge.sectors.risk(site, judge)
    yield from judge.rule("REF", "site.no_assessment", found is not None, site=command.site, sector=site.sector)
    if found is None:
        return
    yield SiteAssessed(
        site=command.site,
        enterprise=site.enterprise,
        authority=command.authority,
        sector=site.sector,
        grade=found.grade,
        score=total(item.score for item in found.items),
        formula=found.formula,
        items=found.items,
        assessed_on=command.assessed_on,
    )
