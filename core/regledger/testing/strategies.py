"""Property strategies: whatever the declared types of a sector's facts, commands and profiles allow, for hypothesis.

    @hypothesis.given(count=commands(CountStock, site=just("S-2"), counted_on=just(date(2026, 3, 2))))
    def test_a_count_is_recorded_or_refused(given, count): …

Ids, codes and text keep to their patterns and lengths, numbers to their bounds, and instants have an offset. hypothesis is
needed: it comes with the extra `testing`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from hypothesis import strategies as st
from msgspec import inspect as shape

from regledger.deciding.handlers import Command, Handler
from regledger.errors import RegledgerError
from regledger.installation import Installation
from regledger.log.facts import Fact
from regledger.log.text import Personal
from regledger.sectors.declared import Profile

__all__ = ["NoStrategy", "commands", "facts", "profiles", "values"]

LONGEST = 200
"""Characters of a text: what may be longer is tried no longer, or a property would spend its time on prose."""
MOST = 5
"""Items of a list beyond its least."""
_WIDEST = 2**53 - 1  # what every reader of JSON holds exactly
_DAYS = (date(1949, 10, 1), date(2099, 12, 31))
_ZONES = (UTC, timezone(timedelta(hours=8)))
_PLACES = 6

C = TypeVar("C", bound=Command)
F = TypeVar("F", bound=Fact)
P = TypeVar("P", bound=Profile)


class NoStrategy(RegledgerError):
    """No values can be made for {path}: {found}. {remedy}"""


def values(kind: Any, /) -> st.SearchStrategy[Any]:
    """Values of any type that a fact or a command may carry, within its bounds.

    Args:
        kind: a type, such as `Id`, `Decimal`, `tuple[Code, ...]` or a struct.

    Raises:
        NoStrategy: no fact can carry it, such as a float.

    Example:
        >>> from typing import Annotated
        >>> import hypothesis, msgspec
        >>> @hypothesis.settings(database=None)
        ... @hypothesis.given(boxes=values(Annotated[int, msgspec.Meta(ge=1, le=50)]))
        ... def few(boxes):
        ...     assert 1 <= boxes <= 50
        >>> few()
    """
    return _Maker(sealed=False).of(shape.type_info(kind), str(getattr(kind, "__name__", kind)))


def commands(
    command: type[C] | Handler | str, installation: Installation | None = None, /, **fixed: Any
) -> st.SearchStrategy[C]:
    """Commands, as a scenario's `when` takes them.

    Args:
        command: its class, what `@handles` made of its decision, or its name.
        installation: where a name is looked up; what is installed where it is None.
        fixed: by field, the one value that it has, or a strategy for it.

    Raises:
        NoStrategy: a field that it does not have.
        UnknownCommand: nothing of that name is declared.
    """
    if isinstance(command, str):
        command = (installation or Installation()).handlers.named(command)
    wanted: Any = command.command if isinstance(command, Handler) else command
    return _Maker(sealed=False).struct(wanted, fixed)


def facts(fact: type[F], /, **fixed: Any) -> st.SearchStrategy[F]:
    """Bodies of a kind of fact as they stand in the log: personal values are commitments. `fixed` as for `commands`."""
    return _Maker(sealed=True).struct(fact, fixed)


def profiles(schema: type[P], /, **fixed: Any) -> st.SearchStrategy[P]:
    """Site profiles of a sector's schema. `fixed` as for `commands`."""
    return _Maker(sealed=False).struct(schema, fixed)


class _Maker:
    def __init__(self, *, sealed: bool) -> None:
        self._sealed = sealed
        self._known: dict[type, st.SearchStrategy[Any]] = {}

    def struct(self, cls: type[Any], fixed: Mapping[str, Any]) -> st.SearchStrategy[Any]:
        """Objects of `cls`."""
        fields = {field.name: field for field in msgspec.structs.fields(cls)}
        if odd := sorted(set(fixed) - set(fields)):
            raise NoStrategy(
                path=f"{cls.__name__}.{odd[0]}", found="there is no such field", remedy=f"It has {', '.join(fields)}."
            )
        made = {
            name: _strategy(fixed[name])
            if name in fixed
            else self.of(shape.type_info(field.type), f"{cls.__name__}.{name}")
            for name, field in fields.items()
        }
        return st.builds(cls, **made)

    def of(self, kind: shape.Type, path: str) -> st.SearchStrategy[Any]:
        """Values of `kind`, which stands at `path`."""
        match kind:
            case shape.Metadata():
                return self.of(kind.type, path)
            case shape.StructType(cls=cls) if cls is Personal:
                return _personal(self._sealed)
            case shape.StructType(cls=cls):
                if cls not in self._known:
                    made: list[st.SearchStrategy[Any]] = []  # later: it may hold itself
                    self._known[cls] = st.deferred(lambda: made[0])
                    made.append(self.struct(cls, {}))
                return self._known[cls]
            case shape.UnionType():
                ordered = sorted(kind.types, key=lambda one: not isinstance(one, shape.NoneType))
                return st.one_of([self.of(one, path) for one in ordered])
            case shape.VarTupleType() | shape.ListType():
                return self._several(kind, path)
            case shape.TupleType():
                return st.tuples(*(self.of(one, path) for one in kind.item_types))
            case shape.DictType():
                least = kind.min_length or 0
                most = least + MOST if kind.max_length is None else min(kind.max_length, least + MOST)
                keys, items = self.of(kind.key_type, path), self.of(kind.value_type, path)
                return st.dictionaries(keys, items, min_size=least, max_size=most)
            case shape.StrType():
                return _text(kind)
            case shape.IntType():
                return _whole(kind, path)
            case shape.LiteralType():
                return st.sampled_from(kind.values)
            case shape.EnumType():
                return st.sampled_from(list(kind.cls))
            case shape.DateTimeType():
                return _INSTANTS
        simple = _SIMPLE.get(type(kind))
        if simple is None:
            raise NoStrategy(
                path=path,
                found=f"no fact or command carries a {type(kind).__name__.removesuffix('Type').lower()}",
                remedy="Declare it as a type that docs/sectors.md names, or give a strategy for that field.",
            )
        return simple

    def _several(self, kind: shape.VarTupleType | shape.ListType, path: str) -> st.SearchStrategy[Any]:
        least = kind.min_length or 0
        most = least + MOST if kind.max_length is None else min(kind.max_length, least + MOST)
        items = st.lists(self.of(kind.item_type, path), min_size=least, max_size=most)
        return items if isinstance(kind, shape.ListType) else items.map(tuple)


def _strategy(value: Any) -> st.SearchStrategy[Any]:
    return value if isinstance(value, st.SearchStrategy) else st.just(value)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)  # as every entry is, so that what is read is what was written


def _text(kind: shape.StrType) -> st.SearchStrategy[str]:
    least, most = kind.min_length or 0, kind.max_length

    def fits(text: str) -> bool:
        return least <= len(text) and (most is None or len(text) <= most)

    if kind.pattern is not None:
        # "$" lets a line's end pass, which no id and no tag may carry.
        found = st.from_regex(kind.pattern).filter(lambda text: not text.endswith("\n") and text == _nfc(text))
        return found.filter(fits)
    longest = max(least, LONGEST if most is None else min(most, LONGEST))
    letters = st.characters(exclude_categories=["Cs"])
    return st.text(letters, min_size=least, max_size=longest).map(_nfc).filter(fits)


def _whole(kind: shape.IntType, path: str) -> st.SearchStrategy[int]:
    lower = [one for one in (kind.ge, None if kind.gt is None else kind.gt + 1) if one is not None]
    upper = [one for one in (kind.le, None if kind.lt is None else kind.lt - 1) if one is not None]
    least, most = max(lower, default=-_WIDEST), min(upper, default=_WIDEST)
    step = kind.multiple_of or 1
    first, last = -(-least // step), most // step
    if last < first:
        raise NoStrategy(path=path, found="no whole number is within its bounds", remedy="Mend the bounds.")
    return st.integers(first, last).map(lambda number: number * step)


def _personal(sealed: bool) -> st.SearchStrategy[Personal]:
    if not sealed:
        return st.builds(Personal, value=st.text(_LETTERS, min_size=1, max_size=40).map(_nfc))
    ids = st.from_regex(r"^person:[A-Za-z0-9_-]{1,8}\Z")
    return st.builds(Personal, subject=ids, commitment=st.from_regex(r"^[0-9a-f]{64}\Z"))


_LETTERS = st.characters(categories=("L", "Nd", "Zs"))
_INSTANTS = st.datetimes(
    datetime.combine(_DAYS[0], datetime.min.time()),
    datetime.combine(_DAYS[1], datetime.min.time()),
    timezones=st.sampled_from(_ZONES),
)
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-_WIDEST, _WIDEST) | _text(shape.StrType(max_length=20)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text(shape.StrType(max_length=20)), inner, max_size=3),
    max_leaves=6,
)
_SIMPLE: dict[type[shape.Type], st.SearchStrategy[Any]] = {
    shape.NoneType: st.none(),
    shape.BoolType: st.booleans(),
    shape.DateType: st.dates(*_DAYS),
    shape.UUIDType: st.uuids(),
    shape.AnyType: _JSON,
    shape.DecimalType: st.decimals(-(10**12), 10**12, places=_PLACES).map(lambda one: Decimal(one).normalize() + 0),
}
