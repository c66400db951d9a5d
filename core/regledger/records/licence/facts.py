"""The facts of a licence. Its lapse is none of them: it follows from its date."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id

__all__ = [
    "Activity",
    "LicenceAccepted",
    "LicenceApplied",
    "LicenceIssued",
    "LicenceRenewalRequested",
    "LicenceRenewed",
    "Track",
]

Activity = Literal["coal", "mine", "construction", "chemicals", "fireworks", "explosives"]
"""What needs a work-safety licence (安全生产许可证条例 Art 2): 煤矿, 非煤矿山, 建筑施工, and making 危险化学品, 烟花爆竹, 民用爆炸物品."""

Track = Literal["", "general", "joint", "trade", "construction_permit", "toxic_purchase"]
"""By which period an application is decided: that of the work-safety licence where it is empty; 行政许可法 Art 42(1), Art 42(2)
(several organs jointly); 危险化学品安全管理条例 Art 35; 建筑法 Art 8; 危险化学品安全管理条例 Art 39."""

_TAGS = {"licence": "licence", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("licence.applied", 1, tags=_TAGS, occurred="applied_on", asserted="mapped")
class LicenceApplied(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """`licence.applied` v1: the issuer received an application on a legal day (安全生产许可证条例 Art 7)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    """The issuer (D-02)."""
    kind: Code
    """A licence kind of the site's sector."""
    applied_on: date
    activity: Activity | None = None
    """What it is to allow, where it is a work-safety licence by name. Since 0.3.0."""
    track: Track = ""
    """Since 0.3.0."""


@fact("licence.accepted", 1, tags=_TAGS, occurred="accepted_on", asserted="mapped")
class LicenceAccepted(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """`licence.accepted` v1: the issuer accepted the application on a legal day (行政许可法 Art 32)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    accepted_on: date
    receipt: Code | None = None
    """The number of the stamped and dated receipt that was handed over with it. Since 0.3.0."""


@fact(
    "licence.issued",
    1,
    tags={**_TAGS, "checkers": "officer"},
    occurred="decided_on",
    asserted="mapped",
    mends=("checkers",),
)
class LicenceIssued(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """`licence.issued` v1: the issuer granted the licence on a legal day (安全生产许可证条例 Arts 7, 9)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    kind: Code
    number: Code
    checkers: tuple[Id, ...]
    """The staff who checked the substance (行政许可法 Art 34)."""
    decided_on: date
    valid_from: date
    """The first valid legal day."""
    valid_to: date
    """The last valid legal day."""
    conditions_met: tuple[Code, ...] = ()
    """The codes of the conditions of its kind that were found to be met. Since 0.3.0, and left out where there are none, as
    entries of before have none."""
    on_hearing_record: bool = False
    """Whether it was decided on the record of a hearing (行政许可法 Art 48). Since 0.3.0."""


@fact("licence.renewal_requested", 1, tags=_TAGS, occurred="requested_on", asserted="mapped")
class LicenceRenewalRequested(Fact, frozen=True, kw_only=True):
    """`licence.renewal_requested` v1: the holder asked for extension on a legal day (安全生产许可证条例 Art 9)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    requested_on: date


@fact("licence.renewed", 1, tags=_TAGS, occurred="decided_on", asserted="mapped")
class LicenceRenewed(Fact, frozen=True, kw_only=True):
    """`licence.renewed` v1: the issuer extended the licence on a legal day, by one more term that follows the last."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    reexamined: bool
    """Whether the conditions were examined anew."""
    decided_on: date
    valid_from: date
    """The first legal day of the new term."""
    valid_to: date
    """The last valid legal day of the new term."""
