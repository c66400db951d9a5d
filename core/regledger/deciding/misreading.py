"""What is wrong with a body that cannot be read, said so that it can be mended: the decoder knows only the form."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec
from msgspec import inspect as shape

from regledger.log.text import Personal

__all__ = ["misread"]

_DAY = re.compile(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s*")
_PART = re.compile(r"\.([^.\[]+)|\[(\d+)\]")
_ID = "matching regex '^[A-Za-z0-9_-]{1,64}$'"
DAY, INSTANT = "2026-03-01", "2026-03-01T09:30:00+08:00"


def misread(error: msgspec.ValidationError, body: Any, command: type[msgspec.Struct]) -> tuple[str, str]:
    """(what was found, which field) of a body that is no `command`. What may be personal is not repeated."""
    found, _, where = str(error).partition(" - at ")
    where = where.strip("`")
    value, kind = _at(body, shape.type_info(command), where)
    return _said(found, value, kind) or found, where or "the body"


def _said(found: str, value: Any, kind: shape.Type | None) -> str:
    if found.startswith("Expected `object`") and isinstance(kind, shape.StructType) and kind.cls is Personal:
        return 'a person stands as an object: write {"value": "…"}'
    if not isinstance(value, str):
        return ""
    if isinstance(kind, shape.DateType):
        return f"{value!r} is no day: {_day(value)}"
    if isinstance(kind, shape.DateTimeType):
        return f"{value!r} is no instant with its offset: write it as {INSTANT}"
    return f"{value!r} is no id: write 1 to 64 letters, digits, _ or -" if _ID in found else ""


def _day(text: str) -> str:
    match = _DAY.fullmatch(text)
    if match is None:
        return f"write it as {DAY}"
    try:
        return f"write {date(*map(int, match.groups()))}"
    except ValueError:
        return "the calendar has none such"


def _at(value: Any, kind: shape.Type | None, where: str) -> tuple[Any, shape.Type | None]:
    """The value at a path such as `$.items[0].due_on`, and what it should have been; None where the path is not plain."""
    parts = where.removeprefix("$")
    for match in _PART.finditer(parts):
        name, index = match.groups()
        kind = _inner(kind, name)
        try:
            value = value[name] if name is not None else value[int(index)]
        except (LookupError, TypeError):
            return None, None
    whole = "".join(match[0] for match in _PART.finditer(parts)) == parts
    return (value, _only(kind)) if whole else (None, None)


def _inner(kind: shape.Type | None, name: str | None) -> shape.Type | None:
    kind = _only(kind)
    if isinstance(kind, shape.StructType) and name is not None:
        return next((field.type for field in kind.fields if field.encode_name == name), None)
    if isinstance(kind, shape.VarTupleType | shape.ListType) and name is None:
        return kind.item_type
    return kind.value_type if isinstance(kind, shape.DictType) else None


def _only(kind: shape.Type | None) -> shape.Type | None:
    """The one type beside None that a value may have."""
    if not isinstance(kind, shape.UnionType):
        return kind
    others = [one for one in kind.types if not isinstance(one, shape.NoneType)]
    return others[0] if len(others) == 1 else None
