"""Giving a document its number, in the commit of its decision: the next one of its series, or the one that was typed."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.facts import NewFact
from regledger.records.authority import Authority
from regledger.records.numbering.facts import NumberIssued
from regledger.records.numbering.freedom import claim_reads, holder_reads, number_free, other_holder
from regledger.records.numbering.line import line_reads
from regledger.records.numbering.state import Series, number_id, same_number, series_id

__all__ = ["Given", "number_given", "number_reads", "typed_number"]


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """The number of one document."""

    text: str
    tags: tuple[str, ...] = ()
    """For the decision's own fact: what keeps a typed number from being used twice."""
    facts: tuple[NewFact, ...] = ()
    """For the decision's commit, in front of the decision: the number that its series gave."""


def number_reads(kind: str, day: date, typed: str | None, dossier: Dossier) -> Iterator[str]:
    """The series of that kind and year, of every authority in the dossier, and who holds the `typed` number or the next."""
    for one in dossier.all(Authority):
        yield from line_reads(one.authority, dossier)
        id = series_id(one.authority, kind, day.year)
        yield f"series:{id}"
        held = dossier.last(f"series:{id}")
        if held is not None and isinstance(held.state, Series):
            yield from holder_reads(one.authority, kind, held.state.next_number, dossier)
        if typed:
            yield from holder_reads(one.authority, kind, typed, dossier)
            yield from claim_reads(one.authority, typed, dossier)


def number_given(
    subject: str, *, kind: str, authority: str, typed: str | None = None, dossier: Dossier, judge: Judge
) -> Generator[Objection, None, Given]:
    """REF: the next number of the series that is open on the day of the act; without one, the number that was typed.

    Args:
        subject: the record whose document gets it, as `kind:id`.
        kind: of document.
        authority: whose document it is.
        typed: what the clerk typed; empty, or the very number that comes next, where the platform gives it.
        dossier: has read what `number_reads` names.
        judge: its day is the decision's; the year of the number is its year.
    """
    id = series_id(authority, kind, judge.day.year)
    if dossier.get(Authority, authority) is None:
        # Nobody registered it by that day; the series of nobody gives no number, and who decides objects itself.
        return Given(text=typed or "")
    series = dossier.latest(Series, id)
    if series is None or judge.day < series.opened_on:
        return (yield from typed_number(typed, series, subject, kind, authority, dossier, judge))
    number = series.next_number
    holder = other_holder(number, "", kind, authority, dossier)
    yield from judge.rule(
        "REF",
        "number.next_taken",
        holder is None,
        series=id,
        next=number,
        serial=series.last + 1,
        holder=holder,
    )
    yield from judge.rule(
        "REF",
        "number.not_next",
        not typed or same_number(typed, number),
        series=id,
        typed=typed,
        next=number,
    )
    issued = NumberIssued(
        series=id,
        authority=authority,
        kind=kind,
        year=series.year,
        serial=series.last + 1,
        text=number,
        subject=subject,
        issued_on=judge.day,
    )
    tags = (f"number:{number_id(authority, kind, number)}",)
    return Given(text=number, facts=(NewFact(body=issued, tags=tags),))


def typed_number(
    typed: str | None, series: Series | None, subject: str, kind: str, authority: str, dossier: Dossier, judge: Judge
) -> Generator[Objection, None, Given]:
    """REF: a number that no series gives is used once, and is none that a series of its year will give.

    Args:
        series: of the kind and of the year of the act, whatever number was typed.
    """
    if not typed:
        return Given(text="")
    yield from number_free(typed, subject, kind, authority, dossier, judge, also=series)
    return Given(text=typed, tags=(f"number:{number_id(authority, kind, typed)}",))
