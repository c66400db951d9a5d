"""Ranges that are a part of a sum, and works that Decree 393 leaves out (G-02, G-14, G-20)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from regledger.sectors import Act, Case, FineRange, Judge, Objection, Offence, hookimpl

from regledger_construction.exemptions import exemption_reads, outside_regulation
from regledger_construction.profile import WorksSite
from regledger_construction.safety_funds import SafetyFunds

__all__: list[str] = []

_ACTS = {"case.serve_notice", "case.decide"}

_PARTS = {
    "JZ-64.no_permit": ("G-02.least_part", "G-02.most_part", "建设工程质量管理条例(2019) Art 57"),
    "D393-63.misuse": ("G-14.least_part", "G-14.most_part", "建设工程安全生产管理条例(2003) Art 63"),
}
"""Offence → the parameters of the parts of a sum that are its range, and its article."""

_DECREE = "D393-"
"""How the ids of the offences of Decree 393 begin."""


def _case(act: Act) -> Case | None:
    case: Case | None = act.dossier.loaded(Case, act.command.case) if act.name in _ACTS else None
    return case


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """What the works of a case are, and what was spent, where a fine is named."""
    case = _case(act)
    if case is not None:
        yield from exemption_reads(case.site)
        yield f"safety_funds:{case.site}"


@hookimpl
def regledger_fine_range(act: Act, offence: Offence, judge: Judge) -> FineRange | None:
    """G-02: 1 to 2 % of the contract price; G-14: 20 to 50 % of what was misused. None where that sum is not on record.

    The law of the day of the act counts, and that of the day of the step where neither end is higher (A-36).
    """
    case = _case(act)
    if case is None or offence.id not in _PARTS:
        return None
    whole = _whole(act, case, offence)
    if whole is None:
        return None
    old, new = (_range(offence.id, whole, day, judge) for day in (case.act_on, judge.day))
    milder = new is not None and (old is None or (new[0] <= old[0] and new[1] <= old[1]))
    chosen = new if milder else old
    if chosen is None:
        return None
    return FineRange(least_fen=chosen[0], most_fen=chosen[1], article=_PARTS[offence.id][2])


def _whole(act: Act, case: Case, offence: Offence) -> int | None:
    """The sum in fen of which the fine is a part."""
    found: Any
    if offence.id == "JZ-64.no_permit":
        found = act.dossier.get(WorksSite, case.site)
        return None if found is None else found.contract_price_fen
    found = act.dossier.get(SafetyFunds, case.site)
    return None if found is None else found.misused_fen or None


def _range(offence: str, whole: int, day: date, judge: Judge) -> tuple[int, int] | None:
    least, most, _ = _PARTS[offence]
    if not judge.law.has(least, on=day) or not judge.law.has(most, on=day):
        return None
    low = Decimal(str(judge.law.value(least, on=day))) * whole
    high = Decimal(str(judge.law.value(most, on=day))) * whole
    return int(low.to_integral_value(ROUND_CEILING)), int(high.to_integral_value(ROUND_FLOOR))


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """G-20: nobody is fined by Decree 393 for works that it leaves out (Art 69)."""
    case = _case(act)
    offence = getattr(act.command, "offence", None)
    if case is None or offence is None or not offence.startswith(_DECREE):
        return
    outside = outside_regulation(act.dossier.get(WorksSite, case.site), judge)
    yield from judge.rule(
        "G-20",
        "works_fine.outside_the_regulation",
        not outside,
        case=case.case,
        site=case.site,
        offence=offence,
    )
