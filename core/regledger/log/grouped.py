"""A store whose appends are recorded in groups, and which else is itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self, cast

from eventsourcing.dcb.api import DCBQuery, DCBReadResponse, DCBSubscription

from regledger.log.grouping import Groups
from regledger.log.recorder import Append, Head, Recorder, StoredEvent, Told

__all__ = ["GroupedRecorder"]


class GroupedRecorder(Recorder):
    """`store`, with threads that record at the same time sharing its transactions (`regledger.log.grouping`).

    What stands in one group is still whole or refused each by itself, and a later one's condition sees what an earlier
    one records. Closing it closes the store.
    """

    def __init__(self, store: Recorder, **limits: Any) -> None:
        """Wrap `store`; `limits` as of `Groups`."""
        self.store = store
        self.ledger_id, self.name, self.zone = store.ledger_id, store.name, store.zone
        self._groups: Groups[Append, Told] = Groups(store.record_all, name=self.name, size=_size, **limits)

    def record_all(self, appends: Sequence[Append]) -> list[Told]:
        """See `Recorder.record_all`, and `Groups.write` for what it raises besides."""
        return self._groups.write(appends)

    def close(self) -> None:
        """Tell those who wait that nothing of theirs was recorded, and close the store."""
        self._groups.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- the store's own

    def replicate(self, events: Sequence[StoredEvent], *, commands: Mapping[str, bytes] = {}) -> None:
        """See `Recorder.replicate`."""
        self.store.replicate(events, commands=commands)

    def read(
        self, query: DCBQuery | None = None, *, after: int | None = None, limit: int | None = None
    ) -> DCBReadResponse:
        """See `Recorder.read`."""
        return self.store.read(query, after=after, limit=limit)

    def stored(
        self, query: DCBQuery | None = None, *, after: int = 0, until: int | None = None, limit: int | None = None
    ) -> Iterator[StoredEvent]:
        """See `Recorder.stored`."""
        return self.store.stored(query, after=after, until=until, limit=limit)

    def head(self) -> Head:
        """See `Recorder.head`."""
        return self.store.head()

    def at(self, number: int) -> StoredEvent | None:
        """See `Recorder.at`."""
        return self.store.at(number)

    def command(self, digest: str) -> bytes | None:
        """See `Recorder.command`."""
        return self.store.command(digest)

    def newest(self, query: DCBQuery, *, until: int | None = None) -> StoredEvent | None:
        """See `Recorder.newest`."""
        return self.store.newest(query, until=until)

    def search(self, text: str, *, limit: int = 50, until: int | None = None) -> Iterator[StoredEvent]:
        """See `Recorder.search`."""
        return self.store.search(text, limit=limit, until=until)

    def changed(self) -> int:
        """See `Recorder.changed`."""
        return self.store.changed()

    def subscribe(self, query: DCBQuery | None = None, *, after: int | None = None) -> DCBSubscription[Self]:
        """As the store's."""
        return cast("DCBSubscription[Self]", self.store.subscribe(query, after=after))

    def listen(self, event: threading.Event) -> None:
        """See `Recorder.listen`."""
        self.store.listen(event)

    def unlisten(self, event: threading.Event) -> None:
        """See `Recorder.unlisten`."""
        self.store.unlisten(event)

    @property
    def closed(self) -> bool:
        """See `Recorder.closed`."""
        return self.store.closed


def _size(append: Append) -> int:
    """Bytes of facts and commands."""
    return sum(len(event.data) for event in append.events) + sum(map(len, append.commands.values()))
