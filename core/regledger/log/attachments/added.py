"""The fact that a file was attached; what it says, everybody may check without a key."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Sha256, Tag, Text

__all__ = ["AttachmentAdded", "MediaType", "Size", "is_personal_to"]

MediaType = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$", extra={"privacy": "public"}
    ),
]
"""A media type without parameters, in lower case (RFC 6838, section 4.2)."""

Size = Annotated[int, msgspec.Meta(ge=1)]
"""Bytes."""


@fact(
    "attachment.added",
    1,
    tags={"digest": "attachment", "subject": "*", "owner": "*"},
    occurred="added_on",
    asserted="never",
)  # the file itself first: it is the record that this fact enters
class AttachmentAdded(Fact, frozen=True, kw_only=True):
    """`attachment.added` v1: a file was attached to a record on a legal day. The file lies beside the log."""

    digest: Sha256
    """Of the bytes as kept: of a personal file the encrypted ones."""
    title: Text
    """What it shows, in public words; empty where nobody said. A file's own name may name a person and is not kept."""
    media_type: MediaType
    """Of the plain file."""
    size: Size
    """As kept: an encrypted file is a little longer than the plain one."""
    owner: Tag | None
    """Whose personal file it is, and under whose key it is encrypted, as `kind:id`; None for a public file."""
    subject: Tag
    """The record that it is attached to, as `kind:id`."""
    added_on: date


def is_personal_to(body: object, subject: str) -> bool:
    """Whether `body` attaches a personal file of `subject`."""
    return isinstance(body, AttachmentAdded) and body.owner == subject
