"""The sentences of the core's objections, against the codes that the core raises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from regledger.law.core_law import core_texts
from regledger.sectors.judge import PARTS, placeholders

CORE = Path(__file__).resolve().parents[3] / "core" / "regledger"
CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
TREES = [
    ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    for path in sorted(CORE.rglob("*.py"))
    if not path.is_relative_to(CORE / "testing")
]
NODES = [node for tree in TREES for node in ast.walk(tree)]


def _raised() -> Iterator[tuple[str, set[str] | None]]:
    """Every code that stands in a call, with the names of its arguments; None where they cannot be told from the call."""
    for node in NODES:
        if not isinstance(node, ast.Call):
            continue
        named = {word.arg: word.value for word in node.keywords}
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("rule", "note") and len(node.args) == 3:
            yield from ((code, None if None in named else set(filter(None, named))) for code in _codes(node.args[1]))
        elif "code" in named:
            yield from ((code, None) for code in _codes(named["code"]))


def _codes(node: ast.expr) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and CODE.fullmatch(one.value):
            yield one.value


def test_every_code_of_the_core_has_sentences() -> None:
    """An objection of the core is said in words: what was found, what is asked, and the remedy."""
    raised = {code for code, _ in _raised()}

    assert len(raised) > 80
    assert raised - core_texts().keys() == set()
    assert [code for code, said in core_texts().items() if set(said) != set(PARTS) or not all(said.values())] == []


def test_every_sentence_of_the_core_is_used() -> None:
    """No sentences are left of a code that nothing in the core names."""
    named = {code for node in NODES if isinstance(node, ast.Constant) for code in _codes(node)}

    assert core_texts().keys() - named == set()


def test_every_sentence_of_the_core_can_be_filled_in() -> None:
    """Each placeholder is a plain name, and one that the call gives which raises the objection."""
    open_ = [
        (code, left)
        for code, given in _raised()
        if given is not None and (left := set().union(*map(placeholders, core_texts()[code].values())) - given)
    ]

    assert open_ == []
    assert all(isinstance(placeholders(text), set) for said in core_texts().values() for text in said.values())
