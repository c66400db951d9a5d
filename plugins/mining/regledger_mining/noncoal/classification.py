"""Findings that figures decide together with what is known of the site (E-13 item 30; E-15 items 4 and 16)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from regledger.sectors import Act, Classification, Finding, Judge

from regledger_mining.profile import RECORD, MiningSite
from regledger_mining.tailings.pond import TAILINGS_POND, TailingsPond

__all__ = ["FIGURES", "classification_reads", "classified"]

YEAR, MONTH = "year_tonnes", "month_tonnes"
"""Tonnes won in a calendar year, in a month."""
DAM, STORED = "dam_height_m", "stored_10k_m3"
"""Metres of the dam; tailings in store, in 10,000 cubic metres."""
ROAD = "emergency_road_in_order"
FIGURES = (YEAR, MONTH, DAM, STORED, ROAD)

OUTPUT, OVER_DESIGN, NO_ROAD = "noncoal-2022/1.30", "noncoal-2022/3.4", "noncoal-2022/3.16"


def classification_reads(act: Act) -> Iterator[str]:
    """Profile and grade of a site where one of the figures was measured."""
    if act.name != "inspection.record":
        return
    if any(one.figure(name) is not None for one in act.command.hazards for name in FIGURES):
        yield f"{RECORD}:{act.command.site}"
        yield f"{TAILINGS_POND.name}:{act.command.site}"


def classified(act: Act, finding: Finding, judge: Judge) -> Classification | None:
    """A major hazard by one of the three items; None where nothing was measured, or nothing is known to compare it with."""
    if act.name != "inspection.record" or all(finding.figure(name) is None for name in FIGURES):
        return None
    profile = act.dossier.get(MiningSite, act.command.site)
    if profile is None:
        return None
    if profile.kind == "metal_underground":
        return _output(finding, profile, judge)
    if profile.kind == "tailings":
        return _over_design(finding, profile) or _road(act, finding, judge)
    return None


def _output(finding: Finding, profile: MiningSite, judge: Judge) -> Classification | None:
    design = profile.approved_tonnes_year
    if not design or not judge.law.has("E-13.year_over", on=judge.day):
        return None
    limits = (
        (YEAR, design * (1 + judge.decimal("E-13.year_over")), "t in the year"),
        (MONTH, design * judge.decimal("E-13.month_share"), "t in the month"),
    )
    for name, limit, what in limits:
        won = finding.figure(name)
        if won is not None and won >= limit:
            return _major(OUTPUT, f"{won:f} {what}, {limit:f} and more by a design of {design} t a year")
    return None


def _over_design(finding: Finding, profile: MiningSite) -> Classification | None:
    limits: tuple[tuple[str, Decimal | None, str], ...] = (
        (DAM, profile.design_dam_height_m, "m of dam"),
        (STORED, profile.design_volume_10k_m3, "times 10,000 cubic metres in store"),
    )
    for name, limit, what in limits:
        found = finding.figure(name)
        if found is not None and limit is not None and found > limit:
            return _major(OVER_DESIGN, f"{found:f} {what}, and the design has {limit:f}")
    return None


def _road(act: Act, finding: Finding, judge: Judge) -> Classification | None:
    pond = act.dossier.get(TailingsPond, act.command.site)
    in_order = finding.figure(ROAD)
    if pond is None or in_order is None or in_order != 0 or not judge.law.has("E-15.road_grade", on=judge.day):
        return None
    if pond.above_dwellings or pond.grade <= judge.whole("E-15.road_grade"):
        what = "above dwellings" if pond.above_dwellings else f"of grade {pond.grade}"
        return _major(NO_ROAD, f"a pond {what} without its emergency road")
    return None


def _major(criterion: str, found: str) -> Classification:
    return Classification(level="major", criterion=criterion, found=found)
