"""Attachments: which file is attached to which record. The files themselves: `regledger.log.attachments`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from regledger.deciding.dossier import FACT, Dossier
from regledger.deciding.handlers import Command, Outcome, handles
from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.log.attachments.added import AttachmentAdded, MediaType, Size
from regledger.log.facts import RecordedFact
from regledger.log.tags import KEY_KINDS, split_tag
from regledger.log.text import Sha256, Tag, Text

__all__ = ["ATTACHMENT", "AddAttachment", "Attached", "Attachment", "add_attachment"]


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """That a file is attached to one record."""

    subject: str
    title: str
    added_on: date
    number: int


class Attachment(State, frozen=True, kw_only=True):
    """A file, found by its digest, and the records that it is attached to."""

    digest: str
    size: int
    media_type: str
    owner: str | None
    attached: tuple[Attached, ...]


def _evolve(state: Attachment | None, recorded: RecordedFact) -> Attachment | None:
    match recorded.body:
        case AttachmentAdded() as body:
            one = Attached(subject=body.subject, title=body.title, added_on=body.added_on, number=recorded.number)
            if state is not None:  # one of the same file: a file is no subject of another
                return msgspec.structs.replace(state, attached=(*state.attached, one))
            return Attachment(
                digest=body.digest, size=body.size, media_type=body.media_type, owner=body.owner, attached=(one,)
            )
    return state


_NO_RECORDS = KEY_KINDS | {"attachment"}
"""Kinds of tag that no file is attached to or belongs to: keys, and other files."""

ATTACHMENT = Kind(name="attachment", state=Attachment, evolve=_evolve, facts=(AttachmentAdded,))


class AddAttachment(Command, frozen=True, kw_only=True):
    """Attach a file that lies in the store of attachments to a record; "regledger attach" puts it there."""

    digest: Sha256
    subject: Tag
    size: Size
    media_type: MediaType
    title: Text = ""
    owner: Tag | None = None
    added_on: date


def _reads(command: AddAttachment, dossier: Dossier) -> Iterable[str]:
    yield f"attachment:{command.digest}"
    if dossier.readable(command.subject) and split_tag(command.subject)[0] not in (FACT, *_NO_RECORDS):
        yield command.subject


# It stands on nothing that the record's other facts say, so a defect of theirs is not told.
@handles("attachment.add", AddAttachment, on="added_on", reads=_reads, relies=False)
def add_attachment(command: AddAttachment, dossier: Dossier, judge: Judge) -> Outcome:
    """Refused where the record is none or not on record on that day, or the same file is attached to it already."""
    for tag in filter(None, (command.subject, command.owner)):
        fit = split_tag(tag)[0] not in _NO_RECORDS
        yield from judge.rule("REF", "attachment.no_record", fit, named=tag)
    # A sector's record may be kept under another tag, by which a file would never be found again.
    on_record = any(tag == command.subject for tag, _ in dossier) and command.subject in dossier.tags
    yield from judge.rule("REF", "attachment.subject_unknown", on_record, subject=command.subject)
    same = dossier.latest(Attachment, command.digest)
    earlier = [one.number for one in (same.attached if same else ()) if one.subject == command.subject]
    yield from judge.rule(
        "REF",
        "attachment.taken",
        not earlier,
        subject=command.subject,
        digest=command.digest,
        number=earlier[0] if earlier else None,
    )
    yield AttachmentAdded(
        digest=command.digest,
        subject=command.subject,
        size=command.size,
        media_type=command.media_type,
        title=command.title,
        owner=command.owner,
        added_on=command.added_on,
    )
