"""The embedded store: one SQLite file in WAL mode, one fsync per commit.

Several processes may open the same file; SQLite's write lock is the append lock. Local disks only.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from eventsourcing.dcb.api import DCBAppendCondition

from regledger.clock import Clock, system_clock
from regledger.errors import NotALedger, RegledgerError, StoreBusy
from regledger.log.forks import Process
from regledger.log.query import matching, tag_hash, type_hash
from regledger.log.recorder import Append, ConditionFailed, Head, StoredEvent, Told, check_steps
from regledger.log.sql import SQLRecorder
from regledger.log.sqlite.errors import StoreFailed, named, named_errors
from regledger.log.sqlite.file import (
    Connections,
    check_header,
    ledger_settings,
    make_file,
    read_settings,
)
from regledger.log.sqlite.query import WORDS
from regledger.log.tags import TagKinds

__all__ = ["SQLiteRecorder"]

BUSY_SECONDS = 5.0

_HEAD = "SELECT number, recorded_at FROM fact ORDER BY number DESC LIMIT 1"


class SQLiteRecorder(SQLRecorder):
    """A ledger in one SQLite file. Threads may share it; `close` it, or use it in a `with` statement."""

    words = WORDS

    def __init__(self, path: Path, *, clock: Clock, kinds: TagKinds | None, busy_seconds: float) -> None:
        """Use `create` or `open`."""
        super().__init__(kinds)
        self.path = path
        self._clock = clock
        self._busy_seconds = busy_seconds
        self._process = Process(path)
        self._lock = threading.RLock()  # one that knows its owner, for what an interrupt leaves
        self._watch_lock = threading.Lock()
        self._types: dict[int, str] = {}
        self._type_ids: dict[str, int] = {}
        self._failed = ""
        with named_errors(path, busy_seconds):
            self._connections = Connections(path, busy_seconds)
            try:
                settings = read_settings(self._connections.writer, path)
            except BaseException:
                self._connections.close()
                raise
        self.ledger_id, self.name, self.zone = settings["ledger"], settings["name"], settings["zone"]

    @classmethod
    def create(
        cls,
        path: str | os.PathLike[str],
        *,
        ledger_id: str,
        name: str,
        zone: str,
        clock: Clock = system_clock,
        kinds: TagKinds | None = None,
        busy_seconds: float = BUSY_SECONDS,
    ) -> Self:
        """Make a ledger, whole or not at all, readable by its owner alone (mode 0600), and open it.

        Args:
            path: the file to make; its folder exists.
            ledger_id: a UUID.
            name: `[a-z0-9-]{1,32}`, used in stream subjects.
            zone: the zone of its legal days.
            clock: microseconds since 1970, UTC.
            kinds: the tag kinds that may be used; None checks none.
            busy_seconds: how long to wait for another writer.

        Raises:
            LedgerExists, BadLedgerSetting, StoreFull, StoreReadOnly, StoreFailed.
        """
        target = Path(path).absolute()
        make_file(target, ledger_settings(ledger_id, name, zone), busy_seconds)
        return cls.open(target, clock=clock, kinds=kinds, busy_seconds=busy_seconds)

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        clock: Clock = system_clock,
        kinds: TagKinds | None = None,
        busy_seconds: float = BUSY_SECONDS,
    ) -> Self:
        """Open a ledger; arguments as for `create`.

        A file in a read-only folder, or on a disk mounted read-only, can be read; appending says `StoreReadOnly`.

        Raises:
            LedgerMissing, NotALedger, LaterFormat, StoreReadOnly, StoreBusy.
            CopyUnfinished: it is such a file, and a part of its facts waits in the -wal beside it.
        """
        target = Path(path).absolute()
        check_header(target)
        return cls(target, clock=clock, kinds=kinds, busy_seconds=busy_seconds)

    def close(self) -> None:
        """Let go of the file; subscriptions end. Closing twice does nothing."""
        if not self._process.ours:
            self._connections.closed = True  # they are the other process's, with their locks
            return
        # A thread that was torn away in mid-append may still have it; the connections are let go of all the same.
        had = self._lock.acquire(timeout=self._busy_seconds)
        try:
            with self._watch_lock:
                self._connections.close()
        finally:
            if had:
                self._lock.release()
        self._wake()

    @property
    def closed(self) -> bool:
        """Whether `close` has been called."""
        return self._connections.closed

    # --- writing

    def record_all(self, appends: Sequence[Append]) -> list[Told]:
        """See `Recorder.record_all`; one fsync, however many appends there are."""
        drafts = [self._drafted(append) for append in appends]
        told: list[Told] = []
        with self._transaction() as connection:
            head = _head(connection)
            now = max(self._clock(), head.recorded_at)
            last = head.number
            for append, draft in zip(appends, drafts, strict=True):
                if isinstance(draft, Exception):
                    told.append(draft)
                    continue
                try:
                    if append.condition is not None:
                        self._check(connection, append.condition, last)
                    stored = [StoredEvent(event, number, now) for number, event in enumerate(draft, last + 1)]
                    for one in stored:
                        self._render(one)
                except (ConditionFailed, RegledgerError) as error:
                    told.append(error)
                    continue
                self._insert(connection, stored, append.commands)
                last = stored[-1].position
                told.append(stored)
        self._wake()
        return told

    def replicate(self, events: Sequence[StoredEvent], *, commands: Mapping[str, bytes] = {}) -> None:
        """See `Recorder.replicate`."""
        with self._transaction() as connection:
            check_steps(events, _head(connection), self.path)
            for one in events:
                self._render(one)
            self._insert(connection, events, commands)
        self._wake()

    def _insert(
        self, connection: sqlite3.Connection, stored: Sequence[StoredEvent], commands: Mapping[str, bytes]
    ) -> None:
        rows, hashes = [], []
        for one in stored:
            event = one.event
            type_id = self._type_id(connection, event.type)
            rows.append((one.position, one.recorded_at, type_id, " ".join(event.tags), event.data))
            hashes += [(hashed, one.position) for hashed in {type_hash(event.type), *map(tag_hash, event.tags)}]
        connection.executemany("INSERT INTO fact (number, recorded_at, type, tags, data) VALUES (?, ?, ?, ?, ?)", rows)
        connection.executemany("INSERT INTO tag (hash, number) VALUES (?, ?)", hashes)
        if commands:
            bodies = [(bytes.fromhex(digest), body) for digest, body in commands.items()]
            connection.executemany("INSERT OR IGNORE INTO command (digest, body) VALUES (?, ?)", bodies)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._process.check()
        try:
            # Within the `try`, for an interrupt may strike just when the lock was had.
            if not self._lock.acquire(timeout=self._busy_seconds):
                raise StoreBusy(path=self.path, waited=self._busy_seconds)
            self._connections.check_open()
            if self._failed:
                raise StoreFailed(path=self.path, found=self._failed)
            writer = self._connections.writer
            with named_errors(self.path, self._busy_seconds):
                try:
                    writer.execute("BEGIN IMMEDIATE")
                    yield writer
                    self._commit(writer)
                except BaseException:
                    self._type_ids.clear()  # it may name types of the transaction that now never was
                    if writer.in_transaction:
                        writer.execute("ROLLBACK")
                    raise
        finally:
            try:  # noqa: SIM105 - an interrupt would come before suppress() has begun
                self._lock.release()
            except RuntimeError:
                pass  # it was never had

    def _commit(self, writer: sqlite3.Connection) -> None:
        try:
            writer.execute("COMMIT")
        except sqlite3.Error as error:
            if isinstance(named(error, self.path, self._busy_seconds), StoreFailed):
                # After a sync that failed nobody knows what the disk has, and a second one may succeed without it.
                self._failed = (
                    f"its disk failed at a commit ({error}); whether that commit stands shows when the ledger is opened again,"
                    " and nothing more is written until then"
                )
                raise StoreFailed(path=self.path, found=self._failed) from error
            raise

    def _check(self, connection: sqlite3.Connection, condition: DCBAppendCondition, head: int) -> None:
        found = matching(
            WORDS.speech,
            lambda sql, values: connection.execute(sql, values).fetchall(),
            self._type_in_transaction,
            condition.fail_if_events_match,
            after=condition.after or 0,
            until=head,
            first_page=4,
        )
        if row := next(found, None):
            raise ConditionFailed(row[0])

    def _type_id(self, connection: sqlite3.Connection, name: str) -> int:
        """The interned type's id. Cached, for a type is never renumbered, but only while its transaction stands."""
        known = self._type_ids.get(name)
        if known is None:
            connection.execute("INSERT OR IGNORE INTO type (name) VALUES (?)", (name,))
            row = connection.execute("SELECT id FROM type WHERE name = ?", (name,)).fetchone()
            known = self._type_ids[name] = int(row[0])
        return known

    def _type_in_transaction(self, type_id: int) -> str:
        """As `_type_name`, also of a type that an earlier append of this transaction was the first to have."""
        known = self._types.get(type_id) or next((name for name, one in self._type_ids.items() if one == type_id), None)
        return known or self._type_name(type_id)

    # --- reading

    def head(self) -> Head:
        """The last fact's number and stamp."""
        self._process.check()
        with named_errors(self.path, self._busy_seconds), self._connections.reader() as connection:
            return _head(connection)

    def changed(self) -> int:
        """A cheap number that differs after any process has appended (SQLite: PRAGMA data_version)."""
        self._process.check()
        with self._watch_lock, named_errors(self.path, self._busy_seconds):
            return self._connections.version()

    def _type_name(self, type_id: int) -> str:
        if type_id not in self._types:
            self._types.update(self._rows("SELECT id, name FROM type", {}))
        try:
            return self._types[type_id]
        except KeyError:
            raise NotALedger(path=self.path, found=f"its content is damaged (no type has id {type_id})") from None

    def _rows(self, sql: str, values: dict[str, Any]) -> list[Any]:
        self._process.check()
        with named_errors(self.path, self._busy_seconds), self._connections.reader() as connection:
            return connection.execute(sql, values).fetchall()


def _head(connection: sqlite3.Connection) -> Head:
    row = connection.execute(_HEAD).fetchone()
    return Head(*row) if row else Head()
