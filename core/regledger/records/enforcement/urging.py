"""Urging before the court is asked (A-55)."""

from __future__ import annotations

from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.log.text import Code, Id, Personal, Text
from regledger.records.case.facts import Fen, Mode
from regledger.records.case.money import yuan
from regledger.records.case.relief import whose
from regledger.records.case.surcharge import payment_deadline
from regledger.records.enforcement.facts import UrgingAnswered, UrgingServed
from regledger.records.enforcement.reading import enforced, enforcement_reads, owed_fen, said

__all__ = ["URGING_HANDLERS", "AnswerUrging", "ServeUrging"]


class ServeUrging(Command, frozen=True, kw_only=True):
    """Record that the party was urged in writing to perform."""

    case: Id
    number: Code
    perform_by: date
    manner: Text
    amount_fen: Fen
    """Fine and surcharge that are open on the day of service."""
    payment: Text
    """How it is paid: the bank and its account."""
    rights_told: bool
    """Whether the party was told that it may state and defend itself."""
    mode: Mode = "direct"
    served_on: date


class AnswerUrging(Command, frozen=True, kw_only=True):
    """Record what the party said to it, and how that was weighed."""

    case: Id
    text: Personal | None = None
    findings: Text
    """What the authority found on reviewing it; that nothing was said, where nothing was."""
    answered_on: date


@handles("urging.serve", ServeUrging, on="served_on", reads=enforcement_reads, world=True)
def serve_urging(command: ServeUrging, dossier: Dossier, judge: Judge) -> Outcome:
    """A-55: in writing, with term, manner, the exact sum and way of payment, and the right to answer; after the term to pay."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, _ = found
    yield from said(judge, case.case, "A-55", manner=command.manner, payment=command.payment)
    yield from judge.rule("A-55", "urging.rights_not_told", command.rights_told, case=case.case)
    owed = owed_fen(case, judge)
    yield from judge.rule(
        "A-55",
        "urging.amount_wrong",
        command.amount_fen == owed and owed > 0,
        case=case.case,
        amount=yuan(command.amount_fen),
        owed=yuan(owed),
    )
    last = payment_deadline(case, judge.law, zone=judge.zone)
    over = last is not None and command.served_on > last.day
    day = None if last is None else last.day
    yield from judge.rule("SEQ", "urging.too_early", over, case=case.case, last=day or "service")
    yield from judge.rule(
        "A-55", "urging.term_over", command.perform_by > command.served_on, case=case.case, by=command.perform_by
    )
    yield UrgingServed(
        **whose(case),
        number=command.number,
        perform_by=command.perform_by,
        manner=command.manner,
        amount_fen=command.amount_fen,
        payment=command.payment,
        rights_told=command.rights_told,
        mode=command.mode,
        served_on=command.served_on,
    )


@handles("urging.answer", AnswerUrging, on="answered_on", reads=enforcement_reads, world=True)
def answer_urging(command: AnswerUrging, dossier: Dossier, judge: Judge) -> Outcome:
    """A-55: what the party puts forward is recorded and reviewed."""
    found = yield from enforced(command, dossier, judge)
    if found is None:
        return
    case, held = found
    yield from judge.rule("SEQ", "urging.missing", held.urged_on is not None, case=case.case)
    yield from said(judge, case.case, "A-55", findings=command.findings)
    yield UrgingAnswered(**whose(case), text=command.text, findings=command.findings, answered_on=command.answered_on)


URGING_HANDLERS = (serve_urging, answer_urging)
