"""F-01: from 2026-05-01 the Law on the safety of hazardous chemicals prevails over Decree 591 (危险化学品安全管理条例)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.sectors import Act, Case, Judge, Objection

__all__ = ["citation_objections"]

DECREE = "危险化学品安全管理条例"
TEXT = "F-01.governing_text"


def citation_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """A ground that is taken from the Decree alone, where another text prevailed on the day of the act.

    The day of the act is that of the offence for a penalty case, and that of the order for an order.
    """
    for ground, day in _grounds(act, judge):
        if not judge.law.has(TEXT, on=day):
            continue
        prevailing = str(judge.law.value(TEXT, on=day))
        alone = DECREE in ground and prevailing.partition("(")[0] not in ground
        yield from judge.rule("F-01", "citation.superseded", not alone, ground=ground, prevailing=prevailing, day=day)


def _grounds(act: Act, judge: Judge) -> Iterator[tuple[str, date]]:
    match act.name:
        case "case.serve_notice" | "case.decide":
            case = act.dossier.get(Case, act.command.case)
            if case is not None:
                yield act.command.basis, case.act_on
        case "order.issue":
            yield from ((item.basis, judge.day) for item in act.command.items)
