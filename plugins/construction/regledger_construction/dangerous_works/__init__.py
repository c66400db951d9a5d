"""Dangerous works (危险性较大的分部分项工程): classified by their figures, planned, reviewed, watched (G-09, G-10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regledger.sectors import (
    Act,
    Classification,
    Fact,
    Finding,
    Handler,
    Judge,
    Kind,
    ReadModel,
    TagKind,
    hookimpl,
)

from regledger_construction.dangerous_works.commands import COMMANDS
from regledger_construction.dangerous_works.findings import classified_finding
from regledger_construction.dangerous_works.read_models import DangerousWorksTable
from regledger_construction.dangerous_works.record import DANGEROUS_WORKS, SITE_DANGEROUS_WORKS
from regledger_construction.dangerous_works.starting import start_dangerous_works

__all__: list[str] = []


@hookimpl
def regledger_facts() -> Sequence[type[Fact]]:
    """`dangerous_works.declared`, `.planned`, `.reviewed`, `.started`, `.watched`, `.accepted`."""
    return DANGEROUS_WORKS.facts


@hookimpl
def regledger_tag_kinds() -> Sequence[TagKind]:
    """Works are a subject of their own."""
    return [TagKind("dangerous_works", "consistency")]


@hookimpl
def regledger_kinds() -> Sequence[Kind[Any]]:
    """One of the works, and all of a site."""
    return [DANGEROUS_WORKS, SITE_DANGEROUS_WORKS]


@hookimpl
def regledger_commands() -> Sequence[Handler]:
    """`dangerous_works.declare`, `.plan`, `.review`, `.start`, `.watch`, `.accept`."""
    return [*COMMANDS, start_dangerous_works]


@hookimpl
def regledger_read_models() -> Sequence[ReadModel]:
    """`dangerous_works`: one row each."""
    return [DangerousWorksTable()]


@hookimpl
def regledger_classify(act: Act, finding: Finding, judge: Judge) -> Classification | None:
    """G-15, the fourth item of Art 4, by the figures of the lists."""
    return classified_finding(act, finding, judge)
