"""Reading rows: a mapping bound to one file's header."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from regledger.deciding.handlers import Handlers
from regledger.intake.cells import BadCell, trimmed
from regledger.intake.delimited import Layout
from regledger.intake.facts import Amount
from regledger.intake.fields import BadRow, Cells, amount_of, slug
from regledger.intake.forms import Concern, RecordForm
from regledger.intake.mapping import LoadedMapping
from regledger.intake.real_facts import RealFact
from regledger.log.catalogue import Catalogue
from regledger.log.facts import Fact

__all__ = ["Reader", "RecordReader", "Row", "Stated"]

_LONGEST_CELL = 20_000
_LONGEST_KEY = 200
_LARGEST_LINE = 24_000  # bytes; a change carries a row twice, and an entry holds 60 KiB


class Stated(msgspec.Struct):
    """What a row says of one milestone; `number` is the fact that says it, 0 before it is recorded."""

    on: date | None
    column: str
    amounts: dict[str, Amount] = {}
    details: dict[str, str] = {}
    number: int = 0

    def says(self, other: Stated | None) -> bool:
        """Whether both say the same."""
        return (
            other is not None
            and self.on == other.on
            and self.amounts == other.amounts
            and self.details == other.details
        )


class Row(msgspec.Struct):
    """One record of a line, read."""

    record: str
    id: str
    key: tuple[str, ...]
    line: int
    concerns: tuple[str, ...] = ()
    values: dict[str, str] = {}
    personal: dict[str, str] = {}
    milestones: dict[str, Stated] = {}
    facts: dict[str, tuple[Fact, str]] = {}
    """Type → real fact and the columns that it comes from."""


class Reader:
    """Reads the lines of one file.

    Raises:
        BadMapping: a fact or field that is not there.
    """

    def __init__(
        self, loaded: LoadedMapping, layout: Layout, catalogue: Catalogue, handlers: Handlers, today: date
    ) -> None:
        names = list(layout.header)
        self._blank = frozenset(("", *map(trimmed, loaded.mapping.file.blank)))
        self._splits: list[tuple[int, re.Pattern[str], list[str]]] = []
        for record in loaded.mapping.record:
            for split in record.split:
                made = {**split.public, **split.personal}
                self._splits.append((names.index(split.column), re.compile(split.pattern, re.DOTALL), list(made)))
                names += [*made.values(), split.column]
        self._columns = names
        self.records = [
            RecordReader(loaded, record, names, layout, catalogue, handlers, today) for record in loaded.mapping.record
        ]

    def cells(self, raw: Sequence[str]) -> Cells:
        """Trimmed cells, blanks empty, and after them what splits gave."""
        blank = self._blank
        cells = ["" if (text := trimmed(cell)) in blank else text for cell in raw]
        for index, text in enumerate(cells):
            if len(text) > _LONGEST_CELL:
                raise BadRow(self._columns[index], f"has more than {_LONGEST_CELL} characters")
        if sum(map(len, cells)) > _LARGEST_LINE // 4 and len(msgspec.json.encode(cells)) > _LARGEST_LINE:
            raise BadRow("", f"holds more than {_LARGEST_LINE} bytes of text")
        for index, pattern, groups in self._splits:
            match = pattern.fullmatch(cells[index])
            if match is None:
                cells += [""] * len(groups) + [cells[index]]
            else:
                cells += [*(trimmed(match[group] or "") for group in groups), ""]
        return cells


class RecordReader:
    """Reads one `[[record]]` of a line."""

    def __init__(
        self,
        loaded: LoadedMapping,
        form: RecordForm,
        columns: list[str],
        layout: Layout,
        catalogue: Catalogue,
        handlers: Handlers,
        today: date,
    ) -> None:
        self.form = form
        self.name = form.name
        self._at = {column: position for position, column in reversed(list(enumerate(columns)))}
        register = loaded.mapping.register.id
        self._prefix = f"{register}-{form.name}-"
        self._key = [(column, self._at[column]) for column in form.key]
        for concern in form.concerns:
            if concern.kind not in catalogue.kinds:
                raise loaded.bad(
                    f"record.{form.name}.concerns",
                    f"names kind {concern.kind!r}, which nothing installed declares",
                    'Name a kind of our own, such as enterprise or licence; or leave it out and write name = "…".',
                )
        self._concerns = [_concern(register, concern, self._at) for concern in form.concerns]
        milestones = form.milestone_forms()
        split_public = [column for split in form.split for column in split.public.values()]
        if form.columns == "rest":
            taken = {one.column for one in milestones.values()} | form.personal_columns() | {*form.leave_out}
            kept = [column for column in layout.header if column not in taken]
        else:
            kept = list(form.columns)
        self._values = [(column, self._at[column]) for column in [*kept, *split_public]]
        self.value_columns = frozenset(column for column, _ in self._values)
        self._personal = [(column, self._at[column]) for column in form.personal]
        for split in form.split:
            self._personal += [(column, self._at[column]) for column in split.personal.values()]
            last = max(index for index, column in enumerate(columns) if column == split.column)
            self._personal.append((split.column, last))
        self.personal_columns = frozenset(column for column, _ in self._personal)
        self._milestones = [
            (
                name,
                one,
                self._at[one.column],
                loaded.dates(f"record.{form.name}.milestones.{name}", one.formats).read,
                [(label, money, self._at[money.column]) for label, money in one.amounts.items()],
                [(label, self._at[column]) for label, column in one.details.items()],
            )
            for name, one in milestones.items()
        ]
        self.milestone_names = tuple(milestones)
        self.latest = frozenset(name for name, one in milestones.items() if one.latest)
        dated = {one.column for one in milestones.values()}
        if lost := [column for column in form.identity if column not in self.value_columns | dated]:
            raise loaded.bad(
                f"record.{form.name}.identity", f"names {lost[0]!r}, which is not kept", "Add it to columns."
            )
        self._facts = [RealFact(loaded, form.name, fact, self._at, catalogue, handlers, today) for fact in form.fact]
        if len({one.type for one in self._facts}) < len(self._facts):
            raise loaded.bad(f"record.{form.name}.fact", "gives one type of fact twice", "Give each type once.")

    def named(self, cells: Cells, line: int) -> Row | None:
        """The row with its key only; None where an optional key is blank. Raises `BadRow`."""
        key = tuple(cells[index] for _, index in self._key)
        for (column, _), part in zip(self._key, key, strict=True):
            if len(part) > _LONGEST_KEY:
                raise BadRow(column, f"has more than {_LONGEST_KEY} characters, and is part of the key")
            if not part:
                if self.form.optional:
                    return None
                raise BadRow(column, "is blank, and is part of the key")
        return Row(record=self.name, id=self.id_of(key), key=key, line=line)

    def id_of(self, key: Sequence[str]) -> str:
        """The surrogate id of the row called `key`."""
        return self._prefix + slug(key)

    def fill(self, row: Row, cells: Cells) -> None:
        """Read the rest of the row; raises `BadRow`."""
        row.concerns = tuple(dict.fromkeys(tag for concern in self._concerns if (tag := concern(cells))))
        row.values = {column: cells[index] for column, index in self._values if cells[index]}
        row.personal = {column: cells[index] for column, index in self._personal if cells[index]}
        row.milestones = {}
        for name, form, index, read, amounts, details in self._milestones:
            text = cells[index]
            if not text:
                continue
            try:
                on = read(text)
            except BadCell as error:
                raise BadRow(form.column, str(error)) from None
            row.milestones[name] = Stated(
                on=on,
                column=form.column,
                amounts={label: amount_of(money, cells[at]) for label, money, at in amounts if cells[at]},
                details={label: cells[at] for label, at in details if cells[at]},
            )
        row.facts = {one.type: (body, one.columns) for one in self._facts if (body := one.read(cells)) is not None}


def _concern(register: str, concern: Concern, at: dict[str, int]) -> Callable[[Cells], str]:
    own = f"{register}-{concern.name}-" if concern.kind == "source" else concern.prefix
    start = f"{concern.kind}:{own}"
    positions = [at[column] for column in concern.columns]
    return lambda cells: start + slug(parts) if all(parts := [cells[position] for position in positions]) else ""
