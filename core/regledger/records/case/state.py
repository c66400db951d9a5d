"""The state of a penalty case; it holds days and sums, and never a status of today."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import Literal

import msgspec

from regledger.deciding.kinds import State
from regledger.log.facts import RecordedFact
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
from regledger.records.case.relief import EnforcementFinished, Relief, relieved
from regledger.records.case.transfers import TransferAnswered, TransferSent

__all__ = ["Case", "CaseOutcome", "Decision", "Notice", "Payment", "Review", "Statement", "evolve"]

CaseOutcome = Literal["penalty", "no_penalty", "not_established", "transferred"]
"""The four outcomes of an investigation (行政处罚法 Art 57)."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A prior notice."""

    fine_fen: int
    served_on: date
    hearing_right_told: bool
    asserted: bool
    """True where only a register says so: it proves nothing."""
    offence: str | None = None
    """The id of the offence that was named."""
    sanctions: tuple[str, ...] = ()
    """The kinds of penalty that were told of."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A statement of the party, or its waiver."""

    kind: str
    hearing_waived: bool
    made_on: date
    asserted: bool


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A penalty decision."""

    number: str
    fine_fen: int
    surcharge_told: bool
    decided_on: date
    asserted: bool
    offence: str | None = None
    """The id of the offence that was named."""
    tier: str | None = None
    """The tier of the discretion benchmark that was used."""
    sanctions: tuple[str, ...] = ()
    confiscated_fen: int = 0
    basis: str = ""


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """A payment; it goes to the fine first, then to the surcharge."""

    amount_fen: int
    receipt: str
    paid_on: date


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Reconsideration of the decision, or a suit against it; both days belong to it."""

    kind: str
    accepted_on: date
    closed_on: date | None = None
    asked_on: date | None = None
    """When the party asked for it, where that is on record."""


class Case(State, frozen=True, kw_only=True):
    """A penalty case, from filing to its end."""

    case: str
    enterprise: str
    site: str
    authority: str
    act: str
    act_on: date
    discovered_on: date
    inspections: tuple[str, ...]
    hazards: tuple[str, ...]
    opened_on: date
    asserted: bool
    """True where only a register says that it was filed."""
    notices: tuple[Notice, ...] = ()
    statements: tuple[Statement, ...] = ()
    decision: Decision | None = None
    served_on: date | None = None
    mode: str | None = None
    payments: tuple[Payment, ...] = ()
    reviews: tuple[Review, ...] = ()
    concluded_on: date | None = None
    outcome: CaseOutcome | None = None
    """What the head of the authority decided; None while that is open, and again where the police do not take the case over."""
    outcome_on: date | None = None
    investigators: tuple[str, ...] = ()
    designated_by: str = ""
    """The common superior that designated this authority; empty where none did."""
    reported_on: date | None = None
    """When its penalty was filed with the authority of the city."""
    relief: Relief = Relief()
    """What changed the debt or its enforcement since the decision."""

    @property
    def notice(self) -> Notice | None:
        """The last notice that proves something: one that was judged when it was recorded."""
        return next((one for one in reversed(self.notices) if not one.asserted), None)

    @property
    def answers(self) -> tuple[Statement, ...]:
        """Statements and waivers since the last notice that proves something; those that a register asserts left out."""
        notice = self.notice
        if notice is None:
            return ()
        return tuple(one for one in self.statements if one.made_on >= notice.served_on and not one.asserted)

    @property
    def defended(self) -> bool:
        """Whether the party stated or defended itself at any time; also where only a register says so."""
        return any(one.kind == "statement" for one in self.statements)

    @property
    def paid_fen(self) -> int:
        """Everything paid so far."""
        return sum(payment.amount_fen for payment in self.payments)

    def open_review(self, kind: str) -> Review | None:
        """The review of that kind that has not ended."""
        return next((one for one in self.reviews if one.kind == kind and one.closed_on is None), None)


def evolve(state: Case | None, recorded: RecordedFact) -> Case | None:
    """The case after one more standing fact."""
    body = recorded.body
    if isinstance(body, CaseOpened):
        return _opened(body, recorded.asserted) if state is None else state
    if state is None:
        return None
    replace = msgspec.structs.replace
    match body:
        case CaseNoticeServed():
            notice = Notice(
                fine_fen=body.fine_fen,
                served_on=body.served_on,
                hearing_right_told=body.hearing_right_told,
                asserted=recorded.asserted,
                offence=body.offence,
                sanctions=body.sanctions,
            )
            return replace(state, notices=(*state.notices, notice))
        case CaseStatementMade():
            statement = Statement(
                kind=body.kind,
                hearing_waived=body.hearing_waived,
                made_on=body.made_on,
                asserted=recorded.asserted,
            )
            return replace(state, statements=(*state.statements, statement))
        case CaseDecided():
            decision = Decision(
                number=body.number,
                fine_fen=body.fine_fen,
                surcharge_told=body.surcharge_told,
                decided_on=body.decided_on,
                asserted=recorded.asserted,
                offence=body.offence,
                tier=body.tier,
                sanctions=body.sanctions,
                confiscated_fen=body.confiscated_fen,
                basis=body.basis,
            )
            return replace(state, decision=decision, outcome="penalty", outcome_on=body.decided_on)
        case CaseReported():
            return replace(state, reported_on=body.reported_on)
        case CaseDesignated():
            return replace(state, designated_by=body.superior)
        case CaseClosedWithoutPenalty():
            outcome: CaseOutcome = "not_established" if body.ground == "not_established" else "no_penalty"
            return replace(state, outcome=outcome, outcome_on=body.closed_on)
        case TransferSent() if state.decision is None:
            return replace(state, outcome="transferred", outcome_on=recorded.effective_day)
        case TransferAnswered() if body.answer != "filed" and state.outcome == "transferred":
            # What the police do not take over is the authority's to decide again.
            return replace(state, outcome=None, outcome_on=None)
    return _after_decision(state, recorded)


def _opened(body: CaseOpened, asserted: bool) -> Case:
    return Case(
        case=body.case,
        enterprise=body.enterprise,
        site=body.site,
        authority=body.authority,
        act=body.act,
        act_on=body.act_on,
        discovered_on=body.discovered_on,
        inspections=body.inspections,
        hazards=body.hazards,
        opened_on=body.opened_on,
        asserted=asserted,
        investigators=body.investigators,
    )


def _after_decision(state: Case, recorded: RecordedFact) -> Case:
    replace = msgspec.structs.replace
    match recorded.body:
        case CaseServed() as body:
            return replace(state, served_on=body.served_on, mode=body.mode)
        case CasePaid() as body:
            payment = Payment(amount_fen=body.amount_fen, receipt=body.receipt, paid_on=body.paid_on)
            return replace(state, payments=(*state.payments, payment))
        case CaseReviewAccepted() as body:
            asked = state.relief.asked(body.kind)
            review = Review(kind=body.kind, accepted_on=body.accepted_on, asked_on=asked)
            return replace(state, reviews=(*state.reviews, review))
        case CaseReviewClosed() as body:
            closing = state.open_review(body.kind)
            if closing is not None:
                ended = replace(closing, closed_on=body.closed_on)
                others = (one for one in state.reviews if one is not closing)
                return replace(state, reviews=tuple(chain(others, (ended,))))
        case CaseConcluded() as body:
            return replace(state, concluded_on=body.concluded_on)
        case EnforcementFinished() as body if body.recovered_fen:
            got = Payment(amount_fen=body.recovered_fen, receipt=body.document, paid_on=body.finished_on)
            return relieved(replace(state, payments=(*state.payments, got)), body)
    return relieved(state, recorded.body)
