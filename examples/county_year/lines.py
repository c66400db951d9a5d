"""Lines of the year: a command on its day, and what its writer expects of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from world import World

__all__ = ["Chapter", "Line", "happened", "refused", "said"]


@dataclass(frozen=True)
class Line:
    """One command of the year.

    Attributes:
        on: the legal day on which it is sent.
        command: its name.
        body: what it carries, as JSON.
        refused: the rule of the catalogue that has to refuse it; empty where it is to be recorded.
        as_happened: reason and approver, where it tells what already happened against the law.
        defect: the rule that it is recorded with as a defect; with `as_happened` only.
    """

    on: date
    command: str
    body: dict[str, Any] = field(default_factory=dict)
    refused: str = ""
    as_happened: dict[str, str] | None = None
    defect: str = ""


Chapter = Callable[["World"], Iterable[Line]]
"""Tells one row of the county's plan; of one record it gives the lines in the order of their days."""


def said(on: date, command: str, /, **body: Any) -> Line:
    """A lawful command: it is to be recorded."""
    return Line(on, command, _plain(body))


def refused(rule: str, on: date, command: str, /, **body: Any) -> Line:
    """An unlawful command: it is to be refused for `rule` among others, and recorded by nobody."""
    return Line(on, command, _plain(body), refused=rule)


def happened(rule: str, on: date, command: str, /, reason: str, approver: str, **body: Any) -> Line:
    """What happened against `rule` and is recorded with that defect."""
    return Line(on, command, _plain(body), as_happened={"reason": reason, "approver": approver}, defect=rule)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
