"""What a store must answer, said in the plainest Python, and the histories to ask it about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem, DCBSequencedEvent
from hypothesis import strategies as st

__all__ = ["Append", "Oracle", "Question", "Several", "plain", "steps"]

_TYPES = ("hazard.found", "hazard.cleared", "order.issued")
# Tags that differ in little, that are as long as they may be, and that would match one another as patterns.
_TAGS = (
    *("hazard:1", "hazard:2", "site:1", "site:11", "case:1", "case:a_b", "case:aXb", "case:a-b"),
    *(f"order:{'x' * 63}{end}" for end in "12"),
)


@dataclass(frozen=True)
class Append:
    """Facts to append, each a type and its tags (repeats allowed), and the condition they are appended under."""

    facts: tuple[tuple[str, tuple[str, ...]], ...]
    condition: DCBAppendCondition | None


@dataclass(frozen=True)
class Several:
    """Appends that are recorded in one transaction, each whole or refused by itself."""

    appends: tuple[Append, ...]


@dataclass(frozen=True)
class Question:
    """What is read. `until` is for stores that have `stored`."""

    query: DCBQuery | None
    after: int | None
    limit: int | None
    until: int | None


@dataclass
class Oracle:
    """A list of everything appended, and the definition of a match applied to each element."""

    events: list[DCBSequencedEvent] = field(default_factory=list)

    def matching(self, query: DCBQuery | None, after: int | None) -> list[DCBSequencedEvent]:
        """Those after `after` that match some item of `query`, or all where it has none."""
        items = query.items if query else []
        return [
            event
            for event in self.events
            if event.position > (after or 0)
            and (
                not items
                or any(
                    (not item.types or event.event.type in item.types)
                    and all(tag in event.event.tags for tag in item.tags)
                    for item in items
                )
            )
        ]

    def refuses(self, condition: DCBAppendCondition | None) -> bool:
        """Whether an append under `condition` must fail."""
        return condition is not None and bool(self.matching(condition.fail_if_events_match, condition.after))

    def append(self, events: Sequence[DCBEvent]) -> int:
        """Keep `events`; answers the last number."""
        self.events += [DCBSequencedEvent(event, len(self.events) + n) for n, event in enumerate(events, 1)]
        return len(self.events)

    def read(self, question: Question) -> tuple[list[DCBSequencedEvent], int | None]:
        """The facts and the head that `read` answers."""
        found = self.matching(question.query, question.after)
        if question.limit is None:
            return found, len(self.events) or None
        found = found[: question.limit]
        return found, found[-1].position if found else None

    def stored(self, question: Question) -> list[DCBSequencedEvent]:
        """The facts that `stored` answers."""
        found = self.matching(question.query, question.after)
        return [e for e in found if question.until is None or e.position <= question.until][: question.limit]


def plain(event: DCBSequencedEvent) -> tuple[int, str, tuple[str, ...], bytes]:
    """What of an event is compared: a store may sort its tags and drop their repeats."""
    return event.position, event.event.type, tuple(sorted(set(event.event.tags))), event.event.data


def _queries() -> st.SearchStrategy[DCBQuery]:
    # "hazard:9" and "never.recorded" match nothing; repeats, empty items and items of both sorts are all lawful.
    item = st.builds(
        DCBQueryItem,
        types=st.lists(st.sampled_from((*_TYPES, "never.recorded")), max_size=3),
        tags=st.lists(st.sampled_from((*_TAGS, "hazard:9")), max_size=7),
    )
    return st.builds(DCBQuery, items=st.lists(item, max_size=4))


def steps(*, several: bool = False) -> st.SearchStrategy[list[Append | Question | Several]]:
    """Histories: appends, conditional or not, with questions between them, and where `several` with appends of several."""
    fact = st.tuples(st.sampled_from(_TYPES), st.lists(st.sampled_from(_TAGS), max_size=6).map(tuple))
    after = st.none() | st.integers(0, 30)
    condition = st.none() | st.builds(DCBAppendCondition, fail_if_events_match=_queries(), after=after)
    append = st.builds(Append, facts=st.lists(fact, min_size=1, max_size=6).map(tuple), condition=condition)
    limit = st.none() | st.integers(0, 12)
    question = st.builds(
        Question, query=st.none() | _queries(), after=after, limit=limit, until=st.none() | st.integers(0, 30)
    )
    batch = st.builds(Several, appends=st.lists(append, max_size=4).map(tuple))
    return st.lists(append | question | batch if several else append | question, min_size=1, max_size=25)
