"""The facts of paying later, urging, the court and the end of execution (行政处罚法 Art 66, 行政强制法 Arts 35–58)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Personal, Text
from regledger.records.case.facts import Fen, Mode
from regledger.records.case.relief import CASE_TAGS

__all__ = [
    "CourtAccepted",
    "CourtObjected",
    "CourtRefused",
    "CourtRuled",
    "DeferralAsked",
    "DeferralRefused",
    "Document",
    "EnforcementResumed",
    "EnforcementSuspended",
    "ServiceProved",
    "SuspendGround",
    "UrgingAnswered",
    "UrgingServed",
]

SuspendGround = Literal["no_ability", "third_party_claim", "irreparable_loss", "other"]
"""The four grounds of 行政强制法 Art 39(1)."""

Document = Literal["notice", "hearing_notice", "decision", "urging", "other"]
"""告知书, 听证通知书, 处罚决定书, 催告书, 其他."""


@fact("service.proved", 1, tags={**CASE_TAGS, "officers": "officer"}, occurred="served_on", mends=("officers",))
class ServiceProved(Fact, frozen=True, kw_only=True):
    """`service.proved` v1: the proof that a document was served (送达回证, 民事诉讼法 Arts 87–91, 95)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    document: Document
    number: Code
    receiver: Personal | None
    """Who took it."""
    relation: Text
    """Of the receiver to the addressee."""
    mode: Mode
    place: Text
    time: Text
    """The time of the day, as it stands on the proof."""
    officers: tuple[Id, ...]
    refusal: Text
    """Why it was not taken."""
    witness: Personal | None
    """Who witnessed it for the base-level organisation."""
    media: Text
    """The photo or video that shows it; of other modes what proves them."""
    served_on: date


@fact("deferral.asked", 1, tags=CASE_TAGS, occurred="asked_on")
class DeferralAsked(Fact, frozen=True, kw_only=True):
    """`deferral.asked` v1: the party asked to pay later or in parts (行政处罚法 Art 66)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    hardship: Text
    asked_on: date


@fact("deferral.refused", 1, tags=CASE_TAGS, occurred="refused_on")
class DeferralRefused(Fact, frozen=True, kw_only=True):
    """`deferral.refused` v1: the authority did not let the party pay later."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    reasons: Text
    refused_on: date


@fact("urging.served", 1, tags=CASE_TAGS, occurred="served_on")
class UrgingServed(Fact, frozen=True, kw_only=True):
    """`urging.served` v1: the party was urged in writing to perform (催告, 行政强制法 Arts 35, 54)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    number: Code
    perform_by: date
    manner: Text
    amount_fen: Fen
    payment: Text
    """How it is paid."""
    rights_told: bool
    mode: Mode
    served_on: date


@fact("urging.answered", 1, tags=CASE_TAGS, occurred="answered_on")
class UrgingAnswered(Fact, frozen=True, kw_only=True):
    """`urging.answered` v1: the party stated and defended itself, and the authority weighed it (Art 36)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    text: Personal | None
    findings: Text
    answered_on: date


@fact("court.accepted", 1, tags=CASE_TAGS, occurred="accepted_on")
class CourtAccepted(Fact, frozen=True, kw_only=True):
    """`court.accepted` v1: the court accepted the application (行政强制法 Art 56)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    document: Code
    accepted_on: date


@fact("court.refused", 1, tags=CASE_TAGS, occurred="refused_on")
class CourtRefused(Fact, frozen=True, kw_only=True):
    """`court.refused` v1: the authority received the ruling that the application is not accepted (Art 56)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    document: Code
    ground: Text
    refused_on: date


@fact("court.ruled", 1, tags=CASE_TAGS, occurred="ruled_on")
class CourtRuled(Fact, frozen=True, kw_only=True):
    """`court.ruled` v1: the authority received the ruling on execution (Arts 57, 58)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    document: Code
    permitted: bool
    heard: bool
    """Whether the court heard the parties, as obvious illegality needs."""
    ground: Text
    ruled_on: date


@fact("court.objected", 1, tags=CASE_TAGS, occurred="objected_on")
class CourtObjected(Fact, frozen=True, kw_only=True):
    """`court.objected` v1: the authority asked the higher court to look at a refusal (Arts 56, 58)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    court: Text
    reasons: Text
    objected_on: date


@fact("enforcement.suspended", 1, tags=CASE_TAGS, occurred="suspended_on")
class EnforcementSuspended(Fact, frozen=True, kw_only=True):
    """`enforcement.suspended` v1: execution was suspended (中止执行, 行政强制法 Art 39)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    ground: SuspendGround
    reasons: Text
    harms_public: bool
    suspended_on: date


@fact("enforcement.resumed", 1, tags=CASE_TAGS, occurred="resumed_on")
class EnforcementResumed(Fact, frozen=True, kw_only=True):
    """`enforcement.resumed` v1: the ground fell away and execution goes on (恢复执行, Art 39(2))."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    reasons: Text
    resumed_on: date
