"""Criteria: what makes a finding a major hazard, or a general one (重大事故隐患判定标准; 安全生产法 Art 118)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from regledger.law.parameters import Citation, Status

__all__ = ["Criterion"]


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
    note: str = ""

    def covers(self, day: date) -> bool:
        """Whether it applies on the legal day `day`; both ends belong to it."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
