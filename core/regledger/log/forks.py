"""A ledger belongs to the process that opened it: what it holds cannot be shared with a fork."""

from __future__ import annotations

import os

from regledger.errors import RegledgerError

__all__ = ["ForkedLedger", "Process"]


class ForkedLedger(RegledgerError):
    """Ledger {name} was opened in process {opened} and is used in {here}, a fork of it; nothing was read or written. Open the ledger anew in each process."""


class Process:
    """The process in which it was made; a fork inherits locks that nobody lets go of, and connections that two would talk on."""

    def __init__(self, name: object) -> None:
        """Note this process for the ledger called `name`."""
        self._name = name
        self._pid = os.getpid()

    @property
    def ours(self) -> bool:
        """Whether this is that process."""
        return os.getpid() == self._pid

    def check(self) -> None:
        """Raise `ForkedLedger` in any other process."""
        if os.getpid() != self._pid:
            raise ForkedLedger(name=self._name, opened=self._pid, here=os.getpid())
