"""Following identity: whose past is a subject's own, and where an ended subject goes on.

A subject inherits what counted of its predecessors before it took their place: of one that ended everything, also what was
recorded under its name afterwards; of one that went on (a part was split off) what counted before that day. Every subject
is looked at once, that with the latest bound first, so chains, diamonds and circles cost no more than their facts.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

import msgspec

from regledger.clock import When
from regledger.history.standing import standing
from regledger.log.facts import RecordedFact
from regledger.log.tags import split_tag
from regledger.log.withdrawal import FactWithdrawn
from regledger.records.identity.facts import LASTING, How, SubjectSucceeded

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Ancestor", "Ending", "Link", "ancestry", "ending", "lasting", "links"]

Bound = tuple[date, int]
"""A place in the order in which facts count: effective day and number. What stands before it is inherited."""

UNBOUND: Bound = (date.max, 2**62)
_TYPES = [SubjectSucceeded.__fact__.name, FactWithdrawn.__fact__.name]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One succession that stands."""

    number: int
    how: How
    on: date
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]


class Ancestor(msgspec.Struct, frozen=True, kw_only=True):
    """A subject whose past is another's own: that other itself first, as an ancestor without a successor."""

    subject: str
    bound: Bound = UNBOUND
    successor: str = ""
    """Who took its place, on the way to the subject that was asked for."""
    how: How | None = None
    on: date | None = None

    def handed_on(self, fact: RecordedFact) -> bool:
        """Whether `fact`, which names it, counts before its bound."""
        return (fact.effective_day or self.bound[0], fact.number) < self.bound


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """That a subject ended, and where it goes on."""

    number: int
    how: How
    on: date
    successors: tuple[str, ...]
    goes_on: tuple[str, ...]
    """Those of the last ones that stand, by whatever succession."""


def lasting(subject: str) -> bool:
    """Whether others can take the place of what is tagged so."""
    return split_tag(subject)[0] in LASTING


def links(ledger: Ledger, subject: str, *, on: When | None = None, known_at: int | None = None) -> Iterator[Link]:
    """The successions that name `subject` as predecessor or successor and stand at (`on`, `known_at`), in the order in which they count."""
    found = ledger.facts(tags=[subject], types=_TYPES, until=known_at)
    for fact in standing(found, on=on, known_at=known_at, subject=subject):
        body = fact.body
        if isinstance(body, SubjectSucceeded) and subject in (*body.predecessors, *body.successors):
            yield Link(
                number=fact.number,
                how=body.how,
                on=body.effective_on,
                predecessors=body.predecessors,
                successors=body.successors,
            )


def ancestry(ledger: Ledger, subject: str, *, on: When | None = None, known_at: int | None = None) -> list[Ancestor]:
    """`subject` itself, and then everybody whose past is its own, nearest bounds last.

    A succession is followed only where it counted before the bound of who took over: what joined a parent after a part was
    split off is not that part's past.
    """
    settled: dict[str, Ancestor] = {}
    met = count(1)
    waiting: list[tuple[int, int, int, Ancestor]] = [(0, 0, 0, Ancestor(subject=subject))]
    while waiting:
        one = heapq.heappop(waiting)[-1]
        if one.subject in settled:
            continue
        settled[one.subject] = one
        for link in links(ledger, one.subject, on=on, known_at=known_at) if lasting(one.subject) else ():
            place = (link.on, link.number)
            if one.subject not in link.successors or place >= one.bound:
                continue
            for before in link.predecessors:
                if before not in settled:
                    bound = min(one.bound, place) if before in link.successors else one.bound
                    ancestor = Ancestor(subject=before, bound=bound, successor=one.subject, how=link.how, on=link.on)
                    order = (-bound[0].toordinal(), -bound[1], next(met), ancestor)
                    heapq.heappush(waiting, order)
    return list(settled.values())


def ending(ledger: Ledger, subject: str, *, on: When | None = None, known_at: int | None = None) -> Ending | None:
    """That `subject` ended, as known and counting then; None while it stands."""
    own = _end(ledger, subject, on, known_at)
    if own is None:
        return None
    seen = {subject}
    last: list[str] = []
    waiting = list(own.successors)
    for one in waiting:  # it grows as ended ones are met
        if one in seen:
            continue
        seen.add(one)
        further = _end(ledger, one, on, known_at)
        if further is None:
            last.append(one)
        else:
            waiting.extend(further.successors)
    return Ending(number=own.number, how=own.how, on=own.on, successors=own.successors, goes_on=tuple(last))


def _end(ledger: Ledger, subject: str, on: When | None, known_at: int | None) -> Link | None:
    if not lasting(subject):
        return None
    ends = (
        link
        for link in links(ledger, subject, on=on, known_at=known_at)
        if subject in link.predecessors and subject not in link.successors
    )
    return next(ends, None)
