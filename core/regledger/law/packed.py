"""What law packs add to a book, and which of them could not be joined with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from regledger.law.parameters import Value

if TYPE_CHECKING:
    from regledger.law.book import Lawbook

__all__ = ["LeftOut", "PackValue", "Packed"]


class PackValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value that goes before those of the parameter itself, and the pack that gives it."""

    value: Value
    pack: str
    """Its label, `id/version`."""


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that is loaded and not applied, for it cannot be joined with the rest."""

    pack: str
    """Its label, `id/version`."""
    found: str


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """The packs of a book.

    Attributes:
        installed: the book without any pack.
        packs: the labels of those that are applied.
        amended: parameter → the values that go before its own.
        left_out: those that are not applied.
    """

    installed: Lawbook
    packs: tuple[str, ...]
    amended: Mapping[str, tuple[PackValue, ...]]
    left_out: tuple[LeftOut, ...] = ()
