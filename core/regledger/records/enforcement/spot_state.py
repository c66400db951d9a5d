"""Money that officers took, until it lies in the bank; and what is left of the fine of a decision on the spot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.calendar import Deadline
from regledger.log.facts import RecordedFact
from regledger.records.case.summaries import SummaryDecided
from regledger.records.enforcement.spot_facts import (
    CollectionHandedIn,
    CollectionPaidIn,
    CollectionTaken,
    SummaryPaid,
)
from regledger.records.period import period_in_force

__all__ = [
    "COLLECTION",
    "SPOT_KINDS",
    "SUMMARY_DEBT",
    "Collection",
    "SummaryDebt",
    "hand_in_deadline",
    "pay_in_deadline",
]


class Collection(State, frozen=True, kw_only=True):
    """Money that officers took; read as `collection:<id>`."""

    collection: str
    summary: str | None
    case: str | None
    enterprise: str
    site: str
    authority: str
    amount_fen: int
    on_water: bool
    taken_on: date
    handed_in_on: date | None = None
    paid_in_on: date | None = None


class SummaryDebt(State, frozen=True, kw_only=True):
    """The fine of a decision on the spot and what came in of it; read as `summary_debt:<summary>`."""

    summary: str
    enterprise: str
    site: str
    authority: str
    fine_fen: int
    decided_on: date
    paid_fen: int = 0
    receipts: tuple[str, ...] = ()

    @property
    def left_fen(self) -> int:
        """What is unpaid."""
        return max(0, self.fine_fen - self.paid_fen)


def hand_in_deadline(state: Collection, ashore_on: date | None, judge: Judge) -> Deadline | None:
    """A-23: two working days to hand the money in, from taking it, or on water from reaching the shore; None while at sea."""
    start = ashore_on if state.on_water else state.taken_on
    return None if start is None else period_in_force(judge, "A-23.hand_in", start, on=start)


def pay_in_deadline(state: Collection, judge: Judge) -> Deadline | None:
    """A-23: two more working days for the authority to pay it to the bank; None before it was handed in."""
    start = state.handed_in_on
    return None if start is None else period_in_force(judge, "A-23.bank", start, on=start)


def _collected(state: Collection | None, recorded: RecordedFact) -> Collection | None:
    body = recorded.body
    if isinstance(body, CollectionTaken):
        return Collection(
            collection=body.collection,
            summary=body.summary,
            case=body.case,
            enterprise=body.enterprise,
            site=body.site,
            authority=body.authority,
            amount_fen=body.amount_fen,
            on_water=body.on_water,
            taken_on=body.taken_on,
        )
    if state is None:
        return None
    match body:
        case CollectionHandedIn():
            return msgspec.structs.replace(state, handed_in_on=body.handed_in_on)
        case CollectionPaidIn():
            return msgspec.structs.replace(state, paid_in_on=body.paid_in_on)
    return state


def _collection_steps(state: Collection, judge: Judge) -> Iterator[NextStep]:
    if state.handed_in_on is None:
        due, how = _due(hand_in_deadline(state, None, judge))
        yield NextStep(
            command="collection.hand_in", due=due, how=how, rule="A-23", owner="authority", since=state.taken_on
        )
    elif state.paid_in_on is None:
        due, how = _due(pay_in_deadline(state, judge))
        yield NextStep(
            command="collection.pay_in", due=due, how=how, rule="A-23", owner="authority", since=state.handed_in_on
        )


def _owed(state: SummaryDebt | None, recorded: RecordedFact) -> SummaryDebt | None:
    body = recorded.body
    if isinstance(body, SummaryDecided):
        return SummaryDebt(
            summary=body.summary,
            enterprise=body.enterprise,
            site=body.site,
            authority=body.authority,
            fine_fen=body.fine_fen,
            decided_on=body.decided_on,
        )
    if state is not None and isinstance(body, SummaryPaid | CollectionTaken):
        return msgspec.structs.replace(
            state, paid_fen=state.paid_fen + body.amount_fen, receipts=(*state.receipts, body.receipt)
        )
    return state


def _debt_steps(state: SummaryDebt, judge: Judge) -> Iterator[NextStep]:
    if state.left_fen:
        # It was handed over on the day of the decision: the party received it then.
        due, how = _due(period_in_force(judge, "A-22.payment", state.decided_on, on=state.decided_on))
        yield NextStep(command="summary.pay", due=due, how=how, rule="A-22", owner="party", since=state.decided_on)


def _due(deadline: Deadline | None) -> tuple[date | None, tuple[str, ...]]:
    return (None, ()) if deadline is None else (deadline.day, tuple(deadline.how()))


COLLECTION = Kind(
    name="collection",
    state=Collection,
    evolve=_collected,
    facts=(CollectionTaken, CollectionHandedIn, CollectionPaidIn),
    steps=_collection_steps,
)
SUMMARY_DEBT = Kind(
    name="summary_debt",
    tag="summary",
    state=SummaryDebt,
    evolve=_owed,
    facts=(SummaryDecided, CollectionTaken, SummaryPaid),
    steps=_debt_steps,
)
SPOT_KINDS = (COLLECTION, SUMMARY_DEBT)
