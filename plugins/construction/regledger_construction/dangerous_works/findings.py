"""What an inspector measured of works, where plan or experts were wanting: the fourth item of Art 4 (G-10, G-15)."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, Classification, Finding, Judge

from regledger_construction.dangerous_works.classifier import (
    KIND_OF_FIGURE,
    KINDS,
    Classified,
    classified_works,
    in_force,
)

__all__ = ["PLAN", "REVIEW", "UNPLANNED", "classified_finding"]

UNPLANNED = "works-2024/4.4"
PLAN = "special_plan"
"""The figure that says whether a plan of the works was shown: 1 or 0."""
REVIEW = "expert_review"
"""The figure that says whether the experts' report on it was shown: 1 or 0."""


def classified_finding(act: Act, finding: Finding, judge: Judge) -> Classification | None:
    """Works that are dangerous by their figures and have no plan, or over-scale and no experts; None where neither lacks."""
    if act.name != "inspection.record" or not in_force(judge):
        return None
    lacks = {name for name in (PLAN, REVIEW) if finding.figure(name) == 0}
    if not lacks:
        return None
    for found in _works(finding, judge):
        if PLAN in lacks and found.scale != "none":
            return _major(f"{found.scale} works ({found.ground}), and no plan was shown")
        if REVIEW in lacks and found.scale == "over_scale":
            return _major(f"over-scale works ({found.ground}), and no review by experts was shown")
    return None


def _works(finding: Finding, judge: Judge) -> Iterator[Classified]:
    figures = {one.name: one.value for one in finding.measured}
    for kind in dict.fromkeys(KIND_OF_FIGURE[name] for name in figures if name in KIND_OF_FIGURE):
        yield classified_works(kind, {name: figures[name] for name in KINDS[kind].figures if name in figures}, judge)


def _major(found: str) -> Classification:
    return Classification(level="major", criterion=UNPLANNED, found=found)
