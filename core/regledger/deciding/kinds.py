"""Kinds of record: how the facts of one subject fold to its state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

import msgspec

from regledger.clock import When
from regledger.law.objections import Objection
from regledger.log.catalogue import StoredFactUnreadable
from regledger.log.facts import Fact, RecordedFact, Unknown
from regledger.log.withdrawal import FactWithdrawn

if TYPE_CHECKING:
    from regledger.deciding.judge import Judge

__all__ = ["Defect", "Held", "Kind", "NextStep", "Owner", "State", "fold"]


Owner = Literal["authority", "enterprise", "party", "government", "police", "court", ""]
"""Who owes a step."""


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
    article: str = ""
    """Where it stands, where that is not the article of the rule."""
    owner: Owner = ""
    """Who has to take it; empty where the command says so."""
    since: When | None = None
    """What started the period, an instant where hours run."""
    due_at: datetime | None = None
    """The last instant, where hours run."""
    title: str = ""
    title_zh: str = ""
    """What has to be done, where a command alone does not say it."""


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

    newest: tuple[type[Fact], ...] = ()
    """Those of `facts` of which only the newest counts, for it carries what the ones before it add up to, as a running
    number does. A decision then reads one of them, however many there are. The facts of such a kind are never corrected
    or withdrawn; what the newest says before its own day is asked with `Dossier.latest`."""

    withdrawn_too: bool = False
    """A fact counts though it was withdrawn since: what was used once stays used. A withdrawn correction does not count."""

    @property
    def tagged(self) -> str:
        """The kind of the tag by which its facts are found."""
        return self.tag or self.name

    def tag_of(self, id: str) -> str:
        """The tag by which the facts of the record of that id are found."""
        return f"{self.tagged}:{id}"

    @property
    def types(self) -> list[str]:
        """The names of `facts`, former ones too, and of the withdrawal that can undo any of them."""
        own = [name for body in self.facts for name in body.__fact__.names]
        return own if self.newest else [*own, "fact.withdrawn"]

    def undone(self, facts: Sequence[RecordedFact]) -> Sequence[RecordedFact]:
        """`facts` with the withdrawals among them that undo something for this kind."""
        if not self.withdrawn_too:
            return facts
        corrections = {fact.number for fact in facts if fact.corrects is not None}
        return [fact for fact in facts if not isinstance(fact.body, FactWithdrawn) or fact.body.number in corrections]

    def counting(self, facts: Iterable[RecordedFact]) -> Iterable[RecordedFact]:
        """`facts` without those that a newer one of `newest` has replaced, in the order given."""
        if not self.newest:
            return facts
        facts = tuple(facts)
        last = {type(fact.body): 0 for fact in facts if type(fact.body) in self.newest}
        for fact in facts:
            if type(fact.body) in last:
                last[type(fact.body)] = max(last[type(fact.body)], fact.number)
        return [fact for fact in facts if last.get(type(fact.body), fact.number) == fact.number]


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
    counted = tuple(kind.counting(facts))
    founding = _decided_founding(kind, counted)
    for fact in counted:
        if fact.asserted and type(fact.body) is founding:
            continue  # a register founds nothing anew that a decision founded
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


def _decided_founding(kind: Kind[Any], facts: Iterable[RecordedFact]) -> type[Any] | None:
    """The type of the fact that founded the record, where that was decided and not asserted by a register.

    A record that is not the fact's own subject gathers what is said of it, whoever says so.
    """
    own = (fact for fact in facts if type(fact.body) in kind.facts)
    first = min(own, key=lambda fact: fact.corrects.number if fact.corrects else fact.number, default=None)
    if first is None or first.asserted:
        return None
    founding: type[Any] = type(first.body)
    return founding if next(iter(founding.__fact__.tags.values()), "") == kind.name else None
