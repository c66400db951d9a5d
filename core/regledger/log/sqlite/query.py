"""A DCB query in SQLite's words; how it is answered is in `regledger.log.query`."""

from __future__ import annotations

from collections.abc import Iterable

from regledger.log.query import Branch, Speech
from regledger.log.sql import Words

__all__ = ["WORDS"]

_ROW = "SELECT number, recorded_at, type, tags, data FROM fact"
_COLUMNS = "f.number, f.recorded_at, f.type, f.tags, f.data"


def _union(branches: Iterable[Branch]) -> tuple[str, dict[str, int]]:
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


WORDS = Words(
    at=f"{_ROW} WHERE number = :number",
    command="SELECT body FROM command WHERE digest = :digest",
    search=(
        f"{_ROW} WHERE number < :before AND number >= :first"
        " AND (instr(data, :needle) OR instr(CAST(tags AS BLOB), :needle)) ORDER BY number DESC LIMIT :left"
    ),
    speech=Speech(
        scan=f"SELECT {_COLUMNS} FROM fact f WHERE f.number > :after AND f.number <= :until ORDER BY f.number LIMIT :page",
        counts=(
            "SELECT value, (SELECT count(*) FROM (SELECT 1 FROM tag WHERE hash = value AND number > :after"
            " AND number <= :until LIMIT :cap)) FROM json_each(:hashes)"
        ),
        hashes=str,
        union=_union,
        back=(
            f"SELECT {_COLUMNS} FROM (SELECT number FROM tag WHERE hash = :hash AND number > :after AND number <= :until"
            " ORDER BY number DESC LIMIT :page) m CROSS JOIN fact f ON f.number = m.number ORDER BY m.number DESC"
        ),
    ),
)
