"""The personal store: what identifies a natural person, apart from the log and under keys of its own.

The log holds SHA-256(domain ‖ fact id ‖ field path ‖ salt ‖ value). Value and salt lie here, encrypted with
AES-256-GCM under the key of their subject; the keys lie in another file. A key and a value are durable
before the fact that commits to them, so a crash leaves at most an orphan, never a promise without its value.

Nothing public here gives a value or a key: what does begins with an underscore and is the platform's own, for comparing what is sent twice
and for `Ledger.disclose`, which records first. That is a rule for programs, not a lock: whoever can read the two files
can read the values.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from regledger.clock import system_clock
from regledger.errors import BadFact, PersonalStoreError
from regledger.log.facts import Fact
from regledger.log.personal.files import PersonalFiles, key_print
from regledger.log.personal.following import Erasures, ErasureUnfinished
from regledger.log.personal.keys import Keys, SubjectErased, keys_of, not_erased
from regledger.log.personal.matching import Matching
from regledger.log.personal.under_way import UnderWay
from regledger.log.personal.values import ERASED, commit_to, open_values, replaced
from regledger.log.stores import NoFolder
from regledger.log.text import Personal

if TYPE_CHECKING:
    from regledger.log.recorder import Recorder

__all__ = ["PersonalStore"]

_SALT = 32
_NONCE = 12


class PersonalStore:
    """Values and salts in `<ledger>.personal`, keys in `<ledger>.keys`; see `regledger.log.personal.files`."""

    def __init__(self, path: Path | None, url: str = "") -> None:
        """`path`: what the two suffixes are added to; None where the ledger's `url` names no folder for them."""
        self._path = path
        self._url = url
        self._lock = threading.Lock()
        self.erasures = Erasures(self._destroyed)
        """What the log says was erased: it is followed before anything is put away, read or asked."""
        self.on_erase: list[Callable[[str], None]] = []
        """Told of each subject that is erased, after its key is gone; whoever is told throws away what it keeps under
        that key. It may be told again, and is until it has once returned."""

    @cached_property
    def _files(self) -> PersonalFiles:
        if self._path is None:
            raise NoFolder(url=self._url, what="personal values")
        return PersonalFiles(self._path)

    @cached_property
    def _keys(self) -> Keys:
        return Keys(self._files, self.on_erase)

    @cached_property
    def _under_way(self) -> UnderWay:
        return UnderWay(self._files.values.with_name(self._files.values.name + ".lock"))

    def on_their_way(self, bodies: Iterable[Fact]) -> AbstractContextManager[None]:
        """Around putting the open values of `bodies` away and recording their facts: until its end no sweep removes them."""
        none = self._path is None or not any(open_values(body) for body in bodies)
        return nullcontext() if none else self._under_way.until_recorded()

    def _key_for(self, subject: str) -> bytes:
        """The 32 bytes under which whatever is personal to `subject` (`kind:id`) is encrypted; made and durable when
        this returns.

        Whoever writes something under it elsewhere asks `erased` again after writing, and throws it away where it is so.

        Raises:
            SubjectErased: it was erased, and gets no key again.
            PersonalStoreError, NoFolder: the store cannot be written.
        """
        self.erasures.keep_up()
        return self._keys.made_for(subject)

    def _key_held(self, subject: str) -> bytes | None:
        """As `_key_for`, or None where none was made; makes nothing. Raises as `_key_for`."""
        if self.erased(subject):
            raise SubjectErased(subject=subject)
        return None if self._path is None else self._keys.held(subject)

    def erased(self, subject: str) -> bool:
        """Whether `subject` was erased."""
        return bool(self.erased_among([subject]))

    def erased_among(self, subjects: Iterable[str]) -> frozenset[str]:
        """Those of `subjects` that were erased."""
        wanted = frozenset(subjects)
        told = self.erasures.told(wanted)
        return told if self._path is None else told | self._keys.erased(wanted - told)

    def erase(self, subject: str) -> None:
        """Destroy the key of `subject`, blank its values and tell `on_erase`. For one whose erasure is in the log:
        nobody else may. Doing it again does no harm, and finishes what was broken off.

        Raises:
            PersonalStoreError, NoFolder: the store cannot be written; whatever was done stays done.
        """
        self._keys.destroy(subject)

    def matching(self, recorder: Recorder) -> Matching:
        """The values against the log of `recorder`: which facts hold them, and which are orphans."""
        return Matching(self._files, recorder, self._under_way)

    def unfinished(self) -> list[str]:
        """Subjects that the log says were erased and whose key or values are still here."""
        told = sorted(self.erasures.everyone())
        return [] if self._path is None or not self._files.keys.exists() else self._keys.to_destroy(told)

    def finish(self) -> None:
        """Finish what the log says was erased, where there is a store and it can be written; else whoever uses it does."""
        if self._path is not None and self._files.keys.exists():
            self.erasures.keep_up(strict=False)

    def reapply(self) -> None:
        """Erase anew everybody whose erasure is in the log, after the store was put back from a back-up.

        Raises:
            ErasureUnfinished, PersonalStoreError: it cannot be written.
        """
        self.erasures.keep_up(again=True)

    def _destroyed(self, subjects: Sequence[str], again: bool) -> None:
        if self._path is None:
            return
        wanted = subjects if again else self._keys.to_destroy(subjects)
        for subject in dict.fromkeys(wanted):
            try:
                self._keys.destroy(subject)
            except PersonalStoreError as error:
                raise ErasureUnfinished(subject=subject, found=error.details["found"]) from error

    def seal(self, facts: Sequence[tuple[str, Fact]], default_subject: Sequence[str]) -> list[Fact]:
        """Put away every open personal value of `facts` and give the facts with commitments instead.

        Args:
            facts: (fact id, body).
            default_subject: for each fact, whose key a value that names no subject goes under.

        Raises:
            BadFact: a value is text that is not Unicode.
            SubjectErased: a subject was erased; nothing was put away.
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

        self.erasures.keep_up()
        sealed: dict[str, dict[str, Personal]] = {}
        rows = []
        with self._lock:
            with self._files.writing_keys() as (file, store):
                keys = keys_of(file, subjects := sorted({subject for *_, subject in found}))
            for fact_id, path, one, subject in found:
                salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
                commitment = commit_to(fact_id, path, salt, one.value)
                box = AESGCM(keys[subject]).encrypt(nonce, salt + one.value.encode(), commitment.encode())
                rows.append((commitment, subject, fact_id, path, nonce, box, key_print(keys[subject]), system_clock()))
                sealed.setdefault(fact_id, {})[path] = Personal(subject=subject, commitment=commitment)
            with self._files.writing_values(store) as values:
                values.executemany(_PUT, rows)
                # Asked again while nobody can blank boxes: an erasure since then either stops this one, or comes after it.
                with self._files.reading_keys() as file:
                    not_erased(file, subjects)
        return [replaced(body, "", sealed[fact_id]) if fact_id in sealed else body for fact_id, body in facts]

    def _texts_of(self, personals: Sequence[Personal]) -> list[str | None]:
        """As `_reveal_all`, with None for what was erased too."""
        return [None if text == ERASED else text for text in self._reveal_all(personals)]

    def _reveal(self, personal: Personal) -> str | None:
        """The text behind a commitment; `ERASED` where its key was destroyed, None where the store has none.

        Raises:
            PersonalStoreError: what is stored is not what was committed to, its key is not in this file of keys,
                or the store or its keys cannot be read.
        """
        found = self._reveal_all([personal])
        return found[0]

    def _reveal_all(self, personals: Sequence[Personal]) -> list[str | None]:
        """As `_reveal`, for several."""
        if not personals or not self._files.values.exists() or not self._files.begun():
            return [None] * len(personals)
        self.erasures.keep_up(strict=False)
        with self._files.reading() as (values, keys):
            return [self._revealed(values, keys, one.commitment, claimed=one.subject) for one in personals]

    def probe(self, most: int = 20) -> int:
        """Open up to `most` values, chosen at random; how many were tried.

        Raises:
            PersonalStoreError: as `_reveal`, and where the file of values was lost.
        """
        if self._path is None or not self._files.begun():
            return 0
        with self._files.reading() as (values, keys):
            first = os.urandom(32).hex()
            chosen = self._files.row(values, self._files.values, _SAMPLE, first, most, first, most)[0]
            tried = msgspec.json.decode(chosen, type=list[str])[:most]
            for commitment in tried:
                self._revealed(values, keys, commitment)
        return len(tried)

    def _revealed(
        self, values: sqlite3.Connection, keys: sqlite3.Connection, commitment: str, *, claimed: str | None = None
    ) -> str | None:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        row = self._files.row(values, self._files.values, _VALUE, commitment)
        if row is None:
            return None
        subject, fact_id, path, nonce, box, sealed_under = row
        if claimed is not None and claimed != subject:
            raise PersonalStoreError(
                path=self._files.values,
                found=f"the value under commitment {commitment} is not of {claimed or 'nobody'}, as its fact says",
                remedy="Withdraw the fact that says so; a value is shown as its own subject's alone.",
            )
        if self.erasures.told([subject], ask=False) or self._keys.noted(keys, subject) is not None:
            return ERASED
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


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


_PUT = (
    "INSERT INTO value (commitment, subject, fact, path, nonce, box, key_print, put_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_VALUE = "SELECT subject, fact, path, nonce, box, key_print FROM value WHERE commitment = ?"
_KEY = "SELECT key FROM subject WHERE subject = ?"
_SAMPLE = """
SELECT json_group_array(commitment) FROM (
    SELECT * FROM (SELECT commitment FROM value WHERE commitment >= ? LIMIT ?)
    UNION ALL SELECT * FROM (SELECT commitment FROM value WHERE commitment < ? LIMIT ?)
)
"""
