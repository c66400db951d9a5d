"""Ledgers in PostgreSQL, each in a database of its own, and a server that may be killed."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from typing import Any

import psycopg
import pytest
from eventsourcing.dcb.api import DCBEvent
from regledger.log.postgres import PostgresRecorder
from regledger.testing.postgres import PostgresMissing, PostgresServer

LEDGER = "01900000-0000-7000-8000-000000000001"


def made(url: str, **options: Any) -> PostgresRecorder:
    """A new ledger at `url`, open."""
    return PostgresRecorder.create(url, ledger_id=LEDGER, name="county", zone="Asia/Shanghai", **options)


def fact(*tags: str, data: bytes = b"{}") -> DCBEvent:
    """A fact to append."""
    return DCBEvent("hazard.found", data, list(tags))


def until(done: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until `done` answers something true."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.01)


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    """The URL of an empty database of its own."""
    return postgres.new_database()


@pytest.fixture
def admin(url: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """The superuser's session in that database, in autocommit."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET search_path = regledger")
        yield connection


@pytest.fixture
def recorder(url: str) -> Iterator[PostgresRecorder]:
    """A new ledger in that database."""
    with made(url) as recorder:
        yield recorder


@pytest.fixture(scope="module")
def mortal() -> Iterator[PostgresServer]:
    """A server that a test may kill, if it starts it again."""
    try:
        server = PostgresServer()
    except PostgresMissing:
        pytest.skip("platform: no PostgreSQL binaries are published for this Python and machine")
    with server:
        yield server


class Wire:
    """What lies between a client and the server: it can be cut just before or just after a COMMIT is passed on.

    Everything is passed on as it comes until `cut` is set; then the first COMMIT is passed on, or not, the connection is
    closed without its answer, and, where `heals` is false, no other one is taken.
    """

    def __init__(self, port: int) -> None:
        self.cut = ""
        """Nothing, `before` or `after`."""
        self.heals = True
        self.meanwhile: Callable[[], object] = lambda: None
        """What happens between the cut and the moment when the client learns of it."""
        self._to = port
        self._silent: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._stack = ExitStack()
        self._threads = [threading.Thread(target=self._take)]
        self._threads[0].start()

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self._refuse()
        self._stack.close()
        for thread in self._threads:
            thread.join(10)

    def _refuse(self) -> None:
        _shut(self._listening)
        self._listening.close()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._to))
                for one in (client, server):
                    self._stack.enter_context(closing(one))
                    self._stack.callback(_shut, one)
                for pair in ((client, server), (server, client)):
                    thread = threading.Thread(target=self._pass, args=pair)
                    self._threads.append(thread)
                    thread.start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65_536):
                if self.cut and b"COMMIT\0" in piece:
                    how, self.cut = self.cut, ""
                    self._silent.add(target)  # the client hears no more of it
                    if not self.heals:
                        self._refuse()
                    if how == "after":
                        target.sendall(piece)
                        time.sleep(0.2)
                    target.shutdown(socket.SHUT_RDWR)
                    self.meanwhile()
                    break
                if source in self._silent:
                    continue
                target.sendall(piece)
        for one in () if source in self._silent else (source, target):
            _shut(one)


def _shut(one: socket.socket) -> None:
    """Wake who reads from it, as closing it does not."""
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def wire(postgres: PostgresServer) -> Iterator[Wire]:
    """A wire to the server of the session."""
    with Wire(postgres.port) as wire:
        yield wire
