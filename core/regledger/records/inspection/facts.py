"""The fact of an inspection, and the answers to its checklist."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from regledger.clock import Instant
from regledger.log.facts import ANY_KIND, Fact, fact
from regledger.log.text import Code, Id, Personal, Tag, Text

__all__ = ["Answer", "InspectionPublished", "InspectionRecorded", "Occasion", "Signature"]

Occasion = Literal["tipoff", "accident", "campaign", "referral", "operation", "matter", "recheck", "other"]
"""What gave rise to an inspection outside the annual plan (B-22, I-14)."""

Signature = Literal["signed", "refused"]


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was found of one question of a checklist."""

    item: Code
    """The code of the question."""
    answer: Literal["yes", "no", "not_applicable"]
    note: Text = ""


@fact(
    "inspection.recorded",
    1,
    tags={
        "inspection": "inspection",
        "enterprise": "enterprise",
        "site": "site",
        "authority": "authority",
        "officers": "officer",
        "plan": "plan",
        "draw": "draw",
        "operation": "operation",
        "occasion_of": ANY_KIND,
    },
    occurred="inspected_on",
    asserted="mapped",
    mends=("officers",),
)
class InspectionRecorded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """`inspection.recorded` v1: officers inspected a site on a legal day; the record of B-25."""

    inspection: Id
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    """Those who inspected and signed."""
    certificates_shown: bool
    place: Text
    content: Text
    problems: Text
    handling: Text
    unit_signature: Signature
    """Whether the head of the unit signed, or refused."""
    refusal_noted: bool
    """Whether a refusal was noted and reported to the department (安全生产法 Art 68)."""
    checklist: Code | None
    """The checklist gone through, with its version, such as `hazchem-producer/1`."""
    answers: tuple[Answer, ...] = ()
    """To its questions; since 0.3.0, and left out where there are none, as entries of before have none."""
    plan: Id | None = None
    """The annual plan by which it was made; this and what follows since 0.3.0."""
    draw: Id | None = None
    """The random draw that chose it."""
    operation: Id | None = None
    """The joint operation of which it is part."""
    occasion: Occasion | None = None
    occasion_of: Tag | None = None
    """The record that gave rise to it, such as `tipoff:T-1`."""
    beyond_cap: Text = ""
    """Why one more routine visit was made than the cap allows (I-14)."""
    address: Text = ""
    representative: Personal | None = None
    """The legal representative or principal (J-04)."""
    post: Text = ""
    phone: Personal | None = None
    witness: Personal | None = None
    started_at: Instant | None = None
    ended_at: Instant | None = None
    inspected_on: date


@fact(
    "inspection.published",
    1,
    tags={"inspection": "inspection", "enterprise": "enterprise", "site": "site", "authority": "authority"},
    occurred="published_on",
)
class InspectionPublished(Fact, frozen=True, kw_only=True):
    """`inspection.published` v1: the result of an inspection was made public on a legal day (I-13)."""

    inspection: Id
    enterprise: Id
    site: Id
    authority: Id
    where: Text
    published_on: date
