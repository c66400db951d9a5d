"""How long a construction safety licence is taken in after a fatal accident (安全生产许可证条例 Art 14; G-19).

That no permit is issued to a contractor without a licence that counts is asked where permits are issued.
"""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, FatalAccidents, Judge, Licence, Objection, day_of, hookimpl

__all__: list[str] = []

_KIND = "construction_safety"


def _suspended(act: Act) -> Licence | None:
    licence: Licence | None = None
    if act.name == "licence.suspend":
        licence = act.dossier.loaded(Licence, act.command.licence)
    return licence if licence is not None and licence.kind == _KIND else None


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """The fatal accidents of a contractor whose licence is taken in."""
    licence = _suspended(act)
    if licence is not None:
        yield f"fatal_accidents:{licence.enterprise}"


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """G-19: after an accident with deaths in the term of the licence, for so many days as its grade says."""
    licence = _suspended(act)
    if licence is None:
        return
    held = act.dossier.get(FatalAccidents, licence.enterprise)
    fatal = [
        one
        for one in (() if held is None else held.accidents)
        if one.deaths > 0 and day_of(one.happened_at, judge.zone) <= judge.day
    ]
    if not fatal:
        return
    deaths = max(fatal, key=lambda one: one.happened_at).deaths
    grade = _grade(deaths, judge)
    least = judge.deadline(f"G-19.{grade}_least", judge.day).day
    most = judge.deadline(f"G-19.{grade}_most", judge.day).day
    yield from judge.rule(
        "G-19",
        "works_licence.suspended_off_range",
        least <= act.command.until <= most,
        licence=licence.licence,
        deaths=deaths,
        until=act.command.until,
        least=least,
        most=most,
    )


def _grade(deaths: int, judge: Judge) -> str:
    """By deaths alone, as the rules on suspension are remembered; what is more than larger counts as major."""
    if deaths >= judge.whole("C-01.deaths_major"):
        return "major"
    return "larger" if deaths >= judge.whole("C-01.deaths_larger") else "general"
