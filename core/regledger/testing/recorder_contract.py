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
from itertools import cycle, islice
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem, DCBRecorder, DCBSequencedEvent
from eventsourcing.dcb.tests import DCBRecorderTestCase
from eventsourcing.persistence import IntegrityError
from hypothesis import HealthCheck, given, settings

from regledger.testing.recorder_oracle import Append, Oracle, Question, Several, plain, steps
from regledger.testing.recorder_writer import commit_of

__all__ = ["RecorderContract", "close", "event", "events_of", "rounds", "tagged", "together"]

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


def events_of(append: Append) -> list[DCBEvent]:
    """The facts of an append of a random history."""
    return [event(*tags, type=name, data=b'{"n":%d}' % n) for n, (name, tags) in enumerate(append.facts)]


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

    takes_several: ClassVar[bool] = False
    """Whether random histories hold appends of several at once."""

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

    def test_a_live_reader_misses_nothing_where_writers_conflict(self, recorder: DCBRecorder) -> None:
        """Eight writers contend for the same subjects: what was answered is read while they write, once and in order, and
        what was refused is not."""
        contests, writers = rounds(25), 8
        answered: list[dict[int, str]] = [{} for _ in range(writers)]
        seen: list[DCBSequencedEvent] = []
        done = threading.Event()

        def poll() -> None:
            end = time.monotonic() + _SECONDS
            ended, place = False, 0
            # Every fact has this type: asked for by it or not, the answer holds all up to its head.
            queries = cycle([None, tagged(types=["hazard.found"])])
            while not ended and time.monotonic() < end:
                ended = done.is_set()  # asked before the last look, which then sees all
                answer = recorder.read(next(queries), after=place)
                seen.extend(answer)
                place = answer.head or 0

        def write(writer: int) -> None:
            for contest in range(contests):
                # A third writes without a condition, as an import does, and so holds up those who have one.
                name = f"case:{contest}" if writer % 3 else f"site:{writer}-{contest}"
                condition = DCBAppendCondition(tagged(name)) if writer % 3 else None
                with suppress(IntegrityError):
                    last = recorder.append([event(name, f"row:{writer}"), event(name)], condition)
                    answered[writer] |= {last - 1: name, last: name}

        polling = threading.Thread(target=poll)
        polling.start()
        together(write, writers)
        done.set()
        polling.join()

        told = {number: name for each in answered for number, name in each.items()}
        assert [e.position for e in seen] == list(range(1, len(told) + 1))
        assert {e.position: next(t for t in e.event.tags if not t.startswith("row:")) for e in seen} == told
        assert sum(name.startswith("case:") for name in told.values()) == 2 * contests

    def test_random_histories_equal_the_oracle(self, new: Callable[..., Any]) -> None:
        """Random appends, conditions and questions are answered as a list comprehension over a list answers them."""

        @settings(max_examples=rounds(80), deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(history=steps(several=self.takes_several))
        def check(history: list[Append | Question | Several]) -> None:
            recorder, oracle = new(), Oracle()
            for step in history:
                if isinstance(step, Append):
                    self.check_append(recorder, oracle, step)
                elif isinstance(step, Question):
                    self.check_question(recorder, oracle, step)
                else:
                    self.check_several(recorder, oracle, step)
            close(recorder)

        check()

    def check_append(self, recorder: Any, oracle: Oracle, step: Append) -> None:
        """Do the same to store and oracle."""
        events = events_of(step)
        if oracle.refuses(step.condition):
            with pytest.raises(IntegrityError):
                recorder.append(events, step.condition)
        else:
            assert recorder.append(events, step.condition) == oracle.append(events)

    def check_several(self, recorder: Any, oracle: Oracle, step: Several) -> None:
        """Do the same several appends to store and oracle, where the store takes them."""
        raise NotImplementedError

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

    def test_a_page_is_where_the_last_one_ended(self, recorder: DCBRecorder) -> None:
        """Read page by page while eight threads write, a tag's facts are each there once, in order, as a later reader finds them."""
        found: list[tuple[int, str, tuple[str, ...], bytes]] = []
        end = time.monotonic() + _SECONDS
        written = threading.Event()

        def write(writer: int) -> None:
            for n in range(rounds(15)):
                recorder.append([event(f"site:{n % 2}", f"row:{writer}-{n}"), event("site:1")])

        def read() -> None:
            while time.monotonic() < end:
                ended = written.is_set()  # asked before the look: a page that is empty after it is the last one
                after = found[-1][0] if found else None
                page = [plain(e) for e in recorder.read(tagged("site:1"), after=after, limit=7)]
                found.extend(page)
                if ended and not page:
                    return

        reading = threading.Thread(target=read)
        reading.start()
        together(write, 8)
        written.set()
        reading.join()

        assert found == [plain(e) for e in recorder.read(tagged("site:1"))]
        assert len(found) == 8 * (rounds(15) + rounds(15) // 2)

    def test_tags_are_compared_whole_and_letter_for_letter(self, recorder: DCBRecorder) -> None:
        """Tags as long as they may be, that begin alike, differ in case or look like patterns are told apart."""
        long = "x" * 63
        odd = [
            "case:a_b",
            "case:aXb",
            "case:a-b",
            "case:A_B",
            "case:a",
            f"case:{long}1",
            f"case:{long}2",
            "case:-",
            "case:_",
        ]
        recorder.append([event(tag) for tag in odd])

        found = {tag: [e.position for e in recorder.read(tagged(tag))] for tag in odd}

        assert found == {tag: [number] for number, tag in enumerate(odd, 1)}
        assert list(recorder.read(tagged("case:%"))) == []

    def test_many_tags_items_and_types_are_answered(self, recorder: DCBRecorder) -> None:
        """A fact of 40 tags is found by all of them; 200 items and 300 types of a query are each looked for; repeats change nothing."""
        tags = [f"t:{n}" for n in range(40)]
        recorder.append(
            [event(*tags), event(*tags[:39]), event(type="a.last"), *(event(f"row:{n}") for n in range(200))]
        )

        every = recorder.read(tagged(*tags, *tags))
        items = recorder.read(DCBQuery([*(DCBQueryItem(tags=[f"row:{n}"] * 2) for n in range(0, 400, 2)), *tagged("t:39").items]))  # fmt: skip
        types = recorder.read(tagged(types=[*(f"a.t{n}" for n in range(300)), "a.last", "a.last"]))

        assert [e.position for e in every] == [1]
        assert [e.position for e in items] == [1, *range(4, 204, 2)]
        assert [e.position for e in types] == [3]


def close(recorder: Any) -> None:
    """Close a store, where it is one that can be closed."""
    with suppress(AttributeError):
        recorder.close()
