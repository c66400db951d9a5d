"""The personal store: what identifies a natural person, apart from the log and under keys of its own.

The log holds SHA-256(domain ‖ fact id ‖ field path ‖ salt ‖ value). Value and salt lie here, encrypted with
AES-256-GCM under the key of their subject; the keys lie in another file. A key and a value are durable
before the fact that commits to them, so a crash leaves at most an orphan, never a promise without its value.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from regledger.errors import BadFact, PersonalStoreError
from regledger.log.facts import Fact
from regledger.log.personal_files import PersonalFiles, key_print
from regledger.log.text import Personal

__all__ = [
    "ERASED",
    "PersonalStore",
    "commit_to",
    "commitments",
    "open_values",
    "redacted",
    "redacted_plain",
    "texts_in_plain",
]

ERASED = "Erased"
"""What a value reads whose subject's key was destroyed."""

_DOMAIN = b"regledger/personal/1"
_SALT = 32
_NONCE = 12
_REDACTED = "(personal)"


def commit_to(fact_id: str, path: str, salt: bytes, value: str) -> str:
    """The commitment, in hex. Each part is preceded by its length, so no two part lists share their bytes."""
    digest = hashlib.sha256()
    for part in (_DOMAIN, fact_id.encode(), path.encode(), salt, value.encode()):
        digest.update(len(part).to_bytes(4, "big"))
        digest.update(part)
    return digest.hexdigest()


def open_values(value: Any, path: str = "") -> list[tuple[str, Personal]]:
    """Every `Personal` below `value` that still carries its text, with its field path."""
    found: list[tuple[str, Personal]] = []
    _collect(value, path, found)
    return found


_LEAVES = frozenset({str, int, bool, type(None), date, datetime, bytes})  # most of what a fact holds


def _collect(value: Any, path: str, found: list[tuple[str, Personal]]) -> None:
    if isinstance(value, Personal):
        if value.value:
            found.append((path, value))
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            if (one := getattr(value, field)) and type(one) not in _LEAVES:
                _collect(one, f"{path}.{field}".lstrip("."), found)
    elif isinstance(value, dict):
        for key, one in value.items():
            if one and type(one) not in _LEAVES:
                _collect(one, f"{path}.{key}".lstrip("."), found)
    elif isinstance(value, (tuple, list)):
        for index, one in enumerate(value):
            if one and type(one) not in _LEAVES:
                _collect(one, f"{path}[{index}]", found)


def _replaced(value: Any, path: str, sealed: Mapping[str, Personal]) -> Any:
    """`value` with what stands at each field path of `sealed` in the place of what stood there."""
    if isinstance(value, Personal):
        return sealed.get(path, value)
    if isinstance(value, msgspec.Struct):
        changes = {
            field: new
            for field in value.__struct_fields__
            if (new := _replaced(old := getattr(value, field), f"{path}.{field}".lstrip("."), sealed)) is not old
        }
        return msgspec.structs.replace(value, **changes) if changes else value
    if isinstance(value, (tuple, list)):
        replaced = [_replaced(one, f"{path}[{index}]", sealed) for index, one in enumerate(value)]
        if all(new is old for new, old in zip(replaced, value, strict=True)):
            return value
        return tuple(replaced) if isinstance(value, tuple) else replaced
    if isinstance(value, dict):
        return {key: _replaced(one, f"{path}.{key}".lstrip("."), sealed) for key, one in value.items()}
    return value


def redacted(value: Any) -> Any:
    """`value` with the text of every `Personal` below it left out."""
    found = {path: Personal(subject=one.subject, value=_REDACTED) for path, one in open_values(value)}
    return _replaced(value, "", found) if found else value


def redacted_plain(value: Any) -> Any:
    """As `redacted` for a plain object that no type has read yet: every text under the key `value` is left out.

    A `Personal` among plain objects can only be known by its shape, so what merely looks like one is left out as well.
    """
    if isinstance(value, dict):
        return {
            key: _REDACTED if key == "value" and isinstance(one, str) else redacted_plain(one)
            for key, one in value.items()
        }
    return [redacted_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def texts_in_plain(value: Any) -> set[str]:
    """What `redacted_plain` leaves out of `value`."""
    if isinstance(value, dict):
        own = {one for key, one in value.items() if key == "value" and isinstance(one, str)}
        return own.union(*map(texts_in_plain, value.values()))
    return set().union(*map(texts_in_plain, value)) if isinstance(value, (list, tuple)) else set()


def commitments(value: Any) -> list[Personal]:
    """Every `Personal` below `value` that carries a commitment."""
    if isinstance(value, Personal):
        return [value] if value.commitment else []
    if isinstance(value, msgspec.Struct):
        return [one for field in value.__struct_fields__ for one in commitments(getattr(value, field))]
    if isinstance(value, dict):
        return [found for one in value.values() for found in commitments(one)]
    return [found for one in value for found in commitments(one)] if isinstance(value, (tuple, list)) else []


class PersonalStore:
    """Values and salts in `<ledger>.personal`, keys in `<ledger>.keys`; see `regledger.log.personal_files`."""

    def __init__(self, path: Path) -> None:
        self._files = PersonalFiles(path)
        self._lock = threading.Lock()

    def seal(self, facts: Sequence[tuple[str, Fact]], default_subject: Sequence[str]) -> list[Fact]:
        """Put away every open personal value of `facts` and give the facts with commitments instead.

        Args:
            facts: (fact id, body).
            default_subject: for each fact, whose key a value that names no subject goes under.

        Raises:
            BadFact: a value is text that is not Unicode.
            PersonalStoreError: the store cannot be written, or the keys are not those of its values; nothing was put away.
        """
        found = [
            (fact_id, path, one, one.subject or subject)
            for (fact_id, body), subject in zip(facts, default_subject, strict=True)
            for path, one in open_values(body)
        ]
        if not found:
            return [body for _, body in facts]
        for _, path, one, _ in found:
            if not _is_unicode(one.value):
                raise BadFact(type="A personal value", found="it holds text that is not Unicode", field=path)
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - 20 ms that few need

        sealed: dict[str, dict[str, Personal]] = {}
        rows = []
        with self._lock:
            with self._files.writing_keys() as (file, store):
                keys = _keys_of(file, sorted({subject for *_, subject in found}))
            for fact_id, path, one, subject in found:
                salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
                commitment = commit_to(fact_id, path, salt, one.value)
                box = AESGCM(keys[subject]).encrypt(nonce, salt + one.value.encode(), commitment.encode())
                rows.append((commitment, subject, fact_id, path, nonce, box, key_print(keys[subject])))
                sealed.setdefault(fact_id, {})[path] = Personal(subject=subject, commitment=commitment)
            with self._files.writing_values(store) as values:
                values.executemany("INSERT INTO value VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        return [_replaced(body, "", sealed[fact_id]) if fact_id in sealed else body for fact_id, body in facts]

    def texts_of(self, personals: Sequence[Personal]) -> list[str | None]:
        """As `reveal_all`, with None for what was erased too."""
        return [None if text == ERASED else text for text in self.reveal_all(personals)]

    def reveal(self, personal: Personal) -> str | None:
        """The text behind a commitment; `ERASED` where its key was destroyed, None where the store has none.

        Raises:
            PersonalStoreError: what is stored is not what was committed to, its key is not in this file of keys,
                or the store or its keys cannot be read.
        """
        found = self.reveal_all([personal])
        return found[0]

    def reveal_all(self, personals: Sequence[Personal]) -> list[str | None]:
        """As `reveal`, for several."""
        if not personals or not self._files.values.exists() or not self._files.begun():
            return [None] * len(personals)
        with self._files.reading() as (values, keys):
            return [self._revealed(values, keys, personal.commitment) for personal in personals]

    def probe(self, most: int = 20) -> int:
        """Open up to `most` values, chosen at random; how many were tried.

        Raises:
            PersonalStoreError: as `reveal`, and where the file of values was lost.
        """
        if not self._files.begun():
            return 0
        with self._files.reading() as (values, keys):
            first = os.urandom(32).hex()
            chosen = self._files.row(values, self._files.values, _SAMPLE, first, most, first, most)[0]
            tried = msgspec.json.decode(chosen, type=list[str])[:most]
            for commitment in tried:
                self._revealed(values, keys, commitment)
        return len(tried)

    def _revealed(self, values: sqlite3.Connection, keys: sqlite3.Connection, commitment: str) -> str | None:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        row = self._files.row(values, self._files.values, _VALUE, commitment)
        if row is None:
            return None
        subject, fact_id, path, nonce, box, sealed_under = row
        held = self._files.row(keys, self._files.keys, _KEY, subject)
        if held is not None:
            try:
                plain = AESGCM(held[0]).decrypt(nonce, box, commitment.encode())
            except (InvalidTag, ValueError, TypeError):  # a box, a nonce or a key that is not the one
                plain = None
            if plain is not None:
                salt, value = plain[:_SALT], plain[_SALT:].decode()
                if commit_to(fact_id, path, salt, value) != commitment:
                    raise self._altered(commitment)
                return value
            present = key_print(held[0])
            if present == sealed_under or not self._was_made(keys, present):
                raise self._altered(commitment)
        if self._was_made(keys, sealed_under):
            return ERASED
        raise PersonalStoreError(
            path=self._files.values,
            found=f"the value under commitment {commitment} was sealed under a key that {self._files.keys.name} never had",
            remedy=f"It is older than the values: restore a later {self._files.keys.name} from its back-up.",
        )

    def _was_made(self, keys: sqlite3.Connection, fingerprint: bytes) -> bool:
        made = self._files.row(keys, self._files.keys, "SELECT 1 FROM made WHERE key_print = ?", fingerprint)
        return made is not None

    def _altered(self, commitment: str) -> PersonalStoreError:
        return PersonalStoreError(
            path=self._files.values,
            found=f"the value under commitment {commitment}, or its key, was altered",
            remedy="Restore the personal store from a back-up.",
        )


def _keys_of(keys: sqlite3.Connection, subjects: Sequence[str]) -> dict[str, bytes]:
    """The key of each subject; made for those that have none."""
    held = dict(keys.execute(_KEYS_OF, (msgspec.json.encode(subjects).decode(),)).fetchall())
    new = {subject: os.urandom(32) for subject in subjects if subject not in held}
    keys.executemany("INSERT INTO subject VALUES (?, ?)", new.items())
    keys.executemany("INSERT INTO made VALUES (?)", [(key_print(key),) for key in new.values()])
    return held | new


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


_VALUE = "SELECT subject, fact, path, nonce, box, key_print FROM value WHERE commitment = ?"
_KEY = "SELECT key FROM subject WHERE subject = ?"
_KEYS_OF = "SELECT subject, key FROM subject WHERE subject IN (SELECT value FROM json_each(?))"
_SAMPLE = """
SELECT json_group_array(commitment) FROM (
    SELECT * FROM (SELECT commitment FROM value WHERE commitment >= ? LIMIT ?)
    UNION ALL SELECT * FROM (SELECT commitment FROM value WHERE commitment < ? LIMIT ?)
)
"""
