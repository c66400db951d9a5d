"""The reader, where the stream itself is at fault."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest
from nats.js import api
from regledger.log.catalogue import Catalogue
from regledger.log.facts import NewFact
from regledger.records import CORE_FACTS
from regledger_projections.chain import start_of
from regledger_projections.connection import connected, public_url
from regledger_projections.errors import StreamDiverged, StreamUnreachable
from regledger_projections.models import OpenHazards
from regledger_projections.publisher import Publisher
from regledger_projections.reader import StreamReader
from regledger_projections.runner import Runner
from regledger_projections.server import NatsServer
from regledger_projections.sql_target import SqlTarget


def test_a_message_that_is_not_there_is_named(server: NatsServer) -> None:
    """A number that was taken out of a stream is never passed over in silence."""

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            manager = client.jetstream()
            await manager.add_stream(api.StreamConfig(name="T", subjects=["t"]))
            for _ in range(5):
                await manager.publish("t", b"x")
            await manager.delete_msg("T", 3)
            reader = StreamReader(client, "T")

            assert [message.number for message in await reader.read()] == [1, 2]
            with pytest.raises(StreamDiverged, match="number 3: missing, 4 is next"):
                await reader.read()
            await reader.close()

    asyncio.run(work())


def test_a_reader_waits_for_a_stream_that_is_not_there_yet(server: NatsServer) -> None:
    """It finds the stream once it is made, and begins where it was told to."""

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            reader = StreamReader(client, "T", after=2)
            assert await reader.read(wait=0.2) == []

            manager = client.jetstream()
            await manager.add_stream(api.StreamConfig(name="T", subjects=["t"]))
            for number in range(1, 5):
                await manager.publish("t", b"%d" % number)

            assert [message.data for message in await reader.read()] == [b"3", b"4"]
            await reader.close()

    asyncio.run(work())


def test_a_server_that_stands_still_for_a_while_loses_nothing(county: Any, server: NatsServer) -> None:
    """SIGSTOP for longer than heartbeats may stay away: the consumer is rebuilt, and each message is read once."""
    until = county.grow(50)

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            publisher = Publisher(county.master(client), county.recorder)
            await publisher.catch_up()
            reader = StreamReader(client, "REG_COUNTY", heartbeat=0.2)
            read = await reader.read()
            while len(read) < until:
                read += await reader.read()

            assert server.pid is not None
            os.kill(server.pid, signal.SIGSTOP)
            began = time.monotonic()
            while time.monotonic() < began + 1.2:
                read += await reader.read(wait=0.3)
            os.kill(server.pid, signal.SIGCONT)
            later = county.grow(50)
            await publisher.catch_up()
            while len(read) < later:
                read += await reader.read()

            assert [message.number for message in read] == list(range(1, later + 1))
            assert reader.rebuilt > 0
            await reader.close()
            await publisher.close()

    asyncio.run(work())


def of_another_chain(county: Any) -> tuple[bytes, str]:
    return county.entries()[0].replace(b'"id":"1"', b'"id":"21"'), "0" * 64


def out_of_place(county: Any) -> tuple[bytes, str]:
    return county.entries()[0], chained(county, county.entries()[0])


def of_another_ledger(county: Any) -> tuple[bytes, str]:
    entry = county.entries()[0].replace(b'"id":"1"', b'"id":"21"')
    entry = entry.replace(county.recorder.ledger_id.encode(), b"01a20000-0000-7000-8000-000000000000")
    return entry, chained(county, entry)


def chained(county: Any, entry: bytes) -> str:
    """The chain that follows rightly where `entry` comes after all the others."""
    place = start_of(county.recorder.ledger_id)
    for one in (*county.entries(), entry):
        place = place.after(one)
    return place.chain.hex()


@pytest.mark.parametrize(
    ("forged", "says"),
    [
        (of_another_chain, "its chain does not follow"),
        (out_of_place, "it is fact 1 of ledger"),
        (of_another_ledger, "it is fact 21 of ledger 01a20000-0000-7000-8000-000000000000"),
    ],
)
def test_a_projection_stops_at_a_foreign_message(
    county: Any, server: NatsServer, tmp_path: Any, forged: Callable[[Any], tuple[bytes, str]], says: str
) -> None:
    """What does not follow from the chain never reaches a view, nor what follows and is not the next fact of this ledger."""
    facts = [county.hazard(f"H-{number}") for number in range(20)]
    bad = county.record(*(NewFact(body=fact) for fact in facts)) + 1

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            publisher = Publisher(county.master(client), county.recorder)
            await publisher.catch_up()
            await publisher.close()
            entry, chain = forged(county)
            await client.publish("reg.county.fact.x", entry, headers={"Regledger-Chain": chain})
            await client.flush()
            target = SqlTarget(tmp_path / "views.db", OpenHazards())
            runner = Runner(
                county.recorder.ledger_id,
                Catalogue(CORE_FACTS),
                target,
                lambda after: StreamReader(client, "REG_COUNTY", after),
            )

            with pytest.raises(StreamDiverged, match=rf"REG_COUNTY .*number {bad}: {says}"):
                await asyncio.wait_for(runner.run(), 10)
            await target.close()

    asyncio.run(work())


def test_a_server_that_is_not_there_is_named_at_once(server: NatsServer) -> None:
    """Each address is tried twice, not for minutes, and the error says which and why; one that answers is enough."""
    nobody = "nats://127.0.0.1:9"

    async def work() -> None:
        with pytest.raises(StreamUnreachable, match=f"{nobody}: .*Connect call failed"):
            async with asyncio.timeout(5), connected(nobody, name="test"):
                pass
        async with asyncio.timeout(5), connected(f"{nobody},{server.url}", name="test") as client:
            assert client.is_connected

    asyncio.run(work())


def test_a_secret_in_an_address_is_never_shown() -> None:
    """User, password and token are left out of errors, logs and status."""
    assert public_url("nats://a:b@one:4222,tls://token@two") == "nats://one:4222,tls://two"
