"""A-46: fines and confiscations are no measure of an authority's work, in whatever form (行政处罚法 Art 74)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from regledger.deciding.judge import Judge
from regledger.law.objections import Objection

__all__ = ["moneyless"]

_PLAIN = re.compile(r"[^a-z]+")
_BETWEEN = re.compile(r"[\W_]+")
"""What parts the characters of a word that is to look like none."""


def moneyless(
    subject: str, judge: Judge, texts: Iterable[str | None], names: Iterable[str | None] = ()
) -> Iterator[Objection]:
    """A-46: none of `texts` speaks of fines or confiscations, and none of the facts called `names` carries any."""
    if not judge.law.has("A-46.words", on=judge.day):
        return
    words = str(judge.law.value("A-46.words", on=judge.day)).split()
    beginnings = tuple(str(judge.law.value("A-46.facts", on=judge.day)).split())
    named = [one for one in names if one]
    said = [one for one in (*texts, *named) if one]
    found = [one for one in said if _speaks(one, words)] + [one for one in named if one.startswith(beginnings)]
    yield from judge.rule("A-46", "assessment.counts_money", not found, subject=subject, found=(found or [""])[0][:80])


def _speaks(text: str, words: Iterable[str]) -> bool:
    text = normalize("NFKC", text).lower()
    plain, close = set(_PLAIN.split(text)), _BETWEEN.sub("", text)
    return any(word in plain if word.isascii() else word in close for word in words)
