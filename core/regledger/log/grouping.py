"""Group commit: threads that record at the same time share one transaction, and so one fsync.

A thread that finds nobody writing leads: it writes what waits in one go, tells each caller its own answer, and hands the lead to the first of those who came meanwhile. So a thread alone pays for a lock, and in the queue nobody
is overtaken.

An interrupt strikes a thread between any two steps, also while it hands over. So a thread that leaves says so first, in a step
that cannot be parted; whoever then finds it in the lead hands over in its place; and each step of handing over can be done twice.
"""

from __future__ import annotations

import copy
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Generic, Literal, TypeVar

from eventsourcing.persistence import ProgrammingError

from regledger.errors import RegledgerError, StoreBusy
from regledger.log.forks import Process

__all__ = ["Groups", "OutcomeUnknown", "QueueFull"]

Item = TypeVar("Item")
Answer = TypeVar("Answer")

_MISTAKES = (TypeError, ValueError, AttributeError, LookupError)
"""What one caller's malformed item raises, before anything is committed."""
_LOOK = 0.5
"""Seconds after which one who waits looks whether the thread that leads is still there."""


class QueueFull(StoreBusy):
    """Ledger {path} had more to record than it could for {waited} seconds; nothing was recorded. Send again."""


class OutcomeUnknown(RegledgerError):
    """Recording in ledger {name} was cut short in the thread that wrote for this one too; whether it was recorded is not known. Look with "regledger find TEXT", or send it again with the same key, which records nothing twice."""


class _Turn(Generic[Item, Answer]):
    """What one caller has to write, and what it is told."""

    __slots__ = ("end", "error", "gone", "items", "signal", "size", "state", "told")

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.size = 0
        self.end = 0.0
        """On the monotonic clock: until when it waits to be taken into a group."""
        self.signal: threading.Lock | None = None
        """Held until the turn is told something or is to lead; a bare lock wakes sooner than a condition."""
        self.state: Literal["new", "waiting", "taken", "leading", "told"] = "new"
        self.told: list[Answer] | None = None
        self.error: Exception | None = None
        self.gone = False
        """Whether its caller waits and leads no more."""

    def wake(self) -> None:
        """Under the guard; a second time does nothing that matters."""
        if self.signal is not None and self.signal.locked():
            self.signal.release()


class Groups(Generic[Item, Answer]):
    """The queue in front of what writes several items in one go, such as a store's `record_all`. Threads may share it.

    A caller that is interrupted while it waits has recorded nothing, unless its group is being written already: then that
    goes on, as if only the answer had been lost.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Item]], list[Answer]],
        *,
        name: str,
        size: Callable[[Item], int],
        group: int = 128,
        group_bytes: int = 4 << 20,
        queue: int = 256,
        queue_bytes: int = 8 << 20,
        patience: float = 5.0,
        longest: float = 60.0,
    ) -> None:
        """Stand in front of `write`.

        Args:
            write: writes items in one transaction and answers for each; whatever it raises, nothing of any was written.
            name: the ledger's.
            size: an item's, in bytes.
            group: items that are written together at most; what one caller hands in is never parted.
            group_bytes: the same, in bytes.
            queue: callers that wait at most; who comes then waits for room.
            queue_bytes: the same, in bytes.
            patience: seconds until one who still waits is told `QueueFull`.
            longest: seconds until one whose group comes to no end is told `OutcomeUnknown`.
        """
        self._write, self._name, self._size = write, name, size
        self._group, self._group_bytes = group, group_bytes
        self._queue_most, self._queue_bytes = queue, queue_bytes
        self._patience, self._longest = patience, longest
        self._process = Process(name)
        # One that knows its owner: an interrupt in a condition's wait else lets go of somebody else's.
        self._guard = threading.RLock()
        self._room = threading.Condition(self._guard)
        self._outside: deque[_Turn[Item, Answer]] = deque()
        """Those who wait for room in the queue, in the order in which they came."""
        self._queue: deque[_Turn[Item, Answer]] = deque()
        self._leader: _Turn[Item, Answer] | None = None
        self._taken: list[_Turn[Item, Answer]] = []
        """The leader's group; those whom it has told are still in it."""
        self._closed = False

    def write(self, items: Sequence[Item]) -> list[Answer]:
        """Write `items` in one transaction with what other threads write at this moment, and answer for each.

        Raises:
            QueueFull: it waited too long; nothing was written.
            OutcomeUnknown: the thread that wrote for this one too was interrupted, or came to no end.
            eventsourcing.persistence.ProgrammingError: the ledger was closed meanwhile; nothing was written.
            ForkedLedger: this process is a fork of the one that opened the ledger; nothing was written.
            What writing raises, to each of the group.
        """
        self._process.check()
        turn: _Turn[Item, Answer] = _Turn(items)
        try:
            # All inside the `try`: a leader that an interrupt takes away must hand over, wherever it was.
            if self._enters(turn) or self._comes_to_lead(turn):
                self._lead(turn)
        finally:
            turn.gone = True
            self._leave(turn)
        if turn.error is not None:
            raise turn.error
        assert turn.told is not None
        return turn.told

    def close(self) -> None:
        """Tell those who wait that nothing of theirs was recorded, and let nobody wait any more."""
        with self._guard:
            self._closed = True
            for turn in self._queue:
                if turn.state == "waiting":
                    turn.error, turn.state = _closed(), "told"
                    turn.wake()
            self._queue.clear()
            self._room.notify_all()

    # --- waiting

    def _enters(self, turn: _Turn[Item, Answer]) -> bool:
        """Whether `turn` leads at once; else it stands in the queue."""
        with self._guard:
            self._relieve()
            if self._leader is not None:
                turn.size, turn.end = sum(map(self._size, turn.items)), time.monotonic() + self._patience
                if self._outside or not self._has_room(turn):
                    self._wait_for_room(turn)
            if self._leader is None:
                self._leader, turn.state = turn, "leading"
                return True
            turn.signal = threading.Lock()
            turn.signal.acquire()
            turn.state = "waiting"
            self._queue.append(turn)
            return False

    def _has_room(self, turn: _Turn[Item, Answer]) -> bool:
        if not self._queue:
            return True
        if len(self._queue) >= self._queue_most:
            return False
        return sum(one.size for one in self._queue) + turn.size <= self._queue_bytes

    def _wait_for_room(self, turn: _Turn[Item, Answer]) -> None:
        self._outside.append(turn)
        try:
            while not (self._closed or self._leader is None or (self._outside[0] is turn and self._has_room(turn))):
                if not self._room.wait(min(_LOOK, left := turn.end - time.monotonic())):
                    self._relieve()
                    if left <= _LOOK:
                        raise QueueFull(path=self._name, waited=self._patience)
            if self._closed:
                raise _closed()
        finally:
            if turn in self._outside:
                self._outside.remove(turn)
            self._room.notify_all()  # the next one may fit too

    def _comes_to_lead(self, turn: _Turn[Item, Answer]) -> bool:
        """Wait; whether `turn` is to lead, for else it has been told."""
        assert turn.signal is not None
        wait = turn.end - time.monotonic()
        while not turn.signal.acquire(timeout=max(0.0, min(_LOOK, wait))):
            with self._guard:
                self._relieve()
                if self._leader is turn or turn.state == "told":
                    break
                wait = turn.end - time.monotonic()
                if turn.state == "waiting" and wait <= 0:
                    raise QueueFull(path=self._name, waited=self._patience)
                if turn.state == "taken":
                    # It is being written, which the store bounds; this is for a store that does not.
                    wait += self._longest
                    if wait <= 0:
                        raise OutcomeUnknown(name=self._name)
        return self._leader is turn

    # --- leading

    def _lead(self, turn: _Turn[Item, Answer]) -> None:
        """Write `turn` and what waits behind it, and note each one's answer."""
        group = self._take(turn)
        try:
            told = iter(self._write([item for one in group for item in one.items]))
        except Exception as error:
            if len(group) == 1:
                raise
            if isinstance(error, _MISTAKES):
                self._record_each(group)
                return
            for one in group:
                one.error = _twin(error)
        else:
            for one in group:
                one.told = list(islice(told, len(one.items)))

    def _take(self, turn: _Turn[Item, Answer]) -> list[_Turn[Item, Answer]]:
        with self._guard:
            count, size = len(turn.items), turn.size
            self._taken = [turn]
            while self._next() is not None:
                one = self._queue[0]
                count, size = count + len(one.items), size + one.size
                if count > self._group or size > self._group_bytes:
                    break
                self._taken.append(one)
                one.state = "taken"
                self._queue.popleft()
            if self._outside:
                self._room.notify_all()
            return self._taken

    def _record_each(self, group: list[_Turn[Item, Answer]]) -> None:
        """One of them is malformed: only it may be told so."""
        for one in group:
            try:
                one.told = self._write(one.items)
            except Exception as error:
                one.error = error

    def _next(self) -> _Turn[Item, Answer] | None:
        """The first in the queue; who is in it and waits no more, because an interrupt came between, is put out."""
        while self._queue:
            first = self._queue[0]
            if first.state == "waiting" and not first.gone and first is not self._leader:
                return first
            self._queue.popleft()
        return None

    def _leave(self, turn: _Turn[Item, Answer]) -> None:
        """Hand over and tell the group its answers, if `turn` led; give up its place, if it still waits."""
        if turn.state in ("taken", "told"):
            return
        with self._guard:
            self._relieve()
            if turn.state == "waiting" and turn in self._queue:
                self._queue.remove(turn)
                self._room.notify_all()

    def _relieve(self) -> None:
        """Under the guard: if who leads has left, tell its group and let the next one lead."""
        while self._outside and self._outside[0].gone:
            self._outside.popleft()
        left = self._leader
        if left is None or not left.gone:
            return
        for one in self._taken:
            if one.told is None and one.error is None and one is not left:
                one.error = OutcomeUnknown(name=self._name)
            one.state = "told"
            one.wake()
        heir = self._next()
        if heir is not None:
            self._leader = heir  # from here on it leads, even if the rest is cut off
            self._taken = []
            heir.state = "leading"
            self._queue.popleft()
            heir.wake()
        else:
            self._leader = None
            self._taken = []


def _closed() -> ProgrammingError:
    return ProgrammingError("the ledger has been closed; nothing of what still waited was recorded")


def _twin(error: Exception) -> Exception:
    """An error of its own for each thread, because raising one writes into it; the same one where it cannot be copied."""
    try:
        twin = copy.copy(error)
    except Exception:
        return error
    if str(twin) != str(error):
        return error
    twin.__cause__ = error
    return twin
