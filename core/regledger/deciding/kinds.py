"""Kinds of record: how the facts of one subject fold to its state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from regledger.law.objections import Objection
from regledger.log.catalogue import StoredFactUnreadable
from regledger.log.facts import Fact, RecordedFact, Unknown

if TYPE_CHECKING:
    from regledger.deciding.judge import Judge

__all__ = ["Defect", "Held", "Kind", "NextStep", "State", "fold"]


class State(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one record; it holds dates, never a status that depends on today."""


S = TypeVar("S", bound=State)


class NextStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step that may come next on a record."""

    command: str
    missing: tuple[str, ...] = ()
    """What has to be there first, as objection codes; empty where it can be taken at once."""
    due: date | None = None
    """The last day for it."""
    how: tuple[str, ...] = ()
    """How that day was reached, line by line."""
    rule: str = ""


class Kind(msgspec.Struct, Generic[S], frozen=True, kw_only=True):
    """A kind of record, read as `name:id`. Its name is the kind of the tag that its facts carry, unless `tag` is given."""

    name: str
    state: type[S]
    evolve: Callable[[S | None, RecordedFact], S | None]
    """Pure: the state before, or None, and a standing fact → the state after."""
    facts: tuple[type[Fact], ...]
    """The facts that can change it. Only they can make two commands conflict."""
    steps: Callable[[S, Judge], Iterable[NextStep]] | None = None
    """Pure: the steps that the law allows next, judged on the judge's day; None where the kind has none."""
    derived: Callable[[S, Judge], Mapping[str, int | str | date]] | None = None
    """Pure: what follows from the state on the judge's day and is recorded nowhere, such as a sum that grows; a name that
    ends in `_fen` is money in fen."""
    tag: str = ""
    """The kind of the tag by which its facts are found, where that is not its name: one subject may have several records
    (what a sector knows of `site:S-1`, beside the site itself) without its facts carrying a tag for each."""

    @property
    def tagged(self) -> str:
        """The kind of the tag by which its facts are found."""
        return self.tag or self.name

    def tag_of(self, id: str) -> str:
        """The tag by which the facts of the record of that id are found."""
        return f"{self.tagged}:{id}"

    @property
    def types(self) -> list[str]:
        """The names of `facts`, and of the withdrawal that can undo any of them."""
        return [*(body.__fact__.name for body in self.facts), "fact.withdrawn"]


class Defect(msgspec.Struct, frozen=True, kw_only=True):
    """What was unlawful about a fact that was recorded as it happened."""

    number: int
    objection: Objection


class Held(msgspec.Struct, Generic[S], frozen=True, kw_only=True):
    """One record as a decision holds it."""

    state: S
    defects: tuple[Defect, ...] = ()
    asserted: bool = False
    """True where only a register asserted it: it proves no procedure."""
    numbers: tuple[int, ...] = ()


def fold(kind: Kind[S], facts: Sequence[RecordedFact] | Iterable[RecordedFact]) -> Held[S] | None:
    """Fold standing facts, in the order in which they count; None where nothing founds the record.

    Raises:
        StoredFactUnreadable: one that changes the record cannot be read here; without it the record would be another.
    """
    state: S | None = None
    defects: list[Defect] = []
    numbers: list[int] = []
    asserted = True
    types: set[type[Any]] = set(kind.facts)
    for fact in facts:
        if type(fact.body) not in types:
            if isinstance(fact.body, Unknown) and fact.type in kind.types:
                later = f"this installation knows no version {fact.version} of it"
                raise StoredFactUnreadable(
                    number=fact.number, type=fact.type, version=fact.version, found=fact.body.found or later
                )
            continue
        state = kind.evolve(state, fact)
        numbers.append(fact.number)
        asserted = asserted and fact.asserted
        defects.extend(Defect(number=fact.number, objection=defect) for defect in fact.defects)
    if state is None:
        return None
    return Held(state=state, defects=tuple(defects), asserted=asserted, numbers=tuple(numbers))
