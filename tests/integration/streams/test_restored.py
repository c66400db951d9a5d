"""A ledger that was restored from a back-up older than its stream says so by number, and overwrites nothing."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.safekeeping import backup, restore
from regledger_projections.connection import connected
from regledger_projections.errors import LedgerBehind, StreamDiverged
from regledger_projections.proving import prove_all
from regledger_projections.publisher import Publisher
from regledger_projections.server import NatsServer


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """`regledger`, as a process of its own."""
    command = [sys.executable, "-m", "regledger_cli", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_a_restore_behind_the_stream_is_named(county: Any, server: NatsServer, tmp_path: Path) -> None:
    """With N facts restored of 2N published, `streams status` ends with 1 and `serve` with 3; both name N+1, N and 2N, and
    the stream keeps all it has."""
    url = f"sqlite:///{county.recorder.path}"
    first = county.grow(40)
    backup(url, tmp_path / "backup")
    last = county.grow(40)
    published = run("serve", "--ledger", url, "--nats", server.url, "--once", "--only", "publisher")
    assert published.returncode == 0, published.stderr
    restored = f"sqlite:///{tmp_path}/restored.db"
    restore(tmp_path / "backup", restored)
    named = (
        rf"first at number {first + 1}: the ledger ends at {first}, the stream at {last}, {last - first} facts later"
    )

    status = run("streams", "status", "--ledger", restored, "--nats", server.url, "--json")
    served = run("serve", "--ledger", restored, "--nats", server.url, "--once", "--only", "publisher")

    assert status.returncode == 1
    found = msgspec.json.decode(status.stdout)["stream"]
    assert (found["state"], found["head"]) == ("diverged", last)
    assert re.search(named, found["found"])
    assert served.returncode == 3
    assert re.search(named, served.stderr)
    assert "keep the stream, which has the missing facts" in served.stderr
    assert [one.data for one in asyncio.run(_messages(county, server))] == county.entries()


def test_a_restore_that_was_written_to_is_no_longer_merely_behind(
    county: Any, server: NatsServer, tmp_path: Path
) -> None:
    """Facts recorded after the restore differ from those published under the same numbers, which is said instead."""
    first = county.grow(20)
    backup(f"sqlite:///{county.recorder.path}", tmp_path / "backup")
    county.grow(20)
    asyncio.run(_publish(county, county.recorder, server))
    restore(tmp_path / "backup", f"sqlite:///{tmp_path}/restored.db")

    with type(county.recorder).open(tmp_path / "restored.db") as older:
        with pytest.raises(LedgerBehind, match=rf"first at number {first + 1}:"):
            asyncio.run(_prove(county, older, server))
        older.record([county.recorder.at(1).event])

        with pytest.raises(
            Exception, match=rf"first at number {first + 1}: the ledger's entry has other bytes"
        ) as told:
            asyncio.run(_prove(county, older, server))

    assert not isinstance(told.value, LedgerBehind)


def test_a_stream_that_was_restored_from_goes_on(county: Any, server: NatsServer, tmp_path: Path) -> None:
    """A ledger restored with all that was published goes on publishing into the same stream, byte for byte."""
    county.grow(20)
    asyncio.run(_publish(county, county.recorder, server))
    backup(f"sqlite:///{county.recorder.path}", tmp_path / "backup")
    restore(tmp_path / "backup", f"sqlite:///{tmp_path}/restored.db")

    with type(county.recorder).open(tmp_path / "restored.db") as restored:
        restored.record([county.recorder.at(1).event])
        asyncio.run(_publish(county, restored, server))
        place = asyncio.run(_prove(county, restored, server))

        assert place.number == restored.head().number == county.recorder.head().number + 1


async def _publish(county: Any, recorder: Any, server: NatsServer) -> None:
    async with connected(server.url, name="test") as client:
        await Publisher(county.master(client), recorder).catch_up()


async def _prove(county: Any, recorder: Any, server: NatsServer) -> Any:
    async with connected(server.url, name="test") as client:
        return await prove_all(county.master(client), recorder)


async def _messages(county: Any, server: NatsServer) -> Any:
    async with connected(server.url, name="test") as client:
        return await county.messages(client)


@pytest.mark.parametrize("forged", [False, True])
def test_a_strangers_message_is_not_taken_for_a_later_fact(county: Any, server: NatsServer, forged: bool) -> None:
    """What stands behind the ledger's end but does not follow from it is foreign, though it calls itself the next fact."""
    last = county.grow(20)
    number = last + 1
    entry = county.entries()[-1].replace(f'"id":"{last}"'.encode(), f'"id":"{number}"'.encode())
    headers = {"Regledger-Number": str(number), "Regledger-Chain": "0" * 64}

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            await Publisher(county.master(client), county.recorder).catch_up()
            await client.jetstream().publish("reg.county.fact.x", entry if forged else b"foreign", headers=headers)
            with pytest.raises(StreamDiverged, match=f"first at number {number}:") as told:
                await prove_all(county.master(client), county.recorder)
            assert not isinstance(told.value, LedgerBehind)

    asyncio.run(work())
