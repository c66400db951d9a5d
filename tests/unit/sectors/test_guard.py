"""The guard around what a sector says of its own records: a fault names sector, version and hook."""

from __future__ import annotations

from datetime import date
from types import ModuleType
from typing import Any

import msgspec
import pytest
from regledger.deciding.consulting import Consultation
from regledger.deciding.dossier import Dossier, Kinds
from regledger.deciding.handlers import Command
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, NextStep, State
from regledger.deciding.routing import Routing
from regledger.law import Lawbook
from regledger.sectors import Act, Sector, hookimpl
from regledger.sectors.guard import LoadedSector, SectorFault, guarded_kind
from regledger.sectors.loading import Sectors

FIREWORKS = LoadedSector(
    sector=Sector(name="fireworks", title="Fireworks", title_zh="烟花爆竹", contract=1),
    version="1.2",
    distribution="regledger-fireworks",
    module=ModuleType("regledger_fireworks"),
)
SENTENCES = {"store.full": {"found": "", "asks": "", "remedy": ""}}


class Store(State, frozen=True, kw_only=True):
    boxes: int


def _kind(**functions: Any) -> Kind[Any]:
    return guarded_kind(
        FIREWORKS, Kind(name="store", state=Store, evolve=lambda *_: None, facts=(), **functions), SENTENCES
    )


@pytest.fixture
def judge() -> Judge:
    return Judge(Lawbook({}, {}).open(), on=date(2026, 3, 2), zone="Asia/Shanghai")


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (lambda *_: 7, "int instead of a sequence"),
        (lambda *_: ["store.count"], "str instead of a NextStep"),
        (lambda *_: [NextStep(command="store.count", missing=("store.ful",))], "'store.ful'"),
        (lambda _, judge: [judge.whole("K-01.boxes")], "K-01.boxes"),
    ],
)
def test_steps_that_a_sector_cannot_mean_are_named(steps: Any, found: str, judge: Judge) -> None:
    """A step is a NextStep, and what it waits for can be said."""
    kind = _kind(steps=steps)
    assert kind.steps is not None

    with pytest.raises(SectorFault, match=f"fireworks 1.2 failed in hook regledger_kinds.*{found}"):
        list(kind.steps(Store(boxes=7), judge))


@pytest.mark.parametrize(
    ("derived", "found"),
    [(lambda *_: 7, "int instead of a mapping"), (lambda *_: {"left": 1 // 0}, "ZeroDivisionError")],
)
def test_what_a_sector_cannot_derive_is_named(derived: Any, found: str, judge: Judge) -> None:
    """What follows from a state is a mapping, and an error on the way to it is the sector's."""
    kind = _kind(derived=derived)
    assert kind.derived is not None

    with pytest.raises(SectorFault, match=f"fireworks 1.2 failed in hook regledger_kinds.*{found}"):
        kind.derived(Store(boxes=7), judge)


def test_what_a_sector_means_is_passed_on(judge: Judge) -> None:
    """Steps and derived values that are what they should be come out as they were given."""
    step = NextStep(command="store.count", missing=("store.full",))
    kind = _kind(steps=lambda *_: [step], derived=lambda state, _: {"left": 50 - state.boxes})
    assert kind.steps is not None
    assert kind.derived is not None

    assert list(kind.steps(Store(boxes=7), judge)) == [step]
    assert kind.derived(Store(boxes=7), judge) == {"left": 43}


class Mend(Command, frozen=True, kw_only=True):
    body: dict[str, int]
    sector: str = "fireworks"


def test_a_command_is_shown_as_a_copy(judge: Judge) -> None:
    """What of a command could be changed is changed in a copy alone: before it is decided, after it and when it is observed."""
    module = ModuleType("regledger_meddling")

    def meddles(act: Any) -> Any:
        act.command.body["boxes"] = 99
        return []

    def risk(act: Any) -> Any:
        act.command.body["boxes"] = 99

    def reads(act: Any) -> Any:
        return meddles(act)

    for hook, function in (("reads", reads), ("objections", meddles), ("risk", risk)):
        setattr(module, f"regledger_{hook}", hookimpl(function))
    one = LoadedSector(sector=FIREWORKS.sector, version="1.2", distribution="regledger-fireworks", module=module)
    sectors = Sectors([one])
    sectors.sentences["fireworks"] = SENTENCES
    site: Any = msgspec.defstruct("AnySite", [("sector", str), ("overlays", tuple)])("fireworks", ())
    dossier = Dossier(Kinds(()), {}, {}, {}, on=judge.on, head=0)
    act = Act(name="mend", command=Mend(body={"boxes": 7}), dossier=dossier)

    assert list(Routing(sectors, {}).reads(act)) == []
    assert Routing(sectors, {}).objections(one, act, judge) == []
    assert Consultation(sectors, act=act).risk(site, judge) is None

    assert act.command.body == {"boxes": 7}
