"""Values on their way to their fact: a sweep waits until nobody is between the two.

An advisory lock on a file of its own, shared by whoever is on the way and exclusive for a sweep; the kernel lets go of it when a
process dies. It parts the processes of one machine; between machines only the age of a value does.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from regledger.errors import PersonalStoreError

__all__ = ["UnderWay"]

WAITED = 10.0
"""Seconds for which a sweep waits for a moment in which nobody is on the way."""


class UnderWay:
    """Who has put values away whose facts are not recorded yet."""

    def __init__(self, lock: Path) -> None:
        """`lock`: the file; it is made with the first value."""
        self._lock = lock

    @classmethod
    def of(cls, path: Path) -> UnderWay:
        """That of the store beside a ledger; `path` is what the suffixes are added to."""
        return cls(path.with_name(f"{path.name}.personal.lock"))

    @contextmanager
    def until_recorded(self) -> Iterator[None]:
        """Whatever is put away inside is on its way until the end of the block."""
        handle = self._opened()
        try:
            _lock(handle, alone=False)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def nobody(self) -> Iterator[None]:
        """Nobody is on the way during the block; who wants to be waits for its end.

        Raises:
            PersonalStoreError: somebody was all the time.
        """
        handle = self._opened()
        end = time.monotonic() + WAITED
        try:
            while True:
                try:
                    _lock(handle, alone=True)
                    break
                except BlockingIOError:
                    if time.monotonic() > end:
                        found = "somebody is recording personal values all the time"
                        raise self._failed(found, "Sweep again when less is recorded; nothing was removed.") from None
                    time.sleep(0.01)
            yield
        finally:
            os.close(handle)

    def _opened(self) -> int:
        try:
            return os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise self._failed(str(error), "Make its folder writable; nothing was recorded.") from error

    def _failed(self, found: str, remedy: str) -> PersonalStoreError:
        return PersonalStoreError(path=self._lock.with_suffix(""), found=found, remedy=remedy)


def _lock(handle: int, *, alone: bool) -> None:
    try:
        import fcntl  # noqa: PLC0415 - not on every platform
    except ImportError:  # pragma: no cover
        return
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
