"""Fines that the police decide (F-12; 危险化学品安全管理条例 Art 81(1))."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, Case, Judge, Objection

__all__ = ["police_fine_objections"]

_FINING = frozenset({"case.serve_notice", "case.decide"})


def police_fine_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """F-12: what is not recorded or not reported is fined by the police. Nothing says of an authority that it is the police's, so
    it is noted and not refused."""
    if act.name not in _FINING or not (act.command.offence or "").startswith("F-12."):
        return
    case = act.dossier.get(Case, act.command.case)
    if case is None:
        return
    theirs = str(judge.law.value("F-12.police_fines", on=judge.day)).split()
    yield from judge.note(
        "F-12",
        "controlled_flow.fine_of_the_police",
        act.command.offence not in theirs,
        case=case.case,
        authority=case.authority,
        offence=act.command.offence,
    )
