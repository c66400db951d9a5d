"""The facts of tip-offs and petitions. Who tells something is personal, and stands in no public field."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Personal, Text

__all__ = [
    "Channel",
    "Fen",
    "PetitionAnswered",
    "PetitionExtended",
    "PetitionHandled",
    "PetitionObjected",
    "PetitionReceived",
    "PetitionReviewAsked",
    "PetitionReviewed",
    "PetitionRouted",
    "TipoffAccepted",
    "TipoffForwarded",
    "TipoffReceived",
    "TipoffReplied",
    "TipoffRewardPaid",
    "TipoffRewarded",
    "TipoffVerified",
]

Fen = Annotated[int, msgspec.Meta(ge=0, le=10**15)]
"""Money in whole fen, 0.01 yuan."""

Channel = Literal["telephone", "mailbox", "platform", "visit", "committee", "petition"]
"""How it came; `committee` is a residents' or villagers' committee (安全生产法 Art 75)."""

_TIP = {"tipoff": "tipoff", "authority": "authority", "enterprise": "enterprise"}
_PET = {"petition": "petition", "authority": "authority"}


@fact("tipoff.received", 1, tags=_TIP, occurred="received_on")
class TipoffReceived(Fact, frozen=True, kw_only=True):
    """`tipoff.received` v1: an authority received a tip-off on a legal day (安全生产法 Art 74)."""

    tipoff: Id
    authority: Id
    enterprise: Id | None
    channel: Channel
    subject: Text
    """What is said to be wrong; nothing that tells who said it."""
    informant: Personal | None
    """None where it is anonymous."""
    contact: Personal | None
    insider: bool
    """Whether the informant works there; a finding without a name."""
    deaths: bool
    """Whether somebody is said to have died."""
    received_on: date


@fact("tipoff.accepted", 1, tags=_TIP, occurred="accepted_on")
class TipoffAccepted(Fact, frozen=True, kw_only=True):
    """`tipoff.accepted` v1: the authority took a tip-off up on a legal day (Art 73)."""

    tipoff: Id
    authority: Id
    enterprise: Id | None
    own_matter: bool
    accepted_on: date


@fact("tipoff.forwarded", 1, tags={**_TIP, "to": "authority"}, occurred="forwarded_on")
class TipoffForwarded(Fact, frozen=True, kw_only=True):
    """`tipoff.forwarded` v1: a tip-off went to the department whose matter it is on a legal day (Art 73)."""

    tipoff: Id
    authority: Id
    enterprise: Id | None
    to: Id
    ground: Text
    forwarded_on: date


@fact("tipoff.verified", 1, tags=_TIP, occurred="verified_on")
class TipoffVerified(Fact, frozen=True, kw_only=True):
    """`tipoff.verified` v1: what was told was looked into, and a material written, on a legal day (Art 73)."""

    tipoff: Id
    authority: Id
    enterprise: Id | None
    officers: tuple[Id, ...]
    organised_by: Literal["department", "government"]
    result: Literal["true", "partly", "untrue"]
    material: Text
    rectification: bool
    """Whether something has to be put right."""
    signed_by: Text
    """The head who signed for that; an official's name."""
    hazard: Id | None
    verified_on: date


@fact("tipoff.replied", 1, tags=_TIP, occurred="replied_on")
class TipoffReplied(Fact, frozen=True, kw_only=True):
    """`tipoff.replied` v1: the informant was told the result on a legal day."""

    tipoff: Id
    authority: Id
    enterprise: Id | None
    replied_on: date


@fact("tipoff.rewarded", 1, tags=_TIP, occurred="rewarded_on")
class TipoffRewarded(Fact, frozen=True, kw_only=True):
    """`tipoff.rewarded` v1: a reward was granted on a legal day (Art 76)."""

    tipoff: Id
    authority: Id
    enterprise: Id | None
    fine_fen: Fen
    """The fine that followed; 0 where there was none."""
    concealed_deaths: Annotated[int, msgspec.Meta(ge=0, le=10_000)]
    grade: Literal["general", "larger", "major", "particularly_major"] | None
    """Of the concealed accident."""
    reward_fen: Fen
    rewarded_on: date


@fact("tipoff.reward_paid", 1, tags=_TIP, occurred="paid_on")
class TipoffRewardPaid(Fact, frozen=True, kw_only=True):
    """`tipoff.reward_paid` v1: the reward was paid on a legal day."""

    tipoff: Id
    authority: Id
    enterprise: Id | None
    reward_fen: Fen
    voucher: Code
    recipient: Personal
    paid_on: date


@fact("petition.received", 1, tags=_PET, occurred="received_on")
class PetitionReceived(Fact, frozen=True, kw_only=True):
    """`petition.received` v1: an authority registered a petition on a legal day (信访工作条例 Art 22)."""

    petition: Id
    authority: Id
    petitioner: Personal | None
    subject: Text
    asks_investigation: bool
    """Whether it asks to investigate a violation (Art 31)."""
    forwarded: bool
    """Whether another organ sent it here, to which the authority may object (Art 23)."""
    received_on: date


@fact("petition.answered", 1, tags=_PET, occurred="answered_on")
class PetitionAnswered(Fact, frozen=True, kw_only=True):
    """`petition.answered` v1: the petitioner was told how it is handled on a legal day (Art 23)."""

    petition: Id
    authority: Id
    how: Text
    answered_on: date


@fact("petition.objected", 1, tags=_PET, occurred="objected_on")
class PetitionObjected(Fact, frozen=True, kw_only=True):
    """`petition.objected` v1: the authority said on a legal day that it is not competent (Art 23)."""

    petition: Id
    authority: Id
    ground: Text
    objected_on: date


@fact("petition.routed", 1, tags={**_PET, "tipoff": "tipoff"}, occurred="routed_on")
class PetitionRouted(Fact, frozen=True, kw_only=True):
    """`petition.routed` v1: a petition that asks to investigate a violation went on as a tip-off on a legal day (Art 31)."""

    petition: Id
    authority: Id
    tipoff: Id
    routed_on: date


@fact("petition.extended", 1, tags=_PET, occurred="extended_on")
class PetitionExtended(Fact, frozen=True, kw_only=True):
    """`petition.extended` v1: the period to handle it was extended on a legal day (Art 34)."""

    petition: Id
    authority: Id
    days: Annotated[int, msgspec.Meta(ge=1, le=3650)]
    """Calendar days."""
    ground: Text
    extended_on: date


@fact("petition.handled", 1, tags=_PET, occurred="handled_on")
class PetitionHandled(Fact, frozen=True, kw_only=True):
    """`petition.handled` v1: the authority gave its opinion on a legal day (Art 34)."""

    petition: Id
    authority: Id
    opinion: Text
    handled_on: date


@fact("petition.review_asked", 1, tags=_PET, occurred="asked_on")
class PetitionReviewAsked(Fact, frozen=True, kw_only=True):
    """`petition.review_asked` v1: the petitioner asked for review, or for the second one, on a legal day (Arts 35, 36)."""

    petition: Id
    authority: Id
    asked_on: date


@fact("petition.reviewed", 1, tags=_PET, occurred="reviewed_on")
class PetitionReviewed(Fact, frozen=True, kw_only=True):
    """`petition.reviewed` v1: the review, or the second one, was decided on a legal day (Arts 35, 36)."""

    petition: Id
    authority: Id
    opinion: Text
    reviewed_on: date
