"""The folder of attachments: each file once, under the SHA-256 of the bytes that lie there (DESIGN §2).

`<ledger>.attachments/ab/cdef…`, for their owner alone. A public file lies there as it is, a personal one encrypted
(`regledger.log.attachments.stream`), and the digest is that of the encrypted bytes: so everybody can check it without a
key, and the log confirms nobody's guess at what a personal file says, as the digest of the plain file would.

Order of writing: file (fsync), its name (fsync of the folder), fact. So a crash leaves at most a file that no fact
names, which is swept, never a fact without its file.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

import msgspec

from regledger.log.attachments.errors import AttachmentAltered, AttachmentMissing, AttachmentsBusy
from regledger.log.attachments.reading import plain_blocks, reading
from regledger.log.attachments.stream import CHUNK, BadStream, opened, sealed, stored_print
from regledger.log.attachments.writing import locked, named_errors, placed, removed, synced, written
from regledger.log.stores import NoFolder

__all__ = ["Attachments", "Lock", "Staged", "age_of"]

PART = ".part-"
"""How the name of a file begins that is still being written."""

_PREFIX = 2  # characters of the digest that name the inner folder: 256 folders keep each small
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Lock(msgspec.Struct, frozen=True):
    """Under which key a personal file is encrypted."""

    key: bytes
    """32 bytes."""
    subject: str
    """Whose key it is, as `kind:id`."""


class Staged(msgspec.Struct, frozen=True, kw_only=True):
    """A file that lies in the folder, whole and durable, but under no digest yet."""

    part: Path
    digest: str
    size: int
    """Bytes, as kept: of a personal file those of the encrypted one."""
    media_type: str
    print: bytes = b""
    """Of a personal file: what tells the same plain file again."""


class Attachments:
    """The files that are attached to the records of one ledger."""

    def __init__(self, beside: Path | None, url: str = "") -> None:
        """`beside`: what `.attachments` is added to; None where the ledger's `url` names no folder for it."""
        self._beside = beside
        self._url = url

    @cached_property
    def folder(self) -> Path:
        """Where they lie; raises `NoFolder`."""
        if self._beside is None:
            raise NoFolder(url=self._url, what="attachments")
        return self._beside.with_name(f"{self._beside.name}.attachments")

    def path_of(self, digest: str) -> Path:
        """Where the file of that digest lies, if there is one; raises `AttachmentMissing` for what is no digest."""
        if _DIGEST.fullmatch(digest) is None:
            raise AttachmentMissing(digest=digest, fact="")
        return self.folder / digest[:_PREFIX] / digest[_PREFIX:]

    def size_of(self, digest: str) -> int | None:
        """Its bytes, as kept; None where there is none."""
        try:
            found = self.path_of(digest).lstat()
        except FileNotFoundError:
            return None
        return found.st_size

    def files(self) -> Iterator[tuple[str, Path]]:
        """Every file that lies under a digest, by digest; what is still being written is left out."""
        for inner in _sorted(self.folder):
            if inner.is_dir() and len(inner.name) == _PREFIX:
                for file in _sorted(inner):
                    if _DIGEST.fullmatch(inner.name + file.name):
                        yield inner.name + file.name, file

    def parts(self) -> Iterator[Path]:
        """Every file that is being written, or that a crash left half written; a copy's lie in the inner folders."""
        for path in _sorted(self.folder):
            if path.name.startswith(PART):
                yield path
            elif len(path.name) == _PREFIX and path.is_dir():
                yield from (file for file in _sorted(path) if file.name.startswith(PART))

    # ── attaching ───────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def attaching(self) -> Iterator[None]:
        """Nothing is swept from here on: from before a file is put until its fact is recorded."""
        with named_errors(self.folder):
            placed(self.folder)
            held = locked(self.folder, alone=False)
        try:
            yield
        finally:
            os.close(held)

    @contextmanager
    def staged(self, path: Path, lock: Lock | None = None) -> Iterator[Staged]:
        """Copy a file in, read once, in constant memory; nothing of it is left unless it is kept.

        Args:
            path: the file.
            lock: where it is personal.

        Raises:
            FileUnreadable: it is empty, no regular file, not there or not readable.
            FileChanged: somebody wrote to it meanwhile.
            StoreFull, AttachmentsUnwritable.
        """
        part = self.folder / f"{PART}{secrets.token_hex(8)}"
        try:
            with reading(path) as file:
                pieces: Iterable[bytes] = plain_blocks(file, CHUNK)
                if lock is not None:
                    pieces = sealed(pieces, key=lock.key, subject=lock.subject, plain_digest=file.digest.digest)
                digest, size = written(part, pieces)
                file.check_unchanged()
            yield Staged(
                part=part,
                digest=digest,
                size=size,
                media_type=file.media_type,
                print=b"" if lock is None else self._print_in(part, size),
            )
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def keep(self, staged: Staged) -> None:
        """Put a staged file under its digest, durably; one that lies there already is replaced by its equal."""
        target = self.path_of(staged.digest)
        with named_errors(target):
            placed(target.parent)
            # A file that had been damaged is whole again, and an orphan of the same content is young again.
            staged.part.replace(target)
            synced(target.parent)

    def twin(self, staged: Staged, digests: Iterable[str]) -> str | None:
        """Which of `digests`, personal files under the same key, is the same plain file; None where none is."""
        for digest in digests:
            size = self.size_of(digest)
            if size is not None and size == staged.size and self._print_in(self.path_of(digest), size) == staged.print:
                return digest
        return None

    def require(self, digest: str, size: int, *, personal: bool) -> None:
        """Raise `AttachmentMissing` or `AttachmentAltered` unless a file of that size lies under `digest`, encrypted where it is `personal`."""
        found = self.size_of(digest)
        if found is None:
            raise AttachmentMissing(digest=digest, fact="; nothing was recorded")
        if found != size:
            raise AttachmentAltered(digest=digest, found=f"it has {found} bytes, not {size}; nothing was recorded")
        if personal and not self._print_in(self.path_of(digest), size):
            raise AttachmentAltered(digest=digest, found="it is not encrypted; nothing was recorded")
        # Whoever refers to it keeps it from being swept for as long as the fact may be on its way.
        with suppress(OSError):
            os.utime(self.path_of(digest))

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────

    def verify(self, digest: str) -> str:
        """What is wrong with the file under `digest`; empty where it is what was attached."""
        try:
            with self.path_of(digest).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return "missing"
        except OSError as error:
            return f"unreadable ({error.strerror})"
        return "" if found == digest else f"altered: it has SHA-256 {found}"

    def plain(self, digest: str, lock: Lock | None = None) -> Iterator[bytes]:
        """The file as it was attached, piece by piece. It is what was attached only if the iteration ends by itself.

        Args:
            digest: of the file as kept.
            lock: of a personal one.

        Raises:
            AttachmentMissing, AttachmentAltered.
        """
        try:
            file = self.path_of(digest).open("rb")
        except FileNotFoundError:
            raise AttachmentMissing(digest=digest, fact="") from None
        with file:
            whole = hashlib.file_digest(file, "sha256").hexdigest()
            if whole != digest:
                raise AttachmentAltered(digest=digest, found=f"it was altered and has SHA-256 {whole}")
            file.seek(0)
            size = os.fstat(file.fileno()).st_size
            try:
                yield from (
                    iter(lambda: file.read(CHUNK), b"")
                    if lock is None
                    else opened(file, size, key=lock.key, subject=lock.subject)
                )
            except BadStream as error:
                raise AttachmentAltered(digest=digest, found=str(error)) from None

    def _print_in(self, path: Path, size: int) -> bytes:
        with path.open("rb") as file:
            return stored_print(file, size)

    # ── removing ────────────────────────────────────────────────────────────────────────────────────────

    def erase(self, digests: Iterable[str]) -> int:
        """Remove the files of an erased subject; how many were there. What is gone already is no error."""
        return sum(self._remove(self.path_of(digest)) for digest in digests)

    def sweep(self, is_named: Callable[[], Callable[[str], bool]], *, older_than: float) -> list[Path]:
        """Remove files that no fact names and that were put there at least `older_than` seconds ago; which ones.

        Args:
            is_named: called once nothing can be attached any more; gives what says whether a fact names a digest.
            older_than: so that what another machine is about to record, over a shared disk, is left alone.

        Raises:
            AttachmentsBusy: somebody attaches at this moment.
        """
        if not self.folder.is_dir():
            return []
        with named_errors(self.folder):
            try:
                held = locked(self.folder, alone=True)
            except BlockingIOError:
                raise AttachmentsBusy from None
        try:
            named = is_named()
            parts = [path for path in self.parts() if age_of(path) >= older_than]
            removed = [path for path in parts if self._remove(path)]
            orphans = [
                (digest, path) for digest, path in self.files() if age_of(path) >= older_than and not named(digest)
            ]
            for digest, path in orphans:
                # Another machine, which no lock here parts from this one, may have named it since.
                if age_of(path) >= older_than and not named(digest) and self._remove(path):
                    removed.append(path)
            return removed
        finally:
            os.close(held)

    def _remove(self, path: Path) -> bool:
        with named_errors(path):
            return removed(path)


def age_of(path: Path) -> float:
    """Seconds since it was last put there; 0 where it is gone."""
    try:
        return time.time() - path.lstat().st_mtime
    except FileNotFoundError:
        return 0.0


def _sorted(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
