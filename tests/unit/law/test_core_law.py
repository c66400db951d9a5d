"""Core's own legal data, against the worked examples of the rule catalogue."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
from regledger.errors import LawError
from regledger.law import Law, Lawbook

MONDAY = date(2026, 3, 2)

CATALOGUE = {
    one["id"]: one["status"]
    for one in tomllib.loads((files("regledger.law") / "data" / "catalogue.toml").read_text("utf-8"))["rule"]
}
OWN = {"TIME", "SEQ", "REF", "ROLE", "SECTOR"}
"""The platform's own rules, which no catalogue has."""


def test_every_rule_has_a_status_of_the_catalogue(book: Lawbook) -> None:
    """Each rule of the core is one of the catalogue or the platform's own, and its text was checked as far as it says there."""
    told = {name: rule.status for name, rule in book.rules.items() if name not in OWN}

    assert told.keys() <= CATALOGUE.keys()
    assert {name: status for name, status in told.items() if status not in CATALOGUE[name]} == {}
    assert {book.rules[name].status for name in OWN} == {"VERIFIED"}


def test_every_parameter_belongs_to_a_rule(book: Lawbook) -> None:
    """A parameter's id begins with its rule's id, so that an unverified number can never refuse."""
    assert {name.split(".")[0] for name in book.parameters} <= set(book.rules)


def test_no_verified_value_is_unread(book: Lawbook) -> None:
    """What is VERIFIED cites an article; what names none was not read."""
    unread = [
        name
        for name, parameter in book.parameters.items()
        for value in parameter.values
        if value.status == "VERIFIED" and not value.citation.article.startswith("Art")
    ]

    assert unread == []


@pytest.mark.parametrize(
    ("parameter", "start", "due"),
    [
        ("A-16.request", MONDAY, date(2026, 3, 9)),
        ("A-19.decision", MONDAY, date(2026, 5, 31)),
        ("A-20.service", MONDAY, date(2026, 3, 11)),
        ("A-21.public_notice", MONDAY, date(2026, 4, 1)),
        ("A-22.payment", MONDAY, date(2026, 3, 17)),
        ("A-29.limitation", date(2024, 3, 10), date(2026, 3, 10)),
        ("A-29.limitation_harm", date(2024, 3, 10), date(2029, 3, 10)),
        ("D-04.review", MONDAY, date(2026, 4, 16)),
        ("D-04.breach", MONDAY, date(2026, 5, 8)),
        ("D-05.term", MONDAY, date(2029, 3, 2)),
        ("D-06.completion", MONDAY, date(2026, 3, 9)),
        ("I-06.answer", MONDAY, date(2026, 3, 7)),
        ("I-07.reinspection", MONDAY, date(2026, 3, 12)),
        ("I-08.escalation", date(2026, 3, 12), date(2026, 3, 19)),
    ],
)
def test_worked_examples(law: Law, parameter: str, start: date, due: date) -> None:
    """A-16, A-19 to A-22, A-29, D-04 to D-06, I-06 to I-08: the catalogue's examples, and the same count elsewhere."""
    assert law.deadline(parameter, start, on=start).day == due


@pytest.mark.parametrize(
    ("parameter", "before", "latest"),
    [
        ("A-16.notice", date(2026, 3, 16), date(2026, 3, 5)),
        ("D-05.lead", date(2026, 6, 30), date(2026, 3, 30)),
        ("D-05.lead", date(2026, 5, 31), date(2026, 2, 28)),
        ("I-06.lead", date(2026, 3, 31), date(2026, 3, 21)),
    ],
)
def test_worked_examples_counted_back(law: Law, parameter: str, before: date, latest: date) -> None:
    """A-16, D-05, I-06: the latest day for a hearing notice, a renewal, a request for extension."""
    assert law.deadline(parameter, before, on=before, backward=True).day == latest


def test_the_surcharge_and_the_officers(law: Law) -> None:
    """A-01, A-25: two officers; three per cent a day, at most the fine."""
    assert law.integer("A-01.officers", on=MONDAY) == 2
    assert law.decimal("A-25.rate", on=MONDAY) == Decimal("0.03")
    assert law.decimal("A-25.cap", on=MONDAY) == 1


@pytest.mark.parametrize(
    "parameter", ["A-16.request", "A-16.notice", "A-19.decision", "A-20.service", "A-29.limitation_harm"]
)
def test_the_penalty_law_of_2021_begins_on_its_day(law: Law, parameter: str) -> None:
    """A-16, A-19, A-20, A-29: what the law of 2021 brought applies from 2021-07-15 and not a day before."""
    assert law.has(parameter, on=date(2021, 7, 15))
    with pytest.raises(LawError, match="2021-07-14"):
        law.value(parameter, on=date(2021, 7, 14))


@pytest.mark.parametrize("parameter", ["A-01.officers", "A-22.payment", "A-25.rate", "A-29.limitation"])
def test_the_penalty_law_before_2021_is_from_memory(book: Lawbook, parameter: str) -> None:
    """A-01, A-22, A-25, A-29: the older text is from memory, so that before 2021-07-15 the rule warns only."""
    rule = parameter.split(".", maxsplit=1)[0]
    before, after = book.open(), book.open()

    before.value(parameter, on=date(2021, 7, 14))
    after.value(parameter, on=date(2021, 7, 15))

    assert not before.blocks(rule, on=MONDAY)
    assert after.blocks(rule, on=MONDAY)


@pytest.mark.parametrize("parameter", ["I-06.lead", "I-06.answer", "I-07.reinspection"])
def test_the_measure_of_2015_ends_on_its_day(law: Law, parameter: str) -> None:
    """I-06, I-07, A-63: on 2026-01-31 the 2015 measure, from 2026-02-01 its successor, unread and due for review."""
    law.value(parameter, on=date(2026, 1, 31))
    law.value(parameter, on=date(2026, 2, 1))

    assert [(used.citation.split(" ")[0], used.status) for used in law.used] == [
        ("安全生产违法行为行政处罚办法(2015)", "FROM MEMORY"),
        ("安全生产违法行为行政处罚办法(2025)", "FROM MEMORY"),
    ]


def test_what_was_not_read_is_due_for_review(book: Lawbook) -> None:
    """I-06, I-07: every number of MEM Order 18, whose text was not obtained, has a day by which to look again."""
    values = [value for parameter in book.parameters.values() for value in parameter.values]

    assert all(value.review_by for value in values if value.citation.edition == "2025")


@pytest.mark.parametrize(
    ("rule", "refuses"), [("A-14", True), ("I-11", True), ("I-02", False), ("I-04", False), ("I-06", False)]
)
def test_who_may_refuse(law: Law, rule: str, refuses: bool) -> None:
    """A-14 and I-11 may refuse; I-02, I-04 and I-06 warn, their texts being excerpts, transcriptions or memory."""
    assert law.blocks(rule, on=MONDAY) is refuses
