"""A read model of a fact that was renamed: its rows come from what both names were stored under."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
from regledger.log.catalogue import Catalogue
from regledger.log.facts import Fact, RecordedFact, fact
from regledger.log.tags import CORE_TAG_KINDS, TagKinds
from regledger.log.text import Id
from regledger.records import CORE_FACTS
from regledger.views import ColumnKind, ReadModel, Row
from regledger_projections.connection import connected
from regledger_projections.publisher import Publisher
from regledger_projections.reader import StreamReader
from regledger_projections.runner import Runner
from regledger_projections.server import NatsServer
from regledger_projections.sql_target import SqlTarget


@fact(
    "store.counted",
    2,
    tags={"site": "site"},
    occurred="counted_on",
    formerly="stock.counted",
    lifts={1: lambda body: {**body, "boxes": body["crates"] * 10}},
)
class StoreCounted(Fact, frozen=True, kw_only=True):
    """Version 1 was called otherwise, and counted crates."""

    site: Id
    boxes: int
    counted_on: date


class Boxes(ReadModel):
    """Boxes a site."""

    name = "boxes"
    version = 1
    columns: ClassVar[Mapping[str, ColumnKind]] = {"site": "text", "boxes": "integer", "as_now": "integer"}

    def __init__(self, *types: str) -> None:
        self.types = types  # type: ignore[misc]

    def keys(self, fact: RecordedFact) -> Iterable[str]:
        body: Any = fact.body
        return [body.site]

    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        bodies: list[Any] = [one.body for one in facts]
        called = sum(one.name == "store.counted" for one in facts)
        return {"site": key, "boxes": sum(one.boxes for one in bodies), "as_now": called}


@pytest.mark.parametrize("asked", ["store.counted", "stock.counted"])
def test_a_read_model_folds_a_renamed_fact_under_both_names(
    county: Any, server: NatsServer, tmp_path: Path, asked: str
) -> None:
    """Whichever of the two names it asks for, both are folded, lifted and called by the present one."""
    county.raw("stock.counted", {"site": "S-1", "crates": 4, "counted_on": "2026-03-02"}, tags=("site:S-1",))
    county.raw("store.counted", {"site": "S-1", "boxes": 2, "counted_on": "2026-03-03"}, 2, tags=("site:S-1",))
    catalogue = Catalogue([*CORE_FACTS, StoreCounted], TagKinds(CORE_TAG_KINDS))

    async def work() -> Any:
        async with connected(server.url, name="test") as client:
            publisher = Publisher(county.master(client), county.recorder)
            await publisher.catch_up()
            await publisher.close()
            target = SqlTarget(tmp_path / "views.db", Boxes(asked))
            ledger, head = county.recorder.ledger_id, county.recorder.head().number
            reader = lambda after: StreamReader(client, "REG_COUNTY", after)  # noqa: E731 - as the others have it
            await Runner(ledger, catalogue, target, reader).run(until=head)
            rows = await target.rows()
            await target.close()
            return rows

    assert asyncio.run(work()) == {"S-1": {"site": "S-1", "boxes": 42, "as_now": 2}}
