"""Messages in flight, on a real JetStream."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from regledger_projections.connection import connected
from regledger_projections.server import NatsServer
from regledger_projections.window import Window, WrongLast


def test_a_message_that_is_stored_elsewhere_is_not_taken_for_the_one_expected(county: Any, server: NatsServer) -> None:
    """An acknowledgement names its place: another one than expected is an error, and the right one is remembered."""

    async def work() -> None:
        async with connected(server.url, name="test") as client:
            await county.master(client).ensure()
            window = Window(client)
            await window.open()
            window.begin()
            await window.send("reg.county.fact.x", b"one", {}, expect=1)
            await window.settle()
            assert window.last == 1

            await window.send("reg.county.fact.x", b"two", {}, expect=7)
            with pytest.raises(WrongLast, match="stored as 2 instead of 7"):
                await window.settle()
            await window.close()

    asyncio.run(work())
