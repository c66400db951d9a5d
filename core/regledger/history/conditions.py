"""Conditions on the fields of records, as `regledger list --where` takes them: `level=major`, `due_on<2026-03-30`, `order=`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

import msgspec

from regledger.errors import RegledgerError

__all__ = ["BadCondition", "Condition"]


class BadCondition(RegledgerError):
    """The condition {text!r} cannot be used: {found}. {remedy}"""


_FORM = re.compile(r"(?P<field>[a-z][a-z0-9_.]*)(?P<how><=|>=|!=|=|<|>|~)(?P<value>.*)", re.DOTALL)
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """One condition on one field."""

    field: str
    """The name of the field; of a field inside it, its path with dots."""
    how: str
    value: str

    @classmethod
    def read(cls, text: str) -> Condition:
        """`text` as FIELD, one of = != < <= > >= ~ (contains), and VALUE, which is empty for "nothing"; raises `BadCondition`."""
        match = _FORM.fullmatch(text.strip())
        if match is None:
            remedy = "Write FIELD=VALUE, or one of != < <= > >= ~ between the two, such as level=major."
            raise BadCondition(text=text, found="it is not FIELD, a comparison and VALUE", remedy=remedy)
        return cls(field=match["field"], how=match["how"], value=match["value"].strip())

    @property
    def text(self) -> str:
        """As it is written."""
        return f"{self.field}{self.how}{self.value}"

    def check(self, fields: Iterable[str]) -> None:
        """Refuse it where no record of the kind has its field; raises `BadCondition`."""
        known = sorted(fields)
        name = self.field.partition(".")[0]
        if name not in known:
            near = get_close_matches(name, known, n=3) or known
            raise BadCondition(
                text=self.text, found=f"no such record has {name!r}", remedy=f"Its fields are {', '.join(near)}."
            )

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether it holds for a record as a plain object; of a list it holds where it does for one of its items.

        `FIELD=` holds where there is nothing: null, an empty text or an empty list; `FIELD!=` where there is something.

        Raises:
            BadCondition: what the field holds cannot be compared so.
        """
        found = _inside(row, self.field.split("."))
        if not self.value and self.how in ("=", "!="):
            return (not any(one not in (None, "") for one in found)) == (self.how == "=")
        if self.how == "!=":
            return not any(self._fits(one, "=") for one in found)
        return any(self._fits(one, self.how) for one in found)

    def _fits(self, one: Any, how: str) -> bool:
        if one is None:
            return False
        if how == "~":
            return self.value in str(one)
        if isinstance(one, bool):
            return how == "=" and str(one).lower() == self.value.lower()
        if isinstance(one, int | Decimal):
            wanted = self._number()
            return one == wanted if how == "=" else _ORDER[how](one, wanted)
        return str(one) == self.value if how == "=" else _ORDER[how](str(one), self.value)

    def _number(self) -> Decimal:
        try:
            number = Decimal(self.value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            found = f"{self.field} is a number, and {self.value!r} is none"
            raise BadCondition(text=self.text, found=found, remedy="Compare it with a whole number or a decimal.")
        return number


def _inside(value: Any, path: list[str]) -> list[Any]:
    """What lies at `path`: each item of a list on the way, nothing where a field is missing."""
    if isinstance(value, list | tuple):
        return [found for one in value for found in _inside(one, path)]
    if not path:
        return [value]
    if isinstance(value, Mapping) and path[0] in value:
        return _inside(value[path[0]], path[1:])
    return []
