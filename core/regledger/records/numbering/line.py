"""The authorities among which a number is given once: one and those that it stands in the place of, or that stand in its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from regledger.deciding.dossier import Dossier
from regledger.log.tags import split_tag
from regledger.records.authority import Authority

__all__ = ["line", "line_reads"]


def line_reads(authority: str, dossier: Dossier) -> Iterator[str]:
    """The line's records, as they are read."""
    for one in line(authority, dossier):
        yield f"authority:{one}"


def line(authority: str, dossier: Dossier) -> list[str]:
    """The authority itself, its predecessors and theirs, its successors and theirs, on whatever day they come.

    A succession that counts only later joins their numbers as well: what stands on paper does not change on its day.
    """
    before, after = [authority], [authority]
    for one in before:  # it grows as predecessors are met
        before.extend(each for each in _predecessors(one, dossier) if each not in before)
    for one in after:
        after.extend(each for each in _successors(one, dossier) if each not in after)
    return list(dict.fromkeys((*before, *after)))


def _predecessors(authority: str, dossier: Dossier) -> Iterator[str]:
    state = _last(authority, dossier)
    return _ids(one.subject for one in (() if state is None else state.predecessors))


def _successors(authority: str, dossier: Dossier) -> Iterator[str]:
    state = _last(authority, dossier)
    return _ids(() if state is None or state.succession is None else state.succession.to)


def _ids(tags: Iterable[str]) -> Iterator[str]:
    parts = dict.fromkeys(map(split_tag, tags))
    return (id for kind, id in parts if kind == "authority")


def _last(authority: str, dossier: Dossier) -> Authority | None:
    held = dossier.last(f"authority:{authority}")
    return held.state if held is not None and isinstance(held.state, Authority) else None
