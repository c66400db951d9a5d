"""A server that is there and says nothing: who asks it is told after a bounded time, and nothing is lost or written twice."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from regledger.log.postgres.connections import silence
from regledger.log.postgres.errors import CommitUnknown, StoreUnreachable
from regledger.testing.postgres import PostgresServer

from .conftest import fact, made

BUSY = 1.0


@contextmanager
def stopped(server: PostgresServer) -> Iterator[None]:
    """The server and its children do nothing and end nothing, as where a machine hangs."""
    assert server.pid is not None
    listed = subprocess.run(["pgrep", "-P", str(server.pid)], capture_output=True, text=True, check=True)
    pids = [server.pid, *map(int, listed.stdout.split())]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def test_a_server_that_hangs_holds_nobody_for_ever(mortal: PostgresServer) -> None:
    """Who reads from a server that hangs and who appends to it are told after the silence that is borne; it goes on afterwards."""
    with made(mortal.new_database(), busy_seconds=BUSY) as recorder, ThreadPoolExecutor(2) as pool:
        recorder.append([fact("case:1")])
        assert recorder.head().number == 1
        began = time.monotonic()

        with stopped(mortal):
            asked = [pool.submit(recorder.head), pool.submit(recorder.append, [fact("case:2")])]
            for one in asked:
                with pytest.raises(StoreUnreachable):
                    one.result(60)
            waited = time.monotonic() - began

        assert waited < silence(BUSY) + 15
        assert recorder.append([fact("case:3")]) == 2
        assert [one.event.tags for one in recorder.stored()] == [["case:1"], ["case:3"]]


def test_a_commit_that_waits_for_a_standby_is_not_known(mortal: PostgresServer) -> None:
    """Where a commit waits for a standby that there is not, the caller is told after a bounded time that nobody knows, and why."""
    with made(mortal.new_database(), busy_seconds=BUSY) as recorder, mortal.connect() as admin:
        recorder.append([fact("case:1")])
        admin.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        admin.execute("SELECT pg_reload_conf()")
        time.sleep(0.5)
        began = time.monotonic()
        try:
            with pytest.raises(CommitUnknown, match="Send the same again"):
                recorder.append([fact("case:2")])
            assert time.monotonic() - began < silence(BUSY) + 15
        finally:
            admin.execute("ALTER SYSTEM RESET synchronous_standby_names")
            admin.execute("SELECT pg_reload_conf()")

        assert recorder.append([fact("case:3")]) == 3
        assert [one.event.tags for one in recorder.stored()] == [["case:1"], ["case:2"], ["case:3"]]
