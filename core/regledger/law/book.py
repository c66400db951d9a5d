"""The law book: all legal data of an installation, merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from regledger.errors import LawError
from regledger.law.checklists import Checklist
from regledger.law.criteria import Criterion
from regledger.law.holidays import HolidayTable, china_holidays
from regledger.law.instruments import Instrument
from regledger.law.offences import Benchmark, Offence
from regledger.law.packed import Packed
from regledger.law.parameters import Parameter, Rule
from regledger.law.ranges import UNIT, range_faults
from regledger.law.source import LawSource, LegalData
from regledger.law.view import NOBODY, Law, digest_of

__all__ = ["Lawbook"]

T = TypeVar("T", Parameter, Rule, Offence, Benchmark, Criterion, Checklist, Instrument)


class Lawbook:
    """Legal data of several sources; it never changes."""

    def __init__(
        self,
        parameters: Mapping[str, Parameter] = {},
        rules: Mapping[str, Rule] = {},
        holidays: HolidayTable | None = None,
        *,
        offences: Mapping[str, Offence] = {},
        benchmarks: Mapping[str, Benchmark] = {},
        criteria: Mapping[str, Criterion] = {},
        checklists: Mapping[str, Checklist] = {},
        instruments: Mapping[str, Instrument] = {},
        given: Iterable[tuple[str, LegalData]] = (),
        packed: Packed | None = None,
    ) -> None:
        self.parameters: Mapping[str, Parameter] = _sorted(parameters)
        self.rules: Mapping[str, Rule] = _sorted(rules)
        self.offences: Mapping[str, Offence] = _sorted(offences)
        self.benchmarks: Mapping[str, Benchmark] = _sorted(benchmarks)
        """Tiers of discretion, by id."""
        self.criteria: Mapping[str, Criterion] = _sorted(criteria)
        """By code."""
        self.checklists: Mapping[str, Checklist] = _sorted(checklists)
        """By name, `code/version`."""
        self.instruments: Mapping[str, Instrument] = _sorted(instruments)
        """The version register: editions by id."""
        self.own_holidays = holidays
        """Another table than China's."""
        self.given = tuple(given)
        """What each source gave, under its name; that of a pack is its label."""
        self.packed = packed or Packed(installed=self, packs=(), amended={})
        """Its law packs."""

    def __setattr__(self, name: str, value: object) -> None:
        """It never changes: raises `AttributeError` once it is made. Sectors are shown it, and all acts share it."""
        if "packed" in vars(self):
            raise AttributeError(f"a law book never changes, so its {name} cannot be set")
        super().__setattr__(name, value)

    @classmethod
    def load(cls, *sources: LawSource, holidays: HolidayTable | None = None) -> Lawbook:
        """Read and merge `sources`.

        Args:
            sources: core's, the sectors', then law packs; their order does not count.
            holidays: another table than China's.

        Raises:
            LawError: a source cannot be used, or two of them declare the same id.
        """
        return cls.joined(((source.name, source.read()) for source in sources), holidays=holidays)

    @classmethod
    def joined(
        cls,
        given: Iterable[tuple[str, LegalData]],
        *,
        holidays: HolidayTable | None = None,
        packed: Packed | None = None,
    ) -> Lawbook:
        """Merge what several sources gave, each under its name; `packed` says which of them are packs.

        Raises:
            LawError: two of them declare the same id; an offence, a tier or an item names what nothing declares; or a
                range of fines is none.
        """
        parameters: dict[str, tuple[str, Parameter]] = {}
        rules: dict[str, tuple[str, Rule]] = {}
        offences: dict[str, tuple[str, Offence]] = {}
        benchmarks: dict[str, tuple[str, Benchmark]] = {}
        criteria: dict[str, tuple[str, Criterion]] = {}
        checklists: dict[str, tuple[str, Checklist]] = {}
        instruments: dict[str, tuple[str, Instrument]] = {}
        sources = tuple(given)
        for name, data in sources:
            _add(parameters, ((one.id, one) for one in data.parameters), name, "parameter")
            _add(rules, ((one.id, one) for one in data.rules), name, "rule")
            _add(offences, ((one.id, one) for one in data.offences), name, "offence")
            _add(benchmarks, ((one.id, one) for one in data.benchmarks), name, "benchmark")
            _add(criteria, ((one.code, one) for one in data.criteria), name, "criterion")
            _add(checklists, ((one.name, one) for one in data.checklists), name, "checklist")
            _add(instruments, ((one.id, one) for one in data.instruments), name, "instrument")
        declared = {name for _, data in sources for name in data.names}
        for source, data in sources:
            for what, (kind, name) in data.references:
                if (kind, name) not in declared:
                    raise LawError(
                        where=f"{source}, {what}",
                        found=f"it names {kind} {name}, and nothing declares it",
                        remedy="Declare it in core, a sector or a law pack, or mend the name.",
                    )
        amended = {} if packed is None else packed.amended
        fault = next(
            range_faults(
                _items(offences).values(),
                _items(benchmarks).values(),
                _items(parameters),
                {name: [each.value for each in values] for name, values in amended.items()},
            ),
            None,
        )
        if fault is not None:
            raise LawError(
                where=" ".join(fault.item),
                found=fault.found,
                remedy=f"Give both ends of a range in whole {UNIT}, from 0, the least no more than the most.",
            )
        return cls(
            _items(parameters),
            _items(rules),
            holidays,
            offences=_items(offences),
            benchmarks=_items(benchmarks),
            criteria=_items(criteria),
            checklists=_items(checklists),
            instruments=_items(instruments),
            given=sources,
            packed=packed,
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, over the canonical JSON of everything in it."""
        amended = {"amended": self.packed.amended} if self.packed.amended else {}
        return digest_of(
            {
                **amended,
                "parameters": list(self.parameters.values()),
                "rules": list(self.rules.values()),
                "offences": list(self.offences.values()),
                "benchmarks": list(self.benchmarks.values()),
                "criteria": list(self.criteria.values()),
                "checklists": list(self.checklists.values()),
                "instruments": list(self.instruments.values()),
            }
        )

    @cached_property
    def origins(self) -> Mapping[tuple[str, str], str]:
        """(kind, id) of every item → the name of the source that declares it."""
        return MappingProxyType({name: source for source, data in self.given for name in data.names})

    @property
    def holidays(self) -> HolidayTable:
        """The holiday schedules it counts with."""
        return china_holidays() if self.own_holidays is None else self.own_holidays

    def open(
        self,
        confirmed: Mapping[str, date] = NOBODY,
        known_at: date | None = None,
        *,
        reread: Mapping[str, date] | None = None,
    ) -> Law:
        """One decision's view.

        Args:
            confirmed: rules and parameters that an authority confirmed, each with the day from which it counts.
            known_at: leave out what was encoded, and holidays announced, after this day; None for all.
            reread: those that count for what law packs say; all of `confirmed` unless given.
        """
        return Law(self, confirmed, known_at, reread=reread)


def _add(merged: dict[str, tuple[str, T]], declared: Iterable[tuple[str, T]], source: str, kind: str) -> None:
    for name, item in declared:
        if name in merged:
            raise LawError(
                where=f"{kind} {name}",
                found=f"both {merged[name][0]} and {source} declare it",
                remedy="Rename it in one of them, or load only one.",
            )
        merged[name] = (source, item)


def _items(merged: Mapping[str, tuple[str, T]]) -> dict[str, T]:
    return {name: item for name, (_, item) in merged.items()}


def _sorted(items: Mapping[str, T]) -> Mapping[str, T]:
    return MappingProxyType(dict(sorted(items.items())))
