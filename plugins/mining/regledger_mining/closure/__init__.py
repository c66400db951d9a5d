"""Producing in spite of a major hazard, and closing a coal mine (煤矿安全生产条例 Arts 49, 64, 70)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regledger.sectors import Fact, Handler, Kind, TagKind, hookimpl

from regledger_mining.closure.carrying_out import complete_closure, meet_item, publish_closure
from regledger_mining.closure.facts import FACTS, UnsafeProductionFound
from regledger_mining.closure.finding import find_unsafe_production
from regledger_mining.closure.proposing import decide_closure, propose_closure
from regledger_mining.closure.state import COAL_CLOSURE, SITE_UNSAFE_PRODUCTION, UNSAFE_PRODUCTION

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`unsafe_production.found`, and a closure from its proposal to its completion."""
    return [UnsafeProductionFound, *FACTS]


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """A finding and a closure are subjects of their own."""
    return [TagKind("unsafe_production", "consistency"), TagKind("coal_closure", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One finding, all of a mine, and one closure."""
    return [UNSAFE_PRODUCTION, SITE_UNSAFE_PRODUCTION, COAL_CLOSURE]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`unsafe_production.find` and `coal_closure.propose`, `.decide`, `.publish`, `.meet_item` and `.complete`."""
    return [
        find_unsafe_production,
        propose_closure,
        decide_closure,
        publish_closure,
        meet_item,
        complete_closure,
    ]
