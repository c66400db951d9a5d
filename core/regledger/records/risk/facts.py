"""What an assessment of a site adds up from, and the fact of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id

__all__ = ["Grade", "RiskItem", "SiteAssessed"]

Grade = Literal[1, 2, 3, 4]
"""1 red, 2 orange, 3 yellow, 4 blue (红橙黄蓝)."""


class RiskItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of an assessment."""

    code: Code
    title: Code
    score: Decimal


@fact(
    "site.assessed",
    1,
    tags={"site": "site", "enterprise": "enterprise", "authority": "authority"},
    occurred="assessed_on",
    asserted="mapped",
    about=("sector",),
)
class SiteAssessed(Fact, frozen=True, kw_only=True):
    """`site.assessed` v1: the risk of a site was graded on a legal day, by the formula of its lead sector (B-22)."""

    site: Id
    enterprise: Id
    authority: Id
    sector: Code
    """Whose formula it is."""
    grade: Grade
    score: Decimal
    """The sum of the items."""
    formula: Code
    """With its edition, such as `fireworks-risk/1`."""
    items: tuple[RiskItem, ...]
    assessed_on: date
