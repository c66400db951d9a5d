"""The lot: how sites and officers follow from a published seed, so simply that anybody can draw them again.

A site's place is the SHA-256 of `seed|site`, an officer's place for a site that of `seed|site|officer`, each in
lower-case hex over UTF-8. The sites with the lowest places are drawn, in that order; for each the officers with the
lowest places are, without those who are kept apart from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from regledger.records.planning.facts import Apart, Assigned

__all__ = ["drawn", "pool_digest"]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def pool_digest(objects: Iterable[str], officers: Iterable[str], apart: Iterable[Apart]) -> str:
    """SHA-256 in hex over the sorted lines `object|ID`, `officer|ID` and `apart|OFFICER|SITE`, each ended by a line feed.

    Example:
        >>> pool_digest(["S-1"], ["li"], [])[:16]
        '232bf7ba86aa6970'
    """
    lines = [f"object|{one}" for one in objects] + [f"officer|{one}" for one in officers]
    lines += [f"apart|{one.officer}|{one.site}" for one in apart]
    return _digest("".join(f"{line}\n" for line in sorted(lines)))


def drawn(
    seed: str, objects: Sequence[str], officers: Sequence[str], apart: Sequence[Apart], *, take: int, team: int
) -> tuple[Assigned, ...]:
    """Who and what is drawn.

    Args:
        seed: as it was published.
        objects: the pool of sites; their order has no say.
        officers: the pool of officers; their order has no say.
        apart: who may not inspect what.
        take: how many sites.
        team: how many officers for each; fewer where the pool has no more for it.
    """
    kept = {(one.site, one.officer) for one in apart}
    sites = sorted(set(objects), key=lambda site: (_digest(f"{seed}|{site}"), site))[:take]
    return tuple(
        Assigned(
            site=site,
            officers=tuple(
                sorted(
                    (one for one in set(officers) if (site, one) not in kept),
                    key=lambda one: (_digest(f"{seed}|{site}|{one}"), one),
                )[:team]
            ),
        )
        for site in sites
    )
