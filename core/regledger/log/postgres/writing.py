"""One append's transaction: the head's lock, the decision, the rows, the commit, and what to think when the answer is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg

from regledger.errors import StoreBusy
from regledger.log.postgres.connections import Connection, Connections
from regledger.log.postgres.errors import CommitUnknown, lost, named
from regledger.log.query import tag_hash, type_hash
from regledger.log.recorder import Head, StoredEvent, Told

__all__ = ["Batch", "Writer"]

# Read committed, so that each statement after the lock sees what was committed before the lock was had.
_BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED"
_LOCK = "SELECT number, recorded_at FROM head FOR UPDATE"
_FACTS = (
    "INSERT INTO fact (number, recorded_at, type, tags, data)"
    " SELECT * FROM unnest(%b::bigint[], %b::bigint[], %b::text[], %b::text[], %b::bytea[])"
)
# Rows that the application's role put there beforehand, for numbers that were still to come, hinder nobody.
_TAGS = "INSERT INTO tag (hash, number) SELECT * FROM unnest(%b::bigint[], %b::bigint[]) ON CONFLICT DO NOTHING"
_COMMANDS = (
    "INSERT INTO command (digest, body) SELECT * FROM unnest(%b::bytea[], %b::bytea[]) ON CONFLICT (digest) DO NOTHING"
)


@dataclass
class Batch:
    """What one transaction writes, and what each append of it is told."""

    stored: list[StoredEvent] = field(default_factory=list)
    commands: dict[str, bytes] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    def add(self, stored: list[StoredEvent], commands: Mapping[str, bytes]) -> None:
        """Take in what one append stores."""
        self.stored += stored
        self.commands = {**commands, **self.commands}  # the first one under a digest stays
        self.told.append(stored)


class Writer:
    """Runs appends one after the other, over lost connections too."""

    def __init__(self, connections: Connections, path: str, busy_seconds: float, channel: str) -> None:
        self._connections = connections
        self._path = path
        self._busy_seconds = busy_seconds
        self._channel = channel
        self._lock = threading.RLock()  # one that knows its owner, for what an interrupt leaves

    def close(self) -> None:
        """Close all connections, after the append that is under way."""
        if not self._connections.process.ours:
            self._connections.closed = True  # they are the other process's, which would lose them
            return
        with self._lock:
            self._connections.close()

    def write(self, decide: Callable[[Connection, Head], Batch]) -> Batch:
        """Commit what `decide` answers under the head's lock. It is asked again where the connection was lost before its answer
        was committed.

        Raises:
            StoreBusy, StoreFull, StoreReadOnly, StoreUnreachable, …: nothing was written.
            CommitUnknown: the server has not said whether it was.
            RegledgerError: what `decide` raises; nothing was written.
        """
        self._connections.check_open()
        try:
            # Within the `try`, for an interrupt may strike just when the lock was had.
            if not self._lock.acquire(timeout=self._busy_seconds):
                raise StoreBusy(path=self._path, waited=self._busy_seconds)
            for left in self._connections.attempts():
                sent: list[Batch] = []
                connection = None
                try:
                    connection = self._connections.writer()
                    batch = self._attempt(connection, decide, sent)
                except psycopg.Error as error:
                    gone = lost(error) or (connection is not None and connection.broken)
                    self._connections.drop_writer()
                    if sent and gone and self._stands(sent[0].stored, error):
                        return sent[0]
                    if left <= 0 or not gone:
                        raise named(error, self._path, self._busy_seconds) from error
                except BaseException:
                    self._connections.drop_writer()
                    raise
                else:
                    self._tell(connection, batch)
                    return batch
            raise AssertionError("attempts() ended early")
        finally:
            try:  # noqa: SIM105 - an interrupt would come before suppress() has begun
                self._lock.release()
            except RuntimeError:
                pass  # it was never had

    def _attempt(self, connection: Connection, decide: Callable[[Connection, Head], Batch], sent: list[Batch]) -> Batch:
        """One transaction; `sent` has its batch from the moment when the server may commit it."""
        with connection.pipeline():
            connection.execute(_BEGIN)
            row = connection.execute(_LOCK).fetchone()
            batch = decide(connection, Head(*row) if row else Head())
            if not batch.stored:
                connection.execute("ROLLBACK")
                return batch
            _insert(connection, batch)
            sent.append(batch)
            connection.execute("COMMIT")
        return batch

    def _stands(self, stored: list[StoredEvent], error: psycopg.Error) -> bool:
        """Whether `stored`, whose commit was not answered, is recorded; raises `CommitUnknown` where nobody says.

        The head's lock is had only when the lost transaction is over. What stands at these numbers then is ours, or ours never will be.
        """
        first, last = stored[0].position, stored[-1].position
        asked = "SELECT number, recorded_at, type, tags, data FROM fact WHERE number BETWEEN %s AND %s ORDER BY number"
        for left in self._connections.attempts():
            try:
                connection = self._connections.writer()
                connection.execute(_BEGIN)
                connection.execute(_LOCK)
                rows = connection.cursor(binary=True).execute(asked, (first, last)).fetchall()
                connection.execute("ROLLBACK")
            except psycopg.Error as later:
                self._connections.drop_writer()
                if left <= 0 or not lost(later):
                    facts = f"{len(stored)} facts" if len(stored) > 1 else "a fact"
                    found = str(named(later, self._path, self._busy_seconds))
                    raise CommitUnknown(path=self._path, facts=facts, first=first, last=last, found=found) from error
            else:
                return rows == [_row(one) for one in stored]
        raise AssertionError("attempts() ended early")

    def _tell(self, connection: Connection, batch: Batch) -> None:
        """Wake who listens. It is told after the commit: in it, all ledgers of a server would commit one after the other."""
        if batch.stored:
            with suppress(psycopg.Error):  # who is not woken looks by himself
                connection.execute("SELECT pg_notify(%s, '')", (self._channel,))


def _row(one: StoredEvent) -> tuple[int, int, str, str, bytes]:
    return one.position, one.recorded_at, one.event.type, " ".join(one.event.tags), one.event.data


def _insert(connection: Connection, batch: Batch) -> None:
    """Facts, their tags and commands; the trigger on `fact` moves the head."""
    hashes: list[int] = []
    numbers: list[int] = []
    for one in batch.stored:
        found = {type_hash(one.event.type), *map(tag_hash, one.event.tags)}
        hashes += found
        numbers += [one.position] * len(found)
    connection.execute(_FACTS, tuple(map(list, zip(*map(_row, batch.stored), strict=True))))
    connection.execute(_TAGS, (hashes, numbers))
    if batch.commands:
        digests = [bytes.fromhex(digest) for digest in batch.commands]
        connection.execute(_COMMANDS, (digests, list(batch.commands.values())))
