"""Subjects: whose personal values lie under a key, and the tag by which everything about such a key is found.

A subject is any tag: a person, a case, a row of a register. Not every kind of tag may stand in an append condition, so
what is recorded of a subject's values is found by a hash of the subject: by it an erasure and a new value conflict.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from regledger.log.attachments.added import AttachmentAdded
from regledger.log.facts import Fact
from regledger.log.personal.values import open_values

__all__ = ["ERASED_FACT", "TAGGED", "subject_id", "subject_tag", "subjects_of"]

TAGGED = "personal"
"""The kind of the tag."""
ERASED_FACT = "personal.erased"
"""The fact that says so for good, whatever it is corrected or withdrawn by."""


def subject_id(subject: str) -> str:
    """The id of that tag: 40 hex digits."""
    return hashlib.sha256(subject.encode()).hexdigest()[:40]


def subject_tag(subject: str) -> str:
    """The tag that whatever is recorded of the values of `subject` carries."""
    return f"{TAGGED}:{subject_id(subject)}"


def subjects_of(bodies: Iterable[Fact]) -> list[str]:
    """Under whose keys the open personal values of `bodies` will be put away, sorted: the one that a value names, else
    the first tag of its fact. A personal file is one of its owner's."""
    found: set[str] = set()
    for body in bodies:
        first = next(iter(type(body).__fact__.tags_of(body)), "")
        found.update(one.subject or first for _, one in open_values(body))
        if isinstance(body, AttachmentAdded) and body.owner is not None:
            found.add(body.owner)
    return sorted(found)
