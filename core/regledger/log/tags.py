"""Tags: what a fact is about, as `kind:id`.

An id is a surrogate, never a name and never a person's number. Kinds are declared once; only a *consistency*
kind may stand in an append condition (with officers and campaigns in the boundary, eight writers fell from
2,747 to 170 facts a second).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal

import msgspec

from regledger.errors import BadTag

__all__ = ["CORE_TAG_KINDS", "KEY_KINDS", "Derivation", "TagKind", "TagKinds", "split_tag"]

_TAG = re.compile(r"([a-z][a-z0-9_]{0,31}):([A-Za-z0-9_-]{1,64})")

Role = Literal["consistency", "index", "side"]

Derivation = str | Callable[..., Any]
"""The path of a field (`hazards.criterion`), or a function of the recorded fact that gives an id, several or None."""


class TagKind(msgspec.Struct, frozen=True):
    """A declared kind of tag, and whether an append condition may name it.

    A kind that is invented after its facts were recorded is a `side` kind: no entry carries its tags, they are derived.
    """

    name: str
    role: Role
    derive: Mapping[str, Any] = {}
    """For a side kind: name of a fact → `Derivation`."""
    version: int = 1
    """Of the derivation. A changed path or function is noticed; raise this where what a function calls has changed."""


CORE_TAG_KINDS = (
    TagKind("enterprise", "consistency"),
    TagKind("credit_code", "consistency"),  # a public number of an enterprise, by which it is registered once
    TagKind("site", "consistency"),
    TagKind("authority", "consistency"),
    TagKind("region", "consistency"),
    TagKind("licence", "consistency"),
    TagKind("inspection", "consistency"),
    TagKind("hazard", "consistency"),
    TagKind("order", "consistency"),
    TagKind("measure", "consistency"),
    TagKind("case", "consistency"),
    *(
        TagKind(name, "consistency")
        for name in (
            *("evidence", "summary", "transfer", "enforcement", "publication", "dishonesty"),
            *("collection", "closure"),
            *("preservation", "interview", "constraint", "substitution", "obstruction"),
            *("empowerment", "sector_designation", "patrol", "assistance", "unapproved"),
            *("delegation", "assignment", "duty_list", "key_project", "referral", "operation"),
            *("committee", "formula", "designation", "statistics", "self_inspection", "training"),
            *("meeting", "matter", "liaison", "target", "assessment", "oversight", "accountability", "circular"),
            *("own_hazard", "emergency_plan", "duty_desk", "information_request"),
            *("commitment", "incentive", "plan", "draw", "listing", "accident", "tipoff", "petition", "project"),
        )
    ),
    TagKind("campaign", "index"),
    TagKind("attachment", "consistency"),  # a file, by the digest of its bytes
    TagKind("series", "consistency"),  # the numbers of one kind of document of an authority in one year
    TagKind("number", "consistency"),  # a hash of authority, kind and number, by which a number is used once
    TagKind("command", "consistency"),
    TagKind("register", "consistency"),
    TagKind("law_pack", "consistency"),
    TagKind("law_packs", "consistency"),  # all of them, by which two that are loaded at the same moment conflict
    TagKind("key", "consistency"),  # an officer's signing key, by its fingerprint
    TagKind("person", "consistency"),  # whose personal values lie under a key of their own
    TagKind("personal", "consistency"),  # a hash of such a subject, of any kind: erasing and adding conflict by it
    TagKind("officer", "index"),
    TagKind("os", "index"),  # a login of the machine on which a command was typed
    TagKind("nkey", "index"),  # the key of a connection through which a command came
    TagKind("rule", "index"),
    TagKind("row", "index"),
    TagKind("source", "index"),  # what a foreign register speaks of: its case, its inspection, its operator
)

KEY_KINDS = frozenset({"command", "credit_code", "personal", "number"})
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
        self.side: dict[str, TagKind] = {}
        """The kinds whose tags are derived, by name."""
        for kind in kinds:
            if self._roles.setdefault(kind.name, kind.role) != kind.role:
                raise BadTag(
                    tag=f"{kind.name}:…", found=f"its kind is declared both {self._roles[kind.name]} and {kind.role}"
                )
            if kind.role == "side" and self.side.setdefault(kind.name, kind) != kind:
                raise BadTag(tag=f"{kind.name}:…", found="its kind is derived in two ways")

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
        if role == "side":
            raise BadTag(tag=tag, found=f"its kind {kind!r} is a side kind: derived, never written or decided on")
        if condition and role != "consistency":
            raise BadTag(tag=tag, found=f"its kind {kind!r} is an index kind and cannot stand in an append condition")
        return tag

    def check_all(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Sorted, without repeats, each one checked."""
        return tuple(sorted({self.check(tag) for tag in tags}))
