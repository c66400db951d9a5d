"""What every store that speaks SQL does alike: reading by queries and numbers, searching, and waking who listens."""

from __future__ import annotations

import threading
import unicodedata
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Self, cast

import msgspec
from eventsourcing.dcb.api import DCBEvent, DCBQuery, DCBReadResponse, DCBSubscription
from eventsourcing.persistence import ProgrammingError

from regledger.errors import RegledgerError
from regledger.log.answers import LimitedRead, ReadToHead, Subscription
from regledger.log.entry import render_entry
from regledger.log.query import Row, Speech, matching, newest_of
from regledger.log.recorder import Append, Recorder, StoredEvent, checked
from regledger.log.tags import TagKinds

__all__ = ["SQLRecorder", "Words"]

_SEARCHED = 2_000  # facts looked through per statement


@dataclass(frozen=True)
class Words:
    """The statements of a store that are the same in every question. Facts are answered as `Row`."""

    at: str
    """The fact of `number`."""
    command: str
    """The command's body under `digest`."""
    search: str
    """Facts with `needle` in data or tags, `first` ≤ number < `before`, newest first, at most `left`."""
    speech: Speech


class SQLRecorder(Recorder):
    """A store whose facts lie in tables; `Recorder` says what each method does."""

    words: Words

    def __init__(self, kinds: TagKinds | None) -> None:
        self._kinds = kinds
        self._listeners: set[threading.Event] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- what a store says for itself

    @abstractmethod
    def _rows(self, sql: str, values: dict[str, Any]) -> list[Any]:
        """Run one statement that reads, and answer all its rows."""

    def _type_name(self, stored: Any) -> str:
        """The name of a fact's type out of its column."""
        return str(stored)

    # --- writing

    def _drafted(self, append: Append) -> list[DCBEvent] | Exception:
        try:
            return checked(append, self._kinds)
        except (ProgrammingError, RegledgerError) as error:
            return error

    def _render(self, one: StoredEvent) -> None:
        """Raise `EntryTooLarge` for what no entry can hold."""
        render_entry(self.ledger_id, one.position, one.recorded_at, one.event.type, one.event.tags, one.event.data)

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
        last = head if until is None else min(until, head)
        found = matching(self.words.speech, self._rows, self._type_name, query, after=after, until=last)
        for row in islice(found, limit):
            yield self._event(row)

    def newest(self, query: DCBQuery, *, until: int | None = None) -> StoredEvent | None:
        """See `Recorder.newest`: read backwards by its tag where that is soon found."""
        end = self.head().number if until is None else until
        if len(query.items) == 1 and query.items[0].tags:
            told, row = newest_of(self.words.speech, self._rows, self._type_name, query.items[0], until=end)
            if told:
                return None if row is None else self._event(row)
        return super().newest(query, until=end)

    def at(self, number: int) -> StoredEvent | None:
        """The fact of that number."""
        rows = self._rows(self.words.at, {"number": number})
        return self._event(rows[0]) if rows else None

    def command(self, digest: str) -> bytes | None:
        """The command kept under `digest` (SHA-256, hex), or None."""
        try:
            key = bytes.fromhex(digest)
        except ValueError:
            return None
        rows = self._rows(self.words.command, {"digest": key})
        return bytes(rows[0][0]) if rows else None

    def search(self, text: str, *, limit: int = 50, until: int | None = None) -> Iterator[StoredEvent]:
        """See `Recorder.search`. `text` is compared letter for letter, as JSON and NFC write it."""
        needle = msgspec.json.encode(unicodedata.normalize("NFC", text))[1:-1]
        head = self.head().number
        before, left = (head if until is None else min(until, head)) + 1, limit
        while before > 1 and left > 0:
            values = {"before": before, "first": before - _SEARCHED, "needle": needle, "left": left}
            rows = self._rows(self.words.search, values)
            yield from map(self._event, rows)
            before, left = before - _SEARCHED, left - len(rows)

    def _event(self, row: Row) -> StoredEvent:
        number, recorded_at, type_, tags, data = row
        return StoredEvent(DCBEvent(self._type_name(type_), data, tags.split()), number, recorded_at)

    # --- listening

    def subscribe(self, query: DCBQuery | None = None, *, after: int | None = None) -> DCBSubscription[Self]:
        """Facts that match, as they come; woken when this process records, and by a look every `poll_seconds`."""
        return cast("DCBSubscription[Self]", Subscription(self, query, after))

    def listen(self, event: threading.Event) -> None:
        """Set `event` whenever this recorder has recorded, or is closed."""
        self._listeners.add(event)

    def unlisten(self, event: threading.Event) -> None:
        """No longer set `event`."""
        self._listeners.discard(event)

    def _wake(self) -> None:
        for listener in tuple(self._listeners):
            listener.set()
