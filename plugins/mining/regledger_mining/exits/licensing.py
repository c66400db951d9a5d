"""E-11 where a licence is granted: a mine that was shown to have fewer than two exits is not licensed."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, Judge, Licence, Objection

from regledger_mining.exits.survey import MINE_EXITS, MineExits
from regledger_mining.mine_licensing.kinds import KINDS

__all__ = ["exit_objections", "exit_reads"]


def _granted(act: Act) -> Licence | None:
    licence = act.dossier.loaded(Licence, act.command.licence) if act.name == "licence.issue" else None
    return licence if licence is not None and licence.kind in KINDS else None


def exit_reads(act: Act) -> Iterator[str]:
    """The exits of a mine whose licence is to be granted."""
    licence = _granted(act)
    if licence is not None:
        yield f"{MINE_EXITS.name}:{licence.site}"


def exit_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """E-11: the last survey showed at least two passable exits; where none was entered nothing is known against it."""
    licence = _granted(act)
    exits = None if licence is None else act.dossier.get(MineExits, licence.site)
    if licence is None or exits is None:
        return
    least = judge.whole("E-11.exits")
    yield from judge.rule(
        "E-11",
        "mine_exits.too_few_for_licence",
        exits.passable >= least,
        licence=licence.licence,
        site=licence.site,
        surveyed=exits.surveyed_on,
        found=exits.passable,
        asked=least,
    )
