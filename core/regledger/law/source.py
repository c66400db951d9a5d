"""Where legal data comes from: TOML, read and checked before anything is decided by it."""

from __future__ import annotations

import importlib.resources
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from regledger.errors import LawError
from regledger.law.checklists import Checklist
from regledger.law.criteria import Criterion
from regledger.law.instruments import Instrument
from regledger.law.offences import Benchmark, Offence
from regledger.law.parameters import Citation, Parameter, Rule, Value
from regledger.law.units import unusable

__all__ = ["LAW_TABLES", "LawSource", "LegalData"]

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]*")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]*(/[A-Za-z0-9_.\-]+)?")
LAW_TABLES = ("parameter", "rule", "offence", "benchmark", "criterion", "checklist", "instrument")
"""The tables of legal data."""

T = TypeVar("T")
C = TypeVar("C", Rule, Offence, Benchmark)


class LegalData(msgspec.Struct, frozen=True, kw_only=True):
    """What one source gives, checked item by item."""

    parameters: tuple[Parameter, ...] = ()
    rules: tuple[Rule, ...] = ()
    offences: tuple[Offence, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    instruments: tuple[Instrument, ...] = ()

    @property
    def names(self) -> Iterator[tuple[str, str]]:
        """(kind, id) of every item, kinds as in `LAW_TABLES`."""
        yield from (("parameter", one.id) for one in self.parameters)
        yield from (("rule", one.id) for one in self.rules)
        yield from (("offence", one.id) for one in self.offences)
        yield from (("benchmark", one.id) for one in self.benchmarks)
        yield from (("criterion", one.code) for one in self.criteria)
        yield from (("checklist", one.name) for one in self.checklists)
        yield from (("instrument", one.id) for one in self.instruments)

    @property
    def references(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """(the item, the (kind, id) that it names), of everything that somebody has to declare."""
        for offence in self.offences:
            if offence.rule:
                yield f"offence {offence.id}", ("rule", offence.rule)
            for parameter in filter(None, (offence.fine_min, offence.fine_max)):
                yield f"offence {offence.id}", ("parameter", parameter)
        for tier in self.benchmarks:
            yield f"benchmark {tier.id}", ("offence", tier.offence)
            for parameter in (tier.fine_min, tier.fine_max):
                yield f"benchmark {tier.id}", ("parameter", parameter)
        for criterion in self.criteria:
            if criterion.rule:
                yield f"criterion {criterion.code}", ("rule", criterion.rule)
        for checklist in self.checklists:
            for item in checklist.items:
                if item.criterion:
                    yield f"checklist {checklist.name}, item {item.code}", ("criterion", item.criterion)


class LawSource(msgspec.Struct, frozen=True):
    """One named source of legal data: core's, a sector's, or an authority's law pack.

    Attributes:
        name: what errors call it.
        text: TOML with the tables of `LAW_TABLES`: `[[parameter]]` (each with `[[parameter.value]]`), `[[rule]]`, `[[offence]]`,
            `[[benchmark]]`, `[[criterion]]`, `[[checklist]]` (each with `[[checklist.items]]`) and `[[instrument]]`.
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

    def read(self) -> LegalData:
        """What it holds, checked; raises `LawError` naming source, id and remedy."""
        try:
            tables = tomllib.loads(unicodedata.normalize("NFC", self.text))
        except tomllib.TOMLDecodeError as error:
            raise LawError(where=self.name, found=f"it is not TOML: {error}", remedy="Mend the line.") from None
        return self.read_tables(tables)

    def read_tables(self, tables: Mapping[str, Any]) -> LegalData:
        """As `read`, of tables that were parsed already."""
        if unknown := sorted(set(tables) - set(LAW_TABLES)):
            raise LawError(
                where=self.name,
                found=f"it has {unknown[0]!r}",
                remedy=f"Only {', '.join(f'[[{one}]]' for one in LAW_TABLES)} stand at the top.",
            )
        data = LegalData(
            parameters=tuple(self._parameter(row) for row in self._rows(tables, "parameter")),
            rules=tuple(self._rule(row) for row in self._rows(tables, "rule")),
            offences=tuple(self._cited(row, "offence", Offence) for row in self._rows(tables, "offence")),
            benchmarks=tuple(self._cited(row, "benchmark", Benchmark) for row in self._rows(tables, "benchmark")),
            criteria=tuple(self._criterion(row) for row in self._rows(tables, "criterion", by="code")),
            checklists=tuple(self._checklist(row) for row in self._rows(tables, "checklist", by="code")),
            instruments=tuple(self._instrument(row) for row in self._rows(tables, "instrument")),
        )
        for kind, items in (
            ("parameter", data.parameters),
            ("rule", data.rules),
            ("offence", data.offences),
            ("benchmark", data.benchmarks),
            ("instrument", data.instruments),
        ):
            self._refuse_twice(kind, (item.id for item in items))
        self._refuse_twice("criterion", (one.code for one in data.criteria))
        self._refuse_twice("checklist", (one.name for one in data.checklists))
        return data

    def _rows(self, tables: Mapping[str, Any], kind: str, *, by: str = "id") -> Sequence[dict[str, Any]]:
        rows = tables.get(kind, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise LawError(where=self.name, found=f"{kind!r} is no array of tables", remedy=f"Write [[{kind}]].")
        for number, row in enumerate(rows, start=1):
            name = row.get(by)
            if not isinstance(name, str) or not (_ID if by == "id" else _CODE).fullmatch(name):
                raise LawError(
                    where=self.name,
                    found=f"{kind} number {number} has the {by} {name!r}",
                    remedy='Give it one of letters, digits, "-", "_" and ".", starting with a letter.',
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
        for value in ordered:
            if found := unusable(parameter.unit, value.value):
                raise LawError(where=where, found=f"{parameter.id} is {found}", remedy="Mend the value, or the unit.")
        return msgspec.structs.replace(parameter, values=ordered)

    def _rule(self, row: dict[str, Any]) -> Rule:
        return self._cited(row, "rule", Rule)

    def _cited(self, row: dict[str, Any], kind: str, wanted: type[C]) -> C:
        where = f"{self.name}, {kind} {row['id']}"
        item = _convert(row, wanted, where)
        _refuse_blank(where, title=item.title, title_zh=item.title_zh)
        if not item.citations:
            raise LawError(where=where, found="it has no citation", remedy="Cite instrument, edition and article.")
        for citation in item.citations:
            _check_citation(where, citation)
        return item

    def _criterion(self, row: dict[str, Any]) -> Criterion:
        where = f"{self.name}, criterion {row['code']}"
        _check_days(row, where)
        criterion = _convert(row, Criterion, where)
        _refuse_blank(where, title=criterion.title, title_zh=criterion.title_zh)
        _check_citation(where, criterion.citation)
        _refuse_empty_period(where, criterion.valid_from, criterion.valid_to)
        for bound in (bound for bounds in criterion.met for bound in bounds):
            if not bound.figure.strip() or not bound.ends or not all(end.is_finite() for _, end in bound.ends):
                raise LawError(
                    where=where,
                    found=f"what meets it says nothing of the figure {bound.figure!r}",
                    remedy='Give least, most, above or below as a decimal text, such as least = "1.0".',
                )
        return criterion

    def _checklist(self, row: dict[str, Any]) -> Checklist:
        where = f"{self.name}, checklist {row['code']}"
        _check_days(row, where)
        checklist = _convert(row, Checklist, where)
        _refuse_blank(where, title=checklist.title, title_zh=checklist.title_zh)
        _refuse_empty_period(where, checklist.valid_from, checklist.valid_to)
        if checklist.version < 1:
            raise LawError(where=where, found=f"its version is {checklist.version}", remedy="Count versions from 1.")
        if not checklist.items:
            raise LawError(where=where, found="it has no question", remedy="Add a [[checklist.items]] below it.")
        for item in checklist.items:
            its = f"{where}, item {item.code}"
            _refuse_blank(
                its, code=item.code, question=item.question, question_zh=item.question_zh, article=item.article
            )
        codes = [item.code for item in checklist.items]
        self._refuse_twice(f"checklist {checklist.name}, item", codes)
        return checklist

    def _instrument(self, row: dict[str, Any]) -> Instrument:
        where = f"{self.name}, instrument {row['id']}"
        for field in ("applies_from", "applies_to", "promulgated", "published"):
            if isinstance(row.get(field), datetime):
                raise LawError(where=where, found=f"{field} is an instant", remedy="Write a day, such as 2021-07-15.")
        instrument = _convert(row, Instrument, where)
        _refuse_blank(where, title=instrument.title, title_zh=instrument.title_zh, edition=instrument.edition)
        _refuse_empty_period(where, instrument.applies_from, instrument.applies_to)
        return instrument

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
    _check_days(value, where)


def _check_days(row: Mapping[str, Any], where: str) -> None:
    for field in ("valid_from", "valid_to", "known_from", "review_by"):
        if isinstance(row.get(field), datetime):
            raise LawError(where=where, found=f"{field} is an instant", remedy="Write a day, such as 2021-07-15.")


def _check_citation(where: str, citation: Citation) -> None:
    _refuse_blank(where, instrument=citation.instrument, edition=citation.edition, article=citation.article)


def _refuse_empty_period(where: str, first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise LawError(
            where=where,
            found=f"the period {first} to {last} is empty",
            remedy="Let valid_to be valid_from or later.",
        )


def _check_periods(values: Sequence[Value], where: str) -> None:
    last: date | None = None
    for number, value in enumerate(values):
        _check_citation(where, value.citation)
        _refuse_empty_period(where, value.valid_from, value.valid_to)
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
