"""A sector before and after its facts and commands were renamed, for the tests beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from types import ModuleType
from typing import Any

from regledger.installation import Installation
from regledger.sectors import (
    Command,
    Dossier,
    Fact,
    Handler,
    Id,
    Judge,
    Kind,
    Outcome,
    RecordedFact,
    Sector,
    State,
    TagKind,
    fact,
    handles,
    hookimpl,
)
from regledger.sectors.guard import LoadedSector
from regledger.sectors.loading import Sectors

TAGS = {"store": "store", "site": "site"}


@fact("stock.counted", 1, tags=TAGS, occurred="counted_on")
class StockCounted(Fact, frozen=True, kw_only=True):
    """`stock.counted` v1: boxes in a store were counted on a legal day."""

    store: Id
    site: Id
    boxes: int
    keeper: Id
    counted_on: date


def _crated(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "crates": body["boxes"] // 10}


@fact(
    "store.counted", 2, tags=TAGS, occurred="counted_on", formerly="stock.counted", lifts={1: _crated}, mends=["store"]
)
class StoreCounted(Fact, frozen=True, kw_only=True):
    """`store.counted` v2: boxes in a store were counted on a legal day, by the crate."""

    store: Id
    site: Id
    boxes: int
    crates: int
    keeper: Id
    counted_on: date


class CountStock(Command, frozen=True, kw_only=True):
    """Count a store."""

    store: Id
    site: Id
    boxes: int
    keeper: Id
    counted_on: date


class CountStore(CountStock, frozen=True, kw_only=True):
    """Count a store by the crate."""

    aisle: Id | None = None
    """Added with the new name."""


class Stock(State, frozen=True, kw_only=True):
    """A store, as it was last counted."""

    boxes: int
    counts: int


def _evolve(state: Stock | None, recorded: RecordedFact) -> Stock:
    body: Any = recorded.body
    return Stock(boxes=body.boxes, counts=1 + (state.counts if state else 0))


def _reads(command: CountStock, dossier: Dossier) -> Iterator[str]:
    yield from (f"store:{command.store}", f"site:{command.site}")


@handles("stock.count", CountStock, on="counted_on", reads=_reads)
def count_stock(command: CountStock, dossier: Dossier, judge: Judge) -> Outcome:
    """Counts."""
    fields = {name: getattr(command, name) for name in command.__struct_fields__}
    yield StockCounted(**fields)


@handles("store.count", CountStore, on="counted_on", reads=_reads, formerly="stock.count")
def count_store(command: CountStore, dossier: Dossier, judge: Judge) -> Outcome:
    """Counts."""
    fields = {name: getattr(command, name) for name in CountStock.__struct_fields__}
    yield StoreCounted(crates=command.boxes // 10, **fields)


def stores(
    *facts: type[Fact], handlers: Sequence[Handler] = (), derive: str = "", newest: bool = False
) -> Installation:
    """An installation with the sector `stores`; `derive` names the fact from which the side kind `keeper` comes."""
    kinds = [TagKind("store", "consistency")]
    if derive:
        kinds.append(TagKind("keeper", "side", derive={derive: "keeper"}))
    folded = facts[:1]
    kind = Kind(name="store", state=Stock, evolve=_evolve, facts=folded, newest=folded if newest else ())
    given: dict[str, Any] = {
        "sector": Sector(name="stores", title="Stores", title_zh="仓库", contract=1),
        "facts": facts,
        "tag_kinds": kinds,
        "kinds": [kind],
        "commands": handlers,
    }
    module = ModuleType("stores")
    for name, answer in given.items():
        hook = hookimpl(_giving(answer))
        setattr(module, f"regledger_{name}", hook)
    one = LoadedSector(sector=given["sector"], version="1", distribution="stores", module=module)
    return Installation(Sectors([one]))


def _giving(answer: Any) -> Any:
    def hook() -> Any:
        return answer

    return hook


def before(derive: str = "") -> Installation:
    """The sector as it was."""
    return stores(StockCounted, handlers=[count_stock], derive=derive)


def after(derive: str = "", *, newest: bool = False) -> Installation:
    """The sector since both were renamed."""
    return stores(StoreCounted, handlers=[count_store], derive=derive, newest=newest)
