"""What a read and a subscription answer, in the library's terms."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator

from eventsourcing.dcb.api import DCBQuery, DCBReadResponse, DCBSubscription
from eventsourcing.persistence import ProgrammingError

from regledger.log.recorder import Recorder, StoredEvent

__all__ = ["LimitedRead", "ReadToHead", "Subscription"]

_PAGE = 500


class ReadToHead(DCBReadResponse):
    """Everything up to the head at the moment of asking; `head` is that one, fit for an append condition."""

    def __init__(self, events: Iterator[StoredEvent], head: int | None) -> None:
        self._events = events
        self._head = head

    @property
    def head(self) -> int | None:
        return self._head

    def __next__(self) -> StoredEvent:
        return next(self._events)


class LimitedRead(DCBReadResponse):
    """At most as many facts as asked; `head` is the last of them, and asking for it reads the rest."""

    def __init__(self, events: Iterator[StoredEvent]) -> None:
        self._events = events
        self._ahead: deque[StoredEvent] = deque()
        self._last: int | None = None

    @property
    def head(self) -> int | None:
        self._ahead.extend(self._events)
        return self._ahead[-1].position if self._ahead else self._last

    def __next__(self) -> StoredEvent:
        event = self._ahead.popleft() if self._ahead else next(self._events)
        self._last = event.position
        return event


class Subscription(DCBSubscription[Recorder]):
    """Reads on the caller's own thread; it sleeps until this process records, or another one has."""

    def __init__(self, recorder: Recorder, query: DCBQuery | None, after: int | None) -> None:
        super().__init__(recorder, query, after)
        self._woken = threading.Event()
        self._page: Iterator[StoredEvent] = iter(())
        recorder.listen(self._woken)

    def stop(self) -> None:
        """End the iteration, from any thread."""
        super().stop()
        self._recorder.unlisten(self._woken)
        self._woken.set()

    def __next__(self) -> StoredEvent:
        try:
            while not self._has_been_stopped:
                if event := next(self._page, None):
                    self._last_position = event.position
                    return event
                self._look()
        except ProgrammingError:
            if not self._recorder.closed:
                raise
        raise StopIteration

    def _look(self) -> None:
        """Read the next page, or sleep where there is none."""
        # Both signs of change are taken before the look, so what comes after it wakes the wait.
        self._woken.clear()
        seen = self._recorder.changed()
        head = self._recorder.head().number
        found = list(self._recorder.stored(self._query, after=self._last_position, until=head, limit=_PAGE))
        self._page = iter(found)
        if found:
            return
        self._last_position = max(self._last_position, head)
        while not self._has_been_stopped and not self._woken.wait(self._recorder.poll_seconds):
            if self._recorder.changed() != seen:
                return
