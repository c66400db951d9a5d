"""Two releases of one sector, as its distribution lays them down: 1.1 adds, renames and tightens what 1.0 declared."""

from __future__ import annotations

__all__ = ["RELEASE_1_0", "RELEASE_1_1"]

HEAD = """
from collections.abc import Mapping
from datetime import date
from regledger.sectors import *

@hookimpl
def regledger_sector():
    return Sector(name="stores", title="Stores", title_zh="仓库", contract=2)

@hookimpl
def regledger_tag_kinds():
    return [TagKind("store", "consistency"), TagKind("keeper", "side", derive={FACT: "keeper"})]

class Store(State, frozen=True, kw_only=True):
    boxes: int
    counts: int

def evolve(state, recorded):
    return Store(boxes=recorded.body.boxes, counts=1 + (state.counts if state else 0))

@hookimpl
def regledger_texts():
    return {"store.too_full": {"found": "{boxes} boxes", "asks": "at most {most}", "remedy": "Move some."},
            "store.crowded": {"found": "{boxes} boxes", "asks": "fewer", "remedy": "Move some."}}

def judged(command, dossier, judge):
    most = judge.whole("K-01.most")
    yield from judge.rule("K-01", "store.too_full", command.boxes <= most, boxes=command.boxes, most=most)
    yield from judge.note("K-02", "store.crowded", command.boxes <= CROWDED(judge), boxes=command.boxes)

def reads(command, dossier):
    return [f"store:{command.store}", f"site:{command.site}"]

class Counts(ReadModel):
    name = "store_counts"
    version = VERSION
    types = (FACT,)
    columns = {"store": "text", "boxes": "integer", "facts": "integer"}
    def keys(self, fact):
        return [fact.body.store]
    def row(self, key, facts):
        return {"store": key, "boxes": facts[-1].body.boxes, "facts": len(facts)} if facts else None

@hookimpl
def regledger_read_models():
    return [Counts()]
"""

LAW = """
@hookimpl
def regledger_law():
    return [LawSource("law.toml", '''
[[rule]]
id = "K-01"
title = "Boxes in a store"
title_zh = "库存"
citations = [{ instrument = "x", edition = "2020", article = "Art 1" }]
status = "VERIFIED"

[[rule]]
id = "K-02"
title = "Crowding"
title_zh = "拥挤"
citations = [{ instrument = "x", edition = "2020", article = "Art 2" }]
status = "VERIFIED"

[[parameter]]
id = "K-01.most"
title = "Most boxes"
nature = "substantive"
unit = "box"
[[parameter.value]]
value = 50
valid_from = 2020-01-01
%END%
citation = { instrument = "x", edition = "2020", article = "Art 1" }
status = "VERIFIED"
known_from = 2026-01-01
%LATER%
''')]
"""

LATER = """[[parameter.value]]
value = 40
valid_from = 2026-04-01
citation = { instrument = "x", edition = "2026", article = "Art 1" }
status = "VERIFIED"
known_from = 2026-03-20
"""

RELEASE_1_0 = (
    'FACT, VERSION = "stock.counted", 1\nCROWDED = lambda judge: 45\n'
    + HEAD
    + LAW.replace("%END%", "").replace("%LATER%", "")
    + """
@fact("stock.counted", 1, tags={"store": "store", "site": "site"}, occurred="counted_on")
class StockCounted(Fact, frozen=True, kw_only=True):
    store: Id
    site: Id
    boxes: int
    keeper: Id
    counted_on: date

class CountStock(Command, frozen=True, kw_only=True):
    store: Id
    site: Id
    boxes: int
    keeper: Id
    counted_on: date

class Known(Profile, frozen=True, kw_only=True):
    gate: Id

@hookimpl
def regledger_facts():
    return [StockCounted]

@hookimpl
def regledger_kinds():
    return [Kind(name="store", state=Store, evolve=evolve, facts=(StockCounted,))]

@handles("stock.count", CountStock, on="counted_on", reads=reads)
def count(command, dossier, judge):
    yield from judged(command, dossier, judge)
    yield StockCounted(store=command.store, site=command.site, boxes=command.boxes, keeper=command.keeper,
                       counted_on=command.counted_on)

@hookimpl
def regledger_commands():
    return [count]

@hookimpl
def regledger_site_profiles():
    return [SiteProfile(schema=Known, title="store", title_zh="仓库")]
"""
)

# An added field with a default, a renamed fact and command, a new version with its upcaster, a value of the law that changes from
# a day, a rule tightened from a day, a read model of a new version.
RELEASE_1_1 = (
    'FACT, VERSION = "store.counted", 2\nCROWDED = lambda judge: 45 if judge.day < date(2026, 4, 1) else 30\n'
    + HEAD
    + LAW.replace("%END%", "valid_to = 2026-03-31").replace("%LATER%", LATER)
    + """
@fact("store.counted", 2, tags={"store": "store", "site": "site"}, occurred="counted_on", formerly="stock.counted",
      lifts={1: lambda body: {**body, "crates": body["boxes"] // 10}})
class StoreCounted(Fact, frozen=True, kw_only=True):
    store: Id
    site: Id
    boxes: int
    crates: int
    keeper: Id
    shelf: Id | None = None
    counted_on: date

class CountStore(Command, frozen=True, kw_only=True):
    store: Id
    site: Id
    boxes: int
    keeper: Id
    shelf: Id | None = None
    counted_on: date

class Known(Profile, frozen=True, kw_only=True):
    gate: Id
    floors: int = 1

@hookimpl
def regledger_facts():
    return [StoreCounted]

@hookimpl
def regledger_kinds():
    return [Kind(name="store", state=Store, evolve=evolve, facts=(StoreCounted,))]

@handles("store.count", CountStore, on="counted_on", reads=reads, formerly="stock.count")
def count(command, dossier, judge):
    yield from judged(command, dossier, judge)
    yield StoreCounted(store=command.store, site=command.site, boxes=command.boxes, crates=command.boxes // 10,
                       keeper=command.keeper, shelf=command.shelf, counted_on=command.counted_on)

@hookimpl
def regledger_commands():
    return [count]

@hookimpl
def regledger_site_profiles():
    return [SiteProfile(schema=Known, title="store", title_zh="仓库")]
"""
)
