"""The state of a decision made on the spot; read as `summary:<id>`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.case.summaries import SummaryDecided, SummaryFiled, SummaryReviewAccepted, SummaryReviewClosed

__all__ = ["SUMMARY", "Summary"]


class Summary(State, frozen=True, kw_only=True):
    """A decision made on the spot."""

    summary: str
    enterprise: str
    site: str
    authority: str
    officers: tuple[str, ...]
    party: str
    number: str
    fine_fen: int
    """0 for a warning."""
    decided_on: date
    """It was handed over on that day: the party's periods run from it."""
    filed_on: date | None = None
    open_reviews: tuple[str, ...] = ()
    """The kinds of review that were accepted and have not ended."""
    reconsidered_on: date | None = None
    """When reconsideration ended."""


def _evolve(state: Summary | None, recorded: RecordedFact) -> Summary | None:
    body = recorded.body
    if isinstance(body, SummaryDecided):
        return Summary(
            summary=body.summary,
            enterprise=body.enterprise,
            site=body.site,
            authority=body.authority,
            officers=body.officers,
            party=body.party,
            number=body.number,
            fine_fen=body.fine_fen,
            decided_on=body.decided_on,
        )
    if state is None:
        return None
    replace = msgspec.structs.replace
    match body:
        case SummaryFiled():
            return replace(state, filed_on=body.filed_on)
        case SummaryReviewAccepted():
            return replace(state, open_reviews=(*state.open_reviews, body.kind))
        case SummaryReviewClosed():
            left = tuple(one for one in state.open_reviews if one != body.kind)
            ended = body.closed_on if body.kind == "reconsideration" else state.reconsidered_on
            return replace(state, open_reviews=left, reconsidered_on=ended)
    return state


def _steps(state: Summary, judge: Judge) -> Iterator[NextStep]:
    if state.filed_on is None:
        yield NextStep(command="summary.file", rule="A-10", owner="authority", since=state.decided_on)
    for _ in state.open_reviews:
        yield NextStep(command="summary.close_review", rule="A-49")


SUMMARY = Kind(
    name="summary",
    state=Summary,
    evolve=_evolve,
    facts=(SummaryDecided, SummaryFiled, SummaryReviewAccepted, SummaryReviewClosed),
    steps=_steps,
)
