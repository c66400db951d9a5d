"""Whether inspections hit: visits, findings, what is overdue by risk, what came back, by lot against by plan (S8)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from regledger.clock import When, day_of, from_micros
from regledger.history.population import population
from regledger.records.hazard.facts import HazardFound
from regledger.records.inspection.facts import InspectionRecorded

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Effect", "EffectList", "Hits", "effect"]

HUNDREDTH = Decimal("0.01")
RISKS = {1: "red", 2: "orange", 3: "yellow", 4: "blue"}


class Hits(msgspec.Struct, frozen=True, kw_only=True):
    """Visits of one manner, and those that found a hazard."""

    visits: int = 0
    hits: int = 0
    rate: Decimal | None = None
    """Hits of visits, to the hundredth; None without a visit."""


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What the inspections of one authority brought about."""

    authority: str
    visits: int
    sites: int
    findings: int
    major: int
    per_visit: Decimal
    """Findings a visit, to the hundredth."""
    recurred: int
    """Findings of a criterion, or where there is none of a description, that the same site had before."""
    overdue: dict[str, int]
    """Found in these visits, not cleared on the day and past their last day, by the grade of the site's risk
    (`red`, `orange`, `yellow`, `blue`, `ungraded`)."""
    by_plan: Hits
    by_lot: Hits
    otherwise: Hits
    """For another occasion, or none that was recorded."""


class EffectList(msgspec.Struct, frozen=True, kw_only=True):
    """By authority."""

    on: When
    known_at: int
    since: date | None
    until: date | None
    authorities: tuple[Effect, ...]


def effect(
    ledger: Ledger,
    *,
    since: date | None = None,
    until: date | None = None,
    on: When | None = None,
    known_at: int | None = None,
) -> EffectList:
    """What the inspections from `since` to `until` (both days count) brought about, as of a day.

    Args:
        ledger: where.
        since: the first day of a visit that counts.
        until: the last one.
        on: E, the day on which it is judged; today unless given.
        known_at: K, a number; the head where it is None.
    """
    at = from_micros(ledger.clock()) if on is None else on
    known = ledger.recorder.head().number if known_at is None else known_at
    day = day_of(at, ledger.zone)
    visits: dict[str, InspectionRecorded] = {}
    hazards: list[tuple[HazardFound, Any]] = []
    risk: dict[str, str] = {}
    for member in population(ledger, "inspection", "hazard", "site", on=at, known_at=known):
        state = member.held.state
        bodies = [fact.body for fact in member.facts]
        if member.kind.name == "site":
            risk[state.site] = RISKS[state.risk.grade] if state.risk is not None else "ungraded"
        elif member.kind.name == "inspection":
            visits.update({one.inspection: one for one in bodies if isinstance(one, InspectionRecorded)})
        else:
            hazards += ((one, state) for one in bodies if isinstance(one, HazardFound))
    within = {
        name: one
        for name, one in visits.items()
        if (since is None or one.inspected_on >= since) and (until is None or one.inspected_on <= until)
    }
    again = _recurring([found for found, _ in hazards])
    listed = (
        _of(name, within, hazards, again, risk, day) for name in sorted({one.authority for one in within.values()})
    )
    return EffectList(on=at, known_at=known, since=since, until=until, authorities=tuple(listed))


def _recurring(found: list[HazardFound]) -> set[str]:
    """The hazards of which the same site had one before."""
    seen: dict[tuple[str, str], HazardFound] = {}
    again = set()
    for one in sorted(found, key=lambda each: (each.found_on, each.hazard)):
        key = (one.site, one.criterion or one.description.strip())
        first = seen.setdefault(key, one)
        if first.inspection != one.inspection:
            again.add(one.hazard)
    return again


def _of(
    authority: str,
    within: dict[str, InspectionRecorded],
    hazards: list[tuple[HazardFound, Any]],
    again: set[str],
    risk: dict[str, str],
    day: date,
) -> Effect:
    visits = {name: one for name, one in within.items() if one.authority == authority}
    own = [(found, state) for found, state in hazards if found.inspection in visits]
    late = [
        found for found, state in own if state.cleared_on is None and state.due_on is not None and state.due_on < day
    ]
    hit = {found.inspection for found, _ in own}
    manner: dict[str, list[str]] = {"plan": [], "lot": [], "other": []}
    for name, one in visits.items():
        manner["lot" if one.draw else "plan" if one.plan else "other"].append(name)
    return Effect(
        authority=authority,
        visits=len(visits),
        sites=len({one.site for one in visits.values()}),
        findings=len(own),
        major=sum(found.level == "major" for found, _ in own),
        per_visit=_ratio(len(own), len(visits)) or Decimal(0),
        recurred=sum(found.hazard in again for found, _ in own),
        overdue=dict(sorted(Counter(risk.get(found.site, "ungraded") for found in late).items())),
        by_plan=_hits(manner["plan"], hit),
        by_lot=_hits(manner["lot"], hit),
        otherwise=_hits(manner["other"], hit),
    )


def _hits(visits: list[str], hit: set[str]) -> Hits:
    hits = sum(one in hit for one in visits)
    return Hits(visits=len(visits), hits=hits, rate=_ratio(hits, len(visits)))


def _ratio(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) / whole).quantize(HUNDREDTH, ROUND_HALF_UP) if whole else None
