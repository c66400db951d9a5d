"""Whom and what a record of the sector names: a site, and the authority that enters it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date

from regledger.sectors import Authority, Dossier, Judge, Objection, Site

__all__ = ["AT_LEAST_CITY", "PARTY_TAGS", "binds", "first_entered", "in_order", "party_reads", "site_of"]

PARTY_TAGS = {"site": "site", "enterprise": "enterprise", "authority": "authority"}
"""Of facts about a site."""

AT_LEAST_CITY = frozenset({"city", "province", "state"})
"""Levels of authority from the city with districts up (设区的市级以上)."""


def party_reads(site: str, authority: str, dossier: Dossier) -> Iterator[str]:
    """The site, its enterprise and the authority."""
    yield f"site:{site}"
    yield f"authority:{authority}"
    state = dossier.loaded(Site, site)
    if state is not None:
        yield f"enterprise:{state.enterprise}"


def site_of(site: str, authority: str, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Site | None]:
    """The site, once it and the authority are known; REF for each that is not on record on the day."""
    state = dossier.get(Site, site)
    stands = dossier.get(Authority, authority) is not None
    yield from judge.rule("REF", "site.unknown", state is not None, site=site)
    yield from judge.rule("REF", "authority.unknown", stands, authority=authority)
    return state if stands else None


def first_entered(subject: str, taken: bool, judge: Judge) -> Iterator[Objection]:
    """REF where `subject`, as `kind:id`, is on record already."""
    yield from judge.rule("REF", "record.taken", not taken, subject=subject)


def in_order(subject: str, first: date, judge: Judge) -> Iterator[Objection]:
    """SEQ where the act is dated before `first`, the day of what it follows."""
    yield from judge.rule("SEQ", "record.too_early", first <= judge.day, subject=subject, first=first, day=judge.day)


def binds(parameter: str, judge: Judge, *, on: date | None = None) -> bool:
    """Whether the law of a day, that of the act unless given, has `parameter`.

    Its value then counts as used: a rule on a number that nobody compared with the law of the day warns and does not refuse.
    """
    day = on or judge.day
    if not judge.law.has(parameter, on=day):
        return False
    judge.law.value(parameter, on=day)
    return True
