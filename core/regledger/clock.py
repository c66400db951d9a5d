"""Time in the world: instants, and legal days in a zone.

A *legal day* is a `datetime.date` and the zone of the fact that names it: midnight is never invented from a
day. An *instant* is an aware `datetime.datetime`. What regledger stamps itself is kept as whole microseconds
since 1970 in UTC.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

__all__ = [
    "DEFAULT_ZONE",
    "GRACE",
    "Clock",
    "Instant",
    "When",
    "day_of",
    "from_micros",
    "iso_micros",
    "system_clock",
    "to_micros",
    "zone",
]

DEFAULT_ZONE = "Asia/Shanghai"
GRACE = timedelta(minutes=5)
"""How far a clock may run ahead: a fact said to have happened later than this after its recording is refused."""

When = date | datetime
"""A legal day (`date`) or an instant (aware `datetime`)."""

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant as a field of a fact or a command: one that lacks its zone is refused."""

Clock = Callable[[], int]
"""Microseconds since 1970-01-01 in UTC."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def system_clock() -> int:
    """The machine's clock, in microseconds."""
    return time.time_ns() // 1_000


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The zone called `name`; raises `ValueError` where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"there is no time zone {name!r}") from None


def day_of(when: When, zone_name: str = DEFAULT_ZONE) -> date:
    """The legal day of `when`: itself where it is a day, the local day of an instant.

    Raises:
        ValueError: an instant without its zone, which is no moment at all.
    """
    if not isinstance(when, datetime):
        return when
    if when.tzinfo is None:
        raise ValueError(f"{when.isoformat()} has no time zone")
    try:
        return when.astimezone(zone(zone_name)).date()
    except OverflowError:
        # The first and the last day of the calendar have no local day everywhere.
        return when.date()


def to_micros(instant: datetime) -> int:
    """Whole microseconds since 1970 of an aware instant."""
    return (instant - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The instant, in UTC, of whole microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=micros)


def iso_micros(micros: int) -> str:
    """RFC 3339 with six decimals and Z, as an entry's `time` has it."""
    return from_micros(micros).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
