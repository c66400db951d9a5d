"""From a ledger's URL to its store, and to the files that lie beside it.

Beside every log, never in it, lie personal values, their keys, attachments and the journal of refused attempts. For
SQLite they lie beside the file, under its name; a PostgreSQL URL names the folder for them as `beside`.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec

from regledger.clock import Clock
from regledger.errors import LedgerMissing, RegledgerError, StoreReadOnly
from regledger.log.folders import private_folder
from regledger.log.tags import TagKinds
from regledger.log.urls import BadUrl, hidden, server_url

if TYPE_CHECKING:
    from regledger.log.recorder import Recorder

__all__ = [
    "BadUrl",
    "FolderMissing",
    "LeftBehind",
    "NoFolder",
    "Place",
    "RestoreUnfinished",
    "all_there",
    "create_store",
    "open_store",
    "place_of",
    "says_restoring",
]


class NoFolder(RegledgerError):
    """{url} names no folder for {what}. Add beside=/folder to it: a folder that this user may write, the same one for every process on this ledger."""


class FolderMissing(RegledgerError):
    """{folder}, which {url} names as beside, is not there. Name the folder in which what lies apart from this ledger was put, or put it back from a back-up; without beside the ledger can be read and has no personal values."""


class LeftBehind(RegledgerError):
    """There is no ledger at {url}, but {file} of an earlier one lies there; nothing was made. Put that ledger back with "regledger restore", or move the file away."""


class RestoreUnfinished(RegledgerError):
    """The ledger at {url} is being restored, or that was broken off: it is not all there yet. Nothing was read or written. Run the same "regledger restore" again, which goes on with it."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a ledger lies."""

    url: str
    """As given, without a password."""
    file: Path | None = None
    """The SQLite file."""
    address: str = ""
    """What the PostgreSQL driver is given, with its password."""
    folder: Path | None = None
    """What a PostgreSQL URL says as `beside`: the folder for what lies apart from the log."""

    def beside(self, ledger: str, name: str) -> Path | None:
        """The path that `.personal`, `.keys`, `.attachments`, `.journal` are added to; None where the URL names no folder.

        Args:
            ledger: the ledger's id, which keeps apart what lies in one folder for several.
            name: the ledger's own, for the eye.
        """
        if self.file is not None:
            return self.file
        return None if self.folder is None else self.folder / f"{name}-{ledger}"

    def restoring(self, ledger: str, name: str) -> Path | None:
        """The file that lies there while the ledger is being restored; None where the URL names no folder."""
        beside = self.beside(ledger, name)
        return None if beside is None else beside.with_name(f"{beside.name}.restoring")

    def file_beside(self, ledger: str, name: str, suffix: str, what: str) -> Path:
        """The file or folder beside the log that ends with `suffix`; raises `NoFolder`, which says `what` it is for."""
        beside = self.beside(ledger, name)
        if beside is None:
            raise NoFolder(url=self.url, what=what)
        return beside.with_name(beside.name + suffix)

    def make_folder(self) -> None:
        """Make the folder that the URL names, for its owner alone, where there is none; raises `StoreReadOnly`."""
        if self.folder is not None:
            try:
                private_folder(self.folder)
            except OSError as error:
                raise StoreReadOnly(path=self.folder, found=error.strerror or str(error)) from error

    def check_free(self) -> None:
        """Raise `LeftBehind` where there is no SQLite file but something lies beside its place: a new ledger would take over
        another one's keys. What lies in a PostgreSQL ledger's folder bears its id."""
        if self.file is not None and not os.path.lexists(self.file):
            for suffix in (".personal", ".keys", ".attachments", ".restoring"):
                if os.path.lexists(left := self.file.with_name(self.file.name + suffix)):
                    raise LeftBehind(url=self.url, file=left)

    def check_folder(self) -> None:
        """Raise `FolderMissing` where the URL names a folder that is not there."""
        if self.folder is not None and not self.folder.is_dir():
            raise FolderMissing(url=self.url, folder=self.folder)


def place_of(url: str) -> Place:
    """Where `url` leads; raises `BadUrl`."""
    match = re.fullmatch(r"sqlite:///(.+)", url)
    if match is not None:
        # The files beside it stay beside it, wherever the process goes.
        return Place(url=url, file=Path(match[1]).absolute())
    if re.match(r"(?i:postgres(?:ql)?)://", url) is None:
        raise BadUrl(url=hidden(url))
    server = server_url(url)
    folder = server.option("beside")
    return Place(url=server.shown, address=server.without("beside"), folder=Path(folder).absolute() if folder else None)


def create_store(
    place: Place,
    *,
    ledger_id: str,
    name: str,
    zone: str,
    clock: Clock,
    kinds: TagKinds | None,
    restoring: bool = False,
) -> Recorder:
    """Make a store, whole or not at all, and open it.

    Args:
        place: where.
        ledger_id: a UUID.
        name: `[a-z0-9-]{1,32}`, used in stream subjects; made from the place's own where it is empty.
        zone: of its legal days.
        clock: microseconds since 1970, UTC.
        kinds: the tag kinds that may be used; None checks none.
        restoring: a PostgreSQL ledger says so from its first moment on, until `PostgresRecorder.restored`. Beside an
            SQLite file there is always a folder for `Place.restoring`.
    """
    if place.file is not None:
        from regledger.log.sqlite import SQLiteRecorder  # noqa: PLC0415 - only this store's users pay for it

        return SQLiteRecorder.create(
            place.file, ledger_id=ledger_id, name=name or _named(place.file.stem), zone=zone, clock=clock, kinds=kinds
        )
    from regledger.log.postgres import PostgresRecorder  # noqa: PLC0415 - as above, and its driver

    database = unquote(server_url(place.address).database)
    return PostgresRecorder.create(
        place.address,
        ledger_id=ledger_id,
        name=name or _named(database),
        zone=zone,
        clock=clock,
        kinds=kinds,
        restoring=restoring,
    )


def open_store(place: Place, *, clock: Clock, kinds: TagKinds | None, restoring: bool = False) -> Recorder:
    """Open a store.

    Args:
        restoring: by whoever restores it; nobody else may have it before that is done.

    Raises:
        LedgerMissing, NotALedger, LaterFormat, RestoreUnfinished.
    """
    recorder = _opened(place, clock, kinds)
    marker = place.restoring(recorder.ledger_id, recorder.name)
    if not restoring and (says_restoring(recorder) or (marker is not None and os.path.lexists(marker))):
        recorder.close()
        raise RestoreUnfinished(url=place.url)
    return recorder


def says_restoring(recorder: Recorder) -> bool:
    """Whether a store says of itself that it is being restored; one in a file has a marker beside it instead."""
    return bool(getattr(recorder, "restoring", False))


def all_there(recorder: Recorder) -> None:
    """A store that says that it is being restored no longer does."""
    if says_restoring(recorder):
        recorder.restored()  # type: ignore[attr-defined]


def _opened(place: Place, clock: Clock, kinds: TagKinds | None) -> Recorder:
    if place.file is not None:
        from regledger.log.sqlite import SQLiteRecorder  # noqa: PLC0415 - only this store's users pay for it

        return SQLiteRecorder.open(place.file, clock=clock, kinds=kinds)
    from regledger.log.postgres import PostgresRecorder  # noqa: PLC0415 - as above, and its driver

    try:
        return PostgresRecorder.open(place.address, clock=clock, kinds=kinds)
    except LedgerMissing as error:  # with the folder, which the store knows nothing of
        raise LedgerMissing(path=error.details["path"], url=shlex.quote(place.url)) from None


def _named(text: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", text.lower()).strip("-")[:32] or "ledger"
