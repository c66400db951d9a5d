"""The facts of a licence. Its lapse is none of them: it follows from its date."""

from __future__ import annotations

from datetime import date

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id

__all__ = ["LicenceAccepted", "LicenceApplied", "LicenceIssued", "LicenceRenewalRequested", "LicenceRenewed"]

_TAGS = {"licence": "licence", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("licence.applied", 1, tags=_TAGS, occurred="applied_on", asserted="mapped")
class LicenceApplied(Fact, frozen=True, kw_only=True):
    """`licence.applied` v1: the issuer received an application on a legal day (安全生产许可证条例 Art 7)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    """The issuer (D-02)."""
    kind: Code
    """A licence kind of the site's sector."""
    applied_on: date


@fact("licence.accepted", 1, tags=_TAGS, occurred="accepted_on", asserted="mapped")
class LicenceAccepted(Fact, frozen=True, kw_only=True):
    """`licence.accepted` v1: the issuer accepted the application on a legal day (行政许可法 Art 32)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    accepted_on: date


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
