"""The dossier: every record that a decision may look at, folded at the act's time and the log's head."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar, cast

from regledger.clock import When
from regledger.deciding.kinds import Held, Kind, State, fold
from regledger.errors import DeclaredTwice
from regledger.history.standing import is_effective, standing
from regledger.log.facts import RecordedFact
from regledger.log.tags import split_tag

__all__ = ["RESTING", "Dossier", "Kinds", "UndeclaredRead", "gather"]

FACT = "fact"
"""In a decision's reads, `fact:17` is the fact of that number; no fact carries such a tag."""

RESTING = 200
"""The most facts resting on another that are counted."""

S = TypeVar("S", bound=State)
Reads = Callable[["Dossier"], Iterable[str]]
FactsOf = Callable[[Sequence[tuple[str, Kind[State]]]], Sequence[Sequence[RecordedFact]]]


class UndeclaredRead(LookupError):
    """A decision looked at a record that its `reads` does not name; a mistake in the decider."""


class Kinds:
    """The kinds of record that this installation knows."""

    def __init__(self, kinds: Iterable[Kind[State]]) -> None:
        self._by_name: dict[str, Kind[State]] = {}
        self._by_state: dict[type[State], Kind[State]] = {}
        for kind in kinds:
            for other in (self._by_name.get(kind.name), self._by_state.get(kind.state)):
                if other is not None:
                    raise DeclaredTwice(
                        what="record kind", name=kind.name, one=other.state.__module__, other=kind.state.__module__
                    )
            self._by_name[kind.name] = kind
            self._by_state[kind.state] = kind

    def __iter__(self) -> Iterator[Kind[State]]:
        return iter(self._by_name.values())

    def named(self, name: str) -> Kind[State] | None:
        """The kind whose subjects are tagged `name:…`."""
        return self._by_name.get(name)

    def of(self, state: type[S]) -> Kind[S]:
        """The kind that folds to `state`."""
        return cast("Kind[S]", self._by_state[state])


class Dossier:
    """Records by tag; looking at one that was not asked for is an error, so the boundary is always whole."""

    def __init__(
        self,
        kinds: Kinds,
        held: Mapping[str, Held[State] | None],
        latest: Mapping[str, Held[State] | None],
        numbered: Mapping[str, RecordedFact | None],
        *,
        on: When,
        head: int,
        amended: Mapping[str, Sequence[RecordedFact]] = {},
        resting: Mapping[str, int] = {},
    ) -> None:
        self._kinds = kinds
        # Shown to sectors, so none of it can be changed through here.
        self._held = MappingProxyType(held)
        self._latest = MappingProxyType(latest)
        self._numbered = MappingProxyType(numbered)
        self._amended = MappingProxyType(amended)
        self._resting = MappingProxyType(resting)
        self.on = on
        """E: the time of the act."""
        self.head = head
        """K: the last fact that was known."""

    def held(self, state: type[S], id: str) -> Held[S] | None:
        """The record of that kind and id with its defects, or None where nothing is recorded."""
        tag = f"{self._kinds.of(state).name}:{id}"
        if tag not in self._held:
            raise UndeclaredRead(tag)
        return cast("Held[S] | None", self._held[tag])

    def get(self, state: type[S], id: str) -> S | None:
        """The state of that kind and id, or None where nothing is recorded."""
        held = self.held(state, id)
        return None if held is None else held.state

    def known(self, state: type[S], id: str) -> bool:
        """Whether anything is recorded of it at any time, though it may count only after the act."""
        return self.latest(state, id) is not None

    def latest(self, state: type[S], id: str) -> S | None:
        """The state with everything that is recorded, also what counts only after the act.

        For what may be done once: an act dated before the one that did it is the second one all the same.
        """
        held = self.held(state, id)
        tag = f"{self._kinds.of(state).name}:{id}"
        later = self._latest.get(tag, held)
        return None if later is None else cast("S", later.state)

    def last(self, tag: str) -> Held[State] | None:
        """The record called `tag` with everything that is recorded, its defects and numbers; None also while it has not been read."""
        return self._latest.get(tag, self._held.get(tag))

    def loaded(self, state: type[S], id: str | None) -> S | None:
        """As `get`, but None also while it has not been read; for naming further reads."""
        tag = f"{self._kinds.of(state).name}:{id}"
        held = self._held.get(tag)
        return None if held is None else cast("S", held.state)

    def fact(self, number: int) -> RecordedFact | None:
        """The recorded fact of that number, once `fact:<number>` has been read."""
        return self._numbered.get(f"{FACT}:{number}")

    def amended(self, number: int) -> Sequence[RecordedFact]:
        """The corrections of that fact and the withdrawals of it or of one of them, once `fact:<number>` has been read."""
        return self._amended.get(f"{FACT}:{number}", ())

    def resting(self, number: int) -> int:
        """How many later facts stand about the subject of that fact, at most `RESTING`, once `fact:<number>` has been read.

        They are the facts of that subject alone: what rests on those in their turn is not counted.
        """
        return self._resting.get(f"{FACT}:{number}", 0)

    def all(self, state: type[S]) -> list[S]:
        """Every record of that kind in the dossier."""
        return [held.state for held in self._held.values() if held is not None and isinstance(held.state, state)]

    def __iter__(self) -> Iterator[tuple[str, Held[State]]]:
        return iter([(tag, held) for tag, held in sorted(self._held.items()) if held is not None])

    def readable(self, tag: str) -> bool:
        """Whether `tag` names something that can be read: a record of some kind, or a fact by its number."""
        name, id = split_tag(tag)
        return id.isdecimal() if name == FACT else self._kinds.named(name) is not None

    @property
    def reads(self) -> tuple[tuple[Kind[State], str], ...]:
        """What was read, each as its kind and the tag by which its facts are found."""
        parts = [split_tag(read) for read in sorted(self._held)]
        return tuple((kind, kind.tag_of(id)) for name, id in parts if (kind := self._kinds.named(name)) is not None)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags that were read: the boundary."""
        return tuple(sorted({*(tag for _, tag in self.reads), *self._numbered}))


def gather(
    kinds: Kinds,
    reads: Iterable[Reads],
    facts_of: FactsOf,
    fact_at: Callable[[int], RecordedFact | None],
    amending: Callable[[RecordedFact], Sequence[RecordedFact]],
    resting: Callable[[RecordedFact], int],
    *,
    on: When,
    head: int,
) -> Dossier:
    """Read what `reads` name, again and again until nothing new is named, and fold it.

    Args:
        facts_of: the facts of several (tag, kind) at once, for each in order of number.
        fact_at: the fact of a number.
        amending: the corrections and withdrawals of a fact.
        resting: how many later facts stand about the subject of a fact.
    """
    held: dict[str, Held[State] | None] = {}
    latest: dict[str, Held[State] | None] = {}
    numbered: dict[str, RecordedFact | None] = {}
    amended: dict[str, Sequence[RecordedFact]] = {}
    rested: dict[str, int] = {}
    reads = tuple(reads)
    while True:
        dossier = Dossier(
            kinds, dict(held), latest, dict(numbered), on=on, head=head, amended=dict(amended), resting=dict(rested)
        )
        wanted = {tag for read in reads for tag in read(dossier)} - held.keys() - numbered.keys()
        if not wanted:
            return dossier
        asked: list[tuple[str, str, Kind[State]]] = []
        for tag in sorted(wanted):
            name, id_ = split_tag(tag)
            if name == FACT:
                number = int(id_)
                numbered[tag] = found = fact_at(number) if 0 < number <= head else None
                amended[tag] = () if found is None else amending(found)
                rested[tag] = 0 if found is None else resting(found)
                continue
            kind = kinds.named(name)
            if kind is None:
                raise UndeclaredRead(tag)
            asked.append((tag, kind.tag_of(id_), kind))
        answers = facts_of([(found_by, kind) for _, found_by, kind in asked]) if asked else ()
        for (tag, found_by, kind), found_facts in zip(asked, answers, strict=True):
            facts = kind.undone(found_facts)
            held[tag] = fold(kind, standing(facts, on=on, known_at=head, subject=found_by))
            if not all(is_effective(fact, on) for fact in facts):
                latest[tag] = fold(kind, standing(facts, known_at=head, subject=found_by))
