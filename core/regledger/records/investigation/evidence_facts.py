"""The facts of evidence in a case (行政处罚法 Arts 41, 46, 50, 56)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text
from regledger.records.investigation.forms import EvidenceKind, Form, Monitoring

__all__ = [
    "EvidenceCollected",
    "EvidenceDisclosed",
    "EvidenceExcluded",
    "EvidenceMarkedSecret",
    "EvidencePartyTold",
    "EvidenceSampled",
    "EvidenceVerified",
    "Receiver",
    "RecordReview",
    "Secrecy",
]

Secrecy = Literal["state_secret", "trade_secret", "privacy"]
"""国家秘密, 商业秘密, 个人隐私 (行政处罚法 Art 50)."""
Receiver = Literal["party", "public", "authority"]
"""Who is shown evidence out of the file."""

_TAGS = {"evidence": "evidence", "case": "case", "enterprise": "enterprise", "site": "site", "authority": "authority"}
_WITH_OFFICERS = {**_TAGS, "officers": "officer"}


class RecordReview(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The review of one record of a monitoring device (行政处罚法 Art 41(2))."""

    true: bool
    clear: bool
    complete: bool
    accurate: bool

    def missing(self) -> tuple[str, ...]:
        """What it was found not to be."""
        return tuple(field for field in self.__struct_fields__ if not getattr(self, field))


@fact("evidence.collected", 1, tags=_WITH_OFFICERS, occurred="collected_on", mends=("officers",))
class EvidenceCollected(Fact, frozen=True, kw_only=True):
    """`evidence.collected` v1: evidence of one of the eight kinds was taken into a case on a legal day (Art 46)."""

    evidence: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    kind: EvidenceKind
    description: Text
    source: Text
    """Where it comes from."""
    officers: tuple[Id, ...]
    form: Form
    monitoring: Monitoring | None
    """The device of the authority's own that recorded it; None for any other evidence."""
    obtained_on: date | None
    """The earlier legal day on which it was obtained, such as at the inspection before the case was filed."""
    interview: Id | None
    """The interview that it is the record of."""
    collected_on: date


@fact("evidence.sampled", 1, tags=_WITH_OFFICERS, occurred="sampled_on", mends=("officers",))
class EvidenceSampled(Fact, frozen=True, kw_only=True):
    """`evidence.sampled` v1: samples were taken as evidence on a legal day (抽样取证, Art 56)."""

    evidence: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    description: Text
    lot: Text
    """The lot, with its quantity, from which they were taken."""
    taken: Text
    """How much was taken."""
    receipt: Code
    """The number of the receipt that was left (抽样取证凭证)."""
    officers: tuple[Id, ...]
    sampled_on: date


@fact("evidence.verified", 1, tags=_WITH_OFFICERS, occurred="verified_on", mends=("officers",))
class EvidenceVerified(Fact, frozen=True, kw_only=True):
    """`evidence.verified` v1: evidence was found true on a legal day (查证属实, Art 46(2))."""

    evidence: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    findings: Text
    """How it was verified."""
    officers: tuple[Id, ...]
    record_review: RecordReview | None
    """For a record of the authority's monitoring device."""
    verified_on: date


@fact("evidence.excluded", 1, tags=_TAGS, occurred="excluded_on")
class EvidenceExcluded(Fact, frozen=True, kw_only=True):
    """`evidence.excluded` v1: evidence was excluded on a legal day; it grounds nothing (非法证据排除, Art 46(3))."""

    evidence: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    ground: Text
    excluded_on: date


@fact("evidence.party_told", 1, tags=_TAGS, occurred="told_on")
class EvidencePartyTold(Fact, frozen=True, kw_only=True):
    """`evidence.party_told` v1: the party was told what a device recorded, and how to look and object (Art 41(3))."""

    evidence: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    means: Text
    """By which it can look at the record, state its case and defend itself."""
    told_on: date


@fact("evidence.marked_secret", 1, tags=_TAGS, occurred="marked_on")
class EvidenceMarkedSecret(Fact, frozen=True, kw_only=True):
    """`evidence.marked_secret` v1: evidence was found to hold a secret, on a legal day (保密, Art 50)."""

    evidence: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    secrecy: Secrecy
    ground: Text
    marked_on: date


@fact("evidence.disclosed", 1, tags=_TAGS, occurred="disclosed_on")
class EvidenceDisclosed(Fact, frozen=True, kw_only=True):
    """`evidence.disclosed` v1: evidence was shown to somebody outside the authority, on a legal day."""

    evidence: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    receiver: Receiver
    redacted: bool
    """Whether what is secret was covered."""
    basis: Text
    disclosed_on: date
