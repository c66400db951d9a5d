"""Where legal data comes from: TOML, read and checked before anything is decided by it."""

from __future__ import annotations

import importlib.resources
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from regledger.errors import LawError
from regledger.law.parameters import Parameter, Rule, Value

__all__ = ["LawSource"]

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]*")
_TABLES = {"parameter", "rule"}

T = TypeVar("T")


class LawSource(msgspec.Struct, frozen=True):
    """One named source of legal data: core's, a sector's, or an authority's law pack.

    Attributes:
        name: what errors call it.
        text: TOML with `[[parameter]]` (each with `[[parameter.value]]`) and `[[rule]]` tables.
    """

    name: str
    text: str

    @classmethod
    def from_package(cls, package: str, path: str) -> LawSource:
        """The file `path` inside an installed `package`; raises `LawError`."""
        name = f"{package}:{path}"
        try:
            return cls(name, importlib.resources.files(package).joinpath(path).read_text(encoding="utf-8"))
        except (OSError, ModuleNotFoundError, UnicodeDecodeError) as error:
            raise LawError(
                where=name, found=f"it cannot be read ({error})", remedy="Install the package again."
            ) from None

    @classmethod
    def from_file(cls, path: Path) -> LawSource:
        """A law pack on disk; raises `LawError`."""
        try:
            return cls(str(path), path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise LawError(
                where=path, found=f"it cannot be read ({error})", remedy="Name a UTF-8 file that exists."
            ) from None

    def read(self) -> tuple[tuple[Parameter, ...], tuple[Rule, ...]]:
        """Its parameters and rules, checked; raises `LawError` naming source, id and remedy."""
        try:
            tables = tomllib.loads(unicodedata.normalize("NFC", self.text))
        except tomllib.TOMLDecodeError as error:
            raise LawError(where=self.name, found=f"it is not TOML: {error}", remedy="Mend the line.") from None
        if unknown := sorted(set(tables) - _TABLES):
            raise LawError(
                where=self.name,
                found=f"it has {unknown[0]!r}",
                remedy="Only [[parameter]] and [[rule]] stand at the top.",
            )
        parameters = tuple(self._parameter(row) for row in self._rows(tables, "parameter"))
        rules = tuple(self._rule(row) for row in self._rows(tables, "rule"))
        self._refuse_twice("parameter", (parameter.id for parameter in parameters))
        self._refuse_twice("rule", (rule.id for rule in rules))
        return parameters, rules

    def _rows(self, tables: Mapping[str, Any], kind: str) -> Sequence[dict[str, Any]]:
        rows = tables.get(kind, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise LawError(where=self.name, found=f"{kind!r} is no array of tables", remedy=f"Write [[{kind}]].")
        for number, row in enumerate(rows, start=1):
            name = row.get("id")
            if not isinstance(name, str) or not _ID.fullmatch(name):
                raise LawError(
                    where=self.name,
                    found=f"{kind} number {number} has the id {name!r}",
                    remedy='Give it an id of letters, digits, "-", "_" and ".", starting with a letter.',
                )
        return rows

    def _parameter(self, row: dict[str, Any]) -> Parameter:
        where = f"{self.name}, parameter {row['id']}"
        values = row.get("value")
        if not isinstance(values, list) or not values or not all(isinstance(value, dict) for value in values):
            raise LawError(where=where, found="it has no value", remedy="Add a [[parameter.value]] below it.")
        for value in values:
            _check_value(value, where)
        shaped = {key: row[key] for key in row if key != "value"} | {"values": values}
        parameter = _convert(shaped, Parameter, where)
        _refuse_blank(where, title=parameter.title, unit=parameter.unit)
        ordered = tuple(sorted(parameter.values, key=lambda value: value.valid_from))
        _check_periods(ordered, where)
        return msgspec.structs.replace(parameter, values=ordered)

    def _rule(self, row: dict[str, Any]) -> Rule:
        where = f"{self.name}, rule {row['id']}"
        rule = _convert(row, Rule, where)
        _refuse_blank(where, title=rule.title, title_zh=rule.title_zh)
        if not rule.citations:
            raise LawError(where=where, found="it has no citation", remedy="Cite instrument, edition and article.")
        for citation in rule.citations:
            _refuse_blank(where, instrument=citation.instrument, edition=citation.edition, article=citation.article)
        return rule

    def _refuse_twice(self, kind: str, names: Iterable[str]) -> None:
        seen: set[str] = set()
        for name in names:
            if name in seen:
                raise LawError(
                    where=f"{self.name}, {kind} {name}",
                    found="its id stands there twice",
                    remedy="Rename or delete one of them.",
                )
            seen.add(name)


def _check_value(value: dict[str, Any], where: str) -> None:
    if isinstance(value.get("value"), float):
        raise LawError(
            where=where,
            found=f"the value {value['value']} is a float",
            remedy='Write decimals as text, such as "0.03".',
        )
    if "citation" not in value:
        raise LawError(where=where, found="a value has no citation", remedy="Cite instrument, edition and article.")
    for field in ("valid_from", "valid_to", "known_from", "review_by"):
        if isinstance(value.get(field), datetime):
            raise LawError(where=where, found=f"{field} is an instant", remedy="Write a day, such as 2021-07-15.")


def _check_periods(values: Sequence[Value], where: str) -> None:
    last: date | None = None
    for number, value in enumerate(values):
        citation = value.citation
        _refuse_blank(where, instrument=citation.instrument, edition=citation.edition, article=citation.article)
        if value.valid_to is not None and value.valid_to < value.valid_from:
            raise LawError(
                where=where, found=f"the period {value.period} is empty", remedy="Let valid_to be valid_from or later."
            )
        if type(value.value) is not type(values[0].value):
            raise LawError(where=where, found="its values are of different types", remedy="Write all of them alike.")
        if number and (last is None or value.valid_from <= last):
            raise LawError(
                where=where,
                found=f"the periods {values[number - 1].period} and {value.period} overlap",
                remedy="End the earlier one on the day before the later one begins.",
            )
        last = value.valid_to


def _refuse_blank(where: str, **texts: str) -> None:
    for field, text in texts.items():
        if not text.strip():
            raise LawError(where=where, found=f"its {field} is empty", remedy="Fill it in.")


def _convert(row: dict[str, Any], kind: type[T], where: str) -> T:
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError as error:
        raise LawError(where=where, found=str(error), remedy="Mend that field.") from None
