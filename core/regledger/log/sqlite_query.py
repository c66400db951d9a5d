"""How a DCB query is answered from the hashed tag index.

Every item becomes an AND of *terms*: one per tag, and one OR of its types. The rarest term drives, the others
are looked up, and the numbers of all items are merged in order by SQLite itself, one page at a time. A match
is then verified against the fact's own type and tags, so a collision of hashes never shows.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import Any

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

__all__ = ["Read", "Row", "matching", "tag_hash", "type_hash"]

Row = tuple[int, int, int, str, bytes]
"""number, recorded_at, type's id, tags parted by spaces, data"""

Read = Callable[[str, dict[str, Any]], list[Any]]
"""Runs one statement and answers all its rows: no read transaction outlives it."""

FIRST_PAGE, PAGE = 32, 512
BRANCHES = 50  # SQLite refuses 500 arms of a UNION; more than this are merged here instead
LOOKED_UP = 4  # further terms of an item are left to verification
CAPS = (8, 64, 512, 4_096, 32_768)

_COLUMNS = "f.number, f.recorded_at, f.type, f.tags, f.data"
_SCAN = f"SELECT {_COLUMNS} FROM fact f WHERE f.number > :after AND f.number <= :until ORDER BY f.number LIMIT :page"
_COUNTS = (
    "SELECT value, (SELECT count(*) FROM (SELECT 1 FROM tag WHERE hash = value AND number > :after"
    " AND number <= :until LIMIT :cap)) FROM json_each(:hashes)"
)

Term = tuple[int, ...]


@lru_cache(maxsize=4096)  # an import writes the same few tags and types on many facts in a row
def tag_hash(tag: str) -> int:
    """The 8-byte hash, as SQLite's signed integer, under which a tag is indexed."""
    return int.from_bytes(blake2b(tag.encode(), digest_size=8).digest(), "big", signed=True)


def type_hash(name: str) -> int:
    """The same for a type; the space keeps types and tags apart, for no tag has one."""
    return tag_hash(f"type {name}")


def matching(
    read: Read,
    type_name: Callable[[int], str],
    query: DCBQuery | None,
    *,
    after: int,
    until: int,
    first_page: int = FIRST_PAGE,
) -> Iterator[Row]:
    """Rows of facts that match `query`, `after` < number ≤ `until`, in order of number, read in pages."""
    if until <= after:
        return
    items = query.items if query else []
    if not items or any(not item.tags and not item.types for item in items):
        yield from _paged(read, (_SCAN, {}), after, until, first_page)
        return
    wanted = [(frozenset(item.types), frozenset(item.tags)) for item in items]
    ordered = _rarest_first(read, list(map(_terms, items)), after, until)
    branches = [(hashed, terms[1 : 1 + LOOKED_UP]) for terms in ordered if terms for hashed in terms[0]]
    numbered = [
        _paged(read, _union(branches[start : start + BRANCHES]), after, until, first_page)
        for start in range(0, len(branches), BRANCHES)
    ]
    last = 0
    for row in heapq.merge(*numbered) if len(numbered) > 1 else chain(*numbered):
        tags = set(row[3].split())
        if row[0] != last and any(
            (not types or type_name(row[2]) in types) and needed <= tags for types, needed in wanted
        ):
            last = row[0]
            yield row


def _paged(read: Read, statement: tuple[str, dict[str, int]], after: int, until: int, first_page: int) -> Iterator[Row]:
    sql, hashes = statement
    page = first_page
    while after < until:
        rows = read(sql, {**hashes, "after": after, "until": until, "page": page})
        yield from rows
        if len(rows) < page:
            return
        after, page = rows[-1][0], PAGE


def _terms(item: DCBQueryItem) -> list[Term]:
    terms: list[Term] = [(tag_hash(tag),) for tag in dict.fromkeys(item.tags)]
    if item.types:
        terms.append(tuple(type_hash(name) for name in dict.fromkeys(item.types)))
    return terms


def _rarest_first(read: Read, items: list[list[Term]], after: int, until: int) -> list[list[Term]]:
    """Each item's terms with the rarest in front; [] where one is empty. The cost follows the rarest's size, not the log's.

    One statement counts for all items at once: an inspection took 19, one for each hash, and 8 % more processor time.
    """
    ordered, rarest = list(items), [0] * len(items)
    open_ = [place for place, terms in enumerate(items) if len(terms) > 1]
    for cap in CAPS:
        if not open_:
            break
        hashes = sorted({hashed for place in open_ for term in items[place] for hashed in term})
        counts = dict(read(_COUNTS, {"hashes": str(hashes), "after": after, "until": until, "cap": cap}))
        for place in open_:
            sized = sorted((sum(map(counts.__getitem__, term)), at, term) for at, term in enumerate(items[place]))
            rarest[place] = sized[0][0]
            ordered[place] = [term for _, _, term in sized] if rarest[place] else []
        open_ = [place for place in open_ if rarest[place] >= cap]
    return ordered


def _union(branches: Iterable[tuple[int, list[Term]]]) -> tuple[str, dict[str, int]]:
    hashes: dict[str, int] = {}

    def named(hashed: int) -> str:
        hashes[name := f"h{len(hashes)}"] = hashed
        return f":{name}"

    arms = []
    for driver, others in branches:
        arm = f"SELECT number FROM tag WHERE hash = {named(driver)} AND number > :after AND number <= :until"
        for term in others:
            either = ", ".join(map(named, term))
            arm += f" AND EXISTS (SELECT 1 FROM tag o WHERE o.hash IN ({either}) AND o.number = tag.number)"
        arms.append(arm)
    numbers = f"{' UNION '.join(arms)} ORDER BY number LIMIT :page"
    return f"SELECT {_COLUMNS} FROM ({numbers}) m CROSS JOIN fact f ON f.number = m.number ORDER BY m.number", hashes
