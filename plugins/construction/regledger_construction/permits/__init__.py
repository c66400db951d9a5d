"""Construction permits, start and rest of works, demolitions (建筑法 Arts 7–11; G-01, G-03, G-04, G-05): hooks of this part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regledger.sectors import Fact, Handler, Kind, ReadModel, TagKind, hookimpl

from regledger_construction.permits.facts import FACTS
from regledger_construction.permits.granting import GRANTING
from regledger_construction.permits.register import WorksPermits
from regledger_construction.permits.state import SITE_WORKS, WORKS_PERMIT
from regledger_construction.permits.working import WORKING

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`works_permit.…`, `safety_measures.filed`, `demolition.filed`, `works.…`."""
    return FACTS


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A permit is a subject of its own."""
    return [TagKind("works_permit", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One permit; the works of a site."""
    return [WORKS_PERMIT, SITE_WORKS]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """From the application to the resumption of works."""
    return [*GRANTING, *WORKING]


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`works_permits`: one row a permit."""
    return [WorksPermits()]
