"""Names on the wire: the stream of a ledger, and the subject of each fact.

    reg.<ledger name>.fact.<authority>.<sector>.<record>.<fact>.<entity>

A subject is made from stored bytes alone (entry type, tags, `sector` of the body), so that a stream that is
thrown away comes back the same with any set of plugins installed. What is missing is `-`. The version of a fact stands in
its data, not here; identifiers stand last, so that readers choose by wildcards such as `reg.*.fact.*.*.hazard.>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

__all__ = ["MISSING", "commands_subject", "fact_subject", "facts_wildcard", "stream_name"]

MISSING = "-"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


class _Data(msgspec.Struct):
    body: msgspec.Raw = msgspec.Raw(b"null")


_data = msgspec.json.Decoder(_Data)
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
_text = msgspec.json.Decoder(str)


def stream_name(ledger_name: str) -> str:
    """The master stream of the ledger called `ledger_name`: `REG_` and the name in capitals."""
    return f"REG_{ledger_name.upper()}"


def facts_wildcard(ledger_name: str) -> str:
    """Every fact of the ledger: what its master stream takes in."""
    return f"reg.{ledger_name}.fact.>"


def commands_subject(ledger_name: str) -> str:
    """Where the ledger's commands are sent; no stream takes them in."""
    return f"reg.{ledger_name}.cmd.>"


def fact_subject(ledger_name: str, type: str, tags: Iterable[str], data: bytes) -> str:
    """The subject of a fact.

    Args:
        ledger_name: the ledger's short name.
        type: the fact's name, `record.past_tense`.
        tags: its tags, sorted, as stored.
        data: its stored JSON.
    """
    record, _, fact = type.partition(".")
    authority = entity = first = MISSING
    for tag in tags:
        kind, _, name = tag.partition(":")
        if kind == "command":
            continue  # the key of one request, which no reader would ask for
        if first == MISSING:
            first = name
        if authority == MISSING and kind == "authority":
            authority = name
        if entity == MISSING and kind == record:
            entity = name
    sector = _sector(data) if b'"sector"' in data else MISSING
    return f"reg.{ledger_name}.fact.{authority}.{sector}.{record}.{fact or MISSING}.{first if entity == MISSING else entity}"


def _sector(data: bytes) -> str:
    try:
        field = _fields.decode(_data.decode(data).body).get("sector")
        sector = MISSING if field is None else _text.decode(field)
    except msgspec.DecodeError:
        return MISSING
    return sector if _TOKEN.fullmatch(sector) else MISSING
