"""Tags of kinds that were invented later: derived from facts that stand already, kept beside the log, never in it.

A side kind says out of which facts its ids come (`TagKind.derive`). They stand in `<ledger>.index`, which can be made
anew from the log at any time: a lost or damaged file, another ledger's, one that is ahead of a restored log and one of
another declaration are started again without a word. Nothing is decided on it, so it is caught up when it is asked.
"""

from __future__ import annotations

import hashlib
import heapq
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import TypeVar

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from regledger.errors import RegledgerError
from regledger.log.catalogue import Catalogue
from regledger.log.facts import RecordedFact
from regledger.log.recorder import Recorder
from regledger.log.side_file import Row, SideFile, SideState
from regledger.log.side_kinds import derived_ids, digest_of, under_every_name
from regledger.log.tags import TagKind, split_tag
from regledger.log.withdrawal import FactWithdrawn

__all__ = ["SideIndex"]

BATCH = 2_000
"""Facts that are derived from in one transaction of the index."""

LOOKED = 512
"""Facts of an item's ordinary tags that are looked at before the index drives instead."""

TRIES = 5
"""How often others may start the file again, by another declaration, before it is kept in memory."""

T = TypeVar("T")

_log = logging.getLogger(__name__)

_WITHDRAWN = FactWithdrawn.__fact__.name


class SideIndex:
    """The side kinds of one ledger. Threads and processes may share its file."""

    def __init__(self, path: Path | None, recorder: Recorder, catalogue: Catalogue) -> None:
        """`path`: where the file lies; kept in memory, for this process alone, where it is None or cannot be written."""
        self._recorder = recorder
        self._catalogue = catalogue
        self._file = SideFile(path, recorder.ledger_id)
        self._lock = threading.Lock()
        self._fits: set[str] = set()
        self.kinds: Mapping[str, TagKind] = {
            name: under_every_name(kind, catalogue) for name, kind in catalogue.kinds.side.items()
        }
        """The side kinds, by name."""
        self._digests = {name: digest_of(kind, catalogue) for name, kind in self.kinds.items()}

    def asked(self, query: DCBQuery | None) -> bool:
        """Whether `query` names a side tag."""
        return bool(self.kinds) and any(self._own(item.tags) for item in (query.items if query else ()))

    def matching(self, query: DCBQuery, *, after: int, until: int | None, limit: int | None) -> Iterator[RecordedFact]:
        """Facts that match `query`, side tags and ordinary ones, after < number ≤ until, in order of number.

        Raises:
            BadTag: a side kind cannot be derived from a fact.
        """
        head = self._recorder.head().number
        until = head if until is None else min(until, head)
        plain = [item for item in query.items if not self._own(item.tags)]
        streams = [self._item(item, after, until) for item in query.items if self._own(item.tags)]
        if plain:
            streams.append(
                map(self._catalogue.decode, self._recorder.stored(DCBQuery(plain), after=after, until=until))
            )
        return islice(
            _once(heapq.merge(*streams, key=lambda fact: fact.number)), None if limit is None else max(limit, 0)
        )

    def concerns(self, fact: RecordedFact, tag: str) -> bool:
        """Whether `fact` itself gives the side tag `tag`; a correction that no longer does has taken its fact away."""
        name, id = split_tag(tag)
        return id in derived_ids(self.kinds[name], fact)

    def ids(self, text: str, *, limit: int, until: int) -> list[tuple[str, int]]:
        """The side tags whose id contains `text`, each with the newest number ≤ until that carries it, newest first."""
        found: list[tuple[str, int]] = []
        for name in self.kinds:
            digest = self._digests[name]
            try:
                rows = self._caught_up([name], until, partial(self._file.ids, digest, text, until=until, limit=limit))
            except RegledgerError as error:
                # Whoever asks for a tag of that kind is told; a search for something else goes on.
                _log.warning("%s", error)
                continue
            found.extend((f"{name}:{id}", number) for id, number in rows)
        return sorted(found, key=lambda one: -one[1])[:limit]

    def state(self) -> SideState:
        """What stands in the file, for `regledger doctor`; changes nothing."""
        return self._file.state()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _own(self, tags: Iterable[str]) -> list[str]:
        return [tag for tag in dict.fromkeys(tags) if tag.partition(":")[0] in self.kinds]

    def _item(self, item: DCBQueryItem, after: int, until: int) -> Iterator[RecordedFact]:
        side = self._own(item.tags)
        rest = [tag for tag in item.tags if tag not in side]
        names = [split_tag(tag)[0] for tag in side]
        terms = [(self._digests[name], id) for name, id in map(split_tag, side)]
        if rest:
            query = DCBQuery([DCBQueryItem(types=item.types, tags=rest)])
            few = list(self._recorder.stored(query, after=after, until=until, limit=LOOKED))
            if len(few) < LOOKED:
                numbers = [one.position for one in few]
                tagged = self._caught_up(names, until, partial(self._file.among, terms, numbers, until=until))
                yield from (self._catalogue.decode(one) for one in few if one.position in tagged)
                return
        while page := self._caught_up(names, until, partial(self._file.page, terms, after=after, until=until)):
            for number in page:
                stored = self._recorder.at(number)
                if stored is None or (item.types and stored.event.type not in item.types):
                    continue
                if set(rest) <= set(stored.event.tags):
                    yield self._catalogue.decode(stored)
            after = page[-1]

    def _caught_up(self, names: Iterable[str], until: int, ask: Callable[[], T | None]) -> T:
        """What `ask` answers once the kinds are derived up to `until`."""
        for attempt in count():
            answer = ask()
            if answer is not None:
                return answer
            if attempt == TRIES:
                self._file.keep_apart()
            for name in dict.fromkeys(names):
                self._catch_up(name, until)
        raise AssertionError("count does not end")  # pragma: no cover

    def _catch_up(self, name: str, until: int) -> None:
        """Derive what was recorded up to `until`; whoever else does so at the same time is let go first."""
        kind, digest = self.kinds[name], self._digests[name]
        types = [*kind.derive, _WITHDRAWN]
        with self._lock:
            while True:
                position, mark = self._file.position(name, digest)
                if position and digest not in self._fits and not self._is_mark(position, mark):
                    self._file.start_again(name, digest)
                    continue
                self._fits.add(digest)
                if position >= until:
                    return
                query = DCBQuery([DCBQueryItem(types=types)])
                facts = [
                    self._catalogue.decode(one)
                    for one in self._recorder.stored(query, after=position, until=until, limit=BATCH)
                ]
                reached = facts[-1].number if len(facts) == BATCH else until
                self._file.add(digest, position, reached, self._mark(reached), self._rows(kind, digest, facts))

    def _rows(self, kind: TagKind, digest: str, facts: Sequence[RecordedFact]) -> list[Row]:
        """(id, number) of `facts`. What amends a fact carries what that one carries, or its withdrawal would not be found."""
        here: dict[int, set[str]] = {}
        for fact in facts:
            amended = fact.corrects.number if fact.corrects else None
            amended = fact.body.number if isinstance(fact.body, FactWithdrawn) else amended
            ids = set(derived_ids(kind, fact))
            if amended is not None:
                ids |= here[amended] if amended in here else self._file.ids_of(digest, amended)
            here[fact.number] = ids
        return [(id, number) for number, ids in here.items() for id in sorted(ids)]

    def _mark(self, number: int) -> bytes:
        stored = self._recorder.at(number)
        return b"" if stored is None else hashlib.sha256(stored.event.data).digest()

    def _is_mark(self, number: int, mark: bytes) -> bool:
        return bool(mark) and self._mark(number) == mark


def _once(facts: Iterable[RecordedFact]) -> Iterator[RecordedFact]:
    last = 0
    for fact in facts:
        if fact.number != last:
            last = fact.number
            yield fact
