"""What follows against a decision: reconsideration and suit; read as `case_review:<case>`."""

from __future__ import annotations

from datetime import date

import msgspec

from regledger.deciding.kinds import State
from regledger.log.facts import RecordedFact
from regledger.records.case.facts import CaseDecided, CaseServed
from regledger.records.case.review_facts import (
    CaseRemade,
    ReconsiderationAccepted,
    ReconsiderationAnswered,
    ReconsiderationApplied,
    ReconsiderationDecided,
    ReconsiderationExtended,
    ReconsiderationForwarded,
    ReconsiderationRejected,
    ReconsiderationServed,
    SuitAccepted,
    SuitAnswered,
    SuitEnded,
    SuitFiled,
    SuitNotified,
)

__all__ = ["UNDONE", "CaseReview", "Reconsideration", "Suit", "evolve"]

UNDONE = ("changed", "revoked", "revoked_in_part", "illegal", "void")
"""The results after which the decision does not stand as it was (行政处罚法 Art 48)."""


class Reconsideration(msgspec.Struct, frozen=True, kw_only=True):
    """One application for reconsideration."""

    applied_on: date
    delay_ground: str = ""
    accepted_on: date | None = None
    procedure: str = ""
    rejected_on: date | None = None
    forwarded_on: date | None = None
    answered_on: date | None = None
    extended_to: date | None = None
    result: str = ""
    flaw: str = ""
    remake: bool = False
    decided_on: date | None = None
    served_on: date | None = None

    @property
    def over(self) -> bool:
        """Whether it was rejected, or its ruling received."""
        return self.rejected_on is not None or self.served_on is not None


class Suit(msgspec.Struct, frozen=True, kw_only=True):
    """One suit."""

    filed_on: date
    delay_ground: str = ""
    accepted_on: date | None = None
    notified_on: date | None = None
    answered_on: date | None = None
    result: str = ""
    flaw: str = ""
    remake: bool = False
    ended_on: date | None = None


class CaseReview(State, frozen=True, kw_only=True):
    """The decision of a case, and what was undertaken against it."""

    case: str
    decided_on: date
    fine_fen: int
    """The fine that stands."""
    made_fen: int
    """The fine of the decision as it was made."""
    sums_fen: int
    """What the decision as it was made is about: fine and confiscated gains."""
    sanctions: tuple[str, ...]
    told: bool
    """Whether the decision tells of the remedies and their time."""
    served_on: date | None = None
    reconsideration: Reconsideration | None = None
    suit: Suit | None = None
    remade_on: date | None = None

    @property
    def undone(self) -> tuple[date, str, str, bool] | None:
        """When the decision ceased to stand as it was, with result, flaw and whether it is to be made again; the last ruling counts."""
        suit, first = self.suit, self.reconsideration
        if suit is not None and suit.ended_on is not None and suit.result in UNDONE:
            return suit.ended_on, suit.result, suit.flaw, suit.remake
        if first is not None and first.served_on is not None and first.result in UNDONE:
            return first.served_on, first.result, first.flaw, first.remake
        return None


def evolve(state: CaseReview | None, recorded: RecordedFact) -> CaseReview | None:
    """The record after one more standing fact."""
    body = recorded.body
    if isinstance(body, CaseDecided):
        return CaseReview(
            case=body.case,
            decided_on=body.decided_on,
            fine_fen=body.fine_fen,
            made_fen=body.fine_fen,
            sums_fen=body.fine_fen + body.confiscated_fen,
            sanctions=body.sanctions,
            told=bool(body.remedies and body.remedies.strip()),
        )
    if state is None:
        return None
    replace = msgspec.structs.replace
    match body:
        case CaseServed():
            return replace(state, served_on=body.served_on)
        case CaseRemade():
            return CaseReview(
                case=state.case,
                decided_on=body.remade_on,
                fine_fen=body.fine_fen,
                made_fen=body.fine_fen,
                sums_fen=body.fine_fen,
                sanctions=body.sanctions,
                told=bool(body.remedies.strip()),
                remade_on=body.remade_on,
            )
        case ReconsiderationApplied():
            asked = Reconsideration(applied_on=body.applied_on, delay_ground=body.delay_ground)
            return replace(state, reconsideration=asked)
        case SuitFiled():
            return replace(state, suit=Suit(filed_on=body.filed_on, delay_ground=body.delay_ground))
    if state.suit is not None:
        state = replace(state, suit=_sued(state.suit, recorded))
    if state.reconsideration is not None:
        state = replace(state, reconsideration=_reconsidered(state.reconsideration, recorded))
    if isinstance(body, ReconsiderationDecided | SuitEnded):
        state = replace(state, fine_fen=body.fine_fen)
    return state


def _reconsidered(state: Reconsideration, recorded: RecordedFact) -> Reconsideration:
    replace = msgspec.structs.replace
    match recorded.body:
        case ReconsiderationAccepted() as body:
            return replace(state, accepted_on=body.accepted_on, procedure=body.procedure)
        case ReconsiderationRejected() as body:
            return replace(state, rejected_on=body.rejected_on)
        case ReconsiderationForwarded() as body:
            return replace(state, forwarded_on=body.received_on)
        case ReconsiderationAnswered() as body:
            return replace(state, answered_on=body.answered_on)
        case ReconsiderationExtended() as body:
            return replace(state, extended_to=body.until)
        case ReconsiderationDecided() as body:
            return replace(state, result=body.result, flaw=body.flaw, remake=body.remake, decided_on=body.decided_on)
        case ReconsiderationServed() as body:
            return replace(state, served_on=body.served_on)
    return state


def _sued(state: Suit, recorded: RecordedFact) -> Suit:
    replace = msgspec.structs.replace
    match recorded.body:
        case SuitAccepted() as body:
            return replace(state, accepted_on=body.accepted_on)
        case SuitNotified() as body:
            return replace(state, notified_on=body.received_on)
        case SuitAnswered() as body:
            return replace(state, answered_on=body.submitted_on)
        case SuitEnded() as body:
            return replace(state, result=body.result, flaw=body.flaw, remake=body.remake, ended_on=body.ended_on)
    return state
