"""Persons with a safety duty (建设工程安全生产管理条例 Arts 36, 37, 58, 66; G-13, G-17, G-21): hooks of this part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regledger.sectors import Fact, Handler, Kind, TagKind, hookimpl

from regledger_construction.persons.bars import BARS
from regledger_construction.persons.facts import FACTS
from regledger_construction.persons.posts import POSTS
from regledger_construction.persons.state import WORKS_PERSON

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`works_person.…` and `works_practice.…`."""
    return FACTS


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A person, by a surrogate id, is a subject of its own."""
    return [TagKind("works_person", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One person."""
    return [WORKS_PERSON]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """Certified, assigned, trained, left; barred, sanctioned, registered."""
    return [*POSTS, *BARS]
