"""The mine that an act is about: its site and its profile, for the rules of every field of law."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import msgspec
from regledger.sectors import Act, Dossier, Judge, Objection, Site

from regledger_mining.profile import COAL, RECORD, MiningSite

__all__ = ["Mine", "coal_at", "mine_at", "mine_reads", "profile_reads"]

SECTOR = "mining"


class Mine(msgspec.Struct, frozen=True, kw_only=True):
    """A site and what is known of it."""

    site: Site
    profile: MiningSite

    @property
    def coal(self) -> bool:
        """Whether 煤矿安全生产条例 binds it."""
        return self.profile.kind in COAL


def mine_reads(site: str) -> Iterator[str]:
    """The site, which leads to the sectors to ask, and its profile."""
    yield f"site:{site}"
    yield f"{RECORD}:{site}"


def mine_at(
    site: str, dossier: Dossier, judge: Judge, *, coal: bool = False
) -> Generator[Objection, None, Mine | None]:
    """REF: the site is on record, and is profiled as a mine; where `coal` is asked for, as a coal mine."""
    held, profile = dossier.get(Site, site), dossier.get(MiningSite, site)
    yield from judge.rule("REF", "site.unknown", held is not None, site=site)
    if held is None:
        return None
    yield from judge.rule("REF", "mine.not_profiled", profile is not None, site=site)
    if profile is None:
        return None
    if coal:
        yield from judge.rule("REF", "mine.no_coal_mine", profile.kind in COAL, site=site, kind=profile.kind)
    return Mine(site=held, profile=profile)


def profile_reads(act: Act) -> Iterator[str]:
    """The profile of every mine that the act reads."""
    for site in act.dossier.all(Site):
        if SECTOR in (site.sector, *site.overlays):
            yield f"{RECORD}:{site.site}"


def coal_at(act: Act, site: str) -> bool:
    """Whether that site is profiled as a coal mine."""
    profile = act.dossier.loaded(MiningSite, site)
    return profile is not None and profile.kind in COAL
