"""Who holds a number, and which numbers an authority has used: read from the documents that carry them."""

from __future__ import annotations

import msgspec

from regledger.deciding.kinds import Kind, State
from regledger.log.facts import Fact, RecordedFact
from regledger.records.case.facts import CaseDecided
from regledger.records.licence.facts import LicenceIssued
from regledger.records.numbering.facts import NumberIssued, SeriesOpened
from regledger.records.numbering.state import Claimed, Numbered, parts_of, plain

__all__ = ["CLAIMED", "NUMBER", "USED", "Document", "Used", "document_of"]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document whose fact carries its number."""

    authority: str
    kind: str
    number: str
    subject: str


def document_of(body: object) -> Document | None:
    """The document that a fact's body is about, where it carries a number of its own."""
    match body:
        case CaseDecided():
            return Document(authority=body.authority, kind=DECISION, number=body.number, subject=f"case:{body.case}")
        case LicenceIssued():
            return Document(
                authority=body.authority, kind=body.kind, number=body.number, subject=f"licence:{body.licence}"
            )
    return None


DECISION = "罚"
"""The kind of document of a penalty decision (处罚决定书)."""

NUMBERED: tuple[type[Fact], ...] = (CaseDecided, LicenceIssued)


def _numbered(state: Numbered | None, recorded: RecordedFact) -> Numbered | None:
    state = state or Numbered(holders=())
    if isinstance(recorded.body, NumberIssued):
        return msgspec.structs.replace(state, issued_to=recorded.body.subject, issued_by=recorded.number)
    document = document_of(recorded.body)
    if document is None:
        return state
    return msgspec.structs.replace(state, holders=(*state.holders, (document.number, document.subject)))


class Used(State, frozen=True, kw_only=True):
    """The highest serial of every form of number that documents of an authority carry; read as `used:<authority>`.

    Also of documents that were withdrawn: their numbers stay used. Read once for a series, when it is opened: it takes every decision of the authority.
    """

    highest: tuple[tuple[str, int, int], ...]
    """(prefix, year, serial)."""

    def of(self, prefix: str, year: int) -> int:
        """The highest serial with that prefix and year that a document of any kind carries; 0 where none does."""
        wanted = (plain(prefix), year)
        return max((one[2] for one in self.highest if one[:2] == wanted), default=0)


def _used(state: Used | None, recorded: RecordedFact) -> Used | None:
    document = document_of(recorded.body)
    parts = None if document is None else parts_of(document.number)
    if parts is None:
        return state
    prefix, year, serial = parts
    before = () if state is None else state.highest
    same = max((one[2] for one in before if one[:2] == (prefix, year)), default=0)
    others = tuple(one for one in before if one[:2] != (prefix, year))
    return Used(highest=(*others, (prefix, year, max(same, serial))))


def _claimed(state: Claimed | None, recorded: RecordedFact) -> Claimed | None:
    if not isinstance(recorded.body, SeriesOpened):
        return state
    before = () if state is None else state.series
    return Claimed(series=tuple(dict.fromkeys((*before, recorded.body.series))))


NUMBER = Kind(name="number", state=Numbered, evolve=_numbered, facts=(*NUMBERED, NumberIssued), withdrawn_too=True)
USED = Kind(name="used", tag="authority", state=Used, evolve=_used, facts=NUMBERED, withdrawn_too=True)
CLAIMED = Kind(name="claimed", tag="number", state=Claimed, evolve=_claimed, facts=(SeriesOpened,))
