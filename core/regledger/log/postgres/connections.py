"""Connections to PostgreSQL: one that writes, and as many as are busy reading, up to a bound."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar, cast

import psycopg
from eventsourcing.persistence import ProgrammingError
from psycopg import sql
from psycopg.types.numeric import Int8BinaryDumper, Int8Dumper

from regledger.errors import StoreBusy
from regledger.log.forks import Process
from regledger.log.postgres.address import Address
from regledger.log.postgres.errors import lost, named

__all__ = ["Connection", "Connections", "connect"]

T = TypeVar("T")

READERS = 8
_LEAST_WAIT, _MOST_WAIT = 0.02, 0.5

# Statements name the index that drives them; a plan that does anything else reads the whole log. Plans are made once per
# connection, for they do not hang on the values. JIT compiles such a plan for 100 ms because it takes it for a dear one.
_SESSION = {
    "client_encoding": "UTF8",
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "jit": "off",
}


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """A connection that is given up as lost once the server has said nothing for `silence` seconds: one that is stopped,
    cut off without a word, or that waits in a commit for a standby that there is not."""

    silence = 60.0

    def wait(self, gen: Any, *given: Any, **options: Any) -> Any:
        """As the driver's."""
        return super().wait(self._bounded(gen), *given, **options)

    def _bounded(self, gen: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        try:
            asked = next(gen)
            heard = time.monotonic()
            while True:
                ready = yield asked
                now = time.monotonic()
                if ready:
                    heard = now
                elif now - heard > self.silence:
                    self.pgconn.finish()
                    raise psycopg.OperationalError(f"the server has said nothing for {self.silence:g} seconds")
                asked = gen.send(ready)
        except StopIteration as done:
            return cast("T", done.value)


def silence(busy_seconds: float) -> float:
    """Seconds after which a server that says nothing is given up: longer than it may wait for a lock."""
    return max(5.0, 3 * busy_seconds)


def connect(address: Address, busy_seconds: float) -> Connection:
    """A new connection in autocommit, its search path the ledger's schema, its waits bounded, its commits synchronous.

    Raises:
        psycopg.OperationalError: there is none to be had.
    """
    wait = max(2, round(busy_seconds))  # libpq takes less for 2
    bounds = {"connect_timeout": wait, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
    given = {"fallback_application_name": "regledger", **bounds, **address.given}
    connection = Connection.connect(**given, autocommit=True)
    try:
        connection.silence = silence(busy_seconds)
        for dumper in (Int8Dumper, Int8BinaryDumper):
            connection.adapters.register_dumper(int, dumper)  # one plan, however large the number
        connection.prepare_threshold = 2
        milliseconds = max(1, round(busy_seconds * 1000))
        settings = {
            **_SESSION,
            "search_path": f"{sql.Identifier(address.schema).as_string(connection)}, pg_temp",  # unnamed, it would be first
            "lock_timeout": f"{milliseconds}",
            "statement_timeout": f"{max(30_000, 6 * milliseconds)}",
            # A writer that is stopped between two statements holds everybody up no longer than this.
            "idle_in_transaction_session_timeout": f"{max(10_000, 2 * milliseconds)}",
        }
        names, values = list(settings), list(settings.values())
        connection.execute(
            "SELECT set_config(name, value, false) FROM unnest(%s::text[], %s::text[]) AS s (name, value)",
            (names, values),
        )
        connection.execute(
            "SELECT set_config('synchronous_commit', 'on', false)"
            " WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')"
        )
    except BaseException:
        connection.close()
        raise
    return connection


class Connections:
    """One writer and a bounded number of readers, made when they are needed and made anew when they are lost."""

    def __init__(self, address: Address, busy_seconds: float) -> None:
        self._address = address
        self._path = address.shown
        self._busy_seconds = busy_seconds
        self.process = Process(address.shown)
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(READERS)
        self._idle: list[Connection] = []
        self._writer: Connection | None = None
        self.closed = False

    def check_open(self) -> None:
        """Raise `ForkedLedger` in a fork, and the library's `ProgrammingError` once closed."""
        self.process.check()
        if self.closed:
            raise ProgrammingError(f"{self._path} has been closed")

    def read(self, work: Callable[[Connection], T]) -> T:
        """What `work` answers on a connection of nobody else's. Where the connection is lost it is done again on
        another one, for as long as a lock would be waited for.

        Raises:
            StoreUnreachable, StoreBusy and what else `regledger.log.postgres.errors` names.
        """
        for left in self.attempts():
            try:
                with self._reader() as connection:
                    return work(connection)
            except psycopg.Error as error:
                if left <= 0 or not lost(error):
                    raise named(error, self._path, self._busy_seconds) from error
        raise AssertionError("attempts() ended early")

    def attempts(self) -> Iterator[float]:
        """The seconds left, again and again with longer and longer pauses, at last one that is not above nought."""
        self.check_open()
        end, pause = time.monotonic() + self._busy_seconds, 0.0
        while True:
            left = end - time.monotonic()
            yield left
            if left <= 0:
                return
            # The first lost connection is often one that idled while the server was restarted: another may do at once.
            time.sleep(min(pause, left))
            pause = min(max(_LEAST_WAIT, 2 * pause), _MOST_WAIT)

    @contextmanager
    def _reader(self) -> Iterator[Connection]:
        if not self._slots.acquire(timeout=self._busy_seconds):
            raise StoreBusy(path=self._path, waited=self._busy_seconds)
        try:
            with self._lock:
                self.check_open()
                connection = self._idle.pop() if self._idle else None
            connection = connection or connect(self._address, self._busy_seconds)
            sound = False
            try:
                yield connection
                sound = True
            finally:
                with self._lock:
                    if sound and not self.closed:
                        self._idle.append(connection)
                    else:
                        connection.close()
                    if not sound:
                        self._forget_idle()  # what broke one has mostly broken the others
        finally:
            self._slots.release()

    def writer(self) -> Connection:
        """The connection that writes; the caller sees to it that one thread has it at a time."""
        with self._lock:
            self.check_open()
            if self._writer is not None and not self._writer.closed:
                return self._writer
        made = connect(self._address, self._busy_seconds)
        with self._lock:
            if self.closed:
                made.close()
                self.check_open()
            self._writer = made
        return made

    def drop_writer(self) -> None:
        """Let go of the connection that writes, with whatever it had not committed."""
        with self._lock:
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _forget_idle(self) -> None:
        for connection in self._idle:
            connection.close()
        self._idle.clear()

    def close(self) -> None:
        """Close all but the readers at work, which close themselves."""
        if not self.process.ours:
            self.closed = True
            return
        with self._lock:
            self.closed = True
            self._forget_idle()
            if self._writer is not None:
                with suppress(psycopg.Error):
                    self._writer.close()
                self._writer = None
