"""Giving a file back: decrypted where it is personal, checked before anybody sees it under its name."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from regledger.errors import RegledgerError
from regledger.log.attachments.added import AttachmentAdded
from regledger.log.attachments.errors import AttachmentAltered, AttachmentErased, FileTaken
from regledger.log.attachments.store import Lock
from regledger.log.personal import SubjectErased

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["FileUnwritable", "check_givable"]


class FileUnwritable(RegledgerError):
    """{path} cannot be written: {found}. Nothing is left there. Name a file in a folder that this user may write and that has room."""


def _lock_of(ledger: Ledger, body: AttachmentAdded) -> Lock | None:
    """Under which key a file lies; None for a public one.

    Raises:
        AttachmentErased: its owner was erased.
        AttachmentAltered: its key is not here.
    """
    if body.owner is None:
        return None
    try:
        key = ledger.personal._key_held(body.owner)
    except SubjectErased:
        raise AttachmentErased(digest=body.digest, owner=body.owner) from None
    if key is None:
        raise AttachmentAltered(digest=body.digest, found=f"the key of {body.owner} is not among this ledger's keys")
    return Lock(key, body.owner)


def check_givable(ledger: Ledger, body: AttachmentAdded, to: Path) -> None:
    """Raise what `_give` would, as far as it can be told beforehand: the file is opened to its end."""
    lock = _lock_of(ledger, body)
    if os.path.lexists(to):
        raise FileTaken(path=to)
    if not os.access(to.absolute().parent, os.W_OK | os.X_OK):
        raise FileUnwritable(path=to, found="its folder is not there, or this user may not write into it")
    for _ in ledger.attachments.plain(body.digest, lock):
        pass


def _give(ledger: Ledger, body: AttachmentAdded, to: Path) -> int:
    """Write the file as it was attached to `to`, whole or not at all, for its owner alone; its bytes.

    Of a personal file only after its disclosure was recorded: whoever reads goes through `regledger.deciding.attaching.open_file`.

    Raises:
        FileTaken: there is something at `to`.
        FileUnwritable: it cannot be written.
        AttachmentMissing, AttachmentAltered, AttachmentErased: what is kept cannot be given out.
    """
    lock = _lock_of(ledger, body)
    if os.path.lexists(to):
        raise FileTaken(path=to)
    part = to.with_name(f".{to.name[:100]}.{secrets.token_hex(4)}")
    size = 0
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in ledger.attachments.plain(body.digest, lock):
                size += file.write(piece)
        try:
            os.link(part, to)  # unlike a rename, it replaces nothing
        except FileExistsError:
            raise FileTaken(path=to) from None
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS):
                raise
            part.rename(to)  # a disk without hard links
    except OSError as error:
        raise FileUnwritable(path=to, found=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            part.unlink()
    return size
