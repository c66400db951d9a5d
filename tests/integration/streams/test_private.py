"""Streams and read models hold what the ledger holds, so they are as private as the ledger."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.log.catalogue import Catalogue
from regledger.records import CORE_FACTS
from regledger_projections.connection import connected, public_url
from regledger_projections.errors import StreamUnreachable
from regledger_projections.server import NatsServer, running_url
from regledger_projections.service import ServeOptions, serve
from regledger_projections.status import read_status

CATALOGUE = Catalogue(CORE_FACTS)


def password(url: str) -> str:
    return url.partition("@")[0].rpartition(":")[2]


def test_everything_that_serve_makes_is_its_owners_alone(county: Any, tmp_path: Path) -> None:
    """Folders have mode 0700 and files 0600, whatever the umask: tables, stream, address, password, logs."""
    county.grow(30)
    options = ServeOptions(directory=tmp_path / "made" / "streams")
    modes: dict[str, int] = {}

    async def work() -> None:
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(county.recorder, CATALOGUE, options, stop=stop))
        async with asyncio.timeout(40):
            while not (await read_status(county.recorder, options)).caught_up:
                await asyncio.sleep(0.05)
        modes.update((str(path.relative_to(tmp_path)), path.stat().st_mode) for path in (tmp_path / "made").rglob("*"))
        stop.set()
        await serving

    before = os.umask(0)
    try:
        asyncio.run(work())
    finally:
        os.umask(before)

    names = {Path(name).name for name in modes}
    assert {"views.db", "views.db-wal", "nats.url", "nats.conf", "nats.log", "nats.out", "password", "lock"} <= names
    assert [name for name, mode in modes.items() if mode & 0o077] == []
    assert {stat.S_IMODE(mode) for mode in modes.values() if stat.S_ISDIR(mode)} == {0o700}


def test_a_folder_that_was_there_keeps_its_mode(county: Any, tmp_path: Path, server: NatsServer) -> None:
    """Only what is made is closed: a folder that somebody else prepared is theirs."""
    county.grow(10)
    directory = tmp_path / "prepared"
    directory.mkdir()
    directory.chmod(0o755)

    asyncio.run(serve(county.recorder, CATALOGUE, ServeOptions(directory=directory, nats_url=server.url, once=True)))

    assert stat.S_IMODE(directory.stat().st_mode) == 0o755
    assert stat.S_IMODE((directory / "views.db").stat().st_mode) == 0o600


@pytest.mark.parametrize("put", [lambda _: "", lambda _: "regledger@", lambda secret: f"regledger:{secret[::-1]}@"])
def test_the_embedded_server_asks_for_its_password(server: NatsServer, put: Callable[[str], str]) -> None:
    """Who has not the password of the directory gets no connection, though everybody reaches the port."""
    address = public_url(server.url).replace("nats://", f"nats://{put(password(server.url))}")

    async def work() -> None:
        async with connected(address, name="stranger"):
            raise AssertionError

    # The server says so and hangs up at once: which of the two arrives first is the socket's affair.
    with pytest.raises(StreamUnreachable, match=r"Authorization|reset by peer|closed") as caught:
        asyncio.run(work())
    assert password(server.url)[::-1] not in str(caught.value)


def test_each_directory_has_a_password_that_stays(tmp_path: Path) -> None:
    """Another start has the same address, another directory another password; who may read the file is told both."""
    with NatsServer(tmp_path / "a") as one, NatsServer(tmp_path / "b") as other:
        first = one.url
        assert len(password(first)) == 32
        assert password(first) != password(other.url)
        assert running_url(tmp_path / "a") == first
    with NatsServer(tmp_path / "a") as again:
        assert again.url == first


def test_the_password_is_told_nowhere(county: Any, serving: Callable[..., Any], tmp_path: Path) -> None:
    """Neither the service's log, nor the server's, nor the status has it, also after the server was killed."""
    county.grow(10)
    options = ServeOptions(directory=tmp_path / "streams")
    process = serving(county.recorder.path)

    async def caught_up() -> bytes:
        async with asyncio.timeout(40):
            while True:
                status = await read_status(county.recorder, options)
                if status.caught_up:
                    return msgspec.json.encode(status)
                await asyncio.sleep(0.05)

    told = [asyncio.run(caught_up())]
    secret = (options.directory / "nats" / "password").read_bytes()
    os.kill(int((options.directory / "nats" / "nats.pid").read_text()), 9)
    county.grow(10)
    told.append(asyncio.run(caught_up()))
    process.end()

    logs = [
        tmp_path / "serving.log",
        *(options.directory / "nats").glob("nats.log*"),
        options.directory / "nats/nats.out",
    ]
    told += [path.read_bytes() for path in logs]
    assert secret
    assert b"127.0.0.1" in b"".join(told)
    assert [one for one in told if secret in one] == []
