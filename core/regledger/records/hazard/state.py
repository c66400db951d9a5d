"""The state of a hazard and of an order to rectify; both hold days, and never a status of today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.log.facts import RecordedFact
from regledger.records.hazard.facts import (
    HazardCleared,
    HazardEscalated,
    HazardFound,
    HazardRectifiedOnSpot,
    HazardReinspected,
    HazardReported,
    OrderExtended,
    OrderExtensionRefused,
    OrderExtensionRequested,
    OrderIssued,
)
from regledger.records.period import period_in_force

__all__ = [
    "HAZARD",
    "ORDER",
    "Escalated",
    "Hazard",
    "Order",
    "Reinspection",
    "escalation_due",
    "reinspection_due",
]


class Reinspection(msgspec.Struct, frozen=True, kw_only=True):
    """That a hazard was looked at again."""

    on: date
    result: str
    """`passed` or `failed`; `asserted` where only a register tells of it, which proves neither."""


class Escalated(msgspec.Struct, frozen=True, kw_only=True):
    """What followed a failed re-inspection."""

    on: date
    escalation: str
    case: str | None


class Hazard(State, frozen=True, kw_only=True):
    """A hazard, from finding to clearing."""

    hazard: str
    inspection: str
    enterprise: str
    site: str
    authority: str
    level: str
    description: str
    found_on: date
    asserted: bool = False
    """True where only a register says that it was found."""
    order: str | None = None
    due_on: date | None = None
    """The last legal day to rectify, extensions counted."""
    extension_asked_on: date | None = None
    extension_asked_due: date | None = None
    interim_measures: str = ""
    reported_on: date | None = None
    """The first report that no re-inspection has answered: another one does not begin the period again."""
    rectifier: str | None = None
    rectifiers: tuple[str, ...] = ()
    """Everybody who is reported to have rectified it."""
    reinspected_on: date | None = None
    result: str | None = None
    """Of the last re-inspection: `passed` or `failed`."""
    reinspectors: tuple[str, ...] = ()
    escalated_on: date | None = None
    """Since the last re-inspection."""
    cleared_on: date | None = None
    order_open: bool = False
    """Whether an order stands under which no re-inspection has failed, and which is more than a register's word."""
    limit_judged: bool = False
    """Whether a re-inspection was made since the last day was set."""
    reinspections: tuple[Reinspection, ...] = ()
    """Every one, in the order in which they count; a later report or order takes none away."""
    escalations: tuple[Escalated, ...] = ()
    """Every one."""


class Order(State, frozen=True, kw_only=True):
    """An order to rectify within a time limit."""

    order: str
    inspection: str
    enterprise: str
    site: str
    authority: str
    hazards: tuple[str, ...]
    issued_on: date


def _evolve_hazard(state: Hazard | None, recorded: RecordedFact) -> Hazard | None:
    body = recorded.body
    if isinstance(body, HazardFound):
        return Hazard(
            hazard=body.hazard,
            inspection=body.inspection,
            enterprise=body.enterprise,
            site=body.site,
            authority=body.authority,
            level=body.level,
            description=body.description,
            found_on=body.found_on,
            asserted=recorded.asserted,
        )
    if state is None:
        return None
    replace = msgspec.structs.replace
    match body:
        case OrderIssued(order=order, items=items):
            due = next((item.due_on for item in items if item.hazard == state.hazard), state.due_on)
            return replace(
                state,
                order=order,
                due_on=due,
                order_open=not recorded.asserted,
                limit_judged=False,
                extension_asked_on=None,
                extension_asked_due=None,
            )
        case OrderExtensionRequested():
            return replace(
                state,
                extension_asked_on=body.requested_on,
                extension_asked_due=body.asked_due_on,
                interim_measures=body.interim_measures,
            )
        case OrderExtended():
            return replace(
                state, due_on=body.due_on, limit_judged=False, extension_asked_on=None, extension_asked_due=None
            )
        case OrderExtensionRefused():
            return replace(state, extension_asked_on=None, extension_asked_due=None)
        case HazardReported():
            # A new report opens the loop again: what was re-inspected before it proves nothing about it.
            waits = state.reported_on is not None and state.reinspected_on is None
            return replace(
                state,
                reported_on=state.reported_on if waits else body.reported_on,
                rectifier=body.rectifier,
                rectifiers=tuple(dict.fromkeys((*state.rectifiers, body.rectifier))),
                reinspected_on=None,
                result=None,
                reinspectors=(),
            )
        case HazardRectifiedOnSpot():
            # The officers who found it saw that it is gone: their record is its re-inspection.
            seen = Reinspection(on=body.rectified_on, result="passed")
            return replace(
                state,
                rectifier=body.rectifier,
                rectifiers=tuple(dict.fromkeys((*state.rectifiers, body.rectifier))),
                reported_on=body.rectified_on,
                reinspected_on=body.rectified_on,
                result="passed",
                reinspectors=body.officers,
                reinspections=(*state.reinspections, seen),
            )
        case HazardReinspected():
            # What a register asserts proves no procedure.
            result = None if recorded.asserted else body.result
            looked = Reinspection(on=body.reinspected_on, result=result or "asserted")
            return replace(
                state,
                reinspected_on=body.reinspected_on,
                result=result,
                reinspectors=body.officers,
                escalated_on=None,
                order_open=state.order_open and result != "failed",
                limit_judged=state.limit_judged or result is not None,
                reinspections=(*state.reinspections, looked),
            )
        case HazardEscalated():
            escalated = Escalated(on=body.escalated_on, escalation=body.escalation, case=body.case)
            return replace(state, escalated_on=body.escalated_on, escalations=(*state.escalations, escalated))
        case HazardCleared():
            return replace(state, cleared_on=body.cleared_on)
    return state


def _evolve_order(state: Order | None, recorded: RecordedFact) -> Order | None:
    match recorded.body:
        case OrderIssued() as body:
            return Order(
                order=body.order,
                inspection=body.inspection,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                hazards=tuple(item.hazard for item in body.items),
                issued_on=body.issued_on,
            )
    return state


def reinspection_due(hazard: Hazard, judge: Judge) -> tuple[date | None, tuple[str, ...]]:
    """I-07: the last day for re-inspection, from the report or the order's last day, whichever is first.

    Each of them is answered by one re-inspection: while none has been reported or has run out since, none is owed.
    """
    ends = None if hazard.limit_judged else hazard.due_on
    starts = [day for day in (hazard.reported_on, ends) if day is not None]
    if hazard.result is not None or not starts:
        return None, ()
    deadline = period_in_force(judge, "I-07.reinspection", min(starts), on=min(starts))
    return (None, ()) if deadline is None else (deadline.day, tuple(deadline.how()))


def escalation_due(hazard: Hazard, judge: Judge) -> tuple[date | None, tuple[str, ...]]:
    """I-08: the last day to choose what follows a failed re-inspection."""
    if hazard.result != "failed" or hazard.reinspected_on is None:
        return None, ()
    deadline = period_in_force(judge, "I-08.escalation", hazard.reinspected_on, on=hazard.reinspected_on)
    return (None, ()) if deadline is None else (deadline.day, tuple(deadline.how()))


def _steps(state: Hazard, judge: Judge) -> Iterator[NextStep]:
    if state.cleared_on is not None:
        return
    if state.order is None and state.result != "passed":
        yield NextStep(command="order.issue", rule="I-03")
        return
    if state.result == "passed":
        yield NextStep(command="hazard.clear", rule="I-11")
        return
    if state.result == "failed" and state.escalated_on is None:
        due, how = escalation_due(state, judge)
        yield NextStep(command="hazard.escalate", due=due, how=how, rule="I-08")
    if state.extension_asked_on is not None:
        answer = period_in_force(judge, "I-06.answer", state.extension_asked_on, on=state.extension_asked_on)
        yield NextStep(
            command="order.extend",
            due=None if answer is None else answer.day,
            how=() if answer is None else tuple(answer.how()),
            rule="I-06",
        )
    if state.reported_on is None or state.result == "failed":
        yield NextStep(command="hazard.report_rectified", due=state.due_on, rule="I-03")
    due, how = reinspection_due(state, judge)
    yield NextStep(command="hazard.reinspect", due=due, how=how, rule="I-07")
    yield NextStep(command="hazard.clear", missing=("hazard.no_passed_reinspection",), rule="I-11")


HAZARD = Kind(
    name="hazard",
    state=Hazard,
    evolve=_evolve_hazard,
    facts=(
        HazardFound,
        HazardRectifiedOnSpot,
        OrderIssued,
        OrderExtensionRequested,
        OrderExtended,
        OrderExtensionRefused,
        HazardReported,
        HazardReinspected,
        HazardEscalated,
        HazardCleared,
    ),
    steps=_steps,
)


def _remedies(state: Order, judge: Judge) -> dict[str, date]:
    """Until when the party may ask for reconsideration and sue, from the day of issue (I-04)."""
    start = state.issued_on
    lasts = {"review_until": "I-04.review_days", "suit_until": "I-04.suit_months"}
    ends = {name: period_in_force(judge, parameter, start, on=start) for name, parameter in lasts.items()}
    return {name: end.day for name, end in ends.items() if end is not None}


ORDER = Kind(name="order", state=Order, evolve=_evolve_order, facts=(OrderIssued,), derived=_remedies)
