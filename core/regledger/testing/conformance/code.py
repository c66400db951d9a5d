"""The code of a sector as a graph: which functions there are, and from where each is used."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from regledger.testing.conformance.subject import Source

__all__ = ["Function", "dotted", "functions", "imported", "inside", "only_from"]

Functions = ast.FunctionDef | ast.AsyncFunctionDef
MODULE = ""
"""Where code stands that runs at import."""


class Function(msgspec.Struct, frozen=True, kw_only=True):
    """A function, or a method."""

    name: str
    source: Source
    node: Functions


def functions(sources: Iterable[Source]) -> tuple[Function, ...]:
    """Every function of the package, inner ones too."""
    return tuple(
        Function(name=node.name, source=source, node=node)
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, Functions)
    )


def only_from(sources: Iterable[Source], roots: Iterable[str]) -> frozenset[str]:
    """The functions that are used by nothing but `roots`, what they call, and code that runs at import.

    A function that is handed on as a value may be called by anybody; so may one that nothing here uses.
    """
    uses = _uses(sources)
    found = set(roots)
    while True:
        more = {
            name
            for name, by in uses.items()
            if name not in found and by and all(caller == MODULE or caller in found for caller in by)
        }
        if not more:
            return frozenset(found)
        found |= more


HANDED = "<handed on>"


def _uses(sources: Iterable[Source]) -> dict[str, set[str]]:
    sources = tuple(sources)
    uses: dict[str, set[str]] = {one.name: set() for one in functions(sources)}
    for source in sources:
        called = {id(node.func) for node in ast.walk(source.tree) if isinstance(node, ast.Call)}
        called |= {id(one) for node in ast.walk(source.tree) for one in getattr(node, "decorator_list", ())}
        for caller, node in inside(source.tree, MODULE):
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                name = node.id if isinstance(node, ast.Name) else node.attr
                if name in uses:
                    uses[name].add(caller if id(node) in called else HANDED)
    return uses


def inside(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
    """Every node below `node` with the name of the function that it stands in; annotations are left out."""
    waiting = [*reversed(list(_children(node, function)))]
    while waiting:  # a sum of a thousand texts is a thousand nodes deep
        within, child = waiting.pop()
        yield within, child
        waiting += reversed(list(_children(child, within)))


def _children(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns"}:
            continue
        # A decorator and a default are run where the function is declared, not where it is called.
        within = node.name if isinstance(node, Functions) and field == "body" else function
        yield from (
            (within, one) for one in (value if isinstance(value, list) else [value]) if isinstance(one, ast.AST)
        )


def imported(tree: ast.Module) -> dict[str, str]:
    """Name → the dotted name that it was imported as."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                names[one.asname or one.name.partition(".")[0]] = one.name if one.asname else one.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for one in node.names:
                names[one.asname or one.name] = f"{node.module}.{one.name}"
    return names


def dotted(node: ast.AST, names: Mapping[str, str]) -> str:
    """`datetime.datetime.now` for `dt.now` after `from datetime import datetime as dt`; empty for anything else."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute):
        before = dotted(node.value, names)
        return f"{before}.{node.attr}" if before else ""
    return ""
