"""The version register: which edition of a law, regulation or standard applies from when to when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from regledger.law.parameters import Status

__all__ = ["Instrument", "edition_on"]


class Instrument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One edition of a law, regulation, rule or standard.

    Attributes:
        id: a short one, such as `XP.2021`.
        title: in English.
        title_zh: its name, as citations have it in `instrument`.
        edition: as citations have it, such as `2021`.
        applies_from: the first legal day on which it applies; it may lie long after the day on which it was made.
        applies_to: the last legal day; None while it applies.
        promulgated: the day on which it was made.
        published: the day on which its text was made public, where that is another.
        replaces: what it took the place of, in words.
        status: how far these days were checked.
        note: what a reader should know of it.
    """

    id: str
    title: str
    title_zh: str
    edition: str
    applies_from: date
    status: Status
    applies_to: date | None = None
    promulgated: date | None = None
    published: date | None = None
    replaces: str = ""
    note: str = ""

    def covers(self, day: date) -> bool:
        """Whether it applies on the legal day `day`; both ends belong to it."""
        return self.applies_from <= day and (self.applies_to is None or day <= self.applies_to)


def edition_on(instruments: Iterable[Instrument], name: str, day: date) -> Instrument | None:
    """The edition of the instrument called `name` (in Chinese) that applies on the legal day `day`; None where none is known."""
    applying = (one for one in instruments if one.title_zh == name and one.covers(day))
    return max(applying, key=lambda one: one.applies_from, default=None)
