"""The law of a sector: licence kinds, rules, parameters, offences, benchmarks, criteria, checklists, exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from regledger.law.book import Lawbook
from regledger.law.criteria import Criterion
from regledger.law.parameters import Parameter, Value
from regledger.sectors.declarations import Declarations
from regledger.sectors.reference.markdown import NONE, code, section, table

__all__ = ["legal_lines", "shown_value"]

FEN = "fen"


def legal_lines(declared: Declarations, book: Lawbook) -> Iterator[str]:
    """Everything legal, each table in the order of its ids."""
    yield from section("Licences", _licences(declared, book))
    data = [one for _, one in declared.law]
    rules = sorted((one for given in data for one in given.rules), key=lambda one: one.id)
    yield from section(
        "Rules",
        table(
            ("rule", "what", "articles", "status", "note"),
            (
                (code(one.id), f"{one.title} {one.title_zh}", "; ".join(map(str, one.citations)), one.status, one.note)
                for one in rules
            ),
        ),
    )
    parameters = sorted((one for given in data for one in given.parameters), key=lambda one: one.id)
    yield from section("Parameters", _parameters(parameters))
    yield from section("Offences", _offences(declared, book))
    yield from section("Criteria", _criteria(declared))
    yield from section("Checklists", _checklists(declared))
    yield from section(
        "Exceptions to the common law",
        table(
            ("in the place of", "stands", "article", "for licences"),
            (
                (code(one.of), code(one.by), one.article, ", ".join(map(code, one.licence_kinds)))
                for one in sorted(declared.exceptions, key=lambda one: (one.of, one.by))
            ),
        ),
    )


def _licences(declared: Declarations, book: Lawbook) -> Iterator[str]:
    for kind in sorted(declared.licence_kinds, key=lambda one: one.code):
        yield from (f"### `{kind.code}`: {kind.title} {kind.title_zh}", "")
        yield f"- asked for by: {kind.article}"
        yield f"- checked: {kind.status}"
        yield f"- valid for: {_periods(kind.term_years, book)}"
        yield f"- renewal asked for: {_periods(kind.renewal_months, book)} before it ends"
        if kind.issued_by:
            yield f"- issued by: {', '.join(kind.issued_by)} ({kind.issued_by_article or kind.article})"
        yield ""
        yield from table(
            ("condition", "what", "article"),
            ((code(one.code), f"{one.title} {one.title_zh}", one.article) for one in kind.conditions),
        )


def _periods(name: str, book: Lawbook) -> str:
    """`3 years (2014-07-29 on)`, for each of its values."""
    parameter = book.parameters.get(name)
    if parameter is None:
        return code(name)
    shown = (f"{shown_value(parameter, one)} ({one.period})" for one in parameter.values)
    return f"{'; '.join(shown)}, {code(name)}"


def shown_value(parameter: Parameter, value: Value) -> str:
    """A value with its unit; fen as yuan."""
    if parameter.unit == FEN and isinstance(value.value, int):
        return f"{value.value // 100:,}.{value.value % 100:02} yuan"
    if isinstance(value.value, bool):
        return "yes" if value.value else "no"
    many = "" if value.value == 1 else "s"
    unit = f"{parameter.unit}{many}" if parameter.unit in {"year", "month", "hour"} else parameter.unit
    return f"{value.value} {unit}"


def _parameters(parameters: Iterable[Parameter]) -> Iterator[str]:
    rows = (
        (
            code(one.id),
            one.title,
            shown_value(one, value),
            value.period,
            value.citation,
            value.status,
            " ".join((value.note, f"Review by {value.review_by}." if value.review_by else "")),
        )
        for one in parameters
        for value in one.values
    )
    return table(("parameter", "what", "value", "period", "citation", "status", "note"), rows)


def _offences(declared: Declarations, book: Lawbook) -> Iterator[str]:
    offences = sorted((one for _, data in declared.law for one in data.offences), key=lambda one: one.id)
    yield from table(
        ("offence", "what", "fine", "articles", "status"),
        (
            (
                code(one.id),
                f"{one.title} {one.title_zh}",
                _range(one.fine_min, one.fine_max, book),
                "; ".join(map(str, one.citations)),
                one.status,
            )
            for one in offences
        ),
    )
    benchmarks = sorted((one for _, data in declared.law for one in data.benchmarks), key=lambda one: one.id)
    tiers = table(
        ("tier", "of", "when", "fine", "published"),
        (
            (
                code(one.id),
                code(one.offence),
                f"{one.title} {one.title_zh}",
                _range(one.fine_min, one.fine_max, book),
                "; ".join(map(str, one.citations)),
            )
            for one in benchmarks
        ),
    )
    yield from section("Benchmarks", tiers, level=3)


def _range(least: str, most: str, book: Lawbook) -> str:
    """`10,000.00 to 50,000.00 yuan from 2021-09-01`, for each day from which an end is another, or lapsed."""
    ends = [book.parameters[name] for name in (least, most) if name in book.parameters]
    values = [value for one in ends for value in one.values]
    lapsed = {one.valid_to + timedelta(days=1) for one in values if one.valid_to is not None}
    days = sorted({one.valid_from for one in values} | lapsed)
    shown: list[str] = []
    for day in days:
        low, high = (_on(name, day, book) for name in (least, most))
        words = f"{low} to {high} yuan" if low and high else f"at least {low} yuan" if low else f"up to {high} yuan"
        if low or high:
            shown.append(f"{words} from {day}")
        elif shown:
            shown.append(f"none from {day}")
    return "; ".join(shown) or "as the sector says"


def _on(name: str, day: date, book: Lawbook) -> str:
    parameter = book.parameters.get(name)
    value = next((one.value for one in parameter.values if one.covers(day)), None) if parameter else None
    return f"{value // 100:,}.{value % 100:02}" if isinstance(value, int) else ""


def _criteria(declared: Declarations) -> Iterator[str]:
    criteria = sorted((one for _, data in declared.law for one in data.criteria), key=lambda one: _counted(one.code))
    return table(
        ("criterion", "what", "level", "rule", "met by", "from", "to", "citation", "status"),
        (
            (
                code(one.code),
                f"{one.title} {one.title_zh}",
                one.level,
                one.rule or "I-01",
                _figures(one),
                one.valid_from,
                one.valid_to or NONE,
                one.citation,
                one.status,
            )
            for one in criteria
        ),
    )


def _counted(text: str) -> list[tuple[int, str]]:
    """For sorting: `list/2` comes before `list/10`."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", text)]


def _figures(criterion: Criterion) -> str:
    """`boxes more than 100, or boxes at least 60 with sprinklers less than 1`; a dash where figures alone meet it not."""
    ways = (" with ".join(f"{code(bound.figure)} {bound.words}" for bound in bounds) for bounds in criterion.met)
    return ", or ".join(ways) or NONE


def _checklists(declared: Declarations) -> Iterator[str]:
    checklists = sorted(
        (one for _, data in declared.law for one in data.checklists), key=lambda one: (one.code, one.version)
    )
    for one in checklists:
        days = " ".join(
            words
            for words in (
                f"from {one.valid_from}" if one.valid_from else "",
                f"to {one.valid_to}" if one.valid_to else "",
            )
            if words
        )
        yield from (f"### `{one.name}`: {one.title} {one.title_zh}", "")
        if days:
            yield from (f"In use {days}.", "")
        yield from table(
            ("item", "question", "article", "criterion"),
            (
                (code(item.code), f"{item.question} {item.question_zh}", item.article, code(item.criterion))
                for item in one.items
            ),
        )
