"""Opening a number series: from then on the platform gives the numbers of that kind and year (J-01)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.facts import NewFact
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Authority
from regledger.records.numbering.facts import SeriesOpened, Year
from regledger.records.numbering.freedom import claims, prefix_reads
from regledger.records.numbering.holding import Used
from regledger.records.numbering.line import line
from regledger.records.numbering.state import CODES, Series, claim_id, series_id

__all__ = ["OpenSeries", "open_series"]

First = Annotated[int, msgspec.Meta(ge=1, le=999_999)]
"""Low enough that no year of decisions reaches the end of what a serial can be."""

_FORM = re.compile(r"[（(].{1,4}[）)].+")


class OpenSeries(Command, frozen=True, kw_only=True):
    """Let the platform number one kind of document of an authority, for the decisions of one year."""

    authority: Id
    kind: Code
    """罚 for penalty decisions, 罚告 for prior notices, 立 for case filings, 责改 for orders, or a kind of licence."""
    year: Year
    prefix: Text
    """What stands in front of 〔year〕serial号, such as （望）应急罚."""
    first: First = 1
    """The first serial that the platform gives, to go on with a register that was kept on paper."""
    opened_on: date


def _reads(command: OpenSeries, dossier: Dossier) -> Iterator[str]:
    yield f"series:{series_id(command.authority, command.kind, command.year)}"
    yield f"authority:{command.authority}"
    yield from prefix_reads(command.authority, command.prefix, command.year, dossier)
    for one in line(command.authority, dossier):
        yield f"used:{one}"


@handles("series.open", OpenSeries, on="opened_on", reads=_reads, role="approve")
def open_series(command: OpenSeries, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: once, unless no number was given yet; below its first serial lies every number that is used already."""
    id = series_id(command.authority, command.kind, command.year)
    known = dossier.get(Authority, command.authority) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.authority)
    before = dossier.latest(Series, id)
    unused = before is None or before.last < before.first
    yield from judge.rule("REF", "series.taken", unused, series=id, last=before.last if before else None)
    prefix = command.prefix
    yield from judge.rule("REF", "series.prefix_unfit", _fit(prefix), series=id, prefix=ascii(prefix))
    others = [one.series for one in claims(command.authority, prefix, command.year, dossier) if one.series != id]
    yield from judge.rule(
        "REF",
        "series.prefix_taken",
        not others,
        series=id,
        prefix=prefix,
        year=command.year,
        other=", ".join(others),
    )
    yield from judge.rule(
        "REF",
        "series.year_over",
        command.opened_on.year <= command.year,
        series=id,
        year=command.year,
        opened=command.opened_on,
    )
    opened = SeriesOpened(
        series=id,
        authority=command.authority,
        kind=command.kind,
        year=command.year,
        prefix=command.prefix,
        first=command.first,
        opened_on=command.opened_on,
    )
    carried = [dossier.latest(Used, one) for one in line(command.authority, dossier)]
    used = max((one.of(prefix, command.year) for one in carried if one is not None), default=0)
    yield from judge.rule("REF", "series.first_used", command.first > used, series=id, first=command.first, used=used)
    if command.kind in CODES:
        formed = _FORM.fullmatch(prefix) is not None and prefix.endswith(command.kind)
        yield from judge.note("J-01", "series.prefix_unusual", formed, series=id, prefix=prefix, kind=command.kind)
    yield NewFact(body=opened, tags=(f"number:{claim_id(command.authority, prefix, command.year)}",))


def _fit(prefix: str) -> bool:
    """Whether nothing but what is seen stands in front of the year, so that a whole number is read in one way only."""
    if not 0 < len(prefix) <= _LONGEST or prefix != prefix.strip() or any(one in prefix for one in "〔〕"):
        return False
    # Of what is not seen, only the plain space; of figures, none at the end.
    categories = [unicodedata.category(one) for one in prefix]
    if any(one[0] in "CZ" and letter != " " for one, letter in zip(categories, prefix, strict=True)):
        return False
    return categories[-1][0] != "N" and re.search(r"[0-9０-９]号$", prefix) is None


_LONGEST = 100  # characters, so that the whole number is a Code
