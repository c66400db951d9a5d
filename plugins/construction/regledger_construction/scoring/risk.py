"""The risk of a construction site by its last score, and by whether over-scale works are under way (G-18).

No text sets the grade: what stands in the parameters `G-18.risk_…` is the sector's proposal, for a law pack to replace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from regledger.sectors import Act, Judge, LawError, RiskAssessment, RiskItem, Site

from regledger_construction.dangerous_works.record import SITE_DANGEROUS_WORKS, SiteDangerousWorks
from regledger_construction.scoring.record import SITE_WORKS_SCORE, SiteWorksScore

__all__ = ["FORMULA", "assessed", "risk_reads"]

FORMULA = "JGJ-59-2011/site"
RED_TO_BLUE: Mapping[int, Literal[1, 2, 3, 4]] = {1: 1, 2: 2, 3: 3, 4: 4}


def risk_reads(act: Act) -> Iterator[str]:
    """The last score and the dangerous works of a site that is assessed."""
    if act.name == "site.assess":
        yield f"{SITE_WORKS_SCORE.name}:{act.command.site}"
        yield f"{SITE_DANGEROUS_WORKS.name}:{act.command.site}"


def assessed(act: Act, site: Site, judge: Judge) -> RiskAssessment | None:
    """1 red to 4 blue; None where the site was never scored. The items add up to the total of the score."""
    if act.name != "site.assess":
        return None
    last = act.dossier.get(SiteWorksScore, site.site)
    if last is None:
        return None
    works = act.dossier.get(SiteDangerousWorks, site.site)
    over_scale = last.grade == "unqualified" and works is not None and works.over_scale_under_way > 0
    name = "G-18.risk_unqualified_over_scale" if over_scale else f"G-18.risk_{last.grade}"
    grade = RED_TO_BLUE.get(judge.whole(name))
    if grade is None:
        raise LawError(
            where=f"parameter {name}", found="it is no grade", remedy="Write 1 red, 2 orange, 3 yellow or 4 blue."
        )
    items = tuple(
        RiskItem(code=one.table, title=one.table.replace("_", " ").capitalize(), score=one.weighted)
        for one in last.tables
    )
    return RiskAssessment(grade=grade, formula=FORMULA, items=items)
