"""A cluster of three nats-servers on loopback, as in a province."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from regledger.log.catalogue import Catalogue
from regledger.records import CORE_FACTS
from regledger_projections.connection import connected
from regledger_projections.errors import StreamUnreachable
from regledger_projections.kv_target import KvTarget
from regledger_projections.models import Licences, OpenHazards
from regledger_projections.reader import StreamReader
from regledger_projections.runner import Runner
from regledger_projections.server import find_nats_server
from regledger_projections.service import ServeOptions, serve, views_file
from regledger_projections.sql_target import SqlTarget
from regledger_projections.status import read_status
from regledger_projections.targets import Target

CATALOGUE = Catalogue(CORE_FACTS)
SECONDS = 60


class Cluster:
    """Three servers, each of which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        ports = _free_ports(6)
        self._routes = ", ".join(f"nats://127.0.0.1:{port}" for port in ports[3:])
        self._ports = list(zip(ports[:3], ports[3:], strict=True))
        self.url = ",".join(f"nats://127.0.0.1:{port}" for port in ports[:3])
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        for index in range(3):
            self.start(f"n{index}")

    def start(self, name: str) -> None:
        client, route = self._ports[int(name[1])]
        config = self._folder / f"{name}.conf"
        config.write_text(
            f'server_name: {name}\nlisten: "127.0.0.1:{client}"\nlog_file: "{self._folder / name}.log"\n'
            f'jetstream {{ store_dir: "{self._folder / name}" }}\n'
            f'cluster {{ name: county, listen: "127.0.0.1:{route}", routes: [{self._routes}] }}\n'
        )
        self._processes[name] = subprocess.Popen([str(find_nats_server()), "--config", str(config)])

    def kill(self, name: str) -> None:
        self._processes[name].kill()
        self._processes[name].wait()

    def close(self) -> None:
        for name in self._processes:
            self.kill(name)


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A running cluster."""
    running = Cluster(tmp_path)
    yield running
    running.close()


def test_killed_leaders_leave_stream_and_views_exact(
    county: Any, cluster: Cluster, tmp_path: Path, rounds: int
) -> None:
    """The leader of the stream is killed in mid-publish: message n is still fact n, and views equal those built anew."""
    options = ServeOptions(directory=tmp_path / "streams", nats_url=cluster.url, replicas=3)

    async def leader(after: int) -> str:
        while True:
            with contextlib.suppress(StreamUnreachable):
                async with connected(cluster.url, name="test") as client:
                    info = await county.master(client).info()
                    if info is not None and info.state.last_seq > after and info.cluster and info.cluster.leader:
                        return str(info.cluster.leader)
            await asyncio.sleep(0.02)

    async def caught_up() -> None:
        while True:
            with contextlib.suppress(StreamUnreachable):
                if (await read_status(county.recorder, options)).caught_up:
                    return
            await asyncio.sleep(0.2)

    async def work() -> None:
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(county.recorder, CATALOGUE, options, stop=stop))
        async with asyncio.timeout(SECONDS * rounds):
            for _ in range(rounds // 6 or 1):
                before = county.recorder.head().number
                county.grow(2000)
                name = await leader(before)
                cluster.kill(name)
                county.grow(200)
                await asyncio.sleep(0.3)
                cluster.start(name)
                await caught_up()
        stop.set()
        await serving

        async with connected(cluster.url, name="test") as client:
            entries = county.entries()
            assert [message.data for message in await county.messages(client)] == entries
            live: list[Target] = [
                KvTarget(client, "county", Licences()),
                SqlTarget(views_file(options.directory), OpenHazards()),
            ]
            for target in live:
                await target.open()
                fresh = SqlTarget(tmp_path / "fresh.db", target.model)
                ledger = county.recorder.ledger_id
                runner = Runner(ledger, CATALOGUE, fresh, lambda after: StreamReader(client, "REG_COUNTY", after))
                await runner.run(until=len(entries))
                assert await target.rows() == await fresh.rows()
                await fresh.close()
                await target.close()

    asyncio.run(work())
