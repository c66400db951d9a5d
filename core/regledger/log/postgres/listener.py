"""Wake-ups: one connection that listens while somebody in this process waits.

A wake-up is a hint. Who waits looks by itself every now and then, so that a lost notification, or the time without a connection, only
delays.
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import psycopg
from psycopg import sql

from regledger.log.postgres.address import Address
from regledger.log.postgres.connections import Connection, connect

__all__ = ["Listener", "channel_of"]

_LEAST_WAIT, _MOST_WAIT = 0.05, 2.0
_LOOK = 30.0
"""Seconds after which a connection that says nothing is asked whether it is there."""


def channel_of(ledger_id: str) -> str:
    """The name on which a ledger's appends are told; channels are the database's, not the schema's."""
    return f"regledger_{ledger_id.replace('-', '')}"


class Listener:
    """Calls `wake` when another process has recorded, and whenever it begins or begins again to listen."""

    def __init__(self, address: Address, busy_seconds: float, channel: str, wake: Callable[[], None]) -> None:
        self._address = address
        self._busy_seconds = busy_seconds
        self._channel = channel
        self._wake = wake
        self._stopped = threading.Event()
        self._ours, self._theirs = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="regledger-listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening, and wait until the connection is closed."""
        self._stopped.set()
        with suppress(OSError):
            self._ours.send(b"x")
        self._thread.join()
        self._ours.close()
        self._theirs.close()

    def _run(self) -> None:
        pause = _LEAST_WAIT
        while not self._stopped.is_set():
            with suppress(psycopg.Error, OSError):
                connection = connect(self._address, self._busy_seconds)
                try:
                    connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
                    pause = _LEAST_WAIT
                    self._wake()  # for what was told while nobody listened
                    self._hear(connection)
                finally:
                    connection.close()
            self._stopped.wait(pause)
            pause = min(2 * pause, _MOST_WAIT)

    def _hear(self, connection: Connection) -> None:
        while not self._stopped.is_set():
            ready, _, _ = select.select([connection.fileno(), self._theirs.fileno()], [], [], _LOOK)
            if not ready:
                connection.execute("SELECT 1")
                self._wake()
            elif not self._stopped.is_set() and any(True for _ in connection.notifies(timeout=0)):
                self._wake()
