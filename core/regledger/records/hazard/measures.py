"""Measures on the spot: immediate elimination, withdrawal, stop (现场处理措施决定书; 安全生产法 Art 65(3); I-05)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Id, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.hazard.state import Hazard
from regledger.records.identity.heirs import acting, acting_reads

__all__ = [
    "MEASURE",
    "LiftMeasure",
    "Measure",
    "MeasureLifted",
    "MeasureOrdered",
    "OrderMeasure",
    "lift_measure",
    "order_measure",
]

What = Literal["eliminate_now", "withdraw", "stop_production", "stop_use"]


@fact(
    "measure.ordered",
    1,
    tags={
        "measure": "measure",
        "hazards": "hazard",
        "enterprise": "enterprise",
        "site": "site",
        "authority": "authority",
    },
    occurred="ordered_on",
    asserted="mapped",
)
class MeasureOrdered(Fact, frozen=True, kw_only=True):
    """`measure.ordered` v1: a measure on the spot was ordered for hazards of one site."""

    measure: Id
    hazards: tuple[Id, ...]
    enterprise: Id
    site: Id
    authority: Id
    what: tuple[What, ...]
    basis: Text
    officers: tuple[Id, ...]
    consent_to_resume: bool
    """Whether resuming needs the department's consent: for major hazards only (安全生产法 Art 65(3))."""
    ordered_on: date


@fact(
    "measure.lifted",
    1,
    tags={"measure": "measure", "enterprise": "enterprise", "site": "site", "authority": "authority"},
    occurred="lifted_on",
    asserted="mapped",
)
class MeasureLifted(Fact, frozen=True, kw_only=True):
    """`measure.lifted` v1: a measure on the spot ended; with the department's consent where it needed one."""

    measure: Id
    enterprise: Id
    site: Id
    authority: Id
    consent_by: Id | None
    lifted_on: date


class Measure(State, frozen=True, kw_only=True):
    """A measure on the spot."""

    measure: str
    enterprise: str
    site: str
    authority: str
    hazards: tuple[str, ...]
    consent_to_resume: bool
    ordered_on: date
    lifted_on: date | None = None


def _evolve(state: Measure | None, recorded: RecordedFact) -> Measure | None:
    match recorded.body:
        case MeasureOrdered() as body:
            return Measure(
                measure=body.measure,
                enterprise=body.enterprise,
                site=body.site,
                authority=body.authority,
                hazards=body.hazards,
                consent_to_resume=body.consent_to_resume,
                ordered_on=body.ordered_on,
            )
        case MeasureLifted() as body if state is not None:
            return msgspec.structs.replace(state, lifted_on=body.lifted_on)
    return state


MEASURE = Kind(name="measure", state=Measure, evolve=_evolve, facts=(MeasureOrdered, MeasureLifted))


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
    found = [hazard for hazard in hazards if hazard is not None]
    if not found:
        yield from judge.rule("I-05", "measure.without_hazard", False, measure=command.measure)
        return
    same = len({hazard.site for hazard in found}) == 1
    yield from judge.rule("REF", "measure.of_several_sites", same, measure=command.measure)
    complete = bool(command.basis.strip() and command.what)
    yield from judge.rule("I-05", "measure.incomplete", complete, measure=command.measure)
    major = any(hazard.level == "major" for hazard in found)
    yield from judge.rule(
        "I-05",
        "measure.consent_missing" if major else "measure.consent_not_for_general",
        command.consent_to_resume == major,
        measure=command.measure,
    )
    yield MeasureOrdered(
        measure=command.measure,
        hazards=command.hazards,
        enterprise=found[0].enterprise,
        site=found[0].site,
        authority=acting(found[0].authority, dossier),
        what=command.what,
        basis=command.basis,
        officers=command.officers,
        consent_to_resume=command.consent_to_resume,
        ordered_on=command.ordered_on,
    )


def _lift_reads(command: LiftMeasure, dossier: Dossier) -> Iterator[str]:
    yield f"measure:{command.measure}"
    measure = dossier.loaded(Measure, command.measure)
    if measure is not None:
        yield f"site:{measure.site}"
        yield from acting_reads(measure.authority, dossier)


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
    yield MeasureLifted(
        measure=command.measure,
        enterprise=measure.enterprise,
        site=measure.site,
        authority=acting(measure.authority, dossier),
        consent_by=command.consent_by,
        lifted_on=command.lifted_on,
    )
