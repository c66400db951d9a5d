"""The facts of handing a suspected crime to the police (行政执法机关移送涉嫌犯罪案件的规定, 2020)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from regledger.clock import Instant
from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Text

__all__ = [
    "Answer",
    "Contest",
    "Paper",
    "TransferAnswered",
    "TransferContested",
    "TransferDecided",
    "TransferHandedOver",
    "TransferJudged",
    "TransferProposed",
    "TransferSent",
]

Paper = Literal["letter", "report", "items", "appraisal", "other"]
"""What goes with a transfer (Art 6): 移送书, 调查报告, 涉案物品清单, 检验报告或者鉴定结论, 其他."""

Answer = Literal["filed", "not_filed", "returned"]
"""What the police decided: filed it, did not file it, or returned it as not theirs (Arts 7, 8)."""

Contest = Literal["reconsideration", "supervision"]
"""What the authority asked for: 提请复议 of the police, or 建议立案监督 of the prosecutor (Art 9)."""

_TAGS = {"transfer": "transfer", "case": "case", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact(
    "transfer.proposed",
    1,
    tags={**_TAGS, "team": "officer", "order": "order"},
    occurred="proposed_on",
    mends=("team",),
)
class TransferProposed(Fact, frozen=True, kw_only=True):
    """`transfer.proposed` v1: the team of a case reported a suspected crime to the head in writing on a legal day (Art 5)."""

    transfer: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    team: tuple[Id, ...]
    crime: Text
    """Which crime is suspected, in words."""
    article: Code
    """The article of the criminal law (刑法), such as `134-1`."""
    report: Text
    order: Id | None
    """The order to correct that was not obeyed, where that is the crime (刑法 Art 134-1)."""
    order_basis: Text
    order_content: Text
    order_due_on: date | None
    """What that order stood on, what it asked for and until when (危害生产安全刑事解释(二) Art 4)."""
    proposed_on: date


@fact("transfer.decided", 1, tags=_TAGS, occurred="decided_at")
class TransferDecided(Fact, frozen=True, kw_only=True):
    """`transfer.decided` v1: the head of the authority decided at an instant whether to hand it over (Art 5)."""

    transfer: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    approved: bool
    reasons: Text
    decided_at: Instant


@fact("transfer.sent", 1, tags=_TAGS, occurred="sent_at")
class TransferSent(Fact, frozen=True, kw_only=True):
    """`transfer.sent` v1: the case went to the police at an instant (Arts 5, 6)."""

    transfer: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    police: Text
    papers: tuple[Paper, ...]
    sent_at: Instant


@fact("transfer.answered", 1, tags=_TAGS, occurred="answered_on")
class TransferAnswered(Fact, frozen=True, kw_only=True):
    """`transfer.answered` v1: the police's decision reached the authority on a legal day (Arts 7, 8)."""

    transfer: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    answer: Answer
    document: Text
    answered_on: date


@fact("transfer.contested", 1, tags=_TAGS, occurred="contested_on")
class TransferContested(Fact, frozen=True, kw_only=True):
    """`transfer.contested` v1: the authority asked on a legal day to look again at a case that was not filed (Art 9)."""

    transfer: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    kind: Contest
    reasons: Text
    contested_on: date


@fact("transfer.handed_over", 1, tags=_TAGS, occurred="handed_over_on")
class TransferHandedOver(Fact, frozen=True, kw_only=True):
    """`transfer.handed_over` v1: property and materials of the case went to the police on a legal day (Art 12)."""

    transfer: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    items: Text
    handed_over_on: date


@fact("transfer.judged", 1, tags=_TAGS, occurred="judged_on")
class TransferJudged(Fact, frozen=True, kw_only=True):
    """`transfer.judged` v1: a court judged the act, or the prosecutor dropped it, on a legal day (行政处罚法 Art 35)."""

    transfer: Id
    case: Id
    enterprise: Id
    site: Id
    authority: Id
    convicted: bool
    criminal_fine_fen: Annotated[int, msgspec.Meta(ge=0, le=10**15)]
    credited_fen: Annotated[int, msgspec.Meta(ge=0, le=10**15)]
    """What of an administrative fine was credited against it."""
    document: Text
    judged_on: date
