"""The facts by which an application or a licence ends or rests (行政许可法 Arts 38, 44, 50, 69, 70; 安全生产许可证条例 Arts 13, 14, 21)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text

__all__ = [
    "AnnulGround",
    "CancelGround",
    "LicenceAnnulled",
    "LicenceCancelled",
    "LicenceDeceitFound",
    "LicenceDelivered",
    "LicenceRefused",
    "LicenceReinstated",
    "LicenceRenewalRefused",
    "LicenceRevoked",
    "LicenceSuspended",
    "LicenceTransferFound",
    "LicenceTransferred",
    "RefuseGround",
    "RevokeGround",
]

_TAGS = {"licence": "licence", "enterprise": "enterprise", "site": "site", "authority": "authority"}
_CASE = {**_TAGS, "case": "case"}

RefuseGround = Literal["conditions", "interests", "false_papers"]
"""Why a licence is refused: conditions are not met, what a hearing showed, or papers that are false or hide something."""

AnnulGround = Literal["abuse", "beyond_powers", "wrong_procedure", "unqualified", "other", "deceit"]
"""Why a licence is annulled (行政许可法 Art 69): the five first on the organ's fault, the last where it was obtained by deceit or bribery."""

RevokeGround = Literal["conditions_lost", "transfer", "other_law"]
"""Why a licence is revoked as a penalty (安全生产许可证条例 Arts 14, 21, or another law)."""

CancelGround = Literal["expired", "ended", "annulled", "revoked", "impossible", "other_law"]
"""Why a licence is struck from the register (行政许可法 Art 70)."""


@fact("licence.refused", 1, tags=_TAGS, occurred="refused_on")
class LicenceRefused(Fact, frozen=True, kw_only=True):
    """`licence.refused` v1: the licence was refused in writing on a legal day (安全生产许可证条例 Art 7; 行政许可法 Art 38)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    kind: Code
    ground: RefuseGround
    reasons: Text
    remedies_told: bool
    on_hearing_record: bool
    refused_on: date


@fact("licence.delivered", 1, tags=_TAGS, occurred="delivered_on")
class LicenceDelivered(Fact, frozen=True, kw_only=True):
    """`licence.delivered` v1: the licence was handed to its holder on a legal day (行政许可法 Art 44)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    delivered_on: date


@fact("licence.renewal_refused", 1, tags=_TAGS, occurred="refused_on")
class LicenceRenewalRefused(Fact, frozen=True, kw_only=True):
    """`licence.renewal_refused` v1: extension was refused in writing on a legal day (行政许可法 Art 50)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    reasons: Text
    remedies_told: bool
    refused_on: date


@fact("licence.suspended", 1, tags=_CASE, occurred="decided_on")
class LicenceSuspended(Fact, frozen=True, kw_only=True):
    """`licence.suspended` v1: the licence was taken in for a time by a decided case (暂扣; 安全生产许可证条例 Art 14)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    case: Id
    conditions: tuple[int, ...]
    """The conditions of Art 6 that are met no longer."""
    decided_on: date
    until: date
    """The last legal day of the suspension."""


@fact("licence.reinstated", 1, tags=_TAGS, occurred="reinstated_on")
class LicenceReinstated(Fact, frozen=True, kw_only=True):
    """`licence.reinstated` v1: from a legal day the licence counts again, for its conditions are met again."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    conditions_met: tuple[int, ...]
    reinstated_on: date


@fact("licence.deceit_found", 1, tags=_TAGS, occurred="found_on")
class LicenceDeceitFound(Fact, frozen=True, kw_only=True):
    """`licence.deceit_found` v1: on a legal day it was found that the licence was obtained by deceit or bribery (行政许可法 Art 69(2))."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    finding: Text
    found_on: date


@fact("licence.annulled", 1, tags=_TAGS, occurred="annulled_on")
class LicenceAnnulled(Fact, frozen=True, kw_only=True):
    """`licence.annulled` v1: the licence was annulled on a legal day (撤销; 行政许可法 Art 69)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    kind: Code
    ground: AnnulGround
    reasons: Text
    compensation: Text
    """What was decided on the holder's loss; empty where it was obtained by deceit."""
    annulled_on: date


@fact("licence.revoked", 1, tags=_CASE, occurred="revoked_on")
class LicenceRevoked(Fact, frozen=True, kw_only=True):
    """`licence.revoked` v1: the licence was revoked on a legal day by a decided case (吊销; 安全生产许可证条例 Arts 14, 21)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    case: Id
    ground: RevokeGround
    revoked_on: date


@fact("licence.cancelled", 1, tags=_TAGS, occurred="cancelled_on")
class LicenceCancelled(Fact, frozen=True, kw_only=True):
    """`licence.cancelled` v1: the licence was struck from the register on a legal day (注销; 行政许可法 Art 70)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    ground: CancelGround
    reasons: Text
    cancelled_on: date


@fact("licence.transfer_found", 1, tags=_TAGS, occurred="found_on")
class LicenceTransferFound(Fact, frozen=True, kw_only=True):
    """`licence.transfer_found` v1: on a legal day it was found that the holder passed the licence on (安全生产许可证条例 Art 21)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    how: Literal["transferred", "leased", "lent"]
    finding: Text
    found_on: date


@fact("licence.transferred", 1, tags={**_TAGS, "to": "enterprise"}, occurred="transferred_on")
class LicenceTransferred(Fact, frozen=True, kw_only=True):
    """`licence.transferred` v1: on a legal day the licence passed to another enterprise, as a law allows (行政许可法 Art 9)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    to: Id
    basis: Code
    """The provision that allows it."""
    transferred_on: date
