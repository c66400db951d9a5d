"""The conditions under which a kind of licence is granted (D-03)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from regledger.deciding.judge import Judge
from regledger.law.objections import Objection

__all__ = ["conditions_fulfilled"]


def conditions_fulfilled(licence: str, kind: str, met: Iterable[str], judge: Judge) -> Iterator[Objection]:
    """D-03: every condition of the kind is met, and REF: none is named that is not among them.

    Nothing is asked of a kind that no sector declares, or whose sector lists no conditions. An objection cites the article
    of its condition.
    """
    declared = judge.sectors.licence_kind(kind)
    if declared is None or not declared.conditions:
        return
    met = tuple(met)
    judged = judge.rule if declared.status == "VERIFIED" else judge.note
    for condition in declared.conditions:
        unmet = judged(
            "D-03",
            "licence.condition_unmet",
            condition.code in met,
            licence=licence,
            condition=condition.code,
            title=condition.title,
            article=condition.article,
        )
        yield from (msgspec.structs.replace(one, article=condition.article) for one in unmet)
    known = [condition.code for condition in declared.conditions]
    for code in dict.fromkeys(met):
        yield from judge.rule(
            "REF",
            "licence.condition_unknown",
            code in known,
            licence=licence,
            condition=code,
            kind=kind,
            conditions=", ".join(known),
        )
