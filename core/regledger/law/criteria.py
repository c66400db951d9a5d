"""Criteria: what makes a finding a major hazard, or a general one (重大事故隐患判定标准; 安全生产法 Art 118)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from regledger.law.parameters import Citation, Status

__all__ = ["Bound", "Criterion"]


class Bound(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a figure of a finding has to be: at least, at most, above or below a number; several of them make a band.

    A figure that was not measured is none of these.
    """

    figure: str
    """Its name, such as `methane_percent`; what was only looked at is 1 for yes and 0 for no."""
    least: Decimal | None = None
    most: Decimal | None = None
    above: Decimal | None = None
    below: Decimal | None = None

    def met_by(self, value: Decimal | None) -> bool:
        """Whether `value` is within it; both `least` and `most` belong to it (以上, 以下)."""
        return value is not None and (
            (self.least is None or value >= self.least)
            and (self.most is None or value <= self.most)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
        )

    @property
    def words(self) -> str:
        """Its ends: `at least 60 and at most 80`."""
        return " and ".join(f"{words} {end:f}" for words, end in self.ends)

    @property
    def ends(self) -> tuple[tuple[str, Decimal], ...]:
        """Those that are given, in words."""
        ends = (
            ("at least", self.least),
            ("at most", self.most),
            ("more than", self.above),
            ("less than", self.below),
        )
        return tuple((words, end) for words, end in ends if end is not None)


class Criterion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One item of a published list of criteria.

    Attributes:
        code: list, edition and item, such as `hazchem-2017/5`; it is never used again for another text.
        title: in English.
        title_zh: in Chinese, as it was published.
        citation: where it stands.
        status: how far its text was checked.
        valid_from: the first legal day on which it applies.
        valid_to: the last one, or None while it applies.
        level: what a finding is that meets it.
        rule: the rule that it belongs to: what is objected to a finding by this criterion names it; I-01 where it is empty.
        met: what figures meet it by themselves: one of these lists is enough, and of a list every bound has to hold.
        note: what a reader should know of it.
    """

    code: str
    title: str
    title_zh: str
    citation: Citation
    status: Status
    valid_from: date
    valid_to: date | None = None
    level: Literal["general", "major"] = "major"
    rule: str = ""
    met: tuple[tuple[Bound, ...], ...] = ()
    note: str = ""

    def covers(self, day: date) -> bool:
        """Whether it applies on the legal day `day`; both ends belong to it."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def met_by(self, figure: Callable[[str], Decimal | None]) -> str:
        """The figures that meet it, in words, `figure` giving each by its name; empty where none do, or none could."""
        for bounds in self.met:
            if bounds and all(bound.met_by(figure(bound.figure)) for bound in bounds):
                return ", ".join(f"{bound.figure} is {figure(bound.figure):f} ({bound.words})" for bound in bounds)
        return ""
