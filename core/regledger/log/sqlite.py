"""The embedded store: one SQLite file in WAL mode, one fsync per commit.

Several processes may open the same file; SQLite's write lock is the append lock. Local disks only.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Self, cast

import msgspec
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBReadResponse, DCBSubscription
from eventsourcing.persistence import IntegrityError, ProgrammingError

from regledger.clock import Clock, system_clock
from regledger.errors import BadFact, BadTag, NotALedger, StoreBusy
from regledger.log.entry import render_entry
from regledger.log.recorder import Head, Recorder, StoredEvent
from regledger.log.sqlite_answers import LimitedRead, ReadToHead, Subscription
from regledger.log.sqlite_errors import CopyUnfinished, StoreFailed, named, named_errors
from regledger.log.sqlite_file import (
    FORMAT,
    BadLedgerSetting,
    Connections,
    check_header,
    ledger_settings,
    make_file,
    read_settings,
)
from regledger.log.sqlite_query import Row, matching, tag_hash, type_hash
from regledger.log.tags import TagKinds

__all__ = ["FORMAT", "BadLedgerSetting", "ConditionFailed", "CopyUnfinished", "SQLiteRecorder", "StoreFailed"]

BUSY_SECONDS = 5.0

_PLAIN = re.compile(r"[!#-\[\]-~]+")  # ASCII that stands in an entry's JSON as it is: no space, quote, backslash
_SEARCHED = 2_000  # facts looked through per statement
_HEAD = "SELECT number, recorded_at FROM fact ORDER BY number DESC LIMIT 1"
_ROW = "SELECT number, recorded_at, type, tags, data FROM fact"


class ConditionFailed(IntegrityError):
    """Fact `number` matches an append's condition; nothing was written."""

    def __init__(self, number: int) -> None:
        super().__init__(f"fact {number} matches the append condition; nothing was recorded")
        self.number = number


class SQLiteRecorder(Recorder):
    """A ledger in one SQLite file. Threads may share it; `close` it, or use it in a `with` statement."""

    def __init__(self, path: Path, *, clock: Clock, kinds: TagKinds | None, busy_seconds: float) -> None:
        """Use `create` or `open`."""
        self.path = path
        self._clock = clock
        self._kinds = kinds
        self._busy_seconds = busy_seconds
        self._lock = threading.Lock()
        self._watch_lock = threading.Lock()
        self._types: dict[int, str] = {}
        self._type_ids: dict[str, int] = {}
        self._listeners: set[threading.Event] = set()
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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; subscriptions end. Closing twice does nothing."""
        with self._lock, self._watch_lock:
            self._connections.close()
        self._wake()

    @property
    def closed(self) -> bool:
        """Whether `close` has been called."""
        return self._connections.closed

    # --- writing

    def append(self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None) -> int:
        """As `record`; answers the last number given."""
        return self.record(events, condition)[-1].position

    def record(
        self,
        events: Sequence[DCBEvent],
        condition: DCBAppendCondition | None = None,
        *,
        commands: Mapping[str, bytes] = {},
    ) -> list[StoredEvent]:
        """See `Recorder.record`; a failed condition is `ConditionFailed`, which carries the fact's number."""
        if not events:
            raise ProgrammingError("an append has at least one event")
        drafts = [DCBEvent(_type(event), event.data, self._tags(event)) for event in events]
        bodies = [(bytes.fromhex(digest), body) for digest, body in commands.items()]
        if condition is not None and self._kinds is not None:
            for item in condition.fail_if_events_match.items:
                for tag in item.tags:
                    self._kinds.check(tag, condition=True)
        with self._transaction() as connection:
            head = _head(connection)
            if condition is not None:
                self._check(connection, condition, head.number)
            now = max(self._clock(), head.recorded_at)
            stored, rows, hashes = [], [], []
            for number, event in enumerate(drafts, head.number + 1):
                render_entry(self.ledger_id, number, now, event.type, event.tags, event.data)
                stored.append(StoredEvent(event, number, now))
                rows.append((number, now, self._type_id(connection, event.type), " ".join(event.tags), event.data))
                found = {type_hash(event.type), *map(tag_hash, event.tags)}
                hashes += [(hashed, number) for hashed in found]
            connection.executemany(
                "INSERT INTO fact (number, recorded_at, type, tags, data) VALUES (?, ?, ?, ?, ?)", rows
            )
            connection.executemany("INSERT INTO tag (hash, number) VALUES (?, ?)", hashes)
            if bodies:
                connection.executemany("INSERT OR IGNORE INTO command (digest, body) VALUES (?, ?)", bodies)
        self._wake()
        return stored

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        if not self._lock.acquire(timeout=self._busy_seconds):
            raise StoreBusy(path=self.path, waited=self._busy_seconds)
        try:
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
            self._lock.release()

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
            lambda sql, values: connection.execute(sql, values).fetchall(),
            self._type_name,
            condition.fail_if_events_match,
            after=condition.after or 0,
            until=head,
            first_page=4,
        )
        if row := next(found, None):
            raise ConditionFailed(row[0])

    def _tags(self, event: DCBEvent) -> list[str]:
        tags = sorted(set(event.tags))
        for tag in tags:
            if self._kinds is not None:
                self._kinds.check(tag)
            elif _PLAIN.fullmatch(tag) is None:
                raise BadTag(tag=tag, found="an entry cannot hold it")
        return tags

    def _type_id(self, connection: sqlite3.Connection, name: str) -> int:
        """The interned type's id. Cached, for a type is never renumbered, but only while its transaction stands."""
        known = self._type_ids.get(name)
        if known is None:
            connection.execute("INSERT OR IGNORE INTO type (name) VALUES (?)", (name,))
            row = connection.execute("SELECT id FROM type WHERE name = ?", (name,)).fetchone()
            known = self._type_ids[name] = int(row[0])
        return known

    # --- reading

    def read(
        self, query: DCBQuery | None = None, *, after: int | None = None, limit: int | None = None
    ) -> DCBReadResponse:
        """Facts that match, in order, up to the head at this moment; the answer's `head` is fit for a condition."""
        if limit is not None:
            return LimitedRead(self.stored(query, after=after or 0, limit=limit))
        head = self.head().number
        return ReadToHead(self.stored(query, after=after or 0, until=head), head or None)

    def stored(
        self, query: DCBQuery | None = None, *, after: int = 0, until: int | None = None, limit: int | None = None
    ) -> Iterator[StoredEvent]:
        """See `Recorder.stored`. What is appended after the first page was asked for is not read."""
        if limit is not None and limit < 1:
            return
        head = self.head().number
        rows = matching(
            self._rows, self._type_name, query, after=after, until=head if until is None else min(until, head)
        )
        for row in islice(rows, limit):
            yield self._event(row)

    def head(self) -> Head:
        """The last fact's number and stamp."""
        with named_errors(self.path, self._busy_seconds), self._connections.reader() as connection:
            return _head(connection)

    def at(self, number: int) -> StoredEvent | None:
        """The fact of that number."""
        rows = self._rows(f"{_ROW} WHERE number = :number", {"number": number})
        return self._event(rows[0]) if rows else None

    def command(self, digest: str) -> bytes | None:
        """The command kept under `digest` (SHA-256, hex), or None."""
        try:
            key = bytes.fromhex(digest)
        except ValueError:
            return None
        rows = self._rows("SELECT body FROM command WHERE digest = :digest", {"digest": key})
        return bytes(rows[0][0]) if rows else None

    def search(self, text: str, *, limit: int = 50) -> Iterator[StoredEvent]:
        """See `Recorder.search`. `text` is compared letter for letter, as JSON and NFC write it."""
        needle = msgspec.json.encode(unicodedata.normalize("NFC", text))[1:-1]
        before, left = self.head().number + 1, limit
        while before > 1 and left > 0:
            rows = self._rows(
                f"{_ROW} WHERE number < :before AND number >= :first"
                " AND (instr(data, :needle) OR instr(CAST(tags AS BLOB), :needle)) ORDER BY number DESC LIMIT :left",
                {"before": before, "first": before - _SEARCHED, "needle": needle, "left": left},
            )
            yield from map(self._event, rows)
            before, left = before - _SEARCHED, left - len(rows)

    def changed(self) -> int:
        """A cheap number that differs after any process has appended (SQLite: PRAGMA data_version)."""
        with self._watch_lock, named_errors(self.path, self._busy_seconds):
            return self._connections.version()

    def subscribe(self, query: DCBQuery | None = None, *, after: int | None = None) -> DCBSubscription[Self]:
        """Facts that match, as they come; woken at once in this process, within 50 ms from another one."""
        return cast("DCBSubscription[Self]", Subscription(self, query, after))

    def _event(self, row: Row) -> StoredEvent:
        number, recorded_at, type_id, tags, data = row
        return StoredEvent(DCBEvent(self._type_name(type_id), data, tags.split()), number, recorded_at)

    def _type_name(self, type_id: int) -> str:
        if type_id not in self._types:
            self._types.update(self._rows("SELECT id, name FROM type", {}))
        try:
            return self._types[type_id]
        except KeyError:
            raise NotALedger(path=self.path, found=f"its content is damaged (no type has id {type_id})") from None

    def _rows(self, sql: str, values: dict[str, Any]) -> list[Any]:
        with named_errors(self.path, self._busy_seconds), self._connections.reader() as connection:
            return connection.execute(sql, values).fetchall()

    def listen(self, event: threading.Event) -> None:
        """Set `event` whenever this recorder has recorded, or is closed."""
        self._listeners.add(event)

    def unlisten(self, event: threading.Event) -> None:
        """No longer set `event`."""
        self._listeners.discard(event)

    def _wake(self) -> None:
        for listener in tuple(self._listeners):
            listener.set()


def _type(event: DCBEvent) -> str:
    if _PLAIN.fullmatch(event.type) is None:
        raise BadFact(type=repr(event.type), found="its type is not plain ASCII without spaces", field="type")
    return event.type


def _head(connection: sqlite3.Connection) -> Head:
    row = connection.execute(_HEAD).fetchone()
    return Head(*row) if row else Head()
