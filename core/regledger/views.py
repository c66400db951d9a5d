"""The contract of a read model: a pure fold of the facts of a key to one row.

A read model does not know where it is kept. Whoever projects it keeps the facts of each key beside the rows
and, whenever facts arrive, folds the touched keys again from all their standing facts. So a correction, a withdrawal and
a fact that arrives late come out right without any code of the read model.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Literal

from regledger.log.facts import RecordedFact

__all__ = ["Cell", "ColumnKind", "ReadModel", "Row"]

Cell = str | int | None
"""A day stands as its ISO text, money as whole fen."""

Row = Mapping[str, Cell]

ColumnKind = Literal["text", "integer"]


class ReadModel(ABC):
    """A read model. A row holds dates, never a status of today: it must be right on the day it is read.

    Example:
        >>> class FactsPerSite(ReadModel):
        ...     name = "facts_per_site"
        ...     version = 1
        ...     types = ("site.registered", "hazard.found")
        ...     columns = {"site": "text", "facts": "integer"}
        ...     def keys(self, fact):
        ...         return [fact.body.site]
        ...     def row(self, key, facts):
        ...         return {"site": key, "facts": len(facts)}
        >>> FactsPerSite().row("S-1", [])
        {'site': 'S-1', 'facts': 0}
    """

    name: ClassVar[str]
    """`[a-z][a-z0-9_]{0,31}`."""
    version: ClassVar[int]
    """Raised whenever `types`, `columns`, `keys` or `row` change: a new version is built from the first fact."""
    types: ClassVar[tuple[str, ...]]
    """The names of the facts that it folds, also where they were stored under a former one: tell them apart by the type of
    `fact.body` or by `fact.name`. Only facts that something installed declares are folded."""
    columns: ClassVar[Mapping[str, ColumnKind]]
    """The columns of a row; the first one is the key and never null."""
    live: ClassVar[bool] = False
    """True for one of the few that are looked up live by key; the others are tables."""

    @abstractmethod
    def keys(self, fact: RecordedFact) -> Iterable[str]:
        """The keys whose rows `fact` bears on, each `[A-Za-z0-9_-]{1,64}`. Looks at nothing but `fact`."""

    @abstractmethod
    def row(self, key: str, facts: Sequence[RecordedFact]) -> Row | None:
        """The row of `key`, or None where it has none.

        Args:
            key: the key.
            facts: all of its facts that stand (corrections in the place of what they correct, withdrawn ones left
                out), in the order in which they count.
        """
