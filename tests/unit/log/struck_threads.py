"""What `test_interrupts.py` runs in a process of its own: a thread that records is struck at every step, one after the other."""

from __future__ import annotations

import linecache
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest
from regledger.log import grouping
from regledger.log.grouped import GroupedRecorder
from regledger.log.grouping import OutcomeUnknown
from regledger.log.sqlite import SQLiteRecorder
from regledger.testing.recorder_contract import event

LEDGER = "01900000-0000-7000-8000-000000000001"
WHOLE = ("turn.gone = True", "with self._guard:", "try:")
"""How lines begin at which none strikes: the interpreter looks for signals after calls, loops and at a function's beginning, so
not at a `try`, between the beginning of a `finally` and the end of its first call, nor between the end of a `with` and its exit."""


class Struck:
    """Runs something and interrupts it at its n-th step within a module."""

    def __init__(self, module: ModuleType, step: int) -> None:
        self.left = step
        self._file = module.__file__

    def run(self, work: Callable[[], Any]) -> None:
        """In a thread of its own, whose end is waited for."""

        def body() -> None:
            sys.settrace(self._trace)
            try:
                work()
            except BaseException as error:
                if not isinstance(error, KeyboardInterrupt):
                    self.error: BaseException = error
            finally:
                sys.settrace(None)

        thread = threading.Thread(target=body)
        thread.start()
        # In slices: a machine that stands still for a minute takes one of them away, and not the whole time.
        for _ in range(600):
            thread.join(0.1)
        if thread.is_alive():
            stacks = [
                f"{name}:\n{''.join(traceback.format_stack(frame))}" for name, frame in sys._current_frames().items()
            ]
            pytest.fail(f"with {self.left} steps left, {thread.ident} came to no end. {''.join(stacks)}")

    def _trace(self, frame: FrameType, what: str, _: Any) -> Any:
        if frame.f_code.co_filename != self._file:
            return None
        if what == "line" and not linecache.getline(str(self._file), frame.f_lineno).strip().startswith(WHOLE):
            self.left -= 1
            if self.left == 0:
                self.line = frame.f_lineno
                raise KeyboardInterrupt
        return self._trace


class Gated(SQLiteRecorder):
    """The embedded store, which writes its first group once somebody waits behind it, or nobody can any more."""

    gate: threading.Event
    entered: threading.Event

    def record_all(self, appends: Any) -> Any:
        self.entered.set()
        assert self.gate.wait(20)
        return super().record_all(appends)


def gated(path: Path) -> Gated:
    store = Gated.create(path, ledger_id=LEDGER, name="county", zone="UTC")
    store.gate, store.entered = threading.Event(), threading.Event()
    return store


def test_whoever_leads_may_be_struck_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a thread is struck that leads, who waits behind it is told soon, and who comes later is recorded."""
    monkeypatch.setattr(grouping, "_LOOK", 0.02)
    store = gated(tmp_path / "a.db")
    with GroupedRecorder(store, patience=10.0) as grouped:
        step, ended = 0, False
        while not ended:
            step += 1
            store.gate.clear()
            store.entered.clear()
            told: list[Any] = []

            def follow(told: list[Any] = told) -> None:
                store.entered.wait(0.2)
                began = time.monotonic()
                try:
                    told.append(grouped.append([event("case:2")]))
                except OutcomeUnknown as error:
                    told.append(error)
                told.append(time.monotonic() - began)

            follower = threading.Thread(target=follow)
            opener = threading.Timer(0.03, store.gate.set)
            struck = Struck(grouping, step)
            follower.start()
            opener.start()
            struck.run(lambda: grouped.append([event("case:1")]))
            follower.join(20)
            opener.join()
            ended = struck.left > 0

            assert not hasattr(struck, "error"), step
            assert len(told) == 2, f"struck at step {step}, the follower was told nothing"
            assert told[1] < 5, f"struck at step {step}, the follower waited"
            assert isinstance(grouped.append([event("case:3")]), int)
        assert step > 20
        numbers = [one.position for one in store.stored()]
        assert numbers == list(range(1, len(numbers) + 1))


def test_room_in_the_queue_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for room is woken when one in the queue gives up its place, without having to look."""
    monkeypatch.setattr(grouping, "_LOOK", 60.0)
    store = gated(tmp_path / "a.db")
    answers: dict[str, Any] = {}

    def comes(tag: str) -> threading.Thread:
        def record() -> None:
            try:
                answers[tag] = grouped.append([event(tag)])
            except Exception as error:
                answers[tag] = error

        thread = threading.Thread(target=record)
        thread.start()
        return thread

    def until(holds: Callable[[], Any]) -> None:
        end = time.monotonic() + 10
        while not holds():
            assert time.monotonic() < end, "it never came to hold"
            time.sleep(0.001)

    with GroupedRecorder(store, queue=1, patience=0.3) as grouped:
        groups = grouped._groups
        threads = [comes("case:1")]
        until(store.entered.is_set)
        threads.append(comes("case:2"))
        until(lambda: len(groups._queue) == 1)
        groups._patience = 20.0
        threads.append(comes("case:3"))
        until(lambda: len(groups._outside) == 1)

        until(lambda: "case:2" in answers)
        until(lambda: not groups._outside and len(groups._queue) == 1)

        store.gate.set()
        for thread in threads:
            thread.join(60)
    assert [answers["case:1"], answers["case:3"]] == [1, 2]
