"""The facts of a proposal to close a unit (提请关闭, 安全生产法 Art 113)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Tag, Text

__all__ = ["ClosureAnswered", "ClosureGround", "ClosureProposed"]

ClosureGround = Literal["repeated_penalties", "unfit_after_stop", "accident_unfit", "stop_refused"]
"""The four grounds of Art 113, in their order."""

_TAGS = {"closure": "closure", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("closure.proposed", 1, tags={**_TAGS, "government": "authority"}, occurred="proposed_on")
class ClosureProposed(Fact, frozen=True, kw_only=True):
    """`closure.proposed` v1: a department asked the local government on a legal day to close a unit (Art 113)."""

    closure: Id
    enterprise: Id
    site: Id
    authority: Id
    government: Id
    ground: ClosureGround
    basis: tuple[Tag, ...]
    """The records that bear it out."""
    findings: Text
    document: Code
    proposed_on: date


@fact("closure.answered", 1, tags={**_TAGS, "government": "authority"}, occurred="answered_on")
class ClosureAnswered(Fact, frozen=True, kw_only=True):
    """`closure.answered` v1: the government decided on a legal day whether the unit is closed (Arts 113, 115)."""

    closure: Id
    enterprise: Id
    site: Id
    authority: Id
    government: Id
    closed: bool
    serious: bool
    """Whether it is serious, so that the principal may be none in the sector for life."""
    document: Code
    reasons: Text
    answered_on: date
