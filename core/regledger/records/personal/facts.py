"""What is recorded of personal values, apart from the values."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.log.facts import ANY_KIND, Fact, fact
from regledger.log.text import Code, Id, Text

__all__ = [
    "LEFT",
    "DisclosureGround",
    "ErasureGround",
    "PersonalDisclosed",
    "PersonalErased",
    "PersonalReleased",
    "PersonalRestricted",
    "RestrictionGround",
    "Subject",
]

Subject = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,31}:[A-Za-z0-9_-]{1,64}$", extra={"privacy": "public"})
]
"""Whose values: a tag, such as `person:p1`, `case:C-1` or a row of a register, `source:…`."""

ErasureGround = Literal["purpose_served", "period_over", "consent_withdrawn", "unlawful", "law"]
"""Items 1 to 5 of 个人信息保护法 Art 47(1), in their order."""
RestrictionGround = Literal["retention", "technical", "request", "accuracy"]
"""Kept by law for a time, or not to be deleted by technical means (Art 47(2)); asked for by the person (Art 44); its accuracy
is being checked (Art 46)."""
DisclosureGround = Literal["duty", "consent", "own_request", "security", "legal_duty"]
"""A statutory duty of this authority (Art 34); the person's consent (Art 13(1)(1)), or own request (Art 45); the security of
what is stored (Arts 47(2), 51); another law that orders it whatever is restricted, such as a court's order (Art 44)."""
LEFT: frozenset[DisclosureGround] = frozenset({"security", "legal_duty"})
"""The grounds that a restriction leaves."""


@fact(
    "personal.erased",
    1,
    tags={"subject": ANY_KIND, "authority": "authority"},
    occurred="erased_on",
    asserted="never",
    amended="never",
)
class PersonalErased(Fact, frozen=True, kw_only=True):
    """`personal.erased` v1: an authority had the personal values of `subject` erased on a legal day (个人信息保护法 Art 47).

    Its key is destroyed once this is recorded, and none is ever made again.
    """

    subject: Subject
    ground: ErasureGround
    reason: Text
    authority: Id
    document: Code | None = None
    erased_on: date


@fact(
    "personal.restricted",
    1,
    tags={"subject": ANY_KIND, "authority": "authority"},
    occurred="restricted_on",
    asserted="never",
)
class PersonalRestricted(Fact, frozen=True, kw_only=True):
    """`personal.restricted` v1: from a legal day the values of `subject` are stored and kept safe, and nothing else
    (个人信息保护法 Arts 44, 46, 47(2))."""

    subject: Subject
    ground: RestrictionGround
    reason: Text
    authority: Id
    document: Code | None = None
    """For `retention`, the law or regulation that has it kept."""
    until: date | None = None
    """For `retention`, the last day of the period; the authority states it."""
    restricted_on: date


@fact(
    "personal.released",
    1,
    tags={"subject": ANY_KIND, "authority": "authority"},
    occurred="released_on",
    asserted="never",
)
class PersonalReleased(Fact, frozen=True, kw_only=True):
    """`personal.released` v1: the restriction of `subject` ended on a legal day."""

    subject: Subject
    reason: Text
    authority: Id
    document: Code | None = None
    released_on: date


@fact(
    "personal.disclosed",
    1,
    tags={"subject": ANY_KIND, "authority": "authority"},
    occurred="disclosed_on",
    asserted="never",
)
class PersonalDisclosed(Fact, frozen=True, kw_only=True):
    """`personal.disclosed` v1: values of `subject` were opened on a legal day. It is recorded before any of them is shown."""

    subject: Subject
    facts: tuple[int, ...]
    """The numbers of the facts whose values under this subject were opened."""
    ground: DisclosureGround
    purpose: Text
    recipient: Text
    """To whom: an office, an organisation, or the subject's own tag; never a name."""
    authority: Id
    document: Code | None = None
    disclosed_on: date
