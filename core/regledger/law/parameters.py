"""The law as dated data: parameters with their values, rules with their articles, each with how far its text was checked."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

__all__ = ["Citation", "Nature", "Parameter", "Rule", "Status", "Value"]

Status = Literal["VERIFIED", "TRANSCRIPTION", "SECONDARY", "FROM MEMORY"]
"""How far a text was checked: the statute itself, a third party's transcription, an excerpt, or nothing."""

Nature = Literal["substantive", "procedural"]
"""Which day picks the value: the day of the act (substantive), or the day of the step (procedural)."""


class Citation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a text stands.

    Attributes:
        instrument: the law, regulation or standard, such as `行政处罚法`; `regledger platform rules` for docs/platform-rules.md.
        edition: the year of the text that is meant, such as `2021`.
        article: as lawyers cite it: `Art 67`, `Arts 42, 55`, `§4.2`.
    """

    instrument: str
    edition: str
    article: str

    def __str__(self) -> str:
        return f"{self.instrument}({self.edition}) {self.article}"


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a parameter is during one period.

    Attributes:
        value: a whole number, a text or a truth; decimals are text, such as `"0.03"`.
        valid_from: the first legal day.
        valid_to: the last legal day, or None while it is in force.
        citation: where it stands.
        status: how far the text was checked.
        known_from: the day on which it was encoded here.
        review_by: the day by which somebody has to look at it again, or None.
        note: what a reader of the decision trace should know of this value.
    """

    value: int | str | bool
    valid_from: date
    citation: Citation
    status: Status
    known_from: date
    valid_to: date | None = None
    review_by: date | None = None
    note: str = ""

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the period; both ends belong to it."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def period(self) -> str:
        """The period, as `2021-07-15 to 2026-01-31` or `2021-07-15 on`."""
        return f"{self.valid_from} to {self.valid_to}" if self.valid_to else f"{self.valid_from} on"


class Parameter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number (or word) that the law sets, and its values over time.

    Attributes:
        id: the rule's id and a name, such as `A-19.decision`.
        title: what it is, in words.
        nature: which day picks the value.
        unit: what is counted; `calendar day`, `working day`, `hour`, `month` and `year` make it a period.
        values: by `valid_from`, periods apart.
    """

    id: str
    title: str
    nature: Nature
    unit: str
    values: tuple[Value, ...]


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule of the catalogue.

    Attributes:
        id: as the catalogue numbers it, such as `A-14`.
        title: in English.
        title_zh: in Chinese.
        citations: where it stands.
        status: of the part that is applied; it decides whether the rule may refuse.
        note: which part is weaker, or what is not applied.
    """

    id: str
    title: str
    title_zh: str
    citations: tuple[Citation, ...]
    status: Status
    note: str = ""
