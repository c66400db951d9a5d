"""What the log says of erased subjects, so that neither an old key nor an old file brings one back."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from regledger.log.personal.subjects import ERASED_FACT
from regledger.log.recorder import Recorder

__all__ = ["attachments_of", "erased_subjects"]

_ATTACHED = "attachment.added"


class _Erased(msgspec.Struct, frozen=True):
    subject: str


class _Added(msgspec.Struct, frozen=True):
    digest: str
    owner: str | None = None


class _OfErased(msgspec.Struct, frozen=True):
    body: _Erased


class _OfAdded(msgspec.Struct, frozen=True):
    body: _Added


def erased_subjects(recorder: Recorder, until: int | None = None) -> list[str]:
    """Every subject whose erasure was recorded, as `kind:id`, sorted; a later correction or withdrawal undoes none."""
    query = DCBQuery(items=[DCBQueryItem(types=[ERASED_FACT])])
    decoder = msgspec.json.Decoder(_OfErased)
    return sorted({decoder.decode(one.event.data).body.subject for one in recorder.stored(query, until=until)})


def attachments_of(recorder: Recorder, subjects: Iterable[str]) -> set[str]:
    """The digests of the personal files of these subjects."""
    decoder = msgspec.json.Decoder(_OfAdded)
    found = set()
    for subject in subjects:
        query = DCBQuery(items=[DCBQueryItem(types=[_ATTACHED], tags=[subject])])
        bodies = (decoder.decode(one.event.data).body for one in recorder.stored(query))
        found |= {body.digest for body in bodies if body.owner == subject}
    return found
