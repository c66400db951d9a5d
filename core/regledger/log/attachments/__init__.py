"""Files beside the log: photos, scans and recordings, found by their digest (DESIGN §2)."""

from __future__ import annotations

from regledger.log.attachments.added import AttachmentAdded
from regledger.log.attachments.store import Attachments, Lock, Staged

__all__ = ["AttachmentAdded", "Attachments", "Lock", "Staged"]
