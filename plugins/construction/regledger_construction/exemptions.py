"""Works that the regulation leaves out, or that need no permit: relief works, farmers' own low houses, small works (G-03, G-20).

What is left out is not left alone: somebody of the township or the grid has to have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import Dossier, Judge, SiteSupervision

from regledger_construction.profile import RECORD, WorksSite

__all__ = ["exemption_reads", "outside_regulation", "small_works", "watched_by_township"]


def exemption_reads(site: str) -> Iterator[str]:
    """What these questions look at."""
    yield f"{RECORD}:{site}"
    yield f"site_supervision:{site}"


def outside_regulation(works: WorksSite | None, judge: Judge) -> bool:
    """G-20: whether Decree 393 leaves these works out (Art 69): relief works, or a farmer's own house that is low.

    A farmer's house of which the storeys are not known is not taken for a low one.
    """
    if works is None:
        return False
    if works.works == "rural_self_build":
        return works.storeys is not None and works.storeys <= judge.whole("G-20.low_storeys")
    return works.works == "relief"


def small_works(works: WorksSite | None, judge: Judge) -> bool:
    """G-03: whether they lie within the limit under which no permit is needed: by investment, or by floor area."""
    if works is None:
        return False
    by_sum = works.investment_fen is not None and works.investment_fen <= judge.whole("G-03.investment")
    by_area = works.floor_area_m2 is not None and works.floor_area_m2 <= judge.whole("G-03.floor_area")
    return by_sum or by_area


def watched_by_township(dossier: Dossier, site: str, day: date) -> bool:
    """Whether a township, or a grid officer, supervises the site on a legal day."""
    held = dossier.get(SiteSupervision, site)
    return held is not None and bool(held.holders("township", day) or held.holders("grid", day))
