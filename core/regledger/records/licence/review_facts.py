"""The facts of handling an application: intake, check, periods, hearing (行政许可法 Arts 32, 34, 42, 45, 47, 48)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text

__all__ = [
    "ConditionFinding",
    "DeclineGround",
    "LicenceChecked",
    "LicenceCompleted",
    "LicenceCompletionAsked",
    "LicenceDeclined",
    "LicenceHearingCalled",
    "LicenceHearingHeld",
    "LicenceHearingRequested",
    "LicenceHearingTold",
    "LicencePeriodExtended",
    "LicenceReceiptHanded",
    "LicenceTimeExcluded",
    "LicenceTimeResumed",
    "SpecialStep",
]

_TAGS = {"licence": "licence", "enterprise": "enterprise", "site": "site", "authority": "authority"}
_CHECKERS = {**_TAGS, "checkers": "officer"}

DeclineGround = Literal["not_needed", "not_competent", "incomplete", "false_papers"]
"""Why an application is not taken: no permit is needed, another organ decides it, what was asked for was not supplied, or its
papers are false or hide something (行政许可法 Arts 32, 78)."""

SpecialStep = Literal["hearing", "tender", "inspection", "testing", "quarantine", "appraisal", "expert_review"]
"""What is not counted into the period (行政许可法 Art 45)."""


class ConditionFinding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was found of one of the thirteen conditions (安全生产许可证条例 Art 6)."""

    number: int
    """1 to 13, as the article counts them."""
    met: bool
    evidence: Text
    """The paper or the observation that shows it."""


@fact("licence.completion_asked", 1, tags=_TAGS, occurred="asked_on")
class LicenceCompletionAsked(Fact, frozen=True, kw_only=True):
    """`licence.completion_asked` v1: on a legal day the applicant was told, once, of everything that is missing (行政许可法 Art 32(4))."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    missing: tuple[Text, ...]
    asked_on: date


@fact("licence.completed", 1, tags=_TAGS, occurred="completed_on")
class LicenceCompleted(Fact, frozen=True, kw_only=True):
    """`licence.completed` v1: on a legal day the applicant handed in all that was asked for (行政许可法 Art 32(5))."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    completed_on: date


@fact("licence.receipt_handed", 1, tags=_TAGS, occurred="handed_on")
class LicenceReceiptHanded(Fact, frozen=True, kw_only=True):
    """`licence.receipt_handed` v1: on a legal day the applicant got the stamped and dated receipt (行政许可法 Art 32)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    receipt: Code
    handed_on: date


@fact("licence.declined", 1, tags=_TAGS, occurred="declined_on")
class LicenceDeclined(Fact, frozen=True, kw_only=True):
    """`licence.declined` v1: on a legal day the application was not taken, in writing (不予受理; 行政许可法 Arts 32, 78)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    kind: Code
    ground: DeclineGround
    reasons: Text
    refer_to: Id | None
    """The authority to which the applicant was sent."""
    receipt: Code
    declined_on: date


@fact("licence.checked", 1, tags=_CHECKERS, occurred="checked_on", mends=("checkers",))
class LicenceChecked(Fact, frozen=True, kw_only=True):
    """`licence.checked` v1: on a legal day staff checked the substance of the application (行政许可法 Art 34)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    checkers: tuple[Id, ...]
    on_site: bool
    findings: tuple[ConditionFinding, ...]
    affects_others: bool
    """Whether it directly affects major interests of others (行政许可法 Arts 36, 47)."""
    checked_on: date


@fact("licence.period_extended", 1, tags=_TAGS, occurred="extended_on")
class LicencePeriodExtended(Fact, frozen=True, kw_only=True):
    """`licence.period_extended` v1: on a legal day the period to decide was extended, once (行政许可法 Art 42)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    consent: Literal["organ", "government"]
    """Whose head consented."""
    reason: Text
    extended_on: date


@fact("licence.time_excluded", 1, tags=_TAGS, occurred="begun_on")
class LicenceTimeExcluded(Fact, frozen=True, kw_only=True):
    """`licence.time_excluded` v1: from a legal day, which belongs to it, a special step is not counted into the period (行政许可法 Art 45)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    step: SpecialStep
    needed: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    """The days that the step needs, as the applicant was told in writing."""
    notified_on: date
    begun_on: date


@fact("licence.time_resumed", 1, tags=_TAGS, occurred="ended_on")
class LicenceTimeResumed(Fact, frozen=True, kw_only=True):
    """`licence.time_resumed` v1: a special step ended on a legal day, which is not counted yet (行政许可法 Art 45)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    ended_on: date


@fact("licence.hearing_told", 1, tags=_TAGS, occurred="told_on")
class LicenceHearingTold(Fact, frozen=True, kw_only=True):
    """`licence.hearing_told` v1: on a legal day applicant and those affected were told that they may ask for a hearing (行政许可法 Art 47)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    interests: Text
    """Whose interests, without names of persons: the neighbours to the north."""
    told_on: date


@fact("licence.hearing_requested", 1, tags=_TAGS, occurred="requested_on")
class LicenceHearingRequested(Fact, frozen=True, kw_only=True):
    """`licence.hearing_requested` v1: on a legal day a hearing was asked for (行政许可法 Art 47)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    by: Literal["applicant", "affected"]
    requested_on: date


@fact("licence.hearing_called", 1, tags={**_TAGS, "chair": "officer"}, occurred="notified_on", mends=("chair",))
class LicenceHearingCalled(Fact, frozen=True, kw_only=True):
    """`licence.hearing_called` v1: on a legal day time and place of the hearing were told (行政许可法 Art 48(1))."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    chair: Id
    place: Text
    hearing_on: date
    notified_on: date


@fact("licence.hearing_held", 1, tags=_TAGS, occurred="held_on")
class LicenceHearingHeld(Fact, frozen=True, kw_only=True):
    """`licence.hearing_held` v1: the hearing was held in public on a legal day, its record signed by those who took part (行政许可法 Art 48)."""

    licence: Id
    enterprise: Id
    site: Id
    authority: Id
    public: bool
    record_signed: bool
    held_on: date
