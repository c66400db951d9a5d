"""Personal values inside facts: found, replaced by commitments, left out.

The log holds SHA-256(domain ‖ fact id ‖ field path ‖ salt ‖ value) in the place of each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from regledger.building import built
from regledger.log.facts import Unknown
from regledger.log.text import Personal

__all__ = [
    "ERASED",
    "commit_to",
    "commitments",
    "open_values",
    "redacted",
    "redacted_plain",
    "replaced",
    "texts_in_plain",
    "values_under",
]

ERASED = "Erased"
"""What a value reads whose subject's key was destroyed."""

_DOMAIN = b"regledger/personal/1"
_REDACTED = "(personal)"


def commit_to(fact_id: str, path: str, salt: bytes, value: str) -> str:
    """The commitment, in hex. Each part is preceded by its length, so no two part lists share their bytes."""
    digest = hashlib.sha256()
    for part in (_DOMAIN, fact_id.encode(), path.encode(), salt, value.encode()):
        digest.update(len(part).to_bytes(4, "big"))
        digest.update(part)
    return digest.hexdigest()


def open_values(value: Any, path: str = "") -> list[tuple[str, Personal]]:
    """Every `Personal` below `value` that still carries its text, with its field path."""
    found: list[tuple[str, Personal]] = []
    _collect(value, path, found)
    return found


_LEAVES = frozenset({str, int, bool, type(None), date, datetime, bytes})  # most of what a fact holds


def _collect(value: Any, path: str, found: list[tuple[str, Personal]]) -> None:
    if isinstance(value, Personal):
        if value.open:
            found.append((path, value))
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            if (one := getattr(value, field)) and type(one) not in _LEAVES:
                _collect(one, f"{path}.{field}".lstrip("."), found)
    elif isinstance(value, dict):
        for key, one in value.items():
            if one and type(one) not in _LEAVES:
                _collect(one, f"{path}.{key}".lstrip("."), found)
    elif isinstance(value, (tuple, list)):
        for index, one in enumerate(value):
            if one and type(one) not in _LEAVES:
                _collect(one, f"{path}[{index}]", found)


def replaced(value: Any, path: str, sealed: Mapping[str, Personal]) -> Any:
    """`value` with what stands at each field path of `sealed` in the place of what stood there."""
    if isinstance(value, Personal):
        return sealed.get(path, value)
    if isinstance(value, msgspec.Struct):
        changes = {
            field: new
            for field in value.__struct_fields__
            if (new := replaced(old := getattr(value, field), f"{path}.{field}".lstrip("."), sealed)) is not old
        }
        return built(type(value), msgspec.structs.replace, value, **changes) if changes else value
    if isinstance(value, (tuple, list)):
        items = [replaced(one, f"{path}[{index}]", sealed) for index, one in enumerate(value)]
        if all(new is old for new, old in zip(items, value, strict=True)):
            return value
        return tuple(items) if isinstance(value, tuple) else items
    if isinstance(value, dict):
        return {key: replaced(one, f"{path}.{key}".lstrip("."), sealed) for key, one in value.items()}
    return value


def redacted(value: Any) -> Any:
    """`value` with the text of every `Personal` below it left out."""
    found = {path: Personal(subject=one.subject, value=_REDACTED) for path, one in open_values(value)}
    return replaced(value, "", found) if found else value


def redacted_plain(value: Any) -> Any:
    """As `redacted` for a plain object that no type has read yet: every text under the key `value` is left out.

    A `Personal` among plain objects can only be known by its shape, so what merely looks like one is left out as well.
    """
    if isinstance(value, dict):
        return {
            key: _REDACTED if key == "value" and isinstance(one, str) else redacted_plain(one)
            for key, one in value.items()
        }
    return [redacted_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def texts_in_plain(value: Any) -> set[str]:
    """What `redacted_plain` leaves out of `value`."""
    if isinstance(value, dict):
        own = {one for key, one in value.items() if key == "value" and isinstance(one, str)}
        return own.union(*map(texts_in_plain, value.values()))
    return set().union(*map(texts_in_plain, value)) if isinstance(value, (list, tuple)) else set()


def commitments(value: Any) -> list[Personal]:
    """Every `Personal` below `value` that carries a commitment."""
    if isinstance(value, Personal):
        return [value] if value.commitment else []
    if isinstance(value, msgspec.Struct):
        return [one for field in value.__struct_fields__ for one in commitments(getattr(value, field))]
    if isinstance(value, dict):
        return [found for one in value.values() for found in commitments(one)]
    return [found for one in value for found in commitments(one)] if isinstance(value, (tuple, list)) else []


def values_under(value: Any, subject: str, path: str = "") -> Iterator[tuple[str, Personal]]:
    """Every committed `Personal` of `subject` below `value`, with its field path; in plain stored JSON as well, where a
    sector is not installed."""
    if isinstance(value, Unknown):
        value = value.body
    if isinstance(value, Personal):
        if value.commitment and value.subject == subject:
            yield path, value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from values_under(getattr(value, field), subject, f"{path}.{field}".lstrip("."))
    elif isinstance(value, dict):
        if value.keys() == {"subject", "commitment"} and value["subject"] == subject:
            yield path, Personal(subject=subject, commitment=str(value["commitment"]))
            return
        for key, one in value.items():
            yield from values_under(one, subject, f"{path}.{key}".lstrip("."))
    elif isinstance(value, (tuple, list)):
        for index, one in enumerate(value):
            yield from values_under(one, subject, f"{path}[{index}]")
