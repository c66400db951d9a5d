"""The fields of the document that is made of a record: the core's own, then those that the sectors of its site add.

Which template they go into is nobody's business here. Every field says which facts it was read from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from regledger.clock import When, from_micros
from regledger.deciding.routing import NO_SECTOR
from regledger.errors import RegledgerError
from regledger.history.document_parts import PARTS
from regledger.history.sources import Sources
from regledger.log.tags import split_tag
from regledger.records.enterprise import Site

if TYPE_CHECKING:
    from regledger.ledger import Ledger

__all__ = ["Document", "NoDocument", "Value", "document_fields"]


class NoDocument(RegledgerError):
    """No document is made of {subject}: {found}. {remedy}"""


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a document."""

    name: str
    title: str
    title_zh: str
    value: Any
    """Plain data: text, a number, a day, a truth, or a list of objects. Money is in fen where the name ends in `_fen`; a
    personal value is `(personal)`; empty text where nothing says it."""
    from_facts: tuple[int, ...]
    """The facts that it was read from."""
    sector: str = ""
    """Whose field it is; empty for the core's own."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What a document of one record carries."""

    subject: str
    document: str
    """The kind of document, which is the kind of its record."""
    on: When
    known_at: int
    fields: tuple[Value, ...]
    asserted: bool
    """True where only a register tells of the record."""
    sectors_missing: tuple[str, ...] = ()
    """Sectors of its site that are not in use here: their fields are not among these."""


def document_fields(ledger: Ledger, subject: str, *, on: When | None = None, known_at: int | None = None) -> Document:
    """The fields of the document that is made of `subject`, on a day (today unless given), by what was known then.

    Args:
        ledger: where.
        subject: an inspection, an order, a case or a licence, as `kind:id`.
        on: E, the day or instant.
        known_at: K, a number; the head where it is None.

    Raises:
        BadTag: `subject` is no tag.
        NoDocument: it is of another kind, or no record then.
        StoredFactUnreadable: a fact that changes one of its records cannot be read here.
    """
    kind = split_tag(subject)[0]
    if kind not in PARTS:
        raise NoDocument(
            subject=subject, found=f"it is a {kind}", remedy=f"Name one of {', '.join(f'{one}:…' for one in PARTS)}."
        )
    at = from_micros(ledger.clock()) if on is None else on
    sources = Sources(ledger, subject, on=at, known_at=known_at)
    if not sources.own.records:
        raise NoDocument(
            subject=subject,
            found="no such record stands then",
            remedy='Look for it with "regledger find TEXT", or name another day.',
        )
    named = _sectors(sources)
    declared = ledger.installation.declared
    own = (
        Value(name=part.name, title=part.title, title_zh=part.title_zh, value=value, from_facts=numbers)
        for part in PARTS[kind]
        for value, numbers in [part.read(sources)]
    )
    return Document(
        subject=subject,
        document=kind,
        on=at,
        known_at=ledger.recorder.head().number if known_at is None else known_at,
        fields=(*own, *(field for name in named if name in declared for field in _of_sector(sources, name, kind))),
        asserted=all(held.asserted for _, held in sources.own.records),
        sectors_missing=tuple(name for name in named if name not in declared),
    )


def _sectors(sources: Sources) -> tuple[str, ...]:
    """The sectors of the site that the record concerns, the lead sector first."""
    site = sources.concerned("site")
    held = None if site is None else sources.held(f"site:{site}")
    if held is None or not isinstance(held.state, Site):
        return ()
    return tuple(
        dict.fromkeys(name for name in (held.state.sector, *held.state.overlays) if name not in ("", NO_SECTOR))
    )


def _of_sector(sources: Sources, sector: str, document: str) -> Iterator[Value]:
    for one in sources.ledger.installation.declared[sector].document_fields:
        if one.document == document:
            value, numbers = sources.state(one.record, one.field)
            yield Value(
                name=one.name,
                title=one.title,
                title_zh=one.title_zh,
                value=value,
                from_facts=numbers,
                sector=sector,
            )
