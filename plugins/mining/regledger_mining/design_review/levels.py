"""E-25: the department of the province reviews the design of a coal project (煤矿安全生产条例 Art 41)."""

from __future__ import annotations

from collections.abc import Iterator

from regledger.sectors import Authority, Judge, Objection

__all__ = ["provincial"]

PROVINCES = "0000"
"""How the code of a province's region ends (GB/T 2260)."""
CITIES = "00"


def provincial(project: str, authority: Authority | None, judge: Judge) -> Iterator[Objection]:
    """Whether `authority` is of a province; one of which no level is known is not held against the act."""
    level = None if authority is None else authority.level or _by_region(authority.region)
    yield from judge.rule(
        "E-25",
        "coal_design.reviewer_not_provincial",
        level in (None, "province"),
        project=project,
        authority=None if authority is None else authority.authority,
        level=level,
    )


def _by_region(region: str | None) -> str | None:
    if region is None or region.endswith(PROVINCES):
        return None if region is None else "province"
    return "city" if region.endswith(CITIES) else "county"
