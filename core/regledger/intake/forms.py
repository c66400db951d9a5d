"""Forms: the tables of a mapping, key by key. `docs/importing.md` has each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from regledger.clock import DEFAULT_ZONE
from regledger.deciding.answers import AsHappened

__all__ = [
    "AsOf",
    "CommandForm",
    "Concern",
    "Dates",
    "FactForm",
    "FieldForm",
    "FileForm",
    "ListedForm",
    "Mapping",
    "MilestoneForm",
    "Money",
    "RecordForm",
    "RegisterForm",
    "Split",
]

Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Short = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
Column = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Columns = tuple[Column, ...]
Prefix = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{0,30}$")]
Delimiter = Literal[",", ";", "|", "tab"]


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a mapping; a key that it does not have is an error."""


class RegisterForm(_Table, frozen=True, kw_only=True):
    """`[register]`: which register it is."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,15}$")]
    title: str
    publisher: str = ""
    zone: str = DEFAULT_ZONE
    """The zone of its days."""
    export: Literal["whole", "part"] = "whole"
    """`whole`: each export replaces the last, so a missing key was dropped. `part`: a year, a month, a selection."""


class FileForm(_Table, frozen=True, kw_only=True):
    """`[file]`: how its files are written; candidates are tried in order, for each file anew."""

    encodings: tuple[str, ...] = ("utf-8-sig", "gb18030")
    delimiters: tuple[Delimiter, ...] = (",", "tab")
    quote: Annotated[str, msgspec.Meta(max_length=1)] = '"'
    """Empty where cells are never quoted."""
    header: Annotated[int, msgspec.Meta(ge=1)] = 1
    """The line of the header; lines above it are titles."""
    blank: tuple[str, ...] = ()
    """Texts that mean a blank cell, such as `NA`."""


class AsOf(_Table, frozen=True, kw_only=True):
    """`[as_of]`: the day on which the register stood as the export says; the day of the import without it."""

    column: Column | None = None
    """The latest day in this column."""
    formats: tuple[str, ...] = ()
    """Of that column; those of `[dates]` where there are none."""
    file_name: str = ""
    """Or: a date format that the file's name has, such as `asof_YYYY-MM-DD.*`."""


class Dates(_Table, frozen=True, kw_only=True):
    """`[dates]`: how its days are written."""

    formats: tuple[str, ...] = ("YYYY-MM-DD", "YYYY/M/D", "YYYY年M月D日", "YYYYMMDD")
    two_digit_years_from: int = 1970


class Money(_Table, frozen=True, kw_only=True):
    """A column with an amount of money."""

    column: Column
    currency: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]
    digits: Annotated[int, msgspec.Meta(ge=0, le=4)] = 2
    times: Annotated[int, msgspec.Meta(ge=1)] = 1
    """What one unit of the column is in whole currency units; 10000 for 万元."""


class MilestoneForm(_Table, frozen=True, kw_only=True):
    """A dated column, and what belongs to its step."""

    column: Column
    formats: tuple[str, ...] = ()
    amounts: dict[Name, Money] = {}
    details: dict[Name, Column] = {}
    latest: bool = False
    """The column holds the latest of several steps: a later day is one more step, and not another day for the same."""


class Concern(_Table, frozen=True, kw_only=True):
    """What else a row is about: `source:<register>-<name>-<columns>`, or `<kind>:<prefix><columns>` of our own."""

    columns: Columns
    name: Short | None = None
    kind: Name = "source"
    prefix: Prefix = ""


class Split(_Table, frozen=True, kw_only=True):
    """Parts a personal column into what is public and what is not. What does not match stays personal whole."""

    column: Column
    pattern: str
    public: dict[str, Column] = {}
    """Group → name of the column that it gives."""
    personal: dict[str, Column] = {}


class FieldForm(_Table, frozen=True, kw_only=True):
    """Where a field of a real fact comes from: exactly one of these."""

    column: Column | None = None
    date: Column | None = None
    money: Money | None = None
    id: Columns = ()
    """Columns that make a surrogate id; never a person's name or number."""
    constant: str | int | bool | tuple[str, ...] | None = None
    prefix: Prefix = ""
    """Stands before the id."""
    words: dict[str, str | int | bool] = {}
    """What the column's words mean here; a word that is not in it is rejected. Empty: the word itself."""
    separator: Annotated[str, msgspec.Meta(max_length=8)] = ""
    """Each of its characters parts the column, or the id's only column, into the values of a list."""
    formats: tuple[str, ...] = ()

    def columns(self) -> tuple[str, ...]:
        """The columns that it reads."""
        named = (self.column, self.date, self.money and self.money.column)
        return (*(one for one in named if one), *self.id)


ListedForm = tuple[dict[str, FieldForm], ...]
"""A field that lists things with fields of their own, or is one; one whose columns are all blank is left out."""


def _leaves(at: str, fields: dict[str, FieldForm | ListedForm]) -> Iterator[tuple[str, FieldForm]]:
    for name, form in fields.items():
        if isinstance(form, FieldForm):
            yield f"{at}.{name}", form
        else:
            for index, listed in enumerate(form):
                yield from ((f"{at}.{name}.{index}.{below}", one) for below, one in listed.items())


class FactForm(_Table, frozen=True, kw_only=True):
    """`[[record.fact]]`: a real fact of the platform that a row gives, recorded as asserted and not judged."""

    type: str
    fields: dict[str, FieldForm | ListedForm]
    when: Columns = ()
    """Given only where none of these is blank; without it, where the fact's day is not blank."""
    once: bool = False
    """Given only for the first row that speaks of the fact's first subject: an enterprise that many rows name."""

    def leaves(self) -> Iterator[tuple[str, FieldForm]]:
        """(where, form) of every field, listed ones too."""
        return _leaves(f"fact.{self.type}", self.fields)


class RecordForm(_Table, frozen=True, kw_only=True):
    """`[[record]]`: a record that a line holds. A line may hold several: an inspection and one of its citations."""

    name: Short
    key: Columns
    optional: bool = False
    """A line whose key is blank has no such record; otherwise it is rejected."""
    repeats: Literal["same", "number"] = "same"
    """`same`: lines with one key say the same, others are rejected. `number`: they are numbered, for a key that is not quite unique."""
    columns: Literal["rest"] | Columns = "rest"
    """Columns kept as they are; `rest`: all that are not dated, personal or left out."""
    leave_out: Columns = ()
    personal: Columns = ()
    split: tuple[Split, ...] = ()
    identity: Columns = ()
    """Columns whose content tells that a row is the same under another key."""
    concerns: tuple[Concern, ...] = ()
    milestones: dict[Name, Column | MilestoneForm] = {}
    fact: tuple[FactForm, ...] = ()

    def milestone_forms(self) -> dict[str, MilestoneForm]:
        """The milestones, each written out."""
        return {
            name: MilestoneForm(column=form) if isinstance(form, str) else form
            for name, form in self.milestones.items()
        }

    def personal_columns(self) -> set[str]:
        """Columns of the file whose text may identify a person."""
        return {*self.personal, *(split.column for split in self.split)}

    def wanted(self) -> Iterator[tuple[str, str]]:
        """(where, column) of every column that the file must have."""
        at = f"record.{self.name}"
        for where, columns in (("key", self.key), ("personal", self.personal), ("identity", self.identity)):
            yield from ((f"{at}.{where}", column) for column in columns)
        if self.columns != "rest":
            yield from ((f"{at}.columns", column) for column in self.columns)
        yield from ((f"{at}.split", split.column) for split in self.split)
        for concern in self.concerns:
            yield from ((f"{at}.concerns", column) for column in concern.columns)
        for name, form in self.milestone_forms().items():
            yield f"{at}.milestones.{name}", form.column
            yield from ((f"{at}.milestones.{name}.amounts", money.column) for money in form.amounts.values())
            yield from ((f"{at}.milestones.{name}.details", column) for column in form.details.values())
        made = {column for split in self.split for column in split.public.values()}
        for fact in self.fact:
            for where, field in fact.leaves():
                yield from ((f"{at}.{where}", column) for column in field.columns() if column not in made)
            yield from ((f"{at}.fact.{fact.type}.when", column) for column in fact.when if column not in made)


class CommandForm(_Table, frozen=True, kw_only=True):
    """`[[command]]`: a command that a line gives, decided as if it had been submitted."""

    name: str
    key: Columns
    """Columns that tell its acts apart: what several lines or exports say of one act is sent once."""
    when: Columns = ()
    """Given only where none of these is blank."""
    personal: Columns = ()
    """Columns whose text may identify a person; only a personal field can have it."""
    as_happened: AsHappened | None = None
    """Record what happened although it was unlawful, with its defects; only for acts of the world."""
    fields: dict[str, FieldForm | ListedForm]

    def leaves(self) -> Iterator[tuple[str, FieldForm]]:
        """(where, form) of every field, listed ones too."""
        return _leaves(f"command.{self.name}", self.fields)

    def wanted(self) -> Iterator[tuple[str, str]]:
        """(where, column) of every column that the file must have."""
        at = f"command.{self.name}"
        for where, columns in (("key", self.key), ("when", self.when), ("personal", self.personal)):
            yield from ((f"{at}.{where}", column) for column in columns)
        for where, form in self.leaves():
            yield from ((where, column) for column in form.columns())


class Mapping(_Table, frozen=True, kw_only=True):
    """A whole mapping: what its lines assert (`record`), or what they send to be judged (`command`)."""

    register: RegisterForm
    file: FileForm = FileForm()
    as_of: AsOf = AsOf()
    dates: Dates = Dates()
    record: tuple[RecordForm, ...] = ()
    command: tuple[CommandForm, ...] = ()

    def wanted(self) -> Iterator[tuple[str, str]]:
        """(where, column) of every column that the file must have."""
        if self.as_of.column:
            yield "as_of.column", self.as_of.column
        for record in self.record:
            yield from record.wanted()
        for command in self.command:
            yield from command.wanted()

    def personal_columns(self) -> set[str]:
        """Columns of the file whose text may identify a person."""
        return {
            *(column for record in self.record for column in record.personal_columns()),
            *(column for command in self.command for column in command.personal),
        }
