"""The scale-out store: one schema of a PostgreSQL database.

Every append holds the lock of the one row of `head` from its first statement to its commit, so numbers have no gaps, later
numbers commit later, and no reader sees fact n+1 without fact n.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Self, cast

from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent

from regledger.clock import Clock, system_clock
from regledger.errors import RegledgerError
from regledger.log.postgres.address import Address, address_of
from regledger.log.postgres.connections import Connection, Connections, connect
from regledger.log.postgres.errors import named_errors
from regledger.log.postgres.listener import Listener, channel_of
from regledger.log.postgres.query import WORDS, straight
from regledger.log.postgres.schema import FORMAT, grant, make_schema, read_settings
from regledger.log.postgres.writing import Batch, Writer
from regledger.log.query import Row, matching, meets
from regledger.log.recorder import Append, ConditionFailed, Head, StoredEvent, Told, check_steps
from regledger.log.settings import ledger_settings
from regledger.log.sql import SQLRecorder
from regledger.log.tags import TagKinds

__all__ = ["PostgresRecorder"]

BUSY_SECONDS = 5.0

RESTORING = "restoring"
"""The setting that a ledger has while it is being restored."""

_FIRST_PAGE = 4


class PostgresRecorder(SQLRecorder):
    """A ledger in one schema of a PostgreSQL database. Threads may share it; `close` it, or use it in a `with` statement.

    What it is asked while the server is away it does when the server is back, if that is within `busy_seconds`; after that the
    caller is told, and may ask again.
    """

    words = WORDS
    poll_seconds = 0.5

    def __init__(self, address: Address, *, clock: Clock, kinds: TagKinds | None, busy_seconds: float) -> None:
        """Use `create` or `open`."""
        super().__init__(kinds)
        self.path = address.shown
        """Its URL, without a password."""
        self._address = address
        self._clock = clock
        self._busy_seconds = busy_seconds
        self._listener: Listener | None = None
        self._listener_lock = threading.Lock()
        self._connections = Connections(address, busy_seconds)
        try:
            # Nobody is known to be there yet, so what cannot be reached is not waited for.
            with named_errors(address.shown, busy_seconds), connect(address, busy_seconds) as connection:
                settings = read_settings(connection, address)
        except BaseException:
            self._connections.close()
            raise
        self.ledger_id, self.name, self.zone = settings["ledger"], settings["name"], settings["zone"]
        self.restoring = RESTORING in settings
        """Whether it is being restored, and not all there yet."""
        self._writer = Writer(self._connections, self.path, busy_seconds, channel_of(self.ledger_id))

    @classmethod
    def create(
        cls,
        address: str,
        *,
        ledger_id: str,
        name: str,
        zone: str,
        clock: Clock = system_clock,
        kinds: TagKinds | None = None,
        busy_seconds: float = BUSY_SECONDS,
        restoring: bool = False,
    ) -> Self:
        """Make a ledger, whole or not at all, and open it. Of many processes that try at once, one does.

        Args:
            address: `postgresql://user@host/database?schema=NAME&…`; the schema is `regledger` where none is named, and the
                rest is libpq's. The database exists; the role may make schemas in it, or owns the schema.
            ledger_id: a UUID.
            name: `[a-z0-9-]{1,32}`, used in stream subjects.
            zone: the zone of its legal days.
            clock: microseconds since 1970, UTC.
            kinds: the tag kinds that may be used; None checks none.
            busy_seconds: how long to wait for another writer, and for a server that is away.
            restoring: the ledger says of itself that it is being restored, from its first moment on.

        Raises:
            BadUrl, LedgerExists, BadLedgerSetting, NotALedger, StoreUnreachable, AccessRefused, DatabaseMissing,
            RightsMissing, StoreFull, StoreReadOnly.
        """
        target = address_of(address)
        marks = {RESTORING: ledger_id} if restoring else {}
        make_schema(target, ledger_settings(ledger_id, name, zone, FORMAT) | marks)
        return cls(target, clock=clock, kinds=kinds, busy_seconds=busy_seconds)

    def restored(self) -> None:
        """It is all there: it no longer says that it is being restored."""
        with named_errors(self.path, self._busy_seconds), connect(self._address, self._busy_seconds) as connection:
            connection.execute("DELETE FROM meta WHERE key = %s", (RESTORING,))
        self.restoring = False

    @classmethod
    def open(
        cls,
        address: str,
        *,
        clock: Clock = system_clock,
        kinds: TagKinds | None = None,
        busy_seconds: float = BUSY_SECONDS,
    ) -> Self:
        """Open a ledger; arguments as for `create`.

        Raises:
            BadUrl, LedgerMissing, NotALedger, LaterFormat, SchemaOlder, StoreUnreachable, AccessRefused, DatabaseMissing.
        """
        return cls(address_of(address), clock=clock, kinds=kinds, busy_seconds=busy_seconds)

    @staticmethod
    def grant(address: str, role: str) -> None:
        """Let `role` read everything and add facts, and nothing else; see `regledger.log.postgres.schema.grant`."""
        grant(address, role)

    def close(self) -> None:
        """Let go of the connections; subscriptions end. Closing twice does nothing."""
        self._writer.close()
        if not self._connections.process.ours:
            return  # who listens is a thread of the other process
        with self._listener_lock:
            listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()
        self._wake()

    @property
    def closed(self) -> bool:
        """Whether `close` has been called."""
        return self._connections.closed

    # --- writing

    def record_all(self, appends: Sequence[Append]) -> list[Told]:
        """See `Recorder.record_all`; a handful of round trips, however many appends there are.

        Raises:
            CommitUnknown: the connection was lost in the commit and the server has not come back, so nobody knows yet.
        """
        drafts = [self._drafted(append) for append in appends]

        def decide(connection: Connection, head: Head) -> Batch:
            checks = [
                append.condition for append, draft in zip(appends, drafts, strict=True) if isinstance(draft, list)
            ]
            failed = iter(self._check_all(connection, checks, head.number))
            now = max(self._clock(), head.recorded_at)
            batch = Batch()
            for append, draft in zip(appends, drafts, strict=True):
                if isinstance(draft, Exception):
                    batch.told.append(draft)
                    continue
                number = next(failed) or _in_batch(append.condition, batch.stored)
                if number:
                    batch.told.append(ConditionFailed(number))
                    continue
                stored = self._numbered(draft, head.number + len(batch.stored), now)
                if isinstance(stored, RegledgerError):
                    batch.told.append(stored)
                    continue
                batch.add(stored, append.commands)
            return batch

        told = self._writer.write(decide).told
        self._wake()
        return told

    def replicate(self, events: Sequence[StoredEvent], *, commands: Mapping[str, bytes] = {}) -> None:
        """See `Recorder.replicate`."""

        def decide(_: Connection, head: Head) -> Batch:
            check_steps(events, head, self.path)
            for one in events:
                self._render(one)
            batch = Batch()
            batch.add(list(events), commands)
            return batch

        self._writer.write(decide)
        self._wake()

    def _numbered(self, draft: Sequence[DCBEvent], last: int, now: int) -> list[StoredEvent] | RegledgerError:
        """The events with the numbers after `last`, or why an entry cannot hold one of them."""
        stored = [StoredEvent(event, position, now) for position, event in enumerate(draft, last + 1)]
        try:
            for one in stored:
                self._render(one)
        except RegledgerError as error:
            return error
        return stored

    def _check_all(
        self, connection: Connection, conditions: Sequence[DCBAppendCondition | None], head: int
    ) -> list[int | None]:
        """For each condition the number of a fact that fails it, among those up to `head`; one round trip for most of them."""
        asked: list[tuple[DCBAppendCondition, Any] | None] = []
        for condition in conditions:
            if condition is None or (condition.after or 0) >= head:
                asked.append(None)
                continue
            statement = straight(condition.fail_if_events_match, after=condition.after or 0, until=head)
            cursor = connection.cursor(binary=True)
            asked.append((condition, statement and cursor.execute(*statement)))
        return [self._failing(connection, *one, head) if one else None for one in asked]

    def _failing(self, connection: Connection, condition: DCBAppendCondition, cursor: Any, head: int) -> int | None:
        query, after = condition.fail_if_events_match, condition.after or 0
        rows = cursor.fetchall() if cursor is not None else None
        if rows is not None:
            found = [number for number, type_, tags in rows if meets(query.items, type_, tags.split())]
            if found or not rows:
                return min(found, default=None)
        # Dear, or a collision of hashes: page by page, from the rarest term.
        read = lambda sql, values: connection.cursor(binary=True).execute(sql, values).fetchall()  # noqa: E731
        row = next(matching(WORDS.speech, read, str, query, after=after, until=head, first_page=_FIRST_PAGE), None)
        return row[0] if row else None

    # --- reading

    def head(self) -> Head:
        """The last fact's number and stamp."""
        number, recorded_at = self._rows("SELECT number, recorded_at FROM head", {})[0][:2]
        return Head(number, recorded_at)

    def changed(self) -> int:
        """The head's number."""
        return self.head().number

    def _rows(self, sql: str, values: dict[str, Any]) -> list[Row]:
        return self._connections.read(
            lambda connection: cast("list[Row]", connection.cursor(binary=True).execute(sql, values).fetchall())
        )

    def listen(self, event: threading.Event) -> None:
        """Set `event` whenever anybody has recorded, or this recorder is closed."""
        super().listen(event)
        with self._listener_lock:
            if self._listener is None and not self.closed:
                channel = channel_of(self.ledger_id)
                self._listener = Listener(self._address, self._busy_seconds, channel, self._wake)


def _in_batch(condition: DCBAppendCondition | None, stored: Sequence[StoredEvent]) -> int | None:
    """The first of `stored`, which are not written yet, that fails `condition`."""
    if condition is None:
        return None
    items, after = condition.fail_if_events_match.items, condition.after or 0
    return next((e.position for e in stored if e.position > after and meets(items, e.event.type, e.event.tags)), None)
