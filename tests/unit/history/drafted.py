"""A sector in a folder: stores that are opened, trained at, reported and closed, with two obligations and what documents carry."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from regledger.ledger import Installation
from regledger.sectors.draft import Draft

_NUMBERS = count(1)  # what was imported before is not imported anew

PYPROJECT = """
[project]
name = "sector-{name}"
version = "0.1"

[project.entry-points."regledger.sectors"]
{name} = "{package}"
"""

CODE = """
from datetime import date
from regledger.sectors import Command, Fact, Id, Kind, State, TagKind, fact, handles, hookimpl


def act(verb, done, formerly=()):
    @fact(f"store.{done}", 1, tags={"site": "site"}, occurred="on", formerly=formerly)
    class Done(Fact, frozen=True, kw_only=True):
        site: Id
        boxes: int = 0
        on: date

    class Do(Command, frozen=True, kw_only=True):
        site: Id
        boxes: int = 0
        on: date

    @handles(f"store.{verb}", Do, on="on", reads=lambda command, dossier: [f"site:{command.site}"])
    def do(command, dossier, judge):
        yield Done(site=command.site, boxes=command.boxes, on=command.on)

    return Done, do


ACTS = [act("open", "opened"), act("train", "trained"), act("report", "reported"), act("close", "closed")]


class Store(State, frozen=True, kw_only=True):
    boxes: int


@hookimpl
def regledger_facts():
    return [done for done, _ in ACTS]


@hookimpl
def regledger_commands():
    return [do for _, do in ACTS]


@hookimpl
def regledger_kinds():
    opened = ACTS[0][0]

    def evolve(state, recorded):
        return Store(boxes=recorded.body.boxes) if isinstance(recorded.body, opened) else state

    return [Kind(name="store", state=Store, evolve=evolve, facts=(opened,), tag="site")]
"""

SECTOR = """
[sector]
name = "NAME"
title = "Fireworks"
title_zh = "烟花爆竹"
contract = 2
"""

LAW = """
[[rule]]
id = "K-01"
title = "Training"
title_zh = "培训"
status = "FROM MEMORY"
citations = [{ instrument = "某办法", edition = "2020", article = "Art 5" }]

[[parameter]]
id = "K-01.training"
title = "until the next training"
nature = "procedural"
unit = "calendar day"
[[parameter.value]]
value = 30
valid_from = 2021-01-01
valid_to = 2024-12-31
citation = { instrument = "某办法", edition = "2020", article = "Art 5" }
status = "FROM MEMORY"
known_from = 2021-01-01
[[parameter.value]]
value = 60
valid_from = 2025-01-01
citation = { instrument = "某办法", edition = "2024", article = "Art 5" }
status = "FROM MEMORY"
known_from = 2025-01-01

[[parameter]]
id = "K-01.report"
title = "to report a store"
nature = "procedural"
unit = "month"
[[parameter.value]]
value = 1
valid_from = 2021-01-01
citation = { instrument = "某办法", edition = "2020", article = "Art 6" }
status = "FROM MEMORY"
known_from = 2021-01-01

[[parameter]]
id = "K-01.hours"
title = "hours"
nature = "procedural"
unit = "hour"
[[parameter.value]]
value = 24
valid_from = 2021-01-01
citation = { instrument = "某办法", edition = "2020", article = "Art 7" }
status = "FROM MEMORY"
known_from = 2021-01-01

[[parameter]]
id = "K-01.boxes"
title = "the most boxes"
nature = "procedural"
unit = "box"
[[parameter.value]]
value = 300
valid_from = 2021-01-01
citation = { instrument = "某办法", edition = "2020", article = "Art 8" }
status = "FROM MEMORY"
known_from = 2021-01-01
"""

TRAINING = """
[[obligation]]
code = "store.training_due"
title = "Train the staff"
title_zh = "培训"
rule = "K-01"
period = "K-01.training"
begins = ["store.opened", "store.trained"]
met_by = ["store.trained"]
ends = ["store.closed"]
command = "store.train"
"""

REPORT = """
[[obligation]]
code = "store.report_due"
title = "Report the store"
title_zh = "上报"
rule = "K-01"
period = "K-01.report"
begins = ["store.opened"]
met_by = ["store.reported"]
owner = "authority"
"""

BOXES = """
[[document_field]]
document = "order"
name = "boxes"
title = "Licensed boxes"
title_zh = "许可数量"
record = "store"
field = "boxes"
"""

STORES = """[register]
id = "stores"
title = "零售点登记表"

[dates]
formats = ["YYYY年M月D日"]

[[command]]
name = "store.open"
key = ["编号"]
[command.fields]
site = { column = "编号" }
on = { date = "日期" }
"""

STORES_TABLE = f"""
[[import_mapping]]
name = "stores"
title = "Stores"
title_zh = "零售点登记表"
text = '''{STORES}'''
"""


def draft(folder: Path, *tables: str, name: str = "fireworks", code: str = CODE) -> Draft:
    """A drafted sector with those tables of `sector.toml` besides its name and its law."""
    package = f"drafted_{next(_NUMBERS)}_{name}"
    (folder / package / package).mkdir(parents=True)
    (folder / package / "pyproject.toml").write_text(PYPROJECT.format(name=name, package=package))
    (folder / package / package / "__init__.py").write_text(code, encoding="utf-8")
    text = "".join((SECTOR.replace("NAME", name), LAW, *tables))
    (folder / package / package / "sector.toml").write_text(text, encoding="utf-8")
    return Draft.of(folder / package)


def installed(folder: Path, *tables: str, name: str = "fireworks", code: str = CODE) -> Installation:
    """The core with that sector alone."""
    return Installation(draft(folder, *tables, name=name, code=code).sectors(beside=False))
