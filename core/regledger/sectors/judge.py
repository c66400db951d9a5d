"""The judge that a sector asks: a rule that is not declared, or an objection that could not be said, is a mistake at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from string import Formatter
from weakref import WeakKeyDictionary

import msgspec

from regledger.deciding.judge import Judge
from regledger.errors import RegledgerError
from regledger.law.objections import Objection
from regledger.sectors.lent_law import LentLaw

__all__ = ["PARTS", "ObjectionUnsayable", "SectorJudge", "Sentences", "made", "placeholders"]

PARTS = ("found", "asks", "remedy")
"""The sentences of an objection code."""

Sentences = Mapping[str, Mapping[str, str]]
"""Objection code → its sentences."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class ObjectionUnsayable(RegledgerError):
    """Objection {code!r} cannot be said: {found}. {remedy}"""


class _Hand:
    """What belongs to one judge in a sector's hand, and is kept out of it."""

    def __init__(self, judge: Judge, sentences: Sentences) -> None:
        self.judge = judge
        """The decision's own, which makes the objections and writes down what was asked."""
        self.sentences = sentences
        self.given: dict[int, tuple[Objection, Objection]] = {}
        """By identity: what the sector was given, and the objection as the rule made it."""

    def give(self, objection: Objection) -> Objection:
        """A copy of `objection` for the sector to give back; what it changes in that counts for nothing."""
        copy = _copied(objection)
        self.given[id(copy)] = (copy, objection)
        return copy


_HANDS: WeakKeyDictionary[SectorJudge, _Hand] = WeakKeyDictionary()
"""Apart from the judges, so that no attribute of one leads to the objections that count."""


class SectorJudge(Judge):
    """A judge in a sector's hand. What is asked of it is checked whether the rule holds or not.

    So a slip in a code shows with the first act that is judged, and not with the first that breaks the rule. Its `asked`
    and `raised` are for looking at: what the sector writes there is read by nobody.
    """

    def __init__(self, judge: Judge, sentences: Sentences) -> None:
        super().__init__(LentLaw(judge.law), on=judge.on, zone=judge.zone, by=judge.by)
        _HANDS[self] = _Hand(judge, sentences)

    def __copy__(self) -> SectorJudge:
        """One whose objections are its own, and none of this one's."""
        hand = _HANDS[self]
        real = hand.judge
        return SectorJudge(Judge(real.law, on=real.on, zone=real.zone, by=real.by), hand.sentences)

    def rule(self, rule: str, code: str, holds: bool, /, **args: str | int | date | None) -> Iterator[Objection]:
        """As `Judge.rule`; raises `LawError` for an unknown rule, `ObjectionUnsayable` for an unknown code or argument."""
        hand = _HANDS[self]
        rule, code = str(rule), str(code)
        hand.judge.law.rule(rule)
        _check(hand.sentences, code, {name for name, value in args.items() if holds or value is not None})
        objections = list(hand.judge.rule(rule, code, holds, **args))
        self.asked = list(hand.judge.asked)
        for objection in objections:
            given = hand.give(_copied(objection))
            self.raised = [*self.raised, given]
            yield given

    def note(self, rule: str, code: str, holds: bool, /, **args: str | int | date | None) -> Iterator[Objection]:
        """As `Judge.note`, with what `rule` raises."""
        for objection in self.rule(rule, code, holds, **args):
            kept = made(self, objection)
            assert kept is not None
            yield _HANDS[self].give(msgspec.structs.replace(kept, severity="warn"))


def made(judge: SectorJudge, answer: Objection) -> Objection | None:
    """`answer` as a rule made it when `judge` was asked, or that as no more than a warning; None where no rule did.

    So its article and its severity are the law book's, whatever the sector has changed since.
    """
    given = _HANDS[judge].given
    same = given.get(id(answer))
    if same is not None:
        return same[1]
    for _, kept in given.values():
        for one in (kept, msgspec.structs.replace(kept, severity="warn")):
            if one == answer:
                return one
    return None


def _copied(objection: Objection) -> Objection:
    return msgspec.structs.replace(objection, args=dict(objection.args))


def _check(known: Sentences, code: str, given: set[str]) -> None:
    sentences = known.get(code)
    if sentences is None:
        near = " or ".join(repr(one) for one in get_close_matches(code, list(known), n=3))
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
