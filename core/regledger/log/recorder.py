"""What regledger asks of a store, beyond the library's `DCBRecorder`.

`log/sqlite` and `log/postgres` implement it. `regledger.testing` publishes the contract kit for others.
"""

from __future__ import annotations

import re
import threading
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb.api import (
    DCBAppendCondition,
    DCBEvent,
    DCBQuery,
    DCBReadResponse,
    DCBRecorder,
    DCBSequencedEvent,
)
from eventsourcing.persistence import IntegrityError, ProgrammingError

from regledger.errors import BadFact, BadTag, RegledgerError
from regledger.log.tags import TagKinds

__all__ = [
    "Append",
    "ConditionFailed",
    "Head",
    "OutOfStep",
    "Recorder",
    "StoredEvent",
    "Told",
    "check_steps",
    "checked",
]

_PLAIN = re.compile(r"[!#-\[\]-~]+")  # ASCII that stands in an entry's JSON as it is: no space, quote, backslash
_DIGEST = re.compile(r"[0-9a-f]{64}")


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


@dataclass(frozen=True)
class Append:
    """Facts to append as one whole, the condition they are appended under, and the commands kept beside them."""

    events: Sequence[DCBEvent]
    condition: DCBAppendCondition | None = None
    commands: Mapping[str, bytes] = field(default_factory=dict)
    """SHA-256 in hex → JSON."""


class ConditionFailed(IntegrityError):
    """Fact `number` matches an append's condition; nothing was written."""

    def __init__(self, number: int) -> None:
        super().__init__(f"fact {number} matches the append condition; nothing was recorded")
        self.number = number


class OutOfStep(RegledgerError):
    """{path} cannot take in fact {number}: {found}. Nothing of that page was written. Copy into a ledger that holds the beginning of the same one, or into a new one."""


_LOOK = 64
"""Facts that are read through rather than divided any further, in looking for the newest one."""

Told = list[StoredEvent] | Exception
"""What one append of several was told: what was stored, or why nothing of it was."""


def checked(append: Append, kinds: TagKinds | None) -> list[DCBEvent]:
    """The events of `append` as every store keeps them: tags sorted, without repeats, declared.

    Raises:
        eventsourcing.persistence.ProgrammingError: it has no events, a condition after no number, a command that is not bytes
            under a SHA-256 in hex.
        BadFact, BadTag: a type, data or a tag that an entry cannot hold, a kind that is not declared, an index kind in the condition.
    """
    events = [DCBEvent(_type(event), _data(event), _tags(event, kinds)) for event in append.events or ()]
    if not events:
        raise ProgrammingError("an append has at least one event")
    if append.condition is not None:
        _check_condition(append.condition, kinds)
    for digest, body in append.commands.items():
        if not isinstance(body, bytes) or _DIGEST.fullmatch(digest) is None:
            raise ProgrammingError("a command is bytes, kept under a SHA-256 in hex")
    return events


def check_steps(events: Sequence[StoredEvent], head: Head, path: object) -> None:
    """Raise `OutOfStep` unless `events` continue a store whose head is `head`."""
    number, recorded_at = head.number, head.recorded_at
    for one in events:
        if one.position != number + 1:
            raise OutOfStep(path=path, number=one.position, found=f"its last one is {number}")
        if one.recorded_at < recorded_at:
            raise OutOfStep(path=path, number=one.position, found="it is stamped before the one in front of it")
        number, recorded_at = one.position, one.recorded_at


def _type(event: DCBEvent) -> str:
    if _PLAIN.fullmatch(event.type) is None:
        raise BadFact(type=repr(event.type), found="its type is not plain ASCII without spaces", field="type")
    return event.type


def _data(event: DCBEvent) -> bytes:
    data = event.data
    if isinstance(data, bytes) and b"\0" not in data:
        try:
            data.decode()
        except UnicodeDecodeError:
            pass
        else:
            return data
    raise BadFact(type=repr(event.type), found="its data are not bytes of UTF-8", field="data")


def _check_condition(condition: DCBAppendCondition, kinds: TagKinds | None) -> None:
    after = condition.after
    if after is not None and not (isinstance(after, int) and 0 <= after < 1 << 63):
        raise ProgrammingError("a condition holds after a fact's number, from 0 to 2^63 - 1")
    for item in condition.fail_if_events_match.items:
        if kinds is not None:
            for tag in item.tags:
                kinds.check(tag, condition=True)
        for asked in (*item.types, *item.tags):
            if not isinstance(asked, str) or not asked.isascii():
                raise ProgrammingError("a condition's types and tags are text in ASCII")


def _tags(event: DCBEvent, kinds: TagKinds | None) -> list[str]:
    tags = sorted(set(event.tags))
    for tag in tags:
        if kinds is not None:
            kinds.check(tag)
        elif _PLAIN.fullmatch(tag) is None:
            raise BadTag(tag=tag, found="an entry cannot hold it")
    return tags


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
    poll_seconds: float = 0.05
    """How long who waits for new facts sleeps between two looks at `changed`, where nothing wakes him."""

    @abstractmethod
    def record_all(self, appends: Sequence[Append]) -> list[Told]:
        """Several appends in one durable transaction: each is whole or refused by itself, and told so in its place.

        A later one's condition sees what an earlier one records. What is told of a refused one is `ConditionFailed`, BadTag,
        BadFact, EntryTooLarge or the library's `ProgrammingError`.

        Raises:
            StoreFull, StoreReadOnly, StoreBusy, …: nothing of any was written.
        """

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
            ConditionFailed: the condition failed; nothing was written.
            BadTag: an event's tag is not declared, or the condition names an index kind.
            EntryTooLarge: an entry above 60 KiB.
            StoreFull, StoreReadOnly, StoreBusy: nothing was written.
        """
        told = self.record_all([Append(events, condition, commands)])[0]
        if isinstance(told, Exception):
            raise told
        return told

    def append(self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None) -> int:
        """As `record`; answers the last number given."""
        return self.record(events, condition)[-1].position

    @abstractmethod
    def replicate(self, events: Sequence[StoredEvent], *, commands: Mapping[str, bytes] = {}) -> None:
        """Take in facts of another store of the same ledger, with their numbers and stamps as they are, in one transaction.

        Raises:
            OutOfStep: the first number is not the next one, a number or a stamp is out of order; nothing was written.
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

    def newest(self, query: DCBQuery, *, until: int | None = None) -> StoredEvent | None:
        """The last fact that matches, with a number ≤ `until`; None where none does.

        Looks back from the end in steps that double, so that its cost follows how far back the fact lies, as a logarithm, and
        never how many match. A store that can read backwards may answer it at once.
        """
        end = upper = self.head().number if until is None else until
        lower = max(0, end - _LOOK)
        if near := list(self.stored(query, after=lower, until=end)):
            return near[-1]
        found: StoredEvent | None = None
        while found is None and lower > 0:
            upper, lower = lower, max(0, end - 4 * (end - lower))
            found = next(self.stored(query, after=lower, until=upper, limit=1), None)
        while found is not None and upper - found.position > _LOOK:
            middle = (found.position + upper) // 2
            later = next(self.stored(query, after=middle, until=upper, limit=1), None)
            found, upper = (found, middle) if later is None else (later, upper)
        rest = [] if found is None else list(self.stored(query, after=found.position, until=upper))
        return rest[-1] if rest else found

    @abstractmethod
    def at(self, number: int) -> StoredEvent | None:
        """The fact of that number."""

    @abstractmethod
    def search(self, text: str, *, limit: int = 50, until: int | None = None) -> Iterator[StoredEvent]:
        """Facts whose stored data or tags contain `text`, with a number ≤ `until`, newest first."""

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections. The recorder cannot be used after."""

    @abstractmethod
    def changed(self) -> int:
        """A cheap number that differs after any process has appended (SQLite: PRAGMA data_version)."""

    @abstractmethod
    def listen(self, event: threading.Event) -> None:
        """Set `event` whenever this recorder has recorded, or is closed."""

    @abstractmethod
    def unlisten(self, event: threading.Event) -> None:
        """No longer set `event`."""

    @property
    @abstractmethod
    def closed(self) -> bool:
        """Whether `close` has been called."""

    # The library's own, typed for our events.
    @abstractmethod
    def read(
        self, query: DCBQuery | None = None, *, after: int | None = None, limit: int | None = None
    ) -> DCBReadResponse: ...
