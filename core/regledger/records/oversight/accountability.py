"""Officials held to account (责任追究; 安全生产法 Art 90, B-41), and what puts an authority at that risk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.objections import Objection
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Code, Id, Tag, Text
from regledger.records.authority import officer_reads
from regledger.records.hazard.facts import HazardCleared, HazardFound, OrderIssued
from regledger.records.hazard.measures import MeasureOrdered
from regledger.records.presence import authorities_stand, filled, free, officers_known, recorded_as

__all__ = [
    "ACCOUNTABILITY",
    "HANDLING",
    "Accountability",
    "AccountabilityDecided",
    "DecideAccountability",
    "Handling",
    "decide_accountability",
]

Ground = Literal[
    "approved_unqualified", "unapproved_not_banned", "approval_not_withdrawn", "major_hazard_unhandled", "other"
]
"""The four triggers of Art 90(1) in their order; `other` is Art 90(2): abuse of power, neglect of duty."""
Sanction = Literal["demotion", "dismissal", "warning", "demerit", "serious_demerit", "criminal_referral", "none"]
"""降级, 撤职, 警告, 记过, 记大过, 移送司法; `none` where no responsibility was found."""
AS_ART_90 = frozenset({"demotion", "dismissal", "criminal_referral"})
"""What Art 90(1) lays down for its four triggers."""


@fact(
    "accountability.decided",
    1,
    tags={"accountability": "accountability", "official": "officer", "authority": "authority", "basis": "*"},
    occurred="decided_on",
)
class AccountabilityDecided(Fact, frozen=True, kw_only=True):
    """`accountability.decided` v1: whoever may decide it decided on a legal day how an official answers (Art 90)."""

    accountability: Id
    official: Id
    authority: Id
    """Where the official serves."""
    ground: Ground
    responsible: bool
    """Whether the official was found responsible on that ground."""
    sanction: Sanction
    basis: tuple[Tag, ...]
    """The records on which it stands."""
    decided_by: Text
    """The organ of appointment, the supervisory organ or the court."""
    document: Code
    decided_on: date


class Accountability(State, frozen=True, kw_only=True):
    """How an official answered."""

    accountability: str
    official: str
    authority: str
    ground: str
    sanction: str
    decided_on: date


class Handling(State, frozen=True, kw_only=True):
    """How a hazard was dealt with when it was found (Art 90(1)(4))."""

    hazard: str
    authority: str
    level: str
    found_on: date
    handled_on: date | None = None
    """The first legal day on which it was ordered to be rectified, or a measure was ordered for it, or it was cleared."""


class DecideAccountability(Command, frozen=True, kw_only=True):
    """Record how an official was held to account."""

    accountability: Id
    official: Id
    authority: Id
    ground: Ground
    responsible: bool = True
    sanction: Sanction
    basis: tuple[Tag, ...]
    decided_by: Text
    document: Code
    decided_on: date


def _evolve(state: Accountability | None, recorded: RecordedFact) -> Accountability | None:
    match recorded.body:
        case AccountabilityDecided() as body:
            return Accountability(
                accountability=body.accountability,
                official=body.official,
                authority=body.authority,
                ground=body.ground,
                sanction=body.sanction,
                decided_on=body.decided_on,
            )
    return state


def _evolve_handling(state: Handling | None, recorded: RecordedFact) -> Handling | None:
    body = recorded.body
    if isinstance(body, HazardFound):
        return Handling(hazard=body.hazard, authority=body.authority, level=body.level, found_on=body.found_on)
    if state is None or state.handled_on is not None:
        return state
    match body:
        case OrderIssued(issued_on=on) | MeasureOrdered(ordered_on=on) | HazardCleared(cleared_on=on):
            return msgspec.structs.replace(state, handled_on=on)
    return state


def _handling_steps(state: Handling, judge: Judge) -> Iterator[NextStep]:
    if state.level == "major" and state.handled_on is None:
        yield NextStep(
            command="measure.order",
            due=state.found_on,
            how=(f"found on {state.found_on}; a major hazard is dealt with in the same inspection (Art 90(1)(4))",),
            rule="B-41",
            owner="authority",
            since=state.found_on,
            title="Deal with the major hazard: whoever leaves it risks demotion or dismissal",
            title_zh="重大隐患未依法及时处理（第九十条第四项风险）",
        )


ACCOUNTABILITY = Kind(name="accountability", state=Accountability, evolve=_evolve, facts=(AccountabilityDecided,))
HANDLING = Kind(
    name="hazard_handling",
    tag="hazard",
    state=Handling,
    evolve=_evolve_handling,
    facts=(HazardFound, OrderIssued, MeasureOrdered, HazardCleared),
    steps=_handling_steps,
)


def _reads(command: DecideAccountability, dossier: Dossier) -> Iterator[str]:
    yield f"accountability:{command.accountability}"
    yield f"authority:{command.authority}"
    yield from officer_reads([command.official])
    for one in command.basis:
        if dossier.readable(one):
            yield one
        if one.startswith("hazard:"):
            yield f"hazard_handling:{one.partition(':')[2]}"


@handles("accountability.decide", DecideAccountability, on="decided_on", reads=_reads, world=True)
def decide_accountability(command: DecideAccountability, dossier: Dossier, judge: Judge) -> Outcome:
    """B-41: it stands on records that bear the ground, and one of the four triggers takes demotion or dismissal at least."""
    subject = f"accountability:{command.accountability}"
    yield from free(Accountability, subject, dossier, judge)
    yield from authorities_stand([command.authority], dossier, judge)
    yield from officers_known([command.official], dossier, judge)
    yield from filled(subject, judge, decided_by=command.decided_by)
    yield from judge.rule(
        "B-41", "accountability.without_basis", bool(command.basis), accountability=command.accountability
    )
    for one in command.basis:
        known = recorded_as(one, dossier) is not None
        yield from judge.rule("REF", "record.unknown", known, subject=one)
    trigger = command.ground != "other" and command.responsible
    yield from judge.rule(
        "B-41",
        "accountability.lighter_than_law",
        not trigger or command.sanction in AS_ART_90,
        ground=command.ground,
        sanction=command.sanction,
    )
    yield from judge.rule(
        "B-41",
        "accountability.sanction_without_fault",
        command.responsible or command.sanction == "none",
        accountability=command.accountability,
        sanction=command.sanction,
    )
    yield from _borne_out(command, dossier, judge)
    yield AccountabilityDecided(
        accountability=command.accountability,
        official=command.official,
        authority=command.authority,
        ground=command.ground,
        responsible=command.responsible,
        sanction=command.sanction,
        basis=command.basis,
        decided_by=command.decided_by,
        document=command.document,
        decided_on=command.decided_on,
    )


def _borne_out(command: DecideAccountability, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    if command.ground != "major_hazard_unhandled" or not command.responsible:
        return
    hazards = [one.partition(":")[2] for one in command.basis if one.startswith("hazard:")]
    handlings = [found for one in hazards if (found := dossier.get(Handling, one)) is not None]
    left = [
        one for one in handlings if one.level == "major" and (one.handled_on is None or one.handled_on > one.found_on)
    ]
    yield from judge.rule(
        "B-41", "accountability.ground_not_borne_out", bool(left), accountability=command.accountability
    )
