"""From drafts to what is appended: facts marked, previewed for the rest of their batch, and the condition they stand under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from eventsourcing.dcb.api import DCBAppendCondition, DCBQuery, DCBQueryItem

from regledger.deciding.draft import Draft
from regledger.deciding.keeping import key_tag
from regledger.log.catalogue import Catalogue
from regledger.log.envelope import Commit
from regledger.log.facts import NewFact, RecordedFact
from regledger.log.personal import redacted
from regledger.log.personal.subjects import ERASED_FACT, subject_tag, subjects_of
from regledger.log.recorder import Head
from regledger.log.tags import TagKinds

__all__ = ["condition_of", "marked", "preview"]


def preview(catalogue: Catalogue, draft: Draft, head: Head, before: int) -> Iterator[RecordedFact]:
    """The facts of a draft as the next submissions of the same batch see them."""
    for index, new in enumerate(draft.facts):
        declared = type(new.body).__fact__
        yield RecordedFact(
            number=head.number + before + index + 1,
            recorded_at=head.recorded_at,
            type=declared.name,
            version=declared.version,
            tags=catalogue.kinds.check_all((*declared.tags_of(new.body), *new.tags)),
            data=b"",
            body=redacted(new.body),
            zone=new.zone,
            commit=Commit(id="", index=index, size=len(draft.facts), by=draft.particulars if index == 0 else None),
            corrects=new.corrects,
            defects=(*new.defects, *draft.defects),
            source=new.source,
        )


def condition_of(drafts: Iterable[Draft], kinds: TagKinds) -> DCBAppendCondition | None:
    """Nobody else has changed what the drafts were decided on, sent under their keys, or erased whose values they carry; None
    where nothing was read."""
    items: dict[str, DCBQueryItem] = {}
    head: int | None = None
    for draft in drafts:
        if draft.dossier is None:
            continue
        head = draft.particulars.head if head is None else min(head, draft.particulars.head)
        for kind, tag in draft.dossier.reads:
            if kinds.role(kind.tagged) == "consistency":
                items[f"{kind.name} {tag}"] = DCBQueryItem(types=kind.types, tags=[tag])
        if draft.anywhere:
            items[f"anywhere {draft.anywhere}"] = DCBQueryItem(types=list(draft.anywhere))
        for subject in subjects_of(new.body for new in draft.facts):
            tag = subject_tag(subject)
            items[f"erased {tag}"] = DCBQueryItem(types=[ERASED_FACT], tags=[tag])
        if draft.submission.key:
            tag = key_tag(draft.submission)
            items[tag] = DCBQueryItem(tags=[tag])
    if not items:  # an empty query would match every fact
        return None
    return DCBAppendCondition(fail_if_events_match=DCBQuery(items=list(items.values())), after=head or 0)


def marked(draft: Draft) -> list[NewFact]:
    """The facts of a draft with its key's tag and its defects on each."""
    keyed = (key_tag(draft.submission),) if draft.submission.key else ()
    return [
        msgspec.structs.replace(new, tags=(*new.tags, *keyed), defects=(*new.defects, *draft.defects))
        for new in draft.facts
    ]
