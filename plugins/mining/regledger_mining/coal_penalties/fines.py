"""Ranges that depend on more than the day: on the gains of a coal mine, and on its being one (煤矿安全生产条例 Arts 61, 65, 67)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import Act, Case, FineRange, Judge, Offence

from regledger_mining.mines import coal_at

__all__ = ["coal_range", "fine_reads"]

_ACTS = {"case.serve_notice", "case.decide"}

COMMON = {
    f"WSL-114.{grade}{serious}": f"E-18.{grade}{serious}"
    for grade in ("general", "larger", "major", "particularly_major")
    for serious in ("", "_serious")
}
"""The common accident offence → the parameters of the coal mine's own range."""

BY_GAINS = {"CMSR-61.unlicensed": "E-16.unlicensed", "CMSR-65.methods": "E-16.methods"}
"""The offence that is fined by its gains → the parameters of its range without."""


def fine_reads(act: Act) -> Iterator[str]:
    """The case in which a fine is named."""
    if act.name in _ACTS:
        yield f"case:{act.command.case}"


def coal_range(act: Act, offence: Offence, judge: Judge) -> FineRange | None:
    """The range at a coal mine under the law of the day of the act, or of the step where that is milder (A-36)."""
    case = act.dossier.loaded(Case, act.command.case) if act.name in _ACTS else None
    if case is None:
        return None
    if offence.id in BY_GAINS:
        return _by_gains(act, BY_GAINS[offence.id], case.act_on, judge)
    if offence.id not in COMMON or not coal_at(act, case.site):
        return None
    old, new = (_ends(COMMON[offence.id], day, judge) for day in (case.act_on, judge.day))
    if old is None:
        return None
    milder = new is not None and new[0] <= old[0] and new[1] <= old[1]
    least, most = new if milder and new is not None else old
    return FineRange(least_fen=least, most_fen=most, article="煤矿安全生产条例(2024) Art 67")


def _ends(of: str, day: date, judge: Judge) -> tuple[int, int] | None:
    names = (f"{of}_min", f"{of}_max")
    if not all(judge.law.has(one, on=day) for one in names):
        return None
    return judge.whole(names[0], on=day), judge.whole(names[1], on=day)


def _by_gains(act: Act, of: str, day: date, judge: Judge) -> FineRange | None:
    """Two to five times gains of 100,000 yuan and more; a notice does not say the gains, so only the least end is known."""
    ends = _ends(of, day, judge)
    if ends is None:
        return None
    if act.name != "case.decide":
        return FineRange(least_fen=ends[0])
    gains: int = act.command.gains_fen
    if gains < judge.whole("E-16.gains", on=day):
        return FineRange(least_fen=ends[0], most_fen=ends[1])
    least, most = (judge.decimal(f"E-16.times_{end}", on=day) for end in ("min", "max"))
    return FineRange(least_fen=int(gains * least), most_fen=int(gains * most))
