"""Loss and theft of highly toxic chemicals and explosive precursors: the police is told at once (F-12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

import msgspec
from regledger.sectors import (
    Code,
    Command,
    Dossier,
    Fact,
    Id,
    Instant,
    Judge,
    Kind,
    NextStep,
    Objection,
    Outcome,
    RecordedFact,
    State,
    Text,
    fact,
    handles,
)

from regledger_hazardous_chemicals.custody.flows import Category
from regledger_hazardous_chemicals.parties import PARTY_TAGS, first_entered, party_reads, site_of

__all__ = [
    "CONTROLLED_LOSS",
    "ControlledLoss",
    "ControlledLossFound",
    "ControlledLossReported",
    "RecordControlledLoss",
    "ReportControlledLoss",
    "record_controlled_loss",
    "report_controlled_loss",
]

_TAGS = {"loss": "controlled_loss", **PARTY_TAGS}


@fact("controlled_loss.found", 1, tags=_TAGS, occurred="found_at")
class ControlledLossFound(Fact, frozen=True, kw_only=True):
    """`controlled_loss.found` v1: a unit found such chemicals lost or stolen at an instant (危险化学品安全管理条例 Art 23)."""

    loss: Id
    site: Id
    enterprise: Id
    authority: Id
    category: Category
    substance: Text
    quantity: Decimal
    unit: Code
    manner: Literal["lost", "stolen"]
    told_police_at: Instant | None
    """None where the police was not told when it was entered."""
    found_at: Instant


@fact("controlled_loss.reported", 1, tags=_TAGS, occurred="told_at")
class ControlledLossReported(Fact, frozen=True, kw_only=True):
    """`controlled_loss.reported` v1: the police was told of a loss or theft at an instant (Art 23)."""

    loss: Id
    site: Id
    enterprise: Id
    authority: Id
    told_at: Instant


class ControlledLoss(State, frozen=True, kw_only=True):
    """One loss or theft."""

    loss: str
    site: str
    enterprise: str
    authority: str
    found_at: Instant
    told_police_at: Instant | None


def _evolve(state: ControlledLoss | None, recorded: RecordedFact) -> ControlledLoss | None:
    match recorded.body:
        case ControlledLossFound() as body:
            return ControlledLoss(
                loss=body.loss,
                site=body.site,
                enterprise=body.enterprise,
                authority=body.authority,
                found_at=body.found_at,
                told_police_at=body.told_police_at,
            )
        case ControlledLossReported() as body if state is not None:
            return msgspec.structs.replace(state, told_police_at=body.told_at)
    return state


def _steps(state: ControlledLoss, _judge: Judge) -> Iterable[NextStep]:
    if state.told_police_at is None:
        yield NextStep(
            command=report_controlled_loss.name,
            rule="F-12",
            article="危险化学品安全管理条例(2013) Art 23",
            owner="enterprise",
            since=state.found_at,
            title="Tell the police of the loss or theft, at once",
            title_zh="立即向当地公安机关报告丢失或者被盗",
        )


CONTROLLED_LOSS = Kind(
    name="controlled_loss",
    state=ControlledLoss,
    evolve=_evolve,
    facts=(ControlledLossFound, ControlledLossReported),
    steps=_steps,
)


class RecordControlledLoss(Command, frozen=True, kw_only=True):
    """Enter that such chemicals were found lost or stolen."""

    loss: Id
    site: Id
    authority: Id
    category: Category
    substance: Text
    quantity: Decimal
    unit: Code
    manner: Literal["lost", "stolen"]
    told_police_at: Instant | None = None
    found_at: Instant


class ReportControlledLoss(Command, frozen=True, kw_only=True):
    """Record that the police was told."""

    loss: Id
    told_at: Instant


def _record_reads(command: RecordControlledLoss, dossier: Dossier) -> Iterator[str]:
    yield f"{CONTROLLED_LOSS.name}:{command.loss}"
    yield from party_reads(command.site, command.authority, dossier)


@handles("controlled_loss.record", RecordControlledLoss, on="found_at", reads=_record_reads, world=True)
def record_controlled_loss(command: RecordControlledLoss, dossier: Dossier, judge: Judge) -> Outcome:
    """F-12: that the police was not told is noted, for it is owed still."""
    yield from first_entered(f"controlled_loss:{command.loss}", dossier.known(ControlledLoss, command.loss), judge)
    told = command.told_police_at
    yield from _after(command.loss, command.found_at, told, judge)
    yield from judge.note("F-12", "controlled_loss.police_not_told", told is not None, loss=command.loss)
    site = yield from site_of(command.site, command.authority, dossier, judge)
    if site is None:
        return
    own = {name: getattr(command, name) for name in command.__struct_fields__}
    yield ControlledLossFound(enterprise=site.enterprise, **own)


def _after(loss: str, found: Instant, told: Instant | None, judge: Judge) -> Iterator[Objection]:
    yield from judge.rule(
        "SEQ",
        "controlled_loss.told_before_found",
        told is None or found <= told,
        loss=loss,
        found_at=found.isoformat(),
        told_at="" if told is None else told.isoformat(),
    )


@handles(
    "controlled_loss.report_to_police",
    ReportControlledLoss,
    on="told_at",
    reads=lambda command, _dossier: (f"controlled_loss:{command.loss}",),
    world=True,
)
def report_controlled_loss(command: ReportControlledLoss, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: of a loss that is on record, and once."""
    state = dossier.latest(ControlledLoss, command.loss)
    yield from judge.rule("REF", "controlled_loss.unknown", state is not None, loss=command.loss)
    if state is None:
        return
    yield from judge.rule("REF", "controlled_loss.told_twice", state.told_police_at is None, loss=command.loss)
    yield from _after(command.loss, state.found_at, command.told_at, judge)
    yield ControlledLossReported(
        loss=command.loss,
        site=state.site,
        enterprise=state.enterprise,
        authority=state.authority,
        told_at=command.told_at,
    )
