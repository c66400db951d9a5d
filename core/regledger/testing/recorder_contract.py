"""What every store must do, as tests to inherit.

A backend's tests subclass the widest of the three that it fulfils, and say how its stores are made:

    class TestMyStore(DurableRecorderContract):
        opener = "my.store:MyRecorder.open"

        def make(self, address, **options): ...

`RecorderContract` asks what the library's `DCBRecorder` promises, `StampedRecorderContract` what regledger's
`Recorder` adds, `DurableRecorderContract` what holds between processes and after a kill. pytest and hypothesis
are needed. `REGLEDGER_FAULTS=full` gives ten times as many random histories, races and kills.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem, DCBRecorder, DCBSequencedEvent
from eventsourcing.dcb.tests import DCBRecorderTestCase
from eventsourcing.persistence import IntegrityError
from hypothesis import HealthCheck, given, settings

from regledger.testing.recorder_oracle import Append, Oracle, Question, plain, steps
from regledger.testing.recorder_writer import commit_of

__all__ = ["RecorderContract", "event", "rounds", "tagged"]

_SECONDS = 30.0
T = TypeVar("T")


def rounds(usual: int) -> int:
    """`usual`, or ten times as many where `REGLEDGER_FAULTS` is `full`."""
    return usual * (10 if os.environ.get("REGLEDGER_FAULTS") == "full" else 1)


def event(*tags: str, type: str = "hazard.found", data: bytes = b"{}") -> DCBEvent:
    """A fact to append."""
    return DCBEvent(type, data, list(tags))


def tagged(*tags: str, types: Sequence[str] = ()) -> DCBQuery:
    """A query of one item."""
    return DCBQuery([DCBQueryItem(types=list(types), tags=list(tags))])


def together(work: Callable[[int], T], threads: int) -> list[T]:
    """Run `work` in several threads that start at once, and answer what they answered."""
    start = threading.Barrier(threads)

    def run(index: int) -> T:
        start.wait(_SECONDS)
        return work(index)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


class RecorderContract:
    """What the library's `DCBRecorder` promises."""

    def make(self, address: str, **options: Any) -> DCBRecorder:
        """A new, empty store at `address`. Options that may come: `clock`, `kinds`."""
        raise NotImplementedError

    def address(self, folder: Path) -> str:
        """Where a store of this kind lies, given an empty folder."""
        return str(folder / "ledger.db")

    @pytest.fixture
    def new(self, tmp_path: Path) -> Iterator[Callable[..., Any]]:
        """Makes stores, each in a folder of its own, and closes them in the end."""
        made: list[Any] = []

        def make(**options: Any) -> Any:
            folder = tmp_path / f"store{len(made)}"
            folder.mkdir()
            made.append(self.make(self.address(folder), **options))
            return made[-1]

        yield make
        for recorder in made:
            close(recorder)

    @pytest.fixture
    def recorder(self, new: Callable[..., Any]) -> Any:
        """One new, empty store."""
        return new()

    def test_append_and_read_as_the_library_asks(self, recorder: DCBRecorder) -> None:
        """The library's own test of appending, reading and conditions passes."""
        DCBRecorderTestCase()._test_append_read(recorder)

    def test_subscribe_as_the_library_asks(self, recorder: DCBRecorder) -> None:
        """The library's own test of subscribing passes."""
        DCBRecorderTestCase()._test_append_subscribe(recorder)

    def test_one_of_many_writers_wins(self, recorder: DCBRecorder) -> None:
        """Of eight threads that append under the same condition exactly one wins, and only its fact is kept."""
        for contest in range(rounds(15)):
            condition = DCBAppendCondition(tagged(f"case:{contest}"), after=contest or None)

            def attempt(
                writer: int, tag: str = f"case:{contest}", condition: DCBAppendCondition = condition
            ) -> int | None:
                with suppress(IntegrityError):
                    return recorder.append([event(tag, data=b'{"writer":%d}' % writer)], condition)
                return None

            answers = together(attempt, 8)

            winners = [writer for writer, number in enumerate(answers) if number is not None]
            assert len(winners) == 1
            kept = list(recorder.read(tagged(f"case:{contest}")))
            assert [(e.position, e.event.data) for e in kept] == [(contest + 1, b'{"writer":%d}' % winners[0])]

    @pytest.mark.parametrize("writers", [4, 8])
    def test_a_live_reader_misses_nothing(self, recorder: DCBRecorder, writers: int) -> None:
        """Readers under many writers see every number once, in order, without a gap, and never half a commit."""
        commits, facts = rounds(25), 3
        total = writers * commits * facts
        seen: list[DCBSequencedEvent] = []
        followed: list[int] = []
        subscribed = recorder.subscribe()

        def poll() -> None:
            end = time.monotonic() + _SECONDS
            while len(seen) < total and time.monotonic() < end:
                known = len(seen)
                seen.extend(recorder.read(after=known))
                assert [e.position for e in seen[known:]] == list(range(known + 1, len(seen) + 1))
                assert len(seen) % facts == 0, "half a commit was shown"

        def follow() -> None:
            with subscribed as subscription:
                impatience = threading.Timer(_SECONDS, subscription.stop)
                impatience.start()
                followed.extend(e.position for e in islice(subscription, total))
                impatience.cancel()

        def write(writer: int) -> None:
            for commit in range(commits):
                recorder.append(commit_of(f"w{writer}", commit, facts))

        together(lambda n: (poll, follow)[n]() if n < 2 else write(n - 2), writers + 2)

        assert len(seen) == total
        assert followed == list(range(1, total + 1))
        for writer in range(writers):
            mine = [e.event.tags[0] for e in seen if e.event.tags[0].startswith(f"commit:w{writer}-")]
            assert mine == [f"commit:w{writer}-{commit}" for commit in range(commits) for _ in range(facts)]

    def test_random_histories_equal_the_oracle(self, new: Callable[..., Any]) -> None:
        """Random appends, conditions and questions are answered as a list comprehension over a list answers them."""

        @settings(max_examples=rounds(120), deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(history=steps())
        def check(history: list[Append | Question]) -> None:
            recorder, oracle = new(), Oracle()
            for step in history:
                if isinstance(step, Append):
                    self.check_append(recorder, oracle, step)
                else:
                    self.check_question(recorder, oracle, step)
            close(recorder)

        check()

    def check_append(self, recorder: Any, oracle: Oracle, step: Append) -> None:
        """Do the same to store and oracle."""
        events = [event(*tags, type=name, data=b'{"n":%d}' % n) for n, (name, tags) in enumerate(step.facts)]
        if oracle.refuses(step.condition):
            with pytest.raises(IntegrityError):
                recorder.append(events, step.condition)
        else:
            assert recorder.append(events, step.condition) == oracle.append(events)

    def check_question(self, recorder: Any, oracle: Oracle, step: Question) -> None:
        """Ask store and oracle the same."""
        answer = recorder.read(step.query, after=step.after, limit=step.limit)
        expected, head = oracle.read(step)
        assert [plain(e) for e in answer] == [plain(e) for e in expected]
        assert answer.head == head

    def test_a_read_ends_at_its_head(self, recorder: DCBRecorder) -> None:
        """What is appended after a read was asked for is beyond its head and not in it, so a condition can rest on it."""
        recorder.append([event("case:1"), event("case:1")])
        answer = recorder.read(tagged("case:1"))

        recorder.append([event("case:1")])

        assert [e.position for e in answer] == [1, 2]
        assert answer.head == 2

    def test_a_refused_commit_leaves_nothing(self, recorder: DCBRecorder) -> None:
        """Where the condition fails, none of the commit's facts is kept and the next number is the next one."""
        recorder.append([event("case:1")])

        with pytest.raises(IntegrityError):
            recorder.append([event("case:2"), event("case:3")], DCBAppendCondition(tagged("case:1")))

        assert recorder.append([event("case:4")]) == 2
        assert [e.event.tags for e in recorder.read()] == [["case:1"], ["case:4"]]

    def test_pages_join(self, recorder: DCBRecorder) -> None:
        """A log of many pages is read whole, by number and by tag, in one go and page by page."""
        recorder.append([event(f"site:{n % 2}", f"row:{n}", data=b"%d" % n) for n in range(1_300)])

        whole = [plain(e) for e in recorder.read()]
        odd = [plain(e) for e in recorder.read(tagged("site:1"))]
        paged: list[Any] = []
        while page := list(recorder.read(tagged("site:1"), after=paged[-1][0] if paged else None, limit=97)):
            paged += [plain(e) for e in page]

        assert [number for number, *_ in whole] == list(range(1, 1_301))
        assert odd == [fact for fact in whole if "site:1" in fact[2]]
        assert paged == odd


def close(recorder: Any) -> None:
    """Close a store, where it is one that can be closed."""
    with suppress(AttributeError):
        recorder.close()
