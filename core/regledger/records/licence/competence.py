"""Which authority may issue a licence (D-02): the level of an authority follows from the code of its region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from regledger.deciding.judge import Judge
from regledger.law.objections import Objection
from regledger.records.authority import Authority
from regledger.records.enterprise import Site

if TYPE_CHECKING:
    from regledger.sectors.declared import Level

__all__ = ["competent", "level_of"]


def level_of(region: str | None) -> Level | None:
    """The level of an authority of the region of that code (GB/T 2260); None where it has no region.

    `430000` is a province, `430100` a city, any other a county.
    """
    if region is None:
        return None
    if region.endswith("0000"):
        return "province"
    return "city" if region.endswith("00") else "county"


def competent(
    licence: str,
    kind: str,
    authority: Authority | None,
    site: Site | None,
    judge: Judge,
    *,
    activity: str | None = None,
) -> Iterator[Objection]:
    """D-02: the authority is of a level that may issue a licence of the kind for the site.

    What the sector of the kind answers, else what the kind itself says, and where no sector declares it what the common law
    says of the `activity` of a work-safety licence. Where none of them says, every authority may; an authority without a region is noted, for its level is not known. An objection cites
    the article that says who may.
    """
    declared = judge.sectors.licence_kind(kind)
    if declared is None and authority is not None and activity is not None:
        yield from _by_activity(licence, activity, authority, judge)
    if declared is None or authority is None or site is None:
        return
    competence = judge.sectors.competence(declared, site, judge)
    if competence is None or not competence.levels:
        return
    level = level_of(authority.region)
    told = {"licence": licence, "authority": authority.authority, "levels": " or ".join(competence.levels)}
    judged = judge.rule if declared.status == "VERIFIED" else judge.note
    for objection in (
        *judge.note("D-02", "licence.issuer_level_unknown", level is not None, **told),
        *judged("D-02", "licence.issuer_not_competent", level in (None, *competence.levels), level=level, **told),
    ):
        yield msgspec.structs.replace(objection, article=competence.article)


def _by_activity(licence: str, activity: str, authority: Authority, judge: Judge) -> Iterator[Objection]:
    parameter = f"D-02.{activity}"
    if not judge.law.has(parameter, on=judge.day):
        return
    asked = str(judge.law.value(parameter, on=judge.day))
    level = level_of(authority.region)
    told = {"licence": licence, "authority": authority.authority, "levels": asked}
    yield from judge.note("D-02", "licence.issuer_level_unknown", level is not None, **told)
    yield from judge.rule("D-02", "licence.issuer_not_competent", level in (None, asked), level=level, **told)
