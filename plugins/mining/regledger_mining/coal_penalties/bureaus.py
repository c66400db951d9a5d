"""Which authorities are mine safety bodies (国家矿山安全监察机构及其设在地方的矿山安全监察机构; 煤矿安全生产条例 Art 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from regledger.sectors import (
    Authority,
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

__all__ = ["MINE_BUREAU", "EnterMineBureau", "MineBureau", "MineBureauEntered", "enter_mine_bureau"]


@fact("mine_bureau.entered", 1, tags={"bureau": "authority"}, occurred="entered_on")
class MineBureauEntered(Fact, frozen=True, kw_only=True):
    """`mine_bureau.entered` v1: an authority was entered as a mine safety body on a legal day (煤矿安全生产条例 Art 7)."""

    bureau: Id
    """The authority's id."""
    area: Text
    """For which area it supervises."""
    document: Code
    """What sets it up."""
    entered_on: date


class MineBureau(State, frozen=True, kw_only=True):
    """That an authority is a mine safety body; read as `mine_bureau:<authority>`."""

    bureau: str
    area: str
    entered_on: date


def _evolve(state: MineBureau | None, recorded: RecordedFact) -> MineBureau | None:
    match recorded.body:
        case MineBureauEntered() as body if state is None:
            return MineBureau(bureau=body.bureau, area=body.area, entered_on=body.entered_on)
        case MineBureauEntered() as body if state is not None:
            return msgspec.structs.replace(state, area=body.area)
    return state


MINE_BUREAU = Kind(name="mine_bureau", tag="authority", state=MineBureau, evolve=_evolve, facts=(MineBureauEntered,))


class EnterMineBureau(Command, frozen=True, kw_only=True):
    """Enter an authority as a mine safety body."""

    bureau: Id
    area: Text
    document: Code
    entered_on: date


def _reads(command: EnterMineBureau, dossier: Dossier) -> Iterator[str]:
    yield f"authority:{command.bureau}"
    yield f"{MINE_BUREAU.name}:{command.bureau}"


@handles("mine_bureau.enter", EnterMineBureau, on="entered_on", reads=_reads, world=True)
def enter_mine_bureau(command: EnterMineBureau, dossier: Dossier, judge: Judge) -> Outcome:
    """REF: the authority is on record; entered again it has another area."""
    known = dossier.get(Authority, command.bureau) is not None
    yield from judge.rule("REF", "authority.unknown", known, authority=command.bureau)
    yield MineBureauEntered(
        bureau=command.bureau, area=command.area, document=command.document, entered_on=command.entered_on
    )
