"""Penalty cases: filing → notice → statement → decision → service → payment → conclusion (行政处罚法; S9)."""

from __future__ import annotations

from regledger.deciding.kinds import Kind
from regledger.records.case.collecting import conclude_case, pay_fine, serve_decision
from regledger.records.case.deciding import decide_case
from regledger.records.case.deliberating import CASE_DELIBERATION, DELIBERATION_HANDLERS
from regledger.records.case.facts import (
    CaseClosedWithoutPenalty,
    CaseConcluded,
    CaseDecided,
    CaseDesignated,
    CaseNoticeServed,
    CaseOpened,
    CasePaid,
    CaseReported,
    CaseReviewAccepted,
    CaseReviewClosed,
    CaseServed,
    CaseStatementMade,
)
from regledger.records.case.fines import FINES, Fines
from regledger.records.case.hearing import HEARING_HANDLERS
from regledger.records.case.hearing_state import CASE_HEARING
from regledger.records.case.noticing import make_statement, serve_notice
from regledger.records.case.opening import open_penalty_case
from regledger.records.case.outcomes import OUTCOME_HANDLERS
from regledger.records.case.owing import owing
from regledger.records.case.relief import RELIEF_FACTS
from regledger.records.case.reviewing import accept_review, close_review
from regledger.records.case.state import Case, evolve
from regledger.records.case.steps import steps
from regledger.records.case.surcharge import surcharge_fen
from regledger.records.case.transfer_state import CASE_TRANSFER
from regledger.records.case.transfers import TransferAnswered, TransferSent

__all__ = ["CASE", "CASE_HANDLERS", "CASE_KINDS", "FINES", "Case", "Fines", "surcharge_fen"]

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
        CaseDesignated,
        CaseReported,
        CaseClosedWithoutPenalty,
        TransferSent,
        TransferAnswered,
        *RELIEF_FACTS,
    ),
    steps=steps,
    derived=owing,
)

CASE_KINDS = (CASE, FINES, CASE_HEARING, CASE_DELIBERATION, CASE_TRANSFER)

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
    *HEARING_HANDLERS,
    *DELIBERATION_HANDLERS,
    *OUTCOME_HANDLERS,
)
