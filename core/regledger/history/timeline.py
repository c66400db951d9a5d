"""The timeline of a subject: every fact about it in the order in which it was recorded, with its fate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from regledger.clock import When, from_micros
from regledger.history.bodies import summary
from regledger.history.lineage import Ancestor, ancestry
from regledger.history.records import tag_of
from regledger.history.standing import is_effective
from regledger.law.objections import Objection
from regledger.log.envelope import Particulars, Source
from regledger.log.facts import RecordedFact
from regledger.log.withdrawal import FactWithdrawn

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["TimelineRow", "known", "particulars", "timeline"]


class TimelineRow(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of a timeline."""

    number: int
    recorded_at: datetime
    """UTC."""
    effective: When | None
    """From when it counts; None where nothing installed declares it and its own names do not say."""
    type: str
    summary: str
    subject: str
    """Of whom it is: the subject that was asked for, or one of those in whose place it stands."""
    actor: str
    """Who sent the command that brought it about, as `kind:id`."""
    channel: str
    commit: str
    corrects: int | None = None
    """The fact in whose place it stands."""
    corrected_by: int | None = None
    withdraws: int | None = None
    withdrawn_by: int | None = None
    reason: str = ""
    """Why it corrects or withdraws."""
    defects: tuple[Objection, ...] = ()
    source: Source | None = None
    """The register that asserted it; nobody judged it."""

    @property
    def marks(self) -> tuple[str, ...]:
        """What a reader has to know about it, in words."""
        numbered = (
            ("corrects", self.corrects),
            ("corrected by", self.corrected_by),
            ("withdraws", self.withdraws),
            ("withdrawn by", self.withdrawn_by),
        )
        return (
            *(f"{word} #{number}" for word, number in numbered if number is not None),
            *dict.fromkeys(f"defect {defect.rule}" for defect in self.defects),
            *([f"asserted by {self.source.register}"] if self.source else []),
        )


def timeline(
    ledger: Ledger,
    subject: str,
    *,
    on: When | None = None,
    known_at: int | None = None,
    longest: int | None = None,
    alone: bool = False,
) -> list[TimelineRow]:
    """The facts of `subject` and its predecessors known at number `known_at` and counting at `on`, in order of number.

    Corrected and withdrawn facts stay in it: what stands is `standing`'s answer, what was said is this one. With `longest`,
    what a fact says is cut to so many characters for each of its values; with `alone`, no predecessor is followed.
    """
    line = [Ancestor(subject=subject)] if alone else ancestry(ledger, subject, on=on, known_at=known_at)
    whose = dict(_whose(ledger, line, known_at))
    facts = [fact for fact, _ in whose.values()]
    corrected = {fact.corrects.number: fact.number for fact in facts if fact.corrects}
    withdrawn = {
        fact.body.number: fact.number for fact in facts if isinstance(fact.body, FactWithdrawn) and not fact.void
    }
    heads: dict[str, Particulars | None] = {}
    erased = ledger.personal.erasures.everyone()
    rows = []
    for fact in facts:
        if not is_effective(fact, on):
            continue
        if fact.commit.id not in heads:
            heads[fact.commit.id] = particulars(ledger, fact)
        by = heads[fact.commit.id]
        withdrawal = fact.body if isinstance(fact.body, FactWithdrawn) else None
        rows.append(
            TimelineRow(
                number=fact.number,
                recorded_at=from_micros(fact.recorded_at),
                effective=fact.effective,
                type=fact.type,
                summary=summary(fact, about=whose[fact.number][1], longest=longest, erased=erased),
                subject=whose[fact.number][1],
                actor=by.actor if by else "",
                channel=by.channel if by else "",
                commit=fact.commit.id,
                corrects=fact.corrects.number if fact.corrects else None,
                corrected_by=corrected.get(fact.number),
                withdraws=withdrawal.number if withdrawal else None,
                withdrawn_by=withdrawn.get(fact.number),
                reason=fact.corrects.reason if fact.corrects else withdrawal.reason if withdrawal else "",
                defects=fact.defects,
                source=fact.source,
            )
        )
    return rows


def _whose(
    ledger: Ledger, line: Sequence[Ancestor], known_at: int | None
) -> Iterator[tuple[int, tuple[RecordedFact, str]]]:
    """The facts that `line` hands on, in order of number, each with the first of it whose fact it is."""
    tags = [(tag_of(ledger, one.subject), one) for one in line]
    query = DCBQuery(items=[DCBQueryItem(tags=[tag]) for tag, _ in tags])
    handed: dict[str, set[int]] = {one.subject: set() for one in line}
    for fact in known(ledger.matching(query, until=known_at), known_at):
        amended = fact.corrects.number if fact.corrects else None
        amended = fact.body.number if isinstance(fact.body, FactWithdrawn) else amended
        named = set(fact.tags)
        found = ""
        for tag, one in tags:
            # What amends a fact goes where that went, whatever its own day.
            if (tag in named or len(tags) == 1) and (
                one.handed_on(fact) if amended is None else amended in handed[one.subject]
            ):
                handed[one.subject].add(fact.number)
                found = found or one.subject
        if found:
            yield fact.number, (fact, found)


def known(facts: Iterable[RecordedFact], known_at: int | None) -> Iterable[RecordedFact]:
    """Those whose whole commit had been recorded at number `known_at`."""
    return (
        fact for fact in facts if known_at is None or fact.number - fact.commit.index + fact.commit.size - 1 <= known_at
    )


def particulars(ledger: Ledger, fact: RecordedFact) -> Particulars | None:
    """Who decided the commit of `fact`, knowing what: they stand in the commit's first fact."""
    if fact.commit.index == 0:
        return fact.commit.by
    first = ledger.at(fact.number - fact.commit.index)
    return None if first is None else first.commit.by
