"""The law book: all legal data of an installation, merged, and one decision's view of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

import msgspec

from regledger.clock import DEFAULT_ZONE, When
from regledger.errors import LawError
from regledger.law.calendar import Calendar, DayKind, Deadline
from regledger.law.holidays import HolidayTable, china_holidays
from regledger.law.parameters import Parameter, Rule, Status, Value
from regledger.law.source import LawSource

__all__ = ["Law", "Lawbook", "Used"]

_PERIODS: Mapping[str, DayKind] = {
    "calendar day": "calendar",
    "working day": "working",
    "hour": "hour",
    "month": "month",
    "year": "year",
}
_NOBODY: Mapping[str, date] = MappingProxyType({})

T = TypeVar("T", Parameter, Rule)


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """A value that a decision used: one line of its trace.

    Attributes:
        parameter: its id; `holidays.<year>` for a holiday schedule that was looked up.
        value: what it was.
        valid_from: the first legal day of the value's period.
        citation: where it stands.
        status: how far its text was checked.
        digest: SHA-256, in hexadecimal, of the value as canonical JSON.
    """

    parameter: str
    value: int | str | bool
    valid_from: date
    citation: str
    status: Status
    digest: str


class Lawbook:
    """Parameters and rules of several sources; it never changes."""

    def __init__(
        self, parameters: Mapping[str, Parameter], rules: Mapping[str, Rule], holidays: HolidayTable | None = None
    ) -> None:
        self.parameters: Mapping[str, Parameter] = MappingProxyType(dict(sorted(parameters.items())))
        self.rules: Mapping[str, Rule] = MappingProxyType(dict(sorted(rules.items())))
        self._holidays = holidays

    @classmethod
    def load(cls, *sources: LawSource, holidays: HolidayTable | None = None) -> Lawbook:
        """Read and merge `sources`.

        Args:
            sources: core's, the sectors', then law packs; their order does not count.
            holidays: another table than China's.

        Raises:
            LawError: a source cannot be used, or two of them declare the same id.
        """
        parameters: dict[str, tuple[str, Parameter]] = {}
        rules: dict[str, tuple[str, Rule]] = {}
        for source in sources:
            its_parameters, its_rules = source.read()
            _add(parameters, its_parameters, source.name, "parameter")
            _add(rules, its_rules, source.name, "rule")
        return cls(
            {name: parameter for name, (_, parameter) in parameters.items()},
            {name: rule for name, (_, rule) in rules.items()},
            holidays,
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, over the canonical JSON of all parameters and rules."""
        return _digest({"parameters": list(self.parameters.values()), "rules": list(self.rules.values())})

    @property
    def holidays(self) -> HolidayTable:
        """The holiday schedules it counts with."""
        return china_holidays() if self._holidays is None else self._holidays

    def open(self, confirmed: Mapping[str, date] = _NOBODY, known_at: date | None = None) -> Law:
        """One decision's view.

        Args:
            confirmed: rules and parameters that an authority confirmed, each with the day from which it counts.
            known_at: leave out what was encoded, and holidays announced, after this day; None for all.
        """
        return Law(self, confirmed, known_at)


class Law:
    """What one decision sees of the law; it collects what was used."""

    def __init__(self, book: Lawbook, confirmed: Mapping[str, date] = _NOBODY, known_at: date | None = None) -> None:
        self._book = book
        self._confirmed = dict(confirmed)
        self._known_at = known_at
        self._used: dict[tuple[str, str], Used] = {}

    @property
    def digest(self) -> str:
        """The digest of the book."""
        return self._book.digest

    @property
    def used(self) -> tuple[Used, ...]:
        """What was used so far, each once, in order of first use: the decision trace."""
        return tuple(self._used.values())

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar, with the holidays known; the schedules it looks up join the trace."""
        table = self._book.holidays
        table = table if self._known_at is None else table.as_known(self._known_at)
        return Calendar(table, consulted=lambda year: self._use_year(table, year))

    def value(self, parameter: str, *, on: date) -> int | str | bool:
        """The value of a parameter on a legal day.

        Args:
            parameter: its id.
            on: the day of the act for a substantive parameter, of the step for a procedural one.

        Raises:
            LawError: nothing of that id is declared, or it has no value on that day.
        """
        declared = self._parameter(parameter)
        known = self._known(declared)
        for value in known:
            if value.covers(on):
                self._use(declared, value)
                return value.value
        periods = "; ".join(value.period for value in known) or "none"
        raise LawError(
            where=f"parameter {parameter}",
            found=f"it has no value on {on} (periods known: {periods})",
            remedy="Load a law pack that gives the value of that day, or correct the day.",
        )

    def has(self, parameter: str, *, on: date) -> bool:
        """Whether a parameter has a value on a legal day; asking is not using. Raises `LawError` for an unknown id."""
        return any(value.covers(on) for value in self._known(self._parameter(parameter)))

    def integer(self, parameter: str, *, on: date) -> int:
        """As `value`, of a parameter that is a whole number; raises `LawError` where it is none."""
        value = self.value(parameter, on=on)
        if isinstance(value, bool) or not isinstance(value, int):
            raise _misfit(parameter, f"its value {value!r} is no whole number", "Write a whole number.")
        return value

    def decimal(self, parameter: str, *, on: date) -> Decimal:
        """As `value`, exact, of a parameter that is a number; raises `LawError` where it is none."""
        value = self.value(parameter, on=on)
        try:
            number = Decimal("NaN") if isinstance(value, bool) else Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise _misfit(parameter, f"its value {value!r} is no number", 'Write a decimal as text, such as "0.03".')
        return number

    def deadline(
        self,
        parameter: str,
        start: When,
        *,
        on: date,
        roll_over: bool = False,
        backward: bool = False,
        zone: str = DEFAULT_ZONE,
    ) -> Deadline:
        """The last day of the period that a parameter sets, counted in its own unit.

        Args:
            parameter: its id; its unit is `calendar day`, `working day`, `hour`, `month` or `year`.
            start: the day or instant that starts the period and is not counted.
            on: the day whose value is used.
            roll_over: as in `Calendar.deadline`.
            backward: as in `Calendar.deadline`.
            zone: as in `Calendar.deadline`.

        Raises:
            LawError: it is no period, or has no value on that day.
        """
        unit = self._parameter(parameter).unit
        if unit not in _PERIODS:
            raise _misfit(parameter, f"its unit {unit!r} is no period", f"Use one of {', '.join(_PERIODS)}.")
        length = self.integer(parameter, on=on)
        kind = _PERIODS[unit]
        return self.calendar.deadline(
            start, length, kind, roll_over=roll_over, backward=backward, zone=zone, rule=parameter
        )

    def rule(self, name: str) -> Rule:
        """The rule of an id; raises `LawError` where none is declared."""
        try:
            return self._book.rules[name]
        except KeyError:
            raise LawError(
                where=f"rule {name}", found="nothing declares it", remedy="Declare it in core, a sector or a law pack."
            ) from None

    def blocks(self, rule: str, *, on: date) -> bool:
        """Whether a rule may refuse on a legal day; otherwise it warns.

        A VERIFIED rule may refuse; any other only from the day on which an authority confirmed it. A number is held to
        the same: where this decision used a value of one of the rule's parameters (`<rule>.…`) that is neither
        VERIFIED nor confirmed, the rule warns.

        Raises:
            LawError: nothing of that id is declared.
        """
        status = self.rule(rule).status
        if self._is_confirmed(rule, on):
            return True
        if status != "VERIFIED":
            return False
        return all(
            used.status == "VERIFIED" or self._is_confirmed(used.parameter, on)
            for used in self._used.values()
            if used.parameter.startswith(f"{rule}.")
        )

    def _is_confirmed(self, name: str, on: date) -> bool:
        since = self._confirmed.get(name)
        return since is not None and since <= on

    def _parameter(self, name: str) -> Parameter:
        try:
            return self._book.parameters[name]
        except KeyError:
            raise LawError(
                where=f"parameter {name}",
                found="nothing declares it",
                remedy="Declare it in core, a sector or a law pack.",
            ) from None

    def _known(self, parameter: Parameter) -> tuple[Value, ...]:
        if self._known_at is None:
            return parameter.values
        return tuple(value for value in parameter.values if value.known_from <= self._known_at)

    def _use(self, parameter: Parameter, value: Value) -> None:
        key = (parameter.id, value.valid_from.isoformat())
        if key not in self._used:
            shown = {"id": parameter.id, "nature": parameter.nature, "unit": parameter.unit, "value": value}
            self._used[key] = Used(
                parameter=parameter.id,
                value=value.value,
                valid_from=value.valid_from,
                citation=str(value.citation),
                status=value.status,
                digest=_digest(shown),
            )

    def _use_year(self, table: HolidayTable, number: int) -> None:
        key = (f"holidays.{number}", "")
        if key in self._used:
            return
        year = table.year(number)
        self._used[key] = Used(
            parameter=key[0],
            value="not known" if year is None else "known",
            valid_from=date(number, 1, 1),
            citation=table.source,
            status="SECONDARY",
            digest="" if year is None else year.digest,
        )


def _add(merged: dict[str, tuple[str, T]], declared: tuple[T, ...], source: str, kind: str) -> None:
    for item in declared:
        if item.id in merged:
            raise LawError(
                where=f"{kind} {item.id}",
                found=f"both {merged[item.id][0]} and {source} declare it",
                remedy="Rename it in one of them, or load only one.",
            )
        merged[item.id] = (source, item)


def _misfit(parameter: str, found: str, remedy: str) -> LawError:
    return LawError(where=f"parameter {parameter}", found=found, remedy=remedy)


def _digest(content: object) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()
