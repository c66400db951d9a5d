"""Entry format 1: the one serialisation of a fact, frozen for ever.

The bytes made here are the Merkle leaf and the stream message. They are a CloudEvents 1.0 event in JSON
(CloudEvents JSON format §3) with its keys in sorted order and no white space. `data` stands in it exactly as
it was stored. No upcaster, plugin or default touches an entry; `tests/contract/golden/` holds the format.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from regledger.clock import iso_micros, to_micros
from regledger.errors import EntryTooLarge

__all__ = ["ENTRY_FORMAT", "ENTRY_LIMIT", "Entry", "parse_entry", "render_entry"]

ENTRY_FORMAT = 1
ENTRY_LIMIT = 60 * 1024
"""Bytes. What is larger is an attachment, kept by digest."""


def render_entry(ledger: str, number: int, recorded_at: int, type: str, tags: Sequence[str], data: bytes) -> bytes:
    """The entry of one fact.

    Args:
        ledger: the ledger's id, a UUID.
        number: the fact's position, 1…n.
        recorded_at: microseconds since 1970, UTC.
        type: the fact's stable name, such as `hazard.found`.
        tags: the fact's tags, sorted.
        data: the stored JSON object, as bytes.

    Raises:
        EntryTooLarge: the entry would be above 60 KiB.
    """
    entry = (
        b'{"data":%b,"datacontenttype":"application/json","entryformat":1,"id":"%d","source":"urn:uuid:%b","specversion":"1.0","tags":"%b","time":"%b","type":"%b"}'
        % (
            data,
            number,
            ledger.encode("ascii"),
            " ".join(tags).encode("ascii"),
            iso_micros(recorded_at).encode("ascii"),
            type.encode("ascii"),
        )
    )
    if len(entry) > ENTRY_LIMIT:
        raise EntryTooLarge(type=type, size=len(entry), limit=ENTRY_LIMIT)
    return entry


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry, read back. `data` is the stored bytes."""

    data: msgspec.Raw
    entryformat: int
    id: str
    source: str
    tags: str
    time: str
    type: str

    @property
    def number(self) -> int:
        """The fact's position."""
        return int(self.id)

    @property
    def ledger(self) -> str:
        """The ledger's id."""
        return self.source.removeprefix("urn:uuid:")

    @property
    def recorded_at(self) -> int:
        """Microseconds since 1970, UTC."""
        return to_micros(datetime.strptime(self.time, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC))

    @property
    def tag_list(self) -> list[str]:
        """The tags, sorted."""
        return self.tags.split()


_decoder = msgspec.json.Decoder(Entry)


def parse_entry(entry: bytes) -> Entry:
    """Read an entry; raises `msgspec.DecodeError` where the bytes are none."""
    return _decoder.decode(entry)
