"""The facts of a penalty case (行政处罚法)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Personal, Text

__all__ = [
    "CaseConcluded",
    "CaseDecided",
    "CaseNoticeServed",
    "CaseOpened",
    "CasePaid",
    "CaseReviewAccepted",
    "CaseReviewClosed",
    "CaseServed",
    "CaseStatementMade",
    "Collector",
    "Fen",
    "Mode",
    "ReviewKind",
    "StatementKind",
]

Fen = Annotated[int, msgspec.Meta(ge=0, le=10**15)]
"""Money in whole fen, 0.01 yuan."""

StatementKind = Literal["statement", "waiver"]
"""What the party did: stated and defended itself (陈述申辩), or expressly waived that (行政处罚法 Art 62)."""

Mode = Literal["direct", "left", "electronic", "entrusted", "post", "public_notice"]
"""How a decision is served (民事诉讼法 Arts 87–91, 95)."""

Collector = Literal["bank", "electronic", "authority"]
"""Who took the money: the designated bank, an electronic payment system, or the deciding authority itself."""

ReviewKind = Literal["reconsideration", "suit"]
"""行政复议 or 行政诉讼."""

_TAGS = {"case": "case", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact(
    "case.opened",
    1,
    tags={**_TAGS, "inspections": "inspection", "hazards": "hazard"},
    occurred="opened_on",
    asserted="mapped",
)
class CaseOpened(Fact, frozen=True, kw_only=True):
    """`case.opened` v1: an authority filed a penalty case on a legal day (立案, 行政处罚法 Art 54)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    act: Text
    """What the party is said to have done."""
    act_on: date
    """The legal day of the act, or of its end where it is continuous."""
    discovered_on: date
    harms_life: bool
    """Whether life, health or financial safety is concerned and harm was done (行政处罚法 Art 36)."""
    inspections: tuple[Id, ...]
    hazards: tuple[Id, ...]
    opened_on: date


@fact("case.notice_served", 1, tags=_TAGS, occurred="served_on", asserted="mapped")
class CaseNoticeServed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """`case.notice_served` v1: the party was told of the intended penalty on a legal day (行政处罚告知书, Art 44)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    fine_fen: Fen
    """The fine that is intended."""
    facts: Text
    basis: Text
    hearing_right_told: bool
    new_facts: Text
    """What was found since an earlier notice; empty where there was none."""
    served_on: date
    offence: Code | None = None
    """The id of the offence, as the law book has it; None where none was named. This and what follows stands here since
    0.3.0, and is left out where it is empty, as entries of before have none of it."""
    tier: Code | None = None
    """The tier of the discretion benchmark that was used (裁量基准)."""
    mitigation: Text = ""
    """The ground for going below the range (行政处罚法 Art 32); empty where there is none."""
    deviation: Text = ""
    """Why the fine lies off the tier; empty where it does not."""


@fact("case.statement_made", 1, tags=_TAGS, occurred="made_on", asserted="mapped")
class CaseStatementMade(Fact, frozen=True, kw_only=True):
    """`case.statement_made` v1: the party stated and defended itself, or waived that, on a legal day (Arts 45, 62)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    kind: StatementKind
    hearing_waived: bool
    """Whether the party also gave up its right to a hearing, expressly."""
    text: Personal | None
    made_on: date


@fact("case.decided", 1, tags=_TAGS, occurred="decided_on", asserted="mapped")
class CaseDecided(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """`case.decided` v1: the authority imposed a penalty on a legal day (处罚决定, Arts 57, 59)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    number: Code
    fine_fen: Fen
    reasons: Text
    basis: Text
    review: Text
    """What the authority found on reviewing the party's statement."""
    bank: Text
    """Name and address of the bank that collects (罚款决定与罚款收缴分离实施办法 Art 7)."""
    surcharge_told: bool
    """Whether the decision says that a surcharge is added to what is paid late."""
    late_ground: Text
    """Why it was made after the ninety days of Art 60; empty where it was not."""
    decided_on: date
    offence: Code | None = None
    """The id of the offence, as the law book has it; None where none was named. This and what follows stands here since
    0.3.0, and is left out where it is empty, as entries of before have none of it."""
    tier: Code | None = None
    """The tier of the discretion benchmark that was used (裁量基准)."""
    mitigation: Text = ""
    """The ground for going below the range (行政处罚法 Art 32); empty where there is none."""
    deviation: Text = ""
    """Why the fine lies off the tier; empty where it does not."""


@fact("case.served", 1, tags=_TAGS, occurred="served_on", asserted="mapped")
class CaseServed(Fact, frozen=True, kw_only=True):
    """`case.served` v1: the decision counts as received by the party on a legal day (送达, Art 61)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    mode: Mode
    published_on: date | None
    """The day of publication, for service by public notice."""
    served_on: date
    """The day from which the party's periods run."""


@fact("case.paid", 1, tags=_TAGS, occurred="paid_on", asserted="mapped")
class CasePaid(Fact, frozen=True, kw_only=True):
    """`case.paid` v1: the party paid on a legal day (Art 67)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    amount_fen: Fen
    receipt: Code
    collector: Collector
    paid_on: date


@fact("case.review_accepted", 1, tags=_TAGS, occurred="accepted_on", asserted="mapped")
class CaseReviewAccepted(Fact, frozen=True, kw_only=True):
    """`case.review_accepted` v1: reconsideration or a suit against the decision was accepted on a legal day (Art 73)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    kind: ReviewKind
    accepted_on: date


@fact("case.review_closed", 1, tags=_TAGS, occurred="closed_on", asserted="mapped")
class CaseReviewClosed(Fact, frozen=True, kw_only=True):
    """`case.review_closed` v1: reconsideration or the suit ended on a legal day, which still belongs to it."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    kind: ReviewKind
    closed_on: date


@fact("case.concluded", 1, tags=_TAGS, occurred="concluded_on", asserted="mapped")
class CaseConcluded(Fact, frozen=True, kw_only=True):
    """`case.concluded` v1: the authority closed the case on a legal day (结案)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    remitted_ground: Text
    """Why a surcharge that stands open is not collected; empty where none does."""
    concluded_on: date
