"""Ranges that depend on more than the day: what is fined higher where it is refused after an order (拒不改正)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import Act, Case, FineRange, Hazard, Judge, Offence, Order

__all__ = ["fine_range", "fine_reads"]

REFUSED = {
    "F-02.not_filed": (
        "F-02.filing_refused_minimum",
        "F-02.filing_refused_maximum",
        "危险化学品安全管理条例(2013) Art 81(1)(2)",
    ),
    "F-03.no_double_custody": (
        "F-03.custody_refused_minimum",
        "F-03.custody_refused_maximum",
        "危险化学品安全管理条例(2013) Art 78(1)",
    ),
    "F-03.not_filed": (
        "F-03.filing_refused_minimum",
        "F-03.filing_refused_maximum",
        "危险化学品安全管理条例(2013) Art 81(1)",
    ),
    "F-12.not_recorded": (
        "F-12.recording_refused_minimum",
        "F-12.recording_refused_maximum",
        "危险化学品安全管理条例(2013) Art 81(1)",
    ),
    "F-12.loss_not_reported": (
        "F-12.recording_refused_minimum",
        "F-12.recording_refused_maximum",
        "危险化学品安全管理条例(2013) Art 81(1)",
    ),
    "F-13.unprotected_works": (
        "F-13.refused_minimum",
        "F-13.refused_maximum",
        "危险化学品安全管理条例(2013) Art 78(1)",
    ),
    "F-15.no_papers": ("F-15.refused_minimum", "F-15.refused_maximum", "危险化学品安全管理条例(2013) Art 78(1)"),
    "F-15.sold_without": ("F-15.refused_minimum", "F-15.refused_maximum", "危险化学品安全管理条例(2013) Art 78(1)"),
    "F-15.not_registered": ("F-15.refused_minimum", "F-15.refused_maximum", "危险化学品安全管理条例(2013) Art 78(1)"),
    "F-19.not_filed": ("F-19.refused_minimum", "F-19.refused_maximum", "危险化学品安全管理条例(2013) Art 82(2)"),
}
"""Offence → the parameters of its range, and its article, where rectification was refused."""

_ACTS = {"case.serve_notice", "case.decide"}


def fine_reads(act: Act) -> Iterator[str]:
    """The hazards of a case in which a fine is named, and the orders that ask for their rectification."""
    case = act.dossier.loaded(Case, act.command.case) if act.name in _ACTS else None
    for one in () if case is None else case.hazards:
        yield f"hazard:{one}"
        hazard = act.dossier.loaded(Hazard, one)
        if hazard is not None and hazard.order is not None:
            yield f"order:{hazard.order}"


def fine_range(act: Act, offence: Offence, judge: Judge) -> FineRange | None:
    """The range of an offence whose hazard was not rectified as ordered; None where its own parameters say.

    The law of the day of the act counts, and that of the day of the step where neither end is higher (A-36).
    """
    case = act.dossier.get(Case, act.command.case) if act.name in _ACTS else None
    if case is None or offence.id not in REFUSED:
        return None
    if not any(_refused(act, hazard, judge.day) for hazard in case.hazards):
        return None
    old, new = (_range(offence.id, day, judge) for day in (case.act_on, judge.day))
    milder = new is not None and (old is None or (new[0] <= old[0] and new[1] <= old[1]))
    chosen = new if milder else old
    if chosen is None:
        return None
    return FineRange(least_fen=chosen[0], most_fen=chosen[1], article=REFUSED[offence.id][2])


def _refused(act: Act, name: str, day: date) -> bool:
    """Whether it was ordered to be rectified, and its last day went by without, or it failed re-inspection.

    An order that only a register tells of proves no refusal.
    """
    hazard = act.dossier.get(Hazard, name)
    if hazard is None or hazard.order is None or hazard.due_on is None:
        return False
    order = act.dossier.held(Order, hazard.order)
    if order is None or order.asserted:
        return False
    in_time = hazard.reported_on is not None and hazard.reported_on <= hazard.due_on
    return hazard.result == "failed" or (hazard.due_on < day and not in_time)


def _range(offence: str, day: date, judge: Judge) -> tuple[int, int] | None:
    least, most, _ = REFUSED[offence]
    if not judge.law.has(least, on=day) or not judge.law.has(most, on=day):
        return None
    return judge.whole(least, on=day), judge.whole(most, on=day)
