"""Mappings: how a register's files are read, as data (TOML).

A sector team writes one and needs no code. The mapping is kept beside the log under its digest, as the
command of every commit that it made.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect as shape

from regledger.clock import zone
from regledger.errors import RegledgerError
from regledger.intake.cells import BadDateFormat, DateReader
from regledger.intake.forms import CommandForm, Mapping, RecordForm

__all__ = ["BadMapping", "LoadedMapping", "load_mapping", "read_mapping"]


class BadMapping(RegledgerError):
    """Mapping {path}: {where} {found}. {remedy}"""


class LoadedMapping(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping and the exact bytes that it was read from."""

    path: Path
    """Its file; of one that a sector brings its name, `SECTOR:NAME`."""
    source: bytes
    mapping: Mapping

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.source).hexdigest()

    def bad(self, where: str, found: str, remedy: str) -> BadMapping:
        """The error for one place in it."""
        return BadMapping(path=self.path, where=where, found=found, remedy=remedy)

    def dates(self, where: str, *formats: tuple[str, ...]) -> DateReader:
        """A reader of the first formats that are declared; raises `BadMapping`."""
        dates = self.mapping.dates
        chosen = next((one for one in (*formats, dates.formats) if one), ())
        try:
            return DateReader(chosen, dates.two_digit_years_from)
        except BadDateFormat as error:
            raise self.bad(
                where,
                f"has date format {str(error)!r}, which does not name year, month and day once each",
                "Write it with YYYY or YY, MM or M, DD or D, such as YYYY-MM-DD or M/D/YY.",
            ) from None


def load_mapping(path: Path) -> LoadedMapping:
    """Read and check a mapping in a file; raises `BadMapping`, which names table and key."""
    try:
        source = path.read_bytes()
    except OSError as error:
        raise BadMapping(path=path, where="the file", found=f"cannot be read: {error.strerror}", remedy=_NAME) from None
    return read_mapping(path, source)


def read_mapping(path: Path, source: bytes) -> LoadedMapping:
    """Check a mapping that stands at `path`, whose bytes are `source`; raises `BadMapping`."""
    try:
        plain = tomllib.loads(source.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadMapping(path=path, where="the file", found="is not UTF-8", remedy="Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(path=path, where="the file", found=f"is no TOML: {error}", remedy="Mend that line.") from None
    except RecursionError:
        raise BadMapping(path=path, where="the file", found="is nested too deep", remedy="Name a mapping.") from None
    try:
        mapping = msgspec.convert(plain, Mapping)
    except msgspec.ValidationError as error:
        where, found = _placed(str(error), plain)
        remedy = _allowed(str(error)) or "See the mappings in examples/imports."
        raise BadMapping(path=path, where=where, found=found, remedy=remedy) from None
    loaded = LoadedMapping(path=path, source=source, mapping=mapping)
    _check(loaded)
    return loaded


_NAME = "Name a mapping that is there."


_PLACE = re.compile(r"(?P<found>.*?)(?: - at (?P<key>`key` in )?`\$(?P<path>[^`]*)`)?")


def _placed(message: str, plain: dict[str, Any]) -> tuple[str, str]:
    """msgspec's message as (where, what), the number of a record replaced by its name, a bad key named."""
    match = _PLACE.fullmatch(message)
    found, path = (match["found"], match["path"] or "") if match else (message, "")
    parts = _parts(path)
    at: Any = plain
    where: list[str] = []
    for position, part in enumerate(parts):
        if part == "...":  # msgspec does not say which key; often only one has what follows
            holding = (
                [key for key, one in at.items() if _has(one, parts[position + 1 :])] if isinstance(at, dict) else []
            )
            part = holding[0] if len(holding) == 1 else "…"  # noqa: PLW2901
        at = _below(at, part)
        name = at.get("name", at.get("type")) if part.isdigit() and isinstance(at, dict) else None
        where.append(name if isinstance(name, str) else part)
    if match and match["key"] and isinstance(at, dict):
        where.append("/".join(key for key in at if re.fullmatch(r"[a-z][a-z0-9_]{0,31}", key) is None))
    return ".".join(where) or "its top level", f"cannot be used: {found[:1].lower()}{found[1:]}"


def _parts(path: str) -> list[str]:
    return [part.strip("[]") for part in re.findall(r"\[\.\.\.\]|[^.\[\]]+", path)]


def _allowed(message: str) -> str:
    """What could be written where the message finds a word that is none of those that are known; else empty."""
    match = _PLACE.fullmatch(message)
    if match is None or not match["found"].startswith("Invalid enum value"):
        return ""
    shapes: list[shape.Type] = [shape.type_info(Mapping)]
    for part in _parts(match["path"] or ""):
        shapes = [below for one in shapes for below in _inside(one, part)]
    words = [repr(word) for one in shapes if isinstance(one, shape.LiteralType) for word in one.values]
    listed = ["a list"] if any(isinstance(one, shape.VarTupleType) for one in shapes) else []
    return f"Write {' or '.join([*words, *listed])}."


def _inside(at: shape.Type, part: str) -> list[shape.Type]:
    """The shapes that stand under `part`, those of a union one by one."""
    match at:
        case shape.StructType():
            found = [field.type for field in at.fields if field.encode_name == part]
        case shape.VarTupleType():
            found = [at.item_type]
        case shape.DictType():
            found = [at.value_type]
        case _:
            found = []
    return [each for one in found for each in (one.types if isinstance(one, shape.UnionType) else (one,))]


def _below(at: Any, part: str) -> Any:
    try:
        return at[int(part)] if isinstance(at, list) else at[part]
    except (KeyError, IndexError, ValueError, TypeError):
        return None


def _has(at: Any, parts: list[str]) -> bool:
    for position, part in enumerate(parts):
        if part == "...":
            return isinstance(at, dict) and any(_has(one, parts[position + 1 :]) for one in at.values())
        at = _below(at, part)
    return at is not None


def _check(loaded: LoadedMapping) -> None:
    mapping = loaded.mapping
    for encoding in mapping.file.encodings:
        try:
            "a".encode(encoding)
        except LookupError:
            raise loaded.bad(
                "file.encodings", f"names {encoding!r}, which is no encoding", "Write utf-8-sig, gb18030 or latin-1."
            ) from None
    try:
        zone(mapping.register.zone)
    except ValueError as error:
        raise loaded.bad("register.zone", f"cannot be used: {error}", "Write a zone such as Asia/Shanghai.") from None
    if not mapping.record and not mapping.command:
        raise loaded.bad("record", "is empty", "Declare at least one [[record]] or [[command]].")
    if mapping.record and mapping.command:
        raise loaded.bad(
            "command",
            "stands beside [[record]], and what a line asserts cannot be judged with it",
            "Write two mappings, each with a register.id of its own.",
        )
    names = [record.name for record in mapping.record]
    for name in names:
        if names.count(name) > 1:
            raise loaded.bad(f"record.{name}", "is declared twice", "Give each record a name of its own.")
        if mapping.record[names.index(name)].repeats == "number" and len(names) > 1:
            raise loaded.bad(
                f"record.{name}.repeats", "numbers one of several records of a line", 'Write repeats = "same".'
            )
    loaded.dates("dates.formats")
    loaded.dates("as_of.formats", mapping.as_of.formats)
    if mapping.as_of.file_name:
        loaded.dates("as_of.file_name", (mapping.as_of.file_name,))
    for record in mapping.record:
        _check_record(loaded, record)
    for command in mapping.command:
        _check_command(loaded, command)


def _check_public(loaded: LoadedMapping, wanted: Iterable[tuple[str, str]], personal: set[str]) -> None:
    for where, column in wanted:
        if column in personal:
            raise loaded.bad(
                where,
                f"uses {column!r}, which is personal and would become public",
                "Use another column, or take the public part of it from a [[record.split]].",
            )


def _check_record(loaded: LoadedMapping, record: RecordForm) -> None:
    at = f"record.{record.name}"
    hidden = (f"{at}.personal", f"{at}.split")
    public = (
        (where, column) for where, column in record.wanted() if where not in hidden and not where.endswith(".when")
    )
    _check_public(loaded, public, record.personal_columns())
    if not record.key:
        raise loaded.bad(f"{at}.key", "is empty", "Name the columns that tell its rows apart.")
    for concern in record.concerns:
        if concern.kind == "source" and concern.name is None:
            raise loaded.bad(f"{at}.concerns", "has no name", 'Write name = "operator", or a kind of our own.')
    for name, form in record.milestone_forms().items():
        loaded.dates(f"{at}.milestones.{name}.formats", form.formats)
    for split in record.split:
        try:
            groups = re.compile(split.pattern, re.DOTALL).groupindex.keys()
        except re.error as error:
            raise loaded.bad(f"{at}.split.pattern", f"is no pattern: {error}", "Mend it.") from None
        if odd := groups ^ {*split.public, *split.personal}:
            raise loaded.bad(
                f"{at}.split",
                f"does not say of group {sorted(odd)[0]!r}, in pattern and table alike, whether it is public",
                "Name every group of the pattern once under public or personal.",
            )


def _check_command(loaded: LoadedMapping, command: CommandForm) -> None:
    at = f"command.{command.name}"
    if not command.key:
        raise loaded.bad(f"{at}.key", "is empty", "Name the columns that tell its acts apart.")
    public = [(where, column) for where, form in command.leaves() if form.column is None for column in form.columns()]
    _check_public(loaded, [*((f"{at}.key", column) for column in command.key), *public], {*command.personal})
