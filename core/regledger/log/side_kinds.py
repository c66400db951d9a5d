"""How a side kind's ids come out of a fact, and the digest by which a changed declaration is known."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from regledger.errors import BadTag, RegledgerError
from regledger.log.facts import FactType, RecordedFact, Unknown
from regledger.log.tags import TagKind

if TYPE_CHECKING:
    from regledger.log.catalogue import Catalogue

__all__ = ["check_derivation", "derived_ids", "digest_of", "under_every_name"]

FORMAT = 1
"""Of what is derived and how it is kept; another one starts every index again."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def derived_ids(kind: TagKind, fact: RecordedFact) -> tuple[str, ...]:
    """The ids that `kind` derives from `fact`, sorted; what cannot be an id, such as a name, is left out.

    Raises:
        BadTag: the function that derives them failed.
    """
    how = kind.derive.get(fact.type)
    if how is None:
        return ()
    body = fact.body.body if isinstance(fact.body, Unknown) else fact.body
    try:
        found = list(_texts(how(fact) if callable(how) else _at(body, how.split("."))))
    except RegledgerError:
        raise
    except Exception as error:  # a derivation is anybody's code
        words = f"it cannot be derived from fact {fact.number} ({fact.type}): {type(error).__name__}: {error}"
        raise BadTag(tag=f"{kind.name}:…", found=words) from error
    return tuple(sorted({one for one in found if _ID.fullmatch(one)}))


def _at(value: Any, path: Sequence[str]) -> Any:
    if not path:
        return value
    if isinstance(value, (list, tuple)):
        return [_at(one, path) for one in value]
    inner = value.get(path[0]) if isinstance(value, dict) else getattr(value, path[0], None)
    return _at(inner, path[1:])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, (list, tuple, set, frozenset, Iterator)):
        for one in value:
            yield from _texts(one)


def under_every_name(kind: TagKind, catalogue: Catalogue) -> TagKind:
    """`kind` with what is derived from a fact derived from it under each of its names."""
    derive = {name: how for given, how in kind.derive.items() for name in catalogue.names_of(given)}
    return msgspec.structs.replace(kind, derive=derive)


def check_derivation(kind: TagKind, catalogue: Catalogue) -> None:
    """Raise `BadTag` where a side kind is derived from nothing, from a fact or a field that is not there, or another kind is derived."""
    tag = f"{kind.name}:…"
    if kind.role != "side":
        if kind.derive:
            raise BadTag(tag=tag, found=f"its kind is declared {kind.role}, and only a side kind is derived")
        return
    if not kind.derive:
        raise BadTag(tag=tag, found="its kind is declared side, and nothing says what it is derived from")
    declared = {name: one for one in catalogue.types for name in one.names}
    for name, how in kind.derive.items():
        if name not in declared:
            raise BadTag(tag=tag, found=f"its kind is derived from {name}, which nothing declares")
        if isinstance(how, str) and not _has(declared[name], how):
            raise BadTag(tag=tag, found=f"its kind is derived from {how!r}, and {name} has no such field")


def _has(declared: FactType, path: str) -> bool:
    return path.partition(".")[0] in {field.name for field in msgspec.structs.fields(declared.body)}


def digest_of(kind: TagKind, catalogue: Catalogue) -> str:
    """SHA-256 in hex over the declaration of `kind`: its version, its facts and theirs, its paths or the text of its functions."""
    versions = {name: one.version for one in catalogue.types for name in one.names}
    derived = [[name, versions.get(name, 0), _shown(how)] for name, how in sorted(kind.derive.items())]
    told = msgspec.json.encode([FORMAT, kind.name, kind.version, derived])
    return hashlib.sha256(told).hexdigest()


def _shown(how: str | Callable[[RecordedFact], Any]) -> str:
    if isinstance(how, str):
        return f"path {how}"
    own = inspect.unwrap(how)
    try:
        source = inspect.getsource(own)
    except (OSError, TypeError):  # typed at a prompt, or no function at all: its name and the kind's version tell it
        source = ""
    return f"function {getattr(own, '__module__', '')}.{getattr(own, '__qualname__', '')}\n{source}"
