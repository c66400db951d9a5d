"""Checklists: what an inspection goes through, each question with its article."""

from __future__ import annotations

from datetime import date

import msgspec

__all__ = ["CheckItem", "Checklist"]


class CheckItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question of a checklist."""

    code: str
    question: str
    question_zh: str
    article: str
    criterion: str = ""
    """The criterion that a "no" may meet; empty where there is none."""


class Checklist(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A versioned list of questions that an inspection goes through; a record names it as `code/version`."""

    code: str
    version: int
    title: str
    title_zh: str
    items: tuple[CheckItem, ...]
    valid_from: date | None = None
    """The first legal day on which it is used; None where it always was."""
    valid_to: date | None = None
    """The last legal day; None while it is in use."""

    @property
    def name(self) -> str:
        """As an inspection names it."""
        return f"{self.code}/{self.version}"

    def covers(self, day: date) -> bool:
        """Whether it is in use on the legal day `day`; both ends belong to it."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
