"""Measures on the spot: immediate elimination, withdrawal, stop (现场处理措施决定书; 安全生产法 Art 65(3); I-05)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Protocol

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.objections import Objection
from regledger.log.facts import RecordedFact
from regledger.log.text import Id, Text
from regledger.records.authority import Officer, officer_reads, qualified
from regledger.records.delegation.powers import may_coerce, powers_reads
from regledger.records.hazard.measure_facts import (
    MeasureDefied,
    MeasureLifted,
    MeasureOrdered,
    ResumptionApplied,
    ResumptionReviewed,
    Supply,
    SupplyCutOrdered,
    SupplyRestored,
    What,
)
from regledger.records.hazard.reading import not_cleared
from regledger.records.hazard.state import Hazard
from regledger.records.identity.heirs import acting, acting_reads
from regledger.records.period import period_in_force

__all__ = [
    "MEASURE",
    "LiftMeasure",
    "Measure",
    "MeasureLifted",
    "MeasureOrdered",
    "OrderMeasure",
    "lift_measure",
    "measure_reads",
    "order_measure",
    "review_due",
    "standing_measure",
]


class Measure(State, frozen=True, kw_only=True):
    """A measure on the spot."""

    measure: str
    enterprise: str
    site: str
    authority: str
    hazards: tuple[str, ...]
    consent_to_resume: bool
    ordered_on: date
    what: tuple[What, ...] = ()
    defied_on: date | None = None
    applied_on: date | None = None
    """The last application to resume that no review has answered."""
    reviewed: str = ""
    """Result of the last review: `passed`, `failed` or `hopeless`."""
    cut: tuple[Supply, ...] = ()
    """What is cut off."""
    lifted_on: date | None = None

    @property
    def stops(self) -> bool:
        """Whether something is stopped by it, beyond what is eliminated at once."""
        return any(one != "eliminate_now" for one in self.what)


def _evolve(state: Measure | None, recorded: RecordedFact) -> Measure | None:
    if isinstance(body := recorded.body, MeasureOrdered):
        return Measure(
            measure=body.measure,
            enterprise=body.enterprise,
            site=body.site,
            authority=body.authority,
            hazards=body.hazards,
            consent_to_resume=body.consent_to_resume,
            ordered_on=body.ordered_on,
            what=body.what,
        )
    if state is None:
        return None
    replace = msgspec.structs.replace
    match recorded.body:
        case MeasureDefied() as body:
            return replace(state, defied_on=body.found_on)
        case ResumptionApplied() as body:
            return replace(state, applied_on=body.applied_on)
        case ResumptionReviewed() as body:
            return replace(state, reviewed=body.result, applied_on=None)
        case SupplyCutOrdered() as body:
            return replace(state, cut=tuple(dict.fromkeys((*state.cut, body.supply))))
        case SupplyRestored() as body:
            left = tuple(one for one in state.cut if one != body.supply)
            # Supply comes back after the stop was obeyed: cutting it off again takes another refusal.
            return replace(state, cut=left, defied_on=state.defied_on if left else None)
        case MeasureLifted() as body:
            return replace(state, lifted_on=body.lifted_on)
    return state


def review_due(applied_on: date, judge: Judge) -> tuple[date | None, tuple[str, ...]]:
    """I-10: the last day to review an application to resume on the spot, and how it was reached."""
    last = period_in_force(judge, "I-10.review", applied_on, on=applied_on)
    return (None, ()) if last is None else (last.day, tuple(last.how()))


def _steps(state: Measure, judge: Judge) -> Iterator[NextStep]:
    if state.cut and (state.lifted_on is not None or state.reviewed == "passed"):
        yield NextStep(
            command="supply.restore",
            rule="B-24",
            owner="authority",
            since=state.lifted_on,
            title="Let the supplier supply again",
            title_zh="解除停止供应措施",
        )
    if state.lifted_on is not None or not state.consent_to_resume:
        return
    if state.applied_on is not None:
        due, how = review_due(state.applied_on, judge)
        yield NextStep(
            command="measure.review_resumption",
            due=due,
            how=how,
            rule="I-10",
            owner="authority",
            since=state.applied_on,
            title="Review on the spot",
            title_zh="现场审查",
        )
    elif state.reviewed == "passed":
        yield NextStep(command="measure.lift", rule="I-05", owner="authority", title_zh="审查同意恢复")
    else:
        yield NextStep(command="measure.apply_resumption", rule="I-10", owner="enterprise", title_zh="申请恢复生产")
    if state.defied_on is not None and not state.cut and state.reviewed != "passed":
        yield NextStep(
            command="supply.order_cut",
            rule="B-23",
            owner="authority",
            since=state.defied_on,
            title="Answer the disobeyed stop: cut the supply off (Art 70), or refer it to the police (刑法 Art 134-1)",
            title_zh="停止供电、停止供应民用爆炸物品，或者移送",
        )


MEASURE = Kind(
    name="measure",
    state=Measure,
    evolve=_evolve,
    facts=(
        MeasureOrdered,
        MeasureDefied,
        ResumptionApplied,
        ResumptionReviewed,
        SupplyCutOrdered,
        SupplyRestored,
        MeasureLifted,
    ),
    steps=_steps,
)


class OrderMeasure(Command, frozen=True, kw_only=True):
    """Order a measure on the spot."""

    measure: Id
    hazards: tuple[Id, ...]
    what: tuple[What, ...]
    basis: Text
    officers: tuple[Id, ...]
    consent_to_resume: bool
    ordered_on: date


class LiftMeasure(Command, frozen=True, kw_only=True):
    """End a measure on the spot."""

    measure: Id
    consent_by: Id | None = None
    """The officer who consents for the department."""
    lifted_on: date


def _order_reads(command: OrderMeasure, dossier: Dossier) -> Iterator[str]:
    yield f"measure:{command.measure}"
    yield from officer_reads(command.officers)
    for one in command.hazards:
        yield f"hazard:{one}"
        hazard = dossier.loaded(Hazard, one)
        if hazard is not None:
            yield f"site:{hazard.site}"
            yield from acting_reads(hazard.authority, dossier)
            yield from powers_reads(acting(hazard.authority, dossier), command.officers, dossier)


def _measured(command: OrderMeasure, dossier: Dossier) -> Iterator[str]:
    return (f"hazard:{one}" for one in command.hazards)


@handles("measure.order", OrderMeasure, on="ordered_on", reads=_order_reads, role="approve", concerns=_measured)
def order_measure(command: OrderMeasure, dossier: Dossier, judge: Judge) -> Outcome:
    """I-05: a basis, two officers, and consent to resume exactly where a hazard is major."""
    free = not dossier.known(Measure, command.measure)
    yield from judge.rule("REF", "measure.taken", free, measure=command.measure)
    yield from qualified(command.officers, command.ordered_on, dossier, judge)
    hazards = [dossier.get(Hazard, one) for one in command.hazards]
    for one, hazard in zip(command.hazards, hazards, strict=True):
        yield from judge.rule("REF", "hazard.unknown", hazard is not None, hazard=one)
        if hazard is not None:
            yield from not_cleared(hazard, judge)
    found = [hazard for hazard in hazards if hazard is not None]
    if not found:
        yield from judge.rule("I-05", "measure.without_hazard", False, measure=command.measure)
        return
    same = len({hazard.site for hazard in found}) == 1
    yield from judge.rule("REF", "measure.of_several_sites", same, measure=command.measure)
    authority = acting(found[0].authority, dossier)
    yield from may_coerce(authority, command.officers, command.ordered_on, dossier, judge)
    complete = bool(command.basis.strip() and command.what)
    yield from judge.rule("I-05", "measure.incomplete", complete, measure=command.measure)
    major = any(hazard.level == "major" for hazard in found)
    yield from judge.rule(
        "I-05",
        "measure.consent_missing" if major else "measure.consent_not_for_general",
        command.consent_to_resume == major,
        measure=command.measure,
    )
    stops = [one for one in command.what if one != "eliminate_now"]
    yield from judge.rule(
        "B-23", "measure.stop_for_general", major or not stops, measure=command.measure, what=", ".join(stops)
    )
    yield MeasureOrdered(
        measure=command.measure,
        hazards=command.hazards,
        enterprise=found[0].enterprise,
        site=found[0].site,
        authority=authority,
        what=command.what,
        basis=command.basis,
        officers=command.officers,
        consent_to_resume=command.consent_to_resume,
        ordered_on=command.ordered_on,
    )


class OnMeasure(Protocol):
    """A command on a measure."""

    @property
    def measure(self) -> str:
        """Its id."""
        ...


def standing_measure(command: OnMeasure, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Measure | None]:
    """REF: the measure was ordered by the day of the act. Returns it, in the hands of the authority that goes on with it."""
    measure = dossier.get(Measure, command.measure)
    yield from judge.rule("REF", "measure.unknown", measure is not None, measure=command.measure)
    return None if measure is None else msgspec.structs.replace(measure, authority=acting(measure.authority, dossier))


def measure_reads(command: OnMeasure, dossier: Dossier) -> Iterator[str]:
    """The measure, its authority, and its site, which leads to the sectors to ask."""
    yield f"measure:{command.measure}"
    measure = dossier.loaded(Measure, command.measure)
    if measure is not None:
        yield f"site:{measure.site}"
        yield from acting_reads(measure.authority, dossier)


def _lift_reads(command: LiftMeasure, dossier: Dossier) -> Iterator[str]:
    yield from measure_reads(command, dossier)
    yield from () if command.consent_by is None else (f"officer:{command.consent_by}",)


@handles("measure.lift", LiftMeasure, on="lifted_on", reads=_lift_reads, role="approve")
def lift_measure(command: LiftMeasure, dossier: Dossier, judge: Judge) -> Outcome:
    """I-05: a stop for a major hazard ends by the department's consent alone."""
    measure = dossier.get(Measure, command.measure)
    yield from judge.rule("REF", "measure.unknown", measure is not None, measure=command.measure)
    if measure is None:
        return
    final = dossier.latest(Measure, command.measure) or measure
    yield from judge.rule(
        "SEQ", "measure.lifted_already", final.lifted_on is None, measure=command.measure, lifted=final.lifted_on
    )
    yield from judge.rule(
        "I-05",
        "measure.lifted_without_consent",
        not measure.consent_to_resume or command.consent_by is not None,
        measure=command.measure,
    )
    if command.consent_by is not None:
        known = dossier.get(Officer, command.consent_by) is not None
        yield from judge.rule("REF", "officer.unknown", known, officer=command.consent_by)
    yield from judge.rule(
        "I-10",
        "measure.not_reviewed",
        not measure.consent_to_resume or measure.reviewed == "passed",
        measure=command.measure,
    )
    yield MeasureLifted(
        measure=command.measure,
        enterprise=measure.enterprise,
        site=measure.site,
        authority=acting(measure.authority, dossier),
        consent_by=command.consent_by,
        lifted_on=command.lifted_on,
    )
