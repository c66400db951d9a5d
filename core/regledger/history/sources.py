"""What a document is read from: the facts of its record, and the records that it concerns, at one (E, K)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from regledger.clock import When
from regledger.deciding.kinds import Held, State, fold
from regledger.history.records import Folded, folded
from regledger.log.facts import RecordedFact, Unknown
from regledger.log.tags import split_tag
from regledger.log.text import Personal

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["EMPTY", "PERSONAL", "Read", "Sources", "plain"]

PERSONAL = "(personal)"
"""What stands in the place of a personal value."""

Read = tuple[Any, tuple[int, ...]]
"""A value as plain data, and the facts that it was read from; empty text and none where nothing says it."""

EMPTY: Read = ("", ())


def plain(value: Any) -> Any:
    """A value of a fact or a state as plain data; what is personal is not shown, and what is not there is empty text."""
    if value is None:
        return ""
    if isinstance(value, Personal):
        return PERSONAL
    if isinstance(value, msgspec.Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    return msgspec.to_builtins(value)


class Sources:
    """The sources of one document."""

    def __init__(self, ledger: Ledger, subject: str, *, on: When, known_at: int | None) -> None:
        self.ledger = ledger
        self.own: Folded = folded(ledger, subject, on=on, known_at=known_at)
        self._on = on
        self._known_at = known_at
        self._facts: dict[str, Sequence[RecordedFact]] = {subject: self.own.facts}
        self._held: dict[str, Held[State] | None] = {}

    def facts(self, subject: str, *types: str) -> list[RecordedFact]:
        """The facts of those types that stand about `subject` and can be read here, in the order in which they count."""
        if subject not in self._facts:
            self._facts[subject] = self.ledger.standing(subject, on=self._on, known_at=self._known_at)
        return [fact for fact in self._facts[subject] if fact.name in types and not isinstance(fact.body, Unknown)]

    def held(self, record: str) -> Held[State] | None:
        """The record `kind:id`; None where nothing founds it."""
        if record not in self._held:
            name, id_ = split_tag(record)
            kind = self.ledger.kinds.named(name)
            if kind is not None:
                tag = kind.tag_of(id_)
                self.facts(tag)
                self._held[record] = fold(kind, self._facts[tag])
            else:
                self._held[record] = None
        return self._held[record]

    def concerned(self, kind: str) -> str | None:
        """The id of what of that kind the document's record concerns: the record itself, what it names, or what its facts name."""
        own, id_ = split_tag(self.own.subject)
        if kind == own:
            return id_
        for _, held in self.own.records[:1]:
            named = getattr(held.state, kind, None)
            if isinstance(named, str):
                return named
        return next(self._named(kind), None)

    def _named(self, kind: str) -> Iterator[str]:
        return (id_ for fact in self.own.facts for found, id_ in map(split_tag, fact.tags) if found == kind)

    def last(self, type_: str, path: str, *, about: str = "") -> Read:
        """The field `path` of the last fact of a type about the record, or about what it concerns of the kind `about`."""
        id_ = self.concerned(about) if about else split_tag(self.own.subject)[1]
        if id_ is None:
            return EMPTY
        found = self.facts(f"{about}:{id_}" if about else self.own.subject, type_)
        if not found:
            return EMPTY
        value: Any = found[-1].body
        for name in path.split("."):
            value = getattr(value, name, None)
        return plain(value), (found[-1].number,)

    def state(self, record: str, field: str) -> Read:
        """The field of the record of that kind which the document's record concerns."""
        kind = self.ledger.kinds.named(record)
        id_ = None if kind is None else self.concerned(kind.tagged)
        held = None if id_ is None else self.held(f"{record}:{id_}")
        if held is None:
            return EMPTY
        return plain(getattr(held.state, field, None)), held.numbers
