"""The body that a correction puts in the place of another: the one that stands, with the fields that are given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from regledger.history.bodies import PERSONAL, texts_of
from regledger.log.facts import Fact
from regledger.log.personal import commitments, open_values
from regledger.log.text import Personal

__all__ = ["personal_fault", "placeholders", "replaced"]


def replaced(body: Fact, given: dict[str, Any]) -> dict[str, Any]:
    """`body` as a plain object with the top-level fields `given` in the place of its own.

    A personal value that `given` leaves out stays: its commitment stands in the new body as well. In a list it is the
    item with the same first field, its own id, whose values stay.
    """
    names = {field.encode_name: field.name for field in msgspec.structs.fields(body)}
    changes = {
        field: _kept(getattr(body, names[field]), value) if field in names else value for field, value in given.items()
    }
    return {**msgspec.to_builtins(body), **changes}


def _kept(old: Any, given: Any) -> Any:
    """`given` with every personal value of `old` that it leaves out."""
    if isinstance(old, Personal):
        left_out = isinstance(given, dict) and all(value == getattr(old, key, None) for key, value in given.items())
        return msgspec.to_builtins(old) if left_out else given
    if isinstance(old, msgspec.Struct) and isinstance(given, dict):
        own = {field.encode_name: getattr(old, field.name) for field in msgspec.structs.fields(old)}
        return _kept_fields(own, given)
    if isinstance(old, dict) and isinstance(given, dict):
        return _kept_fields(old, given)
    if isinstance(old, tuple) and isinstance(given, (list, tuple)):
        return [_kept_item(old, one) for one in given]
    return given


def _kept_fields(old: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    left_out = {
        field: msgspec.to_builtins(value)
        for field, value in old.items()
        if field not in given and (commitments(value) or open_values(value))
    }
    return {field: _kept(old.get(field), value) for field, value in given.items()} | left_out


def _kept_item(old: tuple[Any, ...], given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    # By its own id and never by its place: in another order a name would pass to somebody else's item.
    same = [one for one in old if isinstance(one, msgspec.Struct) and _own_id(one).items() <= given.items()]
    return _kept(same[0], given) if len(same) == 1 else given


def _own_id(item: msgspec.Struct) -> dict[str, Any]:
    first = msgspec.structs.fields(item)[0]
    return {first.encode_name: msgspec.to_builtins(getattr(item, first.name))}


def placeholders(plain: dict[str, Any]) -> Iterator[str]:
    """The paths at which `plain` carries what is shown in the place of a personal value."""
    return (path for path, text in texts_of(plain) if text == PERSONAL)


def personal_fault(body: Fact, before: Iterable[Fact]) -> str:
    """What is wrong with the personal values of `body`: blank, or a commitment that none of `before` carries for that subject."""
    before = tuple(before)
    # With its subject: under another one's name a value would be disclosed as that one's, and outlive its erasure.
    known = {(one.subject, one.commitment) for fact in before for one in commitments(fact)}
    blank = {path for fact in before for path, one in _personals(fact, "") if not (one.commitment or one.value)}
    for path, one in _personals(body, ""):
        if not one.commitment and not one.value.strip() and path not in blank:
            return f"`{path}` gives no personal value"
        if one.commitment and (one.value or (one.subject, one.commitment) not in known):
            return f"`{path}` carries a commitment that this fact never had of that subject; give the value itself"
    return ""


def _personals(value: Any, path: str) -> Iterator[tuple[str, Personal]]:
    if isinstance(value, Personal):
        yield path, value
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            yield from _personals(getattr(value, field.name), f"{path}.{field.encode_name}".lstrip("."))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _personals(one, f"{path}.{key}")
    elif isinstance(value, (tuple, list)):
        for index, one in enumerate(value):
            yield from _personals(one, f"{path}[{index}]")
