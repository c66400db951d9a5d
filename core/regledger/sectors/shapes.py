"""The classes that a sector declares: what the core reads of them is there to be read, and filling them is guarded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from inspect import getattr_static, isfunction
from types import MemberDescriptorType
from typing import Any, TypeVar

import msgspec
from msgspec import inspect as shape

from regledger.building import guard_building, structs_of
from regledger.sectors.guard import STOPPED, LoadedSector, asked_to_end, failed
from regledger.sectors.watch import within

__all__ = ["check_shape", "check_time", "guard_shape"]

A = TypeVar("A")

ASKED = frozenset(
    {"authority", "body", "items", "kind", "number", "overlays", "sector", "site", "subject", "succession"}
)
"""What the core asks a command, a fact or a state for by its name, where it has it."""


def check_shape(declared: type[msgspec.Struct]) -> None:
    """Raise `TypeError` for a class of which something is computed when the core reads it."""
    for cls in _own_structs(declared):
        for base in cls.__mro__:
            computed = sorted({"__getattr__", "__getattribute__"} & vars(base).keys())
            if computed and not _is_ours(base):
                raise TypeError(f"{cls.__name__} has {computed[0]}; what the core reads of it has to be its fields")
        for name in (*cls.__struct_fields__, *sorted(ASKED)):
            found = getattr_static(cls, name, None)
            if (
                hasattr(type(found), "__get__")
                and not isinstance(found, MemberDescriptorType)
                and not isfunction(found)
            ):
                raise TypeError(f"{name} of {cls.__name__} is computed, and the core reads it; make it a field")


def check_time(declared: type[msgspec.Struct], name: str) -> None:
    """Raise `TypeError` unless the field `name` is a legal day or an instant."""
    kind = {field.name: field.type for field in msgspec.structs.fields(declared)}[name]
    if not _is_time(shape.type_info(kind)):
        raise TypeError(f"{name} of {declared.__name__} is neither a legal day nor an instant")


def _is_time(kind: shape.Type) -> bool:
    match kind:
        case shape.Metadata():
            return _is_time(kind.type)
        case shape.UnionType():
            return all(_is_time(one) for one in kind.types)
        case _:
            return isinstance(kind, (shape.DateType, shape.DateTimeType, shape.NoneType))


def guard_shape(one: LoadedSector, hook: str, declared: type[msgspec.Struct]) -> None:
    """Let whatever fills `declared`, or a part of it, do so in the name of `one`, who declares it in `hook`."""
    for cls in _own_structs(declared):
        guard_building(cls, partial(_made, one, hook))


def _made(one: LoadedSector, hook: str, make: Callable[..., A], /, *arguments: Any, **named: Any) -> A:
    try:
        return within(one.budget, make, *arguments, **named)
    except msgspec.MsgspecError:  # what is to be filled in does not fit: the fault of whoever gave it
        raise
    except STOPPED as error:
        if asked_to_end(error):
            raise
        raise failed(one, hook, error) from error


def _own_structs(declared: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    """`declared` and every struct that it may carry, without the core's."""
    return [cls for cls in (each.cls for each in structs_of(declared)) if not _is_ours(cls)]


def _is_ours(cls: type) -> bool:
    return cls.__module__.partition(".")[0] in ("regledger", "msgspec", "builtins", "typing")
