"""Reconsideration and litigation (行政复议法, 行政诉讼法; S9)."""

from __future__ import annotations

from typing import Any

from regledger.deciding.handlers import Handler
from regledger.deciding.kinds import Kind
from regledger.records.case.facts import CaseDecided, CaseServed
from regledger.records.case.review_facts import REVIEW_FACTS
from regledger.records.review.answering import (
    answer_reconsideration,
    extend_reconsideration,
    forward_reconsideration,
)
from regledger.records.review.applying import (
    accept_reconsideration,
    apply_reconsideration,
    reject_reconsideration,
)
from regledger.records.review.correcting import CASE_CORRECTION, correct_decision, serve_correction
from regledger.records.review.remaking import remake_case
from regledger.records.review.ruling import decide_reconsideration, serve_reconsideration
from regledger.records.review.state import CaseReview, evolve
from regledger.records.review.steps import steps
from regledger.records.review.suing import accept_suit, answer_suit, end_suit, file_suit, notify_suit

__all__ = ["CASE_REVIEW", "HANDLERS", "KINDS", "CaseReview"]

CASE_REVIEW = Kind(
    name="case_review",
    tag="case",
    state=CaseReview,
    evolve=evolve,
    facts=(CaseDecided, CaseServed, *REVIEW_FACTS),
    steps=steps,
)

KINDS: tuple[Kind[Any], ...] = (CASE_REVIEW, CASE_CORRECTION)
HANDLERS: tuple[Handler, ...] = (
    apply_reconsideration,
    accept_reconsideration,
    reject_reconsideration,
    forward_reconsideration,
    answer_reconsideration,
    extend_reconsideration,
    decide_reconsideration,
    serve_reconsideration,
    file_suit,
    accept_suit,
    notify_suit,
    answer_suit,
    end_suit,
    remake_case,
    correct_decision,
    serve_correction,
)
