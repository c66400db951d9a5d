"""A number series as a decision sees it, and who holds a number; ids that are made of what they name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date

import msgspec

from regledger.deciding.judge import Judge
from regledger.deciding.kinds import Kind, State
from regledger.log.facts import RecordedFact
from regledger.records.numbering.facts import NumberCancelled, NumberIssued, SeriesOpened

__all__ = ["SERIES", "Claimed", "Numbered", "Series", "claim_id", "number_id", "series_id"]

CODES = {"罚": "fa", "罚告": "fagao", "立": "li", "责改": "zegai"}
"""Kinds of document that the platform itself numbers → how a tag writes them; any other kind by a hash."""

_LONGEST = 64  # characters of a tag's id
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
_WHOLE = re.compile(r"(.*)〔([0-9]{4})〕([1-9][0-9]{0,11})号")
_ZEROS = re.compile(r"(〔[0-9]{4}〕)0+(?=[1-9][0-9]*号$)")


class Series(State, frozen=True, kw_only=True):
    """The numbers of one kind of document of an authority in one year."""

    series: str
    authority: str
    kind: str
    year: int
    prefix: str
    first: int
    """The first serial that the platform gives."""
    last: int
    """The last serial given; one below `first` while none is."""
    opened_on: date
    opened_by: int
    """The fact that opened it: the last one, where it was opened again before it gave a number."""
    cancelled: tuple[int, ...] = ()
    """Serials that were made void."""

    def text(self, serial: int) -> str:
        """The whole number with that serial."""
        return f"{self.prefix}〔{self.year}〕{serial}号"

    @property
    def next_number(self) -> str:
        """The whole number that is given next."""
        return self.text(self.last + 1)

    def serial_of(self, text: str) -> int | None:
        """The serial in a number of this series; None for any other text."""
        parts = parts_of(text)
        return parts[2] if parts is not None and parts[:2] == (plain(self.prefix), self.year) else None


class Numbered(State, frozen=True, kw_only=True):
    """The documents that carry one number, of one authority and kind; read as `number:<hash of the three>`."""

    holders: tuple[tuple[str, str], ...]
    """(number, record) of each, also of those that were withdrawn."""
    issued_to: str = ""
    """The record that it was issued to by its series; empty where a clerk typed it."""
    issued_by: int = 0
    """The fact by which it was issued; that of its document is the next one of the commit."""

    def held_by_other(self, text: str, subject: str) -> str | None:
        """Another record than `subject` whose document carries `text`: a correction may have given it another one since."""
        found = [record for number, record in self.holders if same_number(number, text)]
        return next((one for one in (self.issued_to, *found) if one and one != subject), None)


class Claimed(State, frozen=True, kw_only=True):
    """The series of an authority that number with one prefix in one year; read as `claimed:<hash of the three>`."""

    series: tuple[str, ...]


def series_id(authority: str, kind: str, year: int) -> str:
    """The id of a series, such as `emb-fa-2026`; one that is too long begins with a hash of the authority."""
    tail = f"{CODES.get(kind) or _hashed(kind, 12)}-{year}"
    named = f"{authority}-{tail}"
    return named if len(named) <= _LONGEST else f"{_hashed(authority, 32)}-{tail}"


def number_id(authority: str, kind: str, text: str) -> str:
    """The id under which the holders of a number are found; the same for every way in which Unicode writes it."""
    return _hashed("\0".join((authority, kind, plain(text))), 40)


def claim_id(authority: str, prefix: str, year: int) -> str:
    """The id under which the series of an authority with that prefix and year are found."""
    return number_id(authority, "", f"{prefix}〔{year}〕")


def parts_of(text: str) -> tuple[str, int, int] | None:
    """Prefix, year and serial of a whole number; None where it has another form."""
    match = _WHOLE.fullmatch(plain(text))
    return None if match is None else (match[1], int(match[2]), int(match[3]))


def same_number(one: str, other: str) -> bool:
    """Whether two texts are one number."""
    return plain(one) == plain(other)


def plain(text: str) -> str:
    """`text` as it is compared: composed, without what is not seen, its serial without leading zeros."""
    seen = "".join(one for one in _nfc(text) if unicodedata.category(one) not in _UNSEEN)
    return _ZEROS.sub(r"\1", seen.strip())


def _hashed(text: str, length: int) -> str:
    return hashlib.sha256(_nfc(text).encode()).hexdigest()[:length]


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _evolve(state: Series | None, recorded: RecordedFact) -> Series | None:
    replace = msgspec.structs.replace
    match recorded.body:
        case SeriesOpened() as body:
            if state is not None and recorded.number < state.opened_by:  # its day may lie after that of a later opening
                return state
            return Series(
                series=body.series,
                authority=body.authority,
                kind=body.kind,
                year=body.year,
                prefix=body.prefix,
                first=body.first,
                last=body.first - 1,
                opened_on=body.opened_on,
                opened_by=recorded.number,
            )
        case NumberIssued() as body if state is not None:
            return replace(state, last=max(state.last, body.serial))
        case NumberCancelled() as body if state is not None:
            # The next one, which another document carries already, is void without having been given.
            return replace(state, last=max(state.last, body.serial), cancelled=(*state.cancelled, body.serial))
    return state


def _derived(state: Series, _judge: Judge) -> Mapping[str, int | str | date]:
    last = {"last_number": state.text(state.last)} if state.last >= state.first else {}
    voided = ", ".join(state.text(serial) for serial in state.cancelled)
    return {**last, "next_number": state.next_number, **({"cancelled_numbers": voided} if voided else {})}


SERIES = Kind(
    name="series",
    state=Series,
    evolve=_evolve,
    facts=(SeriesOpened, NumberIssued, NumberCancelled),
    newest=(NumberIssued,),
    derived=_derived,
)
