"""After the decision: service, payment, conclusion (A-20, A-21, A-22, A-25, J-09)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.calendar import Deadline
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Text
from regledger.records.case.facts import CaseConcluded, CasePaid, CaseServed, Collector, Fen, Mode
from regledger.records.case.money import yuan
from regledger.records.case.reading import case_reads, decided, open_case
from regledger.records.case.state import Case
from regledger.records.case.surcharge import fine_left_fen, payment_deadline, surcharge_left_fen
from regledger.records.period import period_in_force

__all__ = [
    "ConcludeCase",
    "PayFine",
    "ServeDecision",
    "conclude_case",
    "pay_fine",
    "serve_decision",
    "service_deadline",
]


class ServeDecision(Command, frozen=True, kw_only=True):
    """Record that the decision was served."""

    case: Id
    mode: Mode
    published_on: date | None = None
    """The day of publication, for service by public notice."""
    consented: bool = False
    """Whether the party signed its consent, for electronic service."""
    witnessed: bool = False
    """Whether a base-level organisation witnessed it, or photo or video shows it, for left service."""
    served_on: date
    """The day from which the party's periods run."""


class PayFine(Command, frozen=True, kw_only=True):
    """Record that the party paid."""

    case: Id
    amount_fen: Fen
    receipt: Code
    collector: Collector = "bank"
    paid_on: date


class ConcludeCase(Command, frozen=True, kw_only=True):
    """Close the case."""

    case: Id
    remitted_ground: Text = ""
    """Why a surcharge that stands open is not collected."""
    concluded_on: date


def service_deadline(case: Case, judge: Judge) -> Deadline | None:
    """A-20: the last day to serve an absent party, 7 working days after the decision; None where no law set it."""
    if case.decision is None:
        return None
    return period_in_force(judge, "A-20.service", case.decision.decided_on, on=case.decision.decided_on)


@handles("case.serve", ServeDecision, on="served_on", reads=case_reads, world=True)
def serve_decision(command: ServeDecision, dossier: Dossier, judge: Judge) -> Outcome:
    """A-20: within 7 working days; A-21: on the day that the mode counts as service, never earlier."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from decided(case, judge)
    final = dossier.latest(Case, command.case) or case
    yield from judge.rule(
        "SEQ", "case.served_already", final.served_on is None, case=command.case, served=final.served_on
    )
    yield from _by_mode(command, judge)
    last = service_deadline(case, judge)
    if last is not None:
        # The organ's own step is publication; the thirty days after it are not its delay.
        done = command.published_on or command.served_on
        yield from judge.rule(
            "A-20", "case.served_late", done <= last.day, case=command.case, served=done, last=last.day
        )
    yield CaseServed(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        mode=command.mode,
        published_on=command.published_on,
        served_on=command.served_on,
    )


def _by_mode(command: ServeDecision, judge: Judge) -> Iterator[Objection]:
    mode, case = command.mode, command.case
    yield from judge.rule("A-20", "case.no_consent_to_electronic", mode != "electronic" or command.consented, case=case)
    yield from judge.rule("A-21", "case.left_without_witness", mode != "left" or command.witnessed, case=case)
    published = command.published_on
    yield from judge.rule(
        "A-21", "case.publication_misfit", (mode == "public_notice") == (published is not None), case=case, mode=mode
    )
    if mode == "public_notice" and published is not None:
        deemed = period_in_force(judge, "A-21.public_notice", published, on=published)
        if deemed is not None:
            yield from judge.rule(
                "A-21",
                "case.served_too_early",
                command.served_on >= deemed.day,
                case=case,
                published=published,
                deemed=deemed.day,
                served=command.served_on,
            )


@handles("case.pay", PayFine, on="paid_on", reads=case_reads, world=True)
def pay_fine(command: PayFine, dossier: Dossier, judge: Judge) -> Outcome:
    """A-22: to the bank, not to the authority; a late payment is noted, and what it cost in surcharge (A-25)."""
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    yield from decided(case, judge)
    final = dossier.latest(Case, command.case) or case
    new = all(payment.receipt != command.receipt for payment in final.payments)
    yield from judge.rule("REF", "case.receipt_taken", new, case=command.case, receipt=command.receipt)
    yield from judge.rule("A-22", "case.collected_by_authority", command.collector != "authority", case=command.case)
    left = fine_left_fen(case, command.paid_on)
    surcharge = surcharge_left_fen(case, command.paid_on, judge.law)
    yield from judge.rule(
        "A-22",
        "case.overpaid",
        case.decision is None or command.amount_fen <= left + surcharge,
        case=command.case,
        amount=yuan(command.amount_fen),
        fine=yuan(left),
        surcharge=yuan(surcharge),
    )
    last = payment_deadline(case, judge.law, zone=judge.zone)
    if last is not None:
        yield from judge.note(
            "A-22",
            "case.paid_late",
            command.paid_on <= last.day,
            case=command.case,
            last=last.day,
            late=(command.paid_on - last.day).days,
            surcharge=yuan(surcharge),
        )
    yield CasePaid(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        amount_fen=command.amount_fen,
        receipt=command.receipt,
        collector=command.collector,
        paid_on=command.paid_on,
    )


@handles("case.conclude", ConcludeCase, on="concluded_on", reads=case_reads, role="review")
def conclude_case(command: ConcludeCase, dossier: Dossier, judge: Judge) -> Outcome:
    """J-09: when the decision was performed, fell, or its execution ended, or nothing was to be punished.

    A surcharge (A-25) that stands open is paid, or remitted on a stated ground.
    """
    case = yield from open_case(command, dossier, judge)
    if case is None:
        return
    final = dossier.latest(Case, command.case) or case
    if case.concluded_on is None:
        yield from judge.rule(
            "SEQ",
            "case.concluded_already",
            final.concluded_on is None,
            case=command.case,
            concluded=final.concluded_on,
        )
    if case.outcome in (None, "penalty"):
        yield from decided(case, judge)
        yield from _performed(command, case, judge)
    yield CaseConcluded(
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        remitted_ground=command.remitted_ground,
        concluded_on=command.concluded_on,
    )


def _performed(command: ConcludeCase, case: Case, judge: Judge) -> Iterator[Objection]:
    relief = case.relief
    fell = relief.annulled_on is not None
    served = case.served_on is not None or case.decision is None or fell
    yield from judge.rule("SEQ", "case.not_served", served, case=command.case)
    if relief.ended_on is not None or fell:
        return
    left = fine_left_fen(case, command.concluded_on)
    if relief.applied_on is None:
        yield from judge.rule("J-09", "case.fine_unpaid", not left, case=command.case, left=yuan(left))
    else:
        yield from judge.rule("J-09", "case.enforcement_open", not left, case=command.case, left=yuan(left))
    daily = relief.daily_left_fen
    yield from judge.rule("J-09", "case.daily_unpaid", not daily, case=command.case, left=yuan(daily))
    surcharge = surcharge_left_fen(case, command.concluded_on, judge.law)
    yield from judge.rule(
        "A-25",
        "case.surcharge_unpaid",
        not surcharge or bool(command.remitted_ground.strip()),
        case=command.case,
        left=yuan(surcharge),
    )
