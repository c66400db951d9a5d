"""Where each rule is applied: found in the source of the core and of sectors, in the offences that break it, and in lists of criteria."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from regledger.law.criteria import Criterion
from regledger.law.offences import Offence

__all__ = ["places"]

_RULE = re.compile(r"[A-Z]-\d{2}")
_DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef)


def places(
    packages: Iterable[Path], offences: Mapping[str, Offence], criteria: Mapping[str, Criterion]
) -> dict[str, list[str]]:
    """Rule → where it is named in code, as `package/module.py:function`, as which offence, and in which list of criteria.

    Args:
        packages: the folders of the packages; their own `testing` is left out.
        offences: of the law book, by id.
        criteria: of the law book, by code.
    """
    found: dict[str, set[str]] = {}
    for package in packages:
        for path in sorted(package.rglob("*.py")):
            if path.is_relative_to(package / "testing"):
                continue
            module = str(path.relative_to(package.parent))
            for rule, function in _named(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
                found.setdefault(rule, set()).add(f"{module}:{function}" if function else module)
    for offence in offences.values():
        if offence.rule:
            found.setdefault(offence.rule, set()).add(f"offence {offence.id}")
    for criterion in criteria.values():
        if criterion.rule:
            found.setdefault(criterion.rule, set()).add(f"criteria {criterion.code.partition('/')[0]}")
    return {rule: sorted(where) for rule, where in sorted(found.items())}


def _named(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(rule, function) of every rule that stands as a whole text in code, alone or before the name of its parameter."""
    for node, function in _inside(tree, ""):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            rule = node.value.partition(".")[0]
            if _RULE.fullmatch(rule) and " " not in node.value:
                yield rule, function


def _inside(node: ast.AST, function: str) -> Iterator[tuple[ast.AST, str]]:
    for child in ast.iter_child_nodes(node):
        name = child.name if isinstance(child, _DEFINED) and not function else function
        yield child, name
        yield from _inside(child, name)
