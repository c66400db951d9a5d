"""Whole populations: every record of some kinds as of any day and as known at any number, read in one pass over the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from regledger.clock import When
from regledger.deciding.kinds import Held, Kind, fold
from regledger.history.standing import standing
from regledger.log.facts import RecordedFact
from regledger.log.tags import split_tag
from regledger.log.withdrawal import FactWithdrawn

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Member", "population"]


class Member(NamedTuple):
    """One record of a population."""

    subject: str
    """As `kind:id`; a record that is kept under another's tag is called by its own kind."""
    kind: Kind[Any]
    held: Held[Any]
    facts: list[RecordedFact]
    """Those that stand, of the types that can change it, in the order in which they count."""


def population(ledger: Ledger, *names: str, on: When | None = None, known_at: int | None = None) -> Iterator[Member]:
    """Every record of the kinds called `names` (of all kinds where none is named), by kind and id.

    The facts of those kinds are held in memory, and none of the rest of the log.

    Args:
        on: E, the day or instant as of which they are folded; every effective time where it is None.
        known_at: K, a number; the head where it is None.

    Raises:
        StoredFactUnreadable: a fact that changes one of them cannot be read here.
    """
    kinds = [kind for kind in ledger.kinds if not names or kind.name in names]
    about: dict[str, dict[str, list[RecordedFact]]] = {}
    tagged = {kind.tagged for kind in kinds}
    types = sorted({name for kind in kinds for name in kind.types} | {FactWithdrawn.__fact__.name})
    for fact in ledger.facts(types=types, until=known_at):
        for tag in fact.tags:
            if (name := split_tag(tag)[0]) in tagged:
                about.setdefault(name, {}).setdefault(tag, []).append(fact)
    for kind in sorted(kinds, key=lambda one: one.name):
        wanted = set(kind.types)
        for tag, facts in sorted(about.get(kind.tagged, {}).items()):
            own = kind.undone([fact for fact in facts if fact.type in wanted])
            stood = standing(own, on=on, known_at=known_at, subject=tag)
            held = fold(kind, stood)
            if held is not None:
                yield Member(f"{kind.name}:{split_tag(tag)[1]}", kind, held, stood)
