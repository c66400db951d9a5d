"""Threads that record at the same time share a transaction, and each is told its own."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent
from eventsourcing.persistence import ProgrammingError
from regledger.errors import BadTag, StoreBusy, StoreFull
from regledger.log.grouped import GroupedRecorder
from regledger.log.grouping import OutcomeUnknown, QueueFull
from regledger.log.recorder import Append, ConditionFailed, Told
from regledger.log.sqlite import SQLiteRecorder
from regledger.log.tags import TagKinds
from regledger.testing.recorder_contract import event, tagged

LEDGER = "01900000-0000-7000-8000-000000000001"
SECONDS = 20.0


class Gated(SQLiteRecorder):
    """The embedded store, which notes how large each group is that it is given to write."""

    sizes: list[int]

    def record_all(self, appends: Sequence[Append]) -> list[Told]:
        self.sizes.append(len(appends))
        return super().record_all(appends)


class Caller:
    """A thread that records, and what came of it."""

    def __init__(self, record: Callable[[], Any]) -> None:
        self.answer: Any = None
        self._record = record
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.answer = self._record()
        except BaseException as error:
            self.answer = error

    def told(self) -> Any:
        """What it was answered, or the error it got."""
        self._thread.join(SECONDS)
        assert not self._thread.is_alive(), "it waits for ever"
        return self.answer


class Office:
    """A grouped store that writes a group only once the test lets it, and callers that come one after the other."""

    def __init__(self, path: Path, kinds: TagKinds | None = None, **limits: Any) -> None:
        self.gate = threading.Semaphore(0)
        self.failing: dict[int, BaseException] = {}
        """For the n-th group, what happens in place of writing it."""
        self.store = Gated.create(path, ledger_id=LEDGER, name="county", zone="UTC", kinds=kinds, clock=self.clock)
        self.store.sizes = []
        self.recorder = GroupedRecorder(self.store, **limits)
        self.callers: list[Caller] = []

    def clock(self) -> int:
        """The store asks for the time within its transaction: it goes on once the test lets it."""
        assert self.gate.acquire(timeout=SECONDS)
        if error := self.failing.get(len(self.store.sizes)):
            raise error
        return 1

    def comes(self, *appends: Append) -> Caller:
        """A caller, who is at the store or in the queue when this returns."""
        groups = self.recorder._groups
        before = len(groups._queue) + len(groups._outside) + len(self.store.sizes)
        caller = Caller(lambda: self.recorder.record_all(appends))
        self.callers.append(caller)
        until(lambda: len(groups._queue) + len(groups._outside) + len(self.store.sizes) > before or caller.answer)
        return caller

    def let(self, groups: int) -> None:
        """Let that many groups be written."""
        for _ in range(groups):
            self.gate.release()

    def numbers(self) -> list[list[str]]:
        """The tags of every fact, in order."""
        return [one.event.tags for one in self.store.stored()]


def until(holds: Callable[[], Any]) -> None:
    """Wait for `holds`."""
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.001)


def one(tag: str, *, unless: str = "") -> Append:
    """One fact, on condition that none has the tag `unless`."""
    return Append([event(tag)], DCBAppendCondition(tagged(unless)) if unless else None)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Makes offices; in the end every caller has gone and every store is closed."""
    made: list[Office] = []

    def make(**options: Any) -> Office:
        made.append(Office(tmp_path / f"{len(made)}.db", **options))
        return made[-1]

    yield make
    for each in made:
        each.let(100)
        for caller in each.callers:
            caller.told()
        groups = each.recorder._groups
        left = (groups._leader, groups._taken, list(groups._queue), list(groups._outside))
        each.recorder.close()
        assert left == (None, [], [], [])


def test_who_waits_is_recorded_in_one_group(office: Callable[..., Office]) -> None:
    """What comes while a group is written is written together after it, in order, and each is told its own numbers."""
    at = office()
    callers = [at.comes(one(f"case:{n}"), one(f"site:{n}")) for n in range(5)]

    at.let(2)

    assert [[fact.position for answer in caller.told() for fact in answer] for caller in callers] == [
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
        [9, 10],
    ]
    assert at.store.sizes == [2, 8]
    assert at.numbers() == [[f"{kind}:{n}"] for n in range(5) for kind in ("case", "site")]


def test_one_that_is_refused_touches_no_other(office: Callable[..., Office]) -> None:
    """A failed condition and an undeclared tag are told to those alone who sent them; the rest of the group is recorded."""
    at = office(kinds=TagKinds())
    first = at.comes(one("case:1"))
    callers = [
        at.comes(append)
        for append in (one("case:2"), one("case:3", unless="case:2"), one("planet:1"), one("case:4", unless="case:3"))
    ]

    at.let(2)

    assert first.told()[0][0].position == 1
    told = [caller.told()[0] for caller in callers]
    assert isinstance(told[1], ConditionFailed)
    assert told[1].number == 2
    assert isinstance(told[2], BadTag)
    assert at.numbers() == [["case:1"], ["case:2"], ["case:4"]]
    at.let(1)
    with pytest.raises(ConditionFailed):
        at.recorder.append([event("case:5")], DCBAppendCondition(tagged("case:4")))


def test_a_malformed_append_touches_no_other(office: Callable[..., Office]) -> None:
    """One that makes the store raise is told so by itself, and the others of its group are recorded."""
    at = office()
    at.comes(one("case:1"))
    bad_one = Append([DCBEvent("T", b"{}", [3])])  # type: ignore[list-item]
    good, bad, last = at.comes(one("case:2")), at.comes(bad_one), at.comes(one("case:4"))

    at.let(5)

    assert isinstance(bad.told(), TypeError)
    assert good.told()[0][0].position == 2
    assert last.told()[0][0].position == 3


def test_a_store_that_fails_is_told_to_all_of_the_group(office: Callable[..., Office]) -> None:
    """Each of a group that could not be written gets the store's error, an object of its own; the next group is written."""
    at = office()
    at.failing[2] = StoreFull(path="county.db")
    at.failing[3] = RuntimeError("nobody thought of this")
    at.comes(one("case:1"))
    full = [at.comes(one("case:2")), at.comes(one("case:3"))]

    at.let(1)
    until(lambda: len(at.store.sizes) == 2)
    strange = [at.comes(one("case:4")), at.comes(one("case:5"))]
    at.let(2)

    assert [type(caller.told()) for caller in (*full, *strange)] == [StoreFull, StoreFull, RuntimeError, RuntimeError]
    assert str(full[0].answer) == str(full[1].answer)
    assert full[0].answer is not full[1].answer
    at.let(1)
    assert at.recorder.append([event("case:6")]) == 2


def test_a_leader_that_is_torn_away_leaves_nobody_waiting(office: Callable[..., Office]) -> None:
    """Where the thread that writes for others is interrupted, each of them is told that nobody knows, and the next group is led."""
    at = office()
    at.failing[2] = KeyboardInterrupt()
    at.comes(one("case:1"))
    leader, follower = at.comes(one("case:2")), at.comes(one("case:3"))

    at.let(1)
    until(lambda: len(at.store.sizes) == 2)
    later = at.comes(one("case:4"))
    at.let(2)

    assert isinstance(leader.told(), KeyboardInterrupt)
    assert isinstance(follower.told(), OutcomeUnknown)
    assert later.told()[0][0].position == 2


def test_a_store_that_never_answers_holds_no_follower_for_ever(office: Callable[..., Office]) -> None:
    """One whose group comes to no end is told, after the time set for that, that nobody knows."""
    at = office(patience=0.05, longest=0.05)
    at.comes(one("case:1"))
    at.comes(one("case:2"))
    follower = at.comes(one("case:3"))

    at.let(1)
    until(lambda: at.store.sizes == [1, 2])

    assert isinstance(follower.told(), OutcomeUnknown)
    assert "case:3" not in str(at.numbers())


def test_who_waits_too_long_is_told_so(office: Callable[..., Office]) -> None:
    """In the queue one waits for a bounded time, is told that the store is busy, and nothing of it is recorded."""
    at = office(patience=0.05)
    first = at.comes(one("case:1"))
    second = at.comes(one("case:2"))

    assert isinstance(second.told(), QueueFull)
    assert isinstance(second.told(), StoreBusy)
    assert str(second.told()) == (
        "Ledger county had more to record than it could for 0.05 seconds; nothing was recorded. Send again."
    )
    at.let(2)
    assert first.told()[0][0].position == 1
    assert at.recorder.append([event("case:3")]) == 2


@pytest.mark.parametrize("limits", [{"queue": 2}, {"queue_bytes": 4}])
def test_a_full_queue_waits_for_room(office: Callable[..., Office], limits: dict[str, int]) -> None:
    """Who comes to a full queue waits outside it, is not overtaken, and comes in when a group has been taken."""
    at = office(**limits)
    callers = [at.comes(one(f"case:{n}")) for n in range(6)]
    groups = at.recorder._groups
    assert (len(groups._queue), len(groups._outside)) == (2, 3)

    at.let(1)
    until(lambda: len(groups._outside) <= 1)  # while the second group is being written
    at.let(5)

    assert all(caller.told() for caller in callers)
    assert at.numbers() == [[f"case:{n}"] for n in range(6)]


def test_a_small_one_does_not_overtake_a_large_one(office: Callable[..., Office]) -> None:
    """One that would still fit into the queue stands behind a larger one that came before it and does not."""
    at = office(queue_bytes=10)
    large = Append([event("site:1", data=b'"12345678"')])
    at.comes(one("case:1"))
    at.comes(one("case:2"))
    at.comes(large)
    at.comes(one("case:3"))

    assert [turn.size for turn in at.recorder._groups._outside] == [10, 2]
    at.let(4)
    assert all(caller.told() for caller in at.callers)
    assert at.numbers() == [["case:1"], ["case:2"], ["site:1"], ["case:3"]]


def test_who_waits_outside_waits_a_bounded_time(office: Callable[..., Office]) -> None:
    """One who finds no room in the queue for too long is told that the store is busy."""
    at = office(queue=1, patience=0.2)
    first, *others = [at.comes(one(f"case:{n}")) for n in range(4)]

    assert [type(caller.told()) for caller in others] == [QueueFull] * 3
    at.let(1)
    assert first.told()[0][0].position == 1


@pytest.mark.parametrize("limits", [{"group": 2}, {"group_bytes": 4}])
def test_a_group_is_bounded(office: Callable[..., Office], limits: dict[str, int]) -> None:
    """No more is recorded at once than was set, in count and in bytes, except what one caller hands in itself."""
    at = office(**limits)
    callers = [at.comes(one(f"case:{n}")) for n in range(5)]
    callers.append(at.comes(*(one(f"site:{n}") for n in range(3))))

    at.let(9)

    assert all(caller.told() for caller in callers)
    assert at.store.sizes == [1, 2, 2, 3]


def test_closing_tells_those_who_wait(office: Callable[..., Office]) -> None:
    """On closing the group that is written is finished, and who still waits, in the queue or outside it, is told."""
    at = office(queue=1)
    first, queued, outside = (at.comes(one(f"case:{n}")) for n in range(3))

    closing = Caller(at.recorder.close)
    assert isinstance(queued.told(), ProgrammingError)
    assert isinstance(outside.told(), ProgrammingError)
    at.let(1)
    closing.told()

    assert first.told()[0][0].position == 1
    at.let(1)
    with pytest.raises(ProgrammingError, match="closed"):
        at.recorder.append([event("case:9")])


def test_an_interrupt_in_the_queue_records_nothing(office: Callable[..., Office]) -> None:
    """One who is interrupted while it waits leaves the queue, and nothing of it is recorded."""
    at = office()
    at.comes(one("case:1"))

    with pytest.raises(KeyboardInterrupt):
        interrupted(at, one("case:2"), when=lambda: at.recorder._groups._queue)

    later = at.comes(one("case:3"))
    at.let(2)
    assert later.told()[0][0].position == 2
    assert at.numbers() == [["case:1"], ["case:3"]]


def test_an_interrupt_while_the_group_is_written_loses_only_the_answer(office: Callable[..., Office]) -> None:
    """One who is interrupted when its group is being written is recorded all the same, and only the answer is lost."""
    at = office()
    at.comes(one("case:1"))
    leader = at.comes(one("case:2"))

    def taken() -> bool:
        if len(at.recorder._groups._queue) == 2:
            at.let(1)
        return at.store.sizes == [1, 2]

    with pytest.raises(KeyboardInterrupt):
        interrupted(at, one("case:3"), when=taken)

    at.let(1)
    assert leader.told()[0][0].position == 2
    assert at.numbers() == [["case:1"], ["case:2"], ["case:3"]]


def interrupted(at: Office, append: Append, *, when: Callable[[], Any]) -> None:
    """Record in the main thread, and press Ctrl-C once `when` holds."""

    main = threading.main_thread().ident
    assert main is not None

    def press() -> None:
        until(when)
        signal.pthread_kill(main, signal.SIGINT)

    # The interpreter's own answer to Ctrl-C; a runner may have put another in its place.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    pressing = threading.Thread(target=press)
    pressing.start()
    try:
        at.recorder.record_all([append])
        time.sleep(SECONDS)
    finally:
        pressing.join()
        signal.signal(signal.SIGINT, before)


def test_who_comes_again_stands_behind_those_who_wait(office: Callable[..., Office]) -> None:
    """One that was served and comes again at once is served after all who were there before, in groups of a bounded size."""
    at = office(group=2)
    first, *_ = [at.comes(one(f"case:{n}")) for n in range(6)]

    at.let(1)
    first.told()
    at.comes(one("site:1"))
    at.let(3)

    assert all(caller.told() for caller in at.callers)
    assert at.store.sizes == [1, 2, 2, 2]
    assert at.numbers() == [*([f"case:{n}"] for n in range(6)), ["site:1"]]
