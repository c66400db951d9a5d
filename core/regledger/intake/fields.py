"""Fields: how the cells of a line become the fields of a fact or of a command."""

from __future__ import annotations

import hashlib
import re
import types
import typing
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

import msgspec

from regledger.building import built
from regledger.figures import vast
from regledger.intake.cells import BadCell, minor_units
from regledger.intake.facts import Amount
from regledger.intake.forms import FieldForm, ListedForm, Money
from regledger.intake.mapping import LoadedMapping
from regledger.log.text import Personal

__all__ = ["BadRow", "BodyReader", "Cells", "amount_of", "named", "slug"]

Cells = list[str]
"""The cells of a line, trimmed, blanks empty, and after them what splits gave."""

_PLAIN = re.compile(r"[A-Za-z0-9_]+(-[A-Za-z0-9_]+)*")
_HASHED = re.compile(r"h[0-9a-f]{24}")
_LONGEST_NAMED = 200

B = TypeVar("B", bound=msgspec.Struct)
_Read = Callable[[Cells], Any]


class BadRow(Exception):
    """A row that is rejected."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def slug(parts: Sequence[str]) -> str:
    """What stands for `parts` in a surrogate id: themselves where they are plain, else 96 bits of their SHA-256."""
    plain = "-".join(parts)
    told_apart = len(parts) == 1 or "-" not in "".join(parts)
    if told_apart and len(plain) <= 25 and all(map(_PLAIN.fullmatch, parts)) and not _HASHED.fullmatch(plain):
        return plain
    return "h" + hashlib.sha256(msgspec.json.encode(list(parts))).hexdigest()[:24]


def named(columns: Iterable[str]) -> str:
    """Columns as a text of at most 200 characters."""
    text = ", ".join(dict.fromkeys(columns))
    return text if len(text) <= _LONGEST_NAMED else f"{text[: _LONGEST_NAMED - 1]}…"


def amount_of(money: Money, text: str) -> Amount:
    """The money in a cell; raises `BadRow`."""
    try:
        minor = minor_units(text, digits=money.digits, times=money.times)
    except BadCell as error:
        raise BadRow(money.column, str(error)) from None
    return Amount(minor=minor, digits=money.digits, currency=money.currency)


class BodyReader(Generic[B]):
    """Reads the body of a fact or a command, bound to the columns of a file.

    Args:
        where: its place in the mapping.
        name: the fact's or the command's public name.
        body: its type.
        at: column → index of its cell.
        personal: columns whose text may identify a person.

    Raises:
        BadMapping: a field that is not there, is missing, or is given in a way that it cannot have.
    """

    def __init__(
        self,
        loaded: LoadedMapping,
        where: str,
        name: str,
        body: type[B],
        forms: Mapping[str, FieldForm | ListedForm],
        at: Mapping[str, int],
        personal: Collection[str] = (),
    ) -> None:
        self._loaded = loaded
        self._name = name
        self._body = body
        self._forms = forms
        self._at = at
        self._personal = personal
        fields = {field.name: field for field in msgspec.structs.fields(body)}
        if unknown := [one for one in forms if one not in fields]:
            raise loaded.bad(
                f"{where}.{unknown[0]}",
                f"names a field that {name} does not have",
                f"It has: {', '.join(fields)}.",
            )
        if missing := [one for one, field in fields.items() if field.required and one not in forms]:
            raise loaded.bad(where, f"lacks field {missing[0]!r}", "Give it a column, a date, an id or a constant.")
        self._fields = [
            (one, self._bound(f"{where}.{one}", form, fields[one]), fields[one].required, _nullable(fields[one]))
            for one, form in forms.items()
        ]

    def read(self, cells: Cells) -> B:
        """The body that a line gives; raises `BadRow`."""
        plain: dict[str, Any] = {}
        for field, read, required, nullable in self._fields:
            value = read(cells)
            if value is not None:
                plain[field] = value
            elif required and not nullable:
                raise BadRow(self._column(field), f"is blank, and {self._name} needs it")
            elif required:
                plain[field] = None
        try:
            body: B = built(self._body, msgspec.convert, plain, self._body, strict=False)
        except msgspec.ValidationError as error:
            found, _, place = str(error).partition(" - at `$.")
            raise BadRow(self._column(re.split(r"[.\[`]", place)[0]), f"{self._name}: {found}") from None
        for path in vast(body):
            found = f"{self._name}: {path} is no number, or one of too many digits"
            raise BadRow(self._column(re.split(r"[.\[]", path)[0]), found)
        return body

    def _column(self, field: str) -> str:
        form = self._forms.get(field)
        return named(form.columns()) if isinstance(form, FieldForm) else ""

    def _bound(self, where: str, form: FieldForm | ListedForm, field: msgspec.structs.FieldInfo) -> _Read:
        if isinstance(form, FieldForm):
            personal = Personal in _types(field.type)
            if personal and form.column not in self._personal:
                raise self._loaded.bad(
                    where,
                    "is personal, and what it is given is not",
                    "Give it a column that stands under personal of its [[command]], or leave it out.",
                )
            if not personal and form.column in self._personal:
                raise self._loaded.bad(
                    where, f"uses {form.column!r}, which is personal and would become public", "Use another column."
                )
            return self._read_of(where, form)
        body = next((one for one in _types(field.type) if issubclass(one, msgspec.Struct)), None)
        if body is None or body is Personal:
            raise self._loaded.bad(where, "has no fields of its own", "Give it a column, a date, an id or a constant.")
        readers = [
            (
                BodyReader(self._loaded, f"{where}.{index}", self._name, body, forms, self._at, self._personal),
                [self._at[column] for one in forms.values() for column in one.columns()],
            )
            for index, forms in enumerate(form)
        ]

        def listed(cells: Cells) -> list[msgspec.Struct]:
            return [one.read(cells) for one, asked in readers if not asked or any(cells[index] for index in asked)]

        if typing.get_origin(field.type) in (tuple, list):
            return listed
        if len(form) != 1:
            raise self._loaded.bad(where, "is one thing, and several tables give it", "Write one table.")
        return lambda cells: next(iter(listed(cells)), None)

    def _read_of(self, where: str, form: FieldForm) -> _Read:
        given = [bool(form.column), bool(form.date), form.money is not None, bool(form.id), form.constant is not None]
        if sum(given) != 1:
            raise self._loaded.bad(
                where, "says not exactly one of column, date, money, id, constant", "Write one of them."
            )
        if form.separator and not form.column and len(form.id) != 1:
            raise self._loaded.bad(
                where, "has a separator without one column to part", "Write column, or an id of one column."
            )
        if form.constant is not None:
            constant = form.constant
            return lambda _: constant
        indexes = [self._at[column] for column in form.columns()]
        first = indexes[0]
        if form.date:
            column, days = form.date, self._loaded.dates(where, form.formats).read
            return lambda cells: _day(column, days, cells[first]) if cells[first] else None
        if form.money is not None:
            money = form.money
            return lambda cells: amount_of(money, cells[first]).minor if cells[first] else None
        if form.separator:
            parting = re.compile(f"[{re.escape(form.separator)}]")
            return lambda cells: (
                [_one(form, [part.strip()]) for part in parting.split(cells[first]) if part.strip()] or None
            )
        if form.column in self._personal:
            return lambda cells: Personal(value=cells[first]) if cells[first] else None
        return lambda cells: _one(form, parts) if all(parts := [cells[index] for index in indexes]) else None


def _one(form: FieldForm, parts: Sequence[str]) -> str | int | bool:
    if form.id:
        return form.prefix + slug(parts)
    (text,) = parts
    if form.words and text not in form.words:
        raise BadRow(form.column or "", f"is none of the declared words: {', '.join(form.words)}")
    return form.words.get(text, text)


def _day(column: str, read: Callable[[str], date], text: str) -> date:
    try:
        return read(text)
    except BadCell as error:
        raise BadRow(column, str(error)) from None


def _nullable(field: msgspec.structs.FieldInfo) -> bool:
    return types.NoneType in typing.get_args(field.type)


def _types(annotation: Any) -> list[type]:
    """The classes that stand in an annotation."""
    if isinstance(annotation, type) and not typing.get_args(annotation):
        return [annotation]
    return [found for one in typing.get_args(annotation) for found in _types(one)]
