"""Who stands in whose place on the day of an act: what an enterprise owned, and what an authority had begun."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.deciding.dossier import Dossier
from regledger.log.tags import split_tag
from regledger.records.authority import Authority
from regledger.records.enterprise import Enterprise

__all__ = ["acting", "acting_reads", "belongs", "heir_reads", "kin", "kin_reads"]


def heir_reads(enterprise: str, dossier: Dossier) -> Iterator[str]:
    """The enterprise, and as it is read those that stand in its place by the day of the act."""
    for one in _heirs(enterprise, dossier):
        yield f"enterprise:{one}"


def belongs(owner: str, enterprise: str, dossier: Dossier) -> bool:
    """Whether what is entered as `owner`'s is that of `enterprise` on the day of the act, by whatever succession."""
    return enterprise in _heirs(owner, dossier)


def _heirs(enterprise: str, dossier: Dossier) -> list[str]:
    heirs = [enterprise]
    seen = {enterprise}
    for one in heirs:
        state = dossier.loaded(Enterprise, one)
        for tag in () if state is None or state.succession is None else state.succession.to:
            kind, id = split_tag(tag)
            if kind == "enterprise" and id not in seen:
                seen.add(id)
                heirs.append(id)
    return heirs


def kin_reads(enterprise: str, dossier: Dossier) -> Iterator[str]:
    """The enterprise, and as it is read those in whose place it stands and those that stand in its own."""
    for one in kin(enterprise, dossier):
        yield f"enterprise:{one}"


def kin(enterprise: str, dossier: Dossier) -> list[str]:
    """The enterprise, its heirs, and its predecessors by whatever succession, by the day of the act."""
    before = [enterprise]
    for one in before:  # it grows as predecessors are met
        state = dossier.loaded(Enterprise, one)
        for origin in () if state is None else state.predecessors:
            kind, id = split_tag(origin.subject)
            if kind == "enterprise" and id not in before:
                before.append(id)
    return list(dict.fromkeys((*before, *_heirs(enterprise, dossier))))


def acting_reads(authority: str, dossier: Dossier) -> Iterator[str]:
    """The authority, and as it is read those that went on with what it had begun."""
    for one in _acting(authority, dossier):
        yield f"authority:{one}"


def acting(authority: str, dossier: Dossier) -> str:
    """The authority that goes on, on the day of the act, with what `authority` had begun: itself while it stands."""
    return _acting(authority, dossier)[-1]


def _acting(authority: str, dossier: Dossier) -> list[str]:
    chain = [authority]
    while (state := dossier.loaded(Authority, chain[-1])) is not None and state.succession is not None:
        kind, id = split_tag(state.succession.continued_by or f"authority:{chain[-1]}")
        if kind != "authority" or id in chain:
            break
        chain.append(id)
    return chain
