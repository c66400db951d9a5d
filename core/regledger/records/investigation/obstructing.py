"""Refused or obstructed inspection: ordered to stop first, fined only after (安全生产法 Arts 66, 108; B-26)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from typing import Literal

import msgspec

from regledger.deciding.dossier import Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.law.objections import Objection
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.text import Id, Text
from regledger.records.authority import officer_reads, qualified
from regledger.records.case.facts import Fen
from regledger.records.case.money import yuan
from regledger.records.case.state import Case
from regledger.records.enterprise import Site
from regledger.records.identity.heirs import acting_reads, belongs, heir_reads
from regledger.records.parties import parties_stand
from regledger.records.period import whole_in_force

__all__ = [
    "OBSTRUCTION",
    "FineProposed",
    "Obstruction",
    "ObstructionContinued",
    "ObstructionCorrectionOrdered",
    "ObstructionRecorded",
    "OrderCorrection",
    "ProposeFine",
    "RecordContinued",
    "RecordObstruction",
    "order_correction",
    "propose_fine",
    "record_continued",
    "record_obstruction",
]

_TAGS = {"obstruction": "obstruction", "enterprise": "enterprise", "site": "site", "authority": "authority"}


@fact("obstruction.recorded", 1, tags={**_TAGS, "officers": "officer"}, occurred="obstructed_on", mends=("officers",))
class ObstructionRecorded(Fact, frozen=True, kw_only=True):
    """`obstruction.recorded` v1: an enterprise refused or obstructed an inspection on a legal day (Art 66)."""

    obstruction: Id
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    description: Text
    obstructed_on: date


@fact("obstruction.correction_ordered", 1, tags=_TAGS, occurred="ordered_on")
class ObstructionCorrectionOrdered(Fact, frozen=True, kw_only=True):
    """`obstruction.correction_ordered` v1: the enterprise was ordered on a legal day to let itself be inspected (责令改正)."""

    obstruction: Id
    enterprise: Id
    site: Id
    authority: Id
    due_on: date
    """The last legal day to obey."""
    ordered_on: date


@fact("obstruction.continued", 1, tags=_TAGS, occurred="continued_on")
class ObstructionContinued(Fact, frozen=True, kw_only=True):
    """`obstruction.continued` v1: the enterprise did not obey the order, as was seen on a legal day (拒不改正)."""

    obstruction: Id
    enterprise: Id
    site: Id
    authority: Id
    description: Text
    continued_on: date


@fact("obstruction.fine_proposed", 1, tags={**_TAGS, "case": "case"}, occurred="proposed_on")
class FineProposed(Fact, frozen=True, kw_only=True):
    """`obstruction.fine_proposed` v1: a fine for disobeying the order was proposed on a legal day (Art 108)."""

    obstruction: Id
    enterprise: Id
    site: Id
    authority: Id
    case: Id | None
    target: Literal["unit", "person"]
    fine_fen: Fen
    proposed_on: date


class Obstruction(State, frozen=True, kw_only=True):
    """A refused or obstructed inspection."""

    obstruction: str
    enterprise: str
    site: str
    authority: str
    obstructed_on: date
    ordered_on: date | None = None
    due_on: date | None = None
    continued_on: date | None = None
    proposed_on: date | None = None
    unit_proposed: bool = False
    """Whether a fine of the unit was proposed; persons may be several."""


def _evolve(state: Obstruction | None, recorded: RecordedFact) -> Obstruction | None:
    if isinstance(body := recorded.body, ObstructionRecorded):
        return Obstruction(
            obstruction=body.obstruction,
            enterprise=body.enterprise,
            site=body.site,
            authority=body.authority,
            obstructed_on=body.obstructed_on,
        )
    if state is None:
        return None
    replace = msgspec.structs.replace
    match recorded.body:
        case ObstructionCorrectionOrdered() as body:
            return replace(state, ordered_on=body.ordered_on, due_on=body.due_on)
        case ObstructionContinued() as body:
            return replace(state, continued_on=body.continued_on)
        case FineProposed() as body:
            unit = state.unit_proposed or body.target == "unit"
            return replace(state, proposed_on=body.proposed_on, unit_proposed=unit)
    return state


def _steps(state: Obstruction, judge: Judge) -> Iterator[NextStep]:
    if state.ordered_on is None:
        yield NextStep(command="obstruction.order_correction", rule="B-26", owner="authority", title_zh="责令改正")
    elif state.continued_on is not None and state.proposed_on is None:
        yield NextStep(command="obstruction.propose_fine", rule="B-26", owner="authority", since=state.continued_on)


OBSTRUCTION = Kind(
    name="obstruction",
    state=Obstruction,
    evolve=_evolve,
    facts=(ObstructionRecorded, ObstructionCorrectionOrdered, ObstructionContinued, FineProposed),
    steps=_steps,
)


class RecordObstruction(Command, frozen=True, kw_only=True):
    """Record that an inspection was refused or obstructed."""

    obstruction: Id
    enterprise: Id
    site: Id
    authority: Id
    officers: tuple[Id, ...]
    description: Text
    obstructed_on: date


class OrderCorrection(Command, frozen=True, kw_only=True):
    """Order the enterprise to let itself be inspected."""

    obstruction: Id
    due_on: date
    ordered_on: date


class RecordContinued(Command, frozen=True, kw_only=True):
    """Record that the enterprise did not obey."""

    obstruction: Id
    description: Text
    continued_on: date


class ProposeFine(Command, frozen=True, kw_only=True):
    """Propose a fine for disobeying the order."""

    obstruction: Id
    case: Id | None = None
    target: Literal["unit", "person"]
    fine_fen: Fen
    proposed_on: date


def _record_reads(command: RecordObstruction, dossier: Dossier) -> Iterator[str]:
    yield f"obstruction:{command.obstruction}"
    yield f"enterprise:{command.enterprise}"
    yield f"site:{command.site}"
    site = dossier.loaded(Site, command.site)
    yield from () if site is None else heir_reads(site.enterprise, dossier)
    yield f"authority:{command.authority}"
    yield from officer_reads(command.officers)


_Later = OrderCorrection | RecordContinued | ProposeFine


def _reads(command: _Later, dossier: Dossier) -> Iterator[str]:
    yield f"obstruction:{command.obstruction}"
    held = dossier.loaded(Obstruction, command.obstruction)
    if held is not None:
        yield f"site:{held.site}"
        yield from acting_reads(held.authority, dossier)


def _propose_reads(command: ProposeFine, dossier: Dossier) -> Iterator[str]:
    yield from _reads(command, dossier)
    if command.case is not None:
        yield f"case:{command.case}"
        held = dossier.loaded(Obstruction, command.obstruction)
        yield from () if held is None else heir_reads(held.enterprise, dossier)


def _of_case(obstruction: str, enterprise: str, named: str, dossier: Dossier, judge: Judge) -> Iterator[Objection]:
    case = dossier.get(Case, named)
    yield from judge.rule("A-04", "case.not_filed", case is not None, case=named, day=judge.day)
    if case is not None:
        same = belongs(enterprise, case.enterprise, dossier)
        yield from judge.rule("REF", "obstruction.case_of_another", same, obstruction=obstruction, case=named)


def _held(command: _Later, dossier: Dossier, judge: Judge) -> Generator[Objection, None, Obstruction | None]:
    held = dossier.get(Obstruction, command.obstruction)
    yield from judge.rule(
        "REF", "obstruction.unknown", held is not None, obstruction=command.obstruction, day=judge.day
    )
    return held


@handles("obstruction.record", RecordObstruction, on="obstructed_on", reads=_record_reads, world=True)
def record_obstruction(command: RecordObstruction, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused without two qualified officers, whose inspection it was."""
    free = not dossier.known(Obstruction, command.obstruction)
    yield from judge.rule("REF", "obstruction.taken", free, obstruction=command.obstruction)
    yield from parties_stand(command, dossier, judge)
    yield from qualified(command.officers, command.obstructed_on, dossier, judge)
    said = bool(command.description.strip())
    yield from judge.rule("B-26", "obstruction.blank", said, obstruction=command.obstruction)
    yield ObstructionRecorded(**{name: getattr(command, name) for name in command.__struct_fields__})


@handles("obstruction.order_correction", OrderCorrection, on="ordered_on", reads=_reads, role="propose")
def order_correction(command: OrderCorrection, dossier: Dossier, judge: Judge) -> Outcome:
    """The first of the two steps of Art 108."""
    held = yield from _held(command, dossier, judge)
    if held is None:
        return
    final = dossier.latest(Obstruction, command.obstruction) or held
    yield from judge.rule(
        "SEQ", "obstruction.ordered_already", final.ordered_on is None, obstruction=command.obstruction
    )
    in_order = command.ordered_on <= command.due_on
    yield from judge.rule("SEQ", "obstruction.due_before_order", in_order, obstruction=command.obstruction)
    yield ObstructionCorrectionOrdered(
        obstruction=command.obstruction,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        due_on=command.due_on,
        ordered_on=command.ordered_on,
    )


@handles("obstruction.record_continued", RecordContinued, on="continued_on", reads=_reads, world=True)
def record_continued(command: RecordContinued, dossier: Dossier, judge: Judge) -> Outcome:
    """Only after an order to correct, when the last day to obey is over (B-26)."""
    held = yield from _held(command, dossier, judge)
    if held is None:
        return
    yield from judge.rule(
        "SEQ", "obstruction.not_ordered", held.ordered_on is not None, obstruction=command.obstruction
    )
    said = bool(command.description.strip())
    yield from judge.rule("B-26", "obstruction.blank", said, obstruction=command.obstruction)
    if held.ordered_on is not None and held.due_on is not None:
        # To be obeyed at once, it can be disobeyed on its own day.
        over = command.continued_on > held.due_on or held.due_on == held.ordered_on
        yield from judge.rule(
            "B-26",
            "obstruction.continued_early",
            over,
            obstruction=command.obstruction,
            continued=command.continued_on,
            due=held.due_on,
        )
    yield ObstructionContinued(
        obstruction=command.obstruction,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        description=command.description,
        continued_on=command.continued_on,
    )


@handles("obstruction.propose_fine", ProposeFine, on="proposed_on", reads=_propose_reads, role="propose")
def propose_fine(command: ProposeFine, dossier: Dossier, judge: Judge) -> Outcome:
    """B-26: no fine before an order was disobeyed, and within the range of Art 108."""
    held = yield from _held(command, dossier, judge)
    if held is None:
        return
    yield from judge.rule(
        "B-26", "obstruction.not_disobeyed", held.continued_on is not None, obstruction=command.obstruction
    )
    if command.case is not None:
        yield from _of_case(command.obstruction, held.enterprise, command.case, dossier, judge)
    final = dossier.latest(Obstruction, command.obstruction) or held
    again = command.target == "unit" and final.unit_proposed
    yield from judge.rule("SEQ", "obstruction.proposed_already", not again, obstruction=command.obstruction)
    day = held.continued_on or held.obstructed_on
    least = whole_in_force(judge, f"B-26.{command.target}_min", on=day)
    most = whole_in_force(judge, f"B-26.{command.target}_max", on=day)
    if least is not None and most is not None:
        yield from judge.rule(
            "B-26",
            "obstruction.fine_off_range",
            least <= command.fine_fen <= most,
            obstruction=command.obstruction,
            fine=yuan(command.fine_fen),
            least=yuan(least),
            most=yuan(most),
        )
    yield FineProposed(
        obstruction=command.obstruction,
        enterprise=held.enterprise,
        site=held.site,
        authority=held.authority,
        case=command.case,
        target=command.target,
        fine_fen=command.fine_fen,
        proposed_on=command.proposed_on,
    )
