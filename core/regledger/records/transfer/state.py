"""The state of a transfer, and what is owed next: three days, 24 hours, three days (A-44); read as `transfer:<id>`."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date, datetime
from typing import Protocol

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, Owner, State
from regledger.law.calendar import Deadline
from regledger.law.objections import Objection
from regledger.log.facts import RecordedFact
from regledger.records.case.transfers import (
    TransferAnswered,
    TransferContested,
    TransferDecided,
    TransferHandedOver,
    TransferJudged,
    TransferProposed,
    TransferSent,
)
from regledger.records.identity.heirs import acting_reads

__all__ = ["TRANSFER", "OnTransfer", "Transfer", "in_order", "known_transfer", "transfer_reads"]


class Transfer(State, frozen=True, kw_only=True):
    """A transfer; it holds days and instants."""

    transfer: str
    case: str
    enterprise: str
    site: str
    authority: str
    proposed_on: date
    approved: bool | None = None
    decided_at: datetime | None = None
    sent_on: date | None = None
    answer: str | None = None
    answered_on: date | None = None
    contested_on: date | None = None
    handed_over_on: date | None = None
    judged_on: date | None = None

    @property
    def stage(self) -> str:
        """How far it has come."""
        if self.judged_on is not None:
            return "judged"
        if self.answer is not None:
            return self.answer
        if self.sent_on is not None:
            return "sent"
        if self.approved is not None:
            return "approved" if self.approved else "declined"
        return "proposed"


def _evolve(state: Transfer | None, recorded: RecordedFact) -> Transfer | None:
    body = recorded.body
    if isinstance(body, TransferProposed):
        return Transfer(
            transfer=body.transfer,
            case=body.case,
            enterprise=body.enterprise,
            site=body.site,
            authority=body.authority,
            proposed_on=body.proposed_on,
        )
    if state is None:
        return None
    replace = msgspec.structs.replace
    match body:
        case TransferDecided():
            return replace(state, approved=body.approved, decided_at=body.decided_at)
        case TransferSent():
            return replace(state, sent_on=recorded.effective_day)
        case TransferAnswered():
            return replace(state, answer=body.answer, answered_on=body.answered_on)
        case TransferContested():
            return replace(state, contested_on=body.contested_on)
        case TransferHandedOver():
            return replace(state, handed_over_on=body.handed_over_on)
        case TransferJudged():
            return replace(state, judged_on=body.judged_on)
    return state


def _steps(state: Transfer, judge: Judge) -> Iterator[NextStep]:
    match state.stage:
        case "proposed":
            last = judge.deadline("A-44.head", state.proposed_on, on=state.proposed_on)
            yield _owed("transfer.decide", last, "authority", "Decide on the transfer", "决定是否移送")
        case "approved" if state.decided_at is not None:
            last = judge.deadline("A-44.send", state.decided_at)
            yield _owed("transfer.send", last, "authority", "Hand the case to the police", "向公安机关移送")
        case "sent" if state.sent_on is not None:
            last = judge.deadline("A-44.police", state.sent_on, on=state.sent_on)
            yield _owed("transfer.answer", last, "police", "Decide whether to file the case", "公安机关决定是否立案")
        case "not_filed" if state.answered_on is not None and state.contested_on is None:
            last = judge.deadline("A-44.contest", state.answered_on, on=state.answered_on)
            yield _owed("transfer.contest", last, "authority", "Ask the police to reconsider", "提请复议")
        case "filed":
            if state.handed_over_on is None and state.answered_on is not None:
                last = judge.deadline("A-44.hand_over", state.answered_on, on=state.answered_on)
                yield _owed("transfer.hand_over", last, "authority", "Hand over property and materials", "移交涉案物品")
            yield NextStep(command="transfer.judge", rule="A-45", owner="court")


def _owed(command: str, last: Deadline, owner: Owner, title: str, title_zh: str) -> NextStep:
    return NextStep(
        command=command,
        due=last.day,
        how=tuple(last.how()),
        rule="A-44",
        owner=owner,
        since=last.start,
        due_at=last.instant,
        title=title,
        title_zh=title_zh,
    )


TRANSFER = Kind(
    name="transfer",
    state=Transfer,
    evolve=_evolve,
    facts=(
        TransferProposed,
        TransferDecided,
        TransferSent,
        TransferAnswered,
        TransferContested,
        TransferHandedOver,
        TransferJudged,
    ),
    steps=_steps,
)


class OnTransfer(Protocol):
    """A command on a transfer."""

    @property
    def transfer(self) -> str:
        """Its id."""
        ...


def transfer_reads(command: OnTransfer, dossier: Dossier) -> Iterator[str]:
    """The transfer, its case and their parties."""
    yield f"transfer:{command.transfer}"
    held = dossier.loaded(Transfer, command.transfer)
    if held is not None:
        yield f"case:{held.case}"
        yield f"enterprise:{held.enterprise}"
        yield f"site:{held.site}"
        yield from acting_reads(held.authority, dossier)


def known_transfer(command: OnTransfer, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Transfer | None]:
    """REF: it is on record by the time of the act."""
    held = dossier.get(Transfer, command.transfer)
    yield from judge.rule("REF", "transfer.unknown", held is not None, transfer=command.transfer, day=judge.day)
    return held


def in_order(step: str, holds: bool, held: Transfer, judge: Judge) -> Iterator[Objection]:
    """SEQ: `step` follows on where it stands."""
    yield from judge.rule("SEQ", "transfer.order_of_steps", holds, transfer=held.transfer, step=step, state=held.stage)
