"""The checklist that an inspection goes through, and the answers to its questions (B-25, I-01)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from regledger.deciding.judge import Judge
from regledger.law.checklists import Checklist
from regledger.law.objections import Objection
from regledger.records.inspection.facts import Answer
from regledger.records.inspection.findings import Finding

__all__ = ["gone_through"]

NAMED = 20
"""The most questions that an objection names."""


def gone_through(
    name: str | None, answers: Sequence[Answer], hazards: Sequence[Finding], day: date, judge: Judge
) -> Iterator[Objection]:
    """REF: answers are to questions of a checklist that is in use on `day`; what is left open or not followed up is noted."""
    if not name:
        yield from judge.rule("REF", "inspection.answers_without_checklist", not answers, count=len(answers))
        return
    checklist = judge.law.checklist(name)
    # It may be of a sector that is not installed, and the inspection happened all the same.
    yield from judge.note("REF", "inspection.checklist_unknown", checklist is not None, checklist=name)
    if checklist is None:
        return
    yield from judge.note(
        "REF",
        "inspection.checklist_out_of_use",
        checklist.covers(day),
        checklist=name,
        day=day,
        valid_from=checklist.valid_from or "ever",
        valid_to=checklist.valid_to or "now",
    )
    yield from _answered(checklist, answers, judge)
    yield from _followed_up(checklist, answers, hazards, judge)


def _answered(checklist: Checklist, answers: Sequence[Answer], judge: Judge) -> Iterator[Objection]:
    codes = [item.code for item in checklist.items]
    given = [answer.item for answer in answers]
    for item in dict.fromkeys(given):
        yield from judge.rule("REF", "inspection.item_unknown", item in codes, checklist=checklist.name, item=item)
        yield from judge.rule(
            "REF", "inspection.item_twice", given.count(item) == 1, checklist=checklist.name, item=item
        )
    left = [code for code in codes if code not in given] if answers else []
    yield from judge.note(
        "REF",
        "inspection.items_unanswered",
        not left,
        checklist=checklist.name,
        count=len(left),
        items=", ".join(left[:NAMED]) + (", …" if len(left) > NAMED else ""),
    )


def _followed_up(
    checklist: Checklist, answers: Sequence[Answer], hazards: Sequence[Finding], judge: Judge
) -> Iterator[Objection]:
    criteria = {item.code: item.criterion for item in checklist.items}
    found = {one.criterion for one in hazards}
    for answer in answers:
        criterion = criteria.get(answer.item, "")
        if answer.answer == "no" and criterion:
            yield from judge.note(
                "I-01",
                "inspection.no_without_finding",
                criterion in found,
                checklist=checklist.name,
                item=answer.item,
                criterion=criterion,
            )
