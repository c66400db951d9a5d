"""The two files of the personal store: copied while others write, compared, and told apart.

They are copied through SQLite's own back-up, so each copy is the file as it was at one moment. Values come first and
their keys after them: a key is made before its values, so the copy of the keys has every key that the copy of
the values needs, or the note that it was destroyed.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from regledger.log.personal.files import KEYS_SCHEMA, key_print
from regledger.safekeeping.errors import BadFile, KeysUnfit

__all__ = [
    "altered_keys",
    "blank",
    "copy_file",
    "erased_in",
    "merge_keys",
    "never_had",
    "store_id",
    "unlike",
    "values_held",
    "values_in",
]

_BUSY_SECONDS = 30.0
_PUT_BACK = "Put it back from a back-up, then run it again; nothing was changed."
_WRITABLE = "Make the file and its folder writable and free some space, then run it again."
_Keys = dict[str, list[Any]]
_OF_KEYS = {
    "store": "SELECT id FROM store",
    "subject": "SELECT subject, key FROM subject",
    "made": "SELECT key_print FROM made",
    "erased": "SELECT subject, finished FROM erased",
}
_HELD = "SELECT 1 FROM value WHERE commitment = ?"
_READ = "SELECT commitment, subject, fact, path, nonce, box, key_print FROM value ORDER BY commitment"


def store_id(path: Path) -> str | None:
    """The id that binds values and keys, None where the file is not there or carries none yet; raises `BadFile`."""
    if not path.exists():
        return None
    with _reading(path) as connection:
        if not _has(connection, "store"):
            return None
        row = connection.execute("SELECT id FROM store").fetchone()
        return None if row is None else str(row[0])


def copy_file(source: Path, target: Path) -> None:
    """Make `target` the copy of `source`, whole and durable or as it was before; for its owner alone.

    It is written through SQLite, so that a kill half-way is rolled back by whoever opens the target next.
    """
    with _reading(source) as reader, _named(target, _WRITABLE):
        target.touch(mode=0o600)
        target.chmod(0o600)
        with closing(_connect(target)) as writer:
            # With FULL alone a power cut may bring back the journal of what was finished.
            writer.execute("PRAGMA synchronous = EXTRA")
            deadline = time.monotonic() + _BUSY_SECONDS

            def look(status: int, remaining: int, total: int) -> None:
                if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
                    raise sqlite3.OperationalError("it was locked by another writer all the time")

            # In one step: in several, every write by another process would begin it anew.
            reader.backup(writer, pages=-1, progress=look, sleep=0.05)


def merge_keys(source: Path, target: Path) -> None:
    """Bring the keys of `source` into `target`, a new file or one of the same store; in one transaction, for its owner alone.

    Neither of the two need be the newer one: a ledger may have been put back from a back-up that is older than the keys. So the notes
    of both are kept, of who was erased and which keys were ever made; and a key that either of them destroyed is in neither.

    Raises:
        KeysUnfit: they have two keys of one subject, neither of them destroyed; nothing was changed.
    """
    with _reading(source) as reader, _named(target, _WRITABLE):
        theirs = {table: reader.execute(sql).fetchall() for table, sql in _OF_KEYS.items() if _has(reader, table)}
        target.touch(mode=0o600)
        target.chmod(0o600)
        with closing(_connect(target)) as writer:
            writer.execute("PRAGMA synchronous = EXTRA")
            writer.execute("PRAGMA secure_delete = ON")
            writer.execute("BEGIN IMMEDIATE")
            ours = {table: writer.execute(sql).fetchall() for table, sql in _OF_KEYS.items() if _has(writer, table)}
            gone = {row[0] for row in (*ours.get("erased", ()), *theirs.get("erased", ()))}
            stay = _not_destroyed(ours, theirs, gone)
            also = _not_destroyed(theirs, ours, gone)
            stay = also | stay
            if apart := sorted(subject for subject, key in also.items() if stay[subject] != key):
                raise KeysUnfit(
                    keys=target,
                    found=f"it holds another key of {apart[0]} than {source}",
                    remedy="Name another file to put the keys in.",
                )
            for sql in KEYS_SCHEMA:
                writer.execute(sql)
            writer.execute("DELETE FROM store")
            writer.executemany("INSERT INTO store VALUES (?)", theirs.get("store", ()))
            writer.executemany("INSERT OR IGNORE INTO made VALUES (?)", theirs.get("made", ()))
            writer.executemany(
                "INSERT INTO erased VALUES (?, ?) ON CONFLICT DO UPDATE SET finished = max(finished, excluded.finished)",
                theirs.get("erased", ()),
            )
            held = dict(ours.get("subject", ()))
            writer.executemany("DELETE FROM subject WHERE subject = ?", [(one,) for one in held.keys() - stay.keys()])
            new = [(subject, key) for subject, key in stay.items() if subject not in held]
            writer.executemany("INSERT INTO subject VALUES (?, ?)", new)
            writer.execute("COMMIT")


def _not_destroyed(one: _Keys, other: _Keys, gone: set[str]) -> dict[str, bytes]:
    """The keys of `one` that `other` either holds too or never had."""
    made, held = {row[0] for row in other.get("made", ())}, dict(other.get("subject", ()))
    return {
        subject: key
        for subject, key in one.get("subject", ())
        if subject not in gone and (subject in held or key_print(key) not in made)
    }


def altered_keys(keys: Path) -> int:
    """How many keys in the file are not what was made: their fingerprint is not among those of the keys ever made."""
    with _reading(keys) as reader:
        if not _has(reader, "subject"):
            return 0
        made = {row[0] for row in reader.execute("SELECT key_print FROM made")} if _has(reader, "made") else set()
        return sum(key_print(key) not in made for (key,) in reader.execute("SELECT key FROM subject"))


def values_in(path: Path) -> int:
    """How many values lie in a file of values."""
    if not path.exists():
        return 0
    with _reading(path) as values:
        return int(values.execute("SELECT count(*) FROM value").fetchone()[0]) if _has(values, "value") else 0


@contextmanager
def values_held(path: Path) -> Iterator[Callable[[str], bool]]:
    """What says of a commitment whether its value, or the blank that an erasure left of it, lies in a file of values."""
    with _reading(path) as values:
        there = _has(values, "value")
        yield lambda commitment: there and values.execute(_HELD, (commitment,)).fetchone() is not None


def unlike(copy: Path, original: Path) -> str:
    """The first value of `copy` that `original` has otherwise, in words; empty where there is none.

    Meanwhile the original may have got more values, an erasure may have blanked some of either, and a sweep may have removed
    what no fact commits to.
    """
    with _reading(copy) as ours, _reading(original) as theirs:
        if not _has(ours, "value"):
            return ""
        for row in ours.execute(_READ):
            found = theirs.execute(f"{_READ.partition(' ORDER')[0]} WHERE commitment = ?", row[:1]).fetchone()
            if found is not None and found != row and row[5] and found[5]:
                return f"the value under commitment {row[0]} has other bytes"
    return ""


def never_had(keys: Path, values: Path) -> int:
    """How many values were sealed under a key that this file of keys never had."""
    with _reading(keys) as reader, _reading(values) as sealed:
        made = {row[0] for row in reader.execute("SELECT key_print FROM made")} if _has(reader, "made") else set()
        rows = sealed.execute("SELECT key_print FROM value WHERE box != x''") if _has(sealed, "value") else ()
        return sum(row[0] not in made for row in rows)


def erased_in(keys: Path) -> list[str]:
    """The subjects whose keys were destroyed, as these keys say."""
    if not keys.exists():
        return []
    with _reading(keys) as reader:
        rows = reader.execute("SELECT subject FROM erased ORDER BY subject") if _has(reader, "erased") else ()
        return [str(row[0]) for row in rows]


def blank(values: Path, subjects: Iterable[str]) -> None:
    """Overwrite what lies in `values` under these subjects, so that no key, however old, opens it again."""
    wanted = msgspec.json.encode(sorted(set(subjects))).decode()
    if wanted == "[]" or not values.exists():
        return
    with _named(values, _WRITABLE), closing(_connect(values)) as connection:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA secure_delete = ON")
        if _has(connection, "value"):
            connection.execute(_BLANK, (wanted,))


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    # A damaged or a stranger's file says so at the first statement.
    with _named(path, _PUT_BACK):
        if not path.is_file():
            raise FileNotFoundError(2, "it is not there", str(path))
        # A journal that a crash left has to be rolled back, which takes the right to write; a copy on a read-only disk has none.
        mode = "mode=rw" if os.access(path.parent, os.W_OK) and os.access(path, os.W_OK) else "mode=ro&immutable=1"
        uri = f"file:{quote(str(path.absolute()))}?{mode}"
        with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            yield connection


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)


def _has(connection: sqlite3.Connection, table: str) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone() is not None


@contextmanager
def _named(path: Path, remedy: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadFile(path=path, found=told, remedy=remedy) from error


_BLANK = """
UPDATE value SET nonce = x'', box = x''
WHERE subject IN (SELECT value FROM json_each(?)) AND box != x''
"""
