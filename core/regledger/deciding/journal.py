"""The operational journal: who tried what in vain, beside the log and never in it (DESIGN §3).

One JSON object a line, for the operator's eyes. It holds no body, no value out of one and no text of the sender's own: what
is neither a declared command nor of the form kind:id is left out. A journal that cannot be written stops nobody.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from regledger.clock import from_micros
from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.deciding.keeping import check_form, kept_command
from regledger.errors import BadTag, RegledgerError
from regledger.log.plain_file import open_plain
from regledger.log.tags import split_tag

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Attempt", "Journal", "JournalUnreadable"]

LARGEST = 64 * 1024**2
"""Bytes of one file of the journal. The one before it is kept as `.journal.1`, and no older one."""


class JournalUnreadable(RegledgerError):
    """The journal {path} cannot be read: {found}. Put a file that this user may read in its place, or move away what is there; "regledger doctor" says whether it can be written again."""


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt that recorded nothing."""

    at: Annotated[datetime, msgspec.Meta(tz=True)]
    """UTC."""
    actor: str
    """As `kind:id`; empty where it was not of that form."""
    known: str = ""
    via: str = ""
    channel: str = ""
    command: str
    """Its stable name; empty where nothing of that name is declared."""
    digest: str = ""
    """SHA-256 of the command as it would have been kept, personal values replaced; empty where it cannot be read."""
    rules: tuple[str, ...] = ()
    """The rules that refused, one for each objection."""
    codes: tuple[str, ...] = ()
    """What exactly each of them objected to."""
    error: str = ""
    """The name of the failure; empty where rules refused."""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Attempt)


class Journal:
    """The journal of one ledger."""

    def __init__(self, ledger: Ledger, *, largest: int = LARGEST) -> None:
        """`largest`: bytes after which another file is begun."""
        self._ledger = ledger
        self._largest = largest

    @property
    def path(self) -> Path | None:
        """Its newest file; None where the ledger's URL names no folder."""
        beside = self._ledger.beside
        return None if beside is None else beside.with_name(f"{beside.name}.journal")

    def refused(self, submissions: Sequence[Submission], answers: Sequence[Recorded | Refused]) -> None:
        """Note those that rules refused."""
        self._write(
            self._attempt(
                submission,
                rules=tuple(one.rule for one in answer.objections),
                codes=tuple(one.code for one in answer.objections),
            )
            for submission, answer in zip(submissions, answers, strict=True)
            if isinstance(answer, Refused) and answer.objections
        )

    def failed(self, submissions: Sequence[Submission], error: RegledgerError) -> None:
        """Note those that could not be read; where all could, everything that was sent together."""
        attempts = [self._attempt(one, error=type(error).__name__) for one in submissions]
        self._write([one for one in attempts if not one.digest] or attempts)

    def unreadable(self, actor: str, channel: str, error: RegledgerError) -> None:
        """Note what was no submission at all, such as a line that is no JSON."""
        at = from_micros(self._ledger.clock())
        self._write([Attempt(at=at, actor=_tag(actor), channel=channel, command="", error=type(error).__name__)])

    def attempts(self, *, since: datetime | None = None) -> Iterator[Attempt]:
        """What was noted at or after `since`, oldest first; a line that a crash cut short is passed over.

        Raises:
            JournalUnreadable: what lies in its place is no file, or may not be read.
        """
        if self.path is None:
            return
        for path in (self.path.with_name(f"{self.path.name}.1"), self.path):
            try:
                handle = open_plain(path, os.O_RDONLY)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise JournalUnreadable(path=path, found=error.strerror or str(error)) from None
            with open(handle, "rb") as lines:
                for line in lines:
                    with suppress(msgspec.DecodeError):
                        attempt = _decoder.decode(line)
                        if since is None or attempt.at >= since:
                            yield attempt

    def fault(self) -> str:
        """Why nothing can be noted; empty where it can, or where there is no place for it."""
        if self.path is None:
            return ""
        try:
            os.close(open_plain(self.path, os.O_WRONLY | os.O_APPEND))
        except FileNotFoundError:
            folder = self.path.parent
            return "" if os.access(folder, os.W_OK) else f"{folder} is read-only"
        except OSError as error:
            return f"{self.path}: {error.strerror or error}"
        return ""

    def _attempt(
        self, submission: Submission, *, rules: tuple[str, ...] = (), codes: tuple[str, ...] = (), error: str = ""
    ) -> Attempt:
        handlers = self._ledger.handlers
        digest = ""
        with suppress(RegledgerError):
            check_form(submission)
            _, command = handlers.read(submission.command, submission.body)
            digest = hashlib.sha256(kept_command(submission, command)).hexdigest()
        return Attempt(
            at=from_micros(self._ledger.clock()),
            actor=_tag(submission.actor),
            known=submission.known,
            via=_tag(submission.via),
            channel=submission.channel,
            command=submission.command if handlers.get(submission.command) else "",
            digest=digest,
            rules=rules,
            codes=codes,
            error=error,
        )

    def _write(self, attempts: Iterable[Attempt]) -> None:
        lines = _encoder.encode_lines(list(attempts))
        if not lines or self.path is None:
            return
        with suppress(OSError):
            self._make_room(len(lines))
            with open(open_plain(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), "ab") as journal:
                journal.write(lines)

    def _make_room(self, more: int) -> None:
        path = self.path
        if path is None or not path.exists() or path.stat().st_size + more <= self._largest:
            return
        with open(open_plain(path, os.O_RDWR), "rb") as journal:
            try:
                import fcntl  # noqa: PLC0415 - not on every platform

                fcntl.flock(journal, fcntl.LOCK_EX)
            except ImportError:
                pass
            # Another process may have begun the next file meanwhile: what it moved away is not lost by moving twice.
            if os.path.samestat(os.fstat(journal.fileno()), path.stat()):
                path.replace(path.with_name(f"{path.name}.1"))


def _tag(text: str) -> str:
    try:
        split_tag(text)
    except BadTag:
        return ""
    return text
