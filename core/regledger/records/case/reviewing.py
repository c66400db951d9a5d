"""Reconsideration and suits against the decision, as far as they stop the surcharge (A-26)."""

from __future__ import annotations

from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Id
from regledger.records.case.facts import CaseReviewAccepted, CaseReviewClosed, ReviewKind
from regledger.records.case.reading import case_reads, decided, open_case

__all__ = ["AcceptReview", "CloseReview", "accept_review", "close_review"]


class AcceptReview(Command, frozen=True, kw_only=True):
    """Record that reconsideration of the decision, or a suit against it, was accepted."""

    case: Id
    kind: ReviewKind
    accepted_on: date


class CloseReview(Command, frozen=True, kw_only=True):
    """Record that it ended."""

    case: Id
    kind: ReviewKind
    closed_on: date


@handles("case.accept_review", AcceptReview, on="accepted_on", reads=case_reads, world=True)
def accept_review(command: AcceptReview, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: of a decision, one of a kind at a time. The penalty is not suspended, the surcharge is (A-26)."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from decided(case, judge)
    free = case.open_review(command.kind) is None
    yield from judge.rule("SEQ", "case.review_open_already", free, case=command.case, kind=command.kind)
    yield CaseReviewAccepted(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        kind=command.kind,
        accepted_on=command.accepted_on,
    )


@handles("case.close_review", CloseReview, on="closed_on", reads=case_reads, world=True)
def close_review(command: CloseReview, dossier: Dossier, judge: Judge) -> Outcome:
    """SEQ: what ends was accepted before."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    under_way = case.open_review(command.kind) is not None
    yield from judge.rule("SEQ", "case.review_not_open", under_way, case=command.case, kind=command.kind)
    yield CaseReviewClosed(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        kind=command.kind,
        closed_on=command.closed_on,
    )
