"""Three lists of major hazards: underground, open pit, tailings pond (矿安〔2022〕88号 and 〔2024〕41号)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from regledger.sectors import Act, Judge, Objection

from regledger_mining.profile import RECORD, MiningSite

__all__ = ["list_objections", "list_reads"]

PREFIX = "noncoal-"


class _List(msgspec.Struct, frozen=True, kw_only=True):
    rule: str
    kind: str


LISTS = {
    "1": _List(rule="E-13", kind="metal_underground"),
    "2": _List(rule="E-14", kind="open_pit"),
    "3": _List(rule="E-15", kind="tailings"),
}
"""By the first number of an item: `noncoal-2022/3.15` stands in the third."""


def _named(act: Act) -> Iterator[tuple[str, str, _List]]:
    """Hazard, criterion and its list, for what an inspection found under one of the three."""
    for one in act.command.hazards if act.name == "inspection.record" else ():
        criterion = one.criterion or ""
        listed = LISTS.get(criterion.partition("/")[2].partition(".")[0]) if criterion.startswith(PREFIX) else None
        if listed is not None:
            yield one.hazard, criterion, listed


def list_reads(act: Act) -> Iterator[str]:
    """The profile of a site where something was found under one of the lists."""
    if any(True for _ in _named(act)):
        yield f"{RECORD}:{act.command.site}"


def list_objections(act: Act, judge: Judge) -> Iterator[Objection]:
    """E-13, E-14, E-15: each list is for its own kind of site; where that is not known nothing is said."""
    for hazard, criterion, listed in _named(act):
        profile = act.dossier.get(MiningSite, act.command.site)
        kind = listed.kind if profile is None else profile.kind
        yield from judge.rule(
            listed.rule,
            "noncoal.list_of_another_kind",
            kind == listed.kind,
            hazard=hazard,
            criterion=criterion,
            listed=listed.kind,
            site=act.command.site,
            kind=kind,
        )
