"""A ledger that a release of a sector recorded, and drafts of it beside it, for the tests of `sectors try`."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LAW = """
[[rule]]
id = "K-01"
title = "Boxes in a store"
title_zh = "库存"
citations = [{ instrument = "x", edition = "2020", article = "Art 1" }]
status = "VERIFIED"

[[parameter]]
id = "K-01.most"
title = "Most boxes"
nature = "substantive"
unit = "box"
[[parameter.value]]
value = %MOST%
valid_from = 2020-01-01
citation = { instrument = "x", edition = "2020", article = "Art 1" }
status = "VERIFIED"
known_from = 2026-01-01
"""

SOURCE = """
@fact("store.counted", 1, tags={"store": "store", "site": "site"}, occurred="counted_on")
class StoreCounted(Fact, frozen=True, kw_only=True):
    store: Id
    site: Id
    boxes: int
    keeper: Personal
    counted_on: date

class CountStore(Command, frozen=True, kw_only=True):
    store: Id
    site: Id
    boxes: int
    keeper: Personal
    counted_on: date

class Store(State, frozen=True, kw_only=True):
    boxes: int

@hookimpl
def regledger_facts():
    return [StoreCounted]

@hookimpl
def regledger_tag_kinds():
    return [TagKind("store", "consistency")]

@hookimpl
def regledger_kinds():
    return [Kind(name="store", state=Store, evolve=lambda state, fact: Store(boxes=fact.body.boxes), facts=(StoreCounted,))]

@handles("store.count", CountStore, on="counted_on", reads=lambda command, dossier: (f"store:{command.store}", f"site:{command.site}"))
def count(command, dossier, judge):
    before = dossier.get(Store, command.store)
    yield from judge.note("K-01", "store.fewer", before is None or command.boxes >= before.boxes, boxes=command.boxes)
    yield from judge.rule("K-01", "store.too_full", command.boxes <= judge.whole("K-01.most"), boxes=command.boxes)
    yield StoreCounted(store=command.store, site=command.site, boxes=command.boxes, keeper=command.keeper, counted_on=command.counted_on)

@hookimpl
def regledger_commands():
    return [count]

@hookimpl
def regledger_law():
    return [LawSource("law.toml", '''%LAW%''')]

@hookimpl
def regledger_texts():
    said = {"found": "{boxes} boxes", "asks": "fewer", "remedy": "Move some."}
    return {"store.too_full": said, "store.fewer": said}
"""


def source(most: int = 50) -> str:
    return SOURCE.replace("%LAW%", LAW.replace("%MOST%", str(most)))


RECORD = """
import json, sys
from regledger.deciding.answers import Recorded, Submission
from regledger.ledger import Ledger

with Ledger.create(f"sqlite:///{sys.argv[1]}") as ledger:
    numbers = []
    for batch in json.loads(sys.argv[2]):
        answers = ledger.submit_all([Submission(command=command, body=body) for command, body in batch])
        assert all(isinstance(one, Recorded) for one in answers), answers
        numbers += [one.numbers[0] for one in answers]
    print(json.dumps(numbers))
"""


def site(name: str, sector: str) -> tuple[str, dict[str, Any]]:
    at = {"enterprise": "E-1", "name": "Plant", "address": "Road 1", "authority": "emb", "registered_on": "2026-01-05"}
    return "site.register", {"site": name, "sector": sector, **at}


def counted(store: str, boxes: int, day: str) -> tuple[str, dict[str, Any]]:
    body = {"store": store, "site": "S-1", "boxes": boxes, "keeper": {"value": "张三"}, "counted_on": day}
    return "store.count", body


COUNTY = [
    [("authority.register", {"authority": "emb", "name": "Bureau", "registered_on": "2026-01-04"})],
    [
        (
            "enterprise.register",
            {"enterprise": "E-1", "name": "n", "credit_code": "91430100MA4L16JQ9D", "registered_on": "2026-01-05"},
        )
    ],
    [site("S-1", "stores"), site("S-2", "general")],
    # 5, 6 and 7 in one batch: the second is judged knowing the first, which the third warns about.
    [counted("T-1", 40, "2026-01-06"), counted("T-2", 45, "2026-01-06"), counted("T-1", 30, "2026-01-07")],
    [counted("T-2", 50, "2026-01-08")],
]


class Bench:
    """A ledger that release 1.0 of the sector recorded, and drafts beside it."""

    def __init__(self, shelf: Any, folder: Path) -> None:
        self.shelf = shelf
        self.folder = folder
        self.path = folder / "county.db"

    def draft(self, text: str, *, name: str = "stores", version: str = "1.1") -> Path:
        """A folder with a sector that is not installed."""
        folder = self.folder / f"draft-{name}-{version}"
        (folder / f"sector_{name}").mkdir(parents=True)
        (folder / f"sector_{name}" / "__init__.py").write_text(self.shelf.text(name, text), encoding="utf-8")
        (folder / "pyproject.toml").write_text(
            f'[project]\nname = "sector-{name}"\nversion = "{version}"\n'
            f'[project.entry-points."regledger.sectors"]\n{name} = "sector_{name}"\n'
        )
        return folder

    def tries(self, draft: Path, *words: str, code: int = 0) -> Any:
        """What `sectors try` answers as JSON, and that nothing was written."""
        before = self.bytes()
        ran = self.run(draft, *words, "--json")
        assert ran.returncode == code, ran.stderr + ran.stdout
        assert self.bytes() == before
        return json.loads(ran.stdout)

    def run(self, draft: Path, *words: str, cwd: Path | None = None) -> Any:
        ledger = f"sqlite:///{self.path}"
        command = ("-m", "regledger_cli", "sectors", "try", str(draft), "--ledger", ledger, *words)
        return self.shelf.python(*command, cwd=cwd)

    def bytes(self) -> dict[str, str]:
        """Every file of the ledger and beside it, by its digest."""
        return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in self.folder.glob("county.db*")}


def whats(tried: Any) -> list[list[Any]]:
    return [
        [one["number"], *(f"{each['what']} {each['code'] or each['field']}" for each in one["changes"])]
        for one in tried
    ]


MORE = """
import json, sys
from pathlib import Path
from regledger.deciding.answers import Recorded, Submission
from regledger.ledger import Ledger

with Ledger.open(f"sqlite:///{sys.argv[1]}") as ledger:
    answers = [ledger.submit(Submission(command=command, body=body)) for command, body in json.loads(sys.argv[2])]
    assert all(isinstance(one, Recorded) for one in answers), answers
    print(json.dumps([one.numbers[0] for one in answers]))
"""


def more(bench: Bench, *commands: tuple[str, dict[str, Any]]) -> None:
    bench.shelf.run(MORE, str(bench.path), json.dumps(commands))


def wait_for(come: Callable[[], Any]) -> None:
    end = time.monotonic() + 20
    while not come():
        assert time.monotonic() < end
        time.sleep(0.02)
