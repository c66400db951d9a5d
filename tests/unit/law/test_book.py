"""The law book and one decision's view of it: dated values, who may refuse, the decision trace."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from regledger.errors import LawError
from regledger.law import Law, Lawbook, LawSource

TEXT = """
[[parameter]]
id = "Z-01.days"
title = "Days"
nature = "procedural"
unit = "working day"
[[parameter.value]]
value = 5
valid_from = 2021-07-15
valid_to = 2026-01-31
citation = {instrument = "办法", edition = "2015", article = "Art 1"}
status = "VERIFIED"
known_from = 2021-07-01
[[parameter.value]]
value = 7
valid_from = 2026-02-01
citation = {instrument = "办法", edition = "2025", article = "Art 2"}
status = "FROM MEMORY"
known_from = 2026-01-10

[[parameter]]
id = "Z-01.rate"
title = "Rate"
nature = "substantive"
unit = "ratio"
[[parameter.value]]
value = "0.03"
valid_from = 2021-07-15
citation = {instrument = "办法", edition = "2015", article = "Art 3"}
status = "VERIFIED"
known_from = 2021-07-01

[[parameter]]
id = "Z-01.form"
title = "Form"
nature = "procedural"
unit = "text"
[[parameter.value]]
value = "in writing"
valid_from = 2021-07-15
citation = {instrument = "办法", edition = "2015", article = "Art 4"}
status = "VERIFIED"
known_from = 2021-07-01

[[rule]]
id = "Z-01"
title = "Checked"
title_zh = "已核"
citations = [{instrument = "办法", edition = "2015", article = "Art 1"}]
status = "VERIFIED"

[[rule]]
id = "Z-02"
title = "From memory"
title_zh = "未核"
citations = [{instrument = "办法", edition = "2015", article = "Art 5"}]
status = "FROM MEMORY"

[[rule]]
id = "Z-03"
title = "Transcribed"
title_zh = "转录"
citations = [{instrument = "办法", edition = "2015", article = "Art 6"}]
status = "TRANSCRIPTION"
"""
DAY = date(2026, 3, 2)


@pytest.fixture
def view() -> Law:
    return Lawbook.load(LawSource("county.toml", TEXT)).open()


@pytest.mark.parametrize(("day", "value"), [(date(2021, 7, 15), 5), (date(2026, 1, 31), 5), (date(2026, 2, 1), 7)])
def test_both_ends_of_a_period_belong_to_it(view: Law, day: date, value: int) -> None:
    """A value holds on its first and its last day, the next one from the day after."""
    assert view.value("Z-01.days", on=day) == value


def test_a_day_without_a_value(view: Law) -> None:
    """Before the first period there is no value: parameter, day and known periods are named."""
    with pytest.raises(
        LawError, match=r"Z-01\.days .*no value on 2021-07-14 .*2021-07-15 to 2026-01-31; 2026-02-01 on"
    ):
        view.value("Z-01.days", on=date(2021, 7, 14))

    assert not view.has("Z-01.days", on=date(2021, 7, 14))
    assert view.has("Z-01.days", on=date(2021, 7, 15))
    assert view.used == ()


def test_what_nothing_declares(view: Law) -> None:
    """An unknown parameter or rule is named, even one that somebody confirmed."""
    confirmed = Lawbook.load(LawSource("county.toml", TEXT)).open({"Z-09": date(2020, 1, 1)})

    for ask in (
        lambda: view.value("Z-09", on=DAY),
        lambda: view.has("Z-09", on=DAY),
        lambda: view.rule("Z-09"),
        lambda: confirmed.blocks("Z-09", on=DAY),
    ):
        with pytest.raises(LawError, match=r"Z-09 .*nothing declares it"):
            ask()


def test_numbers_are_exact(view: Law) -> None:
    """A decimal is read from its text, never through a float; a word is no number."""
    assert view.decimal("Z-01.rate", on=DAY) == Decimal("0.03")
    assert view.decimal("Z-01.days", on=DAY) == Decimal(7)
    assert view.integer("Z-01.days", on=DAY) == 7
    for read in (view.decimal, view.integer):
        with pytest.raises(LawError, match="'in writing' is no"):
            read("Z-01.form", on=DAY)


def test_a_period_is_counted_in_its_own_unit(view: Law) -> None:
    """A parameter's unit says what is counted, and the deadline says which parameter set it."""
    deadline = view.deadline("Z-01.days", DAY, on=date(2026, 1, 31))

    assert (deadline.day, deadline.kind, deadline.rule) == (date(2026, 3, 9), "working", "Z-01.days")
    assert view.deadline("Z-01.days", datetime(2026, 3, 1, 23, tzinfo=UTC), on=DAY, backward=True).length == 7
    with pytest.raises(LawError, match="unit 'ratio' is no period"):
        view.deadline("Z-01.rate", DAY, on=DAY)


def test_the_trace_keeps_what_was_used_once_and_in_order(view: Law) -> None:
    """The decision trace lists each value once, in order of first use, with citation, status and digest."""
    view.value("Z-01.rate", on=DAY)
    view.value("Z-01.days", on=DAY)
    view.value("Z-01.days", on=date(2026, 1, 31))
    view.value("Z-01.rate", on=date(2026, 1, 1))

    assert [(used.parameter, used.value, used.status, used.citation) for used in view.used] == [
        ("Z-01.rate", "0.03", "VERIFIED", "办法(2015) Art 3"),
        ("Z-01.days", 7, "FROM MEMORY", "办法(2025) Art 2"),
        ("Z-01.days", 5, "VERIFIED", "办法(2015) Art 1"),
    ]
    assert len({used.digest for used in view.used}) == 3


def test_the_trace_names_the_holidays_that_were_looked_up(view: Law) -> None:
    """Counting working days puts the year's schedule on the trace, with its digest; calendar days need none."""
    view.calendar.deadline(DAY, 15, "calendar")
    assert not view.used

    view.calendar.deadline(date(2025, 12, 31), 2, "working")

    assert [(used.parameter, used.value) for used in view.used] == [("holidays.2026", "known")]
    assert len(view.used[0].digest) == 64


def test_only_checked_or_confirmed_law_refuses() -> None:
    """A VERIFIED rule may refuse; any other warns until the day from which an authority confirmed it."""
    law = Lawbook.load(LawSource("county.toml", TEXT)).open({"Z-02": DAY})

    assert law.blocks("Z-01", on=DAY)
    assert not law.blocks("Z-03", on=DAY)
    assert not law.blocks("Z-02", on=date(2026, 3, 1))
    assert law.blocks("Z-02", on=DAY)


def test_a_number_from_memory_never_refuses() -> None:
    """A VERIFIED rule warns where this decision rests on a number that was not verified, until that is confirmed."""
    book = Lawbook.load(LawSource("county.toml", TEXT))
    checked, remembered = book.open(), book.open()
    confirmed = book.open({"Z-01.days": date(2026, 2, 1)})

    checked.value("Z-01.days", on=date(2026, 1, 31))
    remembered.value("Z-01.days", on=DAY)
    confirmed.value("Z-01.days", on=DAY)

    assert checked.blocks("Z-01", on=DAY)
    assert not remembered.blocks("Z-01", on=DAY)
    assert confirmed.blocks("Z-01", on=DAY)


def test_the_law_as_it_was_known() -> None:
    """With `known_at`, what was encoded and announced later is not seen."""
    book = Lawbook.load(LawSource("county.toml", TEXT))
    before, after = book.open(known_at=date(2026, 1, 9)), book.open(known_at=date(2026, 1, 10))

    assert after.value("Z-01.days", on=DAY) == 7
    with pytest.raises(LawError, match=r"no value on 2026-03-02 \(periods known: 2021-07-15 to 2026-01-31\)"):
        before.value("Z-01.days", on=DAY)
    assert book.open(known_at=date(2025, 6, 1)).calendar.deadline(date(2026, 2, 12), 5, "working").provisional


def test_two_sources_may_not_declare_the_same() -> None:
    """The same id from two sources is refused, and both are named."""
    for text, name in (
        (TEXT.split("[[rule]]", maxsplit=1)[0], r"parameter Z-01\.days"),
        (TEXT[TEXT.index("[[rule]]") :], "rule Z-01"),
    ):
        with pytest.raises(LawError, match=f"{name} .*both core and county.toml"):
            Lawbook.load(LawSource("core", text), LawSource("county.toml", text))


def test_the_digest_is_of_the_law() -> None:
    """The digest does not depend on the order or names of sources, and changes with any word of the law."""
    rules = LawSource("rules", TEXT[TEXT.index("[[rule]]") :])
    numbers = LawSource("numbers", TEXT[: TEXT.index("[[rule]]")])

    digest = Lawbook.load(LawSource("county.toml", TEXT)).digest
    assert Lawbook.load(rules, numbers).digest == Lawbook.load(numbers, rules).digest == digest
    assert Lawbook.load(LawSource("county.toml", TEXT.replace("Art 6", "Art 7"))).digest != digest


def test_a_book_cannot_be_changed() -> None:
    """What a book holds cannot be written to, nor can its structs."""
    book = Lawbook.load(LawSource("county.toml", TEXT))

    with pytest.raises(TypeError):
        book.rules["Z-01"] = book.rules["Z-02"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        book.rules["Z-01"].status = "VERIFIED"  # type: ignore[misc]


PACKED = """
[[parameter]]
id = "Z-09.least"
title = "Least fine"
nature = "substantive"
unit = "fen"
[[parameter.value]]
value = 100
valid_from = 2021-07-15
citation = {instrument = "办法", edition = "2015", article = "Art 9"}
status = "VERIFIED"
known_from = 2021-07-01

[[offence]]
id = "Z-09"
title = "Unsafe"
title_zh = "不安全"
citations = [{instrument = "办法", edition = "2015", article = "Art 9"}]
status = "VERIFIED"
fine_min = "Z-09.least"

[[benchmark]]
id = "Z-09.lighter"
offence = "Z-09"
title = "Lighter"
title_zh = "较轻"
citations = [{instrument = "基准", edition = "2024", article = "§1"}]
status = "SECONDARY"
fine_min = "Z-09.least"
fine_max = "Z-09.least"

[[criterion]]
code = "z-2015/1"
title = "A blocked way out"
title_zh = "出口堵塞"
citation = {instrument = "办法", edition = "2015", article = "Art 8"}
status = "VERIFIED"
valid_from = 2015-01-01

[[checklist]]
code = "z-ways"
version = 2
title = "Ways out"
title_zh = "出口"
items = [{code = "1", question = "Is it free?", question_zh = "是否畅通?", article = "Art 8", criterion = "z-2015/1"}]
"""


def test_a_decision_asks_for_what_is_declared_beside_numbers() -> None:
    """Offences, tiers, criteria and checklists are found by their names; of what nothing declares there is none."""
    law = Lawbook.load(LawSource("county.toml", PACKED)).open()

    offence, tier = law.offence("Z-09"), law.benchmark("Z-09.lighter")
    criterion, checklist = law.criterion("z-2015/1"), law.checklist("z-ways/2")

    assert getattr(offence, "fine_min", "") == "Z-09.least"
    assert getattr(tier, "offence", "") == "Z-09"
    assert getattr(criterion, "level", "") == "major"
    assert [item.code for item in getattr(checklist, "items", ())] == ["1"]
    assert [law.offence("Z-1"), law.benchmark("Z-09"), law.criterion("z-2015/2")] == [None, None, None]
    assert law.checklist("z-ways/1") is None
