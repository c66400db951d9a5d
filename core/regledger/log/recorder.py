"""What regledger asks of a store, beyond the library's `DCBRecorder`.

`log/sqlite.py` implements it; so will every other store. `regledger.testing` publishes the contract kit.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eventsourcing.dcb.api import (
    DCBAppendCondition,
    DCBEvent,
    DCBQuery,
    DCBReadResponse,
    DCBRecorder,
    DCBSequencedEvent,
)

__all__ = ["Head", "Recorder", "StoredEvent"]


@dataclass
class StoredEvent(DCBSequencedEvent):
    """A sequenced event and the moment the store stamped on it, under the append lock."""

    recorded_at: int = 0
    """Microseconds since 1970, UTC."""


@dataclass(frozen=True)
class Head:
    """The last fact of a store: its number and when it was recorded; both 0 where there is none."""

    number: int = 0
    recorded_at: int = 0


class Recorder(DCBRecorder):
    """A durable, gapless, single sequence of facts.

    Numbers run 1…n without gaps and are given, like `recorded_at`, under the append lock, so no reader ever
    sees number n+1 without number n. `append` returns the last number given. `read` pages by itself: no
    call materialises the log, and no read transaction stays open between pages.
    """

    ledger_id: str
    """The ledger's UUID."""
    name: str
    """The ledger's short name, `[a-z0-9-]{1,32}`, used in stream subjects."""
    zone: str
    """The zone of its legal days, such as `Asia/Shanghai`."""

    @abstractmethod
    def record(
        self,
        events: Sequence[DCBEvent],
        condition: DCBAppendCondition | None = None,
        *,
        commands: Mapping[str, bytes] = {},
    ) -> list[StoredEvent]:
        """Append `events` in one durable transaction, keep `commands` (SHA-256 hex → JSON) beside them, and
        answer what was stored. All or nothing.

        Raises:
            eventsourcing.persistence.IntegrityError: the condition failed; nothing was written.
            BadTag: an event's tag is not declared, or the condition names an index kind.
            EntryTooLarge: an entry above 60 KiB.
            StoreFull, StoreReadOnly, StoreBusy: nothing was written.
        """

    @abstractmethod
    def head(self) -> Head:
        """The last fact's number and stamp."""

    @abstractmethod
    def command(self, digest: str) -> bytes | None:
        """The command kept under `digest` (SHA-256, hex), or None."""

    @abstractmethod
    def stored(
        self, query: DCBQuery | None = None, *, after: int = 0, until: int | None = None, limit: int | None = None
    ) -> Iterator[StoredEvent]:
        """Facts that match, `after` < number ≤ `until`, in order of number, read in pages."""

    @abstractmethod
    def at(self, number: int) -> StoredEvent | None:
        """The fact of that number."""

    @abstractmethod
    def search(self, text: str, *, limit: int = 50) -> Iterator[StoredEvent]:
        """Facts whose stored data or tags contain `text`, newest first."""

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections. The recorder cannot be used after."""

    @abstractmethod
    def changed(self) -> int:
        """A cheap number that differs after any process has appended (SQLite: PRAGMA data_version)."""

    # The library's own three, typed for our events.
    @abstractmethod
    def read(
        self, query: DCBQuery | None = None, *, after: int | None = None, limit: int | None = None
    ) -> DCBReadResponse: ...

    @abstractmethod
    def append(self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None) -> int: ...
