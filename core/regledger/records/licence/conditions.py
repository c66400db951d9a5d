"""The conditions under which a kind of licence is granted (D-03)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.licence.review import LicenceReview
from regledger.records.licence.state import Licence

__all__ = ["conditions_found", "conditions_fulfilled"]


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


def conditions_found(licence: Licence, review: LicenceReview | None, judge: Judge) -> Iterator[Objection]:
    """D-03: what the check found unmet keeps the licence from being granted; of a work-safety licence each of the thirteen was found met."""
    findings = {} if review is None else {one.number: one for one in review.findings}
    if licence.activity is None and not findings:
        return
    asked = range(1, judge.whole("D-03.conditions") + 1) if licence.activity is not None else ()
    unseen = [number for number in asked if number not in findings]
    unmet = [number for number, one in findings.items() if not one.met]
    for code, numbers in (("licence.condition_not_checked", unseen), ("licence.condition_found_unmet", unmet)):
        listed = ", ".join(map(str, numbers))
        yield from judge.rule("D-03", code, not numbers, licence=licence.licence, conditions=listed)
