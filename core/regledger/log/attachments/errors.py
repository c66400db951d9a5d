"""What can go wrong with a file that is attached, kept or read back."""

from __future__ import annotations

from regledger.errors import RegledgerError

__all__ = [
    "AttachmentAltered",
    "AttachmentErased",
    "AttachmentMissing",
    "AttachmentUnknown",
    "AttachmentsBusy",
    "AttachmentsUnwritable",
    "FileChanged",
    "FileTaken",
    "FileUnreadable",
]


class FileUnreadable(RegledgerError):
    """{path} cannot be attached: {found}. Nothing was recorded. Give a regular file that has content and that this user may read."""


class FileChanged(RegledgerError):
    """{path} changed while it was read; nothing was recorded. Attach it again when nobody writes to it."""


class FileTaken(RegledgerError):
    """There is something at {path} already, and it is not overwritten. Name another file."""


class AttachmentsUnwritable(RegledgerError):
    """{path} cannot be written: {found}. Nothing was recorded. Make it a folder that this user may write, then attach again."""


class AttachmentsBusy(RegledgerError):
    """Files are being attached at this moment, so none was removed. Sweep again when that is done."""


class AttachmentMissing(RegledgerError):
    """No file is kept under {digest}{fact}. Put it back from a back-up of the attachments; a file that was never attached comes in with "regledger attach SUBJECT FILE"."""


class AttachmentAltered(RegledgerError):
    """The file kept under {digest} cannot be given out: {found}. Put it back from a back-up, or attach the original again."""


class AttachmentUnknown(RegledgerError):
    """{asked} is no attachment of this ledger. List them with "regledger attachments list"."""


class AttachmentErased(RegledgerError):
    """The file under {digest} reads Erased: the key of {owner} was destroyed. What is recorded about it stays; the file cannot be had back."""
