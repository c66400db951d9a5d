"""The judge that a sector asks: a rule that is not declared, or an objection that could not be said, is a mistake at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from string import Formatter

from regledger.deciding.judge import Judge
from regledger.errors import RegledgerError
from regledger.law.objections import Objection

__all__ = ["PARTS", "ObjectionUnsayable", "SectorJudge", "Sentences", "placeholders"]

PARTS = ("found", "asks", "remedy")
"""The sentences of an objection code."""

Sentences = Mapping[str, Mapping[str, str]]
"""Objection code → its sentences."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class ObjectionUnsayable(RegledgerError):
    """Objection {code!r} cannot be said: {found}. {remedy}"""


class SectorJudge(Judge):
    """A judge in a sector's hand. What is asked of it is checked whether the rule holds or not.

    So a slip in a code shows with the first act that is judged, and not with the first that breaks the rule.
    """

    def __init__(self, judge: Judge, sentences: Sentences) -> None:
        super().__init__(judge.law, on=judge.on, zone=judge.zone, by=judge.by)
        self.asked = judge.asked
        self.raised = judge.raised
        self._sentences = sentences

    def rule(self, rule: str, code: str, holds: bool, /, **args: str | int | date | None) -> Iterator[Objection]:
        """As `Judge.rule`; raises `LawError` for an unknown rule, `ObjectionUnsayable` for an unknown code or argument."""
        self.law.rule(rule)
        self._check(code, {name for name, value in args.items() if holds or value is not None})
        yield from super().rule(rule, code, holds, **args)

    def _check(self, code: str, given: set[str]) -> None:
        sentences = self._sentences.get(code)
        if sentences is None:
            near = " or ".join(repr(one) for one in get_close_matches(str(code), list(self._sentences), n=3))
            raise ObjectionUnsayable(
                code=code,
                found="neither the sector's regledger_texts nor the core has sentences for it",
                remedy=f"Did you mean {near}?" if near else "Add found, asks and remedy for it.",
            )
        for part in PARTS:
            missing = sorted(placeholders(sentences.get(part, "")) - given)
            if missing:
                raise ObjectionUnsayable(
                    code=code,
                    found=f"its {part!r} names {', '.join(f'{{{one}}}' for one in missing)}, and judge.rule was given "
                    f"{', '.join(sorted(given)) or 'nothing'}",
                    remedy="Let both have the same names; None is not given.",
                )


def placeholders(sentence: str) -> set[str]:
    """The names in braces of `sentence`; raises `ValueError` where a brace is open, or holds more than a name."""
    names: set[str] = set()
    for _, name, form, conversion in Formatter().parse(sentence):
        if name is None:
            continue
        if not _NAME.fullmatch(name) or form or conversion:
            inside = name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
            raise ValueError(f"{{{inside}}} is not a plain {{name}}; write {{{{ and }}}} for braces")
        names.add(name)
    return names
