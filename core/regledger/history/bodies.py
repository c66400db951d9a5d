"""Bodies as a reader may see them: plain, with every personal value left out, and summed up in one line.

Works on facts that nothing installed declares as well: their stored JSON is read as it is.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

import msgspec

from regledger.log.facts import RecordedFact, Unknown
from regledger.log.personal.values import ERASED
from regledger.log.tags import split_tag

__all__ = ["PERSONAL", "plain", "plain_body", "subject_of", "summary", "texts_of"]

PERSONAL = "(personal)"
"""What stands in the place of a personal value."""

_COMMITMENT = 64  # SHA-256 in hex
_PERSONAL_FIELDS = frozenset({"subject", "commitment", "value"})


def plain(value: Any, erased: Container[str] = ()) -> Any:
    """`value` as JSON types, with `(personal)` in the place of every personal value, and `Erased` in that of one whose subject
    is among `erased`."""
    return _without_personal(msgspec.to_builtins(value), erased)


def plain_body(fact: RecordedFact, erased: Container[str] = ()) -> dict[str, Any]:
    """The body of `fact` as a plain object; its stored JSON where nothing installed declares it. `erased` as for `plain`."""
    body = fact.body.body if isinstance(fact.body, Unknown) else fact.body
    shown: dict[str, Any] = plain(body, erased)
    return shown


def subject_of(fact: RecordedFact) -> str:
    """The tag of the record that `fact` is about; "" where it carries none."""
    if not isinstance(fact.body, Unknown):
        return next(iter(type(fact.body).__fact__.tags_of(fact.body)), "") or _first(fact.tags)
    record = fact.type.partition(".")[0]
    return next((tag for tag in fact.tags if split_tag(tag)[0] == record), _first(fact.tags))


def summary(fact: RecordedFact, *, about: str = "", longest: int | None = None, erased: Container[str] = ()) -> str:
    """What `fact` says, in one line of its declared fields: its own words first, then the records that it names.

    Its own time and the id of `about` are left out; with `longest`, a value of more characters is cut.
    """
    left_out = _when_fields(fact)
    own = about.partition(":")[2]
    ids = {split_tag(tag)[1] for tag in fact.tags}
    words: list[str] = []
    names: list[str] = []
    for name, value in plain_body(fact, erased).items():
        text = "" if name in left_out or value == own else _short(name, value, longest)
        if text:
            named = value in ids if isinstance(value, str) else isinstance(value, list) and set(map(str, value)) <= ids
            (names if named else words).append(f"{_label(name)} {text}")
    return "; ".join((*words, *names))


def texts_of(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a plain object, with the path of its field."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from texts_of(one, f"{path}.{name}".lstrip("."))
    elif isinstance(value, (list, tuple)):
        for index, one in enumerate(value):
            yield from texts_of(one, f"{path}[{index}]")


def _first(tags: tuple[str, ...]) -> str:
    return next((tag for tag in tags if not tag.startswith("command:")), "")


def _when_fields(fact: RecordedFact) -> tuple[str, ...]:
    if isinstance(fact.body, Unknown):
        when = fact.effective
        return tuple(name for name, value in fact.body.body.items() if when is not None and value == when.isoformat())
    return (type(fact.body).__fact__.occurred,)


def _without_personal(value: Any, erased: Container[str]) -> Any:
    if isinstance(value, dict):
        if len(str(value.get("commitment", ""))) == _COMMITMENT and value.keys() <= _PERSONAL_FIELDS:
            return ERASED if value.get("subject") in erased else PERSONAL
        return {name: _without_personal(one, erased) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_personal(one, erased) for one in value]
    return value


def _label(name: str) -> str:
    return name.removesuffix("_fen").replace("_", " ")


def _short(name: str, value: Any, longest: int | None) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value // 100:,}.{value % 100:02} yuan" if name.endswith("_fen") else str(value)
    if isinstance(value, list):
        named = [str(one) for one in value if not isinstance(one, (dict, list))]
        return _cut(", ".join(named), longest) if len(named) == len(value) else f"({len(value)})"
    if isinstance(value, dict):
        flat = ", ".join(f"{key} {one}" for key, one in value.items() if not isinstance(one, (dict, list)))
        return _cut(flat, longest)
    return _cut(str(value), longest)


def _cut(text: str, longest: int | None) -> str:
    text = " ".join(text.split())
    return text if longest is None or len(text) <= longest else f"{text[: longest - 1]}…"
