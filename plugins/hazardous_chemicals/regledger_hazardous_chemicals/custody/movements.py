"""What goes in and out of a store: who signed for it, and whether it is registered (F-03)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec
from regledger.sectors import (
    Code,
    Command,
    Dossier,
    Fact,
    Id,
    Judge,
    Kind,
    Outcome,
    RecordedFact,
    State,
    Text,
    fact,
    handles,
)

from regledger_hazardous_chemicals.parties import PARTY_TAGS, first_entered, party_reads, site_of

__all__ = ["STORE_MOVEMENT", "RecordStoreMovement", "StoreMovement", "StoreMovementRecorded", "record_store_movement"]

Stored = Literal["highly_toxic", "major_source", "other"]
"""Highly toxic, stored in a quantity that makes a major hazard source, or neither."""


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the register of a store."""

    movement: Id
    site: Id
    authority: Id
    direction: Literal["in", "out"]
    stored: Stored
    substance: Text
    quantity: Decimal
    unit: Code
    keepers: tuple[Id, ...]
    """Surrogate ids of who signed for it; never names."""
    registered: bool
    """Whether it stands in the unit's register."""
    moved_on: date


@fact("store_movement.recorded", 1, tags={"movement": "store_movement", **PARTY_TAGS}, occurred="moved_on")
class StoreMovementRecorded(Fact, _Entry, frozen=True, kw_only=True):
    """`store_movement.recorded` v1: something went in or out of a store on a legal day, as its register was shown
    (危险化学品安全管理条例 Arts 24, 25)."""

    enterprise: Id


class StoreMovement(State, frozen=True, kw_only=True):
    """One movement."""

    movement: str
    site: str
    direction: str
    substance: str
    keepers: tuple[str, ...]
    moved_on: date


def _evolve(state: StoreMovement | None, recorded: RecordedFact) -> StoreMovement | None:
    match recorded.body:
        case StoreMovementRecorded() as body:
            return StoreMovement(
                movement=body.movement,
                site=body.site,
                direction=body.direction,
                substance=body.substance,
                keepers=body.keepers,
                moved_on=body.moved_on,
            )
    return state


STORE_MOVEMENT = Kind(name="store_movement", state=StoreMovement, evolve=_evolve, facts=(StoreMovementRecorded,))


class RecordStoreMovement(Command, _Entry, frozen=True, kw_only=True):
    """Enter a movement as the register of the store says it."""


def _reads(command: RecordStoreMovement, dossier: Dossier) -> Iterator[str]:
    yield f"{STORE_MOVEMENT.name}:{command.movement}"
    yield from party_reads(command.site, command.authority, dossier)


@handles("store_movement.record", RecordStoreMovement, on="moved_on", reads=_reads, world=True)
def record_store_movement(command: RecordStoreMovement, dossier: Dossier, judge: Judge) -> Outcome:
    """F-03: two different persons signed for what is highly toxic or makes a major hazard source; everything is registered."""
    yield from first_entered(
        f"store_movement:{command.movement}", dossier.known(StoreMovement, command.movement), judge
    )
    yield from judge.rule(
        "REF",
        "store_movement.quantity_wrong",
        command.quantity > 0,
        movement=command.movement,
        quantity=str(command.quantity),
        unit=command.unit,
    )
    site = yield from site_of(command.site, command.authority, dossier, judge)
    if site is None:
        return
    if command.stored != "other":
        asked = judge.whole("F-03.custodians")
        keepers = len(set(command.keepers))
        yield from judge.rule(
            "F-03",
            "store_movement.too_few_keepers",
            keepers >= asked,
            movement=command.movement,
            keepers=keepers,
            asked=asked,
        )
    yield from judge.note(
        "F-03",
        "store_movement.not_in_register",
        command.registered,
        movement=command.movement,
        site=command.site,
    )
    own = {name: getattr(command, name) for name in command.__struct_fields__}
    yield StoreMovementRecorded(enterprise=site.enterprise, **own)
