"""Findings at metal and non-metal mines and tailings ponds (E-13 to E-15): what figures and the profile say together."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Act, Classification, Finding, Judge, Objection, hookimpl

from regledger_mining.noncoal.classification import classification_reads, classified
from regledger_mining.noncoal.lists import list_objections, list_reads

__all__: list[str] = []


@hookimpl
def regledger_reads(act: Act) -> Iterator[str]:
    """What is known of the mine or pond that an inspection looked at."""
    yield from list_reads(act)
    yield from classification_reads(act)


@hookimpl
def regledger_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """E-13 to E-15: a criterion of the list for that kind of site."""
    yield from list_objections(act, judge)


@hookimpl
def regledger_classify(act: Act, finding: Finding, judge: Judge) -> Classification | None:
    """Output against the designed capacity; dam and tailings against the design; a pond of high grade without its road."""
    return classified(act, finding, judge)
