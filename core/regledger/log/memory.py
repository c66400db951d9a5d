"""A store in memory, for tests and drafts: what it holds is gone with it. It keeps the whole contract of `Recorder`."""

from __future__ import annotations

import heapq
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, islice
from typing import Self, cast

import msgspec
from eventsourcing.dcb.api import DCBEvent, DCBQuery, DCBQueryItem, DCBReadResponse, DCBSubscription
from eventsourcing.persistence import ProgrammingError

from regledger.clock import Clock, system_clock
from regledger.errors import RegledgerError
from regledger.log.answers import LimitedRead, ReadToHead, Subscription
from regledger.log.entry import render_entry
from regledger.log.query import meets
from regledger.log.recorder import Append, ConditionFailed, Head, Recorder, StoredEvent, Told, check_steps, checked
from regledger.log.settings import ledger_settings
from regledger.log.tags import TagKinds

__all__ = ["MemoryRecorder"]

_FORMAT = 1


class MemoryRecorder(Recorder):
    """A ledger in a list. Threads may share it, other processes cannot see it."""

    def __init__(
        self, *, ledger_id: str, name: str, zone: str, clock: Clock = system_clock, kinds: TagKinds | None = None
    ) -> None:
        """Make an empty one; arguments as for `SQLiteRecorder.create`. Raises `BadLedgerSetting`."""
        ledger_settings(ledger_id, name, zone, _FORMAT)
        self.ledger_id, self.name, self.zone = ledger_id, name, zone
        self._clock = clock
        self._kinds = kinds
        self._lock = threading.RLock()
        self._events: list[StoredEvent] = []
        self._head = Head()
        self._by_tag: dict[str, list[int]] = {}
        self._by_type: dict[str, list[int]] = {}
        self._commands: dict[str, bytes] = {}
        self._listeners: set[threading.Event] = set()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- writing

    def record_all(self, appends: Sequence[Append]) -> list[Told]:
        """See `Recorder.record_all`."""
        with self._lock:
            self._check_open()
            now = max(self._clock(), self._head.recorded_at)
            told = [self._told(append, now) for append in appends]
        self._wake()
        return told

    def _told(self, append: Append, now: int) -> Told:
        try:
            drafts = checked(append, self._kinds)
            self._check(append)
            stored = [StoredEvent(event, number, now) for number, event in enumerate(drafts, self._head.number + 1)]
            for one in stored:
                self._render(one)
        except (ConditionFailed, ProgrammingError, RegledgerError) as error:
            return error
        self._keep(stored, append.commands)
        return [_copied(one) for one in stored]

    def _check(self, append: Append) -> None:
        if (condition := append.condition) is not None:
            met = self._matching(condition.fail_if_events_match, condition.after or 0, self._head.number)
            if (first := next(met, None)) is not None:
                raise ConditionFailed(first.position)

    def replicate(self, events: Sequence[StoredEvent], *, commands: Mapping[str, bytes] = {}) -> None:
        """See `Recorder.replicate`."""
        with self._lock:
            self._check_open()
            check_steps(events, self._head, "the store in memory")
            for one in events:
                self._render(one)
            self._keep([_copied(one) for one in events], commands)
        self._wake()

    def _render(self, one: StoredEvent) -> None:
        """Raise `EntryTooLarge` for what no entry can hold."""
        render_entry(self.ledger_id, one.position, one.recorded_at, one.event.type, one.event.tags, one.event.data)

    def _keep(self, stored: Sequence[StoredEvent], commands: Mapping[str, bytes]) -> None:
        self._events += stored
        for one in stored:
            self._by_type.setdefault(one.event.type, []).append(one.position)
            for tag in one.event.tags:
                self._by_tag.setdefault(tag, []).append(one.position)
        for digest, body in commands.items():
            self._commands.setdefault(digest, body)
        # Last, and at once: nobody who reads up to the head meets half a commit.
        if stored:
            self._head = Head(stored[-1].position, stored[-1].recorded_at)

    # --- reading

    def head(self) -> Head:
        """The last fact's number and stamp."""
        self._check_open()
        return self._head

    def at(self, number: int) -> StoredEvent | None:
        """The fact of that number."""
        return _copied(self._events[number - 1]) if 0 < number <= self.head().number else None

    def command(self, digest: str) -> bytes | None:
        """The command kept under `digest` (SHA-256, hex), or None."""
        self._check_open()
        return self._commands.get(digest)

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
        """See `Recorder.stored`."""
        head = self.head().number
        found = self._matching(query, after, head if until is None else min(until, head))
        yield from map(_copied, islice(found, None if limit is None else max(limit, 0)))

    def search(self, text: str, *, limit: int = 50, until: int | None = None) -> Iterator[StoredEvent]:
        """See `Recorder.search`. `text` is compared letter for letter, as JSON and NFC write it."""
        needle = msgspec.json.encode(unicodedata.normalize("NFC", text))[1:-1]
        head = self.head().number
        last = head if until is None else min(until, head)
        found = (
            one
            for one in map(self._events.__getitem__, range(last - 1, -1, -1))
            if needle in one.event.data or needle in " ".join(one.event.tags).encode()
        )
        yield from map(_copied, islice(found, max(limit, 0)))

    def _matching(self, query: DCBQuery | None, after: int, until: int) -> Iterator[StoredEvent]:
        items = query.items if query else []
        if not items:
            yield from map(self._events.__getitem__, range(after, until))
            return
        last = 0
        for number in heapq.merge(*(self._numbers(item, after, until) for item in items)):
            one = self._events[number - 1]
            if number != last and meets(items, one.event.type, one.event.tags):
                last = number
                yield one

    def _numbers(self, item: DCBQueryItem, after: int, until: int) -> Iterator[int]:
        """The numbers, after < number ≤ until, of facts that have the rarest of the item's tags, or one of its types."""
        if item.tags:
            return _between(min((self._by_tag.get(tag, []) for tag in item.tags), key=len), after, until)
        if item.types:
            types = dict.fromkeys(item.types)
            return heapq.merge(*(_between(self._by_type.get(name, []), after, until) for name in types))
        return iter(range(after + 1, until + 1))

    # --- listening

    def subscribe(self, query: DCBQuery | None = None, *, after: int | None = None) -> DCBSubscription[Self]:
        """Facts that match, as they come."""
        return cast("DCBSubscription[Self]", Subscription(self, query, after))

    def changed(self) -> int:
        """The head's number."""
        return self.head().number

    def listen(self, event: threading.Event) -> None:
        """Set `event` whenever this recorder has recorded, or is closed."""
        self._listeners.add(event)

    def unlisten(self, event: threading.Event) -> None:
        """No longer set `event`."""
        self._listeners.discard(event)

    def _wake(self) -> None:
        for listener in tuple(self._listeners):
            listener.set()

    def close(self) -> None:
        """Say that it is closed; what it held is gone with it."""
        with self._lock:
            self._closed = True
        self._wake()

    @property
    def closed(self) -> bool:
        """Whether `close` has been called."""
        return self._closed

    def _check_open(self) -> None:
        if self._closed:
            raise ProgrammingError("the store in memory has been closed")


def _copied(one: StoredEvent) -> StoredEvent:
    """Another one like it, for a list of tags can be changed by whoever has it."""
    return StoredEvent(DCBEvent(one.event.type, one.event.data, list(one.event.tags)), one.position, one.recorded_at)


def _between(numbers: Sequence[int], after: int, until: int) -> Iterator[int]:
    for place in count(bisect_right(numbers, after)):
        if place >= len(numbers) or numbers[place] > until:
            return
        yield numbers[place]
