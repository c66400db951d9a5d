"""Reading the facts of the records that a decision asks for, in one query where that can be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from regledger.deciding.kinds import Kind, State
from regledger.log.facts import RecordedFact

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["facts_read"]


def facts_read(
    ledger: Ledger, asked: Sequence[tuple[str, Kind[State]]], *, head: int, pending: Sequence[RecordedFact]
) -> Sequence[Sequence[RecordedFact]]:
    """The facts up to `head` of several (tag, kind), for each in order of number, and those `pending` of the same batch.

    Of the types that a kind calls `newest`, one fact each is read, however many there are.
    """
    items = [DCBQueryItem(types=types, tags=[tag]) for tag, kind in asked if (types := _whole(kind))]
    stored = ledger.matching(DCBQuery(items=items), until=head) if items else ()
    answers: list[tuple[str, set[str], list[RecordedFact]]] = [(tag, set(kind.types), []) for tag, kind in asked]
    for fact in chain(stored, pending):
        for tag, names, found in answers:
            if tag in fact.tags and fact.type in names:
                found.append(fact)
    for (tag, kind), (*_, found) in zip(asked, answers, strict=True):
        for body in kind.newest:
            one = DCBQueryItem(types=list(body.__fact__.names), tags=[tag])
            last = ledger.recorder.newest(DCBQuery(items=[one]), until=head)
            found.extend(() if last is None else (ledger.catalogue.decode(last),))
        found.sort(key=lambda fact: fact.number)
    return [found for _, _, found in answers]


def _whole(kind: Kind[State]) -> list[str]:
    alone = {name for body in kind.newest for name in body.__fact__.names}
    return [name for name in kind.types if name not in alone]
