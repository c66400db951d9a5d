"""Ranges of fines: that both ends of an offence, or of a tier, are whole fen, and the least not above the most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

import msgspec

from regledger.law.offences import Benchmark, Offence
from regledger.law.parameters import Parameter, Value

__all__ = ["UNIT", "RangeFault", "range_faults"]

UNIT = "fen"
"""Of every fine: a hundredth of a yuan."""


class RangeFault(msgspec.Struct, frozen=True, kw_only=True):
    """Why no fine can be held to a range.

    Attributes:
        item: whose range it is, as (kind, id).
        parameters: those at fault.
        found: what is wrong, naming them.
    """

    item: tuple[str, str]
    parameters: tuple[str, ...]
    found: str


def range_faults(
    offences: Iterable[Offence],
    benchmarks: Iterable[Benchmark],
    parameters: Mapping[str, Parameter],
    amended: Mapping[str, Iterable[Value]],
) -> Iterator[RangeFault]:
    """What is wrong with the ranges of `offences` and `benchmarks`.

    Args:
        parameters: by id; what is not in it is named by whoever checks references.
        amended: by parameter, the values that go before its own on the days that they cover.
    """
    items: list[tuple[str, Offence | Benchmark]] = [("offence", one) for one in offences]
    items += [("benchmark", one) for one in benchmarks]
    for kind, one in items:
        ends = [name for name in (one.fine_min, one.fine_max) if name in parameters]
        values = {name: (*amended.get(name, ()), *parameters[name].values) for name in ends}
        wrong = [(name, found) for name in ends if (found := _no_sum(parameters[name], values[name]))]
        for name, found in wrong:
            yield RangeFault(item=(kind, one.id), parameters=(name,), found=found)
        if wrong or len(ends) < 2:
            continue
        for day in _changes(values.values()):
            least, most = (_on(day, values[name]) for name in ends)
            if least is not None and most is not None and least > most:
                found = f"on {day} {ends[0]} is {least} and {ends[1]} is {most}: the least fine is more than the most"
                yield RangeFault(item=(kind, one.id), parameters=tuple(ends), found=found)
                break


def _no_sum(parameter: Parameter, values: Iterable[Value]) -> str:
    """Why no fine can be compared with `parameter`; empty where it can."""
    if parameter.unit != UNIT:
        return f"{parameter.id} is counted in {parameter.unit!r}, and a fine in {UNIT!r}"
    odd = next((one.value for one in values if type(one.value) is not int or one.value < 0), None)
    return "" if odd is None else f"{parameter.id} is {odd!r}, which is no whole number from 0"


def _changes(values: Iterable[Iterable[Value]]) -> list[date]:
    """The days from which another value counts: a range is the same from one to the next."""
    every = [one for each in values for one in each]
    ends = (one.valid_to for one in every if one.valid_to is not None and one.valid_to < date.max)
    return sorted({*(one.valid_from for one in every), *(end + timedelta(days=1) for end in ends)})


def _on(day: date, values: Iterable[Value]) -> int | None:
    found = next((one.value for one in values if one.covers(day)), None)
    return found if isinstance(found, int) else None
