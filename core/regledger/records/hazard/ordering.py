"""Ordering rectification (I-02, I-03, I-04)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.log.text import Id, Personal, Text
from regledger.records.authority import Officer, officer_reads, qualified
from regledger.records.hazard.facts import OrderIssued, OrderItem, Remedies
from regledger.records.hazard.reading import not_cleared, not_ordered
from regledger.records.hazard.state import Hazard, Order
from regledger.records.identity.heirs import acting, acting_reads
from regledger.records.numbering.issuing import number_given, number_reads
from regledger.records.period import whole_in_force

__all__ = ["IssueOrder", "issue_order"]


class IssueOrder(Command, frozen=True, kw_only=True):
    """Order an enterprise to rectify hazards, each with person, duty, measure and last day."""

    order: Id
    inspection: Id
    officers: tuple[Id, ...]
    items: tuple[OrderItem, ...]
    remedies: Remedies
    review_days: int | None = None
    suit_months: int | None = None
    """Both periods as the order says them; None where they are those of the form."""
    safety: Text | None = None
    on_site: Personal | None = None
    witness: Personal | None = None
    sealed: bool = True
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
    yield from _said(command, judge)
    first: Hazard | None = None
    named = [item.hazard for item in command.items]
    for one in dict.fromkeys(named):
        yield from judge.rule("REF", "order.hazard_twice", named.count(one) == 1, order=command.order, hazard=one)
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
            review_days=command.review_days,
            suit_months=command.suit_months,
            safety=command.safety,
            on_site=command.on_site,
            witness=command.witness,
            sealed=command.sealed,
            issued_on=command.issued_on,
        )
        given = yield from number_given(
            f"order:{command.order}", kind="责改", authority=issued.authority, dossier=dossier, judge=judge
        )
        yield from given.facts
        yield issued


def _said(command: IssueOrder, judge: Judge) -> Iterator[Objection]:
    """I-04: the periods of both remedies, safety while the hazard is removed, and the seal."""
    for part, said in (("review_days", command.review_days), ("suit_months", command.suit_months)):
        if said is not None:
            asked = whole_in_force(judge, f"I-04.{part}")
            same = asked is None or said == asked
            yield from judge.rule(
                "I-04", "order.remedy_period", same, order=command.order, part=part, said=said, asked=asked
            )
    kept = command.safety is None or bool(command.safety.strip())
    yield from judge.rule("I-04", "order.safety_missing", kept, order=command.order)
    yield from judge.rule("I-04", "order.unsealed", command.sealed, order=command.order)


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
    sound = item.funds_fen is None or item.funds_fen >= 0
    yield from judge.rule("REF", "order.funds_unsound", sound, hazard=item.hazard, funds=item.funds_fen)
