"""The command as it is kept beside the log, and how one that is sent again is known (DESIGN §2)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from regledger.building import built
from regledger.clock import zone as zone_called
from regledger.deciding.answers import AsHappened, Submission
from regledger.deciding.handlers import Command
from regledger.errors import BadCommand, BadTag, RegledgerError
from regledger.history.amending import amendments, inherited_tags
from regledger.log.catalogue import normal
from regledger.log.facts import RecordedFact
from regledger.log.personal import (
    commitments,
    open_values,
    redacted,
    redacted_plain,
    texts_in_plain,
)
from regledger.log.tags import split_tag

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Kept", "check_form", "kept_command", "key_tag", "same_personal", "same_wish", "whole_command", "wish_of"]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A command as it is kept beside the log."""

    command: str
    body: dict[str, Any]
    as_happened: AsHappened | None = None
    zone: str = ""


def check_form(submission: Submission) -> None:
    """Raise `BadCommand` for what stands around the body; it goes into the log as well."""
    if submission.known == "signed":
        # Only a signature that was checked here makes an actor signed.
        raise BadCommand(name=submission.command, found="it says of itself that it is signed", field="known")
    ids = {"actor": submission.actor}
    if submission.via:
        ids["via"] = submission.via
    if submission.signature is not None:
        ids["signature.key"] = f"key:{submission.signature.key}"
        at = submission.signature.signed_at
        if at is not None and at.tzinfo is None:
            raise BadCommand(
                name=submission.command, found="it is no instant with an offset", field="signature.signed_at"
            )
    if submission.as_happened is not None:
        ids["as_happened.approver"] = submission.as_happened.approver
        if not submission.as_happened.reason.strip():
            raise BadCommand(
                name=submission.command,
                found="it gives no reason to record it as it happened",
                field="as_happened.reason",
            )
    for field, value in ids.items():
        try:
            split_tag(value)
        except BadTag:
            raise BadCommand(
                name=submission.command, found=f"{value!r} is not of the form kind:id, such as officer:li", field=field
            ) from None
    if submission.zone:
        try:
            zone_called(submission.zone)
        except ValueError as error:
            raise BadCommand(name=submission.command, found=str(error), field="zone") from None


def kept_command(submission: Submission, command: Command) -> bytes:
    """The command as it is kept beside the log."""
    return _document(submission, _without_personal(command))


def whole_command(submission: Submission, command: Command) -> bytes:
    """The command in the same form with its personal values; it is kept nowhere."""
    return _document(submission, command)


def _document(submission: Submission, body: Command) -> bytes:
    document = {
        "command": submission.command,
        "version": 1,
        "body": body,
        "as_happened": submission.as_happened,
        "zone": submission.zone,
    }
    try:
        submission.key.encode()
        return normal(msgspec.json.encode(document, order="sorted"))
    except UnicodeError:
        raise BadCommand(
            name=submission.command, found="it holds text that is not Unicode", field="that text"
        ) from None


def _without_personal(command: Command) -> Command:
    plain = {field: redacted_plain(value) for field, value in _plain_fields(command)}
    return redacted(msgspec.structs.replace(command, **plain) if plain else command)  # type: ignore[no-any-return]


def _personal_texts(command: Command) -> set[str]:
    texts = {one.value for _, one in open_values(command)}
    return texts.union(*(texts_in_plain(value) for _, value in _plain_fields(command)))


def _plain_fields(command: Command) -> list[tuple[str, Any]]:
    """Fields that no type has read yet, such as the new body of a correction."""
    fields = ((field, getattr(command, field)) for field in command.__struct_fields__)
    return [(field, value) for field, value in fields if isinstance(value, dict)]


def wish_of(submission: Submission) -> tuple[Any, ...]:
    """What makes two submissions of one batch the same."""
    signed = submission.signature is not None
    return submission.command, submission.body, submission.as_happened, submission.zone, signed


def same_wish(ledger: Ledger, submission: Submission, command: Command, before: str, digest: str) -> bool:
    """Whether what is kept under digest `before` asks for the same as `command`, kept under `digest`, but for personal values.

    Kept by an earlier release it may have other bytes: a field that has a default was added since, or the command renamed.
    """
    if before == digest:
        return True
    document, handler = ledger.recorder.command(before), ledger.handlers.get(submission.command)
    if document is None or handler is None or hashlib.sha256(document).hexdigest() != before:
        return False
    try:
        kept = msgspec.json.decode(document, type=Kept)
        if ledger.handlers.get(kept.command) is not handler:
            return False
        read: Command = built(handler.command, msgspec.convert, kept.body, handler.command)
    except (msgspec.DecodeError, RegledgerError):
        return False
    named = msgspec.structs.replace(submission, command=handler.name)
    earlier = msgspec.structs.replace(named, as_happened=kept.as_happened, zone=kept.zone)
    return kept_command(earlier, read) == kept_command(named, command)


def same_personal(ledger: Ledger, facts: Sequence[RecordedFact], command: Command) -> bool:
    """Whether the personal values that were recorded are among those of `command`; its digest leaves them out.

    What was erased meanwhile cannot be compared, and counts as the same; so does what a correction carried over.
    """
    before = [one for fact in facts for one in _corrected(ledger, fact)]
    carried = {one.commitment for fact in before for one in commitments(fact.body)}
    recorded = [one for fact in facts for one in commitments(fact.body) if one.commitment not in carried]
    if not recorded:
        return True
    known = {text for text in ledger.personal._texts_of(recorded) if text is not None}
    return known <= _personal_texts(command)


def _corrected(ledger: Ledger, fact: RecordedFact) -> Iterator[RecordedFact]:
    """What `fact` corrects, and the corrections of it before."""
    original = None if fact.corrects is None else ledger.at(fact.corrects.number)
    if original is not None:
        tags = inherited_tags(original)
        later = ledger.facts(tags=tags, types=[fact.type], after=original.number, until=fact.number - 1)
        yield from (original, *amendments(original, later))


def key_tag(submission: Submission) -> str:
    """The tag that says which actor sent it under which key."""
    digest = hashlib.sha256(f"{submission.actor}\n{submission.key}".encode()).hexdigest()
    return f"command:{digest[:40]}"
