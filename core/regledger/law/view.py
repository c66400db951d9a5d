"""What one decision sees of the law; it writes down what was used."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from regledger.clock import DEFAULT_ZONE, When
from regledger.errors import LawError
from regledger.law.calendar import Calendar, DayKind, Deadline
from regledger.law.checklists import Checklist
from regledger.law.criteria import Criterion
from regledger.law.holidays import HolidayTable
from regledger.law.offences import Benchmark, Offence
from regledger.law.packed import PackValue
from regledger.law.parameters import Parameter, Rule, Status, Value
from regledger.law.trace import Used, digest_of

if TYPE_CHECKING:
    from regledger.law.book import Lawbook
    from regledger.sectors.declared import LawException

__all__ = ["NOBODY", "PERIODS", "Law", "Used", "digest_of"]

PERIODS: Mapping[str, DayKind] = {
    "calendar day": "calendar",
    "working day": "working",
    "hour": "hour",
    "month": "month",
    "year": "year",
}
"""Unit of a parameter that is a period → how its days are counted."""
NOBODY: Mapping[str, date] = MappingProxyType({})
"""Where nothing was confirmed."""
COMMON: Mapping[str, LawException] = MappingProxyType({})
"""Where the common law alone counts."""


class Law:
    """What one decision sees of the law; it collects what was used."""

    def __init__(
        self,
        book: Lawbook,
        confirmed: Mapping[str, date] = NOBODY,
        known_at: date | None = None,
        *,
        reread: Mapping[str, date] | None = None,
    ) -> None:
        self._book = book
        self._confirmed = dict(confirmed)
        self._reread = self._confirmed if reread is None else dict(reread)
        """The confirmations of what law packs say: whoever confirmed the same id before they were loaded saw another text."""
        self._known_at = known_at
        self._used: dict[tuple[str, str], Used] = {}
        self._exceptions = COMMON
        self._day: date | None = None
        """The legal day of the act, by which an exception has to be confirmed."""
        self._waiting: dict[tuple[str, str], LawException] = {}
        self._unconfirmed: dict[tuple[str, str], PackValue] = {}

    @property
    def digest(self) -> str:
        """The digest of the book."""
        return self._book.digest

    @property
    def book(self) -> Lawbook:
        """The book, with the law packs that apply on the day of the act."""
        return self._book

    @property
    def used(self) -> tuple[Used, ...]:
        """What was used so far, each once, in order of first use: the decision trace."""
        return tuple(self._used.values())

    def excepting(self, exceptions: Mapping[str, LawException], *, on: date) -> Law:
        """The same view where a sector's own law goes before the common law (特别规定优先); both write one trace.

        Law that was not verified weakens none that was: until an authority confirms the sector's own, the common law counts.

        Args:
            exceptions: those of the lead sector of the site that is judged, by the id whose place is taken.
            on: the legal day of the act, by which a sector's law that is not VERIFIED has to be confirmed.
        """
        view = copy(self)
        view._exceptions, view._day, view._waiting = exceptions, on, {}
        return view

    def apart(self) -> Law:
        """The same view with a trace of its own, for an answer that is weighed by what it stands on; `join` it afterwards."""
        view = copy(self)
        view._used = {}
        # It writes to the trace of the view that made it.
        view.__dict__.pop("calendar", None)
        return view

    def join(self, apart: Law) -> None:
        """Let what was used `apart` be part of this trace."""
        for key, used in apart._used.items():
            self._used.setdefault(key, used)

    @property
    def waiting(self) -> tuple[LawException, ...]:
        """The exceptions that would have counted so far, had the sector's law been VERIFIED or confirmed."""
        return tuple(self._waiting.values())

    @property
    def unconfirmed(self) -> Mapping[tuple[str, str], PackValue]:
        """(parameter, pack) → the amendment that would have counted so far, had it been VERIFIED or confirmed."""
        return MappingProxyType(self._unconfirmed)

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar, with the holidays known; the schedules it looks up join the trace."""
        table = self._book.holidays
        table = table if self._known_at is None else table.as_known(self._known_at)
        return Calendar(table, consulted=lambda year: self._use_year(table, year))

    def value(self, parameter: str, *, on: date) -> int | str | bool:
        """The value of a parameter on a legal day; that of the sector's own where it covers the day and stands in its place.

        Args:
            parameter: its id.
            on: the day of the act for a substantive parameter, of the step for a procedural one.

        Raises:
            LawError: nothing of that id is declared, or it has no value on that day.
        """
        declared = self._in_force(parameter, on)
        value = self._counting(declared, on)
        if value is not None:
            self._use(declared, value)
            return value.value
        periods = "; ".join(value.period for value in self._known(declared)) or "none"
        raise LawError(
            where=f"parameter {parameter}",
            found=f"it has no value on {on} (periods known: {periods})",
            remedy="Load a law pack that gives the value of that day, or correct the day.",
        )

    def has(self, parameter: str, *, on: date) -> bool:
        """Whether a parameter has a value on a legal day; asking is not using. Raises `LawError` for an unknown id."""
        return any(value.covers(on) for value in self._known(self._in_force(parameter, on)))

    def counting(self, parameter: str, *, on: date) -> Value | None:
        """The value of a parameter that counts on a legal day; asking is not using. Raises `LawError` for an unknown id."""
        return self._counting(self._in_force(parameter, on), on)

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
        declared = self._in_force(parameter, on)
        unit = declared.unit
        if unit not in PERIODS:
            raise _misfit(parameter, f"its unit {unit!r} is no period", f"Use one of {', '.join(PERIODS)}.")
        length = self.integer(parameter, on=on)
        kind = PERIODS[unit]
        return self.calendar.deadline(
            start, length, kind, roll_over=roll_over, backward=backward, zone=zone, rule=declared.id
        )

    def rule(self, name: str) -> Rule:
        """The rule of an id; raises `LawError` where none is declared."""
        try:
            return self._book.rules[name]
        except KeyError:
            raise LawError(
                where=f"rule {name}", found="nothing declares it", remedy="Declare it in core, a sector or a law pack."
            ) from None

    def excepted(self, rule: str, *, on: date) -> bool:
        """Whether a sector's own rule stands in the place of `rule` on a legal day: that, and by what, joins the trace.

        It does from the day on which it is VERIFIED or confirmed; until then it waits, and the common rule counts.
        """
        special = self._exceptions.get(rule)
        if special is None:
            return False
        own = self.rule(special.by)
        if not self._goes_before(special, own.status, on):
            return False
        self._used.setdefault(
            (f"exception.{rule}", special.by),
            Used(
                parameter=f"exception.{rule}",
                value=own.id,
                valid_from=on,
                citation=special.article,
                status=own.status,
                digest=digest_of({"exception": special, "rule": own}),
            ),
        )
        return True

    def offence(self, name: str) -> Offence | None:
        """The offence of an id; None where nothing declares it."""
        return self._book.offences.get(name)

    def benchmark(self, name: str) -> Benchmark | None:
        """The tier of a discretion benchmark of an id; None where nothing declares it."""
        return self._book.benchmarks.get(name)

    def tiers(self, offence: str) -> tuple[Benchmark, ...]:
        """The tiers that any benchmark sets for an offence, by id, whether or not they are in force."""
        return tuple(one for one in self._book.benchmarks.values() if one.offence == offence)

    def criterion(self, code: str) -> Criterion | None:
        """The criterion of a code, whether or not it applies today; None where nothing declares it."""
        return self._book.criteria.get(code)

    def checklist(self, name: str) -> Checklist | None:
        """The checklist of a name, `code/version`, whether or not it is in use today; None where nothing declares it."""
        return self._book.checklists.get(name)

    def blocks(self, rule: str, *, on: date) -> bool:
        """Whether a rule may refuse on a legal day; otherwise it warns.

        A VERIFIED rule may refuse; any other only from the day on which an authority confirmed it. A number is held to
        the same: where this decision used a value of one of the rule's parameters (`<rule>.…`) that is neither
        VERIFIED nor confirmed, the rule warns. A sector's value stands in the place of one only where it is sound.

        Raises:
            LawError: nothing of that id is declared.
        """
        return self.sound(rule, self.rule(rule).status, on=on, kind="rule") and all(
            self.sound(used.parameter, used.status, on=on, source=used.pack)
            for used in self._used.values()
            if used.parameter.startswith(f"{rule}.")
        )

    def settled(self, parameter: str, *, on: date) -> bool:
        """Whether what was used so far of `parameter` is VERIFIED, or confirmed by the legal day `on`."""
        return all(
            self.sound(used.parameter, used.status, on=on, source=used.pack)
            for used in self._used.values()
            if used.parameter == parameter
        )

    def sound(self, name: str, status: Status, *, on: date, kind: str = "parameter", source: str = "") -> bool:
        """Whether what is called `name` and was checked as `status` says may refuse on the legal day `on`.

        It is VERIFIED, or an authority confirmed it, or the rule that its id begins with or that it says it belongs to:
        whoever confirmed that compared its numbers as well, and of the same sector, pack or core its offences, tiers and
        criteria.

        Args:
            kind: of the item, as in `LAW_TABLES`.
            source: the law pack that amends it, where one does; whoever declares it unless given.
        """
        origins = self._book.origins
        source = source or origins.get((kind, name), "")
        confirmed = self._reread if source in self._book.packed.packs else self._confirmed
        numbers = kind in {"parameter", "rule"}
        criterion = self._book.criteria.get(name) if kind == "criterion" else None
        return status == "VERIFIED" or any(
            since is not None and since <= on
            for one in (name, name.partition(".")[0], "" if criterion is None else criterion.rule)
            if (since := confirmed.get(one))
            and (numbers or _giver(origins.get(("rule", one), source)) == _giver(source))
        )

    def _goes_before(self, special: LawException, status: Status, on: date) -> bool:
        """Whether a sector's law, checked as `status` says, goes before the common law; where it does not yet, it waits."""
        sound = self.sound(special.by, status, on=self._day or on)
        if not sound:
            self._waiting.setdefault((special.of, special.by), special)
        return sound

    def confirmed_since(self, name: str) -> date | None:
        """The legal day from which a rule or parameter counts as confirmed; None where nobody confirmed what stands now."""
        return self._reread.get(name)

    def _parameter(self, name: str) -> Parameter:
        try:
            return self._book.parameters[name]
        except KeyError:
            raise LawError(
                where=f"parameter {name}",
                found="nothing declares it",
                remedy="Declare it in core, a sector or a law pack.",
            ) from None

    def _in_force(self, name: str, on: date) -> Parameter:
        """The parameter that gives the value on `on`: the sector's own where it covers the day and goes before the common one."""
        declared = self._parameter(name)
        special = self._exceptions.get(name)
        if special is None:
            return declared
        own = self._parameter(special.by)
        value = self._counting(own, on)
        return own if value is not None and self._goes_before(special, value.status, on) else declared

    def _counting(self, parameter: Parameter, on: date) -> Value | None:
        """The value on `on`: a law pack's before the parameter's own, unless nobody read it and the own one is VERIFIED."""
        covering = [value for value in self._known(parameter) if value.covers(on)]
        if not covering:
            return None
        first, last = covering[0], covering[-1]
        pack = self._pack_of(parameter, first)
        if first is last or last.status != "VERIFIED":
            return first
        if self.sound(parameter.id, first.status, on=self._day or on, source=pack):
            return first
        self._unconfirmed.setdefault((parameter.id, pack), PackValue(value=first, pack=pack))
        return last

    def _known(self, parameter: Parameter) -> tuple[Value, ...]:
        # A pack's values stand first: they are taken on the days that they cover.
        amended = self._book.packed.amended.get(parameter.id, ())
        values = (*(one.value for one in amended), *parameter.values)
        if self._known_at is None:
            return values
        return tuple(value for value in values if value.known_from <= self._known_at)

    def _use(self, parameter: Parameter, value: Value) -> None:
        pack = self._pack_of(parameter, value)
        key = (parameter.id, f"{value.valid_from} {pack}")
        if key not in self._used:
            shown = {"id": parameter.id, "nature": parameter.nature, "unit": parameter.unit, "value": value}
            self._used[key] = Used(
                parameter=parameter.id,
                value=value.value,
                valid_from=value.valid_from,
                citation=str(value.citation),
                status=value.status,
                digest=digest_of(shown),
                pack=pack,
            )

    def _pack_of(self, parameter: Parameter, value: Value) -> str:
        packed = self._book.packed
        amending = next((one.pack for one in packed.amended.get(parameter.id, ()) if one.value is value), "")
        origin = self._book.origins.get(("parameter", parameter.id), "") if packed.packs else ""
        return amending or (origin if origin in packed.packs else "")

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


def _giver(source: str) -> str:
    """Who gives a source: of one file of a sector, `fireworks 0.1.0 (regledger_fireworks:sector/stores.toml)`, the sector."""
    return source.partition(" (")[0]


def _misfit(parameter: str, found: str, remedy: str) -> LawError:
    return LawError(where=f"parameter {parameter}", found=found, remedy=remedy)
