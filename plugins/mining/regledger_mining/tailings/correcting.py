"""E-15 where `fact.correct` puts a grade in the place of another that does not follow from capacity and dam."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, CorrectFact, Judge, LawError, Objection, corrected_body

from regledger_mining.tailings.grading import pond_table
from regledger_mining.tailings.pond import TailingsPondGraded

__all__ = ["correction_objections"]


def correction_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """The grades of the whole body that would stand are those that its figures give."""
    body = corrected_body(act.command, act.dossier) if isinstance(act.command, CorrectFact) else None
    if not isinstance(body, TailingsPondGraded):
        return
    try:
        found = pond_table(judge.law, on=body.graded_on).grade(body.volume_10k_m3, body.dam_height_m)
    except LawError as error:
        told = {name: str(value) for name, value in error.details.items()}
        yield from judge.rule("REF", "tailings_pond.no_table", False, **told)
        return
    yield from judge.rule(
        "E-15",
        "tailings_pond.grade_differs",
        (body.volume_grade, body.height_grade, body.grade) == (found.by_volume, found.by_height, found.grade),
        site=body.site,
        stated=body.grade,
        by_volume=found.by_volume,
        by_height=found.by_height,
        grade=found.grade,
    )
