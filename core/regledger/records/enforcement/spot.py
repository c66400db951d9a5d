"""Collecting on the spot: when officers may take money themselves, and how soon it lies in the bank (A-22, A-23, A-24)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.case import Case
from regledger.records.case.facts import CasePaid, Fen
from regledger.records.case.money import yuan
from regledger.records.case.surcharge import fine_left_fen
from regledger.records.enforcement.spot_facts import CollectionTaken, SpotGround, SummaryPaid
from regledger.records.enforcement.spot_state import Collection, SummaryDebt
from regledger.records.identity.heirs import acting_reads
from regledger.records.period import period_in_force

__all__ = ["PaySummary", "TakeCollection", "pay_summary", "take_collection"]


class TakeCollection(Command, frozen=True, kw_only=True):
    """Record that officers took a fine from the party on the spot."""

    collection: Id
    summary: Id | None = None
    case: Id | None = None
    officers: tuple[Id, ...]
    amount_fen: Fen
    ground: SpotGround
    hard_ground: Text = ""
    """Why the fine could hardly be collected later."""
    difficulty: Text = ""
    """Why the party can pay neither at the bank nor electronically."""
    requested: bool = False
    """Whether the party itself asked to pay there."""
    receipt: Code
    unified_receipt: bool
    """Whether the party got the receipt of the department of finance."""
    on_water: bool = False
    taken_on: date


class PaySummary(Command, frozen=True, kw_only=True):
    """Record that the party paid the fine of a decision on the spot at the bank."""

    summary: Id
    amount_fen: Fen
    receipt: Code
    paid_on: date


class _Debt(msgspec.Struct, frozen=True, kw_only=True):
    """The fine that is collected, of a case or of a decision on the spot."""

    enterprise: str
    site: str
    authority: str
    fine_fen: int
    left_fen: int
    receipts: tuple[str, ...]


def _reads(command: TakeCollection, dossier: Dossier) -> Iterator[str]:
    yield f"collection:{command.collection}"
    yield from officer_reads(command.officers)
    debt: SummaryDebt | Case | None = None
    if command.summary is not None:
        yield f"summary_debt:{command.summary}"
        debt = dossier.loaded(SummaryDebt, command.summary)
    if command.case is not None:
        yield f"case:{command.case}"
        debt = dossier.loaded(Case, command.case) or debt
    if debt is not None:
        yield f"enterprise:{debt.enterprise}"
        yield f"site:{debt.site}"
        yield from acting_reads(debt.authority, dossier)


@handles("collection.take", TakeCollection, on="taken_on", reads=_reads, world=True)
def take_collection(command: TakeCollection, dossier: Dossier, judge: Judge) -> Outcome:
    """A-23: a small fine, or one that is lost otherwise, of a decision on the spot; A-24: of any decision in a remote place."""
    free = not dossier.known(Collection, command.collection)
    yield from judge.rule("REF", "collection.taken_already", free, collection=command.collection)
    debt = yield from _debt(command, dossier, judge)
    yield from qualified(command.officers, command.taken_on, dossier, judge)
    if debt is None:
        return
    yield from judge.rule(
        "REF",
        "collection.receipt_used",
        command.receipt not in debt.receipts,
        collection=command.collection,
        receipt=command.receipt,
    )
    yield from judge.rule(
        "A-22",
        "collection.over_fine",
        command.amount_fen <= debt.left_fen,
        amount=yuan(command.amount_fen),
        left=yuan(debt.left_fen),
    )
    yield from _allowed(command, debt, judge)
    yield from judge.rule(
        "A-23", "collection.receipt_not_unified", command.unified_receipt, collection=command.collection
    )
    yield CollectionTaken(
        collection=command.collection,
        summary=command.summary,
        case=command.case,
        enterprise=debt.enterprise,
        site=debt.site,
        authority=debt.authority,
        officers=command.officers,
        amount_fen=command.amount_fen,
        ground=command.ground,
        hard_ground=command.hard_ground,
        difficulty=command.difficulty,
        requested=command.requested,
        receipt=command.receipt,
        unified_receipt=command.unified_receipt,
        on_water=command.on_water,
        taken_on=command.taken_on,
    )
    if command.case is not None:
        yield CasePaid(
            case=command.case,
            enterprise=debt.enterprise,
            site=debt.site,
            authority=debt.authority,
            amount_fen=command.amount_fen,
            receipt=command.receipt,
            collector="authority",
            paid_on=command.taken_on,
        )


def _debt(command: TakeCollection, dossier: Dossier, judge: Judge) -> Generator[Objection, None, _Debt | None]:
    one = (command.summary is None) != (command.case is None)
    yield from judge.rule("REF", "collection.of_one_decision", one, collection=command.collection)
    if command.summary is not None:
        summary = dossier.get(SummaryDebt, command.summary)
        known = summary is not None
        yield from judge.rule("REF", "summary.unknown", known, summary=command.summary, day=judge.day)
        if summary is None:
            return None
        last = dossier.latest(SummaryDebt, command.summary) or summary
        return _Debt(
            enterprise=summary.enterprise,
            site=summary.site,
            authority=summary.authority,
            fine_fen=summary.fine_fen,
            left_fen=last.left_fen,
            receipts=last.receipts,
        )
    if command.case is None:
        return None
    case = dossier.get(Case, command.case)
    yield from judge.rule("A-04", "case.not_filed", case is not None, case=command.case, day=judge.day)
    if case is None:
        return None
    yield from judge.rule(
        "SEQ", "case.concluded_already", case.concluded_on is None, case=command.case, concluded=case.concluded_on
    )
    yield from judge.rule("SEQ", "case.not_decided", case.decision is not None, case=command.case)
    final = dossier.latest(Case, command.case) or case
    return _Debt(
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        fine_fen=0 if case.decision is None else case.decision.fine_fen,
        left_fen=fine_left_fen(final, date.max),
        receipts=tuple(payment.receipt for payment in final.payments),
    )


def _allowed(command: TakeCollection, debt: _Debt, judge: Judge) -> Iterator[Objection]:
    if command.ground == "remote":
        yield from judge.rule(
            "A-24", "collection.no_difficulty", bool(command.difficulty.strip()), collection=command.collection
        )
        yield from judge.rule("A-24", "collection.not_requested", command.requested, collection=command.collection)
        return
    yield from judge.rule("A-22", "collection.of_a_case", command.case is None, collection=command.collection)
    if command.ground == "hard_later":
        yield from judge.rule(
            "A-23", "collection.not_hard", bool(command.hard_ground.strip()), collection=command.collection
        )
        return
    most = judge.whole("A-23.most") if judge.law.has("A-23.most", on=judge.day) else None
    yield from judge.rule(
        "A-23",
        "collection.not_small",
        most is None or debt.fine_fen <= most,
        fine=yuan(debt.fine_fen),
        most=None if most is None else yuan(most),
    )


def _pay_reads(command: PaySummary, dossier: Dossier) -> Iterator[str]:
    yield f"summary_debt:{command.summary}"
    debt = dossier.loaded(SummaryDebt, command.summary)
    if debt is not None:
        yield f"enterprise:{debt.enterprise}"
        yield f"site:{debt.site}"
        yield f"authority:{debt.authority}"


@handles("summary.pay", PaySummary, on="paid_on", reads=_pay_reads, world=True)
def pay_summary(command: PaySummary, dossier: Dossier, judge: Judge) -> Outcome:
    """A-22: no more than is owed, and within fifteen days of the decision that was handed over; late money is noted.

    X-02: a last day that is a holiday stands, for the text of this period gives no roll-over.
    """
    debt = dossier.get(SummaryDebt, command.summary)
    yield from judge.rule("REF", "summary.unknown", debt is not None, summary=command.summary, day=judge.day)
    if debt is None:
        return
    last = dossier.latest(SummaryDebt, command.summary) or debt
    new = command.receipt not in last.receipts
    yield from judge.rule("REF", "summary.receipt_used", new, summary=command.summary, receipt=command.receipt)
    yield from judge.rule(
        "A-22",
        "collection.over_fine",
        command.amount_fen <= last.left_fen,
        amount=yuan(command.amount_fen),
        left=yuan(last.left_fen),
    )
    due = period_in_force(judge, "A-22.payment", debt.decided_on, on=debt.decided_on)
    yield from judge.note(
        "A-22",
        "summary.paid_late",
        due is None or command.paid_on <= due.day,
        summary=command.summary,
        last=None if due is None else due.day,
    )
    if due is not None:
        rolled = judge.deadline("A-22.payment", debt.decided_on, on=debt.decided_on, roll_over=True)
        yield from judge.note(
            "X-02",
            "summary.no_roll_over",
            not due.day < command.paid_on <= rolled.day,
            summary=command.summary,
            last=due.day,
            paid=command.paid_on,
        )
    yield SummaryPaid(
        summary=debt.summary,
        enterprise=debt.enterprise,
        site=debt.site,
        authority=debt.authority,
        amount_fen=command.amount_fen,
        receipt=command.receipt,
        paid_on=command.paid_on,
    )
