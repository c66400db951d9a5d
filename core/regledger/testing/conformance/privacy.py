"""Privacy: no personal data in tags, and none in public texts (DESIGN §2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import inspect as shape

from regledger.log.facts import FactType
from regledger.log.text import Id, Personal
from regledger.testing.conformance.finding import Checked, Finding, Severity, checked
from regledger.testing.conformance.observations import Observations
from regledger.testing.conformance.subject import Subject

__all__ = ["check_privacy"]

_ALWAYS = re.compile(
    r"(^|_)(phone|mobile|telephone|tel|email|e_mail|mail|id_card|idcard|identity|identity_number|birth|birthday|born"
    r"|wechat|passport)s?(_|$)"
)
"""What belongs to a person whatever stands beside it: a site's telephone is somebody's."""
_PERSONAL = re.compile(r"(^|_)(name|person|address|complainant|informant|injured|victim)(s|es)?(_|$)")
_NOT_OF_PEOPLE = re.compile(
    r"(^|_)(enterprise|site|unit|substance|product|project|store|company|document|file|authority|device|equipment"
    r"|section|mine|plant|building)(_|$)"
)
_ID = str(shape.type_info(Id))


def check_privacy(subject: Subject, seen: Observations) -> Checked:
    """The fields of its facts, and what its tests put into them."""
    facts = [body.__fact__ for body in subject.declared.facts]
    looked_at = f"{len(facts)} facts, {sum(len(one.tags) for one in facts)} tag fields"
    found = [one for fact in facts for one in (*_tags(fact), *_texts(fact))]
    return checked("privacy", looked_at, [*found, *_seen(seen)])


def _finding(where: str, found: str, remedy: str, severity: Severity = "error") -> Finding:
    return Finding(check="privacy", where=where, found=found, remedy=remedy, severity=severity)


def _tags(fact: FactType) -> Iterator[Finding]:
    for path, kind in fact.tags.items():
        where = f"{fact.name}.{path}"
        last = path.rpartition(".")[2]
        if _smells(last):
            yield _finding(
                where,
                f"a tag is made of {last!r}: tags stand in the log for ever, and in every stream",
                "Tag it with a surrogate id, and keep what it names as Personal.",
            )
        declared = _declared(fact, path)
        if kind != "*" and declared is not None and _ID not in str(declared):
            yield _finding(
                where,
                "a tag is made of it, and it is not declared as an Id",
                "Declare it as Id, Id | None or tuple[Id, ...].",
            )


def _texts(fact: FactType) -> Iterator[Finding]:
    for path, kind in _fields(shape.type_info(fact.body), "", ()):
        if path not in fact.tags and _is_public_text(kind) and _smells(path.rpartition(".")[2]):
            yield _finding(
                f"{fact.name}.{path}",
                "it is public text, and its name is that of a person's data",
                "Declare it as Personal, unless it never names a person who is not acting as an official.",
                "advice",
            )


def _fields(kind: shape.Type, path: str, above: tuple[type, ...]) -> Iterator[tuple[str, shape.Type]]:
    """Every field below, with its path; a Personal is looked into no further."""
    struct = _struct(kind)
    if struct is None or struct.cls is Personal or struct.cls in above:
        return
    for field in struct.fields:
        its = f"{path}.{field.name}".lstrip(".")
        yield its, field.type
        yield from _fields(field.type, its, (*above, struct.cls))


def _seen(seen: Observations) -> Iterator[Finding]:
    for one in seen.seen:
        where = f"{one.fact}.{one.field}" if one.field else one.fact
        holder = "its text" if one.field else "a tag of it"
        yield _finding(
            where,
            f"{holder} held what looks like a {one.what} (in {one.test})",
            "Use a surrogate id for what is tagged, and Personal for what identifies a person.",
        )


def _smells(field: str) -> bool:
    if _ALWAYS.search(field) is not None:
        return True
    return _PERSONAL.search(field) is not None and _NOT_OF_PEOPLE.search(field) is None


def _declared(fact: FactType, path: str) -> shape.Type | None:
    found: Any = shape.type_info(fact.body)
    for part in path.split("."):
        struct = _struct(found)
        if struct is None:
            return None
        found = next((one.type for one in struct.fields if one.name == part), None)
    return found if isinstance(found, shape.Type) else None


def _struct(kind: Any) -> shape.StructType | None:
    match kind:
        case shape.StructType():
            return kind
        case shape.Metadata():
            return _struct(kind.type)
        case shape.VarTupleType() | shape.ListType():
            return _struct(kind.item_type)
        case shape.DictType():
            return _struct(kind.value_type)
        case shape.UnionType():
            return next((found for one in kind.types if (found := _struct(one)) is not None), None)
    return None


def _is_public_text(kind: shape.Type) -> bool:
    match kind:
        case shape.StrType():
            return True
        case shape.Metadata():
            return _is_public_text(kind.type)
        case shape.VarTupleType() | shape.ListType():
            return _is_public_text(kind.item_type)
        case shape.DictType():
            return _is_public_text(kind.key_type) or _is_public_text(kind.value_type)
        case shape.UnionType():
            return any(_is_public_text(one) for one in kind.types)
        case shape.StructType() if kind.cls is Personal:
            return False
    return False
