"""Lines to fill in: for any declared command, an example of its body that can be read, and what each field takes."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import msgspec
from msgspec import inspect as shape
from regledger.log.text import Personal

__all__ = ["Field", "described", "example_body"]

_DAY, _INSTANT = date(2026, 3, 1), datetime(2026, 3, 1, 1, 30, tzinfo=UTC)


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a command."""

    path: str
    form: str
    required: bool
    what: str
    """What its declaration says of it; empty where it says nothing."""


def example_body(command: type[msgspec.Struct]) -> dict[str, Any]:
    """A body with every field, also those that may be left out; it can be read, and every value is to be replaced."""
    filled: dict[str, Any] = msgspec.to_builtins(_example(shape.type_info(command), ""))
    return filled


def described(command: type[msgspec.Struct]) -> Iterator[Field]:
    """Every field, those of nested objects below theirs."""
    yield from _described(shape.type_info(command), "")


def _described(kind: shape.Type, path: str) -> Iterator[Field]:
    inner = _whole(kind)
    if isinstance(inner, shape.VarTupleType | shape.ListType):
        yield from _described(inner.item_type, f"{path}[]")
    if not isinstance(inner, shape.StructType) or inner.cls is Personal:
        return
    said = _docstrings(inner.cls)
    for field in inner.fields:
        below = f"{path}.{field.encode_name}".lstrip(".")
        form = f"{_form(field.type)} of fen" if below.endswith("_fen") else _form(field.type)
        what = said.get(field.encode_name, "")
        yield Field(path=below, form=form, required=field.required, what=what)
        yield from _described(field.type, below)


def _example(kind: shape.Type, name: str) -> Any:
    kind = _whole(kind)
    match kind:
        case shape.StructType(cls=cls) if cls is Personal:
            return {"value": name}
        case shape.StructType():
            which = {kind.tag_field: kind.tag} if kind.tag_field else {}  # one of several kinds of object
            return which | {field.encode_name: _example(field.type, field.encode_name) for field in kind.fields}
        case shape.VarTupleType() | shape.ListType():
            return [_example(kind.item_type, name) for _ in range(max(1, kind.min_length or 0))]
        case shape.TupleType():
            return [_example(one, name) for one in kind.item_types]
        case shape.DictType():
            return {_text(kind.key_type, "name"): _example(kind.value_type, name)}
        case shape.LiteralType() | shape.EnumType():
            values = kind.values if isinstance(kind, shape.LiteralType) else [one.value for one in kind.cls]
            return next(iter(values))
        case shape.BoolType():
            return True
        case shape.IntType():
            return max(1, kind.ge or 1, 1 + (kind.gt or 0))
        case shape.DecimalType():
            return "1.0"
        case shape.DateType():
            return _DAY
        case shape.DateTimeType():
            return _INSTANT
        case shape.AnyType():
            return {}
    return _text(kind, name)


def _text(kind: shape.Type, name: str) -> str:
    pattern = kind.pattern if isinstance(kind, shape.StrType) else None
    tries = (name, name.upper(), f"kind:{name}", f"officer:{name}", "image/jpeg", "0" * 64, "1", "")
    return next((text for text in tries if pattern is None or re.search(pattern, text)), name)


def _form(kind: shape.Type) -> str:
    inner = _whole(kind)
    match inner:
        case shape.StructType(cls=cls) if cls is Personal:
            return 'a person: {"value": "…"}, kept apart from the log'
        case shape.StructType():
            return "an object"
        case shape.VarTupleType() | shape.ListType():
            return f"a list, each {_form(inner.item_type)}"
        case shape.TupleType():
            return "a list: " + ", ".join(_form(one) for one in inner.item_types)
        case shape.DictType():
            return f"an object of names, each {_form(inner.value_type)}"
        case shape.LiteralType():
            return " or ".join(str(value) for value in inner.values)
        case shape.StrType(pattern=str() as pattern):
            return "an id" if "A-Za-z0-9_-" in pattern and ":" not in pattern else f"text like {pattern}"
    return _FORMS.get(type(inner), "any JSON")


_FORMS: dict[type[shape.Type], str] = {
    shape.StrType: "text",
    shape.BoolType: "true or false",
    shape.IntType: "a whole number",
    shape.DecimalType: "a decimal number as text",
    shape.DateType: "a day, YYYY-MM-DD",
    shape.DateTimeType: "an instant with its offset",
}


def _whole(kind: shape.Type) -> shape.Type:
    """The type itself, without what stands around it: its description, or that it may be null."""
    while isinstance(kind, shape.Metadata):
        kind = kind.type
    if isinstance(kind, shape.UnionType):
        return _whole(next((one for one in kind.types if not isinstance(one, shape.NoneType)), kind.types[0]))
    return kind


def _docstrings(cls: type[Any]) -> dict[str, str]:
    """Field → the string that stands below it, of the class and those that it is made from."""
    said: dict[str, str] = {}
    for one in reversed(cls.__mro__):
        try:
            body = ast.parse(textwrap.dedent(inspect.getsource(one))).body[0]
        except (OSError, TypeError, SyntaxError):  # made without a source
            continue
        lines = body.body if isinstance(body, ast.ClassDef) else []
        for field, text in pairwise(lines):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(text, ast.Expr)
                and isinstance(text.value, ast.Constant)
                and isinstance(text.value.value, str)
            ):
                said[field.target.id] = " ".join(text.value.value.split())
    return said
