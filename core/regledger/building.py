"""Filling declared classes: a class may check itself in `__post_init__`, and whose code that is keeps guard over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

from msgspec import inspect as shape

__all__ = ["Guard", "built", "guard_building", "guard_of", "structs_of"]

A = TypeVar("A")


class Guard(Protocol):
    """Calls what it is given, and names whose code it is where that fails or takes too long."""

    def __call__(self, make: Callable[..., A], /, *arguments: Any, **named: Any) -> A:
        """What `make` gives."""
        ...


_GUARDS: WeakKeyDictionary[type, Guard] = WeakKeyDictionary()


def guard_building(wanted: type, guard: Guard) -> None:
    """Let `guard` make every `wanted` from now on."""
    _GUARDS[wanted] = guard


def guard_of(wanted: type) -> Guard:
    """Who makes a `wanted`; a plain call where nobody guards it."""
    return _GUARDS.get(wanted, _plain)


def built(wanted: type, make: Callable[..., A], /, *arguments: Any, **named: Any) -> A:
    """What `make` gives, which is a `wanted`; an error of `make` itself, or of the guard of that class."""
    return guard_of(wanted)(make, *arguments, **named)


def _plain(make: Callable[..., A], /, *arguments: Any, **named: Any) -> A:
    return make(*arguments, **named)


def structs_of(declared: type) -> Iterator[shape.StructType]:
    """`declared` and every struct that it may carry, each once."""
    return _structs(shape.type_info(declared), set())


def _structs(kind: shape.Type, seen: set[type]) -> Iterator[shape.StructType]:
    match kind:
        case shape.Metadata():
            yield from _structs(kind.type, seen)
        case shape.StructType() if kind.cls not in seen:
            seen.add(kind.cls)
            yield kind
            for field in kind.fields:
                yield from _structs(field.type, seen)
        case shape.UnionType():
            for one in kind.types:
                yield from _structs(one, seen)
        case shape.DictType():
            yield from _structs(kind.value_type, seen)
        case shape.VarTupleType() | shape.ListType():
            yield from _structs(kind.item_type, seen)
        case shape.TupleType():
            for one in kind.item_types:
                yield from _structs(one, seen)
