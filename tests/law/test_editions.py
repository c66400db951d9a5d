"""The version register, and the choice of version by the day of the act or of the step."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from regledger.law import Lawbook, LawSource
from regledger.law.core_law import common_law
from regledger.law.instruments import Instrument, edition_on

BOOK = Lawbook.load(*common_law())
COAL = """
[[instrument]]
id = "MK21.2026"
title = "Criteria of major hazards in coal mines (MEM Order 21)"
title_zh = "煤矿重大事故隐患判定标准"
edition = "2026"
promulgated = 2026-05-24
published = 2026-05-28
applies_from = 2026-07-01
replaces = "Order 4 (2020)"
status = "TRANSCRIPTION"
"""


def editions(name: str) -> list[Instrument]:
    """The editions of one instrument, the first one first."""
    return sorted((one for one in BOOK.instruments.values() if one.title_zh == name), key=lambda one: one.applies_from)


@pytest.mark.parametrize("name", sorted({one.title_zh for one in BOOK.instruments.values()}))
def test_one_edition_follows_the_other(name: str) -> None:
    """On no day do two editions of one law apply, and between two of them no day is without."""
    found = editions(name)

    assert all(
        earlier.applies_to is not None and later.applies_from == earlier.applies_to + timedelta(days=1)
        for earlier, later in pairwise(found)
    )


@pytest.mark.parametrize(
    ("name", "day", "edition"),
    [
        ("行政处罚法", date(2021, 7, 14), "1996"),
        ("行政处罚法", date(2021, 7, 15), "2021"),
        ("安全生产法", date(2021, 8, 31), "2014"),
        ("安全生产法", date(2021, 9, 1), "2021"),
        ("行政复议法", date(2023, 12, 31), "2017"),
        ("行政复议法", date(2024, 1, 1), "2023"),
        ("安全生产违法行为行政处罚办法", date(2026, 1, 31), "2015"),
        ("安全生产违法行为行政处罚办法", date(2026, 2, 1), "2025"),
        ("湖南省安全生产条例", date(2022, 8, 31), None),
        ("湖南省安全生产条例", date(2022, 9, 1), "2022"),
    ],
)
def test_the_edition_of_a_day(name: str, day: date, edition: str | None) -> None:
    """Each changes on its day."""
    found = edition_on(BOOK.instruments.values(), name, day)

    assert (None if found is None else found.edition) == edition


def test_every_value_lies_in_the_time_of_the_edition_that_it_cites() -> None:
    """A number that cites an edition of the register neither begins before it applies nor outlasts it."""
    known = {(one.title_zh, one.edition): one for one in BOOK.instruments.values()}
    out_of_time = [
        (parameter.id, value.period, str(value.citation))
        for parameter in BOOK.parameters.values()
        for value in parameter.values
        if (one := known.get((value.citation.instrument, value.citation.edition))) is not None
        and (
            value.valid_from < one.applies_from
            or (one.applies_to is not None and (value.valid_to is None or value.valid_to > one.applies_to))
        )
    ]

    assert out_of_time == []


def test_a_law_of_the_register_is_cited_in_an_edition_of_it() -> None:
    """Nobody cites an edition that the register does not have."""
    names = {one.title_zh for one in BOOK.instruments.values()}
    known = {(one.title_zh, one.edition) for one in BOOK.instruments.values()}
    cited = [one for rule in BOOK.rules.values() for one in rule.citations]
    cited += [value.citation for parameter in BOOK.parameters.values() for value in parameter.values]
    cited += [one for offence in BOOK.offences.values() for one in offence.citations]

    assert {
        str(one) for one in cited if one.instrument in names and (one.instrument, one.edition) not in known
    } == set()


def test_trap_13_made_and_published_are_two_days() -> None:
    """An order that was made on one day, came out on another and applies from a third keeps all three."""
    [order] = LawSource("coal", COAL).read().instruments

    assert (order.promulgated, order.published) == (date(2026, 5, 24), date(2026, 5, 28))
    assert [order.covers(date(2026, month, day)) for month, day in ((5, 28), (6, 30), (7, 1))] == [False, False, True]
