"""Figures that are written out and added up: finite, and of a size that is still exact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Context, Decimal, Inexact, Rounded, localcontext
from typing import Any

import msgspec

__all__ = ["AFTER", "BEFORE", "is_plain", "total", "unplain", "vast"]

BEFORE = 28
"""The most digits before the point."""
AFTER = 40
"""The most digits after it: what the division of two figures gives has at most so many."""

_WRITTEN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
"""As a figure is written in a body: in the digits of every keyboard, with nothing between them."""

_EXACT = Context(prec=200, traps=[Inexact, Rounded])


def is_plain(value: Decimal) -> bool:
    """Whether `value` is a finite number that can be written out with `BEFORE` digits before the point and `AFTER` after it."""
    if not value.is_finite():
        return False
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -AFTER and value.adjusted() < BEFORE


def total(values: Iterable[Decimal]) -> Decimal:
    """The sum of plain figures, with every digit of it, whatever the caller's decimal context."""
    with localcontext(_EXACT):
        return sum(values, Decimal(0))


def vast(value: Any, path: str = "") -> Iterator[str]:
    """The paths of the figures inside a struct that are not plain: Decimals, and whole numbers of more than `BEFORE` digits."""
    if isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from vast(getattr(value, field), f"{path}.{field}".lstrip("."))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from vast(one, f"{path}.{key}".lstrip("."))
    elif isinstance(value, (tuple, list, frozenset, set)):
        for index, one in enumerate(value):
            yield from vast(one, f"{path}[{index}]")
    elif (isinstance(value, Decimal) and not is_plain(value)) or (isinstance(value, int) and abs(value) >= 10**BEFORE):
        yield path


def unplain(value: Any, body: Any) -> str:
    """Where a struct that was read out of the plain `body` has a figure that cannot count, and why; empty where each can."""
    if path := next(vast(value), ""):
        return f"{path} is no number, or one of too many digits"
    path = next(_strange(value, body, ""), "")
    return f"{path} is not written in the digits 0 to 9 alone" if path else ""


def _strange(value: Any, body: Any, path: str) -> Iterator[str]:
    """The paths of the Decimals that `body` writes otherwise than in plain digits: full-width, with blanks or underscores."""
    if isinstance(value, Decimal):
        if isinstance(body, str) and not _WRITTEN.fullmatch(body):
            yield path
    elif isinstance(value, msgspec.Struct) and isinstance(body, Mapping):
        for field, name in zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True):
            yield from _strange(getattr(value, field), body.get(name), f"{path}.{field}".lstrip("."))
    elif isinstance(value, Mapping) and isinstance(body, Mapping):
        for key, one in value.items():
            yield from _strange(one, body.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(value, (tuple, list)) and isinstance(body, (tuple, list)):
        for index, (one, plain) in enumerate(zip(value, body, strict=False)):
            yield from _strange(one, plain, f"{path}[{index}]")
