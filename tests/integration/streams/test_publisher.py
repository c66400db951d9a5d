"""The strict publisher on a real JetStream."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from regledger_projections.chain import start_of
from regledger_projections.connection import connected
from regledger_projections.ending import end_tasks
from regledger_projections.errors import StreamDiverged, StreamUnfit
from regledger_projections.proving import prove_all
from regledger_projections.publisher import Publisher
from regledger_projections.server import NatsServer
from regledger_projections.stream import MasterStream


def exact(county: Any, messages: list[Any]) -> None:
    """Every message is the store's entry of its number, and the chain over them is computed anew."""
    entries = county.entries()
    assert [message.number for message in messages] == list(range(1, len(entries) + 1))
    assert [message.data for message in messages] == entries
    chain = sha256(county.recorder.ledger_id.encode()).digest()
    for message, entry in zip(messages, entries, strict=True):
        chain = sha256(chain + entry).digest()
        assert message.headers["Regledger-Chain"] == chain.hex()
        assert message.headers["Regledger-Number"] == str(message.number)


@pytest.mark.parametrize("batch", [0, 7, 500])
def test_message_n_is_fact_n_byte_for_byte(county: Any, server: NatsServer, batch: int) -> None:
    """Published one at a time, in small or in large batches, the stream holds each entry once, in order, chained."""
    county.grow(1500)

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            publisher = Publisher(county.master(client), county.recorder, batch=batch)
            assert await publisher.catch_up() == county.recorder.head().number
            county.grow(10)
            assert await publisher.catch_up() == county.recorder.head().number

            exact(county, await county.messages(client))
            assert publisher.resyncs == 0

    asyncio.run(work())


@pytest.mark.parametrize("batch", [0, 50])
def test_three_publishers_at_once_publish_each_fact_once(county: Any, server: NatsServer, batch: int) -> None:
    """Three publishers on three connections, while the store grows, leave one exact stream."""
    county.grow(1000)

    async def work() -> None:
        opened = contextlib.AsyncExitStack()
        clients = [await opened.enter_async_context(connected(server.url, name="test")) for _ in range(3)]
        publishers = [Publisher(county.master(client), county.recorder, batch=batch, window=100) for client in clients]
        tasks = [asyncio.create_task(publisher.run()) for publisher in publishers]
        for _ in range(10):
            county.grow(100)
            await asyncio.sleep(0.05)
        async with asyncio.timeout(30):
            while min(publisher.number for publisher in publishers) < county.recorder.head().number:
                assert not any(task.done() for task in tasks)
                await asyncio.sleep(0.05)

        exact(county, await county.messages(clients[0]))
        await end_tasks(tasks)
        await opened.aclose()

    asyncio.run(work())


def test_a_task_that_swallows_its_cancellation_is_ended_all_the_same() -> None:
    """A cancellation that arrives together with the answer is lost in Python 3.11's `wait_for`; it is asked again."""

    async def work() -> None:
        swallowed = 0

        async def at_work() -> None:
            nonlocal swallowed
            while True:
                try:
                    await asyncio.sleep(60)
                except asyncio.CancelledError:
                    swallowed += 1
                    if swallowed > 2:
                        raise

        task: asyncio.Task[object] = asyncio.create_task(at_work())
        await asyncio.sleep(0)

        async with asyncio.timeout(5):
            await end_tasks([task], again=0.01)

        assert task.cancelled()

    asyncio.run(work())


def test_a_stream_that_is_thrown_away_comes_back_the_same(county: Any, server: NatsServer) -> None:
    """Deleted under a running publisher, the stream is rebuilt with equal bytes, subjects, numbers and chain."""
    county.grow(700)

    def whole(messages: list[Any]) -> list[tuple[Any, ...]]:
        return [(m.number, m.subject, m.data, m.headers["Regledger-Number"], m.chain) for m in messages]

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            publisher = Publisher(county.master(client), county.recorder, recheck=0.1)
            running = asyncio.create_task(publisher.run())
            await reached(publisher, county)
            before = await county.messages(client)

            await client.jetstream().delete_stream(county.master(client).name)
            publisher.number = 0
            await reached(publisher, county)

            assert whole(await county.messages(client)) == whole(before)
            await end_tasks([running])

    asyncio.run(work())


def foreign_end(county: Any, client: Any) -> Any:
    return client.publish("reg.county.fact.x", b"foreign")


def forged_copy(county: Any, client: Any) -> Any:
    """The right bytes of the last fact once more, with a made-up chain."""
    headers = {"Regledger-Number": str(county.recorder.head().number + 1), "Regledger-Chain": "0" * 64}
    return client.publish("reg.county.fact.x", county.entries()[-1], headers=headers)


@pytest.mark.parametrize("foreign", [foreign_end, forged_copy])
def test_a_foreign_message_halts_publishing_and_is_left_where_it_is(
    county: Any, server: NatsServer, foreign: Callable[..., Any]
) -> None:
    """The error names the stream, the first bad number and what was found; nothing is deleted or added."""
    bad = county.grow(20) + 1

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            publisher = Publisher(county.master(client), county.recorder, recheck=0.1)
            running = asyncio.create_task(publisher.run())
            await reached(publisher, county)

            await foreign(county, client)
            await client.flush()
            county.grow(5)

            with pytest.raises(StreamDiverged, match=f"REG_COUNTY .*first at number {bad}:.*Publishing has halted"):
                await asyncio.wait_for(running, 10)
            assert len(await county.messages(client)) == bad

    asyncio.run(work())


def test_an_idle_publisher_notices_a_foreign_message(county: Any, server: NatsServer) -> None:
    """Nothing new is recorded, and the foreign message is found all the same."""
    county.grow(3)

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            publisher = Publisher(county.master(client), county.recorder, recheck=0.1)
            running = asyncio.create_task(publisher.run())
            await reached(publisher, county)
            await foreign_end(county, client)

            with pytest.raises(StreamDiverged):
                await asyncio.wait_for(running, 10)

    asyncio.run(work())


def test_the_first_bad_number_is_named_where_everything_is_foreign(county: Any, server: NatsServer) -> None:
    """A stream that another store filled differs from number 1 on, although only its end was looked at first."""
    county.grow(50)

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            stream: MasterStream = county.master(client)
            await stream.ensure()
            for number in range(1, 31):
                await client.publish("reg.county.fact.x", b"foreign %d" % number)
            await client.flush()

            with pytest.raises(StreamDiverged, match="first at number 1:"):
                await Publisher(stream, county.recorder).catch_up()
            with pytest.raises(StreamDiverged, match="first at number 1:"):
                await prove_all(stream, county.recorder)

    asyncio.run(work())


def test_a_ledger_that_lost_its_end_halts_publishing(county: Any, server: NatsServer, tmp_path: Any) -> None:
    """A ledger put back from a backup that is older than the stream does not publish over what was published."""
    county.grow(40)
    backup = tmp_path / "backup.db"
    copy_ledger(county.recorder.path, backup)
    first = county.recorder.head().number
    county.grow(10)

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            await Publisher(county.master(client), county.recorder).catch_up()
            with (
                type(county.recorder).open(backup) as older,
                pytest.raises(StreamDiverged, match=f"number {first + 1}:"),
            ):
                await Publisher(county.master(client), older).catch_up()

    asyncio.run(work())


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"max_msgs": 100}, "limits"),
        ({"discard": "old"}, "retention"),
        ({"metadata": {"regledger.ledger": "another"}}, "ledger another"),
    ],
)
def test_a_stream_that_could_lose_facts_is_refused(
    county: Any, server: NatsServer, changed: dict[str, Any], named: str
) -> None:
    """A stream of that name with limits, with another retention or of another ledger is left alone and named."""
    county.grow(3)

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            stream: MasterStream = county.master(client)
            await client.jetstream().add_stream(stream.config().evolve(**changed))

            with pytest.raises(StreamUnfit, match=named):
                await Publisher(stream, county.recorder).catch_up()

    asyncio.run(work())


async def reached(publisher: Publisher, county: Any) -> None:
    """Wait until everything is published."""
    async with asyncio.timeout(30):
        while publisher.number < county.recorder.head().number:
            await asyncio.sleep(0.02)


def copy_ledger(source: Any, target: Any) -> None:
    """A consistent copy of a ledger's file."""
    with contextlib.closing(sqlite3.connect(source)) as live, contextlib.closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def test_no_message_in_flight_goes_in_behind_a_foreign_one(county: Any, server: NatsServer) -> None:
    """With a whole window in flight, a stranger's message at place n keeps out not only fact n but every later one."""
    bad = county.grow(20) + 1

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            publisher = Publisher(county.master(client), county.recorder, batch=0)
            await publisher.catch_up()
            await foreign_end(county, client)
            await client.flush()
            county.grow(300)

            with pytest.raises(StreamDiverged, match=f"number {bad}:"):
                await publisher.catch_up()
            assert len(await county.messages(client)) == bad

    asyncio.run(work())


@pytest.mark.parametrize("strangers", [1, 50])
def test_no_batch_goes_in_behind_a_foreign_message(county: Any, server: NatsServer, strangers: int) -> None:
    """A stranger's message keeps out every batch, even where as many came in as the first batch holds: then the second
    would find its sequence, and is not committed before the first one was."""
    bad = county.grow(20) + 1

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            publisher = Publisher(county.master(client), county.recorder, batch=50)
            await publisher.catch_up()
            for _ in range(strangers):
                await foreign_end(county, client)
            await client.flush()
            county.grow(300)

            with pytest.raises(StreamDiverged, match=f"number {bad}:"):
                await publisher.catch_up()
            assert len(await county.messages(client)) == bad - 1 + strangers

    asyncio.run(work())


def test_a_stranger_who_forges_the_id_is_found_all_the_same(county: Any, server: NatsServer) -> None:
    """A foreign message that bears the id of fact n lets later ones in behind it; the publisher then proves all it sent."""
    bad = county.grow(20) + 1

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            publisher = Publisher(county.master(client), county.recorder, batch=0)
            await publisher.catch_up()
            county.grow(300)
            place = start_of(county.recorder.ledger_id)
            for entry in county.entries()[:bad]:
                place = place.after(entry)
            await client.publish("reg.county.fact.x", b"foreign", headers={"Nats-Msg-Id": place.chain.hex()})
            await client.flush()

            with pytest.raises(StreamDiverged, match=f"number {bad}:"):
                await publisher.catch_up()

    asyncio.run(work())
