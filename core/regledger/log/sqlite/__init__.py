"""The embedded store: one SQLite file in WAL mode, one fsync per commit."""

from __future__ import annotations

from regledger.log.sqlite.errors import CopyUnfinished
from regledger.log.sqlite.file import FORMAT
from regledger.log.sqlite.recorder import SQLiteRecorder

__all__ = ["FORMAT", "CopyUnfinished", "SQLiteRecorder"]
