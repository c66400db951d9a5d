"""The file of an SQLite ledger: how it is made, recognised and connected to."""

from __future__ import annotations

import errno
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from eventsourcing.persistence import ProgrammingError

from regledger.errors import (
    LaterFormat,
    LedgerExists,
    LedgerMissing,
    NotALedger,
    StoreFull,
    StoreReadOnly,
)
from regledger.log.settings import BadLedgerSetting
from regledger.log.settings import ledger_settings as settings_of
from regledger.log.sqlite.errors import CopyUnfinished, FormatOlder, StoreFailed, named_errors

__all__ = ["FORMAT", "BadLedgerSetting", "Connections", "check_header", "ledger_settings", "make_file", "read_settings"]

FORMAT = 1
APPLICATION_ID = 0x52474C31
""""RGL1", at offset 68 of the file, so that a stranger's file is known without being opened, let alone changed."""

Mark = tuple[int, int, int, int]

_SCHEMA = Path(__file__).with_name("schema.sql")


def ledger_settings(ledger_id: str, name: str, zone: str) -> dict[str, str]:
    """What `meta` keeps; raises `BadLedgerSetting`."""
    return settings_of(ledger_id, name, zone, FORMAT)


def make_file(path: Path, settings: dict[str, str], busy_seconds: float) -> None:
    """Make the file whole or not at all: it is written under another name and linked into place."""
    for taken in (path, Path(f"{path}-wal")):
        # A forgotten -wal would be replayed into the new file.
        if os.path.lexists(taken):
            raise LedgerExists(path=taken)
    if not path.parent.is_dir():
        raise StoreReadOnly(path=path, found="its folder does not exist")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            with named_errors(path, busy_seconds):
                _write(draft, settings)
            _publish(draft, path)
        finally:
            for leftover in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm")):
                leftover.unlink(missing_ok=True)
    except FileExistsError:
        raise LedgerExists(path=path) from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StoreFull(path=path) from error
        raise StoreReadOnly(path=path, found=error.strerror or str(error)) from error


def _write(draft: Path, settings: dict[str, str]) -> None:
    connection = sqlite3.connect(draft, isolation_level=None)
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.executescript(f"BEGIN; {_SCHEMA.read_text(encoding='utf-8')} COMMIT;")
        connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", settings.items())
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _publish(draft: Path, path: Path) -> None:
    _sync(draft)
    try:
        os.link(draft, path)  # unlike a rename, it replaces nothing
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        draft.rename(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_header(path: Path) -> None:
    """Raise `LedgerMissing` or `NotALedger` from the file's first 100 bytes, without opening it as a database."""
    try:
        if not path.is_file():
            if not os.path.lexists(path):
                raise LedgerMissing(path=path, url=f"sqlite:///{path}")
            raise NotALedger(path=path, found="it is a folder" if path.is_dir() else "it is no regular file")
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise StoreReadOnly(path=path, found=f"it cannot even be read ({error.strerror})") from error
    if not header:
        raise NotALedger(path=path, found="it is empty")
    if not header.startswith(b"SQLite format 3\0"):
        raise NotALedger(path=path, found="it is no SQLite file")
    if header[68:72] != APPLICATION_ID.to_bytes(4, "big"):
        raise NotALedger(path=path, found="it is some other program's SQLite file, or cut short")


def read_settings(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    """What `meta` keeps; raises `NotALedger`, `LaterFormat` or `FormatOlder`."""
    try:
        settings = dict(connection.execute("SELECT key, value FROM meta"))
        found = int(settings["format"])
        if found > FORMAT:
            raise LaterFormat(path=path, found=found, known=FORMAT)
        if found < FORMAT:
            raise FormatOlder(path=path, found=found, needed=FORMAT)
        ledger_settings(settings["ledger"], settings["name"], settings["zone"])
        connection.execute("SELECT 1 FROM fact, tag, command, type LIMIT 0")
    except (sqlite3.OperationalError, KeyError, ValueError, BadLedgerSetting) as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        if code != sqlite3.SQLITE_ERROR:
            raise
        raise NotALedger(path=path, found=f"it has not a ledger's tables ({error})") from error
    return settings


class Connections:
    """One writer, one watcher, and as many readers as are busy at once; a thread that ends leaves none behind."""

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self._path = path
        self._wal = Path(f"{path}-wal")
        self._busy_seconds = busy_seconds
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._copy: Mark | None = None
        """Where the file is read as a copy that nobody writes: what it looked like when it was opened."""
        self.closed = False
        self.writer = self._first()
        try:
            self._watcher = self._connect()
        except BaseException:
            self.writer.close()
            raise

    def _first(self) -> sqlite3.Connection:
        """A connection that can read: as any other, or else of a read-only copy.

        To read a file in WAL mode SQLite makes a -shm beside it. Where it may not, because folder or disk is read-only, and no
        -wal holds a part of the facts, the file alone is the ledger.
        """
        self._copy = None
        try:
            return self._connect()
        except sqlite3.OperationalError as error:
            barred = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
            if not barred or os.access(self._path.parent, os.W_OK | os.X_OK):
                raise
            mark = self._mark()
            if mark[-1]:
                raise CopyUnfinished(path=self._path, wal=self._wal.name) from error
        self._copy = mark
        return self._connect()

    def _connect(self) -> sqlite3.Connection:
        mode = "mode=rw" if self._copy is None else "mode=ro&immutable=1"
        connection = sqlite3.connect(
            f"file:{quote(str(self._path))}?{mode}",
            uri=True,
            timeout=self._busy_seconds,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA journal_size_limit = 67108864")
            connection.execute("PRAGMA cache_size = -16384")
            connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1")
        except BaseException:
            connection.close()
            raise
        return connection

    def _mark(self) -> Mark:
        """What changes when somebody who may writes after all; last the bytes that wait in the -wal."""
        file = self._path.stat()
        waiting = self._wal.stat().st_size if self._wal.exists() else 0
        return file.st_ino, file.st_mtime_ns, file.st_size, waiting

    def check_open(self) -> None:
        """Raise the library's `ProgrammingError` once closed."""
        if self.closed:
            raise ProgrammingError(f"{self._path} has been closed")

    def version(self) -> int:
        """A number that differs after any process has written."""
        self.check_open()
        if self._copy is not None:
            return hash(self._mark())
        return int(self._watcher.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        """A connection of nobody else's; keep it for one statement."""
        with self._lock:
            self.check_open()
            if self._copy is not None and self._copy != self._mark():
                self._renew()
            connection = self._idle.pop() if self._idle else self._connect()
            copy = self._copy
        try:
            yield connection
        finally:
            with self._lock:
                if self.closed or copy != self._copy:
                    connection.close()
                else:
                    self._idle.append(connection)
        if copy is not None and copy != self._mark():
            # A copy is read without locks, so what was just read may be half of the old and half of the new.
            raise StoreFailed(
                path=self._path, found="it was written to while it was read as a read-only copy; read again"
            )

    def _renew(self) -> None:
        """Open anew what is no longer the copy that it was."""
        for connection in self._idle:
            connection.close()
        self._idle = [self._first()]

    def close(self) -> None:
        """Close all but the readers at work, which close themselves."""
        with self._lock:
            self.closed = True
            for connection in (self.writer, self._watcher, *self._idle):
                connection.close()
            self._idle.clear()
