"""Attaching a file: copied in and durable first, recorded then; refused before a byte of it is kept (DESIGN §2).

And opening one again: a personal file only once its disclosure is recorded.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from regledger.deciding.answers import Recorded, Refused, Submission
from regledger.errors import RegledgerError
from regledger.log.attachments import AttachmentAdded, Lock
from regledger.log.attachments.errors import AttachmentUnknown
from regledger.log.attachments.giving import _give, check_givable
from regledger.log.facts import RecordedFact

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Disclosure", "DisclosureNeeded", "Wish", "attach", "open_file"]

_UNREAD = "0" * 64


class DisclosureNeeded(RegledgerError):
    """The file under {digest} is personal to {owner}, and opening it is recorded first. Say for what and for whom: --purpose, --recipient, --ground and --authority."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """To attach a file to a record."""

    subject: str
    """The record, as `kind:id`."""
    added_on: date
    title: str = ""
    """What it shows, in public words."""
    media_type: str = ""
    """Found by its first bytes and its name where it is empty."""
    owner: str | None = None
    """Whose personal file it is, as `kind:id`; it is encrypted under that subject's key. None for a public file."""


def attach(ledger: Ledger, path: Path, wish: Wish, by: Submission) -> Recorded | Refused:
    """Attach the file at `path`.

    Args:
        by: who sends it and how, its body empty and its command `attachment.add`.

    Raises:
        FileUnreadable, FileChanged: the file.
        StoreFull, AttachmentsUnwritable, NoFolder: where it would be kept.
        SubjectErased: the owner was erased, and nothing is kept of such a subject again.
        BadCommand: a field of `wish` is malformed.
    """
    first = _submission(wish, by, digest=_UNREAD, size=1, media_type=wish.media_type or "application/octet-stream")
    if ledger.check(first).objections:
        # Submitted all the same: a refused attempt goes to the journal.
        return ledger.submit(first)
    lock = None if wish.owner is None else Lock(ledger.personal._key_for(wish.owner), wish.owner)
    store = ledger.attachments
    with store.attaching(), store.staged(path, lock) as staged:
        known = None if lock is None else store.twin(staged, _files_of(ledger, lock.subject))
        submission = _submission(
            wish, by, digest=known or staged.digest, size=staged.size, media_type=wish.media_type or staged.media_type
        )
        if known is None and not ledger.check(submission).objections:
            store.keep(staged)
        answer = ledger.submit(submission)
        if lock is not None and ledger.personal.erased(lock.subject):
            # It was erased while the file was on its way: whoever threw its files away did not see this one.
            store.erase([staged.digest])
        return answer


class Disclosure(msgspec.Struct, frozen=True, kw_only=True):
    """Why a personal file is opened, and for whom: the fields of `personal.disclose`."""

    ground: str
    purpose: str
    recipient: str
    authority: str
    document: str | None = None
    disclosed_on: date


def open_file(
    ledger: Ledger, fact: RecordedFact, to: Path, why: Disclosure | None = None, by: Submission | None = None
) -> Recorded | Refused | None:
    """Write an attached file to `to`; of a personal one, first record its disclosure.

    Args:
        fact: that attached it.
        to: a path at which there is nothing yet.
        why: for a personal file.
        by: who opens it and how, its body empty and its command `personal.disclose`; for a personal file.

    Returns:
        The answer to the disclosure; where it was refused nothing was written. None for a public file.

    Raises:
        DisclosureNeeded: the file is personal and `why` is None.
        FileTaken, FileUnwritable: `to`.
        AttachmentUnknown, AttachmentMissing, AttachmentAltered, AttachmentErased: the file; nothing was recorded.
    """
    body = fact.body
    if not isinstance(body, AttachmentAdded):
        raise AttachmentUnknown(asked=f"#{fact.number}")
    if body.owner is None:
        _give(ledger, body, to)
        return None
    if why is None or by is None:
        raise DisclosureNeeded(digest=body.digest, owner=body.owner)
    # What cannot be given is said before anything is recorded: a disclosure that did not happen is no fact.
    check_givable(ledger, body, to)
    told = {**msgspec.to_builtins(why), "subject": body.owner, "facts": [fact.number]}
    answer = ledger.submit(msgspec.structs.replace(by, command="personal.disclose", body=told))
    if isinstance(answer, Recorded):
        _give(ledger, body, to)
    return answer


def _submission(wish: Wish, by: Submission, *, digest: str, size: int, media_type: str) -> Submission:
    body = {
        "digest": digest,
        "subject": wish.subject,
        "size": size,
        "media_type": media_type,
        "title": wish.title,
        "owner": wish.owner,
        "added_on": wish.added_on.isoformat(),
    }
    return msgspec.structs.replace(by, command="attachment.add", body=body)


def _files_of(ledger: Ledger, owner: str) -> set[str]:
    """The digests of all personal files of a subject."""
    facts = ledger.facts(tags=[owner], types=[AttachmentAdded.__fact__.name])
    return {fact.body.digest for fact in facts if isinstance(fact.body, AttachmentAdded) and fact.body.owner == owner}
