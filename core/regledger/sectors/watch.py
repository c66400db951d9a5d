"""The watch: a call into a sector's code may take so long and no longer.

One thread sleeps until the earliest call is due. A call is open while it stands in a table, and whoever takes it out
decides: the caller, that it came back in time, or the watch, that it is late. A late one is struck: an exception is sent into
its thread, again and again until the call is left. The caller then closes it under the lock under which the watch strikes,
so that no strike can fall behind the call. What waits in C (`time.sleep`) cannot be struck; it is late when it returns.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from math import inf
from time import monotonic
from typing import Any, TypeVar

from regledger.errors import RegledgerError

__all__ = ["BUDGET", "LOADING_BUDGET", "TOGETHER", "Overran", "inside", "within"]

BUDGET = 2.0
"""Seconds of wall time that one call into a sector may take while an act is decided, a record folded or shown."""

LOADING_BUDGET = 10.0
"""Seconds that a sector's import may take, and each hook that declares: they are called once in a process."""

TOGETHER = 30.0
"""Seconds that loading all sectors may take: many that are each within their budget still let nobody wait for minutes."""

AGAIN = 0.02
"""Seconds after which a call that swallowed the exception is struck anew."""

A = TypeVar("A")


class Overran(RegledgerError):
    """it took longer than {seconds:g} s, which is all that one call may take"""


class _Struck(BaseException):
    """Sent into the thread of a call that is late; no `except Exception` of a sector holds it up."""


class _Call:
    __slots__ = ("closed", "due", "leaving", "thread")

    def __init__(self, thread: int, due: float) -> None:
        self.thread = thread
        self.due = due
        self.leaving = False
        self.closed = False


class _Watch:
    def __init__(self) -> None:
        self._open: dict[_Call, None] = {}
        """Calls that nobody has taken out yet; adding, taking out and copying are each one step of the interpreter."""
        self._inside: set[int] = set()
        """Threads within a call: one that a sector makes in its turn counts to the first."""
        self._begin()

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._bell = threading.Event()
        self._wakes_at = inf
        self._thread: threading.Thread | None = None

    def after_fork(self) -> None:
        """The child has the thread that forked, and neither the watch nor whoever held its lock."""
        mine = threading.get_ident()
        self._open = {call: None for call in self._open if call.thread == mine}
        self._inside &= {mine}
        self._begin()
        if self._open:
            self._start()

    def inside(self) -> bool:
        """Whether the thread that asks is within a call."""
        return threading.get_ident() in self._inside

    def within(self, seconds: float, function: Callable[..., A], /, *arguments: Any, **named: Any) -> A:
        """What `function` gives; raises `Overran` where it takes more than `seconds`, with the line that it had come to."""
        thread = threading.get_ident()
        if thread in self._inside:
            return function(*arguments, **named)
        if self._thread is None:
            self._start()
        started = monotonic()
        call = _Call(thread, started + seconds)
        answer: Any = None
        failed: BaseException | None = None
        in_time = False
        try:
            try:
                self._inside.add(thread)
                self._open[call] = None
                if call.due < self._wakes_at:
                    self._ring(call.due)
                try:
                    answer = function(*arguments, **named)
                except BaseException as error:
                    failed = error
                in_time = self._open.pop(call, self) is None
            except BaseException as error:  # a strike on the way out, or Ctrl-C anywhere
                failed = failed or error
            if not in_time:
                # One strike may be on its way and one more be about to be sent; the third close meets none.
                call.leaving = True
                try:
                    self._close(call)
                except _Struck:
                    try:
                        self._close(call)
                    except _Struck:
                        self._close(call)
            if isinstance(failed, KeyboardInterrupt):
                raise failed
            if not in_time or monotonic() - started > seconds:
                raise Overran(seconds=seconds).with_traceback(getattr(failed, "__traceback__", None)) from failed
            if failed is not None:
                raise failed
            return answer  # type: ignore[no-any-return]
        finally:
            self._inside.discard(thread)
            del failed  # it holds this frame, which holds it

    def _close(self, call: _Call) -> None:
        self._open.pop(call, None)
        with self._lock:
            call.closed = True
            # A strike of our own takes the place of one that waits, and falls here. To clear the place alone leaves the
            # interpreter looking for it (CPython 3.11, `pending.async_exc`): generators were 1.13 times as slow for good.
            with contextlib.suppress(_Struck):
                _send(call.thread, _Struck)
                for _ in range(3):
                    pass
            _send(call.thread, None)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                thread = threading.Thread(target=self._run, name="regledger-watch", daemon=True)
                with contextlib.suppress(
                    RuntimeError
                ):  # the interpreter is ending: what is late is named when it returns
                    thread.start()
                self._thread = thread

    def _ring(self, due: float) -> None:
        # Set before the bell: while calls follow one another only the first one rings.
        self._wakes_at = due
        self._bell.set()

    def _run(self) -> None:
        struck: list[_Call] = []
        rung = False
        while True:
            if not rung:
                self._wakes_at = inf
            now = monotonic()
            waiting = self._open.copy()
            late = [call for call in waiting if call.due <= now and self._open.pop(call, self) is None]
            struck = [call for call in (*struck, *late) if self._strike(call)]
            soonest = min((call.due for call in waiting if call.due > now), default=inf)
            if struck:
                soonest = min(soonest, now + AGAIN)
            if rung:
                soonest = min(soonest, self._wakes_at)
            self._wakes_at = soonest
            del waiting, late
            rung = self._bell.wait(None if soonest == inf else max(0.0, soonest - monotonic()))
            self._bell.clear()

    def _strike(self, call: _Call) -> bool:
        """Strike, unless the call is being left; whether it may have to be struck again."""
        with self._lock:
            if call.closed:
                return False
            if not call.leaving:
                _send(call.thread, _Struck)
            return True


def _send(thread: int, error: type[BaseException] | None) -> None:
    import ctypes  # noqa: PLC0415 - only where a call is late

    send = getattr(getattr(ctypes, "pythonapi", None), "PyThreadState_SetAsyncExc", None)
    if send is not None:  # elsewhere than on CPython what is late is named when it returns
        send(ctypes.c_ulong(thread), ctypes.py_object() if error is None else ctypes.py_object(error))


_WATCH = _Watch()
within = _WATCH.within
inside = _WATCH.inside
os.register_at_fork(after_in_child=_WATCH.after_fork)
