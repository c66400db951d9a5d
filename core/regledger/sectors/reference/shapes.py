"""The fields of facts, commands and profiles, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect as shape

from regledger.log.text import Code, Id, Personal, Sha256, Tag, Text

__all__ = ["FieldRow", "field_rows", "in_words"]

_NAMED = {
    repr(shape.type_info(one)): name
    for name, one in (("Id", Id), ("Code", Code), ("Text", Text), ("Tag", Tag), ("SHA-256", Sha256))
}
_PLAIN: tuple[tuple[type[shape.Type], str], ...] = (
    (shape.BoolType, "yes or no"),
    (shape.IntType, "whole number"),
    (shape.DecimalType, "decimal"),
    (shape.DateTimeType, "instant"),
    (shape.DateType, "day"),
    (shape.StrType, "text"),
    (shape.NoneType, "nothing"),
)

FieldRow = tuple[str, str, str]
"""Path, type, and what it is where it is left out."""


def field_rows(body: type[msgspec.Struct]) -> Iterator[FieldRow]:
    """Every field of a struct, those of its parts below it."""
    yield from _rows(body, "", ())


def _rows(body: type, path: str, above: tuple[type, ...]) -> Iterator[FieldRow]:
    info = shape.type_info(body)
    assert isinstance(info, shape.StructType)
    for field in info.fields:
        its = f"{path}{field.name}"
        yield its, in_words(field.type), _default(field)
        for part, mark in _parts(field.type, ""):
            if part is not Personal and part not in above:
                yield from _rows(part, f"{its}{mark}.", (*above, part))


def in_words(kind: shape.Type) -> str:
    """A type as a reader of the reference calls it."""
    named = _NAMED.get(repr(kind))
    if named:
        return named
    match kind:
        case shape.Metadata():
            return in_words(kind.type)
        case shape.StructType():
            return "Personal" if kind.cls is Personal else kind.cls.__name__
        case shape.UnionType():
            others = [in_words(one) for one in kind.types if not isinstance(one, shape.NoneType)]
            return " or ".join([*others, *(["nothing"] if len(others) < len(kind.types) else [])])
        case shape.LiteralType():
            return " or ".join(f"`{one}`" for one in kind.values)
        case shape.EnumType():
            return " or ".join(f"`{one.value}`" for one in kind.cls)
        case shape.VarTupleType() | shape.ListType():
            return f"list of {in_words(kind.item_type)}"
        case shape.TupleType():
            return f"({', '.join(in_words(one) for one in kind.item_types)})"
        case shape.DictType():
            return f"mapping of {in_words(kind.key_type)} to {in_words(kind.value_type)}"
    plain = next((words for known, words in _PLAIN if isinstance(kind, known)), type(kind).__name__)
    return plain + _bounds(kind)


def _bounds(kind: Any) -> str:
    least, most = getattr(kind, "ge", None), getattr(kind, "le", None)
    if least is None and most is None:
        return ""
    return f", {'' if least is None else least} to {'' if most is None else most}"


def _parts(kind: shape.Type, mark: str) -> Iterator[tuple[type, str]]:
    match kind:
        case shape.Metadata():
            yield from _parts(kind.type, mark)
        case shape.StructType():
            yield kind.cls, mark
        case shape.UnionType():
            for one in kind.types:
                yield from _parts(one, mark)
        case shape.VarTupleType() | shape.ListType():
            yield from _parts(kind.item_type, f"{mark}[]")
        case shape.DictType():
            yield from _parts(kind.value_type, f"{mark}{{}}")


def _default(field: shape.Field) -> str:
    if field.required:
        return "required"
    if field.default is msgspec.NODEFAULT:
        return "empty"
    value = field.default
    return "nothing" if value in (None, "", ()) else msgspec.json.encode(value, enc_hook=str).decode()
