"""The law in force in a ledger: what is installed, what its authorities loaded, and what they confirmed, by what was known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from regledger.clock import day_of, from_micros
from regledger.deciding.judge import Judge
from regledger.errors import LawError
from regledger.history.standing import standing
from regledger.law.book import Lawbook
from regledger.law.objections import Objection
from regledger.law.packs import LoadedPack, in_force, read_pack, with_packs
from regledger.law.view import Law
from regledger.log.facts import RecordedFact
from regledger.log.withdrawal import FactWithdrawn
from regledger.records.confirmation import RuleConfirmed
from regledger.records.law_pack import LawPackLoaded, loaded_pack

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["LawInForce", "set_aside"]

BOOKS = 32
"""How many sets of packs are kept joined with the installed book; a ledger has a new one with each load."""

_READ = (RuleConfirmed.__fact__.name, LawPackLoaded.__fact__.name)
_WITHDRAWN = FactWithdrawn.__fact__.name
_UNDONE = ("rule:", "law_pack:")


class LawInForce:
    """The law of one ledger; what it read of the log it keeps, and reads on from there."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._facts: dict[int, RecordedFact] = {}
        self._head = 0
        self._books: dict[tuple[LoadedPack, ...], tuple[Lawbook, Mapping[str, int]]] = {}
        """By packs with their text, for one that is only tried takes the number of the next: joined, and what is unverified."""

    def law(self, head: int | None = None, *, on: date | None = None, pending: Sequence[RecordedFact] = ()) -> Law:
        """The law for one decision.

        Args:
            head: the last fact that is known; the newest unless given.
            on: the legal day of the act; today in the ledger's zone unless given.
            pending: what earlier commands of the same batch bring about.
        """
        stand = self._standing(self._ledger.recorder.head().number if head is None else head, pending)
        day = self.today if on is None else on
        book, unverified = self._book(in_force(list(_packs(stand)), day))
        return book.open(_confirmed(stand, {}), reread=_confirmed(stand, unverified))

    def packs(self, head: int | None = None) -> list[LoadedPack]:
        """Every version of every pack that stands at `head`, also those that apply only later or no more."""
        return list(_packs(self._standing(self._ledger.recorder.head().number if head is None else head)))

    def confirmations(self, head: int | None = None) -> list[RecordedFact]:
        """The confirmations that stand at `head`."""
        stand = self._standing(self._ledger.recorder.head().number if head is None else head)
        return [fact for fact in stand if isinstance(fact.body, RuleConfirmed)]

    @property
    def today(self) -> date:
        """The legal day of the ledger's clock in its zone."""
        return day_of(from_micros(self._ledger.clock()), self._ledger.zone)

    def _standing(self, now: int, pending: Sequence[RecordedFact] = ()) -> list[RecordedFact]:
        seen = self._head
        if now > seen:
            # Several threads may do this at once: each adds the same facts under the same numbers.
            for fact in self._ledger.facts(types=[*_READ, _WITHDRAWN], after=seen, until=now):
                if _counts(fact):
                    self._facts[fact.number] = fact
            self._head = max(now, self._head)
        known = [fact for number, fact in sorted(self._facts.copy().items()) if number <= now]
        coming = [fact for fact in pending if _counts(fact)]
        return standing((*known, *coming), known_at=max([now, *(fact.number for fact in pending)]))

    def _book(self, packs: tuple[LoadedPack, ...]) -> tuple[Lawbook, Mapping[str, int]]:
        installed = self._ledger.installation.lawbook
        if not packs:
            return installed, {}
        kept = self._books.get(packs)
        if kept is None:
            kept = with_packs(installed, packs), _unchecked_since(packs)
            if len(self._books) >= BOOKS:
                self._books.clear()
            self._books[packs] = kept
        return kept


def set_aside(judge: Judge) -> Iterator[Objection]:
    """REF: a warning for each pack that is not applied, for what was installed since does not go with it, and for each number
    of a pack that would have counted in the act and waits until an authority confirms it."""
    for one in judge.law.book.packed.left_out:
        yield from judge.note("REF", "law_pack.clashes", False, pack=one.pack, found=one.found)
    for (parameter, pack), would in judge.law.unconfirmed.items():
        said = {"pack": pack, "parameter": parameter, "value": str(would.value.value)}
        yield from judge.note("REF", "law_pack.unconfirmed", False, **said)


def _counts(fact: RecordedFact) -> bool:
    """Whether the law is read from it."""
    return fact.type in _READ or (fact.type == _WITHDRAWN and any(tag.startswith(_UNDONE) for tag in fact.tags))


def _packs(stand: Iterable[RecordedFact]) -> Iterator[LoadedPack]:
    return (loaded_pack(fact.number, fact.body) for fact in stand if isinstance(fact.body, LawPackLoaded))


def _confirmed(stand: Iterable[RecordedFact], since: Mapping[str, int]) -> dict[str, date]:
    """Rule or parameter → the day from which a confirmation counts that is later than the fact `since` names for it."""
    confirmed: dict[str, date] = {}
    for fact in stand:
        if isinstance(fact.body, RuleConfirmed) and fact.number > since.get(fact.body.confirmed, 0):
            confirmed.setdefault(fact.body.confirmed, fact.body.confirmed_on)
    return confirmed


def _unchecked_since(packs: Sequence[LoadedPack]) -> Mapping[str, int]:
    """Rule or parameter → the fact that loaded what nobody verified of it: whoever confirmed it before saw another text."""
    since: dict[str, int] = {}
    for pack in packs:
        try:
            names = read_pack(pack.text).unverified
        except LawError:
            continue  # it is left out, so it changes nothing
        since.update((name, max(pack.number, since.get(name, 0))) for name in names)
    return since
