"""Ordering rectification, and giving more time for it (I-02, I-03, I-04, I-06)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Text
from regledger.records.authority import Officer, officer_reads, qualified
from regledger.records.hazard.facts import (
    OrderExtended,
    OrderExtensionRequested,
    OrderIssued,
    OrderItem,
    Remedies,
)
from regledger.records.hazard.reading import found_hazard, hazard_reads, not_cleared, not_ordered
from regledger.records.hazard.state import Hazard, Order
from regledger.records.identity.heirs import acting, acting_reads
from regledger.records.numbering.issuing import number_given, number_reads

__all__ = ["ExtendOrder", "IssueOrder", "RequestExtension", "extend_order", "issue_order", "request_extension"]


class IssueOrder(Command, frozen=True, kw_only=True):
    """Order an enterprise to rectify hazards, each with person, duty, measure and last day."""

    order: Id
    inspection: Id
    officers: tuple[Id, ...]
    items: tuple[OrderItem, ...]
    remedies: Remedies
    issued_on: date


def _issue_reads(command: IssueOrder, dossier: Dossier) -> Iterator[str]:
    yield f"order:{command.order}"
    yield from officer_reads(command.officers)
    for item in command.items:
        yield f"hazard:{item.hazard}"
        yield f"officer:{item.supervising_officer}"
        hazard = dossier.loaded(Hazard, item.hazard)
        if hazard is not None:
            yield f"site:{hazard.site}"
            yield f"inspection:{hazard.inspection}"
            yield from acting_reads(hazard.authority, dossier)
    yield from number_reads("责改", command.issued_on, None, dossier)


def _ordered(command: IssueOrder, dossier: Dossier) -> Iterator[str]:
    return (f"hazard:{item.hazard}" for item in command.items)


@handles("order.issue", IssueOrder, on="issued_on", reads=_issue_reads, role="propose", concerns=_ordered)
def issue_order(command: IssueOrder, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused unless every item is fixed in person, duty and time (I-03) and the order says all it must (I-04)."""
    yield from judge.rule("REF", "order.taken", not dossier.known(Order, command.order), order=command.order)
    yield from qualified(command.officers, command.issued_on, dossier, judge)
    yield from judge.rule("I-04", "order.empty", bool(command.items), order=command.order)
    for part in ("review_to", "suit_to"):
        told = bool(getattr(command.remedies, part).strip())
        yield from judge.rule("I-04", "order.remedy_missing", told, order=command.order, part=part)
    first: Hazard | None = None
    for item in command.items:
        hazard = dossier.get(Hazard, item.hazard)
        yield from judge.rule("REF", "hazard.unknown", hazard is not None, hazard=item.hazard)
        yield from _item(command, item, dossier, judge)
        if hazard is None:
            continue
        first = first or hazard
        yield from not_cleared(hazard, judge)
        yield from not_ordered(dossier.latest(Hazard, item.hazard) or hazard, judge)
        yield from judge.rule(
            "REF",
            "order.of_another_inspection",
            hazard.inspection == command.inspection and hazard.site == first.site,
            hazard=item.hazard,
            inspection=command.inspection,
            found=hazard.inspection,
        )
        if hazard.level == "major":
            missing = item.plan.missing() if item.plan else ("goals, measures, funds, bodies, time_limit, emergency",)
            yield from judge.rule(
                "I-02", "order.plan_incomplete", not missing, hazard=item.hazard, missing=", ".join(missing)
            )
    if first is not None:
        issued = OrderIssued(
            order=command.order,
            inspection=command.inspection,
            enterprise=first.enterprise,
            site=first.site,
            authority=acting(first.authority, dossier),
            officers=command.officers,
            items=command.items,
            remedies=command.remedies,
            issued_on=command.issued_on,
        )
        given = yield from number_given(
            f"order:{command.order}", kind="责改", authority=issued.authority, dossier=dossier, judge=judge
        )
        yield from given.facts
        yield issued


def _item(command: IssueOrder, item: OrderItem, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    named = {
        "responsible": not item.responsible.blank,
        "duty": bool(item.duty.strip()),
        "measure": bool(item.measure.strip()),
    }
    for part, filled in named.items():
        yield from judge.rule("I-03", "order.item_not_fixed", filled, hazard=item.hazard, part=part)
    supervised = dossier.get(Officer, item.supervising_officer) is not None
    yield from judge.rule("REF", "officer.unknown", supervised, officer=item.supervising_officer)
    yield from judge.rule(
        "I-03",
        "order.due_before_issue",
        item.due_on >= command.issued_on,
        hazard=item.hazard,
        due=item.due_on,
        issued=command.issued_on,
    )
    yield from judge.rule("I-04", "order.basis_missing", bool(item.basis.strip()), hazard=item.hazard)


class RequestExtension(Command, frozen=True, kw_only=True):
    """Record that the enterprise asks for more time for one hazard."""

    hazard: Id
    reason: Text
    interim_measures: Text
    asked_due_on: date
    requested_on: date


@handles("order.request_extension", RequestExtension, on="requested_on", reads=hazard_reads, world=True)
def request_extension(command: RequestExtension, dossier: Dossier, judge: Judge) -> Outcome:
    """I-06: a request after its last day (10 days before the time limit, or what the authority set) is late."""
    hazard = yield from found_hazard(command, dossier, judge)
    if hazard is None:
        return
    yield from judge.rule("SEQ", "hazard.not_ordered", hazard.order is not None, hazard=command.hazard)
    if hazard.order is None or hazard.due_on is None:
        return
    last = judge.deadline("I-06.lead", hazard.due_on, backward=True).day
    yield from judge.rule(
        "I-06",
        "extension.asked_late",
        command.requested_on <= last,
        order=hazard.order,
        asked=command.requested_on,
        last=last,
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


class ExtendOrder(Command, frozen=True, kw_only=True):
    """Give more time for one hazard."""

    hazard: Id
    due_on: date
    approver: Id
    decided_on: date


@handles("order.extend", ExtendOrder, on="decided_on", reads=hazard_reads, role="approve")
def extend_order(command: ExtendOrder, dossier: Dossier, judge: Judge) -> Outcome:
    """I-06: only on a request, only where safety is kept meanwhile; a late answer is noted."""
    hazard = yield from found_hazard(command, dossier, judge)
    if hazard is None:
        return
    asked = hazard.extension_asked_on
    yield from judge.rule("SEQ", "extension.not_asked", asked is not None, hazard=command.hazard)
    if asked is None or hazard.order is None or hazard.due_on is None:
        return
    yield from judge.rule("I-06", "extension.unsafe", bool(hazard.interim_measures.strip()), hazard=command.hazard)
    yield from judge.rule(
        "SEQ",
        "extension.not_later",
        command.due_on > hazard.due_on,
        hazard=command.hazard,
        due=hazard.due_on,
        new=command.due_on,
    )
    last = judge.deadline("I-06.answer", asked).day
    yield from judge.note(
        "I-06",
        "extension.answered_late",
        command.decided_on <= last,
        hazard=command.hazard,
        decided=command.decided_on,
        last=last,
    )
    yield OrderExtended(
        order=hazard.order,
        hazard=command.hazard,
        enterprise=hazard.enterprise,
        site=hazard.site,
        due_on=command.due_on,
        approver=command.approver,
        decided_on=command.decided_on,
    )
