"""The watch over calls into a sector: what is late is struck within the call, and never behind it."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from regledger.sectors import watch
from regledger.sectors.watch import Overran, within

SHORT = 0.1
"""Seconds of a budget that is overrun on purpose."""
LONG = 30.0
"""Seconds in which any machine does what is asked."""


def _spin() -> None:
    while True:
        pass


def _steps() -> Iterator[int]:
    while True:
        yield 1


def _swallow() -> None:
    while True:
        try:  # noqa: SIM105 - as a sector writes it
            time.monotonic()
        except BaseException:
            pass


def _wait() -> None:
    time.sleep(3 * SHORT)


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


@pytest.mark.parametrize(
    "late",
    [_spin, lambda: sum(_steps()), lambda: list(_steps()), _swallow, _wait],
    ids=["loop", "generator", "growing list", "swallowing", "sleeping"],
)
def test_what_is_late_is_named(late: Callable[[], None]) -> None:
    """A loop ends, one that swallows the exception as well; what cannot be ended is late when it returns."""
    with _at_most(LONG), pytest.raises(Overran, match=r"longer than 0\.1 s"):
        within(SHORT, late)


def test_the_line_that_it_had_come_to_is_known() -> None:
    """The trace of what was late goes down to the function that looped."""
    with pytest.raises(Overran) as caught:
        within(SHORT, _spin)

    assert caught.traceback[-1].name == "_spin"


def test_what_returns_in_time_is_passed_on() -> None:
    """Answers, arguments and errors of a call in time are its own."""
    assert within(LONG, divmod, 7, 2) == (3, 1)
    assert within(LONG, sorted, [1, 2], reverse=True) == [2, 1]
    with pytest.raises(ZeroDivisionError):
        within(LONG, divmod, 7, 0)


def test_an_error_that_comes_late_is_late() -> None:
    """What raises after its time is named for its time: the error may be a consequence of the strike."""

    def late() -> None:
        try:
            _spin()
        finally:
            raise ValueError("in the wake")

    with pytest.raises(Overran) as caught:
        within(SHORT, late)

    assert isinstance(caught.value.__cause__, ValueError)


def test_a_call_within_a_call_counts_to_the_first() -> None:
    """The budget is the outer call's, whatever an inner one is given."""
    with pytest.raises(Overran, match=r"longer than 0\.1 s"):
        within(SHORT, within, LONG, _spin)


def test_the_next_call_is_free_of_the_last() -> None:
    """After a late call the same thread goes on: the next has its whole time, and no strike is left behind."""
    for _ in range(3):
        with pytest.raises(Overran):
            within(0.02, _spin)

        assert within(LONG, sum, range(100_000)) == 4_999_950_000


def test_a_strike_never_falls_behind_its_call() -> None:
    """Eight threads end their calls at the very moment at which they are late: none is struck outside of a call."""
    strays: list[BaseException] = []
    late = [0] * 8

    def work(until: float, again: bool) -> int:
        try:
            while time.monotonic() < until:
                pass
        except BaseException:
            while again and time.monotonic() < until + 0.03:
                pass
            raise
        return 7

    def hammer(number: int) -> None:
        dice = random.Random(number)
        end = time.monotonic() + 3
        try:
            while time.monotonic() < end:
                try:
                    assert within(0.01, work, time.monotonic() + dice.uniform(0.0, 0.02), dice.random() < 0.2) == 7
                except Overran:
                    late[number] += 1
                for _ in range(100):
                    pass
        except BaseException as error:
            strays.append(error)

    threads = [threading.Thread(target=hammer, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert strays == []
    assert min(late) > 0


def test_a_strike_that_is_under_way_falls_within_its_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that ends while the watch is about to strike it is left only when the strike has fallen."""
    send, caller = watch._send, threading.get_ident()
    about, left, sent = threading.Event(), threading.Event(), threading.Event()

    def held(thread: int, error: type[BaseException] | None) -> None:
        if threading.get_ident() != caller:
            about.set()
            left.wait(5 * SHORT)  # longer than anybody needs who does not wait for the strike
            send(thread, error)
            sent.set()
        else:
            send(thread, error)

    monkeypatch.setattr(watch, "_send", held)
    stray: BaseException | None = None
    try:
        with pytest.raises(Overran):
            within(SHORT, about.wait, LONG)
        left.set()
        assert sent.wait(LONG)
        sum(_ for _ in range(1000))
    except BaseException as error:
        stray = error

    assert stray is None


def test_what_is_left_of_a_strike_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last word to the thread of a late call is that nothing waits, said where the watch cannot strike; none follows."""
    send, caller = watch._send, threading.get_ident()
    words: list[tuple[bool, bool, bool]] = []

    def heard(thread: int, error: type[BaseException] | None) -> None:
        words.append((threading.get_ident() == caller, error is None, watch._WATCH._lock.locked()))
        send(thread, error)

    monkeypatch.setattr(watch, "_send", heard)

    with pytest.raises(Overran):
        within(SHORT, _spin)
    said = list(words)
    time.sleep(3 * watch.AGAIN)

    assert said[0] == (False, False, True)
    assert said[-2:] == [(True, False, True), (True, True, True)]
    assert words == said


@pytest.mark.skipif(not hasattr(os, "fork"), reason="platform: processes are not forked here")
def test_a_child_has_a_watch_of_its_own() -> None:
    """A process that is forked after the watch began, or inside a call, still ends what is late."""
    with suppress(Overran):
        within(SHORT, _spin)

    def child() -> int:
        pid = os.fork()
        if pid:
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        try:
            within(SHORT, _spin)  # counts to the call in which the process was forked
        finally:
            os._exit(9)

    pid = os.fork()
    if not pid:
        try:
            within(SHORT, _spin)
        except Overran:
            os._exit(3)
        finally:
            os._exit(4)

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 3
    with pytest.raises(Overran):
        within(3 * SHORT, child)


def test_one_watch_serves_every_call() -> None:
    """However many calls there were, one thread watches; it is a daemon and keeps no process alive."""
    for _ in range(50):
        within(LONG, divmod, 7, 2)

    [watch] = [thread for thread in threading.enumerate() if thread.name == "regledger-watch"]
    assert watch.daemon
