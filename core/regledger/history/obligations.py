"""Obligations and their clocks: what began one, by when it is due, what met it. Nothing of it is stored (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from regledger.deciding.judge import Judge
from regledger.log.catalogue import StoredFactUnreadable
from regledger.log.facts import RecordedFact, Unknown
from regledger.records.licence.facts import LicenceApplied, LicenceIssued
from regledger.records.period import period_in_force
from regledger.sectors.declared import Obligation

__all__ = ["Run", "open_run", "runs", "waiting"]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run of the clock of an obligation on one subject."""

    begun_by: int
    """The fact that started it."""
    begun_on: date
    """The legal day from which that fact counts; it is not counted itself."""
    due: date | None
    """The last legal day for it; None where the law of the first day knows no such period, and nothing is due."""
    how: tuple[str, ...] = ()
    """How that day was reached, line by line."""
    met_by: int | None = None
    met_on: date | None = None
    ended_by: int | None = None
    """The fact that ended it for good, unmet."""
    asserted: bool = False
    """True where only a register says what started it or what met it."""

    @property
    def open(self) -> bool:
        """Whether it still waits."""
        return self.met_by is None and self.ended_by is None

    @property
    def late(self) -> bool:
        """Whether it was met after its last day."""
        return self.due is not None and self.met_on is not None and self.met_on > self.due

    def overdue_since(self, day: date) -> date | None:
        """The first day after `due` where that has come by `day` and it still waits."""
        return self.due + timedelta(days=1) if self.open and self.due is not None and self.due < day else None


def runs(obligation: Obligation, facts: Iterable[RecordedFact], judge: Judge) -> Iterator[Run]:
    """Each run of its clock on one subject, in order; the last one may be open.

    Args:
        obligation: which.
        facts: those that stand about the subject at (E, K), in the order in which they count; what is of other types is passed over.
        judge: of the day E; the length of the period is that of the law of the day on which a run starts.

    Raises:
        StoredFactUnreadable: one that starts, meets or ends it cannot be read here; without it the clock would be another.
        LawError: the period cannot be counted.
    """
    for span in _spans(obligation, facts):
        yield _run(obligation, span, judge)


def waiting(obligation: Obligation, facts: Iterable[RecordedFact]) -> RecordedFact | None:
    """The fact that started the clock that still runs; arguments and errors as for `runs`."""
    return next((span.begun for span in _spans(obligation, facts) if span.met is None and span.ended is None), None)


class _Span(NamedTuple):
    begun: RecordedFact
    met: RecordedFact | None = None
    ended: RecordedFact | None = None


def _spans(obligation: Obligation, facts: Iterable[RecordedFact]) -> Iterator[_Span]:
    types = {*obligation.begins, *obligation.met_by, *obligation.ends}
    begun: RecordedFact | None = None
    ever = False
    for fact in facts:
        if fact.name not in types:
            continue
        if isinstance(fact.body, Unknown):
            found = fact.body.found or f"this installation knows no version {fact.version} of it"
            raise StoredFactUnreadable(number=fact.number, type=fact.type, version=fact.version, found=found)
        if fact.name in obligation.ends:
            if not ever:  # it is another's: what had not begun cannot end
                continue
            if begun is not None:
                yield _Span(begun, ended=fact)
            return
        if begun is not None and fact.name in obligation.met_by:
            yield _Span(begun, met=fact)
            begun = None
        if begun is None and fact.name in obligation.begins and _of_kind(obligation, fact):
            begun, ever = fact, True
    if begun is not None:
        yield _Span(begun)


def _of_kind(obligation: Obligation, fact: RecordedFact) -> bool:
    """Whether a fact that tells of a licence tells of one of a kind that starts the clock."""
    if not obligation.licence_kinds or not isinstance(fact.body, LicenceApplied | LicenceIssued):
        return True
    return fact.body.kind in obligation.licence_kinds


def open_run(obligation: Obligation, facts: Iterable[RecordedFact], judge: Judge) -> Run | None:
    """The run that still waits and has a last day; arguments and errors as for `runs`."""
    return next((run for run in runs(obligation, facts, judge) if run.open and run.due is not None), None)


def _run(obligation: Obligation, span: _Span, judge: Judge) -> Run:
    begun, met, ended = span
    first, start = begun.effective_day, begun.effective
    assert first is not None  # only what nothing declares may have no time
    assert start is not None
    deadline = period_in_force(judge, obligation.period, start, on=first)
    return Run(
        begun_by=begun.number,
        begun_on=first,
        due=None if deadline is None else deadline.day,
        how=() if deadline is None else (f"begun by #{begun.number} {begun.name}", *deadline.how()),
        met_by=None if met is None else met.number,
        met_on=None if met is None else met.effective_day,
        ended_by=None if ended is None else ended.number,
        asserted=begun.asserted or (met is not None and met.asserted),
    )
