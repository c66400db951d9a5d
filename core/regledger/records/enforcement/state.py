"""What follows a decision until it is carried out: read as `case_enforcement:ID`, beside the case itself."""

from __future__ import annotations

from datetime import date

import msgspec

from regledger.deciding.kinds import State
from regledger.log.facts import Fact, RecordedFact
from regledger.records.case import CASE, Case
from regledger.records.case.relief import (
    AgreementBroken,
    AgreementMade,
    DeferralGranted,
    EnforcementApplied,
    Instalment,
)
from regledger.records.case.review_facts import CaseRemade
from regledger.records.enforcement.facts import (
    CourtAccepted,
    CourtObjected,
    CourtRefused,
    CourtRuled,
    DeferralAsked,
    DeferralRefused,
    EnforcementResumed,
    EnforcementSuspended,
    ServiceProved,
    UrgingAnswered,
    UrgingServed,
)
from regledger.records.review import CASE_REVIEW, CaseReview

__all__ = ["ENFORCEMENT_FACTS", "CaseEnforcement", "evolve"]

ENFORCEMENT_FACTS: tuple[type[Fact], ...] = (
    *dict.fromkeys((*CASE.facts, *CASE_REVIEW.facts)),
    ServiceProved,
    DeferralAsked,
    DeferralRefused,
    UrgingServed,
    UrgingAnswered,
    CourtAccepted,
    CourtRefused,
    CourtRuled,
    CourtObjected,
    EnforcementSuspended,
    EnforcementResumed,
)


class CaseEnforcement(State, frozen=True, kw_only=True):
    """A case after its decision: what was asked, urged, ruled and proved."""

    case: Case
    authority: str
    review: CaseReview | None = None
    """Its reconsideration and suits, by which the period to go to the court begins."""
    proved: tuple[tuple[str, date], ...] = ()
    """Of which documents service is proved, each with its day."""
    deferral_asked_on: date | None = None
    """Of an application that nobody answered."""
    urged_on: date | None = None
    urged_fen: int = 0
    opinion_on: date | None = None
    """When the party's answer to the urging was weighed."""
    stages: tuple[Instalment, ...] = ()
    """Of the agreement that stands."""
    agreed_on: date | None = None
    applied_on: date | None = None
    accepted_on: date | None = None
    refused_on: date | None = None
    """When the court refused, to accept or to execute."""
    ruled_on: date | None = None
    permitted: bool | None = None
    objected_on: date | None = None
    suspended_on: date | None = None
    suspended_for: str = ""

    def proof(self, document: str) -> date | None:
        """The day on which a document was served, as its last proof has it."""
        return next((on for of, on in reversed(self.proved) if of == document), None)


def evolve(state: CaseEnforcement | None, recorded: RecordedFact) -> CaseEnforcement | None:
    """The record after one more standing fact."""
    case = CASE.evolve(None if state is None else state.case, recorded)
    if case is None:
        return None
    replace = msgspec.structs.replace
    review = CASE_REVIEW.evolve(None if state is None else state.review, recorded)
    if state is None:
        state = CaseEnforcement(case=case, authority=case.authority)
    state = replace(state, case=case, review=review)
    match recorded.body:
        case CaseRemade():  # what is decided anew is served, urged and enforced anew
            return CaseEnforcement(case=case, authority=case.authority, review=review)
        case ServiceProved() as body:
            return replace(state, proved=(*state.proved, (body.document, body.served_on)))
        case DeferralAsked() as body:
            return replace(state, deferral_asked_on=body.asked_on)
        case DeferralGranted() | DeferralRefused():
            return replace(state, deferral_asked_on=None)
        case UrgingServed() as body:
            return replace(state, urged_on=body.served_on, urged_fen=body.amount_fen, opinion_on=None)
        case UrgingAnswered() as body:
            return replace(state, opinion_on=body.answered_on)
        case AgreementMade() as body:
            return replace(state, stages=body.stages, agreed_on=body.made_on)
        case AgreementBroken():
            return replace(state, stages=(), agreed_on=None)
    return _before_court(state, recorded)


def _before_court(state: CaseEnforcement, recorded: RecordedFact) -> CaseEnforcement:
    replace = msgspec.structs.replace
    match recorded.body:
        case EnforcementApplied() as body:
            return replace(
                state, applied_on=body.applied_on, accepted_on=None, refused_on=None, ruled_on=None, permitted=None
            )
        case CourtAccepted() as body:
            return replace(state, accepted_on=body.accepted_on, refused_on=None)
        case CourtRefused() as body:
            return replace(state, refused_on=body.refused_on, objected_on=None)
        case CourtRuled() as body:
            refused = None if body.permitted else body.ruled_on
            return replace(
                state, ruled_on=body.ruled_on, permitted=body.permitted, refused_on=refused, objected_on=None
            )
        case CourtObjected() as body:
            return replace(state, objected_on=body.objected_on)
        case EnforcementSuspended() as body:
            return replace(state, suspended_on=body.suspended_on, suspended_for=body.ground)
        case EnforcementResumed():
            return replace(state, suspended_on=None, suspended_for="")
    return state
