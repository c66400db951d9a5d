"""Threads that put personal values away at the same time share a transaction, and each gets its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from regledger.errors import BadFact, PersonalStoreError
from regledger.log.facts import Fact, fact
from regledger.log.personal import PersonalStore
from regledger.log.personal.grouped import GroupedSeals
from regledger.log.text import Id, Personal

SECONDS = 20.0


@fact("person.met", 1, tags={"site": "site"}, occurred="met_on")
class PersonMet(Fact, frozen=True, kw_only=True):
    """`person.met` v1: somebody was met at a site."""

    site: Id
    person: Personal
    met_on: date


class Gated(PersonalStore):
    """A personal store that puts away once the test lets it, and notes how many facts at a time."""

    def prepare(self) -> None:
        """Before its first use."""
        self.gate = threading.Semaphore(0)
        self.sizes: list[int] = []

    def seal(self, facts: Sequence[tuple[str, Fact]], default_subject: Sequence[str]) -> list[Fact]:
        self.sizes.append(len(facts))
        assert self.gate.acquire(timeout=SECONDS)
        return super().seal(facts, default_subject)


@pytest.fixture
def store(tmp_path: Path) -> Gated:
    """A gated store beside a ledger."""
    made = Gated(tmp_path / "county.db")
    made.prepare()
    return made


@pytest.fixture
def comes(store: Gated) -> Iterator[Callable[..., Future[list[Fact]]]]:
    """Lets a thread seal texts, and returns when it is at the store or waits."""
    seals = GroupedSeals(store, "county", longest=0.1, patience=SECONDS)
    with ThreadPoolExecutor(8) as pool:

        def come(*texts: str) -> Future[list[Fact]]:
            before = len(store.sizes) + len(seals._groups._queue)
            facts = [(f"{text}:0", PersonMet(site="S-1", person=Personal(subject=f"person:{text[:2]}", value=text), met_on=date(2026, 3, 2))) for text in texts]  # fmt: skip
            running = pool.submit(seals.seal, facts, [""] * len(facts))
            end = time.monotonic() + SECONDS
            while len(store.sizes) + len(seals._groups._queue) == before and not running.done():
                assert time.monotonic() < end
                time.sleep(0.001)
            return running

        yield come
        for _ in range(50):
            store.gate.release()


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.001)


def let(store: Gated, times: int) -> None:
    for _ in range(times):
        store.gate.release()


def texts_of(store: Gated, sealed: Sequence[Fact]) -> list[str | None]:
    return store._reveal_all([one.person for one in sealed if isinstance(one, PersonMet)])


def test_values_of_several_threads_are_put_away_together(
    store: Gated, comes: Callable[..., Future[list[Fact]]]
) -> None:
    """What comes while one is being sealed is sealed at once after it, and each caller gets its own facts back."""
    running = [comes("a0"), comes("b1", "b2"), comes("c3"), comes("d4", "d5", "d6")]

    let(store, 2)

    found = [texts_of(store, one.result(SECONDS)) for one in running]
    assert found == [["a0"], ["b1", "b2"], ["c3"], ["d4", "d5", "d6"]]
    assert store.sizes == [1, 6]


def test_one_that_cannot_be_sealed_touches_no_other(store: Gated, comes: Callable[..., Future[list[Fact]]]) -> None:
    """Text that is not Unicode is told to whom it came from; the others of its group are sealed."""
    running = [comes("a0"), comes("b1"), comes("c\udce9"), comes("d3")]

    let(store, 5)

    assert texts_of(store, running[1].result(SECONDS)) == ["b1"]
    assert texts_of(store, running[3].result(SECONDS)) == ["d3"]
    with pytest.raises(BadFact, match="Unicode"):
        running[2].result(SECONDS)


def test_a_store_that_fails_is_told_to_each(store: Gated, comes: Callable[..., Future[list[Fact]]]) -> None:
    """Where the keys are lost nobody's values are put away, and each caller is told so."""
    first = comes("a0")
    let(store, 1)
    first.result(SECONDS)
    store._files.keys.unlink()
    running = [comes("b1"), comes("c2"), comes("d3")]

    let(store, 9)

    for one in running:
        with pytest.raises(PersonalStoreError, match="county"):
            one.result(SECONDS)


def test_one_whose_group_comes_to_no_end_seals_by_itself(store: Gated) -> None:
    """Where the thread that seals for others does not come back in time, the other one seals its own values itself."""
    seals = GroupedSeals(store, "county", longest=0.2, patience=1.0)

    def seal(text: str) -> list[Fact]:
        met = PersonMet(site="S-1", person=Personal(subject="person:p", value=text), met_on=date(2026, 3, 2))
        return seals.seal([(f"{text}:0", met)], [""])

    with ThreadPoolExecutor(3) as pool:
        running = []
        for text in ("a0", "b1", "c2"):
            running.append(pool.submit(seal, text))
            until(lambda: len(store.sizes) + len(seals._groups._queue) == len(running))
        let(store, 1)
        until(lambda: store.sizes == [1, 2])

        until(lambda: store.sizes == [1, 2, 1])  # the third, by itself, while the group is still at it
        let(store, 2)

        assert [texts_of(store, one.result(SECONDS)) for one in running] == [["a0"], ["b1"], ["c2"]]


def test_facts_without_values_wait_for_nobody(store: Gated, comes: Callable[..., Future[list[Fact]]]) -> None:
    """A fact with nothing open to put away is given back while others are still being sealed."""
    running = comes("a0")
    plain = PersonMet(site="S-1", person=Personal(subject="person:x", commitment="ab" * 32), met_on=date(2026, 3, 2))
    seals = GroupedSeals(store, "county")

    assert seals.seal([("x:0", plain)], [""]) == [plain]
    assert store.sizes == [1]
    let(store, 1)
    running.result(SECONDS)
