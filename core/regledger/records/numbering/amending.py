"""What a correction may do to a number: nothing where a series gave it (J-01)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.facts import Fact, RecordedFact
from regledger.records.numbering.freedom import claim_reads, holder_reads, number_free
from regledger.records.numbering.holding import document_of
from regledger.records.numbering.state import Numbered, number_id, same_number

__all__ = ["number_tags", "renumbered", "renumbering_reads"]

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what a correction names may be no id


def renumbering_reads(original: RecordedFact, command: object, dossier: Dossier) -> Iterator[str]:
    """Who holds the number that the fact carries, and the one that a correction gives it; the series that may give that."""
    document = document_of(original.body)
    if document is None:
        return
    yield f"number:{number_id(document.authority, document.kind, document.number)}"
    changes: dict[str, Any] = getattr(command, "body", {})
    amended = (document_of(one.body) for one in dossier.amended(original.number))
    for stands in (document, *(one for one in amended if one is not None)):
        authority = _changed(changes, "authority", stands.authority)
        kind, number = _changed(changes, "kind", stands.kind), _changed(changes, "number", stands.number)
        if _ID.fullmatch(authority):
            yield from holder_reads(authority, kind, number, dossier)
            yield from claim_reads(authority, number, dossier)


def _changed(changes: dict[str, Any], name: str, before: str) -> str:
    new = changes.get(name)
    return new if isinstance(new, str) and new else before


def renumbered(original: Fact, stands: Fact, body: Fact, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    """REF: a number that a series gave stays with its document; a typed one changes only to one that is free."""
    first, before, after = document_of(original), document_of(stands), document_of(body)
    if first is None or before is None or after is None:
        return
    held = dossier.latest(Numbered, number_id(first.authority, first.kind, first.number))
    issued = held is not None and held.issued_to == first.subject
    moved = (before.authority, before.kind, before.subject) != (after.authority, after.kind, after.subject)
    same = same_number(before.number, after.number) and not moved
    yield from judge.rule("REF", "number.given_by_series", not issued or same, typed=first.number, record=first.subject)
    if not issued and not same:
        yield from number_free(after.number, after.subject, after.kind, after.authority, dossier, judge)


def number_tags(original: Fact, body: Fact) -> tuple[str, ...]:
    """What keeps the number that a correction gives from being used for another document; nothing where it changes none."""
    before, after = document_of(original), document_of(body)
    if before is None or after is None:
        return ()
    held, given = (f"number:{number_id(one.authority, one.kind, one.number)}" for one in (before, after))
    return () if held == given else (given,)
