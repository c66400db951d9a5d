"""The facts of publicity: decisions published and withdrawn, the list of serious dishonesty, disclosure, electronic archives."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Personal, Text

__all__ = [
    "ArchiveTransferred",
    "BasisPart",
    "BasisPublished",
    "DishonestyListed",
    "DishonestyNotified",
    "DishonestyRemovalAsked",
    "DishonestyRemoved",
    "InformationSubject",
    "PenaltyPublished",
    "PenaltyWithdrawn",
    "PublicationFormed",
    "PublicationPublished",
    "Receiver",
    "RequestAnswer",
    "RequestAnswered",
    "RequestExtended",
    "RequestReceived",
    "SentFile",
    "ViolationTold",
]

_CASE = {"case": "case", "enterprise": "enterprise", "site": "site", "authority": "authority"}
_LISTED = {"dishonesty": "dishonesty", **_CASE}

Receiver = Literal["sector", "investment", "natural_resources", "ecology", "securities", "finance"]
"""行业主管部门, 投资主管部门, 自然资源主管部门, 生态环境主管部门, 证券监督管理机构, 金融机构 (安全生产法 Art 78)."""

BasisPart = Literal["organ", "basis", "procedure", "remedies"]
"""实施机关, 立案依据, 实施程序, 救济渠道 (行政处罚法 Art 39)."""

InformationSubject = Literal["licence", "penalty", "inspection", "emergency_plan", "other"]
"""What is published without being asked for (政府信息公开条例 Art 20)."""

RequestAnswer = Literal["disclosed", "partly_disclosed", "refused", "not_held"]
"""How a request was answered (Arts 36, 37)."""


@fact("exposure.published", 1, tags=_CASE, occurred="published_on")
class PenaltyPublished(Fact, frozen=True, kw_only=True):
    """`exposure.published` v1: a penalty decision was exposed in the public system on a legal day (安全生产法 Art 78)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    place: Text
    published_on: date


@fact("exposure.withdrawn", 1, tags=_CASE, occurred="withdrawn_on")
class PenaltyWithdrawn(Fact, frozen=True, kw_only=True):
    """`exposure.withdrawn` v1: a published decision was withdrawn, with the reason, on a legal day (行政处罚法 Art 48)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    reason: Text
    withdrawn_on: date


@fact("exposure.told", 1, tags=_CASE, occurred="told_on")
class ViolationTold(Fact, frozen=True, kw_only=True):
    """`exposure.told` v1: other authorities and financial bodies were told of a serious violation (安全生产法 Art 78)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    receivers: tuple[Receiver, ...]
    told_on: date


@fact("dishonesty.notified", 1, tags=_LISTED, occurred="notified_on")
class DishonestyNotified(Fact, frozen=True, kw_only=True):
    """`dishonesty.notified` v1: an enterprise was told that it is to be listed, on a legal day."""

    dishonesty: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    reasons: Text
    notified_on: date


@fact("dishonesty.listed", 1, tags=_LISTED, occurred="listed_on")
class DishonestyListed(Fact, frozen=True, kw_only=True):
    """`dishonesty.listed` v1: an enterprise was put in the list of serious dishonesty on a legal day (严重失信主体名单)."""

    dishonesty: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    document: Text
    listed_on: date


@fact("dishonesty.removal_asked", 1, tags=_LISTED, occurred="asked_on")
class DishonestyRemovalAsked(Fact, frozen=True, kw_only=True):
    """`dishonesty.removal_asked` v1: a listed enterprise asked to be taken off before its time, on a legal day."""

    dishonesty: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    asked_on: date


@fact("dishonesty.removed", 1, tags=_LISTED, occurred="removed_on")
class DishonestyRemoved(Fact, frozen=True, kw_only=True):
    """`dishonesty.removed` v1: an enterprise was taken off the list on a legal day."""

    dishonesty: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    reasons: Text
    removed_on: date


@fact("basis.published", 1, tags={"authority": "authority"}, occurred="published_on")
class BasisPublished(Fact, frozen=True, kw_only=True):
    """`basis.published` v1: an authority published who punishes, on what basis, how, and with which remedies (Art 39)."""

    authority: Id
    parts: tuple[BasisPart, ...]
    place: Text
    published_on: date


@fact("publication.formed", 1, tags={"publication": "publication", "authority": "authority"}, occurred="formed_on")
class PublicationFormed(Fact, frozen=True, kw_only=True):
    """`publication.formed` v1: information that has to be published was made on a legal day (政府信息公开条例 Art 20)."""

    publication: Id
    authority: Id
    subject: InformationSubject
    title: Text
    formed_on: date


@fact(
    "publication.published", 1, tags={"publication": "publication", "authority": "authority"}, occurred="published_on"
)
class PublicationPublished(Fact, frozen=True, kw_only=True):
    """`publication.published` v1: it was published on a legal day (Art 26)."""

    publication: Id
    authority: Id
    place: Text
    published_on: date


_REQUEST = {"request": "information_request", "authority": "authority"}


@fact("information_request.received", 1, tags=_REQUEST, occurred="received_on")
class RequestReceived(Fact, frozen=True, kw_only=True):
    """`information_request.received` v1: a request for information was received on a legal day (Art 29)."""

    request: Id
    authority: Id
    requester: Personal | None
    subject: Text
    received_on: date


@fact("information_request.extended", 1, tags=_REQUEST, occurred="extended_on")
class RequestExtended(Fact, frozen=True, kw_only=True):
    """`information_request.extended` v1: the period to answer was extended on a legal day (Art 33)."""

    request: Id
    authority: Id
    until: date
    """The last day to answer."""
    approver: Text
    extended_on: date


@fact("information_request.answered", 1, tags=_REQUEST, occurred="answered_on")
class RequestAnswered(Fact, frozen=True, kw_only=True):
    """`information_request.answered` v1: the request was answered on a legal day (Arts 33, 36)."""

    request: Id
    authority: Id
    answer: RequestAnswer
    reasons: Text
    answered_on: date


class SentFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of an electronic archive, with the digest that it was sent with and the one that it was received with."""

    file: Code
    sent: Code
    received: Code


@fact("archive.transferred", 1, tags=_CASE, occurred="transferred_on")
class ArchiveTransferred(Fact, frozen=True, kw_only=True):
    """`archive.transferred` v1: the electronic file of a case was handed over to the archive on a legal day (档案法 Art 39)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    archive: Text
    medium: Text
    files: tuple[SentFile, ...]
    authentic: bool
    intact: bool
    usable: bool
    safe: bool
    transferred_on: date
