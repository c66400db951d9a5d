"""Whom a new record is about: the enterprise, its site and the authority that an inspection, an application and a case name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.authority import Authority
from regledger.records.enterprise import Enterprise, Site
from regledger.records.identity.ending import stands
from regledger.records.identity.heirs import belongs

__all__ = ["Parties", "parties_stand"]


class Parties(Protocol):
    """A command that begins a record about a site."""

    @property
    def enterprise(self) -> str:
        """The id of the enterprise."""
        ...

    @property
    def site(self) -> str:
        """The id of its site."""
        ...

    @property
    def authority(self) -> str:
        """The id of the authority that acts."""
        ...


def parties_stand(command: Parties, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """REF: all three are on record, and the site is the enterprise's; SEQ: none of them has ended."""
    enterprise, site = dossier.get(Enterprise, command.enterprise), dossier.get(Site, command.site)
    yield from judge.rule("REF", "enterprise.unknown", enterprise is not None, enterprise=command.enterprise)
    yield from judge.rule("REF", "site.unknown", site is not None, site=command.site)
    if site is not None:
        yield from judge.rule(
            "REF",
            "site.of_another",
            belongs(site.enterprise, command.enterprise, dossier),
            site=command.site,
            enterprise=command.enterprise,
            owner=site.enterprise,
        )
    authority = dossier.get(Authority, command.authority)
    yield from judge.rule("REF", "authority.unknown", authority is not None, authority=command.authority)
    yield from stands(f"enterprise:{command.enterprise}", enterprise, judge)
    yield from stands(f"site:{command.site}", site, judge)
    yield from stands(f"authority:{command.authority}", authority, judge)
