"""More time for one hazard: asked for, given or refused (I-06)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.authority import Officer
from regledger.records.hazard.facts import OrderExtended, OrderExtensionRefused, OrderExtensionRequested
from regledger.records.hazard.reading import found_hazard, hazard_reads, not_cleared
from regledger.records.hazard.state import Hazard
from regledger.records.period import period_in_force

__all__ = [
    "ExtendOrder",
    "RefuseExtension",
    "RequestExtension",
    "extend_order",
    "refuse_extension",
    "request_extension",
]


class RequestExtension(Command, frozen=True, kw_only=True):
    """Record that the enterprise asks for more time for one hazard."""

    hazard: Id
    reason: Text
    interim_measures: Text
    asked_due_on: date
    requested_on: date


class ExtendOrder(Command, frozen=True, kw_only=True):
    """Give more time for one hazard."""

    hazard: Id
    due_on: date
    approver: Id
    decided_on: date


class RefuseExtension(Command, frozen=True, kw_only=True):
    """Give no more time for one hazard."""

    hazard: Id
    reason: Text
    approver: Id
    decided_on: date


@handles("order.request_extension", RequestExtension, on="requested_on", reads=hazard_reads, world=True)
def request_extension(command: RequestExtension, dossier: Dossier, judge: Judge) -> Outcome:
    """I-06: with its reason; a request after its last day (10 days before the time limit, or what the authority set) is late."""
    hazard = yield from found_hazard(command, dossier, judge)
    if hazard is None:
        return
    yield from judge.rule("SEQ", "hazard.not_ordered", hazard.order is not None, hazard=command.hazard)
    if hazard.order is None or hazard.due_on is None:
        return
    yield from not_cleared(hazard, judge)
    yield from judge.rule("I-06", "extension.unreasoned", bool(command.reason.strip()), hazard=command.hazard)
    waiting = dossier.latest(Hazard, command.hazard) or hazard
    yield from judge.rule(
        "SEQ",
        "extension.asked_already",
        waiting.extension_asked_on is None,
        hazard=command.hazard,
        asked=waiting.extension_asked_on,
    )
    yield from _later(command.hazard, hazard.due_on, command.asked_due_on, judge)
    last = period_in_force(judge, "I-06.lead", hazard.due_on, on=judge.day, backward=True)
    yield from judge.rule(
        "I-06",
        "extension.asked_late",
        last is None or command.requested_on <= last.day,
        order=hazard.order,
        asked=command.requested_on,
        last=None if last is None else last.day,
        due=hazard.due_on,
    )
    yield OrderExtensionRequested(
        order=hazard.order,
        hazard=command.hazard,
        enterprise=hazard.enterprise,
        site=hazard.site,
        reason=command.reason,
        interim_measures=command.interim_measures,
        asked_due_on=command.asked_due_on,
        requested_on=command.requested_on,
    )


def _answer_reads(command: ExtendOrder | RefuseExtension, dossier: Dossier) -> Iterator[str]:
    yield from hazard_reads(command, dossier)
    yield f"officer:{command.approver}"


@handles("order.extend", ExtendOrder, on="decided_on", reads=_answer_reads, role="approve")
def extend_order(command: ExtendOrder, dossier: Dossier, judge: Judge) -> Outcome:
    """I-06: only on a request, only where safety is kept meanwhile; a late answer is noted."""
    hazard = yield from found_hazard(command, dossier, judge)
    if hazard is None:
        return
    yield from _asked(hazard, judge)
    if hazard.extension_asked_on is None or hazard.order is None or hazard.due_on is None:
        return
    yield from not_cleared(hazard, judge)
    yield from judge.rule("I-06", "extension.unsafe", bool(hazard.interim_measures.strip()), hazard=command.hazard)
    yield from _later(command.hazard, hazard.due_on, command.due_on, judge)
    yield from _answered(command, hazard.extension_asked_on, dossier, judge)
    yield OrderExtended(
        order=hazard.order,
        hazard=command.hazard,
        enterprise=hazard.enterprise,
        site=hazard.site,
        due_on=command.due_on,
        approver=command.approver,
        decided_on=command.decided_on,
    )


@handles("order.refuse_extension", RefuseExtension, on="decided_on", reads=_answer_reads, role="approve")
def refuse_extension(command: RefuseExtension, dossier: Dossier, judge: Judge) -> Outcome:
    """I-06: only on a request, and with its reason; a late answer is noted."""
    hazard = yield from found_hazard(command, dossier, judge)
    if hazard is None:
        return
    yield from _asked(hazard, judge)
    if hazard.extension_asked_on is None or hazard.order is None:
        return
    yield from judge.rule("I-06", "extension.unreasoned", bool(command.reason.strip()), hazard=command.hazard)
    yield from _answered(command, hazard.extension_asked_on, dossier, judge)
    yield OrderExtensionRefused(
        order=hazard.order,
        hazard=command.hazard,
        enterprise=hazard.enterprise,
        site=hazard.site,
        reason=command.reason,
        approver=command.approver,
        decided_on=command.decided_on,
    )


def _asked(hazard: Hazard, judge: Judge) -> Iterator[Objection]:
    asked = hazard.extension_asked_on is not None
    yield from judge.rule("SEQ", "extension.not_asked", asked, hazard=hazard.hazard)


def _later(hazard: str, due_on: date, new: date, judge: Judge) -> Iterator[Objection]:
    yield from judge.rule("SEQ", "extension.not_later", new > due_on, hazard=hazard, due=due_on, new=new)


def _answered(
    command: ExtendOrder | RefuseExtension, asked_on: date, dossier: Dossier, judge: Judge
) -> Iterator[Objection]:
    known = dossier.get(Officer, command.approver) is not None
    yield from judge.rule("REF", "officer.unknown", known, officer=command.approver)
    last = period_in_force(judge, "I-06.answer", asked_on, on=judge.day)
    yield from judge.note(
        "I-06",
        "extension.answered_late",
        last is None or command.decided_on <= last.day,
        hazard=command.hazard,
        decided=command.decided_on,
        last=None if last is None else last.day,
    )
