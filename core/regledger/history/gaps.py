"""Gaps in supervision: which enterprise, site or key project has nobody in a role on a day, and since when (S4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from regledger.clock import day_of, from_micros
from regledger.history.population import population
from regledger.records.authority import Authority
from regledger.records.supervision.facts import SupervisionRole
from regledger.records.supervision.state import Capacity, Supervised

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["ROLES", "Gap", "Gaps", "gaps"]

ROLES: Mapping[str, str] = {
    "lead": "B-03",
    "comprehensive": "B-02",
    "township": "B-04",
    "grid": "B-04",
    "duty_list": "B-05",
    "safety_body": "B-04",
}
"""Role → the rule that asks for it. The last two are of authorities: a department's list with a work-safety duty (B-01 too),
and the body that a township or zone names."""
_OVER: tuple[SupervisionRole, ...] = ("lead", "comprehensive", "township", "grid")


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """That nobody has a role over a subject on a day."""

    subject: str
    name: str
    role: str
    since: date
    """The first legal day on which nobody has had it without a break."""
    rule: str
    last: str = ""
    """The authority that had it before; empty where none had."""


class Gaps(msgspec.Struct, frozen=True, kw_only=True):
    """Every gap on a day."""

    on: date
    known_at: int
    subjects: int
    """How many enterprises, sites, key projects and authorities were looked at."""
    gaps: tuple[Gap, ...]


def gaps(ledger: Ledger, *, on: date | None = None, roles: Sequence[str] = (), known_at: int | None = None) -> Gaps:
    """The gaps on a legal day (today unless given), by what was known at a number; by role where `roles` names some.

    An enterprise's holder counts for its sites; an enterprise whose sites all have one has none lacking. After a
    succession a site is its new owner's: where there are several, each of them has to have a holder. A holder that ended
    and whose place nobody took holds nothing.

    Raises:
        StoredFactUnreadable: a fact that says who supervises cannot be read here.
    """
    day = day_of(from_micros(ledger.clock()), ledger.zone) if on is None else on
    held: dict[str, object] = {}
    kinds = ("authority", "capacity", "enterprise_supervision", "site_supervision", "key_project_supervision")
    # Days, not effective times, say what counts: an assignment may be recorded after its first day.
    for one in population(ledger, *kinds, known_at=known_at):
        held[one.subject] = one.held.state
    county = _County(held)
    subjects = [one for one in county.subjects if one.since <= day and (one.ended_on is None or day < one.ended_on)]
    found = [
        *(gap for one in subjects for role in _OVER if _asked(role, roles) for gap in county.over(one, role, day)),
        *(gap for gap in county.of_authorities(day) if _asked(gap.role, roles)),
    ]
    return Gaps(
        on=day,
        known_at=ledger.recorder.head().number if known_at is None else known_at,
        subjects=len(subjects) + sum(isinstance(one, Authority) for one in held.values()),
        gaps=tuple(sorted(found, key=lambda gap: (gap.since, gap.subject, gap.role))),
    )


def _asked(role: str, roles: Sequence[str]) -> bool:
    return not roles or role in roles


class _County:
    def __init__(self, held: Mapping[str, object]) -> None:
        self.subjects = [one for one in held.values() if isinstance(one, Supervised)]
        self._authorities = {one.authority: one for one in held.values() if isinstance(one, Authority)}
        self._capacities = [one for one in held.values() if isinstance(one, Capacity)]
        self._enterprises = {one.subject: one for one in self.subjects if one.subject.startswith("enterprise:")}
        self._sites: dict[str, list[Supervised]] = {}
        for one in self.subjects:
            if one.subject.startswith("site:"):
                for owner in self._line(one):
                    self._sites.setdefault(owner.subject, []).append(one)

    def _line(self, one: Supervised) -> list[Supervised]:
        """The enterprise with which a site or a key project was registered, and those that ever came in its place."""
        line = [owner for owner in (self._enterprises.get(f"enterprise:{one.enterprise}"),) if owner is not None]
        for owner in line:  # it grows as heirs are met
            line += [
                heir for tag in owner.heirs if (heir := self._enterprises.get(tag)) is not None and heir not in line
            ]
        return line

    def _owners(self, one: Supervised, day: date) -> list[Supervised]:
        return [owner for owner in self._line(one) if _stands(owner, day)]

    def over(self, one: Supervised, role: SupervisionRole, day: date) -> Iterator[Gap]:
        if self._holders(one, role, day):
            return
        sites = self._sites.get(one.subject, ())
        around = [one, *self._line(one), *sites, *(owner for site in sites for owner in self._line(site))]
        ended = {state.succession.on for state in self._authorities.values() if state.succession is not None}
        turns = {turn for each in around for turn in each.turns} | ended
        turns |= {each.ended_on for each in around if each.ended_on is not None}
        since, last = _back(turns, one.since, day, lambda then: self._holders(one, role, then))
        yield Gap(subject=one.subject, name=one.name, role=role, since=since, rule=ROLES[role], last=last)

    def _holders(self, one: Supervised, role: SupervisionRole, day: date) -> tuple[str, ...]:
        own = self._standing(one.holders(role, day), day)
        if own:
            return own
        if one.subject.startswith("enterprise:"):
            sites = self._sites.get(one.subject, ())
            around = [site for site in sites if _stands(site, day) and one in self._owners(site, day)]
        else:
            around = self._owners(one, day)
        each = [self._standing(other.holders(role, day), day) for other in around]
        return each[0] if each and all(each) else ()

    def _standing(self, holders: Sequence[str], day: date) -> tuple[str, ...]:
        return tuple(one for one in holders if self._goes_on(one, day))

    def _goes_on(self, authority: str, day: date) -> bool:
        state = self._authorities.get(authority)
        if state is None or state.succession is None or day < state.succession.on:
            return True
        return state.succession.continued_by is not None

    def of_authorities(self, day: date) -> Iterator[Gap]:
        for one in self._capacities:
            authority = self._authorities.get(one.authority)
            if authority is None or day < authority.registered_on or not self._stood(authority, day):
                continue
            if authority.form == "department" and one.list_on(day) is None:
                yield _lack(authority, "duty_list")
            local = authority.form == "zone" or (authority.level == "township" and authority.form == "government")
            if local and (one.named_on is None or day < one.named_on):
                yield _lack(authority, "safety_body")

    def _stood(self, authority: Authority, day: date) -> bool:
        return authority.succession is None or day < authority.succession.on


def _stands(one: Supervised, day: date) -> bool:
    return one.since <= day and (one.ended_on is None or day < one.ended_on)


def _lack(authority: Authority, role: str) -> Gap:
    subject = f"authority:{authority.authority}"
    return Gap(subject=subject, name=authority.name, role=role, since=authority.registered_on, rule=ROLES[role])


def _back(turns: set[date], first: date, day: date, holders: Callable[[date], tuple[str, ...]]) -> tuple[date, str]:
    """From `day` back over the days on which holders may change, to the first without any; and who held before."""
    since = day
    for turn in sorted((one for one in turns | {first} if first <= one <= day), reverse=True):
        held = holders(turn)
        if held:
            return since, held[0]
        since = turn
    return since, ""
