"""Sending lines of commands to a ledger, and answering each one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any

import click
import msgspec
from regledger.deciding.answers import AsHappened, Recorded, Refused, Signature, Submission
from regledger.deciding.draft import Draft
from regledger.deciding.keeping import check_form
from regledger.deciding.signing import signed
from regledger.errors import (
    BadCommand,
    BadFact,
    BadTag,
    CommitUnknown,
    EntryTooLarge,
    NotALedger,
    RegledgerError,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
    UnknownCommand,
)
from regledger.ledger import Ledger
from regledger.log.sqlite.errors import StoreFailed
from regledger.log.tags import split_tag

from regledger_cli.main import COULD_NOT, REFUSED, USAGE
from regledger_cli.printing import message, objection_json, objection_lines, print_json
from regledger_cli.who import sent_by

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["Line", "NotUtf8", "Sending"]


class NotUtf8(RegledgerError):
    """Byte {byte} of the line is not UTF-8; nothing of the whole file was read or recorded. Save the file as UTF-8 (for GBK: iconv -f GB18030 -t UTF-8) and send it again."""


_UNREADABLE = (NotUtf8, BadCommand, UnknownCommand, BadFact, BadTag, EntryTooLarge)
_HOPELESS = (StoreFull, StoreReadOnly, StoreFailed, StoreUnreachable, CommitUnknown, NotALedger)
"""After these no later line could be recorded either."""


_COUNTED = ("recorded", "recorded before", "lawful", "refused", "withheld", "unreadable", "failed")


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of `regledger submit`. Channel and how the actor is known are not the sender's to say."""

    command: str
    body: dict[str, Any]
    key: str = ""
    actor: str = ""
    as_happened: AsHappened | None = None
    zone: str = ""
    signature: Signature | None = None
    """Made elsewhere, for exactly this line in this ledger."""


_lines = msgspec.json.Decoder(Line)


class Sending:
    """Sends lines and answers them; `code` is the exit code of all together.

    Each way of sending reads the whole file once before it sends a line: text in another encoding would otherwise be recorded
    as far as its lines happen to be ASCII. A file that cannot be read twice is sent as it comes.
    """

    def __init__(
        self, ledger: Ledger, *, actor: str, as_json: bool, sign_with: Ed25519PrivateKey | None = None
    ) -> None:
        self._ledger = ledger
        self._actor = actor
        self._sign_with = sign_with
        self._as_json = as_json
        self.code = 0
        self._counts: Counter[str] = Counter()

    def close(self) -> None:
        """Say on stderr how many lines had which answer."""
        counted = [f"{self._counts[answer]} {answer}" for answer in _COUNTED if self._counts[answer]]
        message(", ".join(counted) or "no commands")

    def line_by_line(self, file: IO[bytes]) -> None:
        """Each line by itself: a bad one is named, and the others go on."""
        if not self._is_utf8(file):
            return
        for number, raw in _numbered(file):
            try:
                submission = self._noted(raw)
                answer = self._ledger.submit(submission)
            except RegledgerError as error:
                self._failed(number, error)
                if isinstance(error, _HOPELESS):
                    return
                continue
            self._answered(number, submission, answer)

    def check(self, file: IO[bytes]) -> None:
        """Only list objections, each line judged alone; nothing is recorded."""
        if not self._is_utf8(file):
            return
        for number, raw in _numbered(file):
            try:
                submission = self._read(raw)
                draft = self._ledger.check(submission)
            except RegledgerError as error:
                self._failed(number, error)
                continue
            self._drafted(number, draft)

    def rehearse(self, file: IO[bytes]) -> None:
        """As `all_or_none`, but nothing is recorded: each line is judged after what the lawful ones before it bring about."""
        if not self._is_utf8(file):
            return
        read, bad = self._read_all(file)
        try:
            drafts = dict(zip(read, self._ledger.check_all(list(read.values())), strict=True))
        except RegledgerError as error:
            self._batch_failed(read, bad, error)
            return
        for number in sorted({*read, *bad}):
            if number in bad:
                self._failed(number, bad[number])
            else:
                self._drafted(number, drafts[number])

    def all_or_none(self, file: IO[bytes]) -> None:
        """All lines in one durable transaction, or nothing."""
        if not self._is_utf8(file):
            return
        read, bad = self._read_all(file)
        for error in bad.values():
            self._ledger.journal.unreadable(self._actor, "cli", error)
        answers: dict[int, Recorded | Refused] = {}
        try:
            if read and not bad:
                answers = dict(zip(read, self._ledger.submit_all(list(read.values())), strict=True))
        except RegledgerError as error:
            self._batch_failed(read, bad, error)
            return
        stoppers = [number for number in read if _refuses(answers.get(number))] + list(bad)
        for number in sorted({*read, *bad}):
            if number in bad:
                self._failed(number, bad[number])
            elif stoppers and number not in stoppers:
                self._withheld(number, read[number], f"line {_listed(stoppers)}")
            else:
                self._answered(number, read[number], answers[number])

    def _is_utf8(self, file: IO[bytes]) -> bool:
        if not file.seekable():
            return True
        for number, raw in enumerate(file, start=1):
            try:
                raw.decode()
            except UnicodeDecodeError as error:
                self._failed(number, NotUtf8(byte=error.start + 1))
                return False
        file.seek(0)
        return True

    def _read_all(self, file: IO[bytes]) -> tuple[dict[int, Submission], dict[int, RegledgerError]]:
        read: dict[int, Submission] = {}
        bad: dict[int, RegledgerError] = {}
        for number, raw in _numbered(file):
            try:
                submission = self._read(raw)
                check_form(submission)
                self._ledger.handlers.read(submission.command, submission.body)
                read[number] = submission
            except RegledgerError as error:
                bad[number] = error
        return read, bad

    def _batch_failed(self, read: dict[int, Submission], bad: dict[int, RegledgerError], error: RegledgerError) -> None:
        """What fails for the batch as a whole belongs to no line of it."""
        self._failed(None, error)
        for number in sorted({*read, *bad}):
            if number in bad:
                self._failed(number, bad[number])
            else:
                self._withheld(number, read[number], "the failure")

    def _withheld(self, number: int, submission: Submission, by: str) -> None:
        command = submission.command
        text = f"{command} was withheld: {by} stops the whole batch, and nothing was recorded"
        self._say(number, {"answer": "withheld", "command": command}, text)

    def _drafted(self, number: int, draft: Draft) -> None:
        submission = draft.submission
        if draft.objections:
            self._answered(number, submission, Refused(objections=draft.objections, warnings=draft.warnings))
            return
        facts = tuple(type(new.body).__fact__.name for new in draft.facts)
        again = draft.earlier.facts if draft.earlier else ()
        self._say(
            number,
            {"answer": "lawful", "command": submission.command, "facts": facts or again},
            f"{submission.command} would record {', '.join(facts or again) or 'nothing new'}",
            warnings=draft.warnings,
            defects=draft.defects,
        )

    def _noted(self, raw: bytes) -> Submission:
        try:
            return self._read(raw)
        except RegledgerError as error:
            self._ledger.journal.unreadable(self._actor, "cli", error)
            raise

    def _read(self, raw: bytes) -> Submission:
        try:
            line = _lines.decode(raw)
            json.loads(raw, object_pairs_hook=_each_once)
        except UnicodeDecodeError:
            raise BadCommand(name="this line", found="it is not UTF-8", field="its encoding") from None
        except RecursionError:
            raise BadCommand(name="this line", found="it is nested too deep", field="the line") from None
        except msgspec.DecodeError as error:
            found, _, where = str(error).partition(" - at ")
            raise BadCommand(name="this line", found=found, field=where.strip("`") or "the line") from None
        actor = line.actor or self._actor
        _check_who("actor", actor)
        if line.as_happened is not None:
            _check_who("as_happened.approver", line.as_happened.approver)
        submission = Submission(
            command=line.command,
            body=line.body,
            key=line.key,
            **sent_by(actor),
            signature=line.signature,
            channel="cli",
            as_happened=line.as_happened,
            zone=line.zone,
        )
        return submission if self._sign_with is None else signed(self._ledger, submission, self._sign_with)

    def _answered(self, number: int, submission: Submission, answer: Recorded | Refused) -> None:
        if isinstance(answer, Refused):
            self.code = max(self.code, REFUSED)
            self._say(
                number,
                {"answer": "refused", "command": submission.command},
                f"{submission.command} was REFUSED; nothing of it was recorded",
                objections=answer.objections,
                warnings=answer.warnings,
            )
            return
        facts = ", ".join(f"#{one} {name}" for one, name in zip(answer.numbers, answer.facts, strict=True))
        self._say(
            number,
            {
                "answer": "recorded",
                "command": submission.command,
                "numbers": answer.numbers,
                "facts": answer.facts,
                "commit": answer.commit,
                "again": answer.again,
            },
            f"{submission.command} {'had been recorded before as' if answer.again else 'recorded'} {facts}",
            warnings=answer.warnings,
            defects=answer.defects,
        )

    def _failed(self, number: int | None, error: RegledgerError) -> None:
        unreadable = isinstance(error, _UNREADABLE)
        self.code = max(self.code, USAGE if unreadable else COULD_NOT)
        answer = "unreadable" if unreadable else "failed"
        self._counts[answer] += 1
        text = str(error)
        if self._as_json:
            print_json({"line": number, "answer": answer, "error": type(error).__name__, "message": text})
        message(text if number is None else f"line {number}: {text}")

    def _say(self, number: int, answer: dict[str, Any], text: str, **objections: Sequence[Any]) -> None:
        texts = self._ledger.texts
        self._counts["recorded before" if answer.get("again") else answer["answer"]] += 1
        if self._as_json:
            shown = {part: [objection_json(texts, one) for one in of] for part, of in objections.items()}
            print_json({"line": number, **answer, **shown})
            return
        click.echo(f"line {number}: {text}")
        for part, of in objections.items():
            if of:
                click.echo(f"  {part}:")
            for one in of:
                click.echo("\n".join(objection_lines(texts, one, indent="    ")))


def _check_who(field: str, who: str) -> None:
    try:
        split_tag(who)
    except BadTag:
        found = f"{who!r} is not of the form kind:id, such as officer:li"
        raise BadCommand(name="this line", found=found, field=field) from None


def _listed(numbers: Sequence[int]) -> str:
    most = 5
    shown = ", ".join(str(number) for number in sorted(numbers)[:most])
    return f"{shown} and {len(numbers) - most} more" if len(numbers) > most else shown


def _each_once(pairs: list[tuple[str, Any]]) -> None:
    # Decoders keep the last of two values and say nothing: which of two fines was meant is not ours to choose.
    names = [name for name, _ in pairs]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise BadCommand(name="this line", found=f"{repeated[0]!r} is given twice", field="the line")


def _refuses(answer: Recorded | Refused | None) -> bool:
    # In a batch, one that another line stops is answered as refused without an objection of its own.
    return isinstance(answer, Refused) and bool(answer.objections)


def _numbered(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, raw in enumerate(file, start=1):
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if line.strip():
            yield number, line
