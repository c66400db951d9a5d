"""A sector's release 1.1 on a ledger that its 1.0 recorded: every old fact readable, every old decision explained as before.

Real distributions, each release in a Python of its own, and one ledger: recorded under 1.0, gone on with under 1.1, and read at
last with the sector removed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ..integration.sectors.conftest import Shelf
from .plugin_releases import RELEASE_1_0, RELEASE_1_1

SEND = """
import json, sys
import msgspec
from regledger.deciding.answers import Submission
from regledger.ledger import Ledger

url = f"sqlite:///{sys.argv[1]}"
answers = []
with (Ledger.create if sys.argv[2] == "create" else Ledger.open)(url) as ledger:
    for command, body in json.loads(sys.argv[3]):
        answer = ledger.submit(Submission(command=command, body=body))
        named = [one.code for one in (*getattr(answer, "objections", ()), *answer.warnings)]
        answers.append([list(getattr(answer, "numbers", ())), named])
print(json.dumps(answers))
"""

READ = """
import json, sys
import msgspec
from regledger.history.explain import explain
from regledger.history.find import find
from regledger.history.timeline import timeline
from regledger.ledger import Ledger

with Ledger.open(f"sqlite:///{sys.argv[1]}") as ledger:
    plain = msgspec.to_builtins
    head = ledger.recorder.head().number
    held = ledger.show("store:T-1")
    profile = ledger.show("stores_site:S-1") if ledger.kinds.named("stores_site") else None
    found = {
        "stored": [[one.number, one.type, one.version, one.data.decode()] for one in ledger.facts()],
        "bodies": {one.number: plain(one.body) for one in ledger.facts(tags=["site:S-1"])},
        "explained": {number: plain(explain(ledger, number)) for number in range(1, head + 1)},
        "timeline": [[row.number, row.type] for row in timeline(ledger, "store:T-1")],
        "found": [one.subject for one in find(ledger, "T-1")],
        "kept_by": [one.number for one in ledger.facts(tags=["keeper:K-1"])] if "keeper" in ledger.side.kinds else None,
        "store": plain(held.state) if held else None,
        "profile": plain(profile.state) if profile else None,
    }
print(json.dumps(found, default=str))
"""

VIEWS = """
import asyncio, json, sys
from pathlib import Path
from regledger.ledger import Ledger
from regledger_projections.connection import connected
from regledger_projections.publisher import Publisher
from regledger_projections.reader import StreamReader
from regledger_projections.runner import Runner
from regledger_projections.server import NatsServer
from regledger_projections.sql_target import SqlTarget
from regledger_projections.stream import MasterStream

async def work(ledger, folder, url):
    async with connected(url, name="test") as client:
        stream = MasterStream(client, ledger.recorder.ledger_id, ledger.recorder.name)
        publisher = Publisher(stream, ledger.recorder)
        await publisher.catch_up()
        await publisher.close()
        target = SqlTarget(folder / "views.db", ledger.installation.read_models["store_counts"])
        reader = lambda after: StreamReader(client, "REG_COUNTY", after)
        head = ledger.recorder.head().number
        await Runner(ledger.recorder.ledger_id, ledger.catalogue, target, reader).run(until=head)
        rows = await target.rows()
        await target.close()
        return rows

folder = Path(sys.argv[1]).parent
with Ledger.open(f"sqlite:///{sys.argv[1]}") as ledger, NatsServer(folder / "nats") as server:
    print(json.dumps(asyncio.run(work(ledger, folder, server.url)), default=dict))
"""

AT = {"enterprise": "E-1", "name": "Plant", "address": "Road 1", "authority": "emb", "registered_on": "2026-01-05"}
COUNTY = [
    ("authority.register", {"authority": "emb", "name": "Bureau", "registered_on": "2026-01-04"}),
    (
        "enterprise.register",
        {"enterprise": "E-1", "name": "n", "credit_code": "91430100MA4L16JQ9D", "registered_on": "2026-01-05"},
    ),
    ("site.register", {"site": "S-1", "sector": "stores", **AT}),
    (
        "stores_site.profile",
        {"site": "S-1", "authority": "emb", "profile": {"gate": "East"}, "profiled_on": "2026-01-06"},
    ),
]


def counted(command: str, boxes: int, day: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return command, {"store": "T-1", "site": "S-1", "boxes": boxes, "keeper": "K-1", "counted_on": day, **more}


OLD = [*COUNTY, counted("stock.count", 40, "2026-02-01"), counted("stock.count", 48, "2026-03-01")]
NEW = [
    counted("store.count", 50, "2026-03-31"),
    counted("store.count", 41, "2026-04-01"),
    counted("store.count", 31, "2026-04-01", shelf="A"),
    counted("stock.count", 20, "2026-04-02"),
    (
        "fact.correct",
        {"number": 5, "body": {"boxes": 39}, "reason": "Wrong", "authority": "emb", "corrected_on": "2026-04-03"},
    ),
]


class Upgraded:
    """What each release read of the one ledger, and what it answered."""

    def __init__(self, new_shelf: Callable[[], Shelf], path: str) -> None:
        first, second, bare = new_shelf(), new_shelf(), new_shelf()
        first.lay("stores", RELEASE_1_0, bare=True, version="1.0")
        second.lay("stores", RELEASE_1_1, bare=True, version="1.1")
        self.recorded = first.run(SEND, path, "create", json.dumps(OLD))
        self.before = first.run(READ, path)
        self.views_before = first.run(VIEWS, path)
        self.after = second.run(READ, path)
        self.views_after = second.run(VIEWS, path)
        self.went_on = second.run(SEND, path, "open", json.dumps(NEW))
        self.later = second.run(READ, path)
        self.views_later = second.run(VIEWS, path)
        self.removed = bare.run(READ, path)


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Upgraded:
    path = tmp_path_factory.mktemp("county") / "county.db"
    return Upgraded(lambda: Shelf(tmp_path_factory.mktemp("shelf")), str(path))


def test_every_old_fact_is_readable_and_its_bytes_are_what_they_were(upgraded: Upgraded) -> None:
    """Name, version and data stay as 1.0 stored them; the bodies read as 1.1 declares them."""
    assert upgraded.recorded[4:] == [[[5], []], [[6], ["store.crowded"]]]
    assert upgraded.after["stored"] == upgraded.before["stored"]
    assert upgraded.later["stored"][:6] == upgraded.before["stored"]
    assert [one[1:3] for one in upgraded.after["stored"][4:]] == [["stock.counted", 1], ["stock.counted", 1]]
    assert upgraded.before["bodies"]["5"].keys().isdisjoint({"crates", "shelf"})
    assert upgraded.after["bodies"]["5"] == {**upgraded.before["bodies"]["5"], "crates": 4, "shelf": None}
    assert upgraded.after["profile"] == {"gate": "East", "floors": 1}


def test_every_old_decision_is_explained_as_before(upgraded: Upgraded) -> None:
    """Rules, values of the law with their citations, warnings and the sector with its version are those that 1.0 told."""
    told = upgraded.before["explained"]["6"]
    assert told["sectors"] == ["stores 1.0"]
    assert [(one["parameter"], one["value"], one["citation"]) for one in told["used"]] == [
        ("K-01.most", 50, "x(2020) Art 1")
    ]
    assert [one["objection"]["code"] for one in told["warnings"]] == ["store.crowded"]

    for number, was in upgraded.before["explained"].items():
        now = upgraded.after["explained"][number]
        assert _without_summary(now) == _without_summary(was), number


def _without_summary(explained: dict[str, Any]) -> dict[str, Any]:
    """A decision without the one line that reads a fact's body, which a lifted one has more in."""
    facts = [{name: value for name, value in fact.items() if name != "summary"} for fact in explained["facts"]]
    return {**explained, "facts": facts}


def test_records_and_histories_hold_both_names(upgraded: Upgraded) -> None:
    """The record folds old and new facts, a correction of an old one among them; histories tell each by its stored name."""
    assert (upgraded.before["store"], upgraded.after["store"]) == (
        {"boxes": 48, "counts": 2},
        {"boxes": 48, "counts": 2},
    )
    assert upgraded.later["store"] == {"boxes": 20, "counts": 5}
    assert upgraded.later["timeline"] == [
        *([number, "stock.counted"] for number in (5, 6)),
        *([number, "store.counted"] for number in (7, 8, 9, 10)),
    ]
    assert upgraded.later["explained"]["5"]["facts"][0]["corrected_by"] == 10
    assert upgraded.before["kept_by"] == upgraded.after["kept_by"] == [5, 6]
    assert upgraded.later["kept_by"] == [5, 6, 7, 8, 9, 10]


def test_new_decisions_are_judged_by_the_law_of_their_day(upgraded: Upgraded) -> None:
    """The day before the change the old value and rule hold, from the day on the new ones; the former command name is taken."""
    assert upgraded.went_on == [
        [[7], ["store.crowded"]],
        [[], ["store.too_full", "store.crowded"]],
        [[8], ["store.crowded"]],
        [[9], []],
        [[10], []],
    ]
    explained = upgraded.later["explained"]
    assert [explained[number]["used"][0]["value"] for number in ("7", "8")] == [50, 40]
    assert explained["8"]["used"][0]["citation"] == "x(2026) Art 1"
    assert explained["8"]["sectors"] == ["stores 1.1"]


def test_read_models_are_rebuilt_from_both_names(upgraded: Upgraded) -> None:
    """A read model of a new version that asks for the present name has every row that the old one had, and goes on."""
    assert upgraded.views_before == {"T-1": {"store": "T-1", "boxes": 48, "facts": 2}}
    assert upgraded.views_after == upgraded.views_before
    assert upgraded.views_later == {"T-1": {"store": "T-1", "boxes": 20, "facts": 5}}


def test_with_the_sector_removed_everything_is_still_shown(upgraded: Upgraded) -> None:
    """Old and new facts as their stored JSON under the name that each was stored under; every trace is what it was."""
    assert upgraded.removed["stored"] == upgraded.later["stored"]
    assert upgraded.removed["timeline"] == upgraded.later["timeline"]
    assert upgraded.removed["found"] == ["store:T-1"]
    assert upgraded.removed["bodies"]["5"]["body"]["boxes"] == 40
    assert (upgraded.removed["store"], upgraded.removed["profile"]) == (None, None)
    for number, was in upgraded.later["explained"].items():
        now = upgraded.removed["explained"][number]
        for part in ("command", "command_body", "used", "sectors", "boundary", "head", "actor", "command_digest"):
            assert now[part] == was[part], number
        assert [one["rule"] for one in now["rules"]] == [one["rule"] for one in was["rules"]]
        assert [one["objection"] for one in now["warnings"]] == [one["objection"] for one in was["warnings"]]
