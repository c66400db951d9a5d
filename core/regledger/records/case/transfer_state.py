"""What became of the crime that a case is suspected to be; read as `case_transfer:<case>`."""

from __future__ import annotations

from datetime import date

import msgspec

from regledger.deciding.kinds import Kind, State
from regledger.log.facts import RecordedFact
from regledger.records.case.transfers import (
    TransferAnswered,
    TransferDecided,
    TransferJudged,
    TransferProposed,
    TransferSent,
)

__all__ = ["CASE_TRANSFER", "CaseTransfer"]


class CaseTransfer(State, frozen=True, kw_only=True):
    """The last transfer of a case."""

    transfer: str
    approved: bool = False
    sent_on: date | None = None
    answer: str | None = None
    judged_on: date | None = None
    criminal_fine_fen: int = 0

    @property
    def owed(self) -> bool:
        """Whether it was approved and has not gone to the police."""
        return self.approved and self.sent_on is None

    @property
    def pending(self) -> bool:
        """Whether police or court have it, and it has not ended."""
        return self.sent_on is not None and self.answer in (None, "filed") and self.judged_on is None


def _evolve(state: CaseTransfer | None, recorded: RecordedFact) -> CaseTransfer | None:
    body = recorded.body
    if isinstance(body, TransferProposed):
        return CaseTransfer(transfer=body.transfer)
    if state is None:
        return None
    replace = msgspec.structs.replace
    match body:
        case TransferDecided():
            return replace(state, approved=body.approved)
        case TransferSent():
            return replace(state, sent_on=recorded.effective_day)
        case TransferAnswered():
            return replace(state, answer=body.answer)
        case TransferJudged():
            return replace(state, judged_on=body.judged_on, criminal_fine_fen=body.criminal_fine_fen)
    return state


CASE_TRANSFER = Kind(
    name="case_transfer",
    tag="case",
    state=CaseTransfer,
    evolve=_evolve,
    facts=(TransferProposed, TransferDecided, TransferSent, TransferAnswered, TransferJudged),
)
