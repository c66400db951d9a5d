"""What a sector records, takes and shows: facts, commands, obligations, document fields, mappings, read models, objections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import cleandoc
from types import CodeType
from typing import Any

from regledger.deciding.handlers import Handler
from regledger.law.book import Lawbook
from regledger.log.facts import Fact
from regledger.sectors.declarations import Declarations
from regledger.sectors.reference.legal import shown_value
from regledger.sectors.reference.markdown import NONE, code, section, table
from regledger.sectors.reference.shapes import field_rows

__all__ = ["record_lines"]

DEPTH = 4
"""Calls that are followed from a decision to the facts that it makes."""


def record_lines(declared: Declarations, book: Lawbook, raw: Iterable[Handler]) -> Iterator[str]:
    """Everything that is recorded, asked and shown.

    Args:
        declared: what the sector declares.
        book: the law of the installation, for the periods of obligations.
        raw: its commands as the sector itself gives them, for what they record.
    """
    yield from section("Site profile", _profile(declared))
    yield from section("Facts", (line for body in _sorted_facts(declared) for line in _fact(body)))
    decisions = {one.name: one.decide for one in raw}
    handlers = sorted(declared.handlers, key=lambda one: one.name)
    yield from section("Commands", (line for one in handlers for line in _command(one, decisions.get(one.name))))
    yield from section("Obligations", _obligations(declared, book))
    yield from section("Document fields", _document_fields(declared))
    yield from section(
        "Import mappings",
        table(
            ("mapping", "what"),
            (
                (code(one.name), f"{one.title} {one.title_zh}")
                for one in sorted(declared.import_mappings, key=lambda one: one.name)
            ),
        ),
    )
    yield from section("Read models", _read_models(declared))
    yield from section("Objections", _objections(declared.texts))


def _said(documented: type) -> str:
    """The first paragraph of its docstring."""
    return " ".join(cleandoc(documented.__dict__.get("__doc__") or "").partition("\n\n")[0].split())


def _fields(body: Any) -> Iterator[str]:
    return table(
        ("field", "type", "left out"), ((code(path), words, default) for path, words, default in field_rows(body))
    )


def _profile(declared: Declarations) -> Iterator[str]:
    for one in declared.site_profiles:
        yield from (f"{one.title} {one.title_zh}, version {one.version}. {_said(one.schema)}".strip(), "")
        yield from _fields(one.schema)


def _sorted_facts(declared: Declarations) -> list[type[Fact]]:
    return sorted(declared.facts, key=lambda body: body.__fact__.name)


def _fact(body: type[Fact]) -> Iterator[str]:
    fact = body.__fact__
    yield from (f"### `{fact.name}` v{fact.version}", "")
    said = _said(body).removeprefix(f"`{fact.name}` v{fact.version}: ")
    yield from (said, "") if said else ()
    yield f"- happens on `{fact.occurred}`" + (
        f", counts from `{fact.effective}`" if fact.effective != fact.occurred else ""
    )
    yield f"- tags: {', '.join(f'`{kind}` of `{path}`' for path, kind in sorted(fact.tags.items())) or NONE}"
    if fact.formerly:
        yield f"- formerly: {', '.join(map(code, fact.formerly))}"
    yield ""
    yield from _fields(body)


def _command(handler: Handler, decide: Callable[..., Any] | None) -> Iterator[str]:
    yield from (f"### `{handler.name}`", "")
    said = _said(handler.command)
    yield from (said, "") if said else ()
    yield f"- happens on `{handler.on}`" + (", an act of the world" if handler.world else "")
    yield f"- role: {handler.role or 'none'}"
    recorded = _recorded(decide) if decide is not None else [handler.name.replace(".profile", ".profiled")]
    yield f"- records: {', '.join(map(code, recorded)) or NONE}"
    yield ""
    yield from _fields(handler.command)


def _recorded(decide: Callable[..., Any]) -> list[str]:
    """The facts that a decision names, itself or in what it calls."""
    found: set[str] = set()
    seen: set[Any] = set()

    def look(function: Any, depth: int) -> None:
        if function in seen or depth > DEPTH:
            return
        seen.add(function)
        package = str(getattr(function, "__module__", "")).partition(".")[0]
        known: Mapping[str, Any] = getattr(function, "__globals__", {})
        for name in _names(function.__code__):
            one = known.get(name)
            if isinstance(one, type) and issubclass(one, Fact) and hasattr(one, "__fact__"):
                found.add(one.__fact__.name)
            elif hasattr(one, "__code__") and str(one.__module__).partition(".")[0] == package:
                look(one, depth + 1)

    if hasattr(decide, "__code__"):
        look(decide, 0)
    return sorted(found)


def _names(of: CodeType) -> Iterator[str]:
    yield from of.co_names
    for one in of.co_consts:
        if isinstance(one, CodeType):
            yield from _names(one)


def _obligations(declared: Declarations, book: Lawbook) -> Iterator[str]:
    def period(name: str) -> str:
        parameter = book.parameters.get(name)
        if parameter is None:
            return code(name)
        return "; ".join(f"{shown_value(parameter, one)} ({one.period})" for one in parameter.values)

    return table(
        ("obligation", "what", "who", "rule", "period", "begins with", "met by", "ends with", "command"),
        (
            (
                code(one.code),
                f"{one.title} {one.title_zh}",
                one.owner,
                code(one.rule),
                period(one.period),
                ", ".join(map(code, one.begins)),
                ", ".join(map(code, one.met_by)),
                ", ".join(map(code, one.ends)),
                code(one.command),
            )
            for one in sorted(declared.obligations, key=lambda one: one.code)
        ),
    )


def _document_fields(declared: Declarations) -> Iterator[str]:
    return table(
        ("document", "field", "what", "read from"),
        (
            (code(one.document), code(one.name), f"{one.title} {one.title_zh}", code(f"{one.record}.{one.field}"))
            for one in sorted(declared.document_fields, key=lambda one: (one.document, one.name))
        ),
    )


def _read_models(declared: Declarations) -> Iterator[str]:
    for one in sorted(declared.read_models, key=lambda one: one.name):
        yield from (f"### `{one.name}` v{one.version}", "")
        said = _said(type(one))
        yield from (said, "") if said else ()
        yield from (f"Of {', '.join(map(code, one.types))}.", "")
        yield from table(("column", "type"), ((code(name), kind) for name, kind in one.columns.items()))


def _objections(texts: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    return table(
        ("objection", "found", "the law asks", "remedy"),
        ((code(name), said["found"], said["asks"], said["remedy"]) for name, said in sorted(texts.items())),
    )
