"""Sealing: new facts → events, their personal values put away and their commits marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import msgspec
from eventsourcing.dcb.api import DCBEvent

from regledger.ids import new_id
from regledger.log.attachments import AttachmentAdded
from regledger.log.envelope import Commit, Particulars
from regledger.log.facts import Fact, NewFact

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["on_their_way", "sealed_events"]


@contextmanager
def on_their_way(ledger: Ledger, bodies: Iterable[Fact]) -> Iterator[None]:
    """Around sealing `bodies` and recording them: until its end no sweep takes what they commit to, value or file."""
    facts = tuple(bodies)
    with ExitStack() as held:
        held.enter_context(ledger.personal.on_their_way(facts))
        if any(isinstance(body, AttachmentAdded) for body in facts):
            held.enter_context(ledger.attachments.attaching())
        yield


def sealed_events(
    ledger: Ledger,
    commits: Sequence[tuple[Sequence[NewFact], Particulars]],
    *,
    extra_tags: Sequence[str] = (),
) -> list[DCBEvent]:
    """The events of several commits, in order; keys and personal values are durable when this returns.

    They are put away in one transaction, however many commits and threads there are: it costs about four fsyncs.
    """
    marked = [
        (new, Commit(id=commit, index=index, size=len(facts), by=by if index == 0 else None))
        for facts, by in commits
        for commit in (new_id(),)
        for index, new in enumerate(facts)
    ]
    for new, _ in marked:
        # A file is durable before the fact that names it, whoever sent the command.
        if isinstance(new.body, AttachmentAdded):
            ledger.attachments.require(new.body.digest, new.body.size, personal=new.body.owner is not None)
    bodies = ledger.seals.seal(
        [(f"{mark.id}:{mark.index}", new.body) for new, mark in marked],
        [_first_tag(new.body) for new, _ in marked],
    )
    events = []
    for (new, mark), body in zip(marked, bodies, strict=True):
        name, tags, data = ledger.catalogue.encode(
            msgspec.structs.replace(new, body=body, tags=(*new.tags, *extra_tags)),
            zone=ledger.zone,
            commit=mark,
        )
        events.append(DCBEvent(type=name, data=data, tags=list(tags)))
    return events


def _first_tag(body: Fact) -> str:
    return next(iter(type(body).__fact__.tags_of(body)), "")
