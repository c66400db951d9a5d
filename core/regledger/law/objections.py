"""Objections: why an act was refused or warned about, as code and arguments, never as formatted text."""

from __future__ import annotations

from string import Formatter
from typing import Literal

import msgspec

__all__ = ["Objection", "Severity", "Texts"]

Severity = Literal["refuse", "warn"]


class Objection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One objection of one rule to one act.

    `args` holds what was found and what the law asks; `code` picks the sentences that say it.
    """

    rule: str
    """The rule's id in the catalogue, such as `A-14`."""
    code: str
    """What exactly is wrong, such as `case.notice_missing`."""
    article: str = ""
    """Instrument, edition and article."""
    args: dict[str, str | int] = {}
    severity: Severity = "refuse"
    """`warn` where the rule's text was not verified and no authority has confirmed it."""
    by: str = ""
    """The sector whose rule it is, with its version; empty for the core."""


class Texts:
    """Sentences for objection codes: what was found, what the law asks, the remedy."""

    def __init__(self, *tables: dict[str, dict[str, str]]) -> None:
        self._sentences: dict[str, dict[str, str]] = {}
        for table in tables:
            self._sentences.update(table)

    def __contains__(self, code: object) -> bool:
        return code in self._sentences

    def codes(self) -> frozenset[str]:
        """Every code that has sentences."""
        return frozenset(self._sentences)

    def complete(self, objection: Objection) -> dict[str, str]:
        """As `say`, but a sentence whose arguments are not all there is left empty rather than said with gaps."""
        sentences = self._sentences.get(objection.code, {})
        needed = {part: {name for _, name, _, _ in Formatter().parse(text) if name} for part, text in sentences.items()}
        said = self.say(objection) if sentences else {}
        return {
            part: said.get(part, "") if needed.get(part, set()) <= objection.args.keys() else ""
            for part in ("found", "asks", "remedy")
        }

    def say(self, objection: Objection) -> dict[str, str]:
        """`found`, `asks` and `remedy` of `objection`, in English; for an unknown code its bare arguments."""
        sentences = self._sentences.get(objection.code)
        if sentences is None:
            listed = ", ".join(f"{name}={value}" for name, value in sorted(objection.args.items()))
            return {"found": f"{objection.code}: {listed}", "asks": "", "remedy": ""}
        return {
            part: sentences.get(part, "").format_map(_Shown(objection.args)) for part in ("found", "asks", "remedy")
        }


class _Shown(dict[str, str | int]):
    def __missing__(self, key: str) -> str:
        return f"({key})"


def as_json(objection: Objection) -> dict[str, object]:
    """The objection as a plain object, with a stable shape."""
    plain: dict[str, object] = msgspec.to_builtins(objection)
    return {"severity": "refuse", "article": "", "args": {}, "by": ""} | plain
