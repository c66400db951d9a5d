"""The facts that an import records: what a foreign register said, and when it was seen to say it.

They are source-asserted: no rule is applied to them and none may rely on them. A register's row is tagged
`source:<register>-<record>-<key>`, and with whatever else it `concerns`. `seen_on` is the as-of day of the export.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from regledger.log.facts import Fact, fact
from regledger.log.text import Code, Id, Personal, Sha256, Tag, Text

__all__ = [
    "REWRITINGS",
    "SOURCE_FACTS",
    "Amount",
    "ExportSeen",
    "MilestoneStated",
    "Rewriting",
    "RowChanged",
    "RowRewritten",
    "RowSeen",
]

Rewriting = Literal["dropped", "returned", "renumbered", "backdated", "postdated", "blanked", "said_later"]
"""How a register rewrote itself between two exports."""

REWRITINGS: Mapping[Rewriting, str] = {
    "dropped": "a key that this whole export no longer has",
    "returned": "a key that an earlier export had dropped is back",
    "renumbered": "the key is gone, and exactly one new key has its identity columns",
    "backdated": "a date moved to an earlier day",
    "postdated": "a date moved to a later day",
    "blanked": "a date that was stated no longer is",
    "said_later": "a date before the day of the earlier export, which could have had it and did not",
}
"""What each says, in a line."""

_TAGS = {"row": "source", "concerns": "*", "register": "register"}  # the subject first


class Amount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Money as whole minor units: `minor` 11540000 of 2 `digits` in USD are 115,400 dollars."""

    minor: int
    digits: int
    currency: Code
    """ISO 4217."""


@fact("source.row_seen", 1, tags=_TAGS, occurred="seen_on")
class RowSeen(Fact, frozen=True, kw_only=True):
    """`source.row_seen` v1: a row stood in a register's export for the first time."""

    register: Id
    record: Id
    """Which of the register's records it is, such as `case`, `inspection` or `citation`."""
    row: Id
    """Surrogate of (register, record, key)."""
    key: tuple[Code, ...]
    """The row's own key, as the register writes it."""
    concerns: tuple[Tag, ...]
    values: dict[Code, Text]
    """Column → text, trimmed; blank cells left out."""
    personal: dict[Code, Personal]
    """Column → what identifies a natural person."""
    seen_on: date


@fact("source.row_changed", 1, tags=_TAGS, occurred="seen_on")
class RowChanged(Fact, frozen=True, kw_only=True):
    """`source.row_changed` v1: a later export says something else in these columns, which hold no date of a milestone."""

    register: Id
    record: Id
    row: Id
    concerns: tuple[Tag, ...]
    before: dict[Code, Text]
    """Column → text seen before; empty where it was blank."""
    now: dict[Code, Text]
    """The same columns → text seen now; empty where it is blank."""
    personal: dict[Code, Personal]
    """Column → what it says of a natural person now; without commitment where it is blank."""
    seen_on: date


@fact("source.milestone", 1, tags=_TAGS, occurred="seen_on", effective="on")
class MilestoneStated(Fact, frozen=True, kw_only=True):
    """`source.milestone` v1: a row dates one step of a procedure; it counts from that day.

    Where a later export states it otherwise, the new fact corrects the old one. A known-at number therefore
    shows what the register said then.
    """

    register: Id
    record: Id
    row: Id
    concerns: tuple[Tag, ...]
    milestone: Id
    column: Code
    on: date | None
    """The legal day, in the register's zone; None where the register no longer states it."""
    amounts: dict[Code, Amount]
    details: dict[Code, Text]
    seen_on: date


@fact("source.export_seen", 1, tags={"register": "register"}, occurred="seen_on")
class ExportSeen(Fact, frozen=True, kw_only=True):
    """`source.export_seen` v1: an export was taken in whole; it is the last fact of its import."""

    register: Id
    file: Sha256
    name: Code
    """The file's own name, without its folder."""
    mapping: Sha256
    """Digest of the mapping that read it, which is kept beside the log."""
    encoding: Code
    columns: tuple[Code, ...]
    """The header, as it stood."""
    rows: int
    rejected: int
    """Rows that could not be read or were refused by the mapping."""
    rejected_rows: tuple[Id, ...]
    """Surrogates of those of which the key could be read, at most 300: of them it is not known what they said."""
    rejected_unnamed: int
    """How many others were rejected: those with a key that could not be read, or that are too many to name."""
    whole: bool
    """True where an export holds the whole register, so that a missing key was dropped."""
    seen_on: date


@fact("source.row_rewritten", 1, tags=_TAGS, occurred="seen_on")
class RowRewritten(Fact, frozen=True, kw_only=True):
    """`source.row_rewritten` v1: between two exports the register changed what it had said of the past, and did not say so.

    `REWRITINGS` says what each kind means. A row that an export had and that was rejected there said nothing: it is
    compared with what an export before it said, and is never taken for rewritten because it was mended.
    """

    register: Id
    record: Id
    row: Id
    concerns: tuple[Tag, ...]
    kind: Rewriting
    column: Code | None
    """The column of the date; None where the key itself is meant. Of a new row only its earliest date is named."""
    before: Text
    """The key or the day that was stated before; empty where there was none."""
    now: Text
    """The key or the day that is stated now. Of `renumbered` the new row's tag stands in `concerns`."""
    previous_on: date | None
    """As-of day of the export that it is compared with."""
    seen_on: date


SOURCE_FACTS: tuple[type[Fact], ...] = (RowSeen, RowChanged, MilestoneStated, RowRewritten, ExportSeen)
