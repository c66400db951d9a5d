"""The facts of a penalty case (行政处罚法)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Personal, Text

__all__ = [
    "CaseClosedWithoutPenalty",
    "CaseConcluded",
    "CaseDecided",
    "CaseDesignated",
    "CaseNoticeServed",
    "CaseOpened",
    "CasePaid",
    "CaseReported",
    "CaseReviewAccepted",
    "CaseReviewClosed",
    "CaseServed",
    "CaseStatementMade",
    "Circumstance",
    "Collector",
    "Fen",
    "Mode",
    "NoPenalty",
    "ReviewGround",
    "ReviewKind",
    "Sanction",
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

Sanction = Literal[
    "warning",
    "criticism",
    "fine",
    "confiscation",
    "suspension",
    "lower_grade",
    "revocation",
    "restriction",
    "stop",
    "closure",
    "career_ban",
    "detention",
]
"""The kinds of penalty (行政处罚法 Art 9): 警告, 通报批评, 罚款, 没收, 暂扣许可证件, 降低资质等级, 吊销许可证件, 限制开展生产经营活动,
责令停产停业, 责令关闭, 限制从业, 行政拘留."""

Circumstance = Literal[
    "corrected_in_time",
    "no_harm",
    "minor_harm",
    "first_offence",
    "no_fault",
    "reduced_harm",
    "coerced",
    "confessed",
    "merit",
    "other_lighter",
]
"""What was found for the party: the five first for no penalty (行政处罚法 Art 33), the others for a lighter one (Art 32):
主动消除或者减轻危害后果, 受他人胁迫或者诱骗, 主动供述尚未掌握的违法行为, 配合查处有立功表现, 其他."""

NoPenalty = Literal["minor", "first_offence", "no_fault", "not_established"]
"""Why there is no penalty: the act is minor, corrected in time and without harm; it is a first one with minor harm, corrected
in time; the party proved that it is without fault (行政处罚法 Art 33); the facts are not established (Art 57(3))."""

ReviewGround = Literal["public_interest", "several_relations", "by_law"]
"""Why a decision needs legal review, beside a hearing (行政处罚法 Art 58): 重大公共利益, 多个法律关系, 法律法规规定的其他情形."""

_TAGS = {"case": "case", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact(
    "case.opened",
    1,
    tags={**_TAGS, "inspections": "inspection", "hazards": "hazard", "investigators": "officer"},
    occurred="opened_on",
    asserted="mapped",
    mends=("investigators",),
)
class CaseOpened(Fact, frozen=True, kw_only=True, omit_defaults=True):
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
    investigators: tuple[Id, ...] = ()
    """The officers who investigate it; none where it is not said. It stands here since 0.4.0."""


@fact("case.designated", 1, tags=_TAGS, occurred="designated_on")
class CaseDesignated(Fact, frozen=True, kw_only=True):
    """`case.designated` v1: the common superior designated the authority of this case, on a legal day (指定管辖, Art 25)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    superior: Text
    document: Text
    designated_on: date


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
    sanctions: tuple[Sanction, ...] = ()
    """The kinds of penalty that are intended; the fine alone where none is said. This and what follows stands here since 0.4.0."""
    evidence_summary: Text | None = None
    """What proves the facts; None where the command did not say it."""
    defence_told: bool | None = None
    """Whether the party was told that it may state and defend itself."""
    contact: Text | None = None
    """With whom it can do so."""
    sealed: bool | None = None
    """Whether the notice bears the seal of the authority."""
    disobeyed: Text = ""
    """Which order to correct was not obeyed in time, or how correction was refused."""


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
    sanctions: tuple[Sanction, ...] = ()
    """The kinds of penalty; the fine alone where none is said. This and what follows stands here since 0.4.0."""
    evidence: tuple[Id, ...] = ()
    """The evidence on which it stands."""
    correction: Text = ""
    """What has to be corrected, at once or within which limit (责令改正, Art 28)."""
    circumstances: tuple[Circumstance, ...] = ()
    """What was found for the party."""
    severity_ground: Text = ""
    """Why it is punished though it was corrected in time and did no harm."""
    gains_fen: Fen = 0
    """Illegal gains."""
    confiscated_fen: Fen = 0
    """What of them is confiscated."""
    refunded_fen: Fen = 0
    """What of them must be refunded by law."""
    hearing_findings: Text = ""
    """How the record of the hearing was weighed."""
    review_grounds: tuple[ReviewGround, ...] = ()
    """Why it needed legal review, beside a hearing."""
    serious: bool = False
    """Whether the case was complex or the violation serious."""
    performance: Text | None = None
    """How and within which time it is performed; None where the command did not say it."""
    remedies: Text | None = None
    """Which remedies there are, and within which time."""
    review_body: Text | None = None
    """Where to ask for reconsideration."""
    court: Text | None = None
    """Which court is competent."""
    publicity: Text | None = None
    """That and where the decision is published."""
    sealed: bool | None = None
    """Whether the decision bears the seal of the authority."""
    disobeyed: Text = ""
    """Which order to correct was not obeyed in time, or how correction was refused."""


@fact("case.closed_without_penalty", 1, tags=_TAGS, occurred="closed_on")
class CaseClosedWithoutPenalty(Fact, frozen=True, kw_only=True):
    """`case.closed_without_penalty` v1: the head of the authority decided on a legal day not to punish (Art 57(2)(3))."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    ground: NoPenalty
    reasons: Text
    education: Text
    """How the party was taught (Art 33); empty where the facts are not established."""
    late_ground: Text
    """Why it was decided after the ninety days of Art 60; empty where it was not."""
    closed_on: date


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


@fact("case.reported", 1, tags=_TAGS, occurred="reported_on")
class CaseReported(Fact, frozen=True, kw_only=True):
    """`case.reported` v1: a large penalty was filed with the authority of the city on a legal day (备案, measure of 2015)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    superior: Text
    reported_on: date
