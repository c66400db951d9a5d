"""Penalty cases: filing → notice → statement → decision → service → payment → conclusion (行政处罚法; S9)."""

from __future__ import annotations

from regledger.deciding.kinds import Kind
from regledger.records.case.collecting import conclude_case, pay_fine, serve_decision
from regledger.records.case.deciding import decide_case
from regledger.records.case.facts import (
    CaseConcluded,
    CaseDecided,
    CaseNoticeServed,
    CaseOpened,
    CasePaid,
    CaseReviewAccepted,
    CaseReviewClosed,
    CaseServed,
    CaseStatementMade,
)
from regledger.records.case.fines import FINES, Fines
from regledger.records.case.noticing import make_statement, serve_notice
from regledger.records.case.opening import open_penalty_case
from regledger.records.case.owing import owing
from regledger.records.case.reviewing import accept_review, close_review
from regledger.records.case.state import Case, evolve
from regledger.records.case.steps import steps
from regledger.records.case.surcharge import surcharge_fen

__all__ = ["CASE", "CASE_HANDLERS", "FINES", "Case", "Fines", "surcharge_fen"]

CASE = Kind(
    name="case",
    state=Case,
    evolve=evolve,
    facts=(
        CaseOpened,
        CaseNoticeServed,
        CaseStatementMade,
        CaseDecided,
        CaseServed,
        CasePaid,
        CaseReviewAccepted,
        CaseReviewClosed,
        CaseConcluded,
    ),
    steps=steps,
    derived=owing,
)

CASE_HANDLERS = (
    open_penalty_case,
    serve_notice,
    make_statement,
    decide_case,
    serve_decision,
    pay_fine,
    accept_review,
    close_review,
    conclude_case,
)
