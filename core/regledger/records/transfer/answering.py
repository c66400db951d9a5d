"""What the police answer, what the authority does then (A-44), and what a court makes of an earlier fine (A-45)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.case.facts import Fen
from regledger.records.case.money import yuan
from regledger.records.case.state import Case
from regledger.records.case.transfers import (
    Answer,
    Contest,
    TransferAnswered,
    TransferContested,
    TransferHandedOver,
    TransferJudged,
)
from regledger.records.transfer.state import Transfer, in_order, known_transfer, transfer_reads

__all__ = ["AnswerTransfer", "ContestTransfer", "HandOverTransfer", "JudgeTransfer"]


class AnswerTransfer(Command, frozen=True, kw_only=True):
    """Record what the police decided."""

    transfer: Id
    answer: Answer
    document: Text
    answered_on: date


class ContestTransfer(Command, frozen=True, kw_only=True):
    """Ask to look again at a case that the police did not file."""

    transfer: Id
    kind: Contest
    reasons: Text
    contested_on: date


class HandOverTransfer(Command, frozen=True, kw_only=True):
    """Record that property and materials went to the police."""

    transfer: Id
    items: Text
    handed_over_on: date


class JudgeTransfer(Command, frozen=True, kw_only=True):
    """Record how the criminal case ended."""

    transfer: Id
    convicted: bool
    criminal_fine_fen: Fen = 0
    credited_fen: Fen = 0
    """What of the authority's fine the court credited."""
    document: Text
    judged_on: date


@handles("transfer.answer", AnswerTransfer, on="answered_on", reads=transfer_reads, world=True)
def answer_transfer(command: AnswerTransfer, dossier: Dossier, judge: Judge) -> Outcome:
    """A-44: in three days of receipt; later it only warns. After a contested refusal they answer again."""
    held = yield from known_transfer(command, dossier, judge)
    if held is None:
        return
    again = held.stage == "not_filed" and held.contested_on is not None
    yield from in_order("the answer of the police", held.stage == "sent" or again, held, judge)
    if held.sent_on is not None and not again:
        last = judge.deadline("A-44.police", held.sent_on, on=held.sent_on)
        in_time = command.answered_on <= last.day
        yield from judge.note("A-44", "transfer.answered_late", in_time, transfer=command.transfer, last=last.day)
    yield TransferAnswered(
        transfer=held.transfer,
        case=held.case,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        answer=command.answer,
        document=command.document,
        answered_on=command.answered_on,
    )


@handles("transfer.contest", ContestTransfer, on="contested_on", reads=transfer_reads, role="propose")
def contest_transfer(command: ContestTransfer, dossier: Dossier, judge: Judge) -> Outcome:
    """A-44: reconsideration is asked for within three days of the notice; supervision has no last day."""
    held = yield from known_transfer(command, dossier, judge)
    if held is None:
        return
    yield from in_order("contesting", held.stage == "not_filed", held, judge)
    if held.answered_on is not None:
        last = judge.deadline("A-44.contest", held.answered_on, on=held.answered_on)
        yield from judge.rule(
            "A-44",
            "transfer.contested_late",
            command.kind == "supervision" or command.contested_on <= last.day,
            transfer=command.transfer,
            last=last.day,
        )
    yield TransferContested(
        transfer=held.transfer,
        case=held.case,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        kind=command.kind,
        reasons=command.reasons,
        contested_on=command.contested_on,
    )


@handles("transfer.hand_over", HandOverTransfer, on="handed_over_on", reads=transfer_reads, world=True)
def hand_over_transfer(command: HandOverTransfer, dossier: Dossier, judge: Judge) -> Outcome:
    """A-44: within three days of the notice of filing; later it is still owed, so that only warns."""
    held = yield from known_transfer(command, dossier, judge)
    if held is None:
        return
    yield from in_order("handing over", held.answer == "filed" and held.handed_over_on is None, held, judge)
    if held.answered_on is not None:
        last = judge.deadline("A-44.hand_over", held.answered_on, on=held.answered_on)
        in_time = command.handed_over_on <= last.day
        yield from judge.note("A-44", "transfer.handed_over_late", in_time, transfer=command.transfer, last=last.day)
    yield TransferHandedOver(
        transfer=held.transfer,
        case=held.case,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        items=command.items,
        handed_over_on=command.handed_over_on,
    )


@handles("transfer.judge", JudgeTransfer, on="judged_on", reads=transfer_reads, world=True)
def judge_transfer(command: JudgeTransfer, dossier: Dossier, judge: Judge) -> Outcome:
    """A-45: an earlier fine of the authority is credited against the criminal fine."""
    held = yield from known_transfer(command, dossier, judge)
    if held is None:
        return
    yield from in_order("the judgment", held.stage == "filed", held, judge)
    yield from _credited(command, held, dossier, judge)
    yield TransferJudged(
        transfer=held.transfer,
        case=held.case,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        convicted=command.convicted,
        criminal_fine_fen=command.criminal_fine_fen,
        credited_fen=command.credited_fen,
        document=command.document,
        judged_on=command.judged_on,
    )


def _credited(command: JudgeTransfer, held: Transfer, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    case = dossier.get(Case, held.case)
    fine = 0 if case is None or case.decision is None else case.decision.fine_fen
    yield from judge.rule(
        "A-45",
        "transfer.credit_wrong",
        command.credited_fen == min(fine, command.criminal_fine_fen),
        transfer=command.transfer,
        credited=yuan(command.credited_fen),
        fine=yuan(fine),
        criminal=yuan(command.criminal_fine_fen),
    )
