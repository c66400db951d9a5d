"""What identifies a natural person, apart from the log and under keys of its own."""

from __future__ import annotations

from regledger.log.personal.following import ErasureUnfinished
from regledger.log.personal.keys import SubjectErased
from regledger.log.personal.store import PersonalStore
from regledger.log.personal.values import (
    ERASED,
    commit_to,
    commitments,
    open_values,
    redacted,
    redacted_plain,
    texts_in_plain,
)

__all__ = [
    "ERASED",
    "ErasureUnfinished",
    "PersonalStore",
    "SubjectErased",
    "commit_to",
    "commitments",
    "open_values",
    "redacted",
    "redacted_plain",
    "texts_in_plain",
]
