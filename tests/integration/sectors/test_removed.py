"""A sector that goes away, or can no longer read what it recorded: its facts stay readable."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COUNT = """
@fact("store.counted", 1, tags={"store": "store", "site": "site"}, occurred="counted_on")
class StoreCounted(Fact, frozen=True, kw_only=True):
    store: Id
    site: Id
    boxes: int
    counted_on: date

class CountStore(Command, frozen=True, kw_only=True):
    store: Id
    site: Id
    boxes: int
    counted_on: date

class Store(State, frozen=True, kw_only=True):
    boxes: int

def reads(command, dossier):
    return [f"store:{command.store}", f"site:{command.site}"]
"""

STORES = """
@hookimpl
def regledger_facts():
    return [StoreCounted]

@hookimpl
def regledger_tag_kinds():
    return [TagKind("store", "consistency")]
"""

COUNTING = (
    COUNT
    + STORES
    + """
def evolve(state, recorded):
    return Store(boxes=recorded.body.boxes)

@hookimpl
def regledger_kinds():
    return [Kind(name="store", state=Store, evolve=evolve, facts=(StoreCounted,))]

@handles("store.count", CountStore, on="counted_on", reads=reads)
def count(command, dossier, judge):
    yield StoreCounted(store=command.store, site=command.site, boxes=command.boxes, counted_on=command.counted_on)

@hookimpl
def regledger_commands():
    return [count]
"""
)

RECORD = """
import json, sys
from regledger.deciding.answers import Submission
from regledger.ledger import Ledger

with Ledger.create(f"sqlite:///{sys.argv[1]}") as ledger:
    for command, body in json.loads(sys.argv[2]):
        ledger.submit(Submission(command=command, body=body))
    print(json.dumps([ledger.show("store:T-1").state.boxes, ledger.recorder.head().number]))
"""

READ = """
import json, sys
from regledger.deciding.answers import Submission
from regledger.errors import RegledgerError
from regledger.ledger import Ledger

with Ledger.open(f"sqlite:///{sys.argv[1]}") as ledger:
    found = {
        tag: [[fact.number, fact.type, type(fact.body).__name__, getattr(fact.body, "body", None)]
              for fact in ledger.facts(tags=[tag])]
        for tag in ("site:S-1", "store:T-1")
    }
    found["all"] = [fact.type for fact in ledger.facts()]
    found["standing"] = [fact.type for fact in ledger.standing("site:S-1")]
    found["show"] = ledger.show("store:T-1")
    found["site"] = ledger.show("site:S-1").state.sector
    answer = ledger.submit(Submission(command="enterprise.register", body=dict(
        enterprise="E-2", name="n", credit_code="91430922MA4Q8XC21P", registered_on="2026-02-01")))
    found["submit"] = list(answer.numbers)
    withdrawn = ledger.submit(Submission(command="fact.withdraw", body=dict(
        number=4, reason="counted twice", authority="emb", withdrawn_on="2026-02-02")))
    found["withdraw"] = [one.code for one in withdrawn.objections]
    corrected = ledger.submit(Submission(command="fact.correct", body=dict(
        number=4, body=dict(store="T-1"), reason="counted twice", authority="emb", corrected_on="2026-02-02")))
    found["correct"] = [one.code for one in corrected.objections]
    try:
        ledger.submit(Submission(command="store.count", body={}))
    except RegledgerError as error:
        found["command"] = str(error)
print(json.dumps(found))
"""


UPGRADED = COUNTING.replace(
    '@fact("store.counted", 1,', '@fact("store.counted", 2, lifts={1: lambda body: {**body, "boxes": body["crates"]}},'
)

GO_ON = """
import json, sys
from regledger.deciding.answers import Submission
from regledger.errors import RegledgerError
from regledger.ledger import Ledger

found = {}
with Ledger.open(f"sqlite:///{sys.argv[1]}") as ledger:
    assert list(ledger.sectors.loaded).count("counting") == 1
    [count] = ledger.facts(tags=["store:T-1"])
    found["fact"] = [count.version, type(count.body).__name__, count.body.body, count.body.found]
    found["site"] = [fact.type for fact in ledger.standing("site:S-1")]
    registered = Submission(command="site.register", body=dict(site="S-2", enterprise="E-1", name="Plant", address="Road 2",
        authority="emb", sector="counting", registered_on="2026-02-01"))
    found["submit"] = list(ledger.submit(registered).numbers)
    for name, act in {
        "show": lambda: ledger.show("store:T-1"),
        "count": lambda: ledger.submit(Submission(command="store.count", body=dict(
            store="T-1", site="S-1", boxes=41, counted_on="2026-02-01"))),
    }.items():
        try:
            found[name] = repr(act())
        except RegledgerError as error:
            found[name] = str(error)
    found["head"] = ledger.recorder.head().number
print(json.dumps(found))
"""

COUNTED = {"store": "T-1", "site": "S-1", "boxes": 40, "counted_on": "2026-01-06"}
STEPS = [
    ("authority.register", {"authority": "emb", "name": "Bureau", "registered_on": "2026-01-04"}),
    (
        "enterprise.register",
        {"enterprise": "E-1", "name": "n", "credit_code": "91430100MA4L16JQ9D", "registered_on": "2026-01-05"},
    ),
    (
        "site.register",
        {
            "site": "S-1",
            "enterprise": "E-1",
            "name": "Plant",
            "address": "Road 1",
            "authority": "emb",
            "sector": "counting",
            "registered_on": "2026-01-05",
        },
    ),
    ("store.count", COUNTED),
]


@pytest.fixture
def ledger(new_shelf: Callable[[], Any], tmp_path: Path) -> str:
    """The path of a ledger whose fact 4 a sector recorded."""
    shelf = new_shelf()
    shelf.lay("counting", COUNTING)
    path = str(tmp_path / "county.db")
    assert shelf.run(RECORD, path, json.dumps(STEPS)) == [40, 4]
    return path


def test_the_facts_of_a_removed_sector_stay_readable(new_shelf: Callable[[], Any], ledger: str) -> None:
    """Without their sector, facts are shown as their stored JSON, under every tag; the rest of the ledger goes on."""
    found = new_shelf().run(READ, ledger)

    assert found["store:T-1"] == [[4, "store.counted", "Unknown", COUNTED]]
    assert found["site:S-1"][-1] == [4, "store.counted", "Unknown", COUNTED]
    assert found["all"][-1] == "store.counted"
    assert sorted(found["standing"]) == ["site.registered", "store.counted"]
    assert (found["show"], found["site"]) == (None, "counting")
    assert found["submit"] == [5]
    assert found["withdraw"] == found["correct"] == ["correction.of_unknown"]
    assert "store.count" in found["command"]


def test_a_fact_that_its_sector_cannot_lift_stops_only_what_needs_it(new_shelf: Callable[[], Any], ledger: str) -> None:
    """Where an upcaster fails, histories show the stored JSON and other acts go on; what folds that fact names it."""
    shelf = new_shelf()
    shelf.lay("counting", UPGRADED)

    found = shelf.run(GO_ON, ledger)

    told = "sector counting 1.2 failed in hook regledger_facts: KeyError: 'crates'"
    assert found["fact"] == [1, "Unknown", COUNTED, f"{told} (at sector_counting/__init__.py:9 in <lambda>)"]
    assert sorted(found["site"]) == ["site.registered", "store.counted"]
    assert (found["submit"], found["head"]) == ([5], 5)
    assert all(f"Fact 4 (store.counted version 1) cannot be read: {told}" in found[one] for one in ("show", "count"))


ACT = """
import json, sys
from regledger.deciding.answers import Submission
from regledger.ledger import Ledger

with Ledger.open(f"sqlite:///{sys.argv[1]}") as ledger:
    answer = ledger.submit(Submission(command=sys.argv[2], body=json.loads(sys.argv[3])))
    by = ledger.at(answer.numbers[0]).commit.by
    shown = ledger.show("store:T-1")
    print(json.dumps([list(answer.numbers), [one.code for one in answer.warnings], list(by.sectors), shown and shown.state.boxes]))
"""


def test_a_sector_that_is_away_for_one_act(new_shelf: Callable[[], Any], ledger: str) -> None:
    """The act on its site is recorded and says that its rules were not applied; once it is back it goes on where it was."""
    applied = {"licence": "L-1", "enterprise": "E-1", "site": "S-1", "authority": "emb", "kind": "any"}
    back = new_shelf()
    back.lay("counting", COUNTING, version="1.3")

    away = new_shelf().run(ACT, ledger, "licence.apply", json.dumps({**applied, "applied_on": "2026-01-07"}))
    again = back.run(ACT, ledger, "store.count", json.dumps({**COUNTED, "boxes": 41, "counted_on": "2026-01-08"}))

    assert away == [[5], ["sector.not_in_use"], [], None]
    assert again == [[6], [], ["counting 1.3"], 41]
