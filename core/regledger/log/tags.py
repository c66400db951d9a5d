"""Tags: what a fact is about, as `kind:id`.

An id is a surrogate, never a name and never a person's number. Kinds are declared once; only a *consistency*
kind may stand in an append condition (with officers and campaigns in the boundary, eight writers fell from
2,747 to 170 facts a second).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import msgspec

from regledger.errors import BadTag

__all__ = ["CORE_TAG_KINDS", "KEY_KINDS", "TagKind", "TagKinds", "split_tag"]

_TAG = re.compile(r"([a-z][a-z0-9_]{0,31}):([A-Za-z0-9_-]{1,64})")

Role = Literal["consistency", "index"]


class TagKind(msgspec.Struct, frozen=True):
    """A declared kind of tag, and whether an append condition may name it."""

    name: str
    role: Role


CORE_TAG_KINDS = (
    TagKind("enterprise", "consistency"),
    TagKind("credit_code", "consistency"),  # a public number of an enterprise, by which it is registered once
    TagKind("site", "consistency"),
    TagKind("authority", "consistency"),
    TagKind("licence", "consistency"),
    TagKind("inspection", "consistency"),
    TagKind("hazard", "consistency"),
    TagKind("order", "consistency"),
    TagKind("measure", "consistency"),
    TagKind("case", "consistency"),
    TagKind("command", "consistency"),
    TagKind("register", "consistency"),
    TagKind("officer", "index"),
    TagKind("rule", "index"),
    TagKind("row", "index"),
    TagKind("source", "index"),  # what a foreign register speaks of: its case, its inspection, its operator
)

KEY_KINDS = frozenset({"command", "credit_code"})
"""Kinds of tag that keep something from being recorded twice and name no record."""


@lru_cache(maxsize=4096)  # the facts of a commit share their tags, and each is checked again by the store
def split_tag(tag: str) -> tuple[str, str]:
    """The kind and the id of `tag`; raises `BadTag`."""
    match = _TAG.fullmatch(tag)
    if match is None:
        raise BadTag(tag=tag, found="it is not of the form kind:id")
    return match[1], match[2]


class TagKinds:
    """The kinds that this installation knows."""

    def __init__(self, kinds: Iterable[TagKind] = CORE_TAG_KINDS) -> None:
        self._roles: dict[str, Role] = {}
        for kind in kinds:
            if self._roles.setdefault(kind.name, kind.role) != kind.role:
                raise BadTag(
                    tag=f"{kind.name}:…", found=f"its kind is declared both {self._roles[kind.name]} and {kind.role}"
                )

    def __contains__(self, name: object) -> bool:
        return name in self._roles

    def role(self, name: str) -> Role | None:
        """The role of the kind called `name`, or None where it is not declared."""
        return self._roles.get(name)

    def check(self, tag: str, *, condition: bool = False) -> str:
        """`tag` itself, if its kind is declared and, for a `condition`, is a consistency kind; else `BadTag`."""
        kind, _ = split_tag(tag)
        role = self._roles.get(kind)
        if role is None:
            raise BadTag(tag=tag, found=f"its kind {kind!r} is not declared")
        if condition and role != "consistency":
            raise BadTag(tag=tag, found=f"its kind {kind!r} is an index kind and cannot stand in an append condition")
        return tag

    def check_all(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Sorted, without repeats, each one checked."""
        return tuple(sorted({self.check(tag) for tag in tags}))
