"""What a sector's source says it asks: every call of `judge.rule` and `judge.note`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from regledger.testing.conformance.subject import Source, Subject

__all__ = ["StatedAsk", "constants", "stated_asks"]

LEAST_ARGUMENTS = 3
"""Rule, code and whether it holds."""


class StatedAsk(msgspec.Struct, frozen=True, kw_only=True):
    """One call, as it is written."""

    place: str
    """`file:line`, as findings call the file and runs see it."""
    last: int
    """Its last line."""
    rules: tuple[str, ...]
    """Those that are written there; empty where they are computed."""
    codes: tuple[str, ...]
    never_holds: bool
    """True where it says False: the rule is asked only where it was broken."""

    def covers(self, place: str) -> bool:
        """Whether a run's `file:line` lies in it."""
        file, _, line = place.rpartition(":")
        mine, _, first = self.place.rpartition(":")
        return file == mine and int(first) <= int(line or 0) <= self.last


def stated_asks(subject: Subject) -> tuple[StatedAsk, ...]:
    """Every call in its own code."""
    named = _named(subject.sources)
    return tuple(one for source in subject.sources for one in _asks(source, named))


def constants(subject: Subject) -> frozenset[str]:
    """Every text that stands in its Python files."""
    return frozenset(
        node.value
        for source in subject.sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


Named = Mapping[str, str]
"""Name of a constant → its text, where all constants of that name have the same."""


def _named(sources: Iterable[Source]) -> Named:
    found: dict[str, set[str]] = {}
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.arg):
                found.setdefault(node.arg, set()).add("")  # a caller says what it is
            if not isinstance(node, (ast.Assign, ast.AnnAssign)):
                continue
            text = node.value.value if isinstance(node.value, ast.Constant) else ""
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, set()).add(text if isinstance(text, str) else "")
    return {name: next(iter(texts)) for name, texts in found.items() if len(texts) == 1 and "" not in texts}


def _asks(source: Source, named: Named) -> Iterator[StatedAsk]:
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or len(node.args) < LEAST_ARGUMENTS:
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr in {"rule", "note"}:
            rule, code, holds = node.args[:LEAST_ARGUMENTS]
            yield StatedAsk(
                place=source.at(node),
                last=node.end_lineno or node.lineno,
                rules=tuple(_texts(rule, named)),
                codes=tuple(_texts(code, named)),
                never_holds=isinstance(holds, ast.Constant) and holds.value is False,
            )


def _texts(node: ast.expr, named: Named) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, named)
        yield from _texts(node.orelse, named)
    elif isinstance(node, (ast.Name, ast.Attribute)):
        name = node.id if isinstance(node, ast.Name) else node.attr
        if name in named:
            yield named[name]
