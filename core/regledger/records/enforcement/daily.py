"""Fines by the day for who refuses to correct (B-32)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.facts import NewFact
from regledger.log.text import Code, Id, Text
from regledger.records.case import Case
from regledger.records.case.facts import Fen
from regledger.records.case.money import yuan
from regledger.records.case.relief import DailyFine, DailyImposed, DailyPaid, DailyServed, whose
from regledger.records.enforcement.reading import enforced, enforcement_reads, finally_held, said
from regledger.records.enforcement.state import CaseEnforcement
from regledger.records.hazard.state import Order
from regledger.records.identity.heirs import belongs, heir_reads
from regledger.records.numbering.issuing import number_given, number_reads
from regledger.records.period import period_in_force

__all__ = ["DAILY_HANDLERS", "ImposeDaily", "PayDaily", "ServeDaily"]


class ImposeDaily(Command, frozen=True, kw_only=True):
    """Fine by the day who was ordered to correct and fined, and refuses to correct."""

    case: Id
    """The case of the first fine."""
    order: Id | None = None
    """The order to correct, where it is on record."""
    ordered_on: date
    """When correction was ordered; counting begins on the next day."""
    refused_on: date
    """When the refusal was found; counting ends with that day."""
    fine_fen: Fen
    number: Code
    reasons: Text
    told_on: date
    """When the party was told of it and could answer."""
    decided_on: date


class ServeDaily(Command, frozen=True, kw_only=True):
    """Record that the party received a fine by the day."""

    case: Id
    number: Code
    served_on: date


class PayDaily(Command, frozen=True, kw_only=True):
    """Record that the party paid a fine by the day, or part of it."""

    case: Id
    number: Code
    amount_fen: Fen
    receipt: Code
    paid_on: date


def _reads(command: ImposeDaily, dossier: Dossier) -> Iterator[str]:
    yield from enforcement_reads(command, dossier)
    if command.order is not None:
        yield f"order:{command.order}"
        order = dossier.loaded(Order, command.order)
        yield from () if order is None else heir_reads(order.enterprise, dossier)
    yield from number_reads("罚", command.decided_on, command.number, dossier)


@handles("daily.impose", ImposeDaily, on="decided_on", reads=_reads, role="approve")
def impose_daily(command: ImposeDaily, dossier: Dossier, judge: Judge) -> Outcome:
    """B-32: from the day after the order, each day the original fine; told beforehand (A-14)."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    yield from _ordered(command, case.enterprise, dossier, judge)
    yield from said(judge, case.case, "B-32", reasons=command.reasons)
    yield from judge.rule("A-14", "daily.not_told", command.told_on < command.decided_on, case=case.case)
    yield from _counted(command, held, judge)
    given = yield from number_given(
        f"case:{case.case}",
        kind="罚",
        authority=case.authority,
        typed=command.number,
        dossier=dossier,
        judge=judge,
    )
    yield from given.facts
    body = DailyImposed(
        **whose(case),
        order=command.order,
        ordered_on=command.ordered_on,
        refused_on=command.refused_on,
        days=(command.refused_on - command.ordered_on).days,
        fine_fen=command.fine_fen,
        number=given.text or command.number,
        reasons=command.reasons,
        decided_on=command.decided_on,
    )
    yield NewFact(body=body, tags=given.tags)


def _ordered(command: ImposeDaily, enterprise: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    if command.order is None:
        return
    order = dossier.get(Order, command.order)
    yield from judge.rule("REF", "daily.order_unknown", order is not None, order=command.order)
    if order is None:
        return
    fits = order.issued_on == command.ordered_on and belongs(order.enterprise, enterprise, dossier)
    yield from judge.rule("B-32", "daily.order_misfit", fits, order=command.order, issued=order.issued_on)


def _counted(command: ImposeDaily, held: CaseEnforcement, judge: Judge) -> Iterator[Objection]:
    decision = held.case.decision
    fine = 0 if decision is None else decision.fine_fen
    fined = decision is not None and fine > 0 and decision.decided_on <= command.refused_on
    days = (command.refused_on - command.ordered_on).days
    of = command.case
    yield from judge.rule("B-32", "daily.not_fined", fined, case=of)
    yield from judge.rule("B-32", "daily.not_refused", days > 0, case=of, ordered=command.ordered_on)
    ordered_in_time = command.refused_on <= command.decided_on
    yield from judge.rule("SEQ", "daily.counted_ahead", ordered_in_time, case=of, last=command.refused_on)
    last = max((one.last_on for one in held.case.relief.daily), default=command.ordered_on)
    yield from judge.rule("B-32", "daily.counted_twice", last <= command.ordered_on, case=of, last=last)
    whole = int(max(days, 0) * fine * judge.decimal("B-32.rate"))
    yield from judge.rule(
        "B-32",
        "daily.fine_wrong",
        command.fine_fen == whole,
        case=of,
        fine=yuan(command.fine_fen),
        days=days,
        whole=yuan(whole),
    )


def _known(
    command: ServeDaily | PayDaily, dossier: Dossier, judge: Judge
) -> Generator[Objection, None, tuple[Case, DailyFine, DailyFine] | None]:
    """REF: the fine of that number, as it is on the day of the act and as it is known."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return None
    case, held = found
    then, now = (
        next((one for one in state.case.relief.daily if one.number == command.number), None)
        for state in (held, finally_held(held, dossier))
    )
    known = then is not None and now is not None
    yield from judge.rule("REF", "daily.unknown", known, case=case.case, number=command.number)
    return None if then is None or now is None else (case, then, now)


@handles("daily.serve", ServeDaily, on="served_on", reads=enforcement_reads, world=True)
def serve_daily(command: ServeDaily, dossier: Dossier, judge: Judge) -> Outcome:
    """A-20: in seven working days of the decision; SEQ: once."""
    found = yield from _known(command, dossier, judge)
    if found is None:
        return
    case, fine, final = found
    new = final.served_on is None
    yield from judge.rule("SEQ", "daily.served_already", new, case=case.case, served=final.served_on)
    last = period_in_force(judge, "A-20.service", fine.decided_on, on=fine.decided_on)
    if last is not None:
        in_time = command.served_on <= last.day
        yield from judge.rule(
            "A-20", "case.served_late", in_time, case=case.case, served=command.served_on, last=last.day
        )
    yield DailyServed(**whose(case), number=command.number, served_on=command.served_on)


@handles("daily.pay", PayDaily, on="paid_on", reads=enforcement_reads, world=True)
def pay_daily(command: PayDaily, dossier: Dossier, judge: Judge) -> Outcome:
    """A-22: in fifteen days of service, a late payment is noted; no more than what is open."""
    found = yield from _known(command, dossier, judge)
    if found is None:
        return
    case, fine, final = found
    new = command.receipt not in final.receipts
    yield from judge.rule("REF", "case.receipt_taken", new, case=case.case, receipt=command.receipt)
    left = final.fine_fen - final.paid_fen
    yield from judge.rule(
        "A-22",
        "daily.overpaid",
        0 < command.amount_fen <= left,
        case=case.case,
        amount=yuan(command.amount_fen),
        left=yuan(left),
    )
    if fine.served_on is not None:
        last = judge.deadline("A-22.payment", fine.served_on, on=fine.served_on)
        yield from judge.note("A-22", "daily.paid_late", command.paid_on <= last.day, case=case.case, last=last.day)
    yield DailyPaid(
        **whose(case),
        number=command.number,
        amount_fen=command.amount_fen,
        receipt=command.receipt,
        paid_on=command.paid_on,
    )


DAILY_HANDLERS = (impose_daily, serve_daily, pay_daily)
