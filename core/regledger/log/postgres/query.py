"""A DCB query in PostgreSQL's words; how it is answered is in `regledger.log.query`.

The planner is left no choice: each arm reads the index of its driving hash in order and stops at a page, and what is looked up is
behind OFFSET 0, which keeps it from being turned into a join that starts at the commoner end.
"""

from __future__ import annotations

from collections.abc import Iterable

from eventsourcing.dcb.api import DCBQuery

from regledger.log.query import Branch, Speech, terms_of
from regledger.log.sql import Words

__all__ = ["STRAIGHT", "WORDS", "straight"]

STRAIGHT = 512
"""Facts since a condition's `after` up to which it is checked without asking first which of its terms is rarest."""

_ROW = "SELECT number, recorded_at, type, tags, data FROM fact"
_COLUMNS = "f.number, f.recorded_at, f.type, f.tags, f.data"
_EACH = "CROSS JOIN LATERAL (SELECT * FROM fact f WHERE f.number = m.number OFFSET 0) f"


def _union(branches: Iterable[Branch]) -> tuple[str, dict[str, int]]:
    arms, hashes = _arms(branches)
    numbers = (
        arms[0]
        if len(arms) == 1
        else f"SELECT DISTINCT number FROM ({' UNION ALL '.join(arms)}) a ORDER BY number LIMIT %(page)s"
    )
    return f"SELECT {_COLUMNS} FROM ({numbers}) m {_EACH} ORDER BY m.number", hashes


def _arms(branches: Iterable[Branch]) -> tuple[list[str], dict[str, int]]:
    hashes: dict[str, int] = {}

    def bound(hashed: int) -> str:
        hashes[name := f"h{len(hashes)}"] = hashed
        return f"%({name})s"

    arms = []
    for driver, others in branches:
        arm = f"SELECT number FROM tag WHERE hash = {bound(driver)} AND number > %(after)s AND number <= %(until)s"
        for term in others:
            either = ", ".join(map(bound, term))
            arm += f" AND EXISTS (SELECT 1 FROM tag o WHERE o.hash IN ({either}) AND o.number = tag.number OFFSET 0)"
        arms.append(f"({arm} ORDER BY number LIMIT %(page)s)")
    return arms, hashes


WORDS = Words(
    at=f"{_ROW} WHERE number = %(number)s",
    command="SELECT body FROM command WHERE digest = %(digest)s",
    search=(
        f"{_ROW} WHERE number < %(before)s AND number >= %(first)s AND (position(%(needle)s IN data) > 0"
        " OR position(%(needle)s IN convert_to(tags, 'UTF8')) > 0) ORDER BY number DESC LIMIT %(left)s"
    ),
    speech=Speech(
        scan=(
            f"SELECT {_COLUMNS} FROM fact f WHERE f.number > %(after)s AND f.number <= %(until)s ORDER BY f.number LIMIT %(page)s"
        ),
        counts=(
            "SELECT value, (SELECT count(*) FROM (SELECT 1 FROM tag WHERE hash = value AND number > %(after)s"
            " AND number <= %(until)s LIMIT %(cap)s) counted) FROM unnest(%(hashes)b::bigint[]) AS value"
        ),
        hashes=list,
        union=_union,
        back=(
            f"SELECT {_COLUMNS} FROM (SELECT number FROM tag WHERE hash = %(hash)s AND number > %(after)s"
            f" AND number <= %(until)s ORDER BY number DESC LIMIT %(page)s) m {_EACH} ORDER BY m.number DESC"
        ),
    ),
)


def straight(query: DCBQuery, *, after: int, until: int) -> tuple[str, dict[str, int]] | None:
    """One statement that answers (number, type, tags) of every fact that may match, or None where it could be dear.

    It is cheap where few facts have been recorded since, or where each item has one term.
    """
    ordered = [terms_of(item) for item in query.items]
    if not ordered or not all(ordered) or sum(len(terms[0]) for terms in ordered) > STRAIGHT // 10:
        return None
    few = until - after <= STRAIGHT
    if not few and any(len(terms) > 1 for terms in ordered):
        return None
    arms, hashes = _arms((hashed, terms[1:]) for terms in ordered for hashed in terms[0])
    sql = f"SELECT f.number, f.type, f.tags FROM ({' UNION ALL '.join(arms)}) m {_EACH}"
    return sql, {**hashes, "after": after, "until": until, "page": STRAIGHT if few else 1}
