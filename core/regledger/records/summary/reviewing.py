"""After a decision on the spot: filed with the authority (A-10), and reconsidered before any suit (A-49)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Protocol

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id
from regledger.records.case.facts import ReviewKind
from regledger.records.case.summaries import SummaryFiled, SummaryReviewAccepted, SummaryReviewClosed
from regledger.records.summary.state import Summary

__all__ = ["AcceptSummaryReview", "CloseSummaryReview", "FileSummary"]


class FileSummary(Command, frozen=True, kw_only=True):
    """Record that a decision on the spot was filed with the authority."""

    summary: Id
    filed_on: date


class AcceptSummaryReview(Command, frozen=True, kw_only=True):
    """Record that reconsideration, or a suit, was accepted."""

    summary: Id
    kind: ReviewKind
    accepted_on: date


class CloseSummaryReview(Command, frozen=True, kw_only=True):
    """Record that reconsideration, or the suit, ended."""

    summary: Id
    kind: ReviewKind
    closed_on: date


class _OnSummary(Protocol):
    @property
    def summary(self) -> str: ...


def _reads(command: _OnSummary, dossier: Dossier) -> Iterator[str]:
    yield f"summary:{command.summary}"
    held = dossier.loaded(Summary, command.summary)
    if held is not None:
        yield f"enterprise:{held.enterprise}"
        yield f"site:{held.site}"
        yield f"authority:{held.authority}"


def _known(command: _OnSummary, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Summary | None]:
    held = dossier.get(Summary, command.summary)
    yield from judge.rule("REF", "summary.unknown", held is not None, summary=command.summary, day=judge.day)
    return held


@handles("summary.file", FileSummary, on="filed_on", reads=_reads, world=True)
def file_summary(command: FileSummary, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: once."""
    held = yield from _known(command, dossier, judge)
    if held is None:
        return
    final = dossier.latest(Summary, command.summary) or held
    yield from judge.rule(
        "SEQ", "summary.filed_already", final.filed_on is None, summary=command.summary, filed=final.filed_on
    )
    yield SummaryFiled(
        summary=held.summary,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        filed_on=command.filed_on,
    )


@handles("summary.accept_review", AcceptSummaryReview, on="accepted_on", reads=_reads, world=True)
def accept_summary_review(command: AcceptSummaryReview, dossier: Dossier, judge: Judge) -> Outcome:
    """A-49: no suit before reconsideration ended."""
    held = yield from _known(command, dossier, judge)
    if held is None:
        return
    free = command.kind not in held.open_reviews
    yield from judge.rule("SEQ", "summary.review_open", free, summary=command.summary, kind=command.kind)
    yield from judge.rule(
        "A-49",
        "summary.suit_before_review",
        command.kind != "suit" or held.reconsidered_on is not None,
        summary=command.summary,
    )
    yield SummaryReviewAccepted(
        summary=held.summary,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        kind=command.kind,
        accepted_on=command.accepted_on,
    )


@handles("summary.close_review", CloseSummaryReview, on="closed_on", reads=_reads, world=True)
def close_summary_review(command: CloseSummaryReview, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: what ends was accepted before."""
    held = yield from _known(command, dossier, judge)
    if held is None:
        return
    open_ = command.kind in held.open_reviews
    yield from judge.rule("SEQ", "summary.review_not_open", open_, summary=command.summary, kind=command.kind)
    yield SummaryReviewClosed(
        summary=held.summary,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        kind=command.kind,
        closed_on=command.closed_on,
    )
