"""Where the rows of a read model are kept: what the projection runner asks of such a place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec
from regledger.views import ReadModel, Row

from regledger_projections.chain import Place

__all__ = ["Change", "Checkpoint", "Kept", "Target"]


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """How far a read model has come, written together with its rows."""

    ledger: str
    """The ledger's UUID."""
    number: int
    """The last number whose fact is in the rows; always the end of a whole commit."""
    chain: str
    """The chain after it, in hex."""
    columns: tuple[str, ...]
    state: Literal["live", "stuck"] = "live"
    stuck_at: int | None = None
    """The number of the fact that could not be folded."""
    error: str | None = None

    @property
    def place(self) -> Place:
        """The place in the stream that it stands for."""
        return Place(self.number, bytes.fromhex(self.chain))


class Kept(msgspec.Struct, frozen=True):
    """A fact kept for a key."""

    number: int
    root: int
    """The number of the fact that it corrects or withdraws, at the end of any chain of them; else its own. All facts of a root
    are kept for the same keys, because which of them stands only all of them can tell."""
    entry: bytes


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one step does to a read model: all of it is written, or nothing."""

    checkpoint: Checkpoint
    facts: Mapping[str, Mapping[int, Kept]]
    """Key → number → a fact newly kept for that key."""
    rows: Mapping[str, Row | None]
    """Key → its row now, or None where it has none any more."""


class Target(ABC):
    """One version of one read model in one place. All reading is of what `apply` has written.

    Two processes may hold the same target: whoever applies second gets `ViewBusy`.
    """

    model: ReadModel
    where: str
    """The place, as an operator would name it."""

    @abstractmethod
    async def open(self) -> Checkpoint | None:
        """Make what it needs where that is missing; its checkpoint, None where nothing was applied yet."""

    @abstractmethod
    async def kept(self, keys: Iterable[str]) -> dict[str, dict[int, Kept]]:
        """Key → number → the facts kept for each of `keys`."""

    @abstractmethod
    async def related(self, number: int) -> dict[str, dict[int, Kept]]:
        """Key → number → every kept fact with the root of the fact of that number; empty where that is not kept."""

    @abstractmethod
    async def apply(self, change: Change) -> None:
        """Write a change; raises `ViewBusy` where the checkpoint is no longer the one last read or written here."""

    @abstractmethod
    async def rows(self) -> dict[str, Row]:
        """Every row, by key."""

    @abstractmethod
    async def clear(self) -> None:
        """Throw everything away, checkpoint included; needs no `open` before."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of files and subscriptions."""
