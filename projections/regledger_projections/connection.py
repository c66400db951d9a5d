"""Connections to NATS that never mend themselves: who loses one starts over from proven ground."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator, Callable

import nats.errors
from nats.aio.client import Client

from regledger_projections.errors import StreamUnreachable
from regledger_projections.logs import logger

__all__ = ["connected", "public_url"]

_log = logger()


_SECRET = re.compile(r"(?<=//)[^@/,]*@")


def public_url(url: str) -> str:
    """`url` without the user, password or token in it: what may be shown and logged."""
    return _SECRET.sub("", url)


@contextlib.asynccontextmanager
async def connected(url: str, *, name: str, lost: Callable[[], None] | None = None) -> AsyncIterator[Client]:
    """A connection, closed at the end.

    Args:
        url: one server, or several of a cluster with commas between.
        name: shown in the server's monitoring.
        lost: called once the connection is gone.

    Raises:
        StreamUnreachable: nothing answers at `url`.
    """

    async def on_closed() -> None:
        if lost is not None:
            lost()

    met: list[Exception] = []

    async def on_error(error: Exception) -> None:
        met[:] = [error]
        _log.debug("nats", error=str(error) or type(error).__name__)

    client = Client()
    try:
        await client.connect(
            url.split(","),
            name=name,
            allow_reconnect=False,
            # Of the first connection: every server is tried twice; 60 times, two seconds apart, is the library's own way.
            max_reconnect_attempts=1,
            reconnect_time_wait=0,
            connect_timeout=3,
            ping_interval=5,
            max_outstanding_pings=2,
            closed_cb=on_closed,
            error_cb=on_error,
        )
    except (nats.errors.Error, OSError, ValueError) as error:
        await _close(client)  # a server that refuses the password leaves the library with open sockets
        cause = met[0] if met else error
        raise StreamUnreachable(url=public_url(url), found=str(cause) or type(cause).__name__) from error
    try:
        yield client
    finally:
        await _close(client)


async def _close(client: Client) -> None:
    with contextlib.suppress(nats.errors.Error, OSError):
        await client.close()
