"""Following the log's erasures, so that none is left half done.

The fact is recorded first and the key destroyed after it. Whoever dies in between leaves a key that lives: so every process
that uses the store first does what the log says, whoever recorded it, and a store put back from an older back-up is erased
anew. There is no note of an intention that would have to be undone where the fact was never recorded.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence

from regledger.errors import PersonalStoreError, RegledgerError

__all__ = ["ErasureUnfinished", "Erasures"]

Source = Callable[[int], tuple[int, Sequence[str]]]
"""After fact n → the head, and the subjects that facts up to it erased."""


class ErasureUnfinished(RegledgerError):
    """{subject} is erased by a fact in the log, and its key could not yet be destroyed: {found}. Make the personal store writable; the next use of it finishes the erasure."""


class Erasures:
    """The subjects that the log says were erased."""

    def __init__(self, destroy: Callable[[Sequence[str], bool], None]) -> None:
        self._destroy = destroy
        self._source: Source | None = None
        self._lock = threading.RLock()
        self._busy = False
        self._seen = 0
        self._left: list[str] = []
        """Told by the log and not destroyed here yet."""
        self._told: set[str] = set()

    def follow(self, source: Source) -> None:
        """Ask `source` from now on."""
        self._source = source

    def keep_up(self, *, strict: bool = True, again: bool = False) -> None:
        """Do what the log says that was not done yet.

        Args:
            strict: raise where it cannot be done; else what cannot be destroyed is only known to be erased.
            again: do everything once more, as after the store was put back from a back-up.

        Raises:
            ErasureUnfinished, PersonalStoreError.
        """
        with self._lock:
            if self._source is None or self._busy:
                return
            if again:
                self._seen, self._left = 0, []
            self._busy = True  # whoever is told of an erasure may ask for others
            try:
                head, subjects = self._source(self._seen)
                self._told.update(subjects)
                self._left.extend(subjects)
                self._seen = head
                if self._left:
                    self._destroy(self._left, again)
                    self._left = []
            except (ErasureUnfinished, PersonalStoreError):
                if strict:
                    raise
            finally:
                self._busy = False

    def told(self, subjects: Iterable[str], *, ask: bool = True) -> frozenset[str]:
        """Those of `subjects` that the log says were erased; with `ask`, up to its head."""
        if ask:
            self.keep_up(strict=False)
        return frozenset(self._told.intersection(subjects))

    def everyone(self) -> frozenset[str]:
        """Everybody whom the log says was erased. It takes no store, so it is known where the ledger was copied without one."""
        self.keep_up(strict=False)
        return frozenset(self._told)
