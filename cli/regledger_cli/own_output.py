"""stdout is for answers: what a sector prints while it is imported or asked goes to stderr, never before `--json`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, TextIO

__all__ = ["OwnOutput"]


class OwnOutput:
    """A text stream as it is, but for what is written within a call into a sector."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """As the stream does; to stderr within a call into a sector."""
        # Where the watch was never imported no sector was called, and most commands need none.
        watch = sys.modules.get("regledger.sectors.watch")
        return (sys.stderr if watch is not None and watch.inside() else self._stream).write(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """As `write`, one after the other."""
        for line in lines:
            self.write(line)
