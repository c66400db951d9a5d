"""Whether a number is free: nobody in the authority's line has it, and no series of theirs will give it (J-01)."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.numbering.line import line, line_reads
from regledger.records.numbering.state import Claimed, Numbered, Series, claim_id, number_id, parts_of

__all__ = ["claim_reads", "claims", "holder_reads", "number_free", "other_holder"]


def holder_reads(authority: str, kind: str, number: str, dossier: Dossier) -> Iterator[str]:
    """Who holds `number` in the line of `authority`."""
    yield from line_reads(authority, dossier)
    for one in line(authority, dossier):
        yield f"number:{number_id(one, kind, number)}"


def claim_reads(authority: str, number: str, dossier: Dossier) -> Iterator[str]:
    """The series in the line of `authority` that give numbers of that form: by the year in the number, whatever the day."""
    parts = parts_of(number)
    if parts is not None:
        yield from prefix_reads(authority, parts[0], parts[1], dossier)


def prefix_reads(authority: str, prefix: str, year: int, dossier: Dossier) -> Iterator[str]:
    """The series in the line of `authority` with that prefix and year, as they are read."""
    yield from line_reads(authority, dossier)
    for one in line(authority, dossier):
        tag = f"claimed:{claim_id(one, prefix, year)}"
        yield tag
        held = dossier.last(tag)
        if held is not None and isinstance(held.state, Claimed):
            yield from (f"series:{id}" for id in held.state.series)


def claims(authority: str, prefix: str, year: int, dossier: Dossier) -> list[Series]:
    """Those series. One that was opened again with another prefix claims its last one alone."""
    claimed = (dossier.latest(Claimed, claim_id(one, prefix, year)) for one in line(authority, dossier))
    found = (dossier.latest(Series, id) for each in claimed if each is not None for id in each.series)
    wanted = parts_of(f"{prefix}〔{year}〕1号")
    return [one for one in found if one is not None and parts_of(one.text(1)) == wanted]


def other_holder(number: str, subject: str, kind: str, authority: str, dossier: Dossier) -> str | None:
    """Another record than `subject` that holds `number` in the line of `authority`."""
    numbered = (dossier.latest(Numbered, number_id(one, kind, number)) for one in line(authority, dossier))
    found = (each.held_by_other(number, subject) for each in numbered if each is not None)
    return next((one for one in found if one is not None), None)


def number_free(
    number: str, subject: str, kind: str, authority: str, dossier: Dossier, judge: Judge, *, also: Series | None = None
) -> Iterator[Objection]:
    """REF: no other document has `number`, and no series gives it, of whatever kind it is and on whatever day it was opened.

    Args:
        also: a series to be asked besides those that the form of the number names.
    """
    holder = other_holder(number, subject, kind, authority, dossier)
    yield from judge.rule("REF", "number.taken", holder is None, typed=number, authority=authority, holder=holder)
    parts = parts_of(number)
    series = [] if parts is None else claims(authority, parts[0], parts[1], dossier)
    for one in {each.series: each for each in (*series, *([also] if also else []))}.values():
        serial = one.serial_of(number)
        yield from judge.rule(
            "REF",
            "number.of_series",
            serial is None or serial < one.first,
            typed=number,
            series=one.series,
            opened=one.opened_on,
            first=one.first,
        )
