"""Withdrawing a fact: it stays visible, and it no longer counts (行政处罚法 Art 48; DESIGN §2)."""

from __future__ import annotations

from datetime import date

from regledger.log.facts import Fact, fact
from regledger.log.text import Id, Text

__all__ = ["FactWithdrawn"]


@fact("fact.withdrawn", 1, tags={"authority": "authority"}, occurred="withdrawn_on", asserted="never", amended="never")
class FactWithdrawn(Fact, frozen=True, kw_only=True):
    """`fact.withdrawn` v1: an authority withdrew fact `number` on a legal day; it carries that fact's tags."""

    number: int
    reason: Text
    authority: Id
    withdrawn_on: date
