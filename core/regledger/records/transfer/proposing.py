"""From the team's report to the police's door (A-44), and the order that a charge of refusing to rectify rests on (B-43)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.clock import Instant
from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Code, Id, Text
from regledger.records.authority import Officer, officer_reads
from regledger.records.case.reading import case_reads, open_case
from regledger.records.case.transfers import Paper, TransferDecided, TransferProposed, TransferSent
from regledger.records.hazard.state import Order
from regledger.records.transfer.state import Transfer, in_order, known_transfer, transfer_reads

__all__ = ["DecideTransfer", "ProposeTransfer", "SendTransfer"]

REFUSING = "134-1"
"""刑法 Art 134-1: a major hazard, an order, and no rectification."""


class ProposeTransfer(Command, frozen=True, kw_only=True):
    """Report a suspected crime to the head of the authority."""

    transfer: Id
    case: Id
    team: tuple[Id, ...]
    crime: Text
    article: Code
    """The article of the criminal law, such as `134-1`."""
    report: Text
    order: Id | None = None
    """The order to correct that was not obeyed."""
    order_basis: Text = ""
    order_content: Text = ""
    order_due_on: date | None = None
    """What that order stood on, what it asked for and until when."""
    proposed_on: date


class DecideTransfer(Command, frozen=True, kw_only=True):
    """Decide whether a case goes to the police."""

    transfer: Id
    approved: bool
    reasons: Text
    decided_at: Instant


class SendTransfer(Command, frozen=True, kw_only=True):
    """Record that a case went to the police."""

    transfer: Id
    police: Text
    papers: tuple[Paper, ...]
    sent_at: Instant


def _propose_reads(command: ProposeTransfer, dossier: Dossier) -> Iterator[str]:
    yield f"transfer:{command.transfer}"
    yield from case_reads(command, dossier)
    yield from officer_reads(command.team)
    if command.order is not None:
        yield f"order:{command.order}"


@handles("transfer.propose", ProposeTransfer, on="proposed_on", reads=_propose_reads, role="propose")
def propose_transfer(command: ProposeTransfer, dossier: Dossier, judge: Judge) -> Outcome:
    """A-44: by a team of two, in writing; B-43: on an order that says basis, content and limit."""
    free = not dossier.known(Transfer, command.transfer)
    yield from judge.rule("REF", "transfer.taken", free, transfer=command.transfer)
    case = yield from open_case(command, dossier, judge)
    team = tuple(dict.fromkeys(command.team))
    for one in team:
        yield from judge.rule("REF", "officer.unknown", dossier.get(Officer, one) is not None, officer=one)
    least = judge.whole("A-44.team")
    yield from judge.rule(
        "A-44",
        "transfer.team_too_small",
        len(team) >= least,
        transfer=command.transfer,
        found=len(team),
        least=least,
    )
    yield from judge.rule("A-44", "transfer.report_missing", bool(command.report.strip()), transfer=command.transfer)
    if command.order is not None:
        known = dossier.get(Order, command.order) is not None
        yield from judge.rule("REF", "transfer.order_unknown", known, order=command.order, day=judge.day)
    if command.article == REFUSING:
        yield from _order_carries(command, judge)
    if case is None:
        return
    yield TransferProposed(
        transfer=command.transfer,
        case=command.case,
        enterprise=case.enterprise,
        site=case.site,
        authority=case.authority,
        team=team,
        crime=command.crime,
        article=command.article,
        report=command.report,
        order=command.order,
        order_basis=command.order_basis,
        order_content=command.order_content,
        order_due_on=command.order_due_on,
        proposed_on=command.proposed_on,
    )


def _order_carries(command: ProposeTransfer, judge: Judge) -> Iterator[Objection]:
    said = {
        "basis": bool(command.order_basis.strip()),
        "content": bool(command.order_content.strip()),
        "limit": command.order_due_on is not None,
    }
    for part, there in said.items():
        yield from judge.rule("B-43", "transfer.order_too_vague", there, transfer=command.transfer, part=part)
    due = command.order_due_on
    yield from judge.rule(
        "B-43",
        "transfer.not_yet_disobeyed",
        due is None or due < command.proposed_on,
        transfer=command.transfer,
        due=due,
    )


@handles("transfer.decide", DecideTransfer, on="decided_at", reads=transfer_reads, role="approve")
def decide_transfer(command: DecideTransfer, dossier: Dossier, judge: Judge) -> Outcome:
    """A-44: in three days; later it is still to be decided, so that only warns."""
    held = yield from known_transfer(command, dossier, judge)
    if held is None:
        return
    yield from in_order("the decision", held.approved is None, held, judge)
    last = judge.deadline("A-44.head", held.proposed_on, on=held.proposed_on)
    yield from judge.note(
        "A-44", "transfer.decided_late", judge.day <= last.day, transfer=command.transfer, last=last.day
    )
    yield TransferDecided(
        transfer=held.transfer,
        case=held.case,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        approved=command.approved,
        reasons=command.reasons,
        decided_at=command.decided_at,
    )


@handles("transfer.send", SendTransfer, on="sent_at", reads=transfer_reads, world=True)
def send_transfer(command: SendTransfer, dossier: Dossier, judge: Judge) -> Outcome:
    """A-44: approved, with its papers, and within 24 hours; later it is still owed, so that only warns."""
    held = yield from known_transfer(command, dossier, judge)
    if held is None:
        return
    yield from in_order("the handing over", held.stage == "approved", held, judge)
    if held.decided_at is not None:
        last = judge.deadline("A-44.send", held.decided_at)
        yield from judge.note(
            "A-44",
            "transfer.sent_late",
            last.met_by(command.sent_at),
            transfer=command.transfer,
            approved=held.decided_at.isoformat(),
        )
    missing = [one for one in ("letter", "report", "items") if one not in command.papers]
    yield from judge.rule(
        "A-44",
        "transfer.paper_missing",
        not missing,
        transfer=command.transfer,
        papers=", ".join(missing),
    )
    yield from judge.note("A-44", "transfer.no_appraisal", "appraisal" in command.papers, transfer=command.transfer)
    yield TransferSent(
        transfer=held.transfer,
        case=held.case,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        police=command.police,
        papers=command.papers,
        sent_at=command.sent_at,
    )
