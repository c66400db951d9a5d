"""The risk of a site in points, after 应急〔2018〕19号: 100 of them, less what speaks against it.

What is remembered of the guide, and not the whole of it: every number is FROM MEMORY and can be set by a law pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from regledger.sectors import Act, Judge, RiskAssessment, RiskItem, Site

from regledger_hazardous_chemicals.profile import RECORD, ChemicalSite
from regledger_hazardous_chemicals.record import SITE_HAZARD_SOURCES, SiteHazardSources

__all__ = ["FORMULA", "assessed", "risk_reads"]

FORMULA = "YJ-19-2018/part"
WHOLE = Decimal(100)


def risk_reads(act: Act) -> Iterator[str]:
    """Profile and major hazard sources of a site that is assessed."""
    if act.name == "site.assess":
        yield f"{RECORD}:{act.command.site}"
        yield f"{SITE_HAZARD_SOURCES.name}:{act.command.site}"


def assessed(act: Act, site: Site, judge: Judge) -> RiskAssessment | None:
    """The grade of a site by its points: 1 red below 60, 2 orange, 3 yellow, 4 blue from 90 on; None without a profile."""
    if act.name != "site.assess":
        return None
    profile = act.dossier.get(ChemicalSite, site.site)
    if profile is None:
        return None
    items = (
        RiskItem(code="whole", title="Points of any site", score=WHOLE),
        RiskItem(code="source", title="Gravest major hazard source", score=-_source(act, site, judge)),
        RiskItem(code="chemicals", title="Chemicals", score=-_chemicals(profile, judge)),
        RiskItem(code="processes", title="Processes", score=-_processes(profile, judge)),
        RiskItem(
            code="distance",
            title="External safety distance",
            score=Decimal(0) if profile.distance_kept else -judge.decimal("YJ-19.distance"),
        ),
    )
    points = sum((item.score for item in items), Decimal(0))
    if points >= judge.decimal("YJ-19.blue_minimum"):
        return RiskAssessment(grade=4, formula=FORMULA, items=items)
    if points >= judge.decimal("YJ-19.yellow_minimum"):
        return RiskAssessment(grade=3, formula=FORMULA, items=items)
    red = points < judge.decimal("YJ-19.orange_minimum")
    return RiskAssessment(grade=1 if red else 2, formula=FORMULA, items=items)


def _source(act: Act, site: Site, judge: Judge) -> Decimal:
    held = act.dossier.get(SiteHazardSources, site.site)
    grades = [one.grade for one in (held.sources if held else ()) if one.grade is not None]
    return judge.decimal(f"YJ-19.source_{min(grades)}") if grades else Decimal(0)


def _chemicals(profile: ChemicalSite, judge: Judge) -> Decimal:
    points = (
        profile.explosives * judge.decimal("YJ-19.explosive")
        + profile.inhalation_toxics * judge.decimal("YJ-19.inhalation_toxic")
        + profile.key_chemicals * judge.decimal("YJ-19.key_chemical")
    )
    return min(points, judge.decimal("YJ-19.chemicals_maximum"))


def _processes(profile: ChemicalSite, judge: Judge) -> Decimal:
    points = profile.key_processes * judge.decimal("YJ-19.process")
    return min(points, judge.decimal("YJ-19.processes_maximum"))
