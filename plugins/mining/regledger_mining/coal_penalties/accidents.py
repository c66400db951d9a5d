"""Accidents in coal mines: who investigates them, and what the mine is fined (煤矿安全生产条例 Arts 60, 67)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import Accident, Act, Judge, Objection, day_of

from regledger_mining.coal_penalties.bureaus import MINE_BUREAU, MineBureau
from regledger_mining.mines import coal_at

__all__ = ["GRADES", "accident_objections", "accident_reads", "grade_of"]

GRADES = ("general", "larger", "major", "particularly_major")
"""一般, 较大, 重大, 特别重大 (Decree 493 Art 3)."""


def accident_reads(act: Act) -> Iterator[str]:
    """Whether whoever forms the team is a mine safety body."""
    if act.name == "accident.form_team":
        yield f"{MINE_BUREAU.name}:{act.command.government}"


def accident_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """C-08: the team is formed by a mine safety body; E-18: the fine is inside the coal mine's own range."""
    if act.name not in {"accident.form_team", "accident.propose_penalty"}:
        return
    accident = act.dossier.loaded(Accident, act.command.accident)
    if accident is None or not coal_at(act, accident.site):
        return
    day = day_of(accident.happened_at, judge.zone)
    grade = grade_of(accident, day, judge)
    if act.name == "accident.form_team":
        bureau = act.dossier.get(MineBureau, act.command.government)
        yield from judge.rule(
            "C-08",
            "coal_accident.team_of_another",
            bureau is not None or grade == GRADES[-1],
            accident=accident.accident,
            grade=grade,
            government=act.command.government,
        )
        return
    yield from _fined(act, accident, grade, day, judge)


def _fined(act: Act, accident: Accident, grade: str, day: date, judge: Judge) -> Iterator[Objection]:
    command = act.command
    by_unit = command.target == "unit" and command.conduct == "accident" and command.basis == "work_safety_law"
    ends = f"E-18.{grade}{'_serious' if command.serious else ''}"
    if not by_unit or not command.fine_fen or not judge.law.has(f"{ends}_min", on=day):
        return
    least, most = (judge.whole(f"{ends}_{end}", on=day) for end in ("min", "max"))
    yield from judge.rule(
        "E-18",
        "coal_accident.fine_out_of_range",
        least <= command.fine_fen <= most,
        penalty=command.penalty,
        grade=grade,
        fine=command.fine_fen // 100,
        least=least // 100,
        most=most // 100,
    )


def grade_of(accident: Accident, day: date, judge: Judge) -> str:
    """The highest grade of which one of deaths, serious injuries and loss reaches its number (C-01)."""
    figures = {
        "deaths": accident.graded_deaths,
        "injuries": accident.graded_injuries,
        "loss": accident.loss_fen,
    }
    for grade in GRADES[:0:-1]:
        if any(figure >= judge.whole(f"C-01.{name}_{grade}", on=day) for name, figure in figures.items()):
            return grade
    return GRADES[0]
