"""The facts of a case's file: recusal, the record of the whole process, the report of the investigation, the archive."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regledger.log.facts import Fact, fact
from regledger.log.text import Id, Sha256, Text
from regledger.records.approval import Post

__all__ = [
    "CaseArchived",
    "CaseInvestigated",
    "Document",
    "Medium",
    "ProcessRecorded",
    "RecusalAsked",
    "RecusalDecided",
    "Stage",
]

Stage = Literal["start", "investigation", "review", "decision", "service", "execution"]
"""启动, 调查取证, 审核, 决定, 送达, 执行 (行政处罚法 Art 47)."""
Medium = Literal["text", "audio", "video", "photo"]
Document = Literal[
    "filing_approval",
    "interview_notice",
    "interview_record",
    "site_record",
    "sampling_receipt",
    "preservation_notice",
    "preservation_disposal",
    "constraint_decision",
    "constraint_disposal",
    "investigation_report",
    "legal_review",
    "collective_discussion",
    "prior_notice",
    "hearing_record",
    "penalty_decision",
    "service_receipt",
    "payment_receipt",
    "conclusion_approval",
]
"""立案审批表, 询问通知书, 询问笔录, 勘验笔录, 抽样取证凭证, 先行登记保存证据通知书, 先行登记保存证据处理决定书, 查封扣押决定书,
查封扣押处理决定书, 案件调查报告, 法制审核意见书, 集体讨论记录, 行政处罚告知书, 听证笔录, 行政处罚决定书, 送达回执, 缴款凭证, 结案审批表."""

_TAGS = {"case": "case", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("case.recusal_asked", 1, tags={**_TAGS, "officer": "officer"}, occurred="asked_on")
class RecusalAsked(Fact, frozen=True, kw_only=True):
    """`case.recusal_asked` v1: the party, or the officer, asked on a legal day that the officer withdraw (回避, Art 43)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    officer: Id
    by: Literal["party", "officer"]
    ground: Text
    asked_on: date


@fact("case.recusal_decided", 1, tags={**_TAGS, "officer": "officer"}, occurred="decided_on")
class RecusalDecided(Fact, frozen=True, kw_only=True):
    """`case.recusal_decided` v1: a head of the authority decided on a legal day whether an officer withdraws (Art 43)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    officer: Id
    granted: bool
    approver: Id
    post: Post
    reason: Text
    decided_on: date


@fact("case.process_recorded", 1, tags={**_TAGS, "officers": "officer"}, occurred="recorded_on", mends=("officers",))
class ProcessRecorded(Fact, frozen=True, kw_only=True):
    """`case.process_recorded` v1: one stage of the procedure was recorded on a legal day (执法全过程记录, Art 47)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    stage: Stage
    medium: Medium
    content: Text
    attachment: Sha256 | None
    """The recording, by its digest; None where the text says it all."""
    officers: tuple[Id, ...]
    recorded_on: date


@fact(
    "case.investigated",
    1,
    tags={**_TAGS, "evidence": "evidence", "officers": "officer"},
    occurred="completed_on",
    mends=("officers",),
)
class CaseInvestigated(Fact, frozen=True, kw_only=True):
    """`case.investigated` v1: the officers reported the end of the investigation on a legal day (案件调查报告, Art 57)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    evidence: tuple[Id, ...]
    findings: Text
    proposal: Text
    completed_on: date


@fact("case.archived", 1, tags=_TAGS, occurred="archived_on")
class CaseArchived(Fact, frozen=True, kw_only=True):
    """`case.archived` v1: the file of a concluded case was archived on a legal day (归档, Art 47)."""

    case: Id
    enterprise: Id
    site: Id
    authority: Id
    documents: tuple[Document, ...]
    """What the file's table of contents lists (卷内目录)."""
    archived_on: date
