"""The key-value target where batches do not carry it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from nats.aio.client import Client
from regledger.log.catalogue import Catalogue
from regledger.log.facts import NewFact
from regledger.records import CORE_FACTS
from regledger_projections.connection import connected
from regledger_projections.kv_target import KvTarget
from regledger_projections.models import Licences, OpenHazards
from regledger_projections.publisher import Publisher
from regledger_projections.reader import StreamReader
from regledger_projections.runner import Runner
from regledger_projections.server import NatsServer
from regledger_projections.sql_target import SqlTarget
from regledger_projections.targets import Change, Checkpoint, Target
from regledger_projections.window import NotTaken

CATALOGUE = Catalogue(CORE_FACTS)


async def publish(county: Any, client: Client) -> None:
    publisher = Publisher(county.master(client), county.recorder)
    await publisher.catch_up()
    await publisher.close()


async def project(county: Any, client: Client, target: Target, step: int) -> dict[str, Any]:
    ledger = county.recorder.ledger_id
    runner = Runner(ledger, CATALOGUE, target, lambda after: StreamReader(client, "REG_COUNTY", after), step=step)
    await runner.run(until=county.recorder.head().number)
    return dict(await target.rows())


async def in_a_table(county: Any, client: Client, folder: Path, model: Any) -> dict[str, Any]:
    target = SqlTarget(folder / "table.db", model)
    rows = await project(county, client, target, 400)
    await target.close()
    return rows


class Plain(KvTarget):
    """A bucket as a server without atomic batches makes it."""

    def _config(self) -> Any:
        return super()._config().evolve(allow_atomic=False)


@pytest.mark.parametrize("kind", [KvTarget, Plain])
def test_a_step_above_the_limit_of_a_batch_gives_the_same_rows(
    county: Any, server: NatsServer, tmp_path: Path, kind: type[KvTarget]
) -> None:
    """2,000 facts a step need more messages than a batch may have; more than 1,024 rows need more than one direct get."""
    county.record(*(NewFact(body=county.hazard(f"H-{number}")) for number in range(1300)))
    county.grow(1500)

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            await publish(county, client)
            target = kind(client, "county", OpenHazards())

            rows = await project(county, client, target, 2000)

            assert len(rows) > 1300
            assert rows == await in_a_table(county, client, tmp_path, OpenHazards())
            await target.close()

    asyncio.run(work())


class Cut(Plain):
    """A bucket whose writer dies within a step, a little later each time."""

    alive_for = 0

    def _messages(self, change: Change) -> Iterable[tuple[str, bytes, dict[str, str]]]:
        for index, message in enumerate(super()._messages(change)):
            if index == self.alive_for:
                raise KeyboardInterrupt
            yield message


def test_a_step_cut_off_without_batches_is_done_again_with_an_equal_result(
    county: Any, server: NatsServer, tmp_path: Path
) -> None:
    """Facts, rows, checkpoint: whichever was the last one written, the next projection arrives at the right rows."""
    county.grow(200)

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            await publish(county, client)
            for alive_for in (1, 5, 17, 23, 40, 10**6):
                target = Cut(client, "county", OpenHazards())
                target.alive_for = alive_for
                try:
                    rows = await project(county, client, target, 20)
                except KeyboardInterrupt:
                    rows = {}
                await target.close()

            assert rows == await in_a_table(county, client, tmp_path, OpenHazards())

    asyncio.run(work())


class Narrow(Plain):
    """A bucket that takes no row above 2,000 bytes, as a server with other limits does."""

    def _config(self) -> Any:
        return super()._config().evolve(max_msg_size=2_000)


def test_a_checkpoint_never_goes_before_what_it_stands_for(county: Any, server: NatsServer) -> None:
    """Without batches the checkpoint waits until every row is acknowledged: one that is refused leaves it where it was."""

    def change(number: int, cell: str) -> Change:
        place = Checkpoint(ledger=county.recorder.ledger_id, number=number, chain="00" * 32, columns=tuple(columns))
        return Change(checkpoint=place, facts={}, rows={"H-1": dict.fromkeys(columns, cell)})

    columns = OpenHazards().columns

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            target = Narrow(client, "county", OpenHazards())
            assert await target.open() is None
            await target.apply(change(1, "short"))

            with pytest.raises(NotTaken, match="size"):
                await target.apply(change(2, "long" * 1_000))

            await client.flush()
            found = await target.checkpoint()
            assert found is not None
            assert found.number == 1
            await target.close()

    asyncio.run(work())


def test_a_row_is_looked_up_by_its_key_with_any_client(county: Any, server: NatsServer) -> None:
    """The bucket is an ordinary one: `licences` is read by licence id, as JSON."""
    county.grow(60)

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            await publish(county, client)
            target = KvTarget(client, "county", Licences())
            rows = await project(county, client, target, 400)
            await target.close()
            key = next(iter(rows))

            bucket = await client.jetstream().key_value("REG_COUNTY_licences_v1")
            entry = await bucket.get(key)

            assert entry.value is not None
            assert b'"licence":"%b"' % key.encode() in entry.value

    asyncio.run(work())
