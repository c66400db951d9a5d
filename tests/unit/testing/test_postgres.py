"""The testing server: it loses its power, comes back with what was committed, and goes when its process goes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from regledger.testing.postgres import PostgresMissing, PostgresServer

_PROGRAM = """\
import sys, time
from regledger.testing.postgres import PostgresServer
with PostgresServer() as server:
    print(server.folder, server.url('postgres'), flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    try:
        made = PostgresServer()
    except PostgresMissing:
        pytest.skip("platform: no PostgreSQL binaries are published for this Python and machine")
    with made:
        yield made


@pytest.mark.parametrize("postmaster_only", [False, True])
def test_what_was_committed_outlives_a_kill(server: PostgresServer, postmaster_only: bool) -> None:
    """A killed server refuses connections, and started again at the same URL it has every committed row."""
    url = server.new_database()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (number int)")
        connection.execute("INSERT INTO kept VALUES (7)")

    server.kill(postmaster_only=postmaster_only)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    server.start()

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(7,)]


def test_it_stops_and_starts(server: PostgresServer) -> None:
    """A stopped server starts again with its databases."""
    url = server.new_database("stopped")

    server.stop()
    assert server.pid is None
    server.start()

    psycopg.connect(url).close()


def test_it_asks_for_the_password(server: PostgresServer) -> None:
    """Nobody gets in with another password."""
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url("postgres", password="another"))


def test_settings_are_taken(server: PostgresServer) -> None:
    """fsync is on unless settings say otherwise, and each setting given reaches the server."""
    with server.connect() as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
    with PostgresServer(settings={"max_connections": 17}) as other, other.connect() as connection:
        assert connection.execute("SHOW max_connections").fetchone() == ("17",)


def test_it_goes_with_a_killed_process() -> None:
    """The server ends and its folder is removed when the process that started it is killed."""
    starter = subprocess.Popen([sys.executable, "-c", _PROGRAM], stdout=subprocess.PIPE, text=True)
    with starter:
        assert starter.stdout is not None
        folder, url = starter.stdout.readline().split()

        starter.kill()

    deadline = time.monotonic() + 20
    while Path(folder).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(folder).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
